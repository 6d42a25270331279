import { DEFAULT_SETTINGS, READINGS, type Conflict } from '../index';
import { clocksOf, type Given, periods, REFERRED } from './case-of';

const MISSED: Given = ['2025-03-03', 'dna_first_appointment', { appointment_clearly_communicated: true }];
const URGENT: Given = ['2025-01-13', 'referral_received', { service: 'consultant_led', priority: 'two_week_wait' }];
const RUNS = ['running 2025-01-13, 107 days'];
const NULLIFIED = 'nullified 2025-01-13 to 2025-03-03, dna_first_appointment 33';

const CF1: Given[] = [
  REFERRED,
  ['2025-02-03', 'first_attended'],
  ['2025-03-03', 'dna_subsequent'],
  ['2025-03-10', 'discharged_to_primary_care', { dna_conditions_met: true }],
];
const CF4_STOP: Given[] = [
  REFERRED,
  ['2025-02-24', 'decision_not_to_treat', { communicated_to_patient: false }],
  ['2025-03-03', 'decision_communicated_to_patient'],
];
const CF4_SILENT: Given[] = [REFERRED, ['2025-02-24', 'decision_not_to_treat'], ['2025-03-03', 'decision_communicated_to_patient']];
const CF4_START: Given[] = [
  REFERRED,
  ['2025-02-03', 'active_monitoring_started_by_patient', { treatment_offered: 'joint_replacement' }],
  ['2025-03-03', 'active_monitoring_ended_decision_to_treat'],
  ['2025-03-10', 'decision_communicated_to_patient'],
];
const STAYED = 'stopped 2025-01-13 to 2025-02-03, 21 days, active_monitoring_by_patient 31';
const CF3: Given[] = [REFERRED, MISSED, ['2025-03-10', 'patient_contacts_to_rebook'], ['2025-03-20', 'appointment_offer_accepted']];
const TWICE: Given[] = [
  REFERRED,
  MISSED,
  ['2025-03-10', 'patient_contacts_to_rebook'],
  ['2025-04-01', 'dna_first_appointment', { appointment_clearly_communicated: true }],
];
const PLANNED: Given[] = [
  ['2024-06-03', 'planned_procedure_listed', { due_date: '2025-03-03' }],
  ['2025-04-01', 'moved_to_active_list'],
];
const DUE_FIRST: Given[] = [
  ['2025-03-03', 'planned_due_date_reached', { clinically_ready: true }],
  ['2025-04-01', 'moved_to_active_list'],
];
const ADVICE: Given[] = [
  ['2025-03-03', 'advice_requested'],
  ['2025-04-01', 'advice_request_converted_to_referral'],
];
const SLOT: Given = ['2025-03-03', 'dna_first_appointment', { appointment_clearly_communicated: true, appointment: 'diagnostic_test' }];
const STRAIGHT: Given = ['2025-01-13', 'referral_received', { service: 'consultant_led', straight_to_test: true }];

describe('each conflict of the national texts, both readings, and the warning that says which was used (CF1 to CF8)', () => {
  it.each<[Conflict, string, Given[], string[], string[]]>([
    [
      'CF1',
      'a later miss and a discharge a week later',
      CF1,
      ['stopped 2025-01-13 to 2025-03-10, 56 days, discharged_after_dna 34'],
      ['stopped 2025-01-13 to 2025-03-03, 49 days, discharged_after_dna 34'],
    ],
    ['CF2', 'a first miss on a two week wait', [URGENT, MISSED], [NULLIFIED], RUNS],
    ['CF2', 'a first miss of a suspected cancer', [['2025-01-13', 'urgent_suspected_cancer_referral_received'], MISSED], [NULLIFIED], RUNS],
    [
      'CF2',
      'a first miss of an urgent request in e-RS',
      [
        ['2025-01-10', 'ers_referral_created', { service: 'consultant_led', priority: 'two_week_wait' }],
        ['2025-01-13', 'ers_ubrn_converted', { service: 'consultant_led' }],
        MISSED,
      ],
      [NULLIFIED],
      RUNS,
    ],
    [
      'CF3',
      'the patient rings, and accepts later',
      CF3,
      [NULLIFIED, 'running 2025-03-10, 51 days'],
      [NULLIFIED, 'running 2025-03-20, 41 days'],
    ],
    [
      'CF4',
      'a stop told a week later',
      CF4_STOP,
      ['stopped 2025-01-13 to 2025-03-03, 49 days, decision_not_to_treat 34'],
      ['stopped 2025-01-13 to 2025-02-24, 42 days, decision_not_to_treat 34'],
    ],
    [
      'CF4',
      'a stop of which the telling comes to light later',
      CF4_SILENT,
      ['stopped 2025-01-13 to 2025-03-03, 49 days, decision_not_to_treat 34'],
      ['stopped 2025-01-13 to 2025-02-24, 42 days, decision_not_to_treat 34'],
    ],
    ['CF4', 'a start told a week later', CF4_START, [STAYED, 'running 2025-03-10, 51 days'], [STAYED, 'running 2025-03-03, 58 days']],
    [
      'CF5',
      'a second miss',
      TWICE,
      [NULLIFIED, 'nullified 2025-03-10 to 2025-04-01, dna_first_appointment 33'],
      [NULLIFIED, 'running 2025-03-10, 51 days'],
    ],
    [
      'CF5',
      'a miss that is called the second',
      [REFERRED, ['2025-03-03', 'dna_first_appointment', { appointment_clearly_communicated: true, occurrence: 2 }]],
      [NULLIFIED],
      RUNS,
    ],
    ['CF5', 'a missed straight-to-test slot', [STRAIGHT, SLOT], [NULLIFIED], RUNS],
    ['CF5', 'a first miss, straight to test', [STRAIGHT, MISSED], [NULLIFIED], RUNS],
    ['CF5', 'a missed test that was the first step', [REFERRED, SLOT], [NULLIFIED], RUNS],
    ['CF6', 'moved to the active list late', PLANNED, ['running 2025-03-03, 58 days'], ['running 2025-04-01, 29 days']],
    ['CF6', 'seen to be due, and moved late', DUE_FIRST, ['running 2025-03-03, 58 days'], ['running 2025-04-01, 29 days']],
    ['CF8', 'advice turned into a referral', ADVICE, ['running 2025-04-01, 29 days'], ['running 2025-03-03, 58 days']],
  ])('%s: %s', (conflict, _, given, first, second) => {
    const [usual, other] = READINGS[conflict];
    const usually = clocksOf(given, '2025-04-30');
    const otherwise = clocksOf(given, '2025-04-30', { readings: { [conflict]: other } });
    expect(periods(usually)).toEqual(first);
    expect(periods(otherwise)).toEqual(second);
    const words = (reading: string) => reading.replaceAll('_', ' ');
    const said = (read: string, unread: string) =>
      expect.stringMatching(
        new RegExp(`^${conflict}: national texts differ on .+\\. Read here: ${words(read)} \\(the other reading: ${words(unread)}\\)\\.$`),
      ) as string;
    expect(usually.warnings).toContainEqual(said(usual, other));
    expect(otherwise.warnings).toContainEqual(said(other, usual));
  });

  it('the default is the first of each', () => {
    expect(DEFAULT_SETTINGS.readings).toEqual({
      CF1: 'discharge_date',
      CF2: 'nullified',
      CF3: 'contact_or_decision',
      CF4: 'communication_date',
      CF5: 'nullified',
      CF6: 'due_date',
      CF7: 'from_referral',
      CF8: 'conversion_date',
      CF9: 'appointment_date',
    });
    for (const [conflict, [first]] of Object.entries(READINGS)) expect(DEFAULT_SETTINGS.readings[conflict as Conflict]).toBe(first);
  });

  it('the warnings, word for word', () => {
    expect(clocksOf(CF1, '2025-04-30').warnings).toEqual([
      'CF1: national texts differ on a later appointment missed and then discharged. Read here: discharge date (the other reading: missed date).',
    ]);
    expect(clocksOf(ADVICE, '2025-04-30', { readings: { CF8: 'request_date' } }).warnings).toEqual([
      'CF8: national texts differ on advice turned into a referral. Read here: request date (the other reading: conversion date).',
    ]);
  });
});

describe('where both readings agree no conflict is spoken of', () => {
  it.each<[string, Given[]]>([
    [
      'a discharge on the day of the miss',
      [...CF1.slice(0, 3), ['2025-03-03', 'discharged_to_primary_care', { dna_conditions_met: true }]],
    ],
    ['a first miss of a routine referral', [REFERRED, MISSED]],
    [
      'a first miss after an urgent pathway has ended',
      [URGENT, ['2025-02-03', 'discharged_to_primary_care'], ['2025-02-10', 're_referral_received'], MISSED],
    ],
    [
      'a decision told the same day',
      [REFERRED, ['2025-03-03', 'decision_not_to_treat'], ['2025-03-03', 'decision_communicated_to_patient']],
    ],
    [
      'moved to the active list on the due date',
      [
        ['2024-06-03', 'planned_procedure_listed', { due_date: '2025-04-01' }],
        ['2025-04-01', 'moved_to_active_list'],
      ],
    ],
    ['moved to the active list while a referral waits', [REFERRED, ['2025-04-01', 'moved_to_active_list']]],
  ])('%s', (_, given) => {
    expect(clocksOf(given, '2025-04-30').warnings).toEqual([]);
  });

  it('a telling that comes after a stop moves no start', () => {
    const given: Given[] = [
      ...CF4_START.slice(0, 3),
      ['2025-03-05', 'first_treatment'],
      ['2025-03-10', 'decision_communicated_to_patient'],
    ];
    expect(periods(clocksOf(given, '2025-04-30'))).toEqual([STAYED, 'stopped 2025-03-03 to 2025-03-05, 2 days, first_treatment 30']);
  });

  it('advice converted with no known request counts from the conversion', () => {
    const given: Given[] = [['2025-04-01', 'advice_request_converted_to_referral']];
    expect(periods(clocksOf(given, '2025-04-30', { readings: { CF8: 'request_date' } }))).toEqual(['running 2025-04-01, 29 days']);
  });

  it('advice converted starts nothing where the service says so', () => {
    const result = clocksOf(ADVICE, '2025-04-30', { unconfirmed: { convertedAdviceStartsClock: false } });
    expect(periods(result)).toEqual(['no_clock']);
    expect(result.explanation.map(({ rule }) => rule)).toEqual(['RTT-S16', 'RTT-S16']);
  });
});
