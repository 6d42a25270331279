import { type CalendarDay, longDate } from '@guardian/kernel';
import type { CaseEvent, ProviderRef, TestEvent } from './events';
import { type CaseState, type Decides, type Evolves, happenedOn, notPast, refuse, type TestFacts, type TestState, words } from './state';
import { without } from './said';
import { agreedItem, completed, freshEnough } from './workup';

export type TestCommand =
  | {
      readonly type: 'OrderDiagnostic';
      readonly test: string;
      readonly name: string;
      /** The agreed item that the result completes, if any. */
      readonly item: string | null;
      readonly site: ProviderRef;
      readonly urgency: 'routine' | 'urgent';
      readonly question: string;
      readonly patientTold: boolean;
    }
  | { readonly type: 'BookDiagnostic'; readonly testId: string; readonly forOn: CalendarDay }
  | { readonly type: 'PerformDiagnostic'; readonly testId: string; readonly on: CalendarDay }
  | { readonly type: 'MissDiagnostic'; readonly testId: string; readonly on: CalendarDay; readonly reason: string }
  | {
      readonly type: 'CancelDiagnostic';
      readonly testId: string;
      readonly by: 'patient' | 'provider' | 'referrer';
      readonly stillWanted: boolean;
    }
  | {
      readonly type: 'ReportDiagnostic';
      readonly testId: string;
      readonly on: CalendarDay;
      readonly outcome: 'normal' | 'abnormal' | 'needs-action';
      readonly summary: string;
    }
  | {
      readonly type: 'AcknowledgeDiagnostic';
      readonly testId: string;
      readonly clinician: string;
      readonly nextStep: string;
      readonly owner: string | null;
      readonly dueOn: CalendarDay | null;
    }
  | { readonly type: 'TellDiagnosticResult'; readonly testId: string; readonly how: string }
  | {
      readonly type: 'ReuseExistingResult';
      readonly item: string;
      readonly performedOn: CalendarDay;
      readonly source: string;
      readonly summary: string;
    };

const IN_WORK: readonly TestState['status'][] = ['ordered', 'booked', 'to-rebook', 'performed', 'reported'];

export const decideTests: Decides<TestCommand> = {
  OrderDiagnostic({ type: _, question, ...order }, state, { today }) {
    if (order.item !== null) agreedItem(order.item, state);
    words('the clinical question', question);
    const same = Object.values(state.tests).find((test) => test.test === order.test && IN_WORK.includes(test.status));
    if (same) refuse('TestUnderWay', `${same.name} is under way already, ordered on ${longDate(same.orderedOn)}.`, { testId: same.testId });
    // Counted by entries: an order that was taken back keeps its number.
    const testId = `t${state.entries.filter((type) => type === 'DiagnosticOrdered').length + 1}`;
    return [{ type: 'DiagnosticOrdered', data: { testId, ...order, on: today, personal: { question } } }];
  },

  BookDiagnostic({ testId, forOn }, state, { today }) {
    const test = testOf(testId, state, 'ordered', 'booked', 'to-rebook');
    if (test.bookedFor === forOn) return [];
    notPast('The date of the test', forOn, today);
    return [{ type: 'DiagnosticBooked', data: { testId, forOn } }];
  },

  PerformDiagnostic({ testId, on }, state, { today }) {
    const test = testOf(testId, state, 'ordered', 'booked', 'to-rebook', 'performed');
    if (test.status === 'performed') return [];
    happenedOn('The test date', on, state, today);
    return [{ type: 'DiagnosticPerformed', data: { testId, on } }];
  },

  MissDiagnostic({ testId, on, reason }, state, { today }) {
    testOf(testId, state, 'booked');
    happenedOn('The date of the missed test', on, state, today);
    return [{ type: 'DiagnosticMissed', data: { testId, on, personal: { reason } } }];
  },

  CancelDiagnostic({ testId, by, stillWanted }, state, { today }) {
    testOf(testId, state, 'ordered', 'booked', 'to-rebook');
    return [{ type: 'DiagnosticCancelled', data: { testId, on: today, by, stillWanted } }];
  },

  ReportDiagnostic({ testId, on, outcome, summary }, state, { today }) {
    const test = testOf(testId, state, 'ordered', 'booked', 'to-rebook', 'performed');
    happenedOn('The date of the result', on, state, today);
    words('what the result says', summary);
    // A report without a record of the test is real life: the test was done by then.
    const performed: CaseEvent[] = test.status === 'performed' ? [] : [{ type: 'DiagnosticPerformed', data: { testId, on } }];
    return [...performed, { type: 'DiagnosticReported', data: { testId, on, outcome, personal: { summary } } }];
  },

  AcknowledgeDiagnostic({ testId, clinician, nextStep, owner, dueOn }, state, { today }) {
    const test = testOf(testId, state, 'reported', 'acknowledged', 'told');
    if (test.status !== 'reported') return [];
    words('the clinician who reviewed the result', clinician);
    words('what happens next', nextStep);
    if (test.outcome !== 'normal' && (!owner || !dueOn)) {
      refuse('OwnerMissing', 'This result is not normal. Enter who acts on it and by when.', { testId, outcome: test.outcome });
    }
    if (dueOn) notPast('The date to act by', dueOn, today);
    const item = test.item === null ? undefined : state.items[test.item];
    const done: CaseEvent[] =
      item && test.performedOn && item.status !== 'completed'
        ? [
            {
              type: 'WorkupItemCompleted',
              data: { item: item.code, evidenceOn: test.performedOn, source: `Test ${testId}`, personal: { finding: '' } },
            },
          ]
        : [];
    return [{ type: 'DiagnosticAcknowledged', data: { testId, on: today, clinician, owner, dueOn, personal: { nextStep } } }, ...done];
  },

  TellDiagnosticResult({ testId, how }, state, { today }) {
    const test = testOf(testId, state, 'acknowledged', 'told');
    if (test.status === 'told') return [];
    words('how the patient was told', how);
    return [{ type: 'DiagnosticResultTold', data: { testId, on: today, how } }];
  },

  ReuseExistingResult({ item, performedOn, source, summary }, state, { today }) {
    const of = agreedItem(item, state);
    if (of.status === 'completed') return [];
    freshEnough(item, performedOn, state, today);
    words('where the result comes from', source);
    return [{ type: 'ExistingResultReused', data: { item, performedOn, source, personal: { summary } } }];
  },
};

function testOf(testId: string, state: CaseState, ...allowed: TestState['status'][]): TestState {
  const test = Object.hasOwn(state.tests, testId) ? state.tests[testId] : undefined;
  if (!test) refuse('TestNotFound', 'There is no such test on this case.', { testId });
  if (!allowed.includes(test.status)) {
    refuse('TestInOtherState', `${test.name} is ${test.status.replace('-', ' ')}; this can not be recorded now.`, {
      testId,
      status: test.status,
    });
  }
  return test;
}

export const evolveTests: Evolves<TestEvent> = {
  DiagnosticOrdered: (state, { testId, test, name, item, on }) => {
    const order = {
      testId,
      test,
      name,
      item,
      status: 'ordered',
      orderedOn: on,
      bookedFor: null,
      performedOn: null,
      outcome: null,
    } as const;
    return { ...state, tests: { ...state.tests, [testId]: testFrom(order, [{ entry: state.entries.length + 1, is: order }]) } };
  },
  DiagnosticBooked: (state, { testId, forOn }) => withTest(state, testId, { status: 'booked', bookedFor: forOn }),
  DiagnosticPerformed: (state, { testId, on }) => withTest(state, testId, { status: 'performed', performedOn: on }),
  DiagnosticMissed: (state, { testId }) => withTest(state, testId, { status: 'to-rebook', bookedFor: null }),
  DiagnosticCancelled: (state, { testId, stillWanted }) =>
    withTest(state, testId, { status: stillWanted ? 'to-rebook' : 'withdrawn', bookedFor: null }),
  DiagnosticReported: (state, { testId, outcome }) => withTest(state, testId, { status: 'reported', outcome }),
  DiagnosticAcknowledged: (state, { testId }) => withTest(state, testId, { status: 'acknowledged' }),
  DiagnosticResultTold: (state, { testId }) => withTest(state, testId, { status: 'told' }),
  ExistingResultReused: (state, { item, performedOn }) => completed(state, item, performedOn),
};

function withTest(state: CaseState, testId: string, is: Partial<TestFacts>): CaseState {
  const test = state.tests[testId];
  if (!test) return state;
  const said = [...test.said, { entry: state.entries.length + 1, is }];
  return { ...state, tests: { ...state.tests, [testId]: testFrom(test, said) } };
}

/** The tests without what this entry said of one of them; without its order a test was never there. */
export function testsWithout(tests: CaseState['tests'], entry: number): CaseState['tests'] {
  return Object.fromEntries(
    Object.entries(tests)
      .filter(([, test]) => test.said[0]?.entry !== entry)
      .map(([testId, test]) => [testId, testFrom(test, without(test.said, entry))]),
  );
}

function testFrom(order: TestFacts, said: TestState['said']): TestState {
  return said.reduce<TestState>((test, { is }) => ({ ...test, ...is }), { ...order, said });
}

const RESTED_ON: readonly CaseEvent['type'][] = [
  'DiagnosticOrdered',
  'DiagnosticPerformed',
  'DiagnosticReported',
  'DiagnosticAcknowledged',
];

/**
 * The entries that fall with this one: what was said of a test later rests on its order, on its being done, on its result and on the
 * review of it; and an agreed item that the review completed rests on the review.
 */
export function restingOn(entry: number, state: CaseState): number[] {
  const test = Object.values(state.tests).find(({ said }) => said.some((one) => one.entry === entry));
  const is = (types: readonly CaseEvent['type'][], at: number) => types.some((type) => state.entries[at - 1] === type);
  if (!test || !is(RESTED_ON, entry)) return [];
  const later = test.said.map((one) => one.entry).filter((one) => one > entry);
  const reviews = [entry, ...later].filter((one) => is(['DiagnosticAcknowledged'], one));
  const metBy = test.item === null ? undefined : state.progress.met[test.item]?.at(-1);
  return [...later, ...(metBy !== undefined && reviews.includes(metBy - 1) ? [metBy] : [])];
}
