import { clocksOf, type Given, periods, REFERRED, rttReads } from './case-of';

const LED = { service: 'consultant_led' };
const NONE = ['no_clock'];

rttReads('a clock starts on receipt (RTT-S1 to S3, S10, S13, S14, S17)', [
  ['a referral to a consultant-led service', [REFERRED], ['running 2025-01-13, 107 days'], ['RTT-S1']],
  [
    'a date-stamped letter: not the day it was written, not the day it was keyed',
    [
      ['2025-03-01', 'referral_letter_written'],
      ['2025-03-04', 'referral_received', { ...LED, form: 'letter_date_stamped' }],
      ['2025-03-10', 'referral_registered_on_system'],
    ],
    ['running 2025-03-04, 57 days'],
    ['RTT-S3', 'RTT-S1', 'RTT-S3'],
  ],
  [
    'a drop-in clinic, the day the patient comes',
    [['2025-03-04', 'referral_received', { ...LED, form: 'drop_in' }]],
    ['running 2025-03-04, 57 days'],
    ['RTT-S1'],
  ],
  [
    'straight to test: the test is a step on the way',
    [
      ['2025-03-03', 'referral_received', { ...LED, straight_to_test: true }],
      ['2025-03-20', 'diagnostic_test_done', { test: 'colonoscopy' }],
    ],
    ['running 2025-03-03, 58 days'],
    ['RTT-S17', 'RTT-X1'],
  ],
  [
    'out of an emergency: the elective referral, not the emergency',
    [
      ['2025-03-01', 'emergency_attendance'],
      ['2025-03-02', 'emergency_admission'],
      ['2025-03-04', 'referral_received', { ...LED, source: 'emergency_department' }],
    ],
    ['running 2025-03-04, 57 days'],
    ['RTT-S13', 'RTT-S13', 'RTT-S13'],
  ],
  [
    'an emergency from beginning to end',
    [
      ['2025-03-01', 'emergency_admission'],
      ['2025-03-01', 'treatment_given', { setting: 'emergency' }],
    ],
    NONE,
    ['RTT-S13', 'RTT-S13'],
  ],
  [
    'status 10 on the first attendance is not the start',
    [REFERRED, ['2025-03-17', 'first_attended', { rtt_status: '10' }]],
    ['running 2025-01-13, 107 days'],
    ['RTT-S1', 'RTT-X1'],
  ],
  [
    'by telephone, and no letter follows: the call',
    [['2025-03-04', 'verbal_referral_made', { ...LED, letter_follows: false }]],
    ['running 2025-03-04, 57 days'],
    ['RTT-S10'],
  ],
  [
    'by telephone, no letter was to follow, and another paper arrives: still the call',
    [
      ['2025-03-04', 'verbal_referral_made', { ...LED, letter_follows: false }],
      ['2025-03-10', 'referral_received', LED],
    ],
    ['running 2025-03-04, 57 days'],
    ['RTT-S10', 'RTT-S6'],
  ],
  [
    'by telephone with a letter: the arrival of the letter',
    [
      ['2025-03-04', 'verbal_referral_made', { ...LED, letter_follows: true }],
      ['2025-03-10', 'referral_received', { ...LED, form: 'letter' }],
      ['2025-03-12', 'referral_received', { ...LED, form: 'letter' }],
    ],
    ['running 2025-03-10, 51 days'],
    ['RTT-S10', 'RTT-S10', 'RTT-S6'],
  ],
  [
    'by telephone, seen before any letter: the call stands',
    [
      ['2025-03-04', 'verbal_referral_made', LED],
      ['2025-03-06', 'first_attended'],
      ['2025-03-10', 'referral_received', { ...LED, form: 'letter' }],
    ],
    ['running 2025-03-04, 57 days'],
    ['RTT-S10', 'RTT-X1', 'RTT-S6'],
  ],
  [
    'a call about a patient whose clock runs',
    [REFERRED, ['2025-03-04', 'verbal_referral_made', LED], ['2025-03-06', 'referral_received', LED]],
    ['running 2025-01-13, 107 days'],
    ['RTT-S1', 'RTT-S6'],
  ],
  [
    'a wrong clinic changes nothing',
    [REFERRED, ['2025-02-03', 'booked_into_wrong_clinic'], ['2025-02-10', 're_referred_internally_to_correct_clinic']],
    ['running 2025-01-13, 107 days'],
    ['RTT-S1', 'RTT-S11', 'RTT-S11'],
  ],
  [
    'each of the urgent cancer referrals',
    [['2025-03-03', 'breast_symptomatic_referral_received']],
    ['running 2025-03-03, 58 days'],
    ['RTT-S1'],
  ],
  [
    'screening',
    [['2025-03-03', 'cancer_screening_referral_received', { programme: 'bowel' }]],
    ['running 2025-03-03, 58 days'],
    ['RTT-S1'],
  ],
]);

rttReads('a clock starts in e-RS (RTT-S4 to S8)', [
  [
    'the first booking, not the creation',
    [
      ['2025-02-24', 'ers_referral_created', LED],
      ['2025-03-03', 'ers_ubrn_converted', LED],
    ],
    ['running 2025-03-03, 58 days'],
    ['RTT-S4', 'RTT-S4'],
  ],
  ['created and never booked', [['2025-02-24', 'ers_referral_created', LED]], NONE, ['RTT-S4']],
  [
    'a booking that repeats no service has that of its request',
    [
      ['2025-02-24', 'ers_referral_created', { service: 'community_non_consultant_led' }],
      ['2025-03-03', 'ers_ubrn_converted'],
    ],
    NONE,
    ['RTT-S4', 'RTT-P6'],
  ],
  [
    'the slot issue worklist, not the day it was opened, not the later booking',
    [
      ['2025-03-03', 'ers_asi_worklist_entered', LED],
      ['2025-03-05', 'ers_asi_notification_opened'],
      ['2025-03-20', 'ers_ubrn_converted', LED],
    ],
    ['running 2025-03-03, 58 days'],
    ['RTT-S5', 'RTT-S5', 'RTT-S6'],
  ],
  [
    'an earlier clinical assessment service on the same UBRN wins',
    [
      ['2025-03-03', 'ers_clinical_assessment_service_booked', { service: 'interface' }],
      ['2025-03-20', 'ers_ubrn_converted', LED],
    ],
    ['running 2025-03-03, 58 days'],
    ['RTT-S6', 'RTT-S6'],
  ],
  [
    'rejected by the chosen provider and sent on',
    [
      ['2025-03-03', 'ers_ubrn_converted', { ...LED, provider: 'P1' }],
      ['2025-03-10', 'ers_referral_rejected', { provider: 'P1' }],
      ['2025-03-12', 're_referral_received', { provider: 'P2', same_request: true }],
    ],
    ['running 2025-03-03, 58 days'],
    ['RTT-S4', 'RTT-S7', 'RTT-S7'],
  ],
  [
    'of two linked UBRNs the first',
    [
      ['2025-03-03', 'ers_ubrn_converted', { service: 'interface', ubrn: 'first' }],
      ['2025-03-17', 'ers_second_ubrn_created', { ubrn: 'second' }],
      ['2025-03-20', 'ers_ubrn_converted', { ...LED, ubrn: 'second' }],
    ],
    ['running 2025-03-03, 58 days'],
    ['RTT-S4', 'RTT-S8', 'RTT-S6'],
  ],
  [
    'a test by itself is ordered by the GP',
    [
      ['2025-02-24', 'ers_referral_created', { test: 'mri' }],
      ['2025-03-03', 'ers_ubrn_converted'],
    ],
    NONE,
    ['RTT-S4', 'RTT-P5'],
  ],
  ['a test on the slot issue worklist', [['2025-03-03', 'ers_asi_worklist_entered', { test: 'colonoscopy' }]], NONE, ['RTT-P5']],
  [
    'a test of a consultant-led service',
    [['2025-03-03', 'ers_ubrn_converted', { ...LED, test: 'mri' }]],
    ['running 2025-03-03, 58 days'],
    ['RTT-S4'],
  ],
]);

rttReads('a clock starts at a service that may refer on (RTT-S2, S8, P4 to P6)', [
  [
    'an interface service, which then refers on',
    [
      ['2025-03-03', 'referral_to_interface_service', { received: true }],
      ['2025-03-10', 'first_attended', { service: 'interface' }],
      ['2025-03-17', 'onward_referral', { to: 'acute' }],
      ['2025-03-20', 'onward_referral_received', { provider: 'acute', ...LED }],
    ],
    ['running 2025-03-03, 58 days'],
    ['RTT-S2', 'RTT-X1', 'RTT-S8', 'RTT-T1'],
  ],
  [
    'named as a service of the referral',
    [['2025-03-03', 'referral_received', { service: 'interface' }]],
    ['running 2025-03-03, 58 days'],
    ['RTT-S2'],
  ],
  ['not before the interface service has it', [['2025-03-03', 'referral_to_interface_service', { received: false }]], NONE, ['RTT-S8']],
  ['referral management', [['2025-03-03', 'referral_to_referral_management_service']], ['running 2025-03-03, 58 days'], ['RTT-S2']],
  [
    'not before referral management has it',
    [['2025-03-03', 'referral_to_referral_management_service', { received: false }]],
    NONE,
    ['RTT-S2'],
  ],
  [
    'referral management that cannot refer on',
    [['2025-03-03', 'referral_to_referral_management_service', { received: true, can_refer_on: false }]],
    NONE,
    ['RTT-S2'],
  ],
  [
    'a community service without a consultant',
    [['2025-03-03', 'referral_received', { service: 'community_non_consultant_led' }]],
    NONE,
    ['RTT-P6'],
  ],
  [
    'a GP with an extended role who works alone, and then sends the patient on',
    [
      ['2025-03-03', 'referral_received', { service: 'practitioner_with_extended_role_standalone' }],
      ['2025-04-01', 'onward_referral_received', { provider: 'acute', ...LED }],
    ],
    ['running 2025-04-01, 29 days'],
    ['RTT-P4', 'RTT-S1'],
  ],
  [
    'a test of the GP, and the referral that follows it',
    [
      ['2025-03-03', 'direct_access_test_requested'],
      ['2025-04-01', 'onward_referral_received', { provider: 'acute', ...LED }],
    ],
    ['running 2025-04-01, 29 days'],
    ['RTT-P5', 'RTT-S1'],
  ],
  [
    'a test that the GP orders and keeps',
    [['2025-03-03', 'diagnostic_test_requested', { test: 'ct', source: 'gp_direct_access' }]],
    NONE,
    ['RTT-P5'],
  ],
  [
    'a test of a consultant-led service with a view to treatment',
    [['2025-03-03', 'diagnostic_test_requested', { test: 'ct', with_view_to_treatment: true }]],
    ['running 2025-03-03, 58 days'],
    ['RTT-S17'],
  ],
  [
    'a test with no view to treatment',
    [['2025-03-03', 'diagnostic_test_requested', { test: 'ct', with_view_to_treatment: false }]],
    NONE,
    [],
  ],
]);

rttReads('a self-referral counts once ratified, from its receipt (RTT-S9)', [
  [
    'ratified',
    [
      ['2025-03-03', 'self_referral_received', { ...LED, route_agreed_by_commissioner: true }],
      ['2025-03-10', 'self_referral_ratified'],
    ],
    ['running 2025-03-03, 58 days'],
    ['RTT-S9', 'RTT-S9'],
  ],
  ['not yet ratified', [['2025-03-03', 'self_referral_received', LED]], NONE, ['RTT-S9']],
  [
    'not ratified, and a later ratification of nothing',
    [
      ['2025-03-03', 'self_referral_received'],
      ['2025-03-10', 'self_referral_not_ratified'],
      ['2025-03-12', 'self_referral_ratified'],
    ],
    NONE,
    ['RTT-S9', 'RTT-S9'],
  ],
  [
    'on a route that the commissioner has not agreed',
    [
      ['2025-03-03', 'self_referral_received', { ...LED, route_agreed_by_commissioner: false }],
      ['2025-03-10', 'self_referral_ratified'],
    ],
    NONE,
    ['RTT-S9', 'RTT-S9'],
  ],
  [
    'to a service that RTT does not cover',
    [
      ['2025-03-03', 'self_referral_received', { service: 'community_non_consultant_led' }],
      ['2025-03-10', 'self_referral_ratified'],
    ],
    NONE,
    ['RTT-S9', 'RTT-P6'],
  ],
]);

rttReads('advice starts nothing until the provider turns it into a referral (RTT-S16)', [
  [
    'advice and no more',
    [
      ['2025-03-03', 'advice_requested'],
      ['2025-03-06', 'advice_given'],
    ],
    NONE,
    ['RTT-S16', 'RTT-S16'],
  ],
  [
    'converted: the day of the conversion',
    [
      ['2025-03-03', 'advice_requested'],
      ['2025-03-10', 'advice_request_converted_to_referral', { by: 'provider' }],
    ],
    ['running 2025-03-10, 51 days'],
    ['RTT-S16', 'RTT-S16'],
  ],
  [
    'converted while a clock runs',
    [REFERRED, ['2025-03-10', 'advice_request_converted_to_referral']],
    ['running 2025-01-13, 107 days'],
    ['RTT-S1'],
  ],
]);

rttReads('from another country of the UK (RTT-S12, M11)', [
  [
    'a Welsh patient of an English service waits as others do',
    [['2025-01-13', 'referral_received', { ...LED, commissioner_country: 'Wales' }]],
    ['running 2025-01-13, 107 days'],
    ['RTT-S1', 'RTT-M11'],
  ],
  [
    'responsibility moves: nothing runs until the English provider has the referral',
    [
      ['2025-01-13', 'referral_received', { ...LED, commissioner_country: 'Scotland' }],
      ['2025-03-03', 'commissioner_responsibility_moves_to_england'],
    ],
    NONE,
    ['RTT-S1', 'RTT-M11', 'RTT-S12'],
  ],
  [
    'and then counts from that receipt',
    [
      ['2025-01-13', 'referral_received', { ...LED, commissioner_country: 'Scotland' }],
      ['2025-03-03', 'commissioner_responsibility_moves_to_england'],
      ['2025-03-10', 'referral_received', { ...LED, commissioner_country: 'England' }],
      ['2025-03-12', 'commissioner_responsibility_moves_to_england'],
    ],
    ['running 2025-03-10, 51 days'],
    ['RTT-S1', 'RTT-M11', 'RTT-S12', 'RTT-S1'],
  ],
  [
    'an English patient loses nothing by a mistaken entry',
    [REFERRED, ['2025-03-03', 'commissioner_responsibility_moves_to_england']],
    ['running 2025-01-13, 107 days'],
    ['RTT-S1'],
  ],
]);

describe('a start that nobody knows (RTT-S15)', () => {
  const received: Given = ['2025-02-03', 'onward_referral_received', { provider: 'B', clock_start_known: false }];

  it('is never the day of receipt, has no days, and counts', () => {
    const result = clocksOf([received], '2025-04-30');
    expect(periods(result)).toEqual(['running_unknown_start']);
    expect(result.rtt).toMatchObject({ reporting_provider: 'B', counts_in_rtt_return: true, over_52_weeks: null, rtt_week_band: null });
    expect(result.warnings).toEqual(['The clock start is unknown: establish it with the provider that sent the patient.']);
  });

  it('stops with a known day and without days', () => {
    const result = clocksOf([received, ['2025-03-03', 'first_treatment', { setting: 'outpatient' }]], '2025-04-30');
    expect(periods(result)).toEqual(['stopped unknown to 2025-03-03, first_treatment 30']);
  });
});

describe('what a validator is asked about a start', () => {
  it.each<[string, Given[], string[]]>([
    [
      'a letter that is to come',
      [['2025-03-04', 'verbal_referral_made', { letter_follows: true }]],
      ['A letter was to follow the telephone referral: its arrival will be the start.'],
    ],
    ['a call of which no letter is known', [['2025-03-04', 'verbal_referral_made', LED]], []],
    [
      'a ratification of nothing',
      [['2025-03-04', 'self_referral_ratified']],
      ['A self-referral was ratified of which no receipt is recorded: no clock starts.'],
    ],
    [
      'another referral while a clock runs',
      [REFERRED, ['2025-03-04', 're_referral_received', { same_request: false }]],
      ['A new referral arrived while a clock of an earlier one runs: say whether the earlier one has ended.'],
    ],
    ['the same referral again', [REFERRED, ['2025-03-04', 're_referral_received', { same_request: true }]], []],
  ])('%s', (_, given, warnings) => {
    expect(clocksOf(given, '2025-04-30').warnings).toEqual(warnings);
  });
});
