// What is said of each step, word for word, where the sentence or its rule is all that tells two readings of a fact apart.
import type { Reason } from '../index';
import { clocksOf, type Given, REFERRED } from './case-of';

const said = (clock: Reason['clock'], given: readonly Given[]): string[] =>
  clocksOf(given, '2025-04-30')
    .explanation.filter((reason) => reason.clock === clock)
    .map(({ rule, text }) => `${rule} ${text}`);

const MRI: Given = ['2025-03-03', 'diagnostic_test_requested', { test: 'mri' }];
const ASKED = 'DX-1 mri: asked for, which starts its wait.';
const PLANNED: Given = ['2024-06-03', 'planned_diagnostic_listed', { test: 'colonoscopy', due_date: '2025-04-01' }];
const NO_WAIT_YET = 'DX-6 colonoscopy: planned for 2025-04-01, no wait until then.';
const OFFER = (made: string, forDate: string): Given => [made, 'appointment_offered', { for_date: forDate, test: 'mri' }];
const URGENT: Given = ['2025-03-03', 'urgent_suspected_cancer_referral_received', { service: 'consultant_led' }];

describe('RTT', () => {
  const first = 'RTT-S1 A consultant-led service received the referral.';
  const planned: Given = ['2024-06-03', 'planned_procedure_listed', { due_date: '2025-04-01' }];
  const due = (keys: Record<string, boolean>): Given => ['2025-04-01', 'planned_due_date_reached', keys];
  const outside = 'RTT-P1 Planned for a specific time for clinical reasons: outside RTT until it is due.';
  const missed = (more: Record<string, boolean>): Given => [
    '2025-03-03',
    'dna_first_appointment',
    { appointment_clearly_communicated: true, ...more },
  ];
  it.each<[string, Given[], string[]]>([
    ['missed', [REFERRED, missed({})], [first, 'RTT-D1 The first appointment was missed without notice: the clock is nullified.']],
    [
      'not brought',
      [REFERRED, missed({ was_not_brought: true })],
      [
        first,
        'RTT-D6 A child was not brought to the first appointment: the same rules hold, look to safeguarding; the clock is nullified.',
      ],
    ],
    ['treated as planned', [planned, due({ treated: true })], [outside, 'RTT-P1 Treated as planned: no clock starts.']],
    ['due, not ready', [planned, due({ clinically_ready: false })], [outside, 'RTT-P2 Due, and clinically not ready: no clock starts.']],
    [
      'told later of monitoring',
      [
        REFERRED,
        ['2025-03-03', 'active_monitoring_started_by_clinician', { agreed_with_patient: true }],
        ['2025-03-10', 'decision_communicated_to_patient'],
      ],
      [
        first,
        expect.stringMatching(/^RTT-E\d+ /),
        'RTT-E13 The patient is told: the clock stops today and not on the day of the decision.',
      ],
    ],
    [
      'a community service',
      [['2025-01-13', 'referral_received', { service: 'community_consultant_led' }]],
      [
        expect.stringMatching(/^RTT-\w+ /),
        'RTT-P7 A consultant-led community service keeps the RTT rules and is left out of the RTT returns.',
      ],
    ],
  ])('%s', (_, given, expected) => expect(said('rtt', given)).toEqual(expected));

  it('another request while a clock runs changes nothing and is to be looked at', () => {
    const another: Given = ['2025-03-03', 're_referral_received', { same_request: false, service: 'consultant_led' }];
    expect(said('rtt', [REFERRED, another])).toEqual([first]);
    expect(clocksOf([REFERRED, another], '2025-04-30').warnings).toEqual([
      'A new referral arrived while a clock of an earlier one runs: say whether the earlier one has ended.',
    ]);
  });
});

describe('tests', () => {
  it.each<[string, Given[], string[]]>([
    [
      'done as planned',
      [PLANNED, ['2025-03-20', 'diagnostic_test_done', { test: 'colonoscopy' }]],
      [NO_WAIT_YET, 'DX-6 colonoscopy: done as planned, never a wait.'],
    ],
    [
      'done after its due date',
      [PLANNED, ['2025-04-10', 'diagnostic_test_done', { test: 'colonoscopy' }]],
      [
        NO_WAIT_YET,
        'DX-6 colonoscopy: the planned date has come and the test is not done, so its wait counts from that date.',
        'DX-1 colonoscopy: done, which ends its wait; the report does not matter.',
      ],
    ],
    [
      'missed',
      [MRI, ['2025-03-10', 'dna_diagnostic_test', { test: 'mri' }]],
      [ASKED, 'DX-8 mri: the patient did not come. Its wait starts again from 2025-03-10.'],
    ],
    [
      'cancelled',
      [MRI, ['2025-03-10', 'patient_cancelled', { test: 'mri' }]],
      [ASKED, 'DX-8 mri: the patient cancelled the appointment. Its wait starts again from 2025-03-10.'],
    ],
    [
      'two dates declined',
      [
        MRI,
        OFFER('2025-03-04', '2025-04-01'),
        ['2025-03-05', 'offer_declined', { for_date: '2025-04-01' }],
        OFFER('2025-03-06', '2025-04-08'),
        ['2025-03-07', 'offer_declined', { for_date: '2025-04-08' }],
      ],
      [ASKED, 'DX-9 mri: two reasonable dates were declined. Its wait starts again from 2025-04-01.'],
    ],
    [
      'first booked in e-RS',
      [
        ['2025-03-03', 'ers_referral_created', { test: 'mri' }],
        ['2025-03-05', 'ers_ubrn_converted'],
      ],
      ['DX-1 mri: first booked in e-RS, which starts its wait.'],
    ],
    [
      'on the slot issue worklist',
      [
        ['2025-03-03', 'ers_referral_created', { test: 'mri' }],
        ['2025-03-05', 'ers_asi_worklist_entered'],
      ],
      ['DX-1 mri: on the slot issue worklist, which starts its wait.'],
    ],
  ])('%s', (_, given, expected) => expect(said('diagnostics', given)).toEqual(expected));

  it('of a test that nobody waits for, the day on which it was done is kept: it counts as activity', () => {
    const inpatient: Given = ['2025-03-03', 'diagnostic_test_requested', { test: 'mri', patient_is_inpatient: true }];
    const { diagnostics } = clocksOf([inpatient, ['2025-03-04', 'diagnostic_test_done', { test: 'mri' }]], '2025-04-30');
    expect(diagnostics).toMatchObject([{ clock_state: 'out_of_scope', done_on: '2025-03-04', activity_type: 'unscheduled' }]);
  });
});

describe('cancer', () => {
  const starts = 'CA-1 An urgent suspected cancer referral was received: the 28 and 62 day clocks start.';
  it.each<[string, Given, string]>([
    ['a result', ['2025-03-10', 'diagnostic_result_reported'], 'CA-2 A result ends nothing: the day the patient is told does.'],
    [
      'a cancellation',
      ['2025-03-10', 'patient_cancelled'],
      'CA-5 A later appointment missed, or one cancelled by the patient: nothing comes off.',
    ],
    [
      'treatment declined',
      ['2025-03-10', 'patient_declined_treatment'],
      'CA-8 The patient declines all treatment: the date of that decision ends the clocks (modality 98).',
    ],
  ])('%s is told of a cancer pathway, and of no other', (_, fact, sentence) => {
    expect(said('cancer', [URGENT, fact])).toEqual([starts, sentence]);
    expect(said('cancer', [REFERRED, fact])).toEqual([]);
  });
});
