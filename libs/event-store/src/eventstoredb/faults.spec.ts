// Everything on the double's menu of faults: nothing is lost, nothing doubled, and nobody has to help.
import { randomUUID } from 'node:crypto';
import { actor, contactLog, recordContact, runnerOn } from '../../../../test/faults/event-store/contact-log';
import { type Double, startDouble } from '../../../../test/eventstoredb-double/double';
import { APPEND_FAULTS } from '../../../../test/eventstoredb-double/faults';
import type { NewEvent, RecordedEvent, StreamId } from '../event-store';
import { EventStoreDbEventStore } from './eventstoredb-event-store';

const metadata = { commandId: 'c-1', commandHash: '0', recordedAt: '2026-11-22T09:30:00.000Z', actor };
const aCase = (): StreamId => ({ category: 'case', id: randomUUID() });
const three: NewEvent[] = [1, 2, 3].map((part) => ({ type: 'ContactRecorded', data: { part }, metadata }));

let double: Double;
let store: EventStoreDbEventStore;

beforeAll(async () => {
  double = await startDouble();
  double.faults.lateByMs = 600;
});

beforeEach(() => {
  store = new EventStoreDbEventStore({ connectionString: double.url, answerWithinMs: 300, patienceMs: 8_000 });
});

afterEach(async () => {
  double.faults.appends.clear();
  double.faults.reads.clear();
  double.faults.subscriptions.clear();
  await store.close();
});

afterAll(() => double.close());

async function wholeLog(): Promise<RecordedEvent[]> {
  const log: RecordedEvent[] = [];
  for (let page = await store.readAll(undefined, 500); page.length > 0; page = await store.readAll(page.at(-1)?.position, 500)) {
    log.push(...page);
  }
  return log;
}

/** Of each stream the revisions 1 to n once and in order, in the log as in the stream. */
async function expectWhole(streams: readonly StreamId[], length: number): Promise<void> {
  const revisions = Array.from({ length }, (_, i) => i + 1);
  const log = await wholeLog();
  for (const stream of streams) {
    expect((await store.read(stream)).map(({ revision }) => revision)).toEqual(revisions);
    expect(log.filter((event) => event.stream.id === stream.id).map(({ revision }) => revision)).toEqual(revisions);
  }
}

describe.each(APPEND_FAULTS)('an append meets: %s', (fault) => {
  it('it is stored once, and answered as if nothing had been', async () => {
    const stream = aCase();
    double.faults.appends.next(fault);
    const appended = await store.append(stream, 0, three);
    expect(appended).toEqual({ revision: 3, position: (await store.read(stream)).at(-1)?.position });
    await store.append(stream, 3, three);
    await expectWhole([stream], 6);
  });

  it('so are those that were under way beside it', async () => {
    const streams = Array.from({ length: 12 }, aCase);
    double.faults.appends.spare(5);
    double.faults.appends.next(fault, 2);
    await Promise.all(streams.map((stream) => store.append(stream, 0, three)));
    await Promise.all(streams.map((stream) => store.append(stream, 3, three)));
    await expectWhole(streams, 6);
  });
});

describe('an append whose outcome is not known', () => {
  it('was stored, and others have appended since: it is answered', async () => {
    const [stream, other] = [aCase(), new EventStoreDbEventStore({ connectionString: double.url })];
    const head = await store.head();
    double.faults.appends.next('silence-after-storing');
    const appending = store.append(stream, 0, three);
    await other.waitForEvents(head, 5_000);
    await other.append(stream, 3, three);
    expect((await appending).revision).toBe(3);
    await expectWhole([stream], 6);
    await other.close();
  });

  it('was not stored, and another took its place: it is a conflict', async () => {
    const [stream, other] = [aCase(), new EventStoreDbEventStore({ connectionString: double.url })];
    double.faults.appends.next('silence');
    const appending = store.append(stream, 0, three).catch((error: unknown) => error);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await other.append(stream, 0, three);
    expect(await appending).toMatchObject({ code: 'StreamConflict', facts: { actualRevision: 3 } });
    await expectWhole([stream], 3);
    await other.close();
  });

  it('stays unknown when patience ends, and the same command again gets its first answer', async () => {
    const impatient = new EventStoreDbEventStore({ connectionString: double.url, answerWithinMs: 100, patienceMs: 300 });
    const { id } = aCase();
    double.faults.appends.next('silence-after-storing', 20);
    await expect(impatient.append({ category: 'case', id }, 0, three)).rejects.toMatchObject({ code: 'StoreUnavailable' });
    double.faults.appends.clear();
    expect(await runnerOn(impatient).handle(contactLog, id, ...recordContact('c-2'))).toMatchObject({ revision: 6, replayed: false });
    expect(await runnerOn(impatient).handle(contactLog, id, ...recordContact('c-2'))).toMatchObject({ revision: 6, replayed: true });
    await expectWhole([{ category: 'case', id }], 6);
    await impatient.close();
  });
});

describe('a read meets', () => {
  it.each(['silence', 'kill', 'duplicates'] as const)('%s: every event is read, once', async (fault) => {
    const streams = Array.from({ length: 20 }, aCase);
    for (const stream of streams) await store.append(stream, 0, three);
    double.faults.reads.next(fault);
    expect(await store.read(streams[0]!)).toHaveLength(3);
    double.faults.reads.next(fault, 3);
    await expectWhole(streams, 3);
  });
});

describe('a follower', () => {
  it.each(['duplicates', 'slow-consumer', 'end', 'silence'] as const)('whose subscription meets %s misses nothing', async (fault) => {
    double.faults.subscriptions.next(fault, 2);
    const streams = Array.from({ length: 10 }, aCase);
    let last = await store.head();
    const seen: RecordedEvent[] = [];
    const follow = async () => {
      while (seen.length < 60) {
        await store.waitForEvents(last, 5_000);
        const page = await store.readAll(last, 7);
        seen.push(...page);
        last = page.at(-1)?.position ?? last;
      }
    };
    const write = async (stream: StreamId) => {
      for (const revision of [0, 3]) {
        await store.append(stream, revision, three);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    };
    await Promise.all([follow(), ...streams.map(write)]);
    expect(seen).toHaveLength(60);
    for (const { id } of streams) {
      expect(seen.filter(({ stream }) => stream.id === id).map(({ revision }) => revision)).toEqual([1, 2, 3, 4, 5, 6]);
    }
  });

  it('is woken again by a new subscription after the first was dropped', async () => {
    double.faults.subscriptions.next('slow-consumer');
    const after = await store.head();
    void store.waitForEvents(after, 500);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const dropped = await store.append(aCase(), 0, three);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(double.faults.subscriptions.met).toBeGreaterThan(1);
    const waiting = store.waitForEvents(dropped.position, 5_000);
    await store.append(aCase(), 0, three);
    await waiting;
  });
});

describe('the connection', () => {
  it('goes dead without a word: everything goes on once that is noticed', async () => {
    const warned = jest.spyOn(console, 'warn').mockReturnValue(undefined); // of a keepalive shorter than the recommended 10 s
    const connectionString = `${double.url}&keepAliveInterval=1000&keepAliveTimeout=1000`;
    const other = new EventStoreDbEventStore({ connectionString, answerWithinMs: 500 });
    const streams = [aCase(), aCase()];
    await other.append(streams[0]!, 0, three);
    await other.waitForEvents(await other.head(), 50);
    double.blackHole();
    await other.append(streams[1]!, 0, three);
    await other.append(streams[0]!, 3, three);
    await expectWhole([streams[1]!], 3);
    await expectWhole([streams[0]!], 6);
    await other.close();
    warned.mockRestore();
  });

  it('is refused for a while: appends and reads wait for it', async () => {
    const stream = aCase();
    await store.append(stream, 0, three);
    double.out(true);
    const [appending, reading] = [store.append(stream, 3, three), store.read(stream)];
    await new Promise((resolve) => setTimeout(resolve, 400));
    double.out(false);
    expect((await appending).revision).toBe(6);
    expect((await reading).length).toBeGreaterThanOrEqual(3);
    await expectWhole([stream], 6);
  });

  it('is refused for longer than patience: the store says so', async () => {
    const impatient = new EventStoreDbEventStore({ connectionString: double.url, patienceMs: 200 });
    double.out(true);
    await expect(impatient.append(aCase(), 0, three)).rejects.toMatchObject({ code: 'StoreUnavailable' });
    await expect(impatient.readAll(undefined, 10)).rejects.toMatchObject({ code: 'StoreUnavailable' });
    await expect(impatient.waitForEvents(undefined, 100)).resolves.toBeUndefined();
    double.out(false);
    await impatient.close();
  });

  it('is to a server whose clock is far ahead: nothing is stored until it is right', async () => {
    const impatient = new EventStoreDbEventStore({ connectionString: double.url, patienceMs: 200 });
    const stream = aCase();
    double.faults.clockAheadMs = 15_000;
    await expect(impatient.append(stream, 0, three)).rejects.toMatchObject({ code: 'StoreUnavailable' });
    double.faults.clockAheadMs = 0;
    expect(await impatient.read(stream)).toEqual([]);
    expect((await impatient.append(stream, 0, three)).revision).toBe(3);
    await impatient.close();
  });
});

describe('a cluster', () => {
  it('elects another leader: appends, reads and followers go there', async () => {
    const cluster = await startDouble({ nodes: 3 });
    const member = new EventStoreDbEventStore({ connectionString: cluster.url });
    const stream = aCase();
    await member.append(stream, 0, three);
    for (const [i, node] of [1, 2, 0].entries()) {
      cluster.elect(node);
      expect(await member.read(stream)).toHaveLength(3 * i + 3);
      await member.append(stream, 3 * i + 3, three);
    }
    expect((await member.readAll(undefined, 100)).map(({ revision }) => revision)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    await member.close();
    await cluster.close();
  });
});
