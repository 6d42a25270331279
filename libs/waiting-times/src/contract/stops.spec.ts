import { clocksOf, type Given, MONITORED, periods, REFERRED, rttReads } from './case-of';

const RUNS = ['running 2025-01-13, 107 days'];
const on3March = (reason: string) => [`stopped 2025-01-13 to 2025-03-03, 49 days, ${reason}`];
const TREATED = on3March('first_treatment 30');
const ADMITTED: Given = ['2025-03-03', 'admitted_for_first_treatment'];

rttReads('first definitive treatment (RTT-E1 to E5)', [
  [
    'in a clinic',
    [REFERRED, ['2025-03-03', 'first_treatment', { setting: 'outpatient', treatment: 'medication' }]],
    TREATED,
    ['RTT-S1', 'RTT-E1'],
  ],
  ['in an interface service', [REFERRED, ['2025-03-03', 'first_treatment', { setting: 'interface' }]], TREATED, ['RTT-S1', 'RTT-E1']],
  ['as a day case', [REFERRED, ['2025-03-03', 'first_treatment', { setting: 'daycase' }]], TREATED, ['RTT-S1', 'RTT-E2']],
  [
    'on the day of admission, though treated later',
    [REFERRED, ADMITTED, ['2025-03-05', 'first_treatment', { setting: 'inpatient' }]],
    TREATED,
    ['RTT-S1', 'RTT-E2'],
  ],
  ['admitted for cancer surgery', [REFERRED, ['2025-03-03', 'admitted_for_cancer_surgery']], TREATED, ['RTT-S1', 'RTT-E2']],
  [
    'first treatment of a cancer',
    [REFERRED, ['2025-03-03', 'cancer_first_treatment', { setting: 'outpatient' }]],
    TREATED,
    ['RTT-S1', 'RTT-E1'],
  ],
  ['treatment of a cancer', [REFERRED, ['2025-03-03', 'cancer_treatment', { setting: 'outpatient' }]], TREATED, ['RTT-S1', 'RTT-E1']],
  [
    'a device: fitting, not measuring',
    [
      REFERRED,
      ['2025-02-03', 'decision_to_treat', { treatment: 'device' }],
      ['2025-02-17', 'device_measured'],
      ['2025-03-03', 'device_fitted'],
    ],
    TREATED,
    ['RTT-S1', 'RTT-E3', 'RTT-E3'],
  ],
  ['measured and not fitted', [REFERRED, ['2025-02-17', 'device_measured']], RUNS, ['RTT-S1', 'RTT-E3']],
  [
    'therapy chosen as definitive: its start, not its order',
    [REFERRED, ['2025-02-03', 'referred_for_therapy_as_definitive_treatment', { by: 'interface' }], ['2025-03-03', 'therapy_started']],
    TREATED,
    ['RTT-S1', 'RTT-E3', 'RTT-E3'],
  ],
  ['therapy ordered and not begun', [REFERRED, ['2025-02-03', 'referred_for_therapy_as_definitive_treatment']], RUNS, ['RTT-S1', 'RTT-E3']],
  ['therapy that nobody called definitive', [REFERRED, ['2025-03-03', 'therapy_started']], RUNS, ['RTT-S1', 'RTT-X5']],
  [
    'relief meant as definitive',
    [REFERRED, ['2025-03-03', 'symptom_relief_given', { intended_as_definitive: true }]],
    TREATED,
    ['RTT-S1', 'RTT-E1'],
  ],
  [
    'relief until treatment',
    [REFERRED, ['2025-03-03', 'symptom_relief_given', { intended_as_definitive: false }]],
    RUNS,
    ['RTT-S1', 'RTT-X5'],
  ],
  [
    'during what was booked as a test',
    [REFERRED, ['2025-03-03', 'admitted_for_diagnostic_only'], ['2025-03-03', 'first_treatment']],
    TREATED,
    ['RTT-S1', 'RTT-X1', 'RTT-E2'],
  ],
  [
    'in a clinic, some days after an admission for a test',
    [REFERRED, ['2025-02-03', 'admitted_for_diagnostic_only'], ['2025-03-03', 'first_treatment']],
    TREATED,
    ['RTT-S1', 'RTT-X1', 'RTT-E1'],
  ],
  [
    'listed for a matched transplant and told',
    [REFERRED, ['2025-03-03', 'added_to_transplant_list', { matched: true, communicated_to_patient: true }]],
    on3March('added_to_transplant_list 34'),
    ['RTT-S1', 'RTT-E5'],
  ],
  [
    'listed for a matched transplant and not told',
    [REFERRED, ['2025-03-03', 'added_to_transplant_list', { matched: true, communicated_to_patient: false }]],
    RUNS,
    ['RTT-S1', 'RTT-E13'],
  ],
  [
    'an unmatched transplant: the admission',
    [
      REFERRED,
      ['2025-02-03', 'decision_to_treat', { treatment: 'unmatched_transplant' }],
      ['2025-02-03', 'added_to_transplant_list', { matched: false }],
      ADMITTED,
    ],
    TREATED,
    ['RTT-S1', 'RTT-E5', 'RTT-E2'],
  ],
  ['an emergency elsewhere', [REFERRED, ['2025-03-03', 'treatment_given', { setting: 'emergency' }]], RUNS, ['RTT-S1', 'RTT-S13']],
]);

rttReads('an admission in which nothing is done (RTT-X2, E7)', [
  [
    'no theatre, sent home, treated in a later admission',
    [
      REFERRED,
      ['2025-02-03', 'admitted_for_first_treatment'],
      ['2025-02-03', 'treatment_cancelled_after_admission', { by: 'provider', reason: 'no_theatre' }],
      ['2025-02-03', 'sent_home_untreated'],
      ADMITTED,
    ],
    TREATED,
    ['RTT-S1', 'RTT-E2', 'RTT-X2', 'RTT-E2'],
  ],
  [
    'temporarily unfit and sent home',
    [
      REFERRED,
      ADMITTED,
      ['2025-03-03', 'treatment_cancelled_after_admission', { reason: 'temporarily_unfit' }],
      ['2025-03-04', 'sent_home_untreated'],
    ],
    RUNS,
    ['RTT-S1', 'RTT-E2', 'RTT-X2'],
  ],
  ['sent home without a word on why', [REFERRED, ADMITTED, ['2025-03-04', 'sent_home_untreated']], RUNS, ['RTT-S1', 'RTT-E2', 'RTT-X2']],
  [
    'cancelled, kept in, and treated two days later: the admission',
    [
      REFERRED,
      ADMITTED,
      ['2025-03-04', 'treatment_cancelled_after_admission', { reason: 'no_theatre' }],
      ['2025-03-05', 'first_treatment'],
    ],
    TREATED,
    ['RTT-S1', 'RTT-E2', 'RTT-E2', 'RTT-X2'],
  ],
  [
    'sent home, and treated in a clinic later: that day',
    [REFERRED, ['2025-02-03', 'admitted_for_first_treatment'], ['2025-02-04', 'sent_home_untreated'], ['2025-03-03', 'first_treatment']],
    TREATED,
    ['RTT-S1', 'RTT-E2', 'RTT-X2', 'RTT-E1'],
  ],
  [
    'found unsuitable and agreed not to operate',
    [
      REFERRED,
      ADMITTED,
      ['2025-03-03', 'decision_not_to_treat', { communicated_to_patient: true }],
      ['2025-03-03', 'discharged_to_primary_care'],
    ],
    on3March('decision_not_to_treat 34'),
    ['RTT-S1', 'RTT-E2', 'RTT-X2', 'RTT-E7'],
  ],
  [
    'treated, seen again, and later told that no more will be done: the treatment stands',
    [REFERRED, ADMITTED, ['2025-03-04', 'first_treatment'], ['2025-04-01', 'follow_up_attended'], ['2025-04-02', 'decision_not_to_treat']],
    TREATED,
    ['RTT-S1', 'RTT-E2'],
  ],
  [
    'admitted, seen again, and later told that no more will be done: the admission stands',
    [REFERRED, ADMITTED, ['2025-04-01', 'follow_up_attended'], ['2025-04-02', 'decision_not_to_treat']],
    TREATED,
    ['RTT-S1', 'RTT-E2'],
  ],
  [
    'discharged after the admission: the admission stands',
    [REFERRED, ADMITTED, ['2025-03-06', 'discharged_to_primary_care'], ['2025-03-07', 'sent_home_untreated']],
    TREATED,
    ['RTT-S1', 'RTT-E2'],
  ],
]);

rttReads('without treatment (RTT-E6 to E10, E13, AM1, AM2, X8)', [
  [
    'sent back to the GP',
    [REFERRED, ['2025-03-03', 'discharged_to_primary_care', { communicated_to_patient: true }]],
    on3March('returned_to_primary_care 34'),
    ['RTT-S1', 'RTT-E6'],
  ],
  [
    'sent back and not told',
    [REFERRED, ['2025-03-03', 'discharged_to_primary_care', { communicated_to_patient: false }]],
    RUNS,
    ['RTT-S1', 'RTT-E13'],
  ],
  [
    'not to be treated, by telephone',
    [REFERRED, ['2025-03-03', 'decision_not_to_treat', { by: 'telephone' }]],
    on3March('decision_not_to_treat 34'),
    ['RTT-S1', 'RTT-E7'],
  ],
  [
    'not to be treated, told a week later',
    [
      REFERRED,
      ['2025-02-24', 'decision_not_to_treat', { communicated_to_patient: false }],
      ['2025-03-03', 'decision_communicated_to_patient'],
    ],
    on3March('decision_not_to_treat 34'),
    ['RTT-S1', 'RTT-E13', 'RTT-E7'],
  ],
  [
    'monitoring proposed by the clinician',
    [REFERRED, ['2025-03-03', 'active_monitoring_started_by_clinician', { communicated_to_patient: true, agreed_with_patient: true }]],
    on3March('active_monitoring_by_clinician 32'),
    ['RTT-S1', 'RTT-E8'],
  ],
  [
    'monitoring that the patient did not agree to',
    [REFERRED, ['2025-03-03', 'active_monitoring_started_by_clinician', { agreed_with_patient: false }]],
    RUNS,
    ['RTT-S1', 'RTT-AM1'],
  ],
  [
    'monitoring without a clinical conversation',
    [REFERRED, ['2025-03-03', 'active_monitoring_started_by_clinician', { clinical_conversation: false }]],
    RUNS,
    ['RTT-S1', 'RTT-AM1'],
  ],
  [
    'the patient prefers to wait',
    [REFERRED, ['2025-03-03', 'active_monitoring_started_by_patient', { treatment_offered: 'joint_replacement', review_in: '3_months' }]],
    on3March('active_monitoring_by_patient 31'),
    ['RTT-S1', 'RTT-E8'],
  ],
  [
    'monitoring of a cancer',
    [REFERRED, ['2025-03-03', 'cancer_active_monitoring_started']],
    on3March('active_monitoring_by_clinician 32'),
    ['RTT-S1', 'RTT-E8'],
  ],
  [
    'monitoring recorded by an administrator',
    [REFERRED, ['2025-03-03', 'active_monitoring_recorded_administratively', { clinical_decision: false }]],
    RUNS,
    ['RTT-S1', 'RTT-X8'],
  ],
  [
    'a clinician’s decision, entered by an administrator',
    [REFERRED, ['2025-03-03', 'active_monitoring_recorded_administratively', { clinical_decision: true }]],
    on3March('active_monitoring_by_clinician 32'),
    ['RTT-S1', 'RTT-E8'],
  ],
  [
    'a discharge tried by an administrator',
    [REFERRED, ['2025-03-03', 'discharge_attempted_administratively', { dna_conditions_met: true }]],
    RUNS,
    ['RTT-S1', 'RTT-X8'],
  ],
  [
    'a discharge decided by an administrator',
    [REFERRED, ['2025-03-03', 'discharged_to_primary_care', { decided_by: 'administrator' }]],
    RUNS,
    ['RTT-S1', 'RTT-X8'],
  ],
  [
    'all treatment declined',
    [REFERRED, ['2025-03-03', 'patient_declined_treatment', { all_treatment: true }]],
    on3March('patient_declined_treatment 35'),
    ['RTT-S1', 'RTT-E9'],
  ],
  [
    'one treatment declined',
    [REFERRED, ['2025-03-03', 'patient_declined_treatment', { all_treatment: false }]],
    RUNS,
    ['RTT-S1', 'RTT-E9'],
  ],
  ['died', [REFERRED, ['2025-03-03', 'died'], ['2025-03-12', 'provider_informed_of_death']], on3March('died 36'), ['RTT-S1', 'RTT-E10']],
  [
    'what happens after a stop stops nothing twice',
    [
      ...MONITORED,
      ['2025-04-01', 'active_monitoring_started_by_clinician'],
      ['2025-04-02', 'added_to_transplant_list', { matched: true }],
      ['2025-04-03', 'patient_declined_treatment'],
      ['2025-04-04', 'discharged_to_primary_care', { decided_by: 'administrator' }],
      ['2025-04-05', 'discharge_attempted_administratively'],
      ['2025-04-06', 'active_monitoring_recorded_administratively'],
      ['2025-04-07', 'therapy_started'],
      ['2025-04-08', 'symptom_relief_given'],
      ['2025-04-09', 'referred_for_therapy_as_definitive_treatment'],
    ],
    ['stopped 2025-01-13 to 2025-03-17, 63 days, active_monitoring_by_clinician 32'],
    ['RTT-S1', 'RTT-E8'],
  ],
]);

describe('how a stop is counted (RTT-M7, E2, E7)', () => {
  it.each<[string, Given[], 'admitted' | 'non_admitted', string[]]>([
    ['treated in a clinic', [['2025-04-10', 'first_treatment', { setting: 'outpatient' }]], 'non_admitted', ['1B']],
    ['treated as a day case', [['2025-04-10', 'first_treatment', { setting: 'daycase' }]], 'admitted', ['1A']],
    ['treated as an inpatient', [['2025-04-10', 'first_treatment', { setting: 'inpatient' }]], 'admitted', ['1A']],
    ['treated in an ordinary admission', [['2025-04-10', 'cancer_first_treatment', { setting: 'ordinary_admission' }]], 'admitted', ['1A']],
    ['treated in an emergency admission', [['2025-04-10', 'first_treatment', { setting: 'emergency' }]], 'admitted', ['1A']],
    ['admitted', [['2025-04-10', 'admitted_for_first_treatment']], 'admitted', ['1A']],
    [
      'treated on the day of an admission for a test',
      [
        ['2025-04-10', 'admitted_for_diagnostic_only'],
        ['2025-04-10', 'first_treatment'],
      ],
      'admitted',
      ['1A'],
    ],
    [
      'not treated after an admission',
      [
        ['2025-04-10', 'admitted_for_first_treatment'],
        ['2025-04-10', 'decision_not_to_treat'],
      ],
      'non_admitted',
      ['1B'],
    ],
    ['died', [['2025-04-10', 'died']], 'non_admitted', ['1B']],
  ])('%s', (_, given, as, parts) => {
    expect(clocksOf([REFERRED, ...given], '2025-04-30').rtt).toMatchObject({
      completed_as: as,
      rtt_return_parts: parts,
      counts_in_rtt_return: true,
    });
  });
});

describe('what a validator is asked about a stop', () => {
  const warningsOf = (...given: Given[]) => clocksOf([REFERRED, ...given], '2025-04-30').warnings;
  const offer = (made: string, forDate: string): Given[] => [
    [made, 'appointment_offered', { for_date: forDate, purpose: 'admission' }],
    [made, 'offer_declined', { for_date: forDate }],
  ];

  it.each<[string, Given[], string[]]>([
    [
      'a decision not told',
      [['2025-03-03', 'decision_not_to_treat', { communicated_to_patient: false }]],
      ['The decision of 2025-03-03 has not been told to the patient: it does not count yet.'],
    ],
    [
      'monitoring without agreement',
      [['2025-03-03', 'active_monitoring_started_by_clinician', { agreed_with_patient: false }]],
      ['Active monitoring was recorded without a clinical conversation or the patient’s agreement: it stops no clock.'],
    ],
    [
      'monitoring without a clinician',
      [['2025-03-03', 'active_monitoring_recorded_administratively']],
      ['Active monitoring was recorded without a clinical decision: it stops no clock.'],
    ],
    [
      'a discharge tried without a clinician',
      [['2025-03-03', 'discharge_attempted_administratively']],
      ['A discharge was recorded without a clinical decision: it stops no clock.'],
    ],
    [
      'a discharge without a clinician',
      [['2025-03-03', 'discharged_to_primary_care', { decided_by: 'administrator' }]],
      ['A discharge was recorded without a clinical decision: it stops no clock.'],
    ],
    ['therapy', [['2025-03-03', 'therapy_started']], ['Therapy started: say whether it was chosen as the definitive treatment.']],
    [
      'emergency treatment',
      [['2025-03-03', 'treatment_given']],
      ['Treatment was given elsewhere: if it was the treatment waited for, record it as first treatment.'],
    ],
    [
      'a death without a date',
      [['2025-03-03', 'provider_informed_of_death']],
      ['The provider was told of a death of which no date is recorded: record it.'],
    ],
    [
      'a dated death',
      [
        ['2025-03-03', 'died'],
        ['2025-03-10', 'provider_informed_of_death'],
      ],
      [],
    ],
    [
      'treatment in monitoring',
      [
        ['2025-02-03', 'active_monitoring_started_by_clinician'],
        ['2025-03-03', 'admitted_for_first_treatment'],
      ],
      ['Treatment is recorded and no clock was running: record the decision to treat that came before it.'],
    ],
    [
      'treatment after treatment',
      [
        ['2025-02-03', 'first_treatment'],
        ['2025-03-03', 'first_treatment'],
      ],
      [],
    ],
    [
      'monitoring after one declined offer',
      [...offer('2025-02-03', '2025-03-03'), ['2025-03-10', 'active_monitoring_started_by_clinician']],
      ['Active monitoring after declined dates needs two reasonable offers declined (RTT-AM3): check that it was a clinical decision.'],
    ],
    [
      'monitoring after two declined offers',
      [
        ...offer('2025-02-03', '2025-03-03'),
        ...offer('2025-02-10', '2025-03-10'),
        ['2025-03-10', 'active_monitoring_started_by_clinician'],
      ],
      [],
    ],
  ])('%s', (_, given, warnings) => {
    expect(warningsOf(...given)).toEqual(warnings);
  });
});

describe('a stop that validation finds (RTT-M9, VA-3)', () => {
  const found = (stopDate: string): Given => ['2025-04-10', 'validation_found_stop', { stop_date: stopDate }];

  it('keeps its true date, is not in the completed of that month, and has no invented reason', () => {
    const result = clocksOf([REFERRED, found('2025-03-03')], '2025-03-31');
    expect(periods(result)).toEqual(['running 2025-01-13, 77 days']);
    const later = clocksOf([REFERRED, found('2025-03-03')], '2025-04-30');
    expect(periods(later)).toEqual(['stopped 2025-01-13 to 2025-03-03, 49 days']);
    expect(later.rtt).toMatchObject({ rtt_return_parts: [], completed_as: 'non_admitted', rtt_status_code_at_stop: null });
    expect(later.warnings).toEqual(['Validation found a stop and not what it was: record the treatment or decision behind it.']);
  });

  it('in its own month is completed in it', () => {
    expect(clocksOf([REFERRED, found('2025-04-03')], '2025-04-30').rtt.rtt_return_parts).toEqual(['1B']);
  });

  it('without a date is of the day of validation', () => {
    expect(periods(clocksOf([REFERRED, ['2025-04-10', 'validation_found_stop']], '2025-04-30'))).toEqual([
      'stopped 2025-01-13 to 2025-04-10, 87 days',
    ]);
  });

  it('that is known already is confirmed late', () => {
    const given: Given[] = [REFERRED, ['2025-03-03', 'first_treatment'], found('2025-03-03')];
    const result = clocksOf(given, '2025-04-30');
    expect(periods(result)).toEqual(TREATED);
    expect(result.explanation.map(({ rule }) => rule)).toEqual(['RTT-S1', 'RTT-E1', 'RTT-M9']);
    expect(result.rtt.rtt_return_parts).toEqual([]);
  });

  it.each(['2025-01-12', '2025-04-11'])('on %s, before the start or still to come, is not used', (stopDate) => {
    const result = clocksOf([REFERRED, found(stopDate)], '2025-04-30');
    expect(periods(result)).toEqual(RUNS);
    expect(result.warnings).toEqual([`Validation found a stop on ${stopDate}, before the clock started or still to come: it is not used.`]);
  });

  it('of nothing changes nothing', () => {
    expect(periods(clocksOf([found('2025-03-03')], '2025-04-30'))).toEqual(['no_clock']);
    expect(periods(clocksOf([REFERRED, ['2025-03-03', 'first_treatment'], found('2025-03-04')], '2025-04-30'))).toEqual(TREATED);
  });
});
