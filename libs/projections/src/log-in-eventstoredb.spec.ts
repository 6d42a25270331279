import { EventStoreDbEventStore, type EventStore, InMemoryEventStore } from '@guardian/event-store';
import { diaries, diaryMigrations, write, written } from '../../../test/faults/projections/diary';
import { type Double, startDouble } from '../../../test/eventstoredb-double/double';
import { type TestDatabase, testDatabase } from '../../../test/support/database';
import { migrate } from './database';
import { ProjectionRunner } from './projection-runner';
import { ProjectionStatus } from './projection-status';
import { replay } from './replay';
import { forgetPositions, refuseSwitchedStore } from './switched-store';

describe('read models over a log in EventStoreDB', () => {
  let database: TestDatabase;
  let double: Double;
  let store: EventStore;

  beforeAll(async () => {
    database = await testDatabase({ unmigrated: true });
    await migrate(database.url, diaryMigrations);
  });

  beforeEach(async () => {
    await database.pool.query('truncate diary, diary_page, projection_stream, projection_checkpoint');
    double = await startDouble();
    store = new EventStoreDbEventStore({ connectionString: double.url, answerWithinMs: 500 });
  });

  afterEach(async () => {
    await store.close();
    await double.close();
  });

  afterAll(() => database.drop());

  async function folded(from: EventStore, work: () => Promise<unknown>): Promise<void> {
    const runner = new ProjectionRunner({ url: database.url, store: from, readModels: [diaries], batchSize: 7 });
    const status = new ProjectionStatus({ url: database.url, store: from, readModels: [diaries] });
    runner.start();
    try {
      await work();
      const head = await from.head();
      if (head) expect(await status.waitUntil('diaries', head, 20_000)).toBe('fresh');
      expect(await status.all()).toMatchObject([{ name: 'diaries', checkpoint: head, behindSeconds: 0, parked: 0 }]);
    } finally {
      await runner.stop();
      await status.close();
    }
  }

  /** Pages of each diary as its row counts them: an event that is folded twice is counted twice. */
  const counted = async () =>
    (await database.pool.query<{ n: number }>('select pages_written as n from diary order by begun_on, n')).rows.map(({ n }) => n);

  it('fold every event once, whatever becomes of subscriptions, reads and connections', async () => {
    const { appends, reads, subscriptions } = double.faults;
    await folded(store, async () => {
      for (let i = 0; i < 12; i++) {
        subscriptions.next('slow-consumer');
        subscriptions.next('duplicates');
        reads.next('duplicates', 2);
        reads.next('kill');
        appends.next('kill-after-storing');
        await write(store, 9);
      }
    });
    expect(await counted()).toEqual(Array(12).fill(9));
  }, 60_000);

  it.each(['built anew from it', 'left as they are'])('are refused when the log was moved, and go on once told of it, %s', async (how) => {
    const before = new InMemoryEventStore();
    const ids = [await write(before, 3), await write(before, 5)];
    await folded(before, () => Promise.resolve());
    for (const id of ids) {
      const stream = { category: 'diary', id };
      await store.append(stream, 0, await before.read(stream));
    }
    await expect(refuseSwitchedStore(database.url, store)).rejects.toMatchObject({ code: 'StoreSwitched' });

    await forgetPositions(database.url);
    await refuseSwitchedStore(database.url, store);
    expect(await counted()).toEqual([3, 5]);
    if (how === 'built anew from it') {
      expect(await replay({ url: database.url, store, readModels: [diaries] })).toEqual([{ readModel: 'diaries', events: 10, streams: 2 }]);
    }
    const page = written({ type: 'PageWritten', data: { page: 6, text: 'one more', tags: [] } });
    await folded(store, () => store.append({ category: 'diary', id: ids[1]! }, 6, [page]));
    expect(await counted()).toEqual([3, 6]);
  });
});
