import type { CaseEvent } from '@guardian/casework/events';
import { day } from '@guardian/kernel';
import { type GivenEvent, readModelSpec } from '@guardian/projections';
import { testDatabase, type TestDatabase } from '../../../test/support/database';
import { caseRows, CaseRow } from './case-row';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database?.drop());

const southend = { code: 'RAJ01', name: 'Southend Hospital' };
const broomfield = { code: 'RAJ12', name: 'Broomfield Hospital' };

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
};
const ordered: GivenEvent<CaseEvent> = {
  type: 'DiagnosticOrdered',
  data: {
    testId: 't1',
    test: 'xray-knee',
    name: 'X-ray of knee',
    item: null,
    site: southend,
    urgency: 'routine',
    on: day('2026-03-06'),
    patientTold: true,
    personal: { question: 'Joint space?' },
  },
};
const performed: GivenEvent<CaseEvent> = { type: 'DiagnosticPerformed', data: { testId: 't1', on: day('2026-03-18') } };
const reported: GivenEvent<CaseEvent> = {
  type: 'DiagnosticReported',
  data: { testId: 't1', on: day('2026-03-19'), outcome: 'abnormal', personal: { summary: 'Joint space lost' } },
};
const booked = (forDate: string): GivenEvent<CaseEvent> => ({
  type: 'HospitalFactRecorded',
  data: { kind: 'appointment_booked', on: day('2026-03-15'), facts: { for_date: forDate }, source: 'Letter', confidence: 'confirmed' },
});
const call = (
  on: string,
  outcome: 'spoke' | 'no-answer',
  nextOn: string | null = null,
  who: 'patient' | 'hospital' = 'patient',
): GivenEvent<CaseEvent> => ({
  type: 'ContactRecorded',
  data: { contactId: 'c1', on: day(on), who, how: 'phone', outcome, nextOn: nextOn === null ? null : day(nextOn), personal: { notes: '' } },
});
const corrected = (entry: number): GivenEvent<CaseEvent> => ({
  type: 'EntryCorrected',
  data: { entry, personal: { correction: 'Not so', reason: 'Wrong letter' } },
});
const moved = (entry: number): GivenEvent<CaseEvent> => ({
  type: 'EntryMovedToPatient',
  data: { entry, personal: { reason: 'Letter of another patient' } },
});

describe('D5: the row of a case falls back to what the entries that stand say', () => {
  const spec = readModelSpec(caseRows, () => database.url);

  it('its priority', () =>
    spec
      .given(received, { type: 'PriorityRecorded', data: { scheme: 'urgency', code: 'urgent', on: day('2026-03-10') } }, corrected(2))
      .expectRows(CaseRow, [{ priority: 'routine' }]));

  it('D1: a referral that was raised to suspected cancer is marked, and no longer when that was a mistake', async () => {
    const raised = { type: 'PriorityRecorded', data: { scheme: 'urgency', code: 'two-week-wait', on: day('2026-03-10') } } as const;
    await spec.given(received, raised).expectRows(CaseRow, [{ suspectedCancer: true }]);
    await spec.given(received, raised, corrected(2)).expectRows(CaseRow, [{ suspectedCancer: false }]);
  });

  it('its coordinator', async () => {
    const bola = { id: 'u1', name: 'Bola Example' };
    const assigned: GivenEvent<CaseEvent> = { type: 'CaseAssigned', data: { coordinator: bola } };
    const handedOver: GivenEvent<CaseEvent> = {
      type: 'CaseHandedOver',
      data: { from: bola, to: { id: 'u2', name: 'Chris Example' }, personal: { note: '' } },
    };
    await spec
      .given(received, assigned, handedOver, corrected(3))
      .expectRows(CaseRow, [{ coordinatorId: 'u1', coordinatorName: 'Bola Example' }]);
    await spec.given(received, assigned, moved(2)).expectRows(CaseRow, [{ coordinatorId: null, coordinatorName: null }]);
  });

  it('and stays as it is where the words alone were wrong', () =>
    spec
      .given(
        received,
        { type: 'PriorityRecorded', data: { scheme: 'urgency', code: 'urgent', on: day('2026-03-10') } },
        { type: 'EntryCorrected', data: { entry: 1, only: 'words', personal: { correction: 'Left knee', reason: 'Typing' } } },
      )
      .expectRows(CaseRow, [{ priority: 'urgent', referredOn: day('2026-03-02'), practiceCode: 'F81086' }]));

  it('its hospital', () =>
    spec
      .given(
        received,
        { type: 'ReferralSent', data: { to: southend, on: day('2026-03-10') } },
        { type: 'ProviderChanged', data: { from: southend, to: broomfield, on: day('2026-03-12') } },
        corrected(3),
      )
      .expectRows(CaseRow, [{ providerCode: 'RAJ01', providerName: 'Southend Hospital' }]));

  it('its appointment', async () => {
    await spec
      .given(received, booked('2026-05-04'), booked('2026-06-04'), corrected(3))
      .expectRows(CaseRow, [{ appointmentOn: day('2026-05-04') }]);
    await spec
      .given(received, booked('2026-05-04'), booked('2026-06-04'), corrected(2))
      .expectRows(CaseRow, [{ appointmentOn: day('2026-06-04') }]);
    await spec.given(received, booked('2026-05-04'), moved(2)).expectRows(CaseRow, [{ appointmentOn: null }]);
  });

  it('its tests', async () => {
    const test = { testId: 't1', name: 'X-ray of knee', bookedFor: null, outcome: null };
    await spec
      .given(received, ordered, performed, reported, corrected(4))
      .expectRows(CaseRow, [{ tests: [{ ...test, status: 'performed', since: day('2026-03-18') }] }]);
    await spec
      .given(received, ordered, performed, corrected(3))
      .expectRows(CaseRow, [{ tests: [{ ...test, status: 'ordered', since: day('2026-03-06') }] }]);
    await spec.given(received, ordered, performed, moved(2), moved(3)).expectRows(CaseRow, [{ tests: [] }]);
  });

  it('its contacts: a call to another patient is no contact with this one', async () => {
    await spec
      .given(received, call('2026-03-09', 'no-answer'), call('2026-03-16', 'spoke', '2026-03-30'), moved(3))
      .expectRows(CaseRow, [{ lastContactOn: day('2026-03-09'), nextContactOn: null, unanswered: 1 }]);
    await spec.given(received, call('2026-03-09', 'spoke'), moved(2)).expectRows(CaseRow, [{ lastContactOn: null, unanswered: 0 }]);
  });

  it('and a talk with the hospital is no answer of the patient', () =>
    spec
      .given(received, call('2026-03-09', 'no-answer'), call('2026-03-16', 'spoke', null, 'hospital'))
      .expectRows(CaseRow, [{ lastContactOn: day('2026-03-16'), unanswered: 1 }]));
});
