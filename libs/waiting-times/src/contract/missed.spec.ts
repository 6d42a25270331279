import { clocksOf, type Given, periods, REFERRED, rttReads } from './case-of';

const COMMUNICATED = { appointment_clearly_communicated: true };
const MISSED: Given = ['2025-03-03', 'dna_first_appointment', COMMUNICATED];
const NULLIFIED = 'nullified 2025-01-13 to 2025-03-03, dna_first_appointment 33';
const SEEN: Given = ['2025-02-03', 'first_attended'];
const GOES_ON = ['running 2025-01-13, 107 days'];

rttReads('a first appointment is missed (RTT-D1 to D3, D6, N7)', [
  ['clearly communicated: nullified', [REFERRED, MISSED], [NULLIFIED], ['RTT-S1', 'RTT-D1']],
  [
    'it cannot be shown that it was clearly communicated',
    [REFERRED, ['2025-03-03', 'dna_first_appointment', { appointment_clearly_communicated: false }]],
    GOES_ON,
    ['RTT-S1', 'RTT-D3'],
  ],
  ['nobody says whether it was', [REFERRED, ['2025-03-03', 'dna_first_appointment']], GOES_ON, ['RTT-S1', 'RTT-D3']],
  [
    'a child was not brought: the same rules',
    [REFERRED, ['2025-03-03', 'dna_first_appointment', { ...COMMUNICATED, was_not_brought: true }]],
    [NULLIFIED],
    ['RTT-S1', 'RTT-D6'],
  ],
  [
    'the patient rings: the day of the call, not of the booking or the appointment',
    [
      REFERRED,
      MISSED,
      ['2025-04-01', 'patient_contacts_to_rebook'],
      ['2025-04-03', 'appointment_booked', { for_date: '2025-04-20' }],
      ['2025-04-20', 'first_attended'],
    ],
    [NULLIFIED, 'running 2025-04-01, 29 days'],
    ['RTT-S1', 'RTT-D1', 'RTT-N7', 'RTT-X1', 'RTT-X1'],
  ],
  [
    'the clinician decides first, the patient rings later: the earlier',
    [
      REFERRED,
      MISSED,
      ['2025-04-01', 'decision_to_offer_another_appointment', { by: 'clinician' }],
      ['2025-04-10', 'patient_contacts_to_rebook'],
      ['2025-04-12', 'appointment_offer_accepted'],
    ],
    [NULLIFIED, 'running 2025-04-01, 29 days'],
    ['RTT-S1', 'RTT-D1', 'RTT-N7'],
  ],
  [
    'a clerk is no clinician, and a booking starts nothing',
    [
      REFERRED,
      MISSED,
      ['2025-04-01', 'decision_to_offer_another_appointment', { by: 'administrator' }],
      ['2025-04-02', 'appointment_booked'],
    ],
    [NULLIFIED],
    ['RTT-S1', 'RTT-D1', 'RTT-N7'],
  ],
  [
    'an acceptance with nothing before it is the first contact',
    [REFERRED, MISSED, ['2025-04-01', 'appointment_offer_accepted']],
    [NULLIFIED, 'running 2025-04-01, 29 days'],
    ['RTT-S1', 'RTT-D1', 'RTT-N7'],
  ],
  [
    'the patient books again in e-RS',
    [REFERRED, MISSED, ['2025-04-01', 'ers_ubrn_converted', { service: 'consultant_led' }]],
    [NULLIFIED, 'running 2025-04-01, 29 days'],
    ['RTT-S1', 'RTT-D1', 'RTT-N7'],
  ],
  [
    'a test with a view to treatment does not take the place of the contact',
    [REFERRED, MISSED, ['2025-04-01', 'diagnostic_test_requested', { test: 'ct', with_view_to_treatment: true }]],
    [NULLIFIED],
    ['RTT-S1', 'RTT-D1'],
  ],
  [
    'after the patient has been seen it is a later appointment, whatever it is called',
    [REFERRED, SEEN, MISSED],
    GOES_ON,
    ['RTT-S1', 'RTT-X1', 'RTT-D4'],
  ],
  ['with no clock', [MISSED], ['no_clock'], []],
]);

describe('a nullified period', () => {
  it('has a start and a stop, no days, and counts nowhere', () => {
    const { rtt } = clocksOf([REFERRED, MISSED], '2025-03-31');
    expect(rtt).toMatchObject({ days_waited: null, weeks_waited_completed: null, rtt_week_band: null, within_18_weeks: null });
    expect(rtt).toMatchObject({ counts_in_rtt_return: false, completed_as: null, rtt_return_parts: [], over_52_weeks: null });
  });

  it('is asked about when the patient is seen all the same', () => {
    const { warnings } = clocksOf([REFERRED, MISSED, ['2025-04-01', 'first_attended']], '2025-04-30');
    expect(warnings).toEqual([
      'The patient was seen after a missed first appointment: record the contact or the decision that started the new clock.',
    ]);
  });

  it('is asked about when treatment is recorded', () => {
    const { warnings } = clocksOf([REFERRED, MISSED, ['2025-04-01', 'first_treatment']], '2025-04-30');
    expect(warnings).toEqual(['Treatment is recorded and no clock was running: record the decision to treat that came before it.']);
  });
});

describe('a later appointment, test or admission is missed (RTT-D4, D5, D7)', () => {
  const kinds: [string, Given][] = [
    ['an appointment', ['2025-03-03', 'dna_subsequent', { appointment: 'follow_up', ...COMMUNICATED }]],
    ['an admission', ['2025-03-03', 'dna_admission', COMMUNICATED]],
    ['a test', ['2025-03-03', 'dna_diagnostic_test', { test: 'mri' }]],
  ];
  const stopped = 'stopped 2025-01-13 to 2025-03-03, 49 days, discharged_after_dna 34';

  it.each(kinds)('%s: the clock goes on', (_, missed) => {
    expect(periods(clocksOf([REFERRED, SEEN, missed], '2025-04-30'))).toEqual(GOES_ON);
  });

  it.each(kinds)('%s and discharged with all four conditions: stops and counts', (_, missed) => {
    const discharged: Given = ['2025-03-03', 'discharged_to_primary_care', { dna_conditions_met: true, decided_by: 'clinician' }];
    const result = clocksOf([REFERRED, SEEN, missed, discharged], '2025-03-31');
    expect(periods(result)).toEqual([stopped]);
    expect(result.rtt).toMatchObject({ counts_in_rtt_return: true, completed_as: 'non_admitted', rtt_return_parts: ['1B'] });
    expect(result.warnings).toEqual([]);
  });

  it.each<[string, Given]>([
    ['the conditions are not met', ['2025-03-10', 'discharged_to_primary_care', { dna_conditions_met: false }]],
    ['nobody says that they are met', ['2025-03-10', 'discharged_to_primary_care', { communicated_to_patient: true }]],
  ])('discharged and %s: the clock goes on', (_, discharged) => {
    const result = clocksOf([REFERRED, SEEN, ['2025-03-03', 'dna_subsequent'], discharged], '2025-04-30');
    expect(periods(result)).toEqual(GOES_ON);
    expect(result.warnings).toEqual([
      'Discharged after a missed appointment without the four conditions on record (RTT-D7): the clock goes on.',
    ]);
  });

  it.each<[string, Given]>([
    ['booked again', ['2025-03-05', 'appointment_booked']],
    ['an appointment offered', ['2025-03-05', 'appointment_offered']],
    ['an offer accepted', ['2025-03-05', 'appointment_offer_accepted']],
    ['rung about', ['2025-03-05', 'patient_contacts_to_rebook']],
    ['another decided', ['2025-03-05', 'decision_to_offer_another_appointment']],
    ['seen', ['2025-03-05', 'follow_up_attended']],
  ])('%s: a discharge after that is no longer one for the miss', (_, since) => {
    const discharged: Given = ['2025-03-10', 'discharged_to_primary_care', { communicated_to_patient: true }];
    const result = clocksOf([REFERRED, SEEN, ['2025-03-03', 'dna_subsequent'], since, discharged], '2025-04-30');
    expect(periods(result)).toEqual(['stopped 2025-01-13 to 2025-03-10, 56 days, returned_to_primary_care 34']);
  });

  it('booking a test leaves the missed appointment as it was', () => {
    const given: Given[] = [
      REFERRED,
      SEEN,
      ['2025-03-03', 'dna_subsequent'],
      ['2025-03-05', 'appointment_booked', { test: 'mri' }],
      ['2025-03-10', 'discharged_to_primary_care'],
    ];
    expect(periods(clocksOf(given, '2025-04-30'))).toEqual(GOES_ON);
  });

  it('a first appointment that could not be shown to be communicated needs the conditions too', () => {
    const given: Given[] = [REFERRED, ['2025-03-03', 'dna_first_appointment'], ['2025-03-03', 'discharged_to_primary_care']];
    expect(periods(clocksOf(given, '2025-04-30'))).toEqual(GOES_ON);
  });
});
