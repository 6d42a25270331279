import { clocksOf, type Given, later, REFERRED } from './case-of';

/** The clock of a referral on 1 January 2023, so many days later. */
const after = (days: number) => clocksOf([['2023-01-01', 'referral_received']], later('2023-01-01', days)).rtt;

describe('days, weeks, bands and limits (RTT-M1 to M5)', () => {
  it.each([
    [0, 0, '0-1', true],
    [7, 1, '0-1', true],
    [8, 1, '1-2', true],
    [14, 2, '1-2', true],
    [15, 2, '2-3', true],
    [120, 17, '17-18', true],
    [126, 18, '17-18', true],
    [127, 18, '18-19', false],
    [358, 51, '51-52', false],
    [364, 52, '51-52', false],
    [365, 52, '52-53', false],
    [722, 103, '103-104', false],
    [728, 104, '103-104', false],
    [729, 104, '104+', false],
    [2000, 285, '104+', false],
  ])('%i days', (days, weeks, band, within) => {
    expect(after(days)).toMatchObject({ days_waited: days, weeks_waited_completed: weeks, rtt_week_band: band, within_18_weeks: within });
  });

  it.each([
    ['over_52_weeks', 365],
    ['over_65_weeks', 456],
    ['over_78_weeks', 547],
    ['over_104_weeks', 729],
  ] as const)('%s begins at %i days', (over, first) => {
    expect(after(first - 1)[over]).toBe(false);
    expect(after(first)[over]).toBe(true);
  });

  it.each([
    ['the night that is an hour short', '2025-03-29', '2025-03-31', 2],
    ['the night that is an hour long', '2025-10-25', '2025-10-27', 2],
    ['29 February', '2024-02-28', '2024-03-01', 2],
    ['no 29 February', '2025-02-28', '2025-03-01', 1],
  ])('%s: from %s to %s are %i days', (_, from, to, days) => {
    expect(clocksOf([[from, 'referral_received']], to).rtt.days_waited).toBe(days);
  });

  it('start and stop on one day are no days, and count', () => {
    const { rtt } = clocksOf(
      [
        ['2025-04-10', 'referral_received'],
        ['2025-04-10', 'first_treatment'],
      ],
      '2025-04-30',
    );
    expect(rtt).toMatchObject({ days_waited: 0, rtt_week_band: '0-1', counts_in_rtt_return: true, rtt_return_parts: ['1B', '3'] });
  });

  it('facts after the as-of day are not known on it', () => {
    const given: Given[] = [REFERRED, ['2025-05-01', 'first_treatment']];
    expect(clocksOf(given, '2025-04-30').rtt).toMatchObject({ clock_state: 'running', days_waited: 107 });
    expect(clocksOf(given, '2025-05-01').rtt).toMatchObject({ clock_state: 'stopped', days_waited: 108 });
    expect(clocksOf(given, '2025-01-12').rtt).toMatchObject({
      clock_state: 'no_clock',
      days_waited: null,
      within_18_weeks: null,
      over_52_weeks: null,
    });
  });
});

describe('the monthly return (RTT-M7, M8, P7)', () => {
  const partsOn = (asOf: string, ...given: Given[]) => clocksOf(given, asOf).rtt.rtt_return_parts;
  const LISTED: Given = ['2025-03-03', 'decision_to_admit'];

  it.each<[string, string[], string, Given[]]>([
    ['waiting', ['2'], '2025-04-30', [REFERRED]],
    ['waiting with a decision to admit', ['2', '2A'], '2025-04-30', [REFERRED, LISTED]],
    ['put on the admission list', ['2', '2A'], '2025-04-30', [REFERRED, ['2025-03-03', 'added_to_admission_list']]],
    ['started in the month', ['2', '3'], '2025-01-31', [REFERRED]],
    ['started and treated in the month', ['1B', '3'], '2025-01-31', [REFERRED, ['2025-01-20', 'first_treatment']]],
    [
      'treated on the first of the next month',
      ['2', '2A'],
      '2025-03-31',
      [REFERRED, LISTED, ['2025-04-01', 'admitted_for_first_treatment']],
    ],
    ['treated on that first', ['1A'], '2025-04-30', [REFERRED, LISTED, ['2025-04-01', 'admitted_for_first_treatment']]],
    ['stopped long ago', [], '2025-04-30', [REFERRED, ['2025-02-03', 'first_treatment']]],
    [
      'stopped and started again',
      ['1B', '2', '3'],
      '2025-03-31',
      [REFERRED, ['2025-03-03', 'active_monitoring_started_by_patient'], ['2025-03-20', 'patient_asks_to_proceed']],
    ],
    [
      'a consultant-led community service',
      [],
      '2025-04-30',
      [['2025-01-13', 'referral_received', { service: 'community_consultant_led' }]],
    ],
    [
      'a consultant’s clinic in a community building',
      ['2'],
      '2025-04-30',
      [['2025-01-13', 'referral_received', { service: 'consultant_led', location: 'community_health_centre' }]],
    ],
    ['nothing', [], '2025-04-30', [['2025-01-13', 'advice_requested']]],
  ])('%s: parts %j', (_, parts, asOf, given) => {
    expect(partsOn(asOf, ...given)).toEqual(parts);
  });

  it.each<[string, boolean, Given[]]>([
    ['a running clock', true, [REFERRED]],
    ['a stopped clock', true, [REFERRED, ['2025-02-03', 'first_treatment']]],
    ['a community service', false, [['2025-01-13', 'referral_received', { service: 'community_consultant_led' }]]],
    [
      'a community service that has sent the patient on',
      true,
      [
        ['2025-01-13', 'referral_received', { service: 'community_consultant_led' }],
        ['2025-03-03', 'onward_referral_received', { service: 'consultant_led' }],
      ],
    ],
    [
      'a community service that has sent the patient to another',
      false,
      [
        ['2025-01-13', 'referral_received', { service: 'community_consultant_led' }],
        ['2025-03-03', 'onward_referral_received'],
      ],
    ],
    [
      'a hospital, after a community service',
      true,
      [
        ['2025-01-13', 'referral_received', { service: 'community_consultant_led' }],
        ['2025-02-03', 'first_treatment'],
        ['2025-03-03', 're_referral_received', { service: 'consultant_led' }],
      ],
    ],
    ['no clock', false, [['2025-01-13', 'advice_requested']]],
  ])('%s counts: %s', (_, counts, given) => {
    expect(clocksOf(given, '2025-04-30').rtt.counts_in_rtt_return).toBe(counts);
  });

  it('a decision to admit belongs to its period', () => {
    const given: Given[] = [
      REFERRED,
      LISTED,
      ['2025-03-10', 'active_monitoring_started_by_patient'],
      ['2025-04-01', 'patient_asks_to_proceed'],
    ];
    expect(clocksOf(given, '2025-03-31').rtt.decision_to_admit).toBe(true);
    expect(clocksOf(given, '2025-04-30').rtt.decision_to_admit).toBe(false);
    expect(
      clocksOf([...given.slice(0, 3), ['2025-03-11', 'added_to_admission_list']], '2025-04-30').explanation.map(({ rule }) => rule),
    ).toEqual(['RTT-S1', 'RTT-W5', 'RTT-E8']);
  });
});

describe('care that is dated after a death', () => {
  it('is asked about; paperwork is not', () => {
    const given: Given[] = [
      REFERRED,
      ['2025-02-03', 'died'],
      ['2025-02-04', 'provider_informed_of_death'],
      ['2025-02-05', 'diagnostic_result_reported'],
      ['2025-02-05', 'referral_registered_on_system'],
      ['2025-02-05', 'referral_letter_written'],
      ['2025-02-05', 'discharged_to_primary_care'],
      ['2025-02-05', 'validation_found_stop', { stop_date: '2025-02-03' }],
      ['2025-02-06', 'follow_up_attended'],
      ['2025-05-06', 'first_treatment'],
    ];
    expect(clocksOf(given, '2025-04-30').warnings).toEqual([
      '"follow_up_attended" is dated 2025-02-06, after the death on 2025-02-03: check it.',
    ]);
  });

  it('on the day of the death it is not', () => {
    expect(clocksOf([REFERRED, ['2025-02-03', 'died'], ['2025-02-03', 'follow_up_attended']], '2025-04-30').warnings).toEqual([]);
    expect(clocksOf([REFERRED, ['2025-02-03', 'follow_up_attended'], ['2025-02-05', 'died']], '2025-02-04').warnings).toEqual([]);
  });
});

describe('the explanation', () => {
  it('is by day, names clock, rule and reason, and stands word for word', () => {
    const { explanation } = clocksOf(
      [
        ['2025-03-03', 'urgent_suspected_cancer_referral_received'],
        ['2025-03-05', 'diagnostic_test_requested', { test: 'ct' }],
        ['2025-03-20', 'cancer_first_treatment', { setting: 'outpatient' }],
      ],
      '2025-04-30',
    );
    expect(explanation).toEqual([
      {
        on: '2025-03-03',
        clock: 'rtt',
        fact: 'urgent_suspected_cancer_referral_received',
        rule: 'RTT-S1',
        text: 'A consultant-led service received an urgent suspected cancer referral: the RTT clock runs beside the cancer clocks.',
      },
      {
        on: '2025-03-03',
        clock: 'cancer',
        fact: 'urgent_suspected_cancer_referral_received',
        rule: 'CA-1',
        text: 'An urgent suspected cancer referral was received: the 28 and 62 day clocks start.',
      },
      {
        on: '2025-03-05',
        clock: 'rtt',
        fact: 'diagnostic_test_requested',
        rule: 'RTT-X1',
        text: 'A test is a step on the way: the clock goes on.',
      },
      {
        on: '2025-03-05',
        clock: 'diagnostics',
        fact: 'diagnostic_test_requested',
        rule: 'DX-1',
        text: 'ct: asked for, which starts its wait.',
      },
      {
        on: '2025-03-20',
        clock: 'rtt',
        fact: 'cancer_first_treatment',
        rule: 'RTT-E1',
        text: 'First treatment of the cancer starts: the clock stops.',
      },
      {
        on: '2025-03-20',
        clock: 'cancer',
        fact: 'cancer_first_treatment',
        rule: 'CA-2',
        text: 'Treatment starts before the diagnosis was told: it ends the 28 day clock.',
      },
      {
        on: '2025-03-20',
        clock: 'cancer',
        fact: 'cancer_first_treatment',
        rule: 'CA-8',
        text: 'Treatment starts: the 31 day clock ends, and the 62 day clock with the first treatment.',
      },
    ]);
  });
});
