import type { CaseState } from '@guardian/casework';
import type { CaseEvent, CaseEventOf } from '@guardian/casework/events';
import { spacedNhsNumber } from '@guardian/kernel';
import { longDate } from '../../layout/filters';
import { priorityWords, stepWords } from '../../layout/words';
import type { OpenedCase } from '../case/case-desk';
import { SEX } from '../case/patient-view';

/** One of the two cases, with the names behind its codes. */
export interface Side extends Pick<OpenedCase, 'state' | 'events' | 'row' | 'patient'> {
  readonly pathway: string;
  readonly practice: string;
}

export interface ComparedField {
  readonly label: string;
  readonly here: string;
  readonly there: string;
  readonly is: 'same' | 'different' | 'not-known';
}

const FIELDS: readonly (readonly [label: string, value: (side: Side) => string])[] = [
  ['NHS number', ({ patient }) => (patient.nhsNumber ? spacedNhsNumber(patient.nhsNumber) : 'Not known')],
  ['Name', ({ patient }) => `${patient.family.toLocaleUpperCase('en-GB')}, ${patient.given}`],
  ['Born', ({ patient }) => longDate(patient.bornOn)],
  ['Sex', ({ patient }) => SEX[patient.sex]],
  ['Postcode', ({ patient }) => (patient.restricted ? 'Not shown: restricted record' : (patient.details?.postcode ?? 'Not recorded'))],
  ['Pathway', ({ pathway }) => pathway],
  ['Referred on', ({ row }) => longDate(row.referredOn)],
  ['Referrer', ({ events }) => opening(events)?.personal.referrer || 'Not recorded'],
  ['Reason', ({ events }) => opening(events)?.personal.reason || 'Not recorded'],
  ['Priority', ({ state }) => priorityWords[state.priority]],
  ['Practice', ({ practice }) => practice],
  ['Stage', ({ row }) => stepWords[row.step].text],
  ['Hospital', ({ state }) => state.provider?.name ?? 'Not sent yet'],
  ['Coordinator', ({ state }) => state.coordinator?.name ?? 'Nobody yet'],
  ['Clinically held by', ({ state }) => state.holder?.name ?? 'Not recorded'],
  ['Tests', ({ state }) => tests(state)],
  ['Last contact', ({ row }) => (row.lastContactOn ? longDate(row.lastContactOn) : 'Not recorded')],
];

/** The same fields of two cases in the same order; a difference is said in words, never by colour alone. */
export function compare(here: Side, there: Side): ComparedField[] {
  return FIELDS.map(([label, value]) => {
    const [a, b] = [value(here), value(there)];
    // That neither is known makes them no more alike.
    return { label, here: a, there: b, is: a !== b ? 'different' : a.startsWith('Not ') ? 'not-known' : 'same' };
  });
}

export interface ListedSuspicion {
  readonly otherCaseId: string;
  readonly otherReference: string;
  readonly because: readonly string[];
  /** The last that somebody was asked about it. */
  readonly asked: { readonly who: string; readonly question: string; readonly at: string } | null;
}

/** Suspicions that nobody has answered, the oldest first. */
export function openSuspicions({ events }: Pick<OpenedCase, 'events'>): ListedSuspicion[] {
  const open = new Map<string, ListedSuspicion>();
  for (const { type, data, metadata } of events) {
    const happened = { type, data } as CaseEvent;
    if (happened.type === 'DuplicateSuspected') open.set(happened.data.otherCaseId, { ...happened.data, asked: null });
    if (happened.type === 'DuplicateDismissed' || happened.type === 'CaseLinkedAsDuplicate') open.delete(happened.data.otherCaseId);
    if (happened.type === 'DuplicateAskedAbout') {
      const { otherCaseId, who, personal } = happened.data;
      const suspicion = open.get(otherCaseId);
      if (suspicion) open.set(otherCaseId, { ...suspicion, asked: { who, ...personal, at: metadata.recordedAt } });
    }
  }
  return [...open.values()];
}

/** Who wants this case to be followed under which; `own`: who looks. Null: nobody does. */
export function proposal({ state, events, user }: Pick<OpenedCase, 'state' | 'events' | 'user'>) {
  const { linkProposed } = state;
  if (!linkProposed) return null;
  const { otherReference = '' } = openSuspicions({ events }).find(({ otherCaseId }) => otherCaseId === linkProposed.otherCaseId) ?? {};
  return { otherReference, by: linkProposed.by.name, own: linkProposed.by.id === user.id };
}

/** The case that this one is followed under. */
export const linkedReference = ({ events }: Pick<OpenedCase, 'events'>): string | null => {
  const link = events.findLast(({ type }) => type === 'CaseLinkedAsDuplicate');
  return link ? (link.data as CaseEventOf<'CaseLinkedAsDuplicate'>['data']).otherReference : null;
};

function opening(events: Side['events']): CaseEventOf<'ReferralReceived'>['data'] | undefined {
  const first = events[0];
  return first?.type === 'ReferralReceived' || first?.type === 'CaseTakenOn'
    ? (first.data as CaseEventOf<'ReferralReceived'>['data'])
    : undefined;
}

const tests = ({ tests: all }: CaseState): string =>
  Object.values(all)
    .map(({ name, status }) => `${name}: ${status.replace('-', ' ')}`)
    .join(', ') || 'None ordered';
