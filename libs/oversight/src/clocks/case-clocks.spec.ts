import type { CaseEvent } from '@guardian/casework/events';
import { day } from '@guardian/kernel';
import { type GivenEvent, readModelSpec } from '@guardian/projections';
import { testDatabase, type TestDatabase } from '../../../../test/support/database';
import { caseClocks, ClockCaseRow, ClockRow } from './case-clocks';
import { NO_END } from './clock-reading';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database?.drop());

const at = (on: string) => ({ metadata: { recordedAt: `${on}T12:00:00.000Z` } });
const received: GivenEvent<CaseEvent> = {
  type: 'ReferralReceived',
  data: {
    reference: 'GR-K7M2QX',
    patientId: '5bec0000-0000-4000-8000-000000000002',
    pathway: { id: 'knee-pain', version: 1 },
    specialty: '110',
    priority: 'routine',
    suspectedCancer: false,
    referredOn: day('2026-03-02'),
    practice: { code: 'F81086', pcn: 'southend-east-pcn', place: 'southend' },
    holder: { kind: 'practice', name: 'Dr Ines Example', organisation: 'Example Surgery' },
    source: { system: 'form', identifier: null },
    personal: { reason: 'Knee pain for a year', referrer: 'Dr Ines Example' },
  },
  ...at('2026-03-04'),
};
const sent: GivenEvent<CaseEvent> = {
  type: 'ReferralSent',
  data: { to: { code: 'RAJ01', name: 'Southend Hospital' }, on: day('2026-03-12') },
  ...at('2026-03-13'),
};
const fact = (kind: string, on: string, facts: Record<string, string | boolean> = {}, recorded = on): GivenEvent<CaseEvent> => ({
  type: 'HospitalFactRecorded',
  data: { kind, on: day(on), facts, source: 'Hospital letter', confidence: 'confirmed' },
  ...at(recorded),
});

describe('the clocks of a case, as dates', () => {
  const spec = readModelSpec(caseClocks, () => database.url);

  it('a clock that was started by the sending runs from there, as an estimate, and no end is known', () =>
    spec.given(received, sent).expectRows(ClockRow, [
      {
        clock: 'rtt',
        n: 1,
        fromDay: day('2026-03-12'),
        untilDay: NO_END,
        state: 'running',
        runs: true,
        start: day('2026-03-12'),
        stop: null,
        insideUntil: day('2026-07-16'),
        decisionToAdmit: false,
        countsInReturn: true,
        startConfidence: 'estimated',
        specialty: '110',
        providerCode: 'RAJ01',
        pcnCode: 'southend-east-pcn',
      },
    ]));

  it('a receipt that is heard of later takes the place of the sending', () =>
    spec
      .given(received, sent, fact('referral_received', '2026-03-16', { service: 'consultant_led' }, '2026-04-01'))
      .expectRows(ClockRow, [{ fromDay: day('2026-03-16'), untilDay: NO_END, start: day('2026-03-16'), startConfidence: 'confirmed' }]));

  it('a decision to admit and a stop each end a span; what came before stays as it read', () =>
    spec
      .given(received, sent, fact('decision_to_admit', '2026-05-01'), fact('admitted_for_first_treatment', '2026-08-03'))
      .expectRows(ClockRow, [
        { fromDay: day('2026-03-12'), untilDay: day('2026-05-01'), state: 'running', decisionToAdmit: false },
        { fromDay: day('2026-05-01'), untilDay: day('2026-08-03'), state: 'running', decisionToAdmit: true },
        {
          fromDay: day('2026-08-03'),
          untilDay: NO_END,
          state: 'stopped',
          runs: false,
          stop: day('2026-08-03'),
          stopReason: 'first_treatment',
          completedAs: 'admitted',
        },
      ]));

  it('a planned test waits from its due date on, of itself', () =>
    spec
      .given(received, fact('planned_diagnostic_listed', '2026-04-01', { test: 'colonoscopy', due_date: '2026-10-01' }))
      .expectRows(ClockRow, [
        { clock: 'test', fromDay: day('2026-04-01'), untilDay: day('2026-10-01'), state: 'not_started', runs: false, start: null },
        {
          clock: 'test',
          fromDay: day('2026-10-01'),
          untilDay: NO_END,
          state: 'waiting',
          runs: true,
          start: day('2026-10-01'),
          insideUntil: day('2026-11-11'),
          test: 'colonoscopy',
        },
      ]));

  it('a wait that starts again on a day ahead goes on until that day', () =>
    spec
      .given(
        received,
        fact('diagnostic_test_requested', '2026-04-01', { test: 'mri' }),
        fact('patient_cancelled', '2026-04-10', { test: 'mri', for_date: '2026-05-04' }),
      )
      .expectRows(ClockRow, [
        { fromDay: day('2026-04-01'), untilDay: day('2026-05-04'), start: day('2026-04-01'), insideUntil: day('2026-05-12') },
        { fromDay: day('2026-05-04'), untilDay: NO_END, start: day('2026-05-04'), insideUntil: day('2026-06-14') },
      ]));

  it('what comes off a cancer clock moves its last day', () =>
    spec
      .given(
        received,
        fact('urgent_suspected_cancer_referral_received', '2026-04-01', { service: 'consultant_led' }),
        fact('arrived_late_not_seen', '2026-04-10', { appointment: 'first' }),
        fact('appointment_booked', '2026-04-15', { for_date: '2026-04-20' }),
      )
      .expectRows(ClockRow, [
        { clock: 'faster_diagnosis_28', untilDay: day('2026-04-15'), insideUntil: day('2026-04-29') },
        { clock: 'faster_diagnosis_28', fromDay: day('2026-04-15'), insideUntil: day('2026-05-13') },
        { clock: 'rtt', start: day('2026-04-01') },
        { clock: 'treatment_62', untilDay: day('2026-04-15'), insideUntil: day('2026-06-02') },
        { clock: 'treatment_62', fromDay: day('2026-04-15'), insideUntil: day('2026-06-16') },
      ]));

  it('a fact that is taken back leaves no trace, and one that comes late is read where it belongs', () =>
    spec
      .given(
        received,
        sent,
        fact('first_treatment', '2026-06-01', { setting: 'outpatient' }),
        {
          type: 'EntryCorrected',
          data: { entry: 3, personal: { correction: 'Not treated', reason: 'Wrong letter' } },
          ...at('2026-06-10'),
        },
        fact('decision_to_admit', '2026-05-11', {}, '2026-06-12'),
      )
      .expectRows(ClockRow, [
        { fromDay: day('2026-03-12'), untilDay: day('2026-05-11'), decisionToAdmit: false, runs: true },
        { fromDay: day('2026-05-11'), untilDay: NO_END, decisionToAdmit: true, runs: true },
      ]));

  it('a case that is closed says since when and why, also where its clocks are counted', async () => {
    const closed: GivenEvent<CaseEvent> = {
      type: 'CaseClosed',
      data: {
        reason: 'died',
        on: day('2026-05-05'),
        reviewer: 'Dr Ines Example',
        patientTold: { told: false, because: 'died' },
        referrerTold: { told: true, on: day('2026-05-06'), how: 'letter' },
        personal: { evidence: 'Told by the family' },
      } as never,
      ...at('2026-05-06'),
    };
    await spec.given(received, sent, closed).expectRows(ClockCaseRow, [
      {
        closedOn: day('2026-05-05'),
        closeReason: 'died',
        endings: [{ knownOn: day('2026-05-06'), closedOn: day('2026-05-05'), closeReason: 'died' }],
      },
    ]);
    await spec.given(received, sent, closed).expectRows(ClockRow, [
      { untilDay: day('2026-05-05'), runs: true, closedOn: day('2026-05-05') },
      { fromDay: day('2026-05-05'), state: 'stopped', stopReason: 'died', closedOn: day('2026-05-05') },
    ]);
  });
});
