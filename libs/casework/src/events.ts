// Front door for read contexts: what happened, and the step that follows from it. No decisions.
export * from './domain/case/events';
export { takenBackBy } from './domain/case/corrections';
export { harmDays } from './domain/case/harm-review';
export { harmWatches, isWaiting, TIMED_CODES } from './domain/case/harm-watch';
export {
  type Asking,
  asking,
  awaitedReply,
  isValidated,
  needsAPerson,
  type OpenValidation,
  openValidation,
} from './domain/case/validation';
export { snoozeAfter } from './domain/case/attention';
export {
  advanceSafety,
  type CheckIn,
  type ConditionChange,
  type Escalation,
  type Expedite,
  type HarmReview,
  harmReviewsOf,
  initialSafety,
  type MessageThread,
  type OpenSafety,
  openSafety,
  passOnAt,
  proposedExit,
  type Safety,
  type Validation,
  validationDue,
  validationsOf,
} from './domain/case/safety';
export { type OpenHospital, openHospital } from './domain/case/hospital-moves';
export { isNews, pcnQuietLimit, quietBefore, type QuietLimit, quietLimit, type QuietLimits, quietUntil } from './domain/case/silence';
export { offerAfter, type OpenOffer } from './domain/case/responsibility';
export { type OfferedService, type OfferedServices, openServices, type OpenService, servicesAfter } from './domain/case/offers';
export { allThreads, latest, type Said } from './domain/case/said';
export {
  advance,
  effectiveOn,
  initialProgress,
  NEXT_MOVER,
  type NextMover,
  openReminder,
  type Progress,
  type Step,
  stepOf,
  suspectsCancer,
  STEPS,
  unansweredTries,
} from './domain/case/step';
export { needsEvidence } from './domain/case/workup';
export { type EnquiryAsker, type EnquiryChannel, type EnquiryEvent, SAVED_WORK, type SavedWork } from './domain/enquiry/enquiry';
export {
  answerDueOn,
  DATA_REQUEST_KINDS,
  type DataRequestEvent,
  type DataRequestKind,
  type DataRequestOutcome,
} from './domain/patient/data-requests';
export type { ErasureStop } from './domain/patient/erasure';
export {
  type KeptCase,
  RETENTION_RULES,
  type Retention,
  retentionOf,
  SHORTEST_RETENTION_YEARS,
  yearsAfter,
} from './domain/patient/retention';
export type { Identity, Sex } from './domain/patient/identity';
export type { Circumstances, CommunicationNeeds, ContactDetails, PatientEvent } from './domain/patient/patient';
export { type CaseFact, type CaseFacts, factsInOrder, noFacts, withFactsOf } from './waiting-time-facts';
