import type { CaseEvent } from '@guardian/casework/events';
import { day } from '@guardian/kernel';
import { clocksOfCase, effectOf, readOn } from './case-clocks';

type Recorded = Parameters<typeof clocksOfCase>[0][number];

const royal = { code: 'RX1', name: 'Royal Example Hospital' };
const TODAY = day('2026-08-20');

const recorded = (revision: number, on: string, event: CaseEvent): Recorded => ({
  ...event,
  revision,
  metadata: {
    recordedAt: `${on}T10:00:00.000Z`,
    actor: { id: 'u1', name: 'Priya Shah', role: 'coordinator', organisation: 'Guardian' },
    commandId: `command-${revision}`,
    commandHash: '',
  },
});

const fact = (revision: number, kind: string, on: string, facts: Record<string, string | boolean> = {}): Recorded =>
  recorded(revision, '2026-08-20', {
    type: 'HospitalFactRecorded',
    data: { kind, on: day(on), facts, source: 'Hospital letter', confidence: 'confirmed' },
  });
const sent = recorded(2, '2026-03-06', { type: 'ReferralSent', data: { to: royal, on: day('2026-03-06') } });
const scan = recorded(1, '2026-03-06', {
  type: 'HospitalFactRecorded',
  data: { kind: 'diagnostic_test_requested', on: day('2026-03-06'), facts: { test: 'mri' }, source: 'Our order', confidence: 'confirmed' },
});

const sources = (events: readonly Recorded[]) => clocksOfCase(events, TODAY).cards.map(({ label, source }) => [label, source]);
const effect = (before: readonly Recorded[], next: Recorded) => effectOf(before, next, TODAY);

it('the source of a start is that of its own fact, though another happened on the same day', () => {
  expect(sources([scan, sent])).toEqual([
    ['RTT clock', 'Start from: The day on which Guardian sent it (an estimate).'],
    ['Test clock: Magnetic resonance imaging', 'Start from: Our order (confirmed).'],
  ]);
});

it('a receipt on the day of sending changes how sure the start is, and says so', () => {
  const { effects, changesNothing } = effect([sent], fact(3, 'referral_received', '2026-03-06', { service: 'consultant_led' }));
  expect(changesNothing).toBe(false);
  expect(effects[0]?.after).toContain('Start from: Hospital letter (confirmed).');
});

it('days that come off a cancer clock are an effect, and move its limit', () => {
  const missed = [
    fact(1, 'urgent_suspected_cancer_referral_received', '2026-08-03', { service: 'consultant_led' }),
    fact(2, 'dna_first_appointment', '2026-08-10', { appointment_clearly_communicated: true }),
  ];
  const { effects } = effect(missed, fact(3, 'patient_contacts_to_rebook', '2026-08-14'));
  expect(effects.find(({ label }) => label === 'Cancer: 28 days to diagnosis')).toMatchObject({
    changes: true,
    after: expect.stringContaining('Adjustment 11 days off') as unknown,
  });
});

it('a fact that changes no clock changes none', () => {
  const { effects, changesNothing } = effect([sent], fact(3, 'dna_subsequent', '2026-07-01'));
  expect([changesNothing, effects.map(({ changes }) => changes)]).toEqual([true, [false]]);
});

it('a case that was linked as a duplicate is read on that day, not on that of an earlier closing', () => {
  const closed = recorded(1, '2026-05-01', {
    type: 'CaseClosed',
    data: {
      ...{ reason: 'treated', on: day('2026-05-01'), reviewer: 'Dr Samuel Brandt' },
      ...{ patientTold: 'phone', referrerTold: 'letter', personal: { evidence: 'Letter' } },
    },
  });
  const linked = recorded(3, '2026-07-01', { type: 'CaseLinkedAsDuplicate', data: { otherCaseId: 'c2', otherReference: 'GR-AAAAAA' } });
  expect(readOn([closed, linked], true, TODAY).asOf).toBe('2026-07-01');
});
