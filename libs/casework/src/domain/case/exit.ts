import type { CalendarDay } from '@guardian/kernel';
import { followsNobody } from './duplicates';
import type { CaseEvent, ClosureReason, ExitEvent, Told } from './events';
import { safetyRestingOn } from './safety';
import { aboutEntry, type CaseState, type Decides, type Evolves, happenedOn, type ItemState, refuse, words } from './state';
import { without } from './said';
import { restingOn, testsWithout } from './tests';

export type ExitCommand =
  | {
      readonly type: 'CloseCase';
      readonly reason: ClosureReason;
      readonly on: CalendarDay;
      readonly evidence: string;
      readonly reviewer: string;
      readonly patientTold: Told;
      readonly referrerTold: Told;
    }
  | { readonly type: 'ReopenCase'; readonly reason: string }
  /** `entry`: revision of the wrong entry. */
  | { readonly type: 'CorrectEntry'; readonly entry: number; readonly correction: string; readonly reason: string }
  | { readonly type: 'MoveEntryToPatient'; readonly entry: number; readonly reason: string };

/** Nobody has to be told of an exit that is no exit of care: the patient has died, or the case was never right. */
const NOBODY_TO_TELL: readonly ClosureReason[] = ['died', 'entered-in-error', 'duplicate'];

const OPENED = 'Close this case as entered in error, and receive the referral anew.';
const DECIDED = 'The referral has gone on and is not held again. Record what is missing, or send it to the right hospital.';
const WITH_REFERRER = 'Record that the referrer answered, or return the referral once more.';
const HELD = 'Offer the patient to the right holder.';
const COMPARED = 'Compare the two cases again, and record what is right.';
const LINKED = 'Open the other case, and link or unlink it there.';
const ESCALATED = 'Record the answer, or raise it again.';
const SERVICE = 'Offer the service again, or record what came of it.';
const SILENCE = 'Record what is new about the patient.';
const SNOOZE = 'Snooze the case again, or end the snooze.';

/** Entries that later ones build on: a correction does not take them back. What to record instead. */
const INSTEAD: Readonly<Partial<Record<CaseEvent['type'], string>>> = {
  ReferralReceived: OPENED,
  CaseTakenOn: OPENED,
  ReferralAccepted: 'Return the referral, or close this case with its reason.',
  ReferralReturned: WITH_REFERRER,
  ReferralResubmitted: WITH_REFERRER,
  ReturnEscalated: WITH_REFERRER,
  CaseAssigned: 'Hand the case over to the right coordinator.',
  CaseHandedOver: 'Hand the case over to the right coordinator.',
  DuplicateSuspected: COMPARED,
  DuplicateAskedAbout: COMPARED,
  DuplicateDismissed: COMPARED,
  CaseLinkedAsDuplicate: 'Unlink the case.',
  CaseUnlinked: 'Link the case again.',
  DuplicateFollowed: LINKED,
  DuplicateReleased: LINKED,
  WorkupItemRequested: 'Ask for the item again.',
  WorkupItemExpired: 'Record the item again, with the date of its evidence.',
  GatePassed: DECIDED,
  GateOverridden: DECIDED,
  GateExpired: DECIDED,
  RedFlagBypassed: DECIDED,
  ResponsibilityOffered: 'Record the answer to the offer, or withdraw it.',
  ResponsibilityOfferUnanswered: 'Record the answer to the offer, or withdraw it.',
  ResponsibilityOfferWithdrawn: 'Make the offer again.',
  ResponsibilityAccepted: HELD,
  ResponsibilityDeclined: HELD,
  ServiceOffered: SERVICE,
  ServiceAccepted: SERVICE,
  ServiceDeclined: SERVICE,
  ServiceOutcomeRecorded: SERVICE,
  WorkSnoozed: SNOOZE,
  SnoozeEnded: SNOOZE,
  StepWentQuiet: SILENCE,
  SilenceReachedPcn: SILENCE,
  CheckInPlanned: 'Plan the check-in for the right day.',
  CheckInMissed: 'Do the check-in, or plan it for another day.',
  EscalationAcknowledged: ESCALATED,
  EscalationPassedOn: ESCALATED,
  CaseClosed: 'Reopen the case.',
  CaseReopened: 'Close the case again.',
  EntryCorrected: 'Correct the entry itself once more.',
  EntryMovedToPatient: 'Record the entry anew if it belongs to this patient.',
};

/** Words of another patient leave this chart at once, also where what was decided on them stands. */
const HIDDEN_ONLY: readonly CaseEvent['type'][] = [
  'DuplicateAskedAbout',
  'ReferralReturned',
  'ReferralResubmitted',
  'CaseHandedOver',
  'RedFlagBypassed',
  'ResponsibilityOffered',
  'ResponsibilityDeclined',
  'ResponsibilityOfferWithdrawn',
  'WorkSnoozed',
  'CaseClosed',
  'CaseReopened',
  'EntryCorrected',
];

/** Whether an entry of this type can be corrected, or at least be moved to another patient. */
export const isCorrectable = (type: CaseEvent['type']): boolean => !INSTEAD[type] || HIDDEN_ONLY.includes(type);

export const decideExit: Decides<ExitCommand> = {
  CloseCase({ reason, on, evidence, reviewer, patientTold, referrerTold }, state, { today }) {
    followsNobody(state);
    happenedOn('The closing date', on, state, today);
    words('the evidence for closing', evidence);
    words('who reviewed the closing', reviewer);
    if (patientTold === 'not-applicable' && !NOBODY_TO_TELL.includes(reason)) {
      refuse('PatientNotTold', 'Tell the patient before you close the case, and say how.', { reason });
    }
    if (referrerTold === 'not-applicable' && reason !== 'entered-in-error' && reason !== 'duplicate') {
      refuse('ReferrerNotTold', 'Tell the referrer before you close the case, and say how.', { reason });
    }
    return [{ type: 'CaseClosed', data: { reason, on, reviewer, patientTold, referrerTold, personal: { evidence } } }];
  },

  ReopenCase({ reason }, state) {
    if (!state.progress.closed) return [];
    if (state.linkedTo)
      refuse('LinkedAsDuplicate', 'This case is followed under another one. Unlink it instead.', { with: state.linkedTo });
    words('why it is reopened', reason);
    return [{ type: 'CaseReopened', data: { personal: { reason } } }];
  },

  CorrectEntry({ entry, correction, reason }, state) {
    const type = entryType(entry, state);
    if (INSTEAD[type]) notCorrectable(entry, type);
    words('what is right', correction);
    words('why it is corrected', reason);
    return [entry, ...fallingWith(entry, state)].map((wrong) => ({
      type: 'EntryCorrected',
      data: { entry: wrong, personal: { correction, reason } },
    }));
  },

  MoveEntryToPatient({ entry, reason }, state) {
    if (state.moved.includes(entry)) return [];
    const type = entryType(entry, state);
    if (INSTEAD[type] && !HIDDEN_ONLY.includes(type)) notCorrectable(entry, type);
    words('why it does not belong to this patient', reason);
    const wrong = [entry, ...fallingWith(entry, state)];
    // What was said about them in a correction is about the other patient too.
    const said = state.about.filter((later) => wrong.includes(later.is) && !wrong.includes(later.entry)).map(({ entry: later }) => later);
    return [...wrong, ...said].map((moved) => ({
      type: 'EntryMovedToPatient',
      data: { entry: moved, personal: { reason } },
    }));
  },
};

/** Later words about something fall with the entry that they rest on. */
const fallingWith = (entry: number, state: CaseState): number[] => [...restingOn(entry, state), ...safetyRestingOn(entry, state)];

function entryType(entry: number, state: CaseState): CaseEvent['type'] {
  const type = state.entries[entry - 1];
  if (!type) refuse('EntryNotFound', 'There is no such entry on this case.', { entry });
  if (state.moved.includes(entry)) refuse('EntryMoved', 'This entry was moved away from this patient.', { entry });
  return type;
}

function notCorrectable(entry: number, type: CaseEvent['type']): never {
  refuse('EntryNotCorrectable', `This entry can not be taken back by a correction. ${INSTEAD[type]}`, { entry, type });
}

export const evolveExit: Evolves<ExitEvent> = {
  CaseClosed: (state) => state,
  CaseReopened: (state) => state,
  EntryCorrected: (state, { entry }) => aboutEntry(withoutEffectOf(state, entry), entry),
  EntryMovedToPatient: (state, { entry }) => ({ ...withoutEffectOf(state, entry), moved: [...state.moved, entry] }),
};

/** What was entered wrongly does not count: the case falls back to what the other entries say, and what is right is recorded anew. */
function withoutEffectOf(state: CaseState, entry: number): CaseState {
  const items = Object.entries(state.items).map(([code, item]): [string, ItemState] =>
    state.progress.met[code] === entry ? [code, { ...item, status: 'outstanding', evidenceOn: null, expiresOn: null }] : [code, item],
  );
  return {
    ...state,
    items: Object.fromEntries(items),
    tests: testsWithout(state.tests, entry),
    validations: without(state.validations, entry),
    contacts: without(state.contacts, entry),
    deaths: without(state.deaths, entry),
  };
}
