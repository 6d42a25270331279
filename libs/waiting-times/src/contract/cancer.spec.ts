import { type CancerStandard } from '../index';
import { clocksOf, type Choices, type Given, later, rulesOf } from './case-of';

const URGENT: Given = ['2025-03-03', 'urgent_suspected_cancer_referral_received', { service: 'consultant_led', site: 'lung' }];
const TOLD: Given = ['2025-03-24', 'patient_informed_cancer_diagnosed'];
const DECIDED: Given = ['2025-04-01', 'cancer_decision_to_treat'];

/** `ended 2025-03-03 to 2025-03-24, 21 days` or `running 2025-03-03, 58-8 days`, with `over` where the standard is missed. */
function words(standard: CancerStandard): string {
  if (standard.state === 'not_applicable') return 'none';
  const span = `${standard.state} ${standard.start}${standard.end === null ? '' : ` to ${standard.end}`}`;
  if (standard.state === 'excluded') return `${span}, reason ${standard.exclusion_reason}`;
  if (!('raw_days' in standard)) return span;
  if (!('limit_days' in standard)) return `${span}, ${standard.raw_days} days`;
  const { raw_days, adjustment_days, adjusted_days, within_standard } = standard;
  expect(adjusted_days).toBe(raw_days - adjustment_days);
  return `${span}, ${raw_days}${adjustment_days === 0 ? '' : `-${adjustment_days}`} days${within_standard ? '' : ', over'}`;
}

/** The 28, 31 and 62 day standards on 31 May 2025. */
const reads = (given: readonly Given[], choices?: Choices): string[] => {
  const { cancer } = clocksOf(given, '2025-05-31', choices);
  return [words(cancer.faster_diagnosis_28), words(cancer.treatment_31), words(cancer.treatment_62)];
};

describe('starts (section 13; CA-4, CA-11)', () => {
  const both = ['running 2025-03-03, 89 days, over', 'none', 'running 2025-03-03, 89 days, over'];
  it.each<[string, Given[], string[]]>([
    ['urgent suspected cancer', [URGENT], both],
    ['breast symptomatic', [['2025-03-03', 'breast_symptomatic_referral_received']], both],
    ['screening', [['2025-03-03', 'cancer_screening_referral_received', { programme: 'bowel' }]], both],
    ['a two week wait by its priority', [['2025-03-03', 'referral_received', { priority: 'two_week_wait' }]], both],
    [
      'a two week wait in e-RS: the booking',
      [
        ['2025-02-24', 'ers_referral_created', { priority: 'two_week_wait' }],
        ['2025-03-03', 'ers_ubrn_converted'],
      ],
      both,
    ],
    [
      'a two week wait on the slot issue worklist',
      [
        ['2025-02-24', 'ers_referral_created', { priority: 'two_week_wait' }],
        ['2025-03-03', 'ers_asi_worklist_entered'],
      ],
      both,
    ],
    ['a routine referral', [['2025-03-03', 'referral_received', { priority: 'routine' }]], ['none', 'none', 'none']],
    [
      'a routine request in e-RS',
      [
        ['2025-02-24', 'ers_referral_created', { priority: 'routine' }],
        ['2025-03-03', 'ers_ubrn_converted'],
      ],
      ['none', 'none', 'none'],
    ],
    [
      'an upgrade: 62 days only',
      [
        ['2025-02-03', 'referral_received', { priority: 'routine' }],
        ['2025-03-03', 'consultant_upgrade'],
      ],
      ['none', 'none', 'running 2025-03-03, 89 days, over'],
    ],
    ['an upgrade of what is urgent already', [URGENT, ['2025-03-10', 'consultant_upgrade']], both],
    ['the same referral heard of twice', [URGENT, ['2025-03-10', 'urgent_suspected_cancer_referral_received']], both],
    ['a transfer keeps the 62 days', [URGENT, ['2025-03-10', 'interprovider_transfer', { from_provider: 'A', to_provider: 'B' }]], both],
    ['a first miss ends nothing', [URGENT, ['2025-03-10', 'dna_first_appointment', { appointment_clearly_communicated: true }]], both],
    [
      'testicular: 31 days from the referral',
      [['2025-03-03', 'urgent_suspected_cancer_referral_received', { site: 'testicular' }]],
      ['running 2025-03-03, 89 days, over', 'running 2025-03-03, 89 days, over', 'running 2025-03-03, 89 days, over'],
    ],
  ])('%s', (_, given, expected) => {
    expect(reads(given)).toEqual(expected);
  });

  it.each(['testicular', 'acute_leukaemia', 'leukaemia', 'childrens', 'children'])('CF7: %s, both readings', (site) => {
    const given: Given[] = [['2025-03-03', 'urgent_suspected_cancer_referral_received', { site }], DECIDED];
    const usually = clocksOf(given, '2025-05-31');
    expect(usually.cancer.treatment_31).toMatchObject({ start: '2025-03-03' });
    expect(usually.warnings).toEqual([
      'CF7: national texts differ on 31 days from referral for these cancers. Read here: from referral (the other reading: from decision).',
    ]);
    expect(rulesOf(usually, 'cancer')).toEqual(['CA-1', 'CA-11', 'CA-2']);
    const otherwise = clocksOf(given, '2025-05-31', { readings: { CF7: 'from_decision' } });
    expect(otherwise.cancer.treatment_31).toMatchObject({ start: '2025-04-01' });
    expect(otherwise.warnings).toEqual([
      'CF7: national texts differ on 31 days from referral for these cancers. Read here: from decision (the other reading: from referral).',
    ]);
  });

  it('a later referral starts afresh', () => {
    const given: Given[] = [
      URGENT,
      ['2025-03-10', 'dna_first_appointment'],
      ['2025-03-12', 'patient_contacts_to_rebook'],
      ['2025-03-24', 'patient_informed_cancer_ruled_out'],
      ['2025-05-01', 'urgent_suspected_cancer_referral_received'],
    ];
    expect(reads(given)).toEqual(['running 2025-05-01, 30 days, over', 'none', 'running 2025-05-01, 30 days']);
    expect(clocksOf(given, '2025-05-31').warnings).toContain('A later cancer referral: the clocks of the one before are no longer shown.');
    expect(
      reads([
        URGENT,
        ['2025-03-10', 'patient_declined_all_diagnostics'],
        ['2025-05-01', 'urgent_suspected_cancer_referral_received'],
        ['2025-05-03', 'dna_first_appointment'],
        ['2025-05-05', 'patient_contacts_to_rebook'],
      ]),
    ).toEqual(['running 2025-05-01, 30-4 days', 'none', 'running 2025-05-01, 30-4 days']);
  });
});

describe('the limits (CA-1)', () => {
  it.each([
    ['faster_diagnosis_28', 28],
    ['treatment_62', 62],
  ] as const)('%s: day %i is within, the next is not', (standard, limit) => {
    expect(clocksOf([URGENT], later('2025-03-03', limit)).cancer[standard]).toMatchObject({ limit_days: limit, within_standard: true });
    expect(clocksOf([URGENT], later('2025-03-03', limit + 1)).cancer[standard]).toMatchObject({ within_standard: false });
  });

  it('treatment_31: day 31 is within, the next is not', () => {
    expect(clocksOf([URGENT, DECIDED], later('2025-04-01', 31)).cancer.treatment_31).toMatchObject({
      limit_days: 31,
      within_standard: true,
    });
    expect(clocksOf([URGENT, DECIDED], later('2025-04-01', 32)).cancer.treatment_31).toMatchObject({ within_standard: false });
  });
});

describe('ends (CA-2, CA-3, CA-8, CA-9)', () => {
  const day62 = 'running 2025-03-03, 89 days, over';
  const told = 'ended 2025-03-03 to 2025-03-24, 21 days';
  const treated = (on: string): Given => [on, 'cancer_first_treatment', { setting: 'outpatient', modality: 'radiotherapy' }];
  it.each<[string, Given[], string[]]>([
    ['told of the diagnosis', [URGENT, TOLD], [told, 'none', day62]],
    ['a result ends nothing', [URGENT, ['2025-03-20', 'diagnostic_result_reported'], TOLD], [told, 'none', day62]],
    ['told that a later scan is needed', [URGENT, ['2025-03-24', 'patient_informed_interval_scan_needed']], [told, 'none', day62]],
    [
      'told that it is not cancer',
      [URGENT, ['2025-03-24', 'patient_informed_cancer_ruled_out']],
      [told, 'none', 'ended_no_cancer 2025-03-03 to 2025-03-24'],
    ],
    [
      'a decision to treat comes first',
      [URGENT, ['2025-03-24', 'cancer_decision_to_treat'], ['2025-03-28', 'patient_informed_cancer_diagnosed']],
      [told, 'running 2025-03-24, 68 days, over', day62],
    ],
    ['treatment with no decision on record', [URGENT, treated('2025-03-24')], [told, 'none', 'ended 2025-03-03 to 2025-03-24, 21 days']],
    [
      'treated',
      [URGENT, TOLD, DECIDED, treated('2025-05-04')],
      [told, 'ended 2025-04-01 to 2025-05-04, 33 days, over', 'ended 2025-03-03 to 2025-05-04, 62 days'],
    ],
    [
      'surgery: the admission',
      [URGENT, TOLD, DECIDED, ['2025-05-02', 'admitted_for_cancer_surgery']],
      [told, 'ended 2025-04-01 to 2025-05-02, 31 days', 'ended 2025-03-03 to 2025-05-02, 60 days'],
    ],
    [
      'active monitoring',
      [URGENT, TOLD, DECIDED, ['2025-04-08', 'cancer_active_monitoring_started']],
      [told, 'ended 2025-04-01 to 2025-04-08, 7 days', 'ended 2025-03-03 to 2025-04-08, 36 days'],
    ],
    [
      'all treatment declined',
      [URGENT, TOLD, DECIDED, ['2025-04-29', 'patient_declined_treatment', { all_treatment: true }]],
      [told, 'ended_treatment_declined 2025-04-01 to 2025-04-29, 28 days', 'ended_treatment_declined 2025-03-03 to 2025-04-29, 57 days'],
    ],
    [
      'one treatment declined',
      [URGENT, TOLD, ['2025-04-29', 'patient_declined_treatment', { all_treatment: false }]],
      [told, 'none', day62],
    ],
    [
      'every test declined',
      [URGENT, ['2025-03-17', 'patient_declined_all_diagnostics']],
      ['excluded 2025-03-03 to 2025-03-17, reason 02', 'none', 'none'],
    ],
    [
      'tests done privately',
      [URGENT, ['2025-03-17', 'patient_opts_for_private_diagnostics']],
      ['excluded 2025-03-03 to 2025-03-17, reason 04', 'none', 'none'],
    ],
    ['private tests after the diagnosis', [URGENT, TOLD, ['2025-04-01', 'patient_opts_for_private_diagnostics']], [told, 'none', day62]],
    ['died before the diagnosis', [URGENT, ['2025-03-17', 'died']], ['excluded 2025-03-03 to 2025-03-17, reason 01', 'none', 'none']],
    [
      'died after it',
      [URGENT, TOLD, DECIDED, ['2025-04-10', 'died']],
      [told, 'excluded 2025-04-01 to 2025-04-10, reason 01', 'excluded 2025-03-03 to 2025-04-10, reason 01'],
    ],
    [
      'a decision after an exclusion has nothing to end',
      [URGENT, ['2025-03-17', 'patient_declined_all_diagnostics'], ['2025-03-20', 'consultant_upgrade']],
      ['excluded 2025-03-03 to 2025-03-17, reason 02', 'none', 'none'],
    ],
    [
      'an excluded testicular cancer has no 31 days',
      [
        ['2025-03-03', 'urgent_suspected_cancer_referral_received', { site: 'testicular' }],
        ['2025-03-17', 'died'],
      ],
      ['excluded 2025-03-03 to 2025-03-17, reason 01', 'none', 'none'],
    ],
    [
      'ruled out: its 31 days end as well',
      [
        ['2025-03-03', 'urgent_suspected_cancer_referral_received', { site: 'testicular' }],
        ['2025-03-24', 'patient_informed_cancer_ruled_out'],
      ],
      [told, 'ended_no_cancer 2025-03-03 to 2025-03-24', 'ended_no_cancer 2025-03-03 to 2025-03-24'],
    ],
    [
      'discharged after two misses',
      [URGENT, ['2025-03-10', 'dna_first_appointment'], ['2025-03-17', 'dna_subsequent'], ['2025-03-20', 'discharged_to_primary_care']],
      ['excluded 2025-03-03 to 2025-03-20, reason 05', 'none', 'none'],
    ],
    [
      'discharged after a cancellation and a missed test',
      [URGENT, ['2025-03-10', 'patient_cancelled'], ['2025-03-17', 'dna_diagnostic_test'], ['2025-03-20', 'discharged_to_primary_care']],
      ['excluded 2025-03-03 to 2025-03-20, reason 05', 'none', 'none'],
    ],
    [
      'discharged after one miss',
      [URGENT, ['2025-03-10', 'dna_first_appointment'], ['2025-03-20', 'discharged_to_primary_care']],
      ['running 2025-03-03, 89 days, over', 'none', day62],
    ],
    [
      'too late to be seen is no miss',
      [URGENT, ['2025-03-10', 'arrived_late_not_seen'], ['2025-03-11', 'patient_cancelled'], ['2025-03-20', 'discharged_to_primary_care']],
      ['running 2025-03-03, 89 days, over', 'none', day62],
    ],
    [
      'ruled out with no referral',
      [
        ['2025-03-24', 'patient_informed_cancer_ruled_out'],
        ['2025-03-25', 'died'],
      ],
      ['none', 'none', 'none'],
    ],
    [
      'treatment with no cancer referral',
      [
        ['2025-03-03', 'referral_received'],
        ['2025-03-25', 'cancer_treatment'],
        ['2025-03-26', 'patient_declined_treatment'],
      ],
      ['none', 'none', 'none'],
    ],
  ])('%s', (_, given, expected) => {
    expect(reads(given)).toEqual(expected);
  });

  it('each treatment has 31 days of its own, the 62 days have one', () => {
    const given: Given[] = [
      URGENT,
      TOLD,
      DECIDED,
      ['2025-04-10', 'cancer_first_treatment', { setting: 'outpatient', modality: 'chemotherapy', intent: 'before_surgery' }],
      ['2025-04-20', 'cancer_decision_to_treat', { treatment_event: 'subsequent' }],
      ['2025-04-28', 'earliest_clinically_appropriate_date'],
      ['2025-05-20', 'admitted_for_cancer_surgery', { setting: 'ordinary_admission' }],
    ];
    const { cancer } = clocksOf(given, '2025-05-31');
    expect(words(cancer.treatment_31)).toBe('ended 2025-04-28 to 2025-05-20, 22 days');
    expect(cancer.earlier_treatments_31.map(words)).toEqual(['ended 2025-04-01 to 2025-04-10, 9 days']);
    expect(words(cancer.treatment_62)).toBe('ended 2025-03-03 to 2025-04-10, 38 days');
    expect(rulesOf(clocksOf(given, '2025-05-31'), 'cancer')).toEqual(['CA-1', 'CA-2', 'CA-1', 'CA-8', 'CA-1', 'CA-1', 'CA-8']);
  });

  it('the earliest clinically appropriate date starts the 31 days where no decision did', () => {
    expect(reads([URGENT, TOLD, ['2025-05-01', 'earliest_clinically_appropriate_date']])[1]).toBe('running 2025-05-01, 30 days');
  });
});

describe('what comes off for a first appointment (CA-5)', () => {
  const late: Given = ['2025-03-10', 'dna_first_appointment', { appointment_clearly_communicated: true }];
  const rang: Given = ['2025-03-13', 'patient_contacts_to_rebook'];
  const off10 = 'running 2025-03-03, 89-10 days, over';
  const plain = 'running 2025-03-03, 89 days, over';
  it.each<[string, Given[], string, '3' | null]>([
    ['missed and rebooked: the days from the referral to the rebooking', [URGENT, late, rang], off10, '3'],
    ['rebooked by a booking', [URGENT, late, ['2025-03-13', 'appointment_booked']], off10, '3'],
    ['rebooked by an acceptance', [URGENT, late, ['2025-03-13', 'appointment_offer_accepted']], off10, '3'],
    ['a booking for a test is none', [URGENT, late, ['2025-03-13', 'appointment_booked', { test: 'ct' }]], plain, null],
    ['too late to be seen', [URGENT, ['2025-03-10', 'arrived_late_not_seen', { appointment: 'first' }], rang], off10, '3'],
    ['not yet rebooked', [URGENT, late], plain, null],
    ['rung twice: the first call', [URGENT, late, rang, ['2025-03-20', 'patient_contacts_to_rebook']], off10, '3'],
    [
      'missed twice: the last rebooking',
      [URGENT, ['2025-03-05', 'dna_first_appointment'], ['2025-03-06', 'patient_contacts_to_rebook'], late, rang],
      off10,
      '3',
    ],
    ['cancelled by the patient', [URGENT, ['2025-03-10', 'patient_cancelled', { appointment: 'first' }], rang], plain, null],
    ['missed later', [URGENT, ['2025-03-06', 'first_attended'], late, rang], plain, null],
    [
      'missed, and it was not the first',
      [URGENT, ['2025-03-10', 'dna_first_appointment', { appointment: 'diagnostic_test' }], rang],
      plain,
      null,
    ],
    ['seen before anybody rang', [URGENT, late, ['2025-03-12', 'first_attended'], rang], plain, null],
  ])('%s', (_, given, standard, reason) => {
    const { cancer } = clocksOf(given, '2025-05-31');
    expect([words(cancer.faster_diagnosis_28), words(cancer.treatment_62), cancer.adjustment_reason_first_seen]).toEqual([
      standard,
      standard,
      reason,
    ]);
  });

  it('nothing comes off the 31 days, and never more than was waited', () => {
    expect(reads([URGENT, late, rang, DECIDED])[1]).toBe('running 2025-04-01, 60 days, over');
    expect(reads([URGENT, late, rang, ['2025-03-14', 'patient_informed_cancer_diagnosed']])[0]).toBe(
      'ended 2025-03-03 to 2025-03-14, 11-10 days',
    );
  });

  it('nothing comes off where the service says so', () => {
    expect(reads([URGENT, late, rang], { unconfirmed: { firstSeenAdjustment: false } })[0]).toBe(plain);
  });

  it('is explained', () => {
    expect(rulesOf(clocksOf([URGENT, late, rang, ['2025-03-20', 'patient_cancelled']], '2025-05-31'), 'cancer')).toEqual([
      'CA-1',
      'CA-6',
      'CA-5',
      'CA-5',
    ]);
  });
});

describe('what comes off for a declined admission (CA-7)', () => {
  const offered: Given = ['2025-04-03', 'admission_offered', { for_date: '2025-04-10' }];
  const declined: Given = ['2025-04-04', 'offer_declined', { for_date: '2025-04-10', available_from: '2025-04-24' }];
  const admitted: Given = ['2025-04-30', 'admitted_for_cancer_surgery', { setting: 'ordinary_admission' }];
  const treatment = (setting: string): Given => ['2025-04-30', 'cancer_first_treatment', { setting }];
  const off14 = ['ended 2025-04-01 to 2025-04-30, 29-14 days', 'ended 2025-03-03 to 2025-04-30, 58-14 days'];
  const plain = ['ended 2025-04-01 to 2025-04-30, 29 days', 'ended 2025-03-03 to 2025-04-30, 58 days'];
  it.each<[string, Given[], string[]]>([
    ['from the declined date until the patient is available', [offered, declined, admitted], off14],
    [
      'offered as an appointment for admission',
      [['2025-04-03', 'appointment_offered', { for_date: '2025-04-10', purpose: 'admission' }], declined, admitted],
      off14,
    ],
    [
      'the date that was offered, where the decline does not repeat it',
      [offered, ['2025-04-04', 'offer_declined', { unavailable_from: '2025-04-08', available_from: '2025-04-24' }], admitted],
      off14,
    ],
    [
      'from the day the patient is unavailable, where no date is known',
      [
        ['2025-04-03', 'admission_offered'],
        ['2025-04-04', 'offer_declined', { unavailable_from: '2025-04-10', available_from: '2025-04-24' }],
        admitted,
      ],
      off14,
    ],
    [
      'from the day of the decline, where nothing else is known',
      [['2025-04-03', 'admission_offered'], ['2025-04-10', 'offer_declined', { available_from: '2025-04-24' }], admitted],
      off14,
    ],
    ['as a day case', [offered, declined, treatment('daycase')], off14],
    ['as an inpatient', [offered, declined, treatment('inpatient')], off14],
    [
      'until the admission, where nobody says when the patient is available',
      [offered, ['2025-04-04', 'offer_declined', { for_date: '2025-04-16' }], admitted],
      off14,
    ],
    ['not for an outpatient', [offered, declined, treatment('outpatient')], plain],
    ['not for a clinic', [['2025-04-03', 'appointment_offered', { for_date: '2025-04-10' }], declined, admitted], plain],
    [
      'not for a clinic offered after an admission',
      [offered, ['2025-04-03', 'appointment_offered', { for_date: '2025-04-10' }], declined, admitted],
      plain,
    ],
    ['not for being unfit', [['2025-04-03', 'patient_unfit', { days: 14 }], admitted], plain],
    [
      'not when available before the declined date',
      [offered, ['2025-04-04', 'offer_declined', { for_date: '2025-04-10', available_from: '2025-04-05' }], admitted],
      plain,
    ],
  ])('%s', (_, given, expected) => {
    const result = clocksOf([URGENT, TOLD, DECIDED, ...given], '2025-05-31').cancer;
    expect([words(result.treatment_31), words(result.treatment_62)]).toEqual(expected);
    expect(result.adjustment_reason_treatment).toBe(expected === off14 ? '8' : null);
  });

  it('while no decision is on record it comes off the 62 days', () => {
    expect(reads([URGENT, TOLD, offered, declined, admitted])[2]).toBe('ended 2025-03-03 to 2025-04-30, 58-14 days');
  });

  it('before any cancer referral there is nothing to come off', () => {
    expect(
      reads([['2025-02-01', 'admission_offered'], ['2025-02-02', 'offer_declined', { available_from: '2025-02-20' }], URGENT, admitted])[2],
    ).toBe('ended 2025-03-03 to 2025-04-30, 58 days');
  });

  it('does not come off the next treatment again', () => {
    const given: Given[] = [
      URGENT,
      TOLD,
      DECIDED,
      offered,
      declined,
      admitted,
      ['2025-05-01', 'cancer_decision_to_treat'],
      ['2025-05-20', 'cancer_treatment', { setting: 'ordinary_admission' }],
    ];
    expect(reads(given)[1]).toBe('ended 2025-05-01 to 2025-05-20, 19 days');
  });

  it('nothing comes off where the service says so', () => {
    expect(reads([URGENT, TOLD, DECIDED, offered, declined, admitted], { unconfirmed: { declinedAdmissionAdjustment: false } })[2]).toBe(
      plain[1],
    );
  });

  it('is explained', () => {
    expect(rulesOf(clocksOf([URGENT, TOLD, DECIDED, offered, declined, admitted], '2025-05-31'), 'cancer')).toEqual([
      'CA-1',
      'CA-2',
      'CA-1',
      'CA-7',
      'CA-8',
      'CA-7',
    ]);
  });
});
