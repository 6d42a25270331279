import { clocksOf, type Given, MONITORED, MONITORED_PERIOD, periods, REFERRED, rttReads } from './case-of';

const TREATED: readonly Given[] = [REFERRED, ['2025-02-03', 'first_treatment', { setting: 'outpatient', treatment: 'medication' }]];
const TREATED_PERIOD = 'stopped 2025-01-13 to 2025-02-03, 21 days, first_treatment 30';
const AGAIN = 'running 2025-04-01, 29 days';

rttReads('after active monitoring (RTT-N6, AM6, AM8)', [
  [
    'a decision to treat that the patient is told: at zero, that day',
    [...MONITORED, ['2025-04-01', 'active_monitoring_ended_decision_to_treat', { communicated_to_patient: true }]],
    [MONITORED_PERIOD, AGAIN],
    ['RTT-S1', 'RTT-E8', 'RTT-N6'],
  ],
  [
    'a decision to treat by its plain name',
    [...MONITORED, ['2025-04-01', 'decision_to_treat', { treatment: 'surgery' }]],
    [MONITORED_PERIOD, AGAIN],
    ['RTT-S1', 'RTT-E8', 'RTT-N6'],
  ],
  [
    'a decision that the patient has not been told',
    [...MONITORED, ['2025-04-01', 'active_monitoring_ended_decision_to_treat', { communicated_to_patient: false }]],
    [MONITORED_PERIOD],
    ['RTT-S1', 'RTT-E8', 'RTT-E13'],
  ],
  [
    'a decision to admit: at once in part 2A',
    [...MONITORED, ['2025-04-01', 'decision_to_admit']],
    [MONITORED_PERIOD, AGAIN],
    ['RTT-S1', 'RTT-E8', 'RTT-N6', 'RTT-W5'],
  ],
  [
    'the patient goes ahead, and the decision follows',
    [...MONITORED, ['2025-04-01', 'patient_asks_to_proceed'], ['2025-04-10', 'decision_to_treat']],
    [MONITORED_PERIOD, AGAIN],
    ['RTT-S1', 'RTT-E8', 'RTT-AM6'],
  ],
  [
    'a routine check starts nothing',
    [...MONITORED, ['2025-04-01', 'follow_up_attended', { rtt_status: '91' }], ['2025-04-01', 'diagnostic_test_requested', { test: 'ct' }]],
    [MONITORED_PERIOD],
    ['RTT-S1', 'RTT-E8', 'RTT-AM8'],
  ],
  [
    'a test with a view to treatment',
    [...MONITORED, ['2025-04-01', 'diagnostic_test_requested', { test: 'ct', with_view_to_treatment: true }]],
    [MONITORED_PERIOD, AGAIN],
    ['RTT-S1', 'RTT-E8', 'RTT-N6'],
  ],
  [
    'a surveillance test that found something, and a decision after it',
    [
      ...TREATED,
      ['2025-03-03', 'surveillance_test_done', { test: 'check_cystoscopy', result: 'abnormal' }],
      ['2025-04-01', 'decision_to_treat'],
    ],
    [TREATED_PERIOD, AGAIN],
    ['RTT-S1', 'RTT-E1', 'RTT-AM8', 'RTT-AM8'],
  ],
  [
    'a surveillance test that found nothing, and a decision within the plan',
    [
      ...TREATED,
      ['2025-03-03', 'surveillance_test_done', { test: 'check_cystoscopy', result: 'no_treatment_needed' }],
      ['2025-04-01', 'decision_to_treat'],
    ],
    [TREATED_PERIOD],
    ['RTT-S1', 'RTT-E1', 'RTT-AM8'],
  ],
  ['asking to proceed with no monitoring', [...TREATED, ['2025-04-01', 'patient_asks_to_proceed']], [TREATED_PERIOD], ['RTT-S1', 'RTT-E1']],
]);

rttReads('the second side (RTT-N1)', [
  ['fit and ready', [...TREATED, ['2025-04-01', 'fit_and_ready_for_second_side']], [TREATED_PERIOD, AGAIN], ['RTT-S1', 'RTT-E1', 'RTT-N1']],
  [
    'clinically appropriate first, available later: the later day',
    [...TREATED, ['2025-03-03', 'clinically_appropriate_for_second_side'], ['2025-04-01', 'patient_available_for_second_side']],
    [TREATED_PERIOD, AGAIN],
    ['RTT-S1', 'RTT-E1', 'RTT-N1', 'RTT-N1'],
  ],
  [
    'available first, clinically appropriate later: the later day',
    [...TREATED, ['2025-03-03', 'patient_available_for_second_side'], ['2025-04-01', 'clinically_appropriate_for_second_side']],
    [TREATED_PERIOD, AGAIN],
    ['RTT-S1', 'RTT-E1', 'RTT-N1', 'RTT-N1'],
  ],
  [
    'only one of the two',
    [...TREATED, ['2025-03-03', 'clinically_appropriate_for_second_side']],
    [TREATED_PERIOD],
    ['RTT-S1', 'RTT-E1', 'RTT-N1'],
  ],
  [
    'said while the first side still waits: nothing to start',
    [REFERRED, ['2025-03-03', 'clinically_appropriate_for_second_side'], ['2025-04-01', 'patient_available_for_second_side']],
    ['running 2025-01-13, 107 days'],
    ['RTT-S1'],
  ],
]);

rttReads('a substantively new treatment (RTT-N2 to N4)', [
  [
    'at the same provider: the decision told',
    [
      ...TREATED,
      ['2025-04-01', 'substantively_new_treatment_decision', { treatment: 'IVF', same_provider: true, communicated_to_patient: true }],
    ],
    [TREATED_PERIOD, AGAIN],
    ['RTT-S1', 'RTT-E1', 'RTT-N2'],
  ],
  [
    'at another provider: not before it receives the referral',
    [...TREATED, ['2025-03-03', 'substantively_new_treatment_decision', { to_provider: 'B' }]],
    [TREATED_PERIOD],
    ['RTT-S1', 'RTT-E1', 'RTT-N2'],
  ],
  [
    'at another provider, which has received the referral',
    [
      ...TREATED,
      ['2025-03-03', 'substantively_new_treatment_decision', { same_provider: false }],
      ['2025-04-01', 'onward_referral_received', { provider: 'B' }],
    ],
    [TREATED_PERIOD, AGAIN],
    ['RTT-S1', 'RTT-E1', 'RTT-N2', 'RTT-N2'],
  ],
  [
    'while a clock runs',
    [REFERRED, ['2025-04-01', 'substantively_new_treatment_decision', { same_provider: true }]],
    ['running 2025-01-13, 107 days'],
    ['RTT-S1', 'RTT-N9'],
  ],
  [
    'work-up first: the day of the referral for an opinion',
    [
      ...TREATED,
      ['2025-04-01', 'referred_for_specialist_opinion_with_view_to_new_treatment', { same_provider: true }],
      ['2025-04-10', 'substantively_new_treatment_decision', { same_provider: true }],
    ],
    [TREATED_PERIOD, AGAIN],
    ['RTT-S1', 'RTT-E1', 'RTT-N3', 'RTT-N9'],
  ],
  [
    'work-up elsewhere: its receipt',
    [
      ...TREATED,
      ['2025-03-03', 'referred_for_specialist_opinion_with_view_to_new_treatment', { same_provider: false }],
      ['2025-04-01', 'referral_received', { service: 'consultant_led', provider: 'B' }],
    ],
    [TREATED_PERIOD, AGAIN],
    ['RTT-S1', 'RTT-E1', 'RTT-N3', 'RTT-N3'],
  ],
  [
    'a change of dose is within the plan',
    [...TREATED, ['2025-04-01', 'treatment_within_agreed_plan', { change: 'dose' }], ['2025-04-02', 'first_treatment']],
    [TREATED_PERIOD],
    ['RTT-S1', 'RTT-E1'],
  ],
]);

rttReads('referred again (RTT-N5, E14)', [
  [
    'after a discharge: the receipt of the new referral',
    [
      REFERRED,
      ['2025-02-03', 'discharged_to_primary_care', { communicated_to_patient: true }],
      ['2025-04-01', 're_referral_received', { service: 'consultant_led', same_request: false }],
    ],
    ['stopped 2025-01-13 to 2025-02-03, 21 days, returned_to_primary_care 34', AGAIN],
    ['RTT-S1', 'RTT-E6', 'RTT-N5'],
  ],
  [
    'to another provider by choice, by a new referral of the GP',
    [
      REFERRED,
      ['2025-02-01', 'patient_switches_team', { new_gp_referral_needed: true }],
      ['2025-02-03', 'discharged_to_primary_care', { reason: 'patient_choice_of_provider' }],
      ['2025-04-01', 'referral_received', { service: 'consultant_led', provider: 'P2' }],
    ],
    ['stopped 2025-01-13 to 2025-02-03, 21 days, returned_to_primary_care 34', AGAIN],
    ['RTT-S1', 'RTT-X6', 'RTT-E14', 'RTT-N5'],
  ],
]);

rttReads('a referral between consultants (RTT-N2, N8, N9)', [
  [
    'same condition, clock running',
    [REFERRED, ['2025-04-01', 'consultant_to_consultant_referral', { same_condition: true }]],
    ['running 2025-01-13, 107 days'],
    ['RTT-S1', 'RTT-N9'],
  ],
  [
    'same condition, after treatment, within the plan',
    [...TREATED, ['2025-04-01', 'consultant_to_consultant_referral', { same_condition: true, within_agreed_plan: true }]],
    [TREATED_PERIOD],
    ['RTT-S1', 'RTT-E1', 'RTT-N9'],
  ],
  [
    'same condition, after treatment, outside the plan',
    [...TREATED, ['2025-04-01', 'consultant_to_consultant_referral', { same_condition: true, within_agreed_plan: false }]],
    [TREATED_PERIOD, AGAIN],
    ['RTT-S1', 'RTT-E1', 'RTT-N2'],
  ],
  [
    'outside the plan, to another provider',
    [
      ...TREATED,
      ['2025-03-03', 'consultant_to_consultant_referral', { within_agreed_plan: false, same_provider: false }],
      ['2025-04-01', 'onward_referral_received', { provider: 'B' }],
    ],
    [TREATED_PERIOD, AGAIN],
    ['RTT-S1', 'RTT-E1', 'RTT-N2', 'RTT-N2'],
  ],
  ['the first thing that is known', [['2025-04-01', 'consultant_to_consultant_referral']], [AGAIN], ['RTT-S1']],
  [
    'the first thing that is known, to another provider: its receipt',
    [
      ['2025-03-03', 'consultant_to_consultant_referral', { same_provider: false, same_condition: false }],
      ['2025-04-01', 'onward_referral_received', { provider: 'B' }],
    ],
    [AGAIN],
    ['RTT-S1'],
  ],
]);

describe('a separate condition has a pathway of its own (RTT-N8)', () => {
  const found: Given = ['2025-03-03', 'consultant_to_consultant_referral', { same_condition: false, same_provider: true, pathway: 'new' }];

  it('whose clock is shown, while the first runs on', () => {
    const { rtt, explanation } = clocksOf([REFERRED, found], '2025-04-30');
    expect(rtt).toMatchObject({ pathway: 'new', clock_start: '2025-03-03', days_waited: 58, earlier_periods: [] });
    expect(rtt.other_pathways).toEqual([{ pathway: 'original', clock_state: 'running', clock_start: '2025-01-13' }]);
    expect(explanation.map(({ rule, on }) => [rule, on])).toEqual([
      ['RTT-S1', '2025-01-13'],
      ['RTT-N8', '2025-03-03'],
      ['RTT-N8', '2025-03-03'],
    ]);
  });

  it('and a death ends both', () => {
    const { rtt } = clocksOf([REFERRED, found, ['2025-04-01', 'died']], '2025-04-30');
    expect(rtt).toMatchObject({ pathway: 'new', clock_state: 'stopped', stop_reason: 'died' });
    expect(rtt.other_pathways).toMatchObject([{ pathway: 'original', clock_state: 'stopped' }]);
  });

  it('facts that name a pathway go to it', () => {
    const treated: Given = ['2025-04-01', 'referral_received', { service: 'consultant_led', pathway: 'original' }];
    const first: Given = ['2025-01-13', 'referral_received', { service: 'consultant_led', pathway: 'original' }];
    const { rtt } = clocksOf([first, found, treated], '2025-04-30');
    expect(rtt).toMatchObject({ pathway: 'new', clock_start: '2025-03-03' });
    expect(rtt.other_pathways).toEqual([{ pathway: 'original', clock_state: 'running', clock_start: '2025-01-13' }]);
  });

  it('at another provider begins on its receipt', () => {
    const sent: Given = ['2025-03-03', 'consultant_to_consultant_referral', { same_condition: false, same_provider: false }];
    const received: Given = ['2025-04-01', 'onward_referral_received', { provider: 'B' }];
    expect(clocksOf([REFERRED, sent], '2025-04-30').rtt).toMatchObject({ pathway: null, clock_start: '2025-01-13', other_pathways: null });
    expect(clocksOf([REFERRED, sent, received], '2025-04-30').rtt).toMatchObject({ pathway: 'new', clock_start: '2025-04-01' });
  });

  it('one named pathway is simply the pathway', () => {
    const { rtt } = clocksOf([['2025-01-13', 'referral_received', { pathway: 'new' }]], '2025-04-30');
    expect(rtt).toMatchObject({ pathway: 'new', other_pathways: null });
  });
});

describe('planned patients (RTT-P1 to P3, N10)', () => {
  const listed: Given = ['2024-06-03', 'planned_procedure_listed', { due_date: '2025-04-01' }];
  const due = (keys: NonNullable<Given[2]>): Given => ['2025-04-01', 'planned_due_date_reached', keys];

  it.each<[string, Given[], string[]]>([
    ['planned and not due', [listed], ['no_clock']],
    ['due, ready and untreated: from the due date', [listed, due({ clinically_ready: true, treated: false })], [AGAIN]],
    ['due and treated', [listed, due({ treated: true })], ['no_clock']],
    ['due and clinically not ready', [listed, due({ clinically_ready: false, treated: false })], ['no_clock']],
    [
      'clinically not ready when due: the clock counts from the move to the active list',
      [
        ['2024-06-03', 'planned_procedure_listed', { due_date: '2025-03-03' }],
        ['2025-03-03', 'planned_due_date_reached', { clinically_ready: false }],
        ['2025-04-01', 'moved_to_active_list'],
      ],
      [AGAIN],
    ],
    ['moved to the active list on the due date', [listed, ['2025-04-01', 'moved_to_active_list']], [AGAIN]],
    [
      'moved to the active list before it was due',
      [
        ['2024-06-03', 'planned_procedure_listed', { due_date: '2025-06-02' }],
        ['2025-04-01', 'moved_to_active_list'],
      ],
      [AGAIN],
    ],
    ['moved to the active list with no due date known', [['2025-04-01', 'moved_to_active_list']], [AGAIN]],
    ['an overdue planned test', [['2025-04-01', 'planned_due_date_reached', { test: 'surveillance_colonoscopy' }]], ['no_clock']],
    ['a planned test', [['2025-04-01', 'planned_diagnostic_listed', { test: 'colonoscopy', due_date: '2025-04-10' }]], ['no_clock']],
    [
      'an overdue follow-up',
      [
        ['2025-04-01', 'follow_up_due'],
        ['2025-04-20', 'follow_up_still_not_booked'],
      ],
      ['no_clock'],
    ],
    [
      'a second stage that is planned, and due',
      [
        REFERRED,
        ['2025-02-03', 'admitted_for_first_treatment', { stage: 'first' }],
        ['2025-02-03', 'planned_procedure_listed', { due_date: '2025-04-01' }],
        due({ clinically_ready: true }),
      ],
      ['stopped 2025-01-13 to 2025-02-03, 21 days, first_treatment 30', AGAIN],
    ],
    [
      'an unfit patient on a planned list waits on',
      [REFERRED, ['2025-03-03', 'moved_to_planned_list', { reason: 'unfit' }]],
      ['running 2025-01-13, 107 days'],
    ],
  ])('%s', (_, given, expected) => {
    const result = clocksOf(given, '2025-04-30');
    expect(periods(result)).toEqual(expected);
    expect(result.warnings).toEqual([]);
  });

  it('a start that counts back does not reach into the period before (RTT-W1)', () => {
    const given: Given[] = [
      ['2024-06-03', 'planned_procedure_listed', { due_date: '2025-01-20' }],
      ...TREATED,
      ['2025-04-01', 'moved_to_active_list'],
    ];
    expect(periods(clocksOf(given, '2025-04-30'))).toEqual([TREATED_PERIOD, 'running 2025-02-03, 86 days']);
  });

  it('nothing starts after a death', () => {
    const result = clocksOf([REFERRED, ['2025-02-03', 'died'], ['2025-04-01', 'referral_received']], '2025-04-30');
    expect(periods(result)).toEqual(['stopped 2025-01-13 to 2025-02-03, 21 days, died 36']);
    expect(result.explanation.map(({ rule }) => rule)).toEqual(['RTT-S1', 'RTT-E10', 'RTT-E10']);
  });
});
