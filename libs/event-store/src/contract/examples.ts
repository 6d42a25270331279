import { randomUUID } from 'node:crypto';
import type { EventMetadata, NewEvent, RecordedEvent, StreamId } from '../event-store';

export const metadata: EventMetadata = {
  commandId: 'cmd-1',
  commandHash: '0123456789abcdef',
  recordedAt: '2026-11-22T09:30:00.000Z',
  actor: { id: 'u-1', name: 'Ada Coordinator', role: 'coordinator', organisation: 'Guardian team' },
  correlationId: 'cor-1',
};

export const aCase = (): StreamId => ({ category: 'case', id: randomUUID() });
export const event = (data: object = {}, type = 'CaseAssigned'): NewEvent => ({ type, data, metadata });
export const several = (count: number): NewEvent[] => Array.from({ length: count }, (_, i) => event({ n: i + 1 }));
export const numbers = (events: readonly RecordedEvent[]) => events.map((read) => (read.data as { n: number }).n);
export const oneTo = (last: number) => Array.from({ length: last }, (_, i) => i + 1);
