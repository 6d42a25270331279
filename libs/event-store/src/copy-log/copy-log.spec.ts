import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { testDatabase, type TestDatabase } from '../../../../test/support/database';
import { type Double, startDouble } from '../../../../test/eventstoredb-double/double';
import type { AppendFault } from '../../../../test/eventstoredb-double/faults';
import { actor } from '../../../../test/faults/event-store/contact-log';
import { type EventStore, type NewEvent, type RecordedEvent, StoreBusy, StoreUnavailable, type StreamId } from '../event-store';
import { EventStoreDbEventStore } from '../eventstoredb/eventstoredb-event-store';
import { InMemoryEventStore } from '../in-memory/in-memory-event-store';
import { PostgresEventStore } from '../postgres/postgres-event-store';
import { batchesOf, compareLogs, copyLog, type CopyProgress } from './copy-log';

jest.setTimeout(120_000);

const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const note = (text: string): NewEvent => ({
  type: 'NoteAdded',
  data: { text, nested: { b: [1, null, 'Zoë "Z"'], a: -0.5 }, 7: 'seven' },
  metadata: { commandId: text, commandHash: '0', recordedAt: '2026-11-22T09:30:00.000Z', actor, correlationId: 'cor-1' },
});

/** One event each, for streams 1, 2 … in this order. */
async function write(store: EventStore, streams: readonly number[], category = 'case'): Promise<void> {
  for (const n of streams) {
    const stream = { category, id: id(n) };
    const { length } = await store.read(stream);
    await store.append(stream, length, [note(`${n}.${length + 1}`)]);
  }
}

async function wholeLog(store: EventStore): Promise<RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  for (let page = await store.readAll(undefined, 500); page.length > 0; page = await store.readAll(page.at(-1)?.position, 500))
    events.push(...page);
  return events;
}

const said = ({ stream, revision, type, data, metadata }: RecordedEvent) => ({ stream, revision, type, data, metadata });
const names = (events: readonly RecordedEvent[]) => events.map(({ metadata }) => metadata.commandId);

describe('copyLog', () => {
  let from: InMemoryEventStore;
  let to: InMemoryEventStore;

  beforeEach(() => {
    from = new InMemoryEventStore();
    to = new InMemoryEventStore();
  });

  it('gives the target the same events in the same order, and tells what they are', async () => {
    await write(from, [1, 1, 2, 1]);
    await write(from, [3], 'patient');
    const copied = await copyLog({ from, to });
    expect((await wholeLog(to)).map(said)).toEqual((await wholeLog(from)).map(said));
    expect(copied).toEqual({
      copied: 5,
      events: 5,
      categories: [
        { category: 'case', streams: 2, events: 4 },
        { category: 'patient', streams: 1, events: 1 },
      ],
      hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    });
  });

  it('copies an empty log', async () => {
    expect(await copyLog({ from, to })).toEqual({ copied: 0, events: 0, categories: [], hash: '0'.repeat(64) });
  });

  it('adds what is missing, and nothing when nothing is', async () => {
    await write(from, [1, 2, 1]);
    await write(to, [2, 1]);
    expect((await copyLog({ from, to })).copied).toBe(1);
    expect(names(await wholeLog(to))).toEqual(['2.1', '1.1', '1.2']);
    expect((await copyLog({ from, to })).copied).toBe(0);
  });

  it('copies back into the log that it came from what has been added since', async () => {
    await write(from, [1, 2]);
    await copyLog({ from, to });
    await write(to, [2, 3]);
    expect((await copyLog({ from: to, to: from })).copied).toBe(2);
    expect(names(await wholeLog(from))).toEqual(['1.1', '2.1', '2.2', '3.1']);
  });

  it('splits what is more than one append takes', async () => {
    const stream = { category: 'case', id: id(1) };
    for (let n = 0; n < 5; n++) await from.append(stream, n, [note(`${n}`.repeat(200_000))]);
    await copyLog({ from, to });
    expect((await wholeLog(to)).map(said)).toEqual((await wholeLog(from)).map(said));
  });

  it('tells how far it is', async () => {
    await write(from, [1, 2, 1]);
    await write(to, [1]);
    const told: CopyProgress[] = [];
    await copyLog({ from, to, onProgress: (progress) => told.push(progress) });
    expect(told).toEqual([
      { what: 'Reading the source', done: 3, all: undefined },
      { what: 'Reading the target', done: 1, all: undefined },
      { what: 'Comparing', done: 1, all: 1 },
      { what: 'Copying', done: 3, all: 3 },
      { what: 'Verifying', done: 3, all: 3 },
    ]);
  });

  describe('refuses, and writes nothing,', () => {
    const other = (stream: StreamId, events: readonly NewEvent[]) => to.append(stream, 0, events);

    it.each<[string, () => Promise<unknown>]>([
      ['a target with a stream of its own', () => write(to, [4])],
      ['a target whose stream is longer', () => write(to, [1, 1, 1])],
      ['other data', () => other({ category: 'case', id: id(2) }, [{ ...note('2.1'), data: {} }])],
      ['another type', () => other({ category: 'case', id: id(2) }, [{ ...note('2.1'), type: 'NoteMade' }])],
      ['another command', () => other({ category: 'case', id: id(2) }, [note('2.2')])],
      ['another category', () => other({ category: 'enquiry', id: id(2) }, [note('2.1')])],
    ])('%s', async (_, spoil) => {
      await write(from, [1, 1, 2]);
      await spoil();
      const before = await wholeLog(to);
      await expect(copyLog({ from, to })).rejects.toMatchObject({ code: 'TargetDiffers' });
      await expect(compareLogs({ from, to })).rejects.toMatchObject({ code: 'LogsDiffer' });
      expect(await wholeLog(to)).toEqual(before);
    });

    it('a source in which a revision is missing', async () => {
      await write(from, [1, 1, 1, 2]);
      const [first, , third] = await wholeLog(from);
      jest.spyOn(from, 'readAll').mockResolvedValueOnce([first!, third!]);
      await expect(copyLog({ from, to })).rejects.toMatchObject({
        code: 'LogDamaged',
        facts: { stream: `case-${id(1)}`, revision: 3, expected: 2 },
      });
      expect(await to.head()).toBeUndefined();
    });
  });

  describe('finds somebody who writes meanwhile', () => {
    const writes = (store: EventStore, stream: number) => {
      const append = to.append.bind(to);
      jest.spyOn(to, 'append').mockImplementationOnce(async (...args) => {
        await write(store, [stream]);
        return append(...args);
      });
    };

    it('into the source', async () => {
      await write(from, [1, 2]);
      writes(from, 3);
      await expect(copyLog({ from, to })).rejects.toMatchObject({ code: 'SourceGrew' });
      expect((await copyLog({ from, to })).copied).toBe(1);
    });

    it('into a stream of the target that is being copied', async () => {
      await write(from, [1, 1]);
      jest.spyOn(to, 'append').mockImplementationOnce(async (stream) => {
        jest.restoreAllMocks();
        await to.append(stream, 0, [note('theirs')]);
        return to.append(stream, 0, [note('1.1')]);
      });
      await expect(copyLog({ from, to })).rejects.toMatchObject({ code: 'TargetWritten', facts: { stream: `case-${id(1)}`, revision: 1 } });
    });

    it('into another stream of the target', async () => {
      await write(from, [1]);
      writes(to, 2);
      await expect(copyLog({ from, to })).rejects.toMatchObject({
        code: 'LogsDiffer',
        message: expect.stringMatching(
          /^The logs are not the same\. Source: 1 events, case 1 in 1 streams, hash [0-9a-f]{64}\. Target: 2 events, case 2 in 2 streams, hash/,
        ) as string,
      });
    });
  });

  it('broken off anywhere, it goes on and neither loses nor doubles', async () => {
    const log = fc.array(fc.nat({ max: 4 }), { minLength: 1, maxLength: 30 });
    const outcome = fc.constantFrom('stored', 'stored', 'lost', 'stored and lost', 'busy');
    await fc.assert(
      fc.asyncProperty(log, fc.array(outcome, { maxLength: 20 }), async (streams, outcomes) => {
        const [source, target] = [new InMemoryEventStore(), new InMemoryEventStore()];
        await write(source, streams);
        const append = target.append.bind(target);
        const coming = outcomes.values();
        jest.spyOn(target, 'append').mockImplementation(async (...args) => {
          const { value: next = 'stored' } = coming.next() as { value?: string };
          if (next === 'busy') throw new StoreBusy();
          if (next === 'lost') throw new StoreUnavailable('cut');
          const appended = await append(...args);
          if (next === 'stored and lost') throw new StoreUnavailable('cut');
          return appended;
        });
        for (let tries = 0; ; tries++) {
          const copied = await copyLog({ from: source, to: target, patienceMs: -1 }).catch((error: unknown) => error);
          if (!(copied instanceof StoreUnavailable || copied instanceof StoreBusy)) break;
          expect(tries).toBeLessThan(21);
        }
        const inOrder = async (store: EventStore) =>
          (await wholeLog(store))
            .map(said)
            .sort((a, b) => (a.stream.id < b.stream.id ? -1 : a.stream.id > b.stream.id ? 1 : a.revision - b.revision));
        expect(await inOrder(target)).toEqual(await inOrder(source));
        expect(await compareLogs({ from: source, to: target })).toMatchObject({ events: streams.length });
      }),
    );
  });

  it('is patient with a store that is away for a while', async () => {
    await write(from, [1, 2, 1]);
    jest.spyOn(from, 'readAll').mockRejectedValueOnce(new StoreUnavailable('down'));
    jest.spyOn(to, 'append').mockRejectedValueOnce(new StoreBusy());
    expect((await copyLog({ from, to })).copied).toBe(3);
  });
});

describe('batchesOf', () => {
  it('cuts where a stream comes back, and nowhere else', async () => {
    const store = new InMemoryEventStore();
    await write(store, [1, 1, 2, 3, 3, 1, 2, 2, 1]);
    expect([...batchesOf(await wholeLog(store))].map((batch) => batch.map(names))).toEqual([
      [['1.1', '1.2'], ['2.1'], ['3.1', '3.2']],
      [['1.3'], ['2.2', '2.3']],
      [['1.4']],
    ]);
  });
});

describe('a log that moves from PostgreSQL to EventStoreDB and back', () => {
  let databases: TestDatabase[];
  let double: Double;
  let first: PostgresEventStore;
  let cluster: EventStoreDbEventStore;
  let last: PostgresEventStore;

  beforeAll(async () => {
    databases = [await testDatabase(), await testDatabase()];
    double = await startDouble();
    first = new PostgresEventStore({ connectionString: databases[0]!.url });
    last = new PostgresEventStore({ connectionString: databases[1]!.url });
    cluster = new EventStoreDbEventStore({ connectionString: double.url, answerWithinMs: 300 });
    const streams = Array.from({ length: 100 }, (_, n): StreamId => ({ category: n % 2 ? 'case' : 'patient', id: randomUUID() }));
    for (let n = 0; n < 4; n++) {
      await Promise.all(streams.map((stream) => first.append(stream, 2 * n, [note(`${n}a`), note(`${n}b`)])));
    }
  });

  afterAll(async () => {
    await Promise.all([first.close(), cluster.close(), last.close()]);
    await double.close();
    for (const database of databases) await database.drop();
  });

  it('is the same in all three, whatever the cluster does meanwhile', async () => {
    const faults: AppendFault[] = [
      'busy',
      'silence',
      'kill-after-storing',
      'silence-after-storing',
      'not-leader',
      'kill',
      'half-close-after-storing',
    ];
    for (const fault of faults) {
      double.faults.appends.spare(20);
      double.faults.appends.next(fault, 2);
    }
    double.faults.reads.spare(2);
    double.faults.reads.next('kill');
    double.faults.reads.next('duplicates');
    const there = await copyLog({ from: first, to: cluster });
    expect(there).toMatchObject({ copied: 800, events: 800 });
    expect(double.faults.appends.met).toBeGreaterThanOrEqual(414);
    double.faults.reads.next('silence');
    double.faults.reads.next('kill');
    const back = await copyLog({ from: cluster, to: last });
    expect(back).toEqual(there);
    expect(await compareLogs({ from: first, to: last })).toEqual({ events: 800, categories: there.categories, hash: there.hash });
  });

  it('goes from PostgreSQL to PostgreSQL in exactly its order', async () => {
    const database = await testDatabase();
    const to = new PostgresEventStore({ connectionString: database.url });
    await copyLog({ from: first, to });
    expect((await wholeLog(to)).map(said)).toEqual((await wholeLog(first)).map(said));
    await to.close();
    await database.drop();
  });
});
