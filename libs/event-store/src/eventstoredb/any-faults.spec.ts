import { randomUUID } from 'node:crypto';
import type { DomainError } from '@guardian/kernel';
import fc from 'fast-check';
import { actor } from '../../../../test/faults/event-store/contact-log';
import { type Double, startDouble } from '../../../../test/eventstoredb-double/double';
import { APPEND_FAULTS } from '../../../../test/eventstoredb-double/faults';
import type { EventStore, NewEvent, StreamId } from '../event-store';
import { InMemoryEventStore } from '../in-memory/in-memory-event-store';
import { EventStoreDbEventStore } from './eventstoredb-event-store';

const metadata = { commandId: 'c-1', commandHash: '0', recordedAt: '2026-11-22T09:30:00.000Z', actor };
const events = (count: number): NewEvent[] => Array.from({ length: count }, (_, n) => ({ type: 'ContactRecorded', data: { n }, metadata }));

const step = fc.record({
  stream: fc.nat({ max: 2 }),
  /** How far the writer's revision is from where the stream stands. */
  off: fc.constantFrom(0, 0, 0, -1, 1),
  count: fc.integer({ min: 1, max: 3 }),
  faults: fc.array(fc.constantFrom(...APPEND_FAULTS), { maxLength: 2 }),
});

describe('EventStoreDB under any faults, in any order', () => {
  let double: Double;
  let store: EventStoreDbEventStore;

  beforeAll(async () => {
    double = await startDouble();
    double.faults.lateByMs = 150;
    store = new EventStoreDbEventStore({ connectionString: double.url, answerWithinMs: 100, patienceMs: 20_000 });
  });

  afterAll(async () => {
    await store.close();
    await double.close();
  });

  it('answers each append as a store without faults does, and holds the same in the end', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
        const perfect = new InMemoryEventStore();
        const streams: StreamId[] = Array.from({ length: 3 }, () => ({ category: 'case', id: randomUUID() }));
        for (const { stream: at, off, count, faults } of steps) {
          const stream = streams[at]!;
          const expected = Math.max(0, (await perfect.read(stream)).length + off);
          const outcome = (from: EventStore) =>
            from.append(stream, expected, events(count)).then(
              ({ revision }) => revision,
              ({ code, facts }: DomainError) => ({ code, facts }),
            );
          for (const fault of faults) double.faults.appends.next(fault);
          expect(await outcome(store)).toEqual(await outcome(perfect));
          double.faults.appends.clear();
        }
        for (const stream of streams) {
          const [held, wanted] = [await store.read(stream), await perfect.read(stream)];
          expect(held.map(({ revision, data }) => ({ revision, data }))).toEqual(wanted.map(({ revision, data }) => ({ revision, data })));
        }
      }),
      { numRuns: 15 },
    );
  }, 120_000);
});
