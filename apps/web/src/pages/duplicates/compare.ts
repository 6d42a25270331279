import type { CaseState } from '@guardian/casework';
import type { CaseEvent, CaseEventOf } from '@guardian/casework/events';
import { spacedNhsNumber } from '@guardian/kernel';
import { longDate } from '../../layout/filters';
import { priorityWords, stepWords } from '../../layout/words';
import type { OpenedCase } from '../case/case-desk';

/** One of the two cases, with the names behind its codes. */
export interface Side extends Pick<OpenedCase, 'state' | 'events' | 'row' | 'patient'> {
  readonly pathway: string;
  readonly practice: string;
}

export interface ComparedField {
  readonly label: string;
  readonly here: string;
  readonly there: string;
  readonly differs: boolean;
}

const FIELDS: readonly (readonly [label: string, value: (side: Side) => string])[] = [
  ['NHS number', ({ patient }) => (patient.nhsNumber ? spacedNhsNumber(patient.nhsNumber) : 'Not known')],
  ['Name', ({ patient }) => `${patient.family.toLocaleUpperCase('en-GB')}, ${patient.given}`],
  ['Born', ({ patient }) => longDate(patient.bornOn)],
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
    return { label, here: a, there: b, differs: a !== b };
  });
}

export interface Suspicion {
  readonly otherCaseId: string;
  readonly otherReference: string;
  readonly because: readonly string[];
}

/** The oldest suspicion that nobody has answered. */
export function openSuspicion({ events }: Pick<OpenedCase, 'events'>): Suspicion | null {
  const open = new Map<string, Suspicion>();
  for (const { type, data } of events) {
    const happened = { type, data } as CaseEvent;
    if (happened.type === 'DuplicateSuspected') open.set(happened.data.otherCaseId, happened.data);
    if (happened.type === 'DuplicateDismissed' || happened.type === 'CaseLinkedAsDuplicate') open.delete(happened.data.otherCaseId);
  }
  return [...open.values()][0] ?? null;
}

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
