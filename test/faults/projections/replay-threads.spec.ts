import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { PostgresEventStore } from '@guardian/event-store';
import { migrate, ProjectionStatus, replay } from '@guardian/projections';
import { type TestDatabase, testDatabase } from '../../support/database';
import { diaries, diaryMigrations, write, written } from './diary';

jest.setTimeout(60_000);

describe('a replay by two threads', () => {
  let database: TestDatabase;
  let store: PostgresEventStore;

  beforeEach(async () => {
    database = await testDatabase({ unmigrated: true });
    await migrate(database.url, diaryMigrations);
    store = new PostgresEventStore({ connectionString: database.url });
  });
  afterEach(async () => {
    await store.close();
    await database.drop();
  });

  const threads = (file = 'replay-thread.ts') => ({
    count: 2,
    start: () => new Worker(path.join(__dirname, '../event-store/run-typescript.cjs'), { argv: [path.join(__dirname, file)] }),
  });
  const rows = async (): Promise<unknown[]> =>
    (await database.pool.query<object>('select owner, pages_written from diary order by owner')).rows;

  it('shares out the streams, and parks what a single one would park', async () => {
    for (let n = 10; n < 40; n++) await write(store, n, `owner ${n}`);
    const refused = await write(store, 1, 'a name that is longer than its column');
    const unknown = await write(store, 1, 'unknown event');
    await store.append({ category: 'diary', id: unknown }, 2, [written({ type: 'DiaryBurnt', data: {} })]);
    const options = { url: database.url, store, readModels: [diaries], threads: threads(), streamsAtATime: 50, retryAfterMs: [] };
    expect(await replay(options)).toEqual([{ readModel: 'diaries', events: 30 * 25.5 + 2 + 3, streams: 32 }]);
    expect(await rows()).toEqual([
      ...Array.from({ length: 30 }, (_, n) => ({ owner: `owner ${n + 10}`, pages_written: n + 10 })),
      { owner: 'unknown event', pages_written: 1 },
    ]);
    const status = new ProjectionStatus({ url: database.url, store, readModels: [diaries] });
    const parked = (await status.parked('diaries')).map(({ streamId, revision, retryAt }) => ({ streamId, revision, retryAt }));
    expect(parked).toHaveLength(2);
    expect(parked).toContainEqual({ streamId: refused, revision: 1, retryAt: undefined });
    expect(parked).toContainEqual({ streamId: unknown, revision: 3, retryAt: undefined });
    await status.close();
  });

  it('breaks off when a thread fails, and leaves the live rows', async () => {
    await write(store, 1);
    await replay({ url: database.url, store, readModels: [diaries] });
    await write(store, 2, 'Bob');
    const failing = { url: database.url, store, readModels: [diaries], threads: threads('there-is-no-such-file.ts') };
    await expect(replay(failing)).rejects.toThrow('there-is-no-such-file');
    expect(await rows()).toEqual([{ owner: 'Ada', pages_written: 1 }]);
    await replay({ url: database.url, store, readModels: [diaries] });
    expect(await rows()).toHaveLength(2);
  });
});
