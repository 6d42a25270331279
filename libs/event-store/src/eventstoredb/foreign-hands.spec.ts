// What others can do to a log in EventStoreDB, and what Guardian makes of it.
import { randomUUID } from 'node:crypto';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { actor } from '../../../../test/faults/event-store/contact-log';
import { type Double, startDouble } from '../../../../test/eventstoredb-double/double';
import type { NewEvent, Position, StreamId } from '../event-store';
import { streamName } from '../event-store';
import { EventStoreDbEventStore } from './eventstoredb-event-store';

const metadata = { commandId: 'c-1', commandHash: '0', recordedAt: '2026-11-22T09:30:00.000Z', actor };
const aCase = (): StreamId => ({ category: 'case', id: randomUUID() });
const event: NewEvent = { type: 'ContactRecorded', data: { outcome: 'spoke' }, metadata };

let double: Double;
let store: EventStoreDbEventStore;
let others: EventStoreDBClient;

beforeAll(async () => {
  double = await startDouble();
  store = new EventStoreDbEventStore({ connectionString: double.url });
  others = EventStoreDBClient.connectionString(double.url);
});

afterAll(async () => {
  await store.close();
  await others.dispose();
  await double.close();
});

describe('a stream that somebody has', () => {
  const damaged = { code: 'StreamDamaged' };

  it('deleted softly does not begin anew unnoticed', async () => {
    const stream = aCase();
    await store.append(stream, 0, [event, event]);
    await others.deleteStream(streamName(stream));
    await expect(store.append(stream, 0, [event])).rejects.toMatchObject(damaged);
    await expect(store.read(stream)).rejects.toMatchObject(damaged);
  });

  it('cut short at its beginning is not taken for a whole one', async () => {
    const stream = aCase();
    await store.append(stream, 0, [event, event, event]);
    double.log.truncate(streamName(stream), 1n);
    await expect(store.read(stream)).rejects.toMatchObject({ ...damaged, facts: { stream: streamName(stream) } });
    expect(await store.read(stream, 1)).toHaveLength(2);
  });

  it('tombstoned takes nothing, and says why', async () => {
    const stream = aCase();
    await store.append(stream, 0, [event]);
    await others.tombstoneStream(streamName(stream));
    await expect(store.append(stream, 1, [event])).rejects.toMatchObject(damaged);
    await expect(store.read(stream)).rejects.toMatchObject(damaged);
  });
});

describe('an event of somebody else', () => {
  it('in a stream of theirs is not seen', async () => {
    const before = await store.head();
    for (const name of ['orders', 'order-1', `Order-${randomUUID()}`])
      await others.appendToStream(name, [jsonEvent({ type: 'Placed', data: {} })]);
    expect(await store.readAll(before, 10)).toEqual([]);
    expect(await store.head()).toBe(before);
    expect(await store.secondsBehind(before)).toBe(0);
  });

  it.each([
    ['text', '{"half":'],
    ['an array', '[1]'],
    ['nothing', ''],
  ])('in a stream of ours with %s for data is refused, and not passed over', async (_, data) => {
    const stream = aCase();
    const bytes = Buffer.from(data);
    const broken = { id: randomUUID(), type: 'Placed', contentType: 'application/json', data: bytes, metadata: Buffer.from('{}') };
    const before = await store.head();
    double.log.append(streamName(stream), 'no_stream', [broken]);
    await expect(store.read(stream)).rejects.toMatchObject({ code: 'EventUnreadable', facts: { stream: streamName(stream), revision: 1 } });
    await expect(store.readAll(before, 10)).rejects.toMatchObject({ code: 'EventUnreadable' });
    await others.tombstoneStream(streamName(stream));
  });
});

describe('what the server writes about itself', () => {
  it('is read once, and then passed over by every follower at the end of the log', async () => {
    const fresh = await startDouble();
    const mine = new EventStoreDbEventStore({ connectionString: fresh.url });
    const { position } = await mine.append(aCase(), 0, [event]);
    for (let i = 0; i < 5_000; i++) fresh.log.note('$stats-127.0.0.1:2113', '$statsCollected');
    expect(await mine.readAll(position, 500)).toEqual([]);
    const read = fresh.faults.reads.met;
    expect(await mine.readAll(position, 500)).toEqual([]);
    expect(fresh.faults.reads.met - read).toBe(1);
    const next = await mine.append(aCase(), 0, [event]);
    expect((await mine.readAll(position, 500)).map((found) => found.position)).toEqual([next.position]);
    expect(await mine.head()).toBe(next.position);
    await mine.close();
    await fresh.close();
  });
});

describe('another store', () => {
  it('has other positions: they are refused, not misread', async () => {
    const ofPostgres = '4711' as Position;
    await expect(store.readAll(ofPostgres, 10)).rejects.toMatchObject({ code: 'PositionOfAnotherStore' });
    await expect(store.secondsBehind(ofPostgres)).rejects.toMatchObject({ code: 'PositionOfAnotherStore' });
    expect(() => store.compare(ofPostgres, undefined)).not.toThrow();
    expect(() => store.compare(ofPostgres, 'esdb:1/1' as Position)).toThrow('another kind of event store');
  });
});

describe('a user', () => {
  const as = (user: string, password: string) => new EventStoreDbEventStore({ connectionString: double.urlFor(user, password) });

  it.each([
    ['with a wrong password', 'admin', 'wrong'],
    ['who is no admin, and so must not read the whole log,', 'ops', 'changeit:100% secret'],
  ])(
    '%s is told at once, not after patience',
    async (_, user, password) => {
      const other = as(user, password);
      await expect(other.readAll(undefined, 1)).rejects.toMatchObject({ code: 'StoreUnavailable', cause: { type: 'access-denied' } });
      await other.close();
    },
    5_000,
  );
});
