// A log of many cases whose events come in turn, so that each page of it touches as many cases as it can: the worst case for a read model.
import { randomUUID } from 'node:crypto';
import type { CaseEvent } from '@guardian/casework/events';
import { type EventMetadata, PostgresEventStore } from '@guardian/event-store';
import { day } from '@guardian/kernel';

const holder = { kind: 'practice', name: 'Dr Ines Example', organisation: 'Example Surgery' } as const;
const hospital = { code: 'RAJ01', name: 'Southend Hospital' };
const on = day('2026-03-10');

const received = (n: number): CaseEvent => ({
  type: 'ReferralReceived',
  data: {
    reference: `GR-${n.toString(36).toUpperCase().padStart(6, '0')}`,
    patientId: randomUUID(),
    pathway: { id: 'knee-pain', version: 1 },
    specialty: '110',
    priority: 'routine',
    suspectedCancer: false,
    referredOn: day('2026-03-02'),
    practice: { code: `F81${String(n % 93).padStart(3, '0')}`, pcn: `U${String(n % 13).padStart(5, '0')}`, place: `place-${n % 3}` },
    holder,
    source: { system: 'demo', identifier: null },
    personal: { reason: 'Knee pain for a year', referrer: 'Dr Ines Example' },
  },
});

const completed = (item: string): CaseEvent => ({
  type: 'WorkupItemCompleted',
  data: { item, evidenceOn: on, source: 'Practice', personal: { finding: 'As sent' } },
});

/** What happens to each case after it was received. */
const LIFE: readonly CaseEvent[] = [
  {
    type: 'ReferralAccepted',
    data: {
      agreed: [
        { code: 'xray', name: 'X-ray of knee', kind: 'test', evidenceDays: 365 },
        { code: 'score', name: 'Oxford Knee Score', kind: 'item', evidenceDays: 90 },
      ],
      gateDueOn: day('2026-04-03'),
    },
  },
  { type: 'CaseAssigned', data: { coordinator: { id: 'u1', name: 'Bola Example' } } },
  completed('xray'),
  completed('score'),
  {
    type: 'GatePassed',
    data: {
      evidence: [
        { item: 'xray', how: 'completed' },
        { item: 'score', how: 'completed' },
      ],
    },
  },
  { type: 'ReferralSent', data: { to: hospital, on } },
  {
    type: 'HospitalFactRecorded',
    data: { kind: 'appointment_booked', on, facts: { for_date: '2026-05-02' }, source: 'Hospital letter', confidence: 'confirmed' },
  },
];

const contact: CaseEvent = {
  type: 'ContactRecorded',
  data: {
    contactId: '01890000-0000-7000-8000-000000000002',
    on,
    who: 'patient',
    how: 'phone',
    outcome: 'spoke',
    nextOn: null,
    personal: { notes: 'No worse. Asked how long it will take; told what the hospital said. Will ring when there is a date.' },
  },
};

const eventOf = (n: number, revision: number): CaseEvent => (revision === 0 ? received(n) : (LIFE[revision - 1] ?? contact));

const metadata: EventMetadata = {
  commandId: '01890000-0000-7000-8000-000000000001',
  commandHash: '4f1c2a',
  recordedAt: '2026-03-20T09:00:00.000Z',
  actor: { id: 'u1', name: 'Bola Example', role: 'coordinator', organisation: 'Example PCN' },
};

export interface CaseLog {
  readonly url: string;
  readonly cases: number;
  readonly events: number;
}

/** After its first eight events a case has contacts only. */
export async function writeCaseLog(url: string, cases: number, eventsACase: number): Promise<CaseLog> {
  const store = new PostgresEventStore({ connectionString: url, mostWaiting: cases });
  const ids = Array.from({ length: cases }, () => randomUUID());
  for (let revision = 0; revision < eventsACase; revision++) {
    const appends = ids.map((id, n) => store.append({ category: 'case', id }, revision, [{ ...eventOf(n, revision), metadata }]));
    await Promise.all(appends);
  }
  await store.close();
  return { url, cases, events: cases * eventsACase };
}
