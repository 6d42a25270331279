import { addDays, day } from '@guardian/kernel';
import { specFor } from '@guardian/kernel/spec';
import fc from 'fast-check';
import { caseDecider } from './case';
import { closed, context, correctedEntry, fact, isSuspectedCancer, received } from './case.examples';
import { deadlinesOf } from './deadlines';
import type { CaseEvent, CaseEventOf, HarmTrigger } from './events';
import { openSafety } from './safety';

// Referred on 2 March 2026.
const on = (today: string) => specFor(caseDecider, { ...context, today: day(today) });
const after = (...events: readonly CaseEvent[]) =>
  events.reduce((state, event) => caseDecider.evolve(state, event), caseDecider.initialState);
const due = (...events: readonly CaseEvent[]) =>
  deadlinesOf(after(...events), { limit: context.limit, heard: null, quiet: undefined })
    .filter(({ kind }) => kind === 'harm-review')
    .map(({ key, dueAt }) => [key, dueAt]);

const open = (trigger: HarmTrigger) => ({ type: 'OpenHarmReview', trigger }) as const;
const given = (code: string, date: string): CaseEvent => ({ type: 'PriorityRecorded', data: { scheme: 'P', code, on: day(date) } });
const opened: CaseEventOf<'HarmReviewOpened'> = {
  type: 'HarmReviewOpened',
  data: { trigger: 'long-wait', since: day('2026-03-02'), days: 364, code: null, dueOn: day('2027-03-30') },
};
const complete = {
  type: 'CompleteHarmReview',
  trigger: 'long-wait',
  on: day('2027-03-10'),
  grade: 'low',
  reviewer: 'Dr Samuel Brandt',
  learning: 'Ask about pain at night',
} as const;
const completed: CaseEvent = {
  type: 'HarmReviewCompleted',
  data: {
    ...{ trigger: 'long-wait', on: day('2027-03-10'), grade: 'low', reviewer: 'Dr Samuel Brandt' },
    personal: { learning: 'Ask about pain at night' },
  },
};

describe('a harm review is opened', () => {
  it('on the day after 52 weeks of waiting, once, and is due in 28 days', () => {
    on('2027-03-01').given(received).when(open('long-wait')).thenRefused('HarmReviewNotDue', { trigger: 'long-wait', until: '2027-03-01' });
    on('2027-03-02').given(received).when(open('long-wait')).then(opened);
    on('2027-03-20').given(received, opened).when(open('long-wait')).thenNothing();
  });

  it.each([
    ['P1a', 1, '2026-03-12', '2026-04-09'],
    ['P1b', 3, '2026-03-14', '2026-04-11'],
    ['P2', 28, '2026-04-08', '2026-05-06'],
    ['P3', 91, '2026-06-10', '2026-07-08'],
  ])('on the day after the time that %s allows', (code, days, today, dueOn) => {
    const priority = given(code, '2026-03-10');
    on(addDays(day(today), -1))
      .given(received, priority)
      .when(open('priority-time'))
      .thenRefused('HarmReviewNotDue', { trigger: 'priority-time', until: addDays(day(today), -1) });
    on(today)
      .given(received, priority)
      .when(open('priority-time'))
      .then({ type: 'HarmReviewOpened', data: { trigger: 'priority-time', since: day('2026-03-10'), days, code, dueOn: day(dueOn) } });
  });

  it('on the day after 104 days with a suspected cancer', () => {
    on('2026-06-15')
      .given(...isSuspectedCancer)
      .when(open('long-cancer-wait'))
      .then({
        type: 'HarmReviewOpened',
        data: { trigger: 'long-cancer-wait', since: day('2026-03-02'), days: 104, code: null, dueOn: day('2026-07-13') },
      });
  });

  it('not for a wait that nobody has', () => {
    on('2030-01-01').given(received).when(open('long-cancer-wait')).thenRefused('HarmReviewNotDue', { trigger: 'long-cancer-wait' });
    on('2030-01-01')
      .given(received, given('P4', '2026-03-10'))
      .when(open('priority-time'))
      .thenRefused('HarmReviewNotDue', { trigger: 'priority-time' });
  });
});

describe('a wait is watched', () => {
  const year = ['long-wait', '2027-03-02T00:00:00.000Z'];
  const cancer = ['long-cancer-wait', '2026-06-14T23:00:00.000Z'];

  it('from the referral on, with a suspected cancer twice', () => {
    expect(due(received)).toEqual([year]);
    expect(due(...isSuspectedCancer)).toEqual([cancer, year]);
  });

  it('by the code that holds now, from the first day on which it was given', () => {
    expect(due(received, given('P3', '2026-03-10'), given('P2', '2026-03-20'))).toEqual([
      ['priority-time', '2026-04-17T23:00:00.000Z'],
      year,
    ]);
    expect(due(received, given('P2', '2026-03-10'), given('P2', '2026-04-05'))).toEqual([
      ['priority-time', '2026-04-07T23:00:00.000Z'],
      year,
    ]);
    expect(due(received, given('P2', '2026-03-10'), given('P4', '2026-03-20'))).toEqual([year]);
    expect(due(received, given('P2', '2026-03-10'), correctedEntry(2))).toEqual([year]);
  });

  it.each(['first_treatment', 'died', 'active_monitoring_started_by_patient'])('not after %s, unless that was a mistake', (kind) => {
    expect(due(...isSuspectedCancer, fact(kind))).toEqual([]);
    expect(due(...isSuspectedCancer, fact(kind), correctedEntry(4))).toEqual([cancer, year]);
  });

  it('as one without cancer when that is ruled out', () => {
    expect(due(...isSuspectedCancer, fact('patient_informed_cancer_ruled_out'))).toEqual([year]);
  });

  it('not when the case is closed, nor when the review is open', () => {
    expect(due(received, closed)).toEqual([]);
    expect(due(received, opened)).toEqual([]);
  });
});

describe('a harm review is done', () => {
  it('with its grade, a reviewer and what it teaches, once', () => {
    on('2027-03-10').given(received, opened).when(complete).then(completed);
    on('2027-03-11').given(received, opened, completed).when(complete).thenNothing();
    on('2027-03-10')
      .given(received, opened)
      .when({ ...complete, learning: ' ' })
      .thenRefused('WordsMissing', { what: 'what is to be learned' });
    on('2027-03-10')
      .given(received, opened)
      .when({ ...complete, reviewer: '' })
      .thenRefused('WordsMissing', { what: 'who reviewed it' });
    on('2027-03-09').given(received, opened).when(complete).thenRefused('DateInFuture', { on: '2027-03-10', today: '2027-03-09' });
  });

  it('not before it was opened', () => {
    on('2027-03-10').given(received).when(complete).thenRefused('HarmReviewNotFound', { trigger: 'long-wait' });
  });

  it('also after the case was closed', () => {
    on('2027-03-10').given(received, opened, closed).when(complete).then(completed);
  });

  it('and is open again when the entry was wrong', () => {
    const waiting = { what: 'harm-review', id: 'long-wait', dueOn: day('2027-03-30'), who: null, now: false };
    expect(openSafety(after(received, opened).safety)).toEqual([waiting]);
    expect(openSafety(after(received, opened, completed).safety)).toEqual([]);
    expect(openSafety(after(received, opened, completed, correctedEntry(3)).safety)).toEqual([waiting]);
  });
});

it('is opened by its deadline exactly when the deadline has come', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom('P1a', 'P1b', 'P2', 'P3', 'P4', 'P6'), fc.nat(100)), { maxLength: 4 }),
      fc.nat(500),
      (codes, later) => {
        const events = [received, ...codes.map(([code, days]) => given(code, addDays(day('2026-03-02'), days)))];
        const today = addDays(day('2026-03-02'), later);
        for (const { key, dueAt } of deadlinesOf(after(...events), { limit: context.limit, heard: null, quiet: undefined })) {
          const decided = on(today)
            .given(...events)
            .when(open(key as HarmTrigger));
          if (dueAt > `${today}T12:00:00.000Z`) decided.thenRefused('HarmReviewNotDue');
          else expect(() => decided.thenNothing()).toThrow();
        }
      },
    ),
    { numRuns: 200 },
  );
});
