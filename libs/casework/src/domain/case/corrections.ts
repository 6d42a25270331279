// What a correction does to each kind of entry (rule D5). The words of every entry can be marked as wrong; most entries then do not
// count any more either. The effect of some has to stand, because later entries build on it: those say what to record instead.
import type { CaseEvent } from './events';

export type Correction =
  | { readonly effect: 'withdrawn' }
  | {
      readonly effect: 'stands';
      /** What to record, so that the case is right again. */
      readonly instead: string;
      /** Where that is recorded, below the case's address; undefined: not on one page. */
      readonly at?: string;
      /** It carries words about the patient, which leave the chart when they are another one's. */
      readonly hides?: true;
    };

const withdrawn = { effect: 'withdrawn' } as const;
const stands = (instead: string, at?: string): Correction => ({ effect: 'stands', instead, ...(at !== undefined && { at }) });
/** The same, of an entry with words about the patient. */
const hides = (instead: string, at?: string): Correction => ({ effect: 'stands', instead, hides: true, ...(at !== undefined && { at }) });

const OPENED = ['Close this case as entered in error, and receive the referral anew.', 'close?reason=entered-in-error'] as const;
const DECIDED = 'The referral has gone on and is not held again. Record what is missing, or send it to the right hospital.';
const WITH_REFERRER = ['Record that the referrer answered, or return the referral once more.', 'workup'] as const;
const OFFER = ['Record the answer to the offer, or withdraw it.', 'baton'] as const;
const HELD = ['Offer the patient to the right holder.', 'baton'] as const;
const COMPARED = ['Compare the two cases again, and record what is right.', 'duplicate'] as const;
const LINKED = ['Open the other case, and link or unlink it there.', 'duplicate'] as const;
const SERVICE = 'Offer the service again, or record what came of it.';
const VALIDATION = ['Ask the patient, or record what they say.', 'validation'] as const;
const SILENCE = ['Record what is new about the patient.', 'contacts/new'] as const;

export const CORRECTIONS: Readonly<Record<CaseEvent['type'], Correction>> = {
  ReferralReceived: stands(...OPENED),
  CaseTakenOn: stands(...OPENED),
  ReferralAccepted: stands('Return the referral, or close this case with its reason.', 'workup/return'),
  ReferralReturned: hides(...WITH_REFERRER),
  ReferralResubmitted: hides(...WITH_REFERRER),
  ReturnEscalated: stands(...WITH_REFERRER),
  CaseAssigned: withdrawn,
  CaseHandedOver: withdrawn,
  DuplicateSuspected: stands(...COMPARED),
  DuplicateAskedAbout: withdrawn,
  DuplicateLinkProposed: stands(...COMPARED),
  DuplicateDismissed: stands(...COMPARED),
  CaseLinkedAsDuplicate: stands('Unlink the case.', 'duplicate'),
  CaseUnlinked: stands('Link the case again.', 'duplicate'),
  DuplicateFollowed: stands(...LINKED),
  DuplicateReleased: stands(...LINKED),
  WorkupItemRequested: withdrawn,
  WorkupItemCompleted: withdrawn,
  WorkupItemWaived: withdrawn,
  WorkupItemExpired: stands('Record the item again, with the date of its evidence.', 'workup'),
  DiagnosticOrdered: withdrawn,
  DiagnosticBooked: withdrawn,
  DiagnosticPerformed: withdrawn,
  DiagnosticMissed: withdrawn,
  DiagnosticCancelled: withdrawn,
  DiagnosticReported: withdrawn,
  DiagnosticAcknowledged: withdrawn,
  DiagnosticResultTold: withdrawn,
  ExistingResultReused: withdrawn,
  GatePassed: stands(DECIDED, 'workup'),
  GateOverridden: stands(DECIDED, 'workup'),
  GateExpired: stands(DECIDED, 'workup'),
  RedFlagBypassed: hides(DECIDED, 'workup'),
  ReferralSent: withdrawn,
  HospitalFactRecorded: withdrawn,
  PriorityRecorded: withdrawn,
  ProviderChanged: withdrawn,
  ContactRecorded: withdrawn,
  ContactCorrected: withdrawn,
  ValidationFellDue: stands(...VALIDATION),
  ValidationAsked: withdrawn,
  ValidationUnanswered: stands(...VALIDATION),
  ValidationAnswered: withdrawn,
  ResponsibilityOffered: hides(...OFFER),
  ResponsibilityOfferUnanswered: stands(...OFFER),
  ResponsibilityOfferWithdrawn: hides('Make the offer again.', 'baton'),
  ResponsibilityAccepted: stands(...HELD),
  ResponsibilityDeclined: hides(...HELD),
  ServiceOffered: stands(SERVICE),
  ServiceAccepted: stands(SERVICE),
  ServiceDeclined: stands(SERVICE),
  ServiceTimeGiven: stands(SERVICE),
  ServiceReviewed: stands(SERVICE),
  ServiceOutcomeRecorded: stands(SERVICE),
  // Whatever is recorded ends a snooze, the correction too.
  WorkSnoozed: withdrawn,
  SnoozeEnded: withdrawn,
  StepWentQuiet: stands(...SILENCE),
  SilenceReachedPcn: stands(...SILENCE),
  CheckInPlanned: withdrawn,
  CheckInMissed: stands('Do the check-in, or plan it for another day.', 'check-ins'),
  CheckInCompleted: withdrawn,
  CheckInActedOn: withdrawn,
  ConditionChangeReported: withdrawn,
  ConditionChangeTriaged: withdrawn,
  EscalationRaised: withdrawn,
  EscalationAcknowledged: withdrawn,
  EscalationResolved: withdrawn,
  EscalationPassedOn: stands('Record the answer, or raise it again.', 'escalations'),
  ExpediteRequested: withdrawn,
  ExpediteAnswered: withdrawn,
  ExpediteAnswerTold: withdrawn,
  MessageSent: withdrawn,
  MessageAnswered: withdrawn,
  MessageRead: withdrawn,
  MessageThreadClosed: withdrawn,
  AdviceConvertedToReferral: stands('Close the case that the advice became as entered in error.', 'messages'),
  HarmReviewOpened: stands('Do the review, and write in it why none was needed.', 'harm-reviews'),
  HarmReviewCompleted: withdrawn,
  ExitProposed: withdrawn,
  ExitDeclined: hides('Propose the exit again.', 'close'),
  CaseClosed: hides('Reopen the case.', 'reopen'),
  CaseReopened: hides('Close the case again.', 'close'),
  EntryCorrected: hides('Correct the entry itself once more.', 'timeline'),
  CaseErased: stands('What was erased cannot be brought back.', 'timeline'),
  EntryMovedToPatient: stands('Record the entry anew if it belongs to this patient.', 'timeline'),
};

/** Whether an entry of this type can leave the chart as another patient's. */
export const canBeMoved = (type: CaseEvent['type']): boolean => {
  const correction = CORRECTIONS[type];
  return correction.effect === 'withdrawn' || correction.hides === true;
};

/** The entry whose effect falls with this event; null for every other event, and where the words alone were wrong. */
export const takenBackBy = (event: CaseEvent): number | null =>
  (event.type === 'EntryCorrected' || event.type === 'EntryMovedToPatient') && event.data.only !== 'words' ? event.data.entry : null;
