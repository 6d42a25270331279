import { DEFAULT_SETTINGS, dm01Band, dm01Test } from '../index';
import { clocksOf, type Choices, type Given, later, rulesOf, test } from './case-of';

const MRI: Given = ['2025-03-03', 'diagnostic_test_requested', { test: 'mri' }];
const OFFER = (made: string, forDate: string): Given => [made, 'appointment_offered', { for_date: forDate, test: 'mri' }];
const DECLINE = (on: string, forDate: string): Given => [on, 'offer_declined', { for_date: forDate }];

/** The diagnostic clocks on 30 April 2025, and the rules that are given for them. */
const reads = (given: readonly Given[], choices?: Choices) => {
  const result = clocksOf(given, '2025-04-30', choices);
  return [result.diagnostics.map(test), rulesOf(result, 'diagnostics')];
};

describe('a test waits from its request until it is done (DX-1, DX-5)', () => {
  it.each<[string, Given[], string[], string[]]>([
    ['waiting', [MRI], ['mri: waiting 2025-03-03, 58 days'], ['DX-1']],
    [
      'done, and reported later',
      [MRI, ['2025-03-20', 'diagnostic_test_done', { test: 'mri' }], ['2025-04-01', 'diagnostic_result_reported', { test: 'mri' }]],
      ['mri: done 2025-03-03 to 2025-03-20, 17 days'],
      ['DX-1', 'DX-1'],
    ],
    [
      'reported while another waits',
      [MRI, ['2025-04-01', 'diagnostic_result_reported']],
      ['mri: waiting 2025-03-03, 58 days'],
      ['DX-1', 'DX-1'],
    ],
    [
      'a result says which test is done only by its name',
      [MRI, ['2025-03-20', 'diagnostic_test_done', { test: 'ct' }]],
      ['mri: waiting 2025-03-03, 58 days'],
      ['DX-1'],
    ],
    [
      'the only open test needs no name',
      [MRI, ['2025-03-20', 'diagnostic_test_done']],
      ['mri: done 2025-03-03 to 2025-03-20, 17 days'],
      ['DX-1', 'DX-1'],
    ],
    [
      'a local code counts as its test',
      [
        ['2025-03-03', 'diagnostic_test_requested', { test: 'mri-knee' }],
        ['2025-03-20', 'diagnostic_test_done', { test: 'mri' }],
      ],
      ['mri-knee: done 2025-03-03 to 2025-03-20, 17 days'],
      ['DX-1', 'DX-1'],
    ],
    [
      'asked for twice: one clock',
      [MRI, ['2025-03-10', 'diagnostic_test_requested', { test: 'mri' }]],
      ['mri: waiting 2025-03-03, 58 days'],
      ['DX-1', 'DX-5'],
    ],
    [
      'asked for again after it was done: another clock',
      [MRI, ['2025-03-20', 'diagnostic_test_done', { test: 'mri' }], ['2025-04-01', 'diagnostic_test_requested', { test: 'mri' }]],
      ['mri: done 2025-03-03 to 2025-03-20, 17 days', 'mri: waiting 2025-04-01, 29 days'],
      ['DX-1', 'DX-1', 'DX-1'],
    ],
    [
      'ordered by the GP',
      [['2025-03-03', 'diagnostic_test_requested', { test: 'ct', source: 'gp_direct_access' }]],
      ['ct: waiting 2025-03-03, 58 days'],
      ['DX-1'],
    ],
    [
      'in e-RS from the first booking, with the test of the request',
      [
        ['2025-02-24', 'ers_referral_created', { test: 'mri' }],
        ['2025-03-03', 'ers_ubrn_converted'],
      ],
      ['mri: waiting 2025-03-03, 58 days'],
      ['DX-1'],
    ],
    [
      'in e-RS from the slot issue worklist',
      [['2025-03-03', 'ers_asi_worklist_entered', { test: 'colonoscopy' }]],
      ['colonoscopy: waiting 2025-03-03, 58 days'],
      ['DX-1'],
    ],
    [
      'in e-RS a clinic is no test',
      [
        ['2025-02-24', 'ers_referral_created', { test: 'mri' }],
        ['2025-02-25', 'ers_referral_created', { service: 'consultant_led' }],
        ['2025-03-03', 'ers_ubrn_converted'],
      ],
      [],
      [],
    ],
    ['a request that names no test', [['2025-03-03', 'diagnostic_test_requested']], [], []],
    ['a test done that nobody asked for', [['2025-03-03', 'diagnostic_test_done', { test: 'mri' }]], [], []],
  ])('%s', (_, given, tests, rules) => {
    expect(reads(given)).toEqual([tests, rules]);
  });

  it('with two open tests a fact has to say which', () => {
    const result = clocksOf(
      [MRI, ['2025-03-03', 'diagnostic_test_requested', { test: 'ct' }], ['2025-03-20', 'diagnostic_test_done']],
      '2025-04-30',
    );
    expect(result.diagnostics.map(test)).toEqual(['mri: waiting 2025-03-03, 58 days', 'ct: waiting 2025-03-03, 58 days']);
    expect(result.warnings).toEqual(['"diagnostic_test_done" of 2025-03-20 does not say which test: no diagnostic clock is changed.']);
  });
});

describe('within six weeks is fewer than 42 days (DX-2, DX-3)', () => {
  it.each([
    [0, '00 < 01 Week', true, 0],
    [6, '00 < 01 Week', true, 0],
    [7, '01 < 02 Weeks', true, 1],
    [41, '05 < 06 Weeks', true, 5],
    [42, '06 < 07 Weeks', false, 6],
    [63, '09 < 10 Weeks', false, 9],
    [84, '12 < 13 Weeks', false, 12],
    [90, '12 < 13 Weeks', false, 12],
    [91, '13+ Weeks', false, 13],
    [400, '13+ Weeks', false, 57],
  ])('%i days', (days, band, within, weeks) => {
    const [clock] = clocksOf([MRI], later('2025-03-03', days)).diagnostics;
    expect(clock).toMatchObject({ days_waited: days, dm01_band: band, within_6_weeks: within, weeks_waited_completed: weeks });
    expect(dm01Band(days)).toBe(band);
  });
});

describe('what counts as one of the fifteen', () => {
  it.each([
    ['mri-knee', 'mri'],
    ['ct-head', 'ct'],
    ['ultrasound-abdomen', 'non_obstetric_ultrasound'],
    ['dexa', 'dexa_scan'],
    ['audiogram', 'audiology_assessments'],
    ['audiology-child', 'audiology_assessments'],
    ['echo', 'echocardiography'],
    ['sleep-study', 'sleep_studies'],
    ['sleep_study', 'sleep_studies'],
    ['colonoscopy-full', 'colonoscopy'],
    ['surveillance_colonoscopy', 'colonoscopy'],
    ['surveillance-colonoscopy', 'colonoscopy'],
    ['check_cystoscopy', 'cystoscopy'],
    ['flexible-sigmoidoscopy', 'flexible_sigmoidoscopy'],
    ['gastroscopy-1', 'gastroscopy'],
    ['urodynamics', 'urodynamics'],
    ['barium_enema', 'barium_enema'],
    ['electrophysiology', 'electrophysiology'],
    ['peripheral_neurophysiology', 'peripheral_neurophysiology'],
    ['plain_x_ray', undefined],
    ['fact-mri', undefined],
    ['ctg', undefined],
    ['mris', undefined],
    ['my-echo', undefined],
    ['toString', undefined],
    ['my-colonoscopy', undefined],
    ['a-ultrasound', undefined],
    ['a-ct', undefined],
    ['a-dexa', undefined],
    ['a-audiogram', undefined],
    ['a-sleep-study', undefined],
    ['a-cystoscopy', undefined],
    ['a-gastroscopy', undefined],
    ['a-flexible-sigmoidoscopy', undefined],
  ])('%s: %s', (code, counted) => {
    expect(dm01Test(code)).toBe(counted);
  });
});

describe('out of scope (DX-5, DX-7, DX-11)', () => {
  const scotland: Given = ['2025-03-01', 'referral_received', { commissioner_country: 'Scotland' }];
  it.each<[string, Given[], string, string, string]>([
    [
      'not one of the fifteen',
      [['2025-03-03', 'diagnostic_test_requested', { test: 'plain_x_ray' }]],
      'plain_x_ray: out_of_scope',
      'waiting_list',
      'DX-5',
    ],
    [
      'a treatment',
      [['2025-03-03', 'diagnostic_test_requested', { test: 'cystoscopy', primary_purpose: 'therapeutic' }]],
      'cystoscopy: out_of_scope',
      'waiting_list',
      'DX-5',
    ],
    [
      'an inpatient',
      [['2025-03-03', 'diagnostic_test_requested', { test: 'mri', patient_is_inpatient: true }]],
      'mri: out_of_scope',
      'unscheduled',
      'DX-11',
    ],
    [
      'a screening programme',
      [['2025-03-03', 'diagnostic_test_requested', { test: 'mri', source: 'screening_programme' }]],
      'mri: out_of_scope',
      'waiting_list',
      'DX-11',
    ],
    ['commissioned elsewhere', [scotland, MRI], 'mri: out_of_scope', 'waiting_list', 'DX-11'],
    ['done privately', [MRI, ['2025-03-10', 'patient_opts_for_private_diagnostics']], 'mri: out_of_scope', 'waiting_list', 'DX-11'],
    ['declined', [MRI, ['2025-03-10', 'patient_declined_all_diagnostics']], 'mri: out_of_scope', 'waiting_list', 'DX-5'],
    ['died', [MRI, ['2025-03-10', 'died']], 'mri: out_of_scope', 'waiting_list', 'DX-5'],
    [
      'planned, and not one of the fifteen',
      [['2025-03-03', 'planned_diagnostic_listed', { test: 'plain_x_ray', due_date: '2025-04-01' }]],
      'plain_x_ray: out_of_scope',
      'planned',
      'DX-6',
    ],
  ])('%s', (_, given, clock, activity, rule) => {
    const result = clocksOf(given, '2025-04-30');
    expect(result.diagnostics.map(test)).toEqual([clock]);
    expect(result.diagnostics[0]).toMatchObject({
      activity_type: activity,
      dm01_band: null,
      within_6_weeks: null,
      weeks_waited_completed: null,
    });
    expect(rulesOf(result, 'diagnostics').at(-1)).toBe(rule);
  });

  it.each<[string, Given[]]>([
    [
      'in scope: a diagnosis',
      [['2025-03-03', 'diagnostic_test_requested', { test: 'mri', primary_purpose: 'diagnostic', patient_is_inpatient: false }]],
    ],
    ['in scope again once England is responsible', [scotland, ['2025-03-02', 'commissioner_responsibility_moves_to_england'], MRI]],
    ['in scope after an English referral', [scotland, ['2025-03-02', 'referral_received', { commissioner_country: 'England' }], MRI]],
    ['in scope after a referral that names no country', [['2025-03-02', 'referral_received'], MRI]],
  ])('%s', (_, given) => {
    expect(clocksOf(given, '2025-04-30').diagnostics.map(test)).toEqual(['mri: waiting 2025-03-03, 58 days']);
  });

  it('each unconfirmed exclusion can be switched off', () => {
    const none: Choices = { unconfirmed: { excludedFromDm01: [] } };
    for (const keys of [{ primary_purpose: 'therapeutic' }, { patient_is_inpatient: true }, { source: 'screening_programme' }])
      expect(reads([['2025-03-03', 'diagnostic_test_requested', { test: 'mri', ...keys }]], none)).toEqual([
        ['mri: waiting 2025-03-03, 58 days'],
        ['DX-1'],
      ]);
    expect(reads([scotland, MRI], none)).toEqual([['mri: waiting 2025-03-03, 58 days'], ['DX-1']]);
    expect(reads([MRI, ['2025-03-10', 'patient_opts_for_private_diagnostics']], none)).toEqual([
      ['mri: waiting 2025-03-03, 58 days'],
      ['DX-1'],
    ]);
    expect(DEFAULT_SETTINGS.unconfirmed).toEqual({
      testWaitRestartsWhenPatientMissesOrCancels: true,
      testWaitRestartsAfterTwoDeclinedOffers: true,
      excludedFromDm01: ['inpatient', 'screening', 'therapeutic', 'private', 'non_english_commissioner'],
      firstSeenAdjustment: true,
      declinedAdmissionAdjustment: true,
      convertedAdviceStartsClock: true,
    });
  });

  it('a test that was done stays done, whatever comes after', () => {
    expect(reads([MRI, ['2025-03-20', 'diagnostic_test_done', { test: 'mri' }], ['2025-03-21', 'died']])[0]).toEqual([
      'mri: done 2025-03-03 to 2025-03-20, 17 days',
    ]);
  });
});

describe('planned tests (DX-6)', () => {
  const listed: Given = ['2024-06-03', 'planned_diagnostic_listed', { test: 'colonoscopy', due_date: '2025-04-01' }];
  it.each<[string, Given[], string, string]>([
    [
      'not due',
      [['2024-06-03', 'planned_diagnostic_listed', { test: 'colonoscopy', due_date: '2025-05-01' }]],
      'colonoscopy: not_started',
      'planned',
    ],
    [
      'due on the as-of day',
      [['2024-06-03', 'planned_diagnostic_listed', { test: 'colonoscopy', due_date: '2025-04-30' }]],
      'colonoscopy: waiting 2025-04-30, 0 days',
      'waiting_list',
    ],
    ['overdue', [listed], 'colonoscopy: waiting 2025-04-01, 29 days', 'waiting_list'],
    [
      'overdue and seen to be',
      [listed, ['2025-04-02', 'planned_due_date_reached', { test: 'colonoscopy', treated: false }]],
      'colonoscopy: waiting 2025-04-01, 29 days',
      'waiting_list',
    ],
    ['done early', [listed, ['2025-03-20', 'diagnostic_test_done', { test: 'colonoscopy' }]], 'colonoscopy: not_started', 'planned'],
    ['done on the day', [listed, ['2025-04-01', 'surveillance_test_done', { test: 'colonoscopy' }]], 'colonoscopy: not_started', 'planned'],
    [
      'seen to be due and done',
      [listed, ['2025-04-01', 'planned_due_date_reached', { test: 'colonoscopy', treated: true }]],
      'colonoscopy: not_started',
      'planned',
    ],
    [
      'done late',
      [listed, ['2025-04-10', 'diagnostic_test_done', { test: 'colonoscopy' }]],
      'colonoscopy: done 2025-04-01 to 2025-04-10, 9 days',
      'waiting_list',
    ],
    [
      'due, and never seen listed',
      [['2025-04-01', 'planned_due_date_reached', { test: 'surveillance_colonoscopy' }]],
      'surveillance_colonoscopy: waiting 2025-04-01, 29 days',
      'waiting_list',
    ],
    [
      'planned for another day',
      [listed, ['2025-03-03', 'planned_diagnostic_listed', { test: 'colonoscopy', due_date: '2025-04-10' }]],
      'colonoscopy: waiting 2025-04-10, 20 days',
      'waiting_list',
    ],
    [
      'planned again when it waits already',
      [listed, ['2025-04-10', 'planned_diagnostic_listed', { test: 'colonoscopy', due_date: '2025-06-02' }]],
      'colonoscopy: waiting 2025-04-01, 29 days',
      'waiting_list',
    ],
    [
      'missed before it is due: no wait to start again',
      [listed, ['2025-03-20', 'dna_diagnostic_test', { test: 'colonoscopy' }]],
      'colonoscopy: waiting 2025-04-01, 29 days',
      'waiting_list',
    ],
  ])('%s', (_, given, clock, activity) => {
    const { diagnostics } = clocksOf(given, '2025-04-30');
    expect(diagnostics.map(test)).toEqual([clock]);
    expect(diagnostics[0]).toMatchObject({ activity_type: activity, resets: [] });
  });

  it('are explained on the day that they fall due', () => {
    expect(
      clocksOf([listed], '2025-04-30')
        .explanation.filter(({ clock }) => clock === 'diagnostics')
        .map(({ on, rule }) => [on, rule]),
    ).toEqual([
      ['2024-06-03', 'DX-6'],
      ['2025-04-01', 'DX-6'],
    ]);
  });

  it('without a test or a date', () => {
    expect(clocksOf([['2025-03-03', 'planned_diagnostic_listed', { test: 'colonoscopy' }]], '2025-04-30')).toMatchObject({
      diagnostics: [],
      warnings: ['A planned colonoscopy has no due date: it cannot be seen to be overdue.'],
    });
    expect(
      clocksOf(
        [
          ['2025-03-03', 'planned_diagnostic_listed', { due_date: '2025-04-01' }],
          ['2025-04-01', 'planned_due_date_reached'],
          ['2025-04-01', 'planned_due_date_reached', { test: 'mri', treated: true }],
        ],
        '2025-04-30',
      ).diagnostics,
    ).toEqual([]);
  });
});

describe('what starts the wait again (DX-8 to DX-10, CF9)', () => {
  const booked: Given = ['2025-03-05', 'appointment_booked', { test: 'mri', for_date: '2025-04-01' }];
  const cancelled: Given = ['2025-03-20', 'patient_cancelled', { test: 'mri' }];
  const fromNotice: Choices = { readings: { CF9: 'notice_date' } };
  const twice = [
    OFFER('2025-03-04', '2025-04-01'),
    DECLINE('2025-03-05', '2025-04-01'),
    OFFER('2025-03-06', '2025-04-10'),
    DECLINE('2025-03-07', '2025-04-10'),
  ];

  it.each<[string, Given[], string, Choices?]>([
    ['missed', [MRI, ['2025-04-01', 'dna_diagnostic_test', { test: 'mri' }]], '2025-04-01'],
    ['missed as a first appointment', [MRI, ['2025-04-01', 'dna_first_appointment', { appointment: 'diagnostic_test' }]], '2025-04-01'],
    ['missed as a later appointment', [MRI, ['2025-04-01', 'dna_subsequent', { appointment: 'diagnostic_test' }]], '2025-04-01'],
    ['a missed clinic is no missed test', [MRI, ['2025-04-01', 'dna_subsequent', { appointment: 'follow_up' }]], '2025-03-03'],
    [
      'missed, where the service does not restart',
      [MRI, ['2025-04-01', 'dna_diagnostic_test', { test: 'mri' }]],
      '2025-03-03',
      { unconfirmed: { testWaitRestartsWhenPatientMissesOrCancels: false } },
    ],
    ['cancelled: the day that was booked', [MRI, booked, cancelled], '2025-04-01'],
    ['cancelled: the day of the notice', [MRI, booked, cancelled], '2025-03-20', fromNotice],
    ['cancelled for a named day', [MRI, ['2025-03-20', 'patient_cancelled', { test: 'mri', for_date: '2025-04-10' }]], '2025-04-10'],
    [
      'cancelled for a day still to come: the old wait goes on until then',
      [MRI, ['2025-03-20', 'patient_cancelled', { test: 'mri', for_date: '2025-05-01' }]],
      '2025-03-03',
    ],
    [
      'cancelled for a day long gone: the notice',
      [MRI, ['2025-03-20', 'patient_cancelled', { test: 'mri', for_date: '2025-01-01' }]],
      '2025-03-20',
    ],
    ['cancelled with no day known', [MRI, cancelled], '2025-03-20'],
    [
      'cancelled as an appointment for a test',
      [MRI, ['2025-03-20', 'patient_cancelled', { appointment: 'diagnostic_test' }]],
      '2025-03-20',
    ],
    ['a cancelled clinic is no cancelled test', [MRI, ['2025-03-20', 'patient_cancelled', { appointment: 'first' }]], '2025-03-03'],
    [
      'cancelled, where the service does not restart',
      [MRI, cancelled],
      '2025-03-03',
      { unconfirmed: { testWaitRestartsWhenPatientMissesOrCancels: false } },
    ],
    [
      'cancelled twice, the second time with no booking in between',
      [MRI, booked, cancelled, ['2025-04-10', 'patient_cancelled', { test: 'mri' }]],
      '2025-04-10',
    ],
    ['cancelled by the provider', [MRI, ['2025-03-20', 'provider_cancelled', { test: 'mri' }]], '2025-03-03'],
    ['two reasonable dates declined: the first of them', [MRI, ...twice], '2025-04-01'],
    [
      'two declined, where the service does not restart',
      [MRI, ...twice],
      '2025-03-03',
      { unconfirmed: { testWaitRestartsAfterTwoDeclinedOffers: false } },
    ],
    [
      'two declined without naming the dates',
      [
        MRI,
        OFFER('2025-03-04', '2025-04-01'),
        ['2025-03-05', 'offer_declined'],
        OFFER('2025-03-06', '2025-04-10'),
        ['2025-03-07', 'offer_declined'],
      ],
      '2025-04-01',
    ],
    ['one declined', [MRI, ...twice.slice(0, 2)], '2025-03-03'],
    [
      'one of them with twenty days of notice',
      [MRI, OFFER('2025-03-04', '2025-03-24'), DECLINE('2025-03-05', '2025-03-24'), ...twice.slice(2)],
      '2025-03-03',
    ],
    [
      'both with 21 days of notice',
      [MRI, OFFER('2025-03-04', '2025-03-25'), DECLINE('2025-03-05', '2025-03-25'), ...twice.slice(2)],
      '2025-03-25',
    ],
    ['the same one declined twice', [MRI, ...twice.slice(0, 2), DECLINE('2025-03-08', '2025-04-01')], '2025-03-03'],
    [
      'offers of an admission',
      [
        MRI,
        ['2025-03-04', 'appointment_offered', { purpose: 'admission', test: 'mri', for_date: '2025-04-01' }],
        DECLINE('2025-03-05', '2025-04-01'),
        ...twice.slice(2),
      ],
      '2025-03-03',
    ],
    [
      'offers of a clinic',
      [MRI, ['2025-03-04', 'appointment_offered', { for_date: '2025-04-01' }], DECLINE('2025-03-05', '2025-04-01'), ...twice.slice(2)],
      '2025-03-03',
    ],
  ])('%s', (...[, given, from, choices]) => {
    const [clock] = clocksOf(given, '2025-04-30', choices).diagnostics;
    expect(clock).toMatchObject({ clock_state: 'waiting', clock_start: from });
    expect(clock?.resets.at(-1)?.on).toBe(from === '2025-03-03' ? undefined : from);
  });

  it('the kinds, in their order, with their days', () => {
    const given: Given[] = [
      MRI,
      ['2025-03-10', 'dna_diagnostic_test', { test: 'mri' }],
      ['2025-03-12', 'patient_cancelled', { test: 'mri' }],
      ...[
        OFFER('2025-03-13', '2025-04-10'),
        DECLINE('2025-03-13', '2025-04-10'),
        OFFER('2025-03-14', '2025-04-20'),
        DECLINE('2025-03-14', '2025-04-20'),
      ],
    ];
    const result = clocksOf(given, '2025-04-30');
    expect(result.diagnostics[0]).toMatchObject({
      days_waited: 20,
      resets: [
        { on: '2025-03-10', reason: 'did_not_attend' },
        { on: '2025-03-12', reason: 'patient_cancelled' },
        { on: '2025-04-10', reason: 'two_offers_declined' },
      ],
    });
    expect(rulesOf(result, 'diagnostics')).toEqual(['DX-1', 'DX-8', 'DX-8', 'DX-9']);
  });

  it('CF9 is spoken of only where notice and appointment differ', () => {
    expect(clocksOf([MRI, booked, cancelled], '2025-04-30').warnings).toEqual([
      'CF9: national texts differ on a test cancelled by the patient. Read here: appointment date (the other reading: notice date).',
    ]);
    expect(clocksOf([MRI, booked, cancelled], '2025-04-30', fromNotice).warnings).toEqual([
      'CF9: national texts differ on a test cancelled by the patient. Read here: notice date (the other reading: appointment date).',
    ]);
    expect(clocksOf([MRI, cancelled], '2025-04-30').warnings).toEqual([]);
  });

  it('never touches the RTT clock (DX-10)', () => {
    const { rtt } = clocksOf(
      [['2025-01-13', 'referral_received'], MRI, ['2025-04-01', 'dna_diagnostic_test', { test: 'mri' }]],
      '2025-04-30',
    );
    expect(rtt).toMatchObject({ clock_state: 'running', days_waited: 107 });
  });
});
