// The tests of a case as staff read them: from the state, and from the events for what decisions need not know.
import type { TestState } from '@guardian/casework';
import type { CaseEvent, CaseEventOf } from '@guardian/casework/events';
import { type CalendarDay, daysBetween } from '@guardian/kernel';
import { limitOn } from '@guardian/pathways';
import type { Word } from '../../layout/words';
import type { OpenedCase } from '../case/case-desk';

export type TestStepName = 'book' | 'done' | 'missed' | 'cancelled' | 'result' | 'review' | 'told';
type Outcome = NonNullable<TestState['outcome']>;

const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = { normal: 'Normal', abnormal: 'Abnormal', 'needs-action': 'Needs action' };

const STATUS: Readonly<Record<TestState['status'], { tag: Word; next: readonly TestStepName[] }>> = {
  ordered: { tag: { text: 'Ordered', colour: 'purple' }, next: ['book', 'done', 'result', 'cancelled'] },
  booked: { tag: { text: 'Booked', colour: 'green' }, next: ['done', 'missed', 'book', 'result', 'cancelled'] },
  'to-rebook': { tag: { text: 'Needs a new date', colour: 'purple' }, next: ['book', 'done', 'result', 'cancelled'] },
  performed: { tag: { text: 'Done, result awaited', colour: 'purple' }, next: ['result'] },
  reported: { tag: { text: 'Result not reviewed', colour: 'blue' }, next: ['review'] },
  acknowledged: { tag: { text: 'Patient not told yet', colour: 'blue' }, next: ['told'] },
  told: { tag: { text: 'Patient told', colour: 'white' }, next: [] },
  withdrawn: { tag: { text: 'Not wanted any more', colour: 'grey' }, next: [] },
};

const LABELS: Readonly<Record<TestStepName, string>> = {
  book: 'Book a date',
  done: 'It was done',
  missed: 'Patient missed it',
  cancelled: 'It was cancelled',
  result: 'Record the result',
  review: 'Review the result',
  told: 'Patient was told',
};

/** What only the events tell. */
interface Notes {
  readonly orderedBy: string;
  readonly site: string;
  readonly question: string;
  readonly urgent: boolean;
  readonly result: { readonly outcome: string; readonly summary: string } | null;
  readonly review: {
    readonly clinician: string;
    readonly nextStep: string;
    readonly owner: string | null;
    readonly dueOn: CalendarDay | null;
  } | null;
}

export interface ListedTest extends TestState, Notes {
  /** From the order to the day it was done, or today; null for one that is not wanted any more. */
  readonly waited: number | null;
  /** The national standard that it has missed: less than so many weeks. */
  readonly overWeeks: number | null;
  readonly tag: Word;
  /** What may be recorded now, the usual one first. */
  readonly next: readonly { readonly step: TestStepName; readonly label: string }[];
}

/** Results that nobody has reviewed first, then the longest wait, then those that are over. */
export function listedTests({ state, events }: Pick<OpenedCase, 'state' | 'events'>, today: CalendarDay): ListedTest[] {
  const notes = notesOf(events);
  return Object.values(state.tests)
    .flatMap((test) => {
      const noted = notes.get(test.testId);
      return noted ? [listed(test, noted, today)] : [];
    })
    .sort((a, b) => rank(a) - rank(b) || (a.orderedOn < b.orderedOn ? -1 : 1));
}

export const mayFollow = (test: TestState, step: string): boolean => STATUS[test.status].next.some((name) => name === step);

function listed(test: TestState, notes: Notes, today: CalendarDay): ListedTest {
  const { tag, next } = STATUS[test.status];
  const weeks = limitOn('diagnosticWeeks', today).is;
  const waited = test.status === 'withdrawn' ? null : daysBetween(test.orderedOn, test.performedOn ?? today);
  return {
    ...test,
    ...notes,
    waited,
    overWeeks: waited !== null && waited >= 7 * weeks ? weeks : null,
    tag,
    next: next.map((step) => ({ step, label: step === 'book' && test.status === 'booked' ? 'Change the date' : LABELS[step] })),
  };
}

const rank = ({ status }: ListedTest): number => (status === 'reported' ? 0 : status === 'told' || status === 'withdrawn' ? 2 : 1);

/** By test. What was corrected or belongs to another patient is left out: it stands in the timeline. */
function notesOf(events: OpenedCase['events']): Map<string, Notes> {
  const wrong = new Set(
    events.flatMap(({ type, data }) =>
      type === 'EntryCorrected' || type === 'EntryMovedToPatient' ? [(data as CaseEventOf<typeof type>['data']).entry] : [],
    ),
  );
  const notes = new Map<string, Notes>();
  const add = (testId: string, more: Partial<Notes>): void => {
    const noted = notes.get(testId);
    if (noted) notes.set(testId, { ...noted, ...more });
  };
  for (const { type, data, revision, metadata } of events) {
    if (wrong.has(revision)) continue;
    const event = { type, data } as CaseEvent;
    if (event.type === 'DiagnosticOrdered') {
      const { testId, site, urgency, personal } = event.data;
      const urgent = urgency === 'urgent';
      notes.set(testId, { orderedBy: metadata.actor.name, site: site.name, ...personal, urgent, result: null, review: null });
    } else if (event.type === 'DiagnosticReported') {
      const { testId, outcome, personal } = event.data;
      add(testId, { result: { outcome: OUTCOME_WORDS[outcome], ...personal } });
    } else if (event.type === 'DiagnosticAcknowledged') {
      const { testId, clinician, owner, dueOn, personal } = event.data;
      add(testId, { review: { clinician, owner, dueOn, ...personal } });
    }
  }
  return notes;
}
