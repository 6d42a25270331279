import { addDays, type CalendarDay } from '@guardian/kernel';
import { CORRECTIONS } from './corrections';
import { followsNobody } from './duplicates';
import type { CaseEvent, ClosureReason, Exit, ExitEvent } from './events';
import { safetyRestingOn } from './safety';
import { aboutEntry, type CaseState, type Decides, type Evolves, happenedOn, refuse, words } from './state';
import { without } from './said';
import type { Progress } from './step';
import { restingOn, testsWithout } from './tests';
import { itemsWithout } from './workup';

interface Ending extends Exit {
  readonly evidence: string;
}

export type ExitCommand =
  | ({ readonly type: 'CloseCase' } & Ending)
  | ({ readonly type: 'ProposeExit' } & Ending)
  | { readonly type: 'ConfirmExit' }
  | { readonly type: 'DeclineExit'; readonly reason: string }
  | { readonly type: 'ReopenCase'; readonly reason: string }
  /** `entry`: revision of the wrong entry. */
  | { readonly type: 'CorrectEntry'; readonly entry: number; readonly correction: string; readonly reason: string }
  | { readonly type: 'MoveEntryToPatient'; readonly entry: number; readonly reason: string };

/** Nobody has to be told of an exit that is no exit of care: the patient has died, or the case was never right. */
const NOBODY_TO_TELL: readonly ClosureReason[] = ['died', 'entered-in-error', 'duplicate'];

/**
 * Whether one person's word is enough for an exit. A hospital or the register vouches for a treatment, a discharge or a death. That a
 * referral is not needed, or cared for elsewhere, the patient can say; that it never was right or stands twice, they cannot.
 */
const SECOND_PERSON: Readonly<Record<ClosureReason, 'never' | 'unless-spoken' | 'always'>> = {
  treated: 'never',
  'discharged-to-primary-care': 'never',
  died: 'never',
  'no-longer-needed': 'unless-spoken',
  'treated-elsewhere': 'unless-spoken',
  'moved-away': 'unless-spoken',
  duplicate: 'always',
  'entered-in-error': 'always',
};

/** Rule D4: an exit of which nobody heard from the patient in the `talkDays` before today has to be confirmed by somebody else. */
export function needsSecondPerson(
  reason: ClosureReason,
  { contacts }: Pick<Progress, 'contacts'>,
  { today, talkDays }: { readonly today: CalendarDay; readonly talkDays: number },
): boolean {
  if (SECOND_PERSON[reason] !== 'unless-spoken') return SECOND_PERSON[reason] === 'always';
  const since = addDays(today, -talkDays);
  return !contacts.some(({ is }) => is.who === 'patient' && is.outcome === 'spoke' && is.on >= since);
}

function mayEnd({ reason, on, evidence, reviewer, patientTold, referrerTold }: Ending, state: CaseState, today: CalendarDay): void {
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
}

export const decideExit: Decides<ExitCommand> = {
  CloseCase({ type: _, evidence, ...exit }, state, { today, limit }) {
    mayEnd({ ...exit, evidence }, state, today);
    if (needsSecondPerson(exit.reason, state.progress, { today, talkDays: limit('exitTalkDays') })) {
      refuse('SecondPersonNeeded', 'A second person has to agree to this exit. Propose it, or record a talk with the patient first.', {
        reason: exit.reason,
      });
    }
    return [{ type: 'CaseClosed', data: { ...exit, personal: { evidence } } }];
  },

  ProposeExit({ type: _, evidence, ...exit }, state, { today, actor }) {
    mayEnd({ ...exit, evidence }, state, today);
    if (state.exit) refuse('ExitProposed', `${state.exit.proposedBy.name} has proposed an exit. Agree to it or decline it first.`);
    return [{ type: 'ExitProposed', data: { ...exit, proposedBy: actor, proposedOn: today, personal: { evidence } } }];
  },

  ConfirmExit(_, state, { actor }) {
    const { proposedBy, proposedOn: _on, ...exit } = proposed(state);
    followsNobody(state);
    if (proposedBy.id === actor.id)
      refuse('SamePerson', 'You proposed this exit. Somebody else has to agree to it.', { proposedBy: actor.name });
    return [{ type: 'CaseClosed', data: { ...exit, agreedBy: { proposed: proposedBy, confirmed: actor } } }];
  },

  DeclineExit({ reason }, state) {
    proposed(state);
    words('why the patient stays on the list', reason);
    return [{ type: 'ExitDeclined', data: { personal: { reason } } }];
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
    words('what is right', correction);
    words('why it is corrected', reason);
    const personal = { correction, reason };
    if (CORRECTIONS[type].effect === 'stands') return [{ type: 'EntryCorrected', data: { entry, only: 'words', personal } }];
    return [entry, ...fallingWith(entry, state)].map((wrong) => ({ type: 'EntryCorrected', data: { entry: wrong, personal } }));
  },

  MoveEntryToPatient({ entry, reason }, state) {
    if (state.moved.includes(entry)) return [];
    const type = entryType(entry, state);
    const correction = CORRECTIONS[type];
    if (correction.effect === 'stands' && !correction.hides) {
      refuse('EntryNotMovable', `This entry can not be moved to another patient. ${correction.instead}`, { entry, type });
    }
    words('why it does not belong to this patient', reason);
    const wrong = [entry, ...fallingWith(entry, state)];
    // What was said about them in a correction is about the other patient too.
    const said = state.about.filter((later) => wrong.includes(later.is) && !wrong.includes(later.entry)).map(({ entry: later }) => later);
    return [...wrong, ...said].map((moved) => ({
      type: 'EntryMovedToPatient',
      data: { entry: moved, ...(moved === entry && correction.effect === 'stands' && { only: 'words' as const }), personal: { reason } },
    }));
  },
};

/** Later words about something fall with the entry that they rest on. */
const fallingWith = (entry: number, state: CaseState): number[] => [...restingOn(entry, state), ...safetyRestingOn(entry, state)];

const proposed = ({ exit }: CaseState): NonNullable<CaseState['exit']> => exit ?? refuse('NoExitProposed', 'No exit is proposed.');

function entryType(entry: number, state: CaseState): CaseEvent['type'] {
  const type = state.entries[entry - 1];
  if (!type) refuse('EntryNotFound', 'There is no such entry on this case.', { entry });
  if (state.moved.includes(entry)) refuse('EntryMoved', 'This entry was moved away from this patient.', { entry });
  return type;
}

export const evolveExit: Evolves<ExitEvent> = {
  CaseClosed: (state) => state,
  ExitProposed: (state, exit) => ({ ...state, exit }),
  ExitDeclined: (state) => state,
  CaseReopened: (state) => state,
  EntryCorrected: (state, { entry, only }) => aboutEntry(only ? state : withoutEffectOf(state, entry), entry),
  EntryMovedToPatient: (state, { entry, only }) => ({
    ...(only ? state : withoutEffectOf(state, entry)),
    moved: [...state.moved, entry],
  }),
};

/** What was entered wrongly does not count: the case falls back to what the other entries say, and what is right is recorded anew. */
function withoutEffectOf(state: CaseState, entry: number): CaseState {
  return {
    ...state,
    items: itemsWithout(state.items, entry),
    tests: testsWithout(state.tests, entry),
    contacts: without(state.contacts, entry),
    deaths: without(state.deaths, entry),
  };
}
