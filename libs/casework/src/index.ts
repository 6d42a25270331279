// Front door for apps: the module, the commands and the records.
export { CaseworkModule } from './casework.module';
export type { CaseCommand } from './domain/case/case';
export { compareAnswer, judge, raisesRedFlag } from './domain/case/check-in-answers';
export type { ConvertAdvice } from './domain/case/messages';
export { type Deadline, deadlinesOf } from './domain/case/deadlines';
export { watched } from './domain/case/harm-review';
export { nextValidation } from './domain/case/validation';
export { lastNews } from './domain/case/silence';
export { isNewSuspicion } from './domain/case/duplicates';
export { canBeMoved, type Correction, CORRECTIONS } from './domain/case/corrections';
export { needsSecondPerson } from './domain/case/exit';
export { recordAgain, refuseMover } from './domain/case/record-again';
export { checkInsDone, isToActOn, openCheckIn } from './domain/case/safety';
export { threadOf } from './domain/case/said';
export type { CaseState, ItemState, TestState } from './domain/case/state';
export { recordedFact } from './domain/case/hospital';
export { outstandingItems } from './domain/case/gate';
export { gateVerdict, type Verdict } from './domain/case/verdict';
export type { EnquiryCommand, EnquiryState } from './domain/enquiry/enquiry';
export { type DataRequest, withheldFrom } from './domain/patient/data-requests';
export type { PatientCommand, PatientState } from './domain/patient/patient';
export * from './events';
export {
  CLOCK,
  type Envelope,
  HandleCaseCommand,
  HandleEnquiryCommand,
  HandlePatientCommand,
  MOVED_HERE,
  NUMBERS,
  type Numbers,
} from './handle-commands';
export { type KnownCase, knownAt } from './known-at';
export { CorrectIdentity } from './correct-identity';
export { caseIdFor, partOf, patientIdFor } from './identifiers';
export { IDENTITY_RULES, type IdentityRules } from './identity-rules';
export { PatientNumbers } from './patient-numbers';
export { type CaseRecord, type EnquiryRecord, type PatientRecord, Records } from './records';
export { type IncomingReferral, type TakenIn, TakeInReferral } from './take-in-referral';
