import { PostgresEventStore } from '@guardian/event-store';
import { migrate, ProjectionStatus, replay } from '@guardian/projections';
import { type TestDatabase, testDatabase } from '../../support/database';
import { diaries, diaryMigrations, write, written } from './diary';
import { FolderProcess } from './folder-process';

jest.setTimeout(120_000);

describe('read models when their workers are killed, stopped and doubled', () => {
  let database: TestDatabase;
  let store: PostgresEventStore;
  let status: ProjectionStatus;
  let processes: FolderProcess[];

  beforeEach(async () => {
    database = await testDatabase({ unmigrated: true });
    await migrate(database.url, diaryMigrations);
    store = new PostgresEventStore({ connectionString: database.url });
    status = new ProjectionStatus({ url: database.url, store, readModels: [diaries] });
    processes = [];
  });
  afterEach(async () => {
    await Promise.all(processes.map((process) => process.kill9()));
    await status.close();
    await store.close();
    await database.drop();
  });

  async function start(count: number, how: { batchSize: number; pageTakesMs: number }): Promise<void> {
    for (let i = 0; i < count; i++) processes.push(new FolderProcess(database.url, how));
    await until(() => processes.some((process) => process.leads));
  }
  const until = async (holds: () => boolean | Promise<boolean>, ms = 30_000) => {
    const end = performance.now() + ms;
    while (!(await holds())) {
      if (performance.now() > end) throw new Error('it did not come to that in time');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const position = async () => Number((await status.all())[0]?.checkpoint ?? 0);
  const moveOn = async () => {
    const from = await position();
    await until(async () => (await position()) > from, 10_000);
  };
  const caughtUp = async () => expect(await status.waitUntil('diaries', (await store.head())!, 60_000)).toBe('fresh');
  const totals = async () => {
    const sql = `select (select count(*)::int from diary) as diaries, (select sum(pages_written)::int from diary) as written,
      (select count(*)::int from diary_page) as pages, (select min(pages_written) from diary) as fewest, (select max(pages_written) from diary) as most`;
    return (await database.pool.query<Record<string, number>>(sql)).rows[0];
  };
  const leader = () => processes.find((process) => process.leads)!;

  it('loses and doubles nothing when the leader is killed in the middle of a batch; another takes over within 10 seconds', async () => {
    for (let i = 0; i < 100; i++) await write(store, 20);
    await start(2, { batchSize: 100, pageTakesMs: 2 });
    for (let round = 0; round < 3; round++) {
      await moveOn();
      const killed = leader();
      await killed.kill9();
      processes = processes.filter((process) => process !== killed);
      await moveOn();
      processes.push(new FolderProcess(database.url, { batchSize: 100, pageTakesMs: 2 }));
    }
    await caughtUp();
    expect(await totals()).toEqual({ diaries: 100, written: 2_000, pages: 2_000, fewest: 20, most: 20 });
    expect(await status.parked('diaries')).toEqual([]);
  });

  it('takes over from a leader that stands still, which applies nothing twice when it wakes', async () => {
    for (let i = 0; i < 150; i++) await write(store, 20);
    await start(2, { batchSize: 100, pageTakesMs: 2 });
    await moveOn();
    const zombie = leader();
    zombie.signal('SIGSTOP');
    await position(); // what was committed before it stood still
    await moveOn();
    zombie.signal('SIGCONT');
    await until(() => !zombie.leads);
    await caughtUp();
    expect(await totals()).toEqual({ diaries: 150, written: 3_000, pages: 3_000, fewest: 20, most: 20 });
  });

  it('folds 20,000 events of 16 slow writers once each while three workers contend, and a replay agrees', async () => {
    await start(3, { batchSize: 1_000, pageTakesMs: 0 });
    const writer = async (nth: number) => {
      for (let i = 0; i < 50; i++) {
        const id = await write(store, 12, `writer ${nth}`);
        if (i % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 50));
        const more = Array.from({ length: 12 }, (_, n) => written({ type: 'PageWritten', data: { page: 13 + n, text: '', tags: [] } }));
        await store.append({ category: 'diary', id }, 13, more);
      }
    };
    await Promise.all(Array.from({ length: 16 }, (_, nth) => writer(nth)));
    await caughtUp();
    expect(await totals()).toEqual({ diaries: 800, written: 19_200, pages: 19_200, fewest: 24, most: 24 });
    expect(processes.filter((process) => process.leads)).toHaveLength(1);

    const rows = () => database.pool.query('select md5(string_agg(d::text, chr(10) order by diary_id)) as sum from diary d');
    const live = (await rows()).rows;
    await replay({ url: database.url, store, readModels: [diaries] });
    expect((await rows()).rows).toEqual(live);
    await write(store, 1);
    await caughtUp();
    expect((await totals())?.['diaries']).toBe(801);
  });
});
