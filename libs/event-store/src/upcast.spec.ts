import type { Position, RecordedEvent } from './event-store';
import { upcast } from './upcast';

const event = (type: string, data: object): RecordedEvent => ({
  stream: { category: 'case', id: '0f0e0d0c-0000-4000-8000-000000000001' },
  revision: 3,
  position: '17' as Position,
  type,
  data,
  metadata: {
    commandId: 'c-1',
    commandHash: '0',
    recordedAt: '2026-11-22T09:30:00.000Z',
    actor: { id: 'u-1', name: 'Ada', role: 'coordinator', organisation: 'Guardian team' },
  },
});

const upcasters = {
  PhoneCallMade: (data: object) => ({ type: 'ContactRecorded', data: { ...data, channel: 'phone' } }),
};

describe('upcast', () => {
  it('gives an old event its name and shape of today, and leaves everything else as it was recorded', () => {
    expect(upcast(upcasters, event('PhoneCallMade', { outcome: 'reached' }))).toEqual(
      event('ContactRecorded', { outcome: 'reached', channel: 'phone' }),
    );
  });

  it.each(['CaseClosed', 'constructor'])('leaves %s alone, which has never changed', (type) => {
    const current = event(type, { reason: 'seen' });
    expect(upcast(upcasters, current)).toBe(current);
  });
});
