// What a client sees of the double, by the client itself: the rules of EventStoreDB that Guardian's store builds on.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type AppendToStreamOptions,
  END,
  EventStoreDBClient,
  jsonEvent,
  NO_STREAM,
  type ResolvedEvent,
  START,
  streamNameFilter,
} from '@eventstore/db-client';
import { type Double, startDouble } from './double';

let double: Double;
let client: EventStoreDBClient;

beforeAll(async () => {
  double = await startDouble();
  client = EventStoreDBClient.connectionString(double.url);
});

afterEach(() => double.faults.appends.clear());

afterAll(async () => {
  await disposed(client);
  await double.close();
});

/** A client waits without end for a call that the server half-closed. */
const disposed = (of: EventStoreDBClient) => Promise.race([of.dispose(), sleep(500)]);

const aStream = () => `case-${randomUUID()}`;
const anEvent = (id: string = randomUUID(), data: object = {}) => jsonEvent({ id, type: 'Noted', data: { ...data } });
const append = (
  stream: string,
  expectedRevision: NonNullable<AppendToStreamOptions['expectedRevision']>,
  ...events: ReturnType<typeof anEvent>[]
) => client.appendToStream(stream, events, { expectedRevision });

async function all(events: AsyncIterable<ResolvedEvent>): Promise<ResolvedEvent['event'][]> {
  const read: ResolvedEvent['event'][] = [];
  for await (const { event } of events) read.push(event);
  return read;
}

const idsOf = async (stream: string) => (await all(client.readStream(stream))).map((event) => event?.id);

describe('expected revision', () => {
  it('numbers a stream from 0 and answers with the last one', async () => {
    const stream = aStream();
    expect(await append(stream, NO_STREAM, anEvent(), anEvent())).toMatchObject({ success: true, nextExpectedRevision: 1n });
    expect(await append(stream, 1n, anEvent())).toMatchObject({ nextExpectedRevision: 2n });
  });

  it('refuses another one and tells the right one', async () => {
    const stream = aStream();
    await expect(append(stream, 0n, anEvent())).rejects.toMatchObject({ type: 'wrong-expected-version', actualVersion: 'no_stream' });
    await append(stream, NO_STREAM, anEvent());
    await expect(append(stream, NO_STREAM, anEvent())).rejects.toMatchObject({ expectedVersion: 'no_stream', actualVersion: 0n });
    await expect(append(stream, 'stream_exists', anEvent())).resolves.toMatchObject({ nextExpectedRevision: 1n });
    await expect(append(aStream(), 'stream_exists', anEvent())).rejects.toMatchObject({ actualVersion: 'no_stream' });
  });

  it('is checked as well when the append brings credentials, and so is sent by the other call', async () => {
    const credentials = { username: 'admin', password: 'changeit:100% secret' };
    const stream = aStream();
    const once = () => client.appendToStream(stream, [anEvent()], { expectedRevision: NO_STREAM, credentials });
    expect(await once()).toMatchObject({ success: true, nextExpectedRevision: 0n });
    await expect(once()).rejects.toMatchObject({ type: 'wrong-expected-version', actualVersion: 0n });
  });
});

describe('the same event ids again', () => {
  const [first, second, third] = [randomUUID(), randomUUID(), randomUUID()];

  it('are the same append, when they stand where the revision says, for ever', async () => {
    const stream = aStream();
    const before = await append(stream, NO_STREAM, anEvent(first), anEvent(second));
    await append(stream, 1n, anEvent(third));
    double.kill();
    await sleep(20);
    expect(await append(stream, NO_STREAM, anEvent(first), anEvent(second))).toEqual(before);
    expect(await idsOf(stream)).toEqual([first, second, third]);
  });

  it('with more events behind them, or some of them only in part, are a conflict', async () => {
    const stream = aStream();
    await append(stream, NO_STREAM, anEvent(first), anEvent(second));
    await expect(append(stream, NO_STREAM, anEvent(first), anEvent(second), anEvent(third))).rejects.toMatchObject({ actualVersion: 1n });
    await expect(append(stream, NO_STREAM, anEvent(first), anEvent(third))).rejects.toMatchObject({ actualVersion: 1n });
  });

  it('without a revision are known until the server starts again, and then are stored twice', async () => {
    const stream = aStream();
    await append(stream, 'any', anEvent(first));
    await append(stream, 'any', anEvent(first));
    expect(await idsOf(stream)).toEqual([first]);
    double.log.forgetRecentIds();
    await append(stream, 'any', anEvent(first));
    expect(await idsOf(stream)).toEqual([first, first]);
  });

  it('in another stream, or twice in one append, mean nothing', async () => {
    const [stream, other] = [aStream(), aStream()];
    await append(stream, NO_STREAM, anEvent(first), anEvent(first));
    await append(other, NO_STREAM, anEvent(first));
    expect(await idsOf(stream)).toEqual([first, first]);
    expect(await idsOf(other)).toEqual([first]);
  });
});

describe('limits and deletion', () => {
  it('refuses an append of more than 1 MiB, and not each event', async () => {
    const event = () => anEvent(randomUUID(), { letter: 'x'.repeat(600_000) });
    await expect(append(aStream(), NO_STREAM, event(), event())).rejects.toMatchObject({
      type: 'maximum-append-size-exceeded',
      maxAppendSize: 1_048_576,
    });
    await expect(append(aStream(), NO_STREAM, event())).resolves.toMatchObject({ success: true });
  });

  it('lets a soft-deleted stream begin again where it ended', async () => {
    const stream = aStream();
    await append(stream, NO_STREAM, anEvent(), anEvent());
    await client.deleteStream(stream);
    await expect(all(client.readStream(stream))).rejects.toMatchObject({ type: 'stream-not-found' });
    expect(await append(stream, NO_STREAM, anEvent())).toMatchObject({ nextExpectedRevision: 2n });
    expect((await all(client.readStream(stream))).map((event) => event?.revision)).toEqual([2n]);
  });

  it('ends a tombstoned stream for ever', async () => {
    const stream = aStream();
    await append(stream, NO_STREAM, anEvent());
    await client.tombstoneStream(stream);
    await expect(append(stream, 'any', anEvent())).rejects.toMatchObject({ type: 'stream-deleted' });
    await expect(all(client.readStream(stream))).rejects.toMatchObject({ type: 'stream-deleted' });
  });

  it('shows what is hidden in a stream in the whole log', async () => {
    const stream = aStream();
    await append(stream, NO_STREAM, anEvent(), anEvent());
    double.log.truncate(stream, 1n);
    expect((await all(client.readStream(stream))).map((event) => event?.revision)).toEqual([1n]);
    const inAll = (await all(client.readAll())).filter((event) => event?.streamId === stream);
    expect(inAll.map((event) => event?.revision)).toEqual([0n, 1n]);
  });
});

describe('time and place', () => {
  it('compares the deadline with its own clock', async () => {
    double.faults.clockAheadMs = 11_000;
    await expect(append(aStream(), NO_STREAM, anEvent())).rejects.toMatchObject({ type: 'deadline-exceeded' });
    double.faults.clockAheadMs = 9_000;
    await expect(append(aStream(), NO_STREAM, anEvent())).resolves.toMatchObject({ success: true });
    double.faults.clockAheadMs = 0;
  });

  it('begins a read at the position, and a subscription after it', async () => {
    const [before, after] = [anEvent(), anEvent()];
    const { position } = await append(aStream(), NO_STREAM, before);
    await append(aStream(), NO_STREAM, after);
    if (!position) throw new Error('no position');
    const [read] = await all(client.readAll({ fromPosition: position, maxCount: 1 }));
    expect(read).toMatchObject({ id: before.id, position });
    const subscription = client.subscribeToAll({ fromPosition: position, filter: streamNameFilter({ prefixes: ['case-'] }) });
    for await (const { event } of subscription) {
      expect(event?.id).toBe(after.id);
      break;
    }
    await subscription.unsubscribe();
  });

  it('gives a checkpoint after so many windows of events that the filter left out', async () => {
    const checkpoints: bigint[] = [];
    const checkpointReached = (_: unknown, { commit }: { commit: bigint }) => void checkpoints.push(commit);
    const filter = streamNameFilter({ prefixes: ['enquiry-'], checkpointInterval: 2, maxSearchWindow: 5, checkpointReached });
    const events = double.log.all.length;
    const subscription = client.subscribeToAll({ fromPosition: START, filter }).on('error', () => undefined);
    await new Promise((resolve) => subscription.on('caughtUp', resolve).resume());
    expect(checkpoints).toHaveLength(Math.floor(events / 10));
    expect(checkpoints[0]).toBe(double.log.all[9]?.position);
    await subscription.unsubscribe();
  });

  it('shows the whole log to admins only, and nothing to strangers', async () => {
    const read = async (url: string) => {
      const other = EventStoreDBClient.connectionString(url);
      return all(other.readAll({ maxCount: 1 })).finally(() => other.dispose());
    };
    await expect(read(double.urlFor('ops', 'changeit:100% secret'))).rejects.toMatchObject({ type: 'access-denied' });
    await expect(read(double.urlFor('admin', 'wrong'))).rejects.toMatchObject({ type: 'access-denied' });
  });
});

describe('a cluster', () => {
  it('is found by gossip, and the node that does not lead names the one that does', async () => {
    const cluster = await startDouble({ nodes: 3 });
    const member = EventStoreDBClient.connectionString(cluster.url);
    const once = () => member.appendToStream(aStream(), [anEvent()], { expectedRevision: NO_STREAM, requiresLeader: true });
    await once();
    cluster.elect(2);
    await expect(once()).rejects.toMatchObject({ type: 'not-leader', leader: { address: 'localhost', port: cluster.ports[2] } });
    await expect(once()).resolves.toMatchObject({ success: true });
    await member.dispose();
    await cluster.close();
  });
});

describe('what the client makes of faults, and Guardian has to live with', () => {
  const settled = (work: Promise<unknown>, ms: number) => Promise.race([work.then(() => true), sleep(ms).then(() => false)]);

  it('a busy server is an error that it does not know', async () => {
    double.faults.appends.next('busy');
    await expect(append(aStream(), NO_STREAM, anEvent())).rejects.toMatchObject({
      type: 'unknown',
      message: 'Could not recognize Server Is Busy',
    });
  });

  it('a dropped subscription ends with an error and is not renewed', async () => {
    double.faults.subscriptions.next('slow-consumer');
    const subscription = client.subscribeToAll({ fromPosition: END, filter: streamNameFilter({ prefixes: ['case-'] }) });
    const dropped = new Promise((resolve) => subscription.on('error', resolve).resume());
    await new Promise((resolve) => subscription.on('confirmation', resolve));
    await append(aStream(), NO_STREAM, anEvent());
    expect(await dropped).toMatchObject({ type: 'timeout' });
  });

  it('an append that is not answered stays so for ever', async () => {
    double.faults.appends.next('silence-after-storing');
    const stream = aStream();
    expect(await settled(append(stream, NO_STREAM, anEvent()), 300)).toBe(false);
    expect(await idsOf(stream)).toHaveLength(1);
  });

  it('after the server has half-closed its call nothing is appended any more', async () => {
    const deaf = EventStoreDBClient.connectionString(double.url);
    const once = () => deaf.appendToStream(aStream(), [anEvent()], { expectedRevision: NO_STREAM });
    double.faults.appends.next('half-close');
    expect(await settled(once(), 300)).toBe(false);
    expect(await settled(once(), 300)).toBe(false);
    await disposed(deaf);
  });
});
