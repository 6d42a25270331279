import { randomUUID } from 'node:crypto';
import { actor } from '../../../../test/faults/event-store/contact-log';
import { type Double, startDouble } from '../../../../test/eventstoredb-double/double';
import { EventStoreDbEventStore } from './eventstoredb-event-store';

const metadata = { commandId: 'c-1', commandHash: '0', recordedAt: '2026-11-22T09:30:00.000Z', actor };

describe('connections to EventStoreDB', () => {
  let double: Double;
  beforeAll(async () => {
    double = await startDouble();
  });
  afterAll(() => double.close());

  const used = async () => {
    const store = new EventStoreDbEventStore({ connectionString: double.url });
    await store.append({ category: 'case', id: randomUUID() }, 0, [{ type: 'ContactRecorded', data: {}, metadata }]);
    await store.readAll(undefined, 10);
    void store.waitForEvents(await store.head(), 10_000);
    return store;
  };

  it('are two for a process, one that appends and one that reads, however many stores it has', async () => {
    const stores = [await used(), await used(), await used()];
    expect(double.connections()).toBe(2);
    await stores[0]?.close();
    await stores[1]?.close();
    expect(await stores[2]?.readAll(undefined, 10)).toHaveLength(3);
    await stores[2]?.close();
  });

  it('are opened again by a store that comes after the last was closed', async () => {
    const store = await used();
    expect(await store.head()).toBeDefined();
    await store.close();
  });

  it('closing waits for what is under way', async () => {
    const store = await used();
    const appending = store.append({ category: 'case', id: randomUUID() }, 0, [{ type: 'ContactRecorded', data: {}, metadata }]);
    await store.close();
    expect(await appending).toMatchObject({ revision: 1 });
  });
});
