import { HOSPITAL_FACTS, type HospitalFactKind } from '../index';
import { clocksOf, type Given, MONITORED, period, periods, REFERRED, rulesOf } from './case-of';

describe('what changes no RTT clock, and the rule that says so (RTT-X1 to X8)', () => {
  it.each<[Given[1], string, Given[2]?]>([
    ['first_attended', 'RTT-X1', { outcome: 'further_tests', rtt_status: '20' }],
    ['follow_up_attended', 'RTT-X1', { rtt_status: '99' }],
    ['appointment_booked', 'RTT-X1', { for_date: '2025-04-10' }],
    ['added_to_waiting_list_for_appointment', 'RTT-X1'],
    ['diagnostic_test_requested', 'RTT-X1', { test: 'mri' }],
    ['diagnostic_test_done', 'RTT-X1', { test: 'mri' }],
    ['diagnostic_result_reported', 'RTT-X1', { test: 'mri' }],
    ['admitted_for_diagnostic_only', 'RTT-X1'],
    ['admitted_for_pre_op_assessment', 'RTT-X1'],
    ['patient_opts_for_private_diagnostics', 'RTT-X1'],
    ['patient_cancelled', 'RTT-X3', { appointment: 'first', notice_hours: 1 }],
    ['provider_cancelled', 'RTT-X3', { appointment: 'first' }],
    ['patient_unfit', 'RTT-X4', { expected_weeks: 8 }],
    ['patient_declared_unavailable', 'RTT-X4', { until: '2025-06-02' }],
    ['patient_requests_delay', 'RTT-X4', { weeks: 4 }],
    ['patient_declined_all_diagnostics', 'RTT-X4'],
    ['clinical_priority_recorded', 'RTT-X4', { code: 'P6' }],
    ['clinical_review_of_delay', 'RTT-AM5', { outcome: 'acceptable' }],
    ['thinking_time_given', 'RTT-AM7', { length_days: 14 }],
    ['arrived_late_not_seen', 'RTT-W7', { appointment: 'first' }],
    ['decision_to_admit', 'RTT-W5'],
    ['added_to_admission_list', 'RTT-W5'],
    ['opinion_received', 'RTT-X6', { from_provider: 'B' }],
    ['patient_switches_team', 'RTT-X6', { new_gp_referral_needed: false }],
    ['moved_to_planned_list', 'RTT-X7', { reason: 'unfit' }],
    ['treatment_within_agreed_plan', 'RTT-N4', { change: 'dose' }],
    ['consultant_upgrade', 'CA-4'],
    ['patient_informed_cancer_ruled_out', 'CA-10'],
    ['patient_informed_cancer_diagnosed', 'CA-10'],
    ['patient_informed_interval_scan_needed', 'CA-10'],
    ['advice_given', 'RTT-S16'],
    ['advice_requested', 'RTT-S16'],
    ['emergency_attendance', 'RTT-S13'],
    ['emergency_admission', 'RTT-S13'],
    ['planned_diagnostic_listed', 'RTT-P3', { test: 'colonoscopy', due_date: '2025-09-01' }],
    ['planned_procedure_listed', 'RTT-P1', { due_date: '2025-09-01' }],
    ['follow_up_due', 'RTT-P3'],
    ['follow_up_still_not_booked', 'RTT-P3'],
    ['direct_access_test_requested', 'RTT-P5'],
    ['onward_referral', 'RTT-S8', { to: 'acute' }],
    ['surveillance_test_done', 'RTT-AM8', { result: 'no_treatment_needed' }],
  ])('%s: %s', (...[event, rule, keys]) => {
    const result = clocksOf([REFERRED, keys ? ['2025-03-03', event, keys] : ['2025-03-03', event]], '2025-04-30');
    expect(periods(result)).toEqual(['running 2025-01-13, 107 days']);
    expect(rulesOf(result, 'rtt')).toEqual(['RTT-S1', rule]);
    expect(result.warnings).toEqual([]);
  });

  it.each<Given[1]>([
    'decision_to_treat',
    'cancer_decision_to_treat',
    'decision_communicated_to_patient',
    'earliest_clinically_appropriate_date',
  ])('%s: nothing to say of a clock that runs', (event) => {
    const result = clocksOf([REFERRED, ['2025-03-03', event]], '2025-04-30');
    expect(periods(result)).toEqual(['running 2025-01-13, 107 days']);
    expect(rulesOf(result, 'rtt')).toEqual(['RTT-S1']);
  });

  it('after a stop they are not spoken of', () => {
    const result = clocksOf([...MONITORED, ['2025-04-01', 'patient_unfit'], ['2025-04-02', 'patient_cancelled']], '2025-04-30');
    expect(rulesOf(result, 'rtt')).toEqual(['RTT-S1', 'RTT-E8']);
  });

  it('before any clock they are', () => {
    const result = clocksOf([['2025-04-01', 'follow_up_due']], '2025-04-30');
    expect(rulesOf(result, 'rtt')).toEqual(['RTT-P3']);
  });
});

describe('no fact of the vocabulary by itself makes an RTT clock run backwards', () => {
  it.each(Object.keys(HOSPITAL_FACTS) as HospitalFactKind[])('%s', (event) => {
    const { rtt } = clocksOf([REFERRED, ['2025-03-03', event]], '2025-04-30');
    expect(['running', 'stopped', 'nullified']).toContain(rtt.clock_state);
    expect(period(rtt)).toContain('2025-01-13');
  });
});

describe('what a validator is asked about a delay (RTT-AM5, AM7)', () => {
  it.each<[Given, string[]]>([
    [
      ['2025-03-03', 'thinking_time_given', { length_days: 15 }],
      ['More than 14 days to think without a next step: speak with the patient (RTT-AM7).'],
    ],
    [['2025-03-03', 'thinking_time_given'], []],
    [['2025-03-03', 'patient_requests_delay', { weeks: 6 }], []],
    [['2025-03-03', 'patient_requests_delay', { weeks: 7 }], ['A delay of more than six weeks needs a clinical review (RTT-AM5).']],
  ])('%j', (given, warnings) => {
    expect(clocksOf([REFERRED, given], '2025-04-30').warnings).toEqual(warnings);
  });

  it('not of a delay outside a clock', () => {
    const given: Given[] = [
      ...MONITORED,
      ['2025-04-01', 'thinking_time_given', { length_days: 30 }],
      ['2025-04-01', 'patient_requests_delay', { weeks: 9 }],
    ];
    expect(clocksOf(given, '2025-04-30').warnings).toEqual([]);
  });
});

describe('declined dates (RTT-W6, AM3)', () => {
  const offered = (made: string, forDate: string): Given => [made, 'appointment_offered', { for_date: forDate }];
  const declinedOf = (...given: Given[]) => clocksOf([REFERRED, ...given], '2025-04-30').rtt.reasonable_offers_declined;

  it.each<[string, Given[], number | null]>([
    ['none declined', [offered('2025-02-03', '2025-03-03')], null],
    [
      '21 days of notice: reasonable',
      [offered('2025-02-03', '2025-02-24'), ['2025-02-04', 'offer_declined', { for_date: '2025-02-24' }]],
      1,
    ],
    ['20 days of notice: not', [offered('2025-02-03', '2025-02-23'), ['2025-02-04', 'offer_declined', { for_date: '2025-02-23' }]], 0],
    [
      'an admission counts as well',
      [
        ['2025-02-03', 'admission_offered', { for_date: '2025-03-03' }],
        ['2025-02-04', 'offer_declined'],
      ],
      1,
    ],
    [
      'without a date the newest offer is meant',
      [offered('2025-02-03', '2025-02-10'), offered('2025-02-04', '2025-03-10'), ['2025-02-05', 'offer_declined']],
      1,
    ],
    [
      'the offer for that date is meant',
      [
        offered('2025-02-03', '2025-03-10'),
        offered('2025-02-04', '2025-02-10'),
        ['2025-02-05', 'offer_declined', { for_date: '2025-03-10' }],
      ],
      1,
    ],
    ['a date that nobody offered', [offered('2025-02-03', '2025-03-10'), ['2025-02-05', 'offer_declined', { for_date: '2025-03-11' }]], 0],
    [
      'an offer without a date',
      [
        ['2025-02-03', 'appointment_offered'],
        ['2025-02-05', 'offer_declined'],
      ],
      0,
    ],
    ['nothing offered', [['2025-02-05', 'offer_declined']], 0],
    [
      'an alternative provider, twice',
      [
        ['2025-02-03', 'appointment_offered', { for_date: '2025-03-03', alternative_provider: true }],
        ['2025-02-04', 'offer_declined', { for_date: '2025-03-03' }],
        ['2025-02-10', 'appointment_offered', { for_date: '2025-03-10', alternative_provider: true, alternative_team: true }],
        ['2025-02-11', 'offer_declined', { for_date: '2025-03-10' }],
      ],
      2,
    ],
  ])('%s', (_, given, count) => {
    expect(declinedOf(...given)).toBe(count);
    expect(period(clocksOf([REFERRED, ...given], '2025-04-30').rtt)).toBe('running 2025-01-13, 107 days');
  });

  it('belong to their period', () => {
    const given: Given[] = [
      ...MONITORED,
      ['2025-03-20', 'appointment_offered', { for_date: '2025-05-01' }],
      ['2025-03-21', 'offer_declined'],
      ['2025-04-01', 'patient_asks_to_proceed'],
      ['2025-04-02', 'offer_declined'],
    ];
    expect(clocksOf(given, '2025-03-31').rtt.reasonable_offers_declined).toBeNull();
    expect(clocksOf(given, '2025-04-30').rtt.reasonable_offers_declined).toBe(0);
  });
});

describe('transfers (RTT-T1, T2)', () => {
  const atA: Given = ['2025-01-13', 'referral_received', { service: 'consultant_led', provider: 'A' }];
  const opinion = { from_provider: 'A', to_provider: 'B', clinical_responsibility_transfers: false };

  it.each<[string, Given[], string | null]>([
    ['none', [atA], 'A'],
    [
      'responsibility moves',
      [atA, ['2025-02-03', 'interprovider_transfer', { from_provider: 'A', to_provider: 'B', clinical_responsibility_transfers: true }]],
      'B',
    ],
    ['a transfer says by its name that it does', [atA, ['2025-02-03', 'interprovider_transfer', { to_provider: 'B' }]], 'B'],
    [
      'a transfer for one step only',
      [atA, ['2025-02-03', 'interprovider_transfer', opinion], ['2025-02-10', 'onward_referral_received', { provider: 'B' }]],
      'A',
    ],
    [
      'an opinion only',
      [
        atA,
        ['2025-02-03', 'interprovider_opinion_requested', opinion],
        ['2025-02-10', 'onward_referral_received', { provider: 'B' }],
        ['2025-03-03', 'opinion_received', { from_provider: 'B' }],
      ],
      'A',
    ],
    ['an opinion by its name', [atA, ['2025-02-03', 'interprovider_opinion_requested', { to_provider: 'B' }]], 'A'],
    [
      'an opinion that takes the patient over',
      [atA, ['2025-02-03', 'interprovider_opinion_requested', { to_provider: 'B', clinical_responsibility_transfers: true }]],
      'B',
    ],
    [
      'after the opinion a real onward referral',
      [
        atA,
        ['2025-02-03', 'interprovider_opinion_requested', opinion],
        ['2025-02-20', 'opinion_received'],
        ['2025-03-03', 'onward_referral_received', { provider: 'C' }],
      ],
      'C',
    ],
    ['received by the next provider', [atA, ['2025-03-03', 'onward_referral_received', { provider: 'B' }]], 'B'],
    ['the sender is known from the request', [REFERRED, ['2025-02-03', 'interprovider_opinion_requested', opinion]], 'A'],
    ['rejected and sent on', [atA, ['2025-02-03', 're_referral_received', { provider: 'P2', same_request: true }]], 'P2'],
    ['a receipt while a clock runs', [atA, ['2025-02-03', 'ers_ubrn_converted', { service: 'consultant_led', provider: 'B' }]], 'B'],
    ['nobody says', [REFERRED], null],
  ])('%s: the start stays', (_, given, reports) => {
    const result = clocksOf(given, '2025-04-30');
    expect(periods(result)).toEqual(['running 2025-01-13, 107 days']);
    expect(result.rtt.reporting_provider).toBe(reports);
  });

  it('outside a clock move nobody', () => {
    const given: Given[] = [
      atA,
      ['2025-02-03', 'first_treatment'],
      ['2025-03-03', 'interprovider_transfer', { to_provider: 'B' }],
      ['2025-03-10', 'onward_referral_received', { provider: 'B' }],
    ];
    const result = clocksOf(given, '2025-04-30');
    expect(periods(result)).toEqual(['stopped 2025-01-13 to 2025-02-03, 21 days, first_treatment 30']);
    expect(result.rtt.reporting_provider).toBe('A');
  });

  it('are named by their rule', () => {
    const moved = clocksOf([atA, ['2025-02-03', 'interprovider_transfer', { to_provider: 'B' }]], '2025-04-30');
    expect(rulesOf(moved, 'rtt')).toEqual(['RTT-S1', 'RTT-T1']);
    const asked = clocksOf([atA, ['2025-02-03', 'interprovider_opinion_requested', { to_provider: 'B' }]], '2025-04-30');
    expect(rulesOf(asked, 'rtt')).toEqual(['RTT-S1', 'RTT-T2']);
  });
});
