import type { CalendarDay } from '@guardian/kernel';
import type { CaseEvent, ClosureReason, ExitEvent, Told } from './events';
import { type CaseState, type Decides, type Evolves, happenedOn, type ItemState, refuse, words } from './state';

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

/** The entries that make a case, or end it: these are put right by reopening or closing, not by correction. */
const NOT_CORRECTABLE: readonly CaseEvent['type'][] = [
  'EntryCorrected',
  'EntryMovedToPatient',
  'ReferralReceived',
  'CaseTakenOn',
  'CaseClosed',
  'CaseReopened',
];

export const decideExit: Decides<ExitCommand> = {
  CloseCase({ reason, on, evidence, reviewer, patientTold, referrerTold }, state, { today }) {
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
    return [{ type: 'CaseReopened', data: { reason } }];
  },

  CorrectEntry({ entry, correction, reason }, state) {
    correctable(entry, state);
    words('what is right', correction);
    words('why it is corrected', reason);
    return [{ type: 'EntryCorrected', data: { entry, reason, personal: { correction } } }];
  },

  MoveEntryToPatient({ entry, reason }, state) {
    if (state.moved.includes(entry)) return [];
    correctable(entry, state);
    words('why it does not belong to this patient', reason);
    return [{ type: 'EntryMovedToPatient', data: { entry, reason } }];
  },
};

function correctable(entry: number, state: CaseState): void {
  const type = state.entries[entry - 1];
  if (!type) refuse('EntryNotFound', 'There is no such entry on this case.', { entry });
  if (NOT_CORRECTABLE.includes(type)) refuse('EntryNotCorrectable', 'This entry can not be corrected in this way.', { entry, type });
  if (state.moved.includes(entry)) refuse('EntryMoved', 'This entry was moved away from this patient.', { entry });
}

export const evolveExit: Evolves<ExitEvent> = {
  CaseClosed: (state) => state,
  CaseReopened: (state) => state,
  EntryCorrected: (state, { entry }) => ({ ...withoutEffectOf(state, entry), corrected: [...state.corrected, entry] }),
  EntryMovedToPatient: (state, { entry }) => ({ ...withoutEffectOf(state, entry), moved: [...state.moved, entry] }),
};

/** Evidence and a death that were entered wrongly do not count; what is right is recorded anew. */
function withoutEffectOf(state: CaseState, entry: number): CaseState {
  const items = Object.entries(state.items).map(([code, item]): [string, ItemState] =>
    state.progress.met[code] === entry ? [code, { ...item, status: 'outstanding', evidenceOn: null, expiresOn: null }] : [code, item],
  );
  return { ...state, items: Object.fromEntries(items), deaths: state.deaths.filter((death) => death.entry !== entry) };
}
