import { STEPS } from '@guardian/casework/events';
import { addDays, day, WorkingDays } from '@guardian/kernel';
import fc from 'fast-check';
import { compareWaits, momentOn, mostPressing, type Rankable, rankKey, reasonsFor, type StepLimit, type TestRow } from './ranking';

const TODAY = day('2026-03-18'); // a Wednesday
const now = momentOn(TODAY, new WorkingDays());
const calm: Rankable = {
  step: 'diagnostics',
  stepSince: day('2026-03-10'),
  nextMover: 'diagnostics',
  suspectedCancer: false,
  referredOn: day('2026-03-02'),
  gatePassed: false,
  treated: false,
  gateDueOn: null,
  replyBy: null,
  remindOn: null,
  replyEscalatedTo: null,
  nextContactOn: null,
  unanswered: 0,
  lastEventOn: day('2026-03-17'),
  snoozedUntil: null,
  suspectedDuplicates: [],
  coordinatorId: 'anna',
  tests: [],
  openSafety: [],
  openWork: [],
};
const limit = { targetDays: 42, quietDays: 14 };
const ecg: TestRow = { testId: 't1', name: 'ECG', status: 'booked', since: day('2026-03-12'), bookedFor: day('2026-03-20'), outcome: null };
const rules = (row: Partial<Rankable>, of = limit) =>
  reasonsFor({ ...calm, ...row }, of, now).map(({ rule, band, dueOn }) => [rule, band, dueOn]);

describe('why a case is on the worklist', () => {
  it('is not there when nothing is due within the week', () => {
    expect(rules({})).toEqual([]);
  });

  it('a closed case never is', () => {
    expect(rules({ step: 'closed', nextContactOn: day('2026-01-01') })).toEqual([]);
  });

  it('a result that is not normal is a matter of safety at once', () => {
    expect(rules({ tests: [{ ...ecg, status: 'reported', outcome: 'abnormal', since: TODAY }] })).toEqual([
      ['result-not-reviewed', 'safety', '2026-03-20'],
    ]);
  });

  it('a normal result becomes one after two working days, the weekend not counted', () => {
    const normal: TestRow = { ...ecg, status: 'reported', outcome: 'normal', since: day('2026-03-16') };
    expect(rules({ tests: [normal] })).toEqual([['result-not-reviewed', 'due-today', '2026-03-18']]);
    expect(rules({ tests: [{ ...normal, since: day('2026-03-13') }] })).toEqual([['result-not-reviewed', 'safety', '2026-03-17']]);
  });

  it('a missed test waits for a new date from the day it was missed', () => {
    expect(rules({ tests: [{ ...ecg, status: 'to-rebook', since: TODAY, bookedFor: null }] })).toEqual([
      ['test-to-rebook', 'due-today', '2026-03-18'],
    ]);
    expect(rules({ tests: [{ ...ecg, status: 'to-rebook', since: day('2026-03-15'), bookedFor: null }] })).toEqual([
      ['test-to-rebook', 'past-its-date', '2026-03-15'],
    ]);
  });

  it('a suspected cancer that is not sent is a matter of safety', () => {
    expect(rules({ suspectedCancer: true, step: 'ready', nextMover: 'guardian-team', stepSince: day('2026-03-17') })).toEqual([
      ['suspected-cancer-not-sent', 'safety', '2026-03-18'],
    ]);
    expect(rules({ suspectedCancer: true, step: 'awaiting-acceptance', nextMover: 'hospital' })).toEqual([]);
  });

  it('a planned contact, the gate and the practice reply come up on their days', () => {
    expect(rules({ nextContactOn: TODAY })).toEqual([['contact', 'due-today', '2026-03-18']]);
    expect(rules({ gateDueOn: day('2026-03-25') })).toEqual([['gate', 'due-this-week', '2026-03-25']]);
    expect(rules({ gateDueOn: day('2026-03-26') })).toEqual([]);
    expect(rules({ gateDueOn: day('2026-03-10'), gatePassed: true })).toEqual([]);
    expect(rules({ step: 'returned', nextMover: 'practice', replyBy: day('2026-03-12') })).toEqual([
      ['reply', 'past-its-date', '2026-03-12'],
    ]);
  });

  it('an answer that is due comes up by its reminder first, and names who else is asked once it is late', () => {
    const waits = { step: 'returned', nextMover: 'practice', replyBy: day('2026-03-22') } as const;
    expect(rules({ ...waits, remindOn: TODAY })).toEqual([
      ['reply-reminder', 'due-today', '2026-03-18'],
      ['reply', 'due-this-week', '2026-03-22'],
    ]);
    const late = { ...calm, ...waits, replyBy: day('2026-03-12'), remindOn: day('2026-03-08'), replyEscalatedTo: 'The practice manager' };
    expect(reasonsFor(late, limit, now).map(({ text }) => text)).toEqual([
      'The answer of the practice was due 6 days ago. Ask: The practice manager.',
    ]);
  });

  it('silence past the quiet limit is an alarm, and so is a step past its target', () => {
    expect(rules({ lastEventOn: day('2026-03-03') })).toEqual([['silence', 'past-its-date', '2026-03-17']]);
    expect(rules({ lastEventOn: day('2026-03-04') })).toEqual([]);
    expect(rules({ stepSince: day('2026-02-01') })).toEqual([['step-target', 'past-its-date', '2026-03-15']]);
  });

  it('silence names who has the next move, in the days of the pathway, and the PCN once it has to know', () => {
    const told = (lastEventOn: string, of: StepLimit) =>
      reasonsFor({ ...calm, stepSince: TODAY, lastEventOn: day(lastEventOn) }, of, now).map(({ text }) => text);
    expect(told('2026-03-13', { targetDays: 42, quietWorkingDays: 3 })).toEqual([]);
    // Two working days after Friday 13 March: Tuesday 17 March.
    expect(told('2026-03-13', { targetDays: 42, quietWorkingDays: 2 })).toEqual([
      'Nothing has happened for 5 days; this step may be quiet for 2 working days. Diagnostics has the next move.',
    ]);
    expect(told('2026-02-17', limit)).toEqual([
      'Nothing has happened for 29 days; this step may be quiet for 14 days. Diagnostics has the next move. ' +
        'It is on the list of the PCN too, which looks after 28 days.',
    ]);
    expect(told('2026-03-01', { ...limit, pcnQuietDays: 17 })).toEqual([
      'Nothing has happened for 17 days; this step may be quiet for 14 days. Diagnostics has the next move.',
    ]);
  });

  it('a case that nobody has is never out of sight', () => {
    expect(rules({ coordinatorId: null, stepSince: TODAY })).toEqual([['nobody-has-it', 'due-today', '2026-03-18']]);
  });

  it('says the facts and what would take the case down', () => {
    const [reason] = reasonsFor({ ...calm, nextContactOn: day('2026-03-13'), unanswered: 2 }, limit, now);
    expect(reason).toEqual({
      rule: 'contact',
      band: 'past-its-date',
      dueOn: '2026-03-13',
      text: '2 tries without an answer; the next was due 5 days ago.',
      until: 'a contact is recorded',
      action: { label: 'Record contact', path: 'contacts/new' },
    });
  });
});

it('orders by band, then days over, then longest wait, then by the case itself', () => {
  const keys = [
    rankKey({ band: 'safety', dueOn: day('2026-03-17') }),
    rankKey({ band: 'past-its-date', dueOn: day('2026-02-01') }),
    rankKey({ band: 'past-its-date', dueOn: day('2026-03-01') }),
    rankKey({ band: 'due-today', dueOn: day('2026-03-18') }),
    rankKey({ band: 'due-this-week', dueOn: day('2026-03-19') }),
  ];
  expect([...keys].reverse().sort()).toEqual(keys);
  const waits = [
    { referredOn: day('2025-12-01'), caseId: 'c' },
    { referredOn: day('2026-02-01'), caseId: 'a' },
    { referredOn: day('2026-02-01'), caseId: 'b' },
  ];
  expect([...waits].reverse().sort(compareWaits)).toEqual(waits);
});

const days = fc.integer({ min: -60, max: 60 }).map((n) => addDays(TODAY, n));
const rankables = fc.record<Rankable>({
  step: fc.constantFrom(...STEPS),
  stepSince: days,
  nextMover: fc.constant('hospital' as const),
  suspectedCancer: fc.boolean(),
  referredOn: days,
  gatePassed: fc.boolean(),
  treated: fc.boolean(),
  gateDueOn: fc.option(days),
  replyBy: fc.option(days),
  remindOn: fc.option(days),
  replyEscalatedTo: fc.option(fc.constant('The practice manager')),
  nextContactOn: fc.option(days),
  unanswered: fc.nat(3),
  lastEventOn: days,
  snoozedUntil: fc.option(days),
  suspectedDuplicates: fc.subarray(['c2']),
  coordinatorId: fc.option(fc.constant('anna')),
  openWork: fc.array(
    fc.record<Rankable['openWork'][number]>({
      what: fc.constantFrom('appointment-to-rebook', 'deferred-to-provider', 'ers-lapse'),
      since: fc.integer({ min: -200, max: 0 }).map((n) => addDays(TODAY, n)),
    }),
    { maxLength: 3 },
  ),
  openSafety: fc.array(
    fc.record<Rankable['openSafety'][number]>({
      what: fc.constantFrom(
        ...(['red-flag', 'change', 'escalation', 'escalation-passed-on', 'escalation-acknowledged'] as const),
        ...(['check-in', 'check-in-missed', 'expedite', 'expedite-to-tell', 'harm-review'] as const),
      ),
      id: fc.constant('k1'),
      dueOn: days,
      who: fc.constant('Dr Ines Example'),
      now: fc.boolean(),
    }),
    { maxLength: 3 },
  ),
  tests: fc.array(
    fc.record<TestRow>({
      testId: fc.constant('t1'),
      name: fc.constant('ECG'),
      status: fc.constantFrom('booked', 'reported', 'to-rebook', 'told'),
      since: days,
      bookedFor: fc.constant(null),
      outcome: fc.constantFrom('normal', 'abnormal'),
    }),
    { maxLength: 3 },
  ),
});

it('what orders a list is what its first reason says, whatever the case', () => {
  fc.assert(
    fc.property(rankables, fc.option(fc.constant(limit), { nil: undefined }), (row, of) => {
      const [first] = reasonsFor(row, of, now);
      expect(mostPressing(row, of, now)).toEqual(first && { band: first.band, dueOn: first.dueOn });
    }),
    { numRuns: 1_000 },
  );
});
