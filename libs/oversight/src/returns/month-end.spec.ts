import { addDays, type CalendarDay } from '@guardian/kernel';
import { clocks, type Fact } from '@guardian/waiting-times';
import { centralChecks, dm01Counts, monthEnd, rttCounts, type RttCount, tallyKey } from './month-end';
import { rttFunction } from './treatment-functions';

const END = '2025-03-31' as CalendarDay;
const fact = (event: string, date: string, keys: object = {}) => ({ event, date, ...keys }) as Fact;
const received = (date: string, keys: object = {}) => fact('referral_received', date, { service: 'consultant_led', ...keys });
const counted = (facts: readonly Fact[], followed = true) =>
  rttCounts(clocks(facts, END), '110', followed).map(({ part, band }) => `${part} ${band}`);
const tests = (facts: readonly Fact[]) => dm01Counts(clocks(facts, END), END, true);
const waitingFor = (days: number) => counted([received(addDays(END, -days))]);

it.each([
  ['2025-02', '2025-02-28'],
  ['2024-02', '2024-02-29'],
  ['2025-12', '2025-12-31'],
  ['2025-13', undefined],
  ['25-01', undefined],
])('the last day of %s is %s', (month, last) => expect(monthEnd(month)).toBe(last));

describe('part 2, incomplete at the end of the month', () => {
  it.each([
    [40, '2 5-6'],
    [126, '2 17-18'],
    [127, '2 18-19'],
    [728, '2 103-104'],
    [729, '2 104+'],
  ])('a wait of %i days is in %s', (days, cell) => expect(waitingFor(days)).toEqual([cell]));

  it('a wait of 7 days is in the first band, and of 8 in the second; both began in the month', () => {
    expect(waitingFor(7)).toEqual(['2 0-1', '3 all']);
    expect(waitingFor(8)).toEqual(['2 1-2', '3 all']);
  });

  it('with a decision to admit it is in part 2A too', () =>
    expect(counted([received('2024-11-18'), fact('decision_to_admit', '2025-02-10')])).toEqual(['2 18-19', '2A 18-19']));

  it('an unknown start has a column of its own', () =>
    expect(counted([fact('onward_referral_received', '2025-02-03', { provider: 'B', clock_start_known: false })])).toEqual(['2 unknown']));

  it('a stop on the first of the next month is still incomplete', () =>
    expect(counted([received('2025-01-06'), fact('first_treatment', '2025-04-01')])).toEqual(['2 11-12']));

  it('a case that Guardian no longer follows is not known to wait', () => expect(counted([received('2025-01-06')], false)).toEqual([]));

  it('consultant-led community services are left out', () =>
    expect(counted([received('2025-01-06', { service: 'community_consultant_led' })])).toEqual([]));
});

describe('completed in the month', () => {
  it('admitted is part 1A, not admitted part 1B, by the band of the whole wait', () => {
    expect(counted([received('2024-12-02'), fact('admitted_for_first_treatment', '2025-03-10')], false)).toEqual(['1A 13-14']);
    expect(counted([received('2024-12-02'), fact('first_treatment', '2025-03-10', { setting: 'outpatient' })], false)).toEqual([
      '1B 13-14',
    ]);
  });

  it('of an earlier month is not counted, nor is a nullified one', () => {
    expect(counted([received('2024-12-02'), fact('first_treatment', '2025-02-28')])).toEqual([]);
    expect(
      counted([received('2025-02-03'), fact('dna_first_appointment', '2025-03-18', { appointment_clearly_communicated: true })]),
    ).toEqual([]);
  });

  it('a stop found late by a validation is not added to its month', () =>
    expect(
      rttCounts(
        clocks(
          [received('2024-12-02'), fact('validation_found_stop', '2025-04-10', { stop_date: '2025-03-05' })],
          '2025-04-30' as CalendarDay,
        ),
        '110',
        true,
      ),
    ).toEqual([]));

  it('an earlier period that ended in the month counts beside the one that began after it', () =>
    expect(
      counted([
        received('2025-01-13'),
        fact('active_monitoring_started_by_clinician', '2025-03-03', { communicated_to_patient: true, agreed_with_patient: true }),
        fact('patient_asks_to_proceed', '2025-03-20'),
      ]),
    ).toEqual(['1B 6-7', '2 1-2', '3 all']));
});

describe('what is easily lost', () => {
  it('a stop found by a validation in its own month counts', () =>
    expect(counted([received('2025-01-06'), fact('validation_found_stop', '2025-03-20', { stop_date: '2025-03-10' })])).toEqual([
      '1B 8-9',
    ]));

  it('a stop and a new start on one day are a completion and a new clock', () =>
    expect(
      counted([
        received('2025-01-06'),
        fact('first_treatment', '2025-03-10'),
        fact('substantively_new_treatment_decision', '2025-03-10', { same_provider: true, communicated_to_patient: true }),
      ]),
    ).toEqual(['1B 8-9', '2 2-3', '3 all']));

  it('a completion of unknown start counts in the column of unknown starts', () =>
    expect(
      counted([fact('onward_referral_received', '2025-02-03', { clock_start_known: false }), fact('first_treatment', '2025-03-10')]),
    ).toEqual(['1B unknown']));

  it('two pathways that began in the month are two in part 2 and two in part 3', () =>
    expect(
      counted([
        received('2025-03-03'),
        fact('consultant_to_consultant_referral', '2025-03-10', { same_condition: false, same_provider: true, pathway: 'new' }),
      ]),
    ).toEqual(['2 3-4', '3 all', '2 2-3', '3 all']));

  it('a planned test done twice counts in the month in which it was done, and once', () => {
    const planned = (date: string, due: string) => fact('planned_diagnostic_listed', date, { test: 'colonoscopy', due_date: due });
    const done = (date: string) => fact('diagnostic_test_done', date, { test: 'colonoscopy' });
    const activity = { test: 'colonoscopy', kind: 'activity', of: 'planned', days: null };
    expect(
      tests([planned('2023-01-09', '2025-02-10'), done('2025-02-10'), planned('2025-02-11', '2025-03-10'), done('2025-03-10')]),
    ).toEqual([activity]);
    expect(tests([planned('2023-01-09', '2025-03-10'), done('2025-03-10'), planned('2025-03-11', '2027-03-10')])).toEqual([activity]);
  });

  it('a test of an inpatient is unscheduled activity', () =>
    expect(
      tests([
        fact('diagnostic_test_requested', '2025-03-03', { test: 'ct', patient_is_inpatient: true }),
        fact('diagnostic_test_done', '2025-03-04', { test: 'ct' }),
      ]),
    ).toEqual([{ test: 'ct', kind: 'activity', of: 'unscheduled', days: null }]));
});

describe('treatment functions', () => {
  it.each([
    ['110', '110'],
    ['111', '110'],
    ['145', '140'],
    ['173', '170'],
    ['104', 'X05'],
    ['191', 'X02'],
    ['307', 'X02'],
    ['420', 'X02'],
    ['503', 'X02'],
    ['171', 'X04'],
    ['258', 'X04'],
    ['421', 'X04'],
    ['710', 'X03'],
    ['727', 'X03'],
    ['654', 'X06'],
    ['nonsense', 'X06'],
  ])('%s counts as %s', (code, as) => expect(rttFunction(code)).toBe(as));
});

describe('diagnostics', () => {
  const mri = fact('diagnostic_test_requested', '2025-02-17', { test: 'mri' });
  it('who waits is in a band; 41 days is inside six weeks, 42 is not', () => {
    expect(tests([mri])).toEqual([{ test: 'mri', kind: 'waiting', of: '06 < 07 Weeks', days: 42 }]);
    expect(tests([{ ...mri, date: '2025-02-18' as CalendarDay }])).toMatchObject([{ of: '05 < 06 Weeks', days: 41 }]);
  });

  it('what was done in the month is activity by kind', () => {
    const planned = fact('planned_diagnostic_listed', '2022-06-06', { test: 'colonoscopy', due_date: '2025-03-10' });
    expect(tests([mri, fact('diagnostic_test_done', '2025-03-20', { test: 'mri' })])).toEqual([
      { test: 'mri', kind: 'activity', of: 'waiting_list', days: null },
    ]);
    expect(tests([planned, fact('diagnostic_test_done', '2025-03-10', { test: 'colonoscopy' })])).toEqual([
      { test: 'colonoscopy', kind: 'activity', of: 'planned', days: null },
    ]);
    expect(tests([mri, fact('diagnostic_test_done', '2025-02-20', { test: 'mri' })])).toEqual([]);
  });

  it('a test outside the fifteen is not counted', () =>
    expect(tests([fact('diagnostic_test_requested', '2025-02-17', { test: 'plain_x_ray' })])).toEqual([]));
});

describe('the central checks', () => {
  const cell = (part: RttCount['part'], band = '0-1'): RttCount => ({ part, function: '110', band });
  const tally = (counts: RttCount[]) => {
    const made = new Map<string, number>();
    for (const count of counts) made.set(tallyKey(count), (made.get(tallyKey(count)) ?? 0) + 1);
    return made;
  };
  const holds = (now: RttCount[], before: RttCount[] = []) => centralChecks(tally(now), tally(before)).map((check) => check.holds);

  it('hold for a plausible month', () => expect(holds([cell('2'), cell('2A'), cell('3', 'all')])).toEqual([true, true, true, true]));
  it('tell when more are to be admitted than wait', () => expect(holds([cell('2A'), cell('3', 'all')])[0]).toBe(false));
  it('tell when more have just begun to wait than were started', () => expect(holds([cell('2'), cell('2', '3-4')])[1]).toBe(false));
  it('tell when a month repeats the one before', () => expect(holds([cell('2', '9-10')], [cell('2', '9-10')])[3]).toBe(false));
});
