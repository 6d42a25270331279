import type { NewEvent } from '@guardian/event-store';

/** 350 bytes of data and 164 of metadata as JSON, about what an event of a case carries. */
export const sampleEvent: NewEvent = {
  type: 'ContactRecorded',
  data: {
    contactId: '01890000-0000-7000-8000-000000000001',
    on: '2026-03-20',
    who: 'patient',
    how: 'phone',
    outcome: 'spoke',
    nextOn: '2026-04-03',
    personal: { notes: 'Knee no worse, still wants the operation. Asked for a letter in larger print. '.padEnd(197, '-') },
  },
  metadata: {
    commandId: 'c-000001',
    commandHash: '4f1c2a',
    recordedAt: '2026-03-20T09:00:00.000Z',
    actor: { id: 'u1', name: 'Bola Example', role: 'coordinator', organisation: 'PCN' },
  },
};
