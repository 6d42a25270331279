import { InMemoryEventStore, type RecordedEvent } from '@guardian/event-store';
import { accidents, diaries, diaryMigrations, RECORDED_AT, write, written } from '../../../test/faults/projections/diary';
import { type TestDatabase, testDatabase } from '../../../test/support/database';
import { migrate } from './database';
import { ProjectionRunner, type RunnerOptions } from './projection-runner';
import { ProjectionStatus } from './projection-status';

const ADA = '00000000-0000-4000-8000-00000000000a';
const BOB = '00000000-0000-4000-8000-00000000000b';

describe('the projection runner', () => {
  let database: TestDatabase;
  let store: InMemoryEventStore;
  let runners: ProjectionRunner[];
  let status: ProjectionStatus;

  beforeAll(async () => {
    database = await testDatabase({ unmigrated: true });
    await migrate(database.url, diaryMigrations);
  });
  afterAll(() => database.drop());

  beforeEach(async () => {
    await database.pool.query('truncate diary, diary_page, projection_stream, projection_checkpoint');
    Object.assign(accidents, { inkSpills: false, pageTakesMs: 0 });
    store = new InMemoryEventStore();
    runners = [];
    status = new ProjectionStatus({ url: database.url, store, readModels: [diaries] });
  });
  afterEach(async () => {
    await Promise.all(runners.map((runner) => runner.stop()));
    await status.close();
  });

  function run(over: Partial<RunnerOptions> = {}): ProjectionRunner {
    const runner = new ProjectionRunner({ url: database.url, store, readModels: [diaries], retryAfterMs: [20, 40, 60], ...over });
    runner.start();
    runners.push(runner);
    return runner;
  }

  const append = (id: string, revision: number, type: string, data: object = {}) =>
    store.append({ category: 'diary', id }, revision, [written({ type, data })]);
  const page = (number: number) => ({ page: number, text: 'x', tags: [] });
  const caughtUp = async () => expect(await status.waitUntil('diaries', (await store.head())!, 5_000)).toBe('fresh');
  const pages = async (id: string) =>
    (await database.pool.query<{ page: number }>('select page from diary_page where diary_id = $1 order by page', [id])).rows.map(
      (row) => row.page,
    );
  const parked = async () => (await status.parked('diaries')).map(({ streamId, revision, error }) => ({ streamId, revision, error }));
  const until = async (holds: () => Promise<boolean>) => {
    for (let i = 0; i < 200 && !(await holds()); i++) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await holds()).toBe(true);
  };

  it('folds what was there before and what comes while it runs, in batches of any size', async () => {
    await write(store, 3, 'Ada', ADA);
    run({ batchSize: 2 });
    await caughtUp();
    await append(ADA, 4, 'PageTornOut', { page: 2 });
    await write(store, 1, 'Bob', BOB);
    await caughtUp();
    expect([await pages(ADA), await pages(BOB)]).toEqual([[1, 3], [1]]);
  });

  it('leaves the events of other categories alone, and still moves on', async () => {
    await store.append({ category: 'letter', id: BOB }, 0, [written({ type: 'PageWritten', data: page(1) })]);
    run();
    await caughtUp();
    expect(await pages(BOB)).toEqual([]);
    expect(await parked()).toEqual([]);
  });

  it.each([
    ['a handler that throws', 'InkSpilt', {}, /^InkSpilt: Error at diary\.ts:\d+$/],
    ['an event type that the read model does not know', 'DiaryBurnt', {}, /^DiaryBurnt: UnknownEventType at stream-state\.ts:\d+$/],
    ['data that no upcaster can read', 'PageWrittenOnce', {}, /^PageWrittenOnce: TypeError at projection-runner\.spec\.ts:\d+$/],
    ['a row that the database refuses', 'DiaryBegun', { on: '2026-03-29', owner: 'x'.repeat(21) }, /^DiaryBegun: error 22001 at /],
  ])('parks a stream at %s; its neighbours go on', async (_, type, data, error) => {
    accidents.inkSpills = true;
    const upcasters = { PageWrittenOnce: (old: { sheet?: { page: number } }) => ({ type: 'PageWritten', data: page(old.sheet!.page) }) };
    await write(store, 1, 'Ada', ADA);
    await append(ADA, 2, 'PageWritten', page(2));
    await append(ADA, 3, type, data);
    await append(ADA, 4, 'PageWritten', page(4));
    await write(store, 2, 'Bob', BOB);
    const runner = run({ upcasters });
    await caughtUp();
    await until(async () => (await status.parked('diaries'))[0]?.retryAt === undefined);
    expect(await parked()).toEqual([{ streamId: ADA, revision: 4, error: expect.stringMatching(error) }]);
    expect((await status.parked('diaries'))[0]?.outOfDateSince).toEqual(new Date(RECORDED_AT));
    expect([await pages(ADA), await pages(BOB)]).toEqual([
      [1, 2],
      [1, 2],
    ]);
    expect(runner.state()).toEqual([{ name: 'diaries', state: 'leading', problem: undefined }]);
  });

  it('tries a parked stream three times more, a little later each time, and then when asked', async () => {
    accidents.inkSpills = true;
    await write(store, 1, 'Ada', ADA);
    await append(ADA, 2, 'InkSpilt');
    await append(ADA, 3, 'PageWritten', page(3));
    run({ retryAfterMs: [20, 40, 60] });
    await caughtUp();
    const tries = async () =>
      (await database.pool.query<{ retry_at: Date | null }>('select tries, retry_at from projection_stream')).rows[0]!;
    await until(async () => (await tries()).retry_at === null);
    expect(await tries()).toEqual({ tries: 3, retry_at: null });

    accidents.inkSpills = false;
    await append(ADA, 4, 'PageWritten', page(4));
    await caughtUp();
    expect(await pages(ADA)).toEqual([1]);
    expect(await status.retryParked('diaries', BOB)).toBe(0);
    expect(await status.retryParked('diaries', ADA)).toBe(1);
    await until(async () => (await parked()).length === 0);
    expect(await pages(ADA)).toEqual([1, 3, 4]);
  });

  it('tries parked streams again when a worker starts: a new release may have mended the fault', async () => {
    accidents.inkSpills = true;
    await write(store, 1, 'Ada', ADA);
    await append(ADA, 2, 'InkSpilt');
    const before = run({ retryAfterMs: [] });
    await caughtUp();
    await before.stop();
    accidents.inkSpills = false;
    run();
    await until(async () => (await parked()).length === 0);
  });

  it('builds rows of another release anew, while new events are folded; those of this release stay as they are', async () => {
    await write(store, 2, 'Ada', ADA);
    const before = run();
    await caughtUp();
    await before.stop();
    const spoil = () => database.pool.query(`update diary_page set text = 'of an earlier release'`);
    const texts = async () =>
      (await database.pool.query<{ text: string }>('select text from diary_page order by page')).rows.map(({ text }) => text);
    const [first = '', second = ''] = await texts();

    await spoil();
    const same = run();
    await append(ADA, 3, 'PageWritten', page(3));
    await caughtUp();
    expect(await texts()).toEqual(['of an earlier release', 'of an earlier release', 'x']);
    await same.stop();

    run({ readModels: [{ ...diaries, version: 2 }] });
    await append(ADA, 4, 'PageWritten', page(4));
    await caughtUp();
    await until(async () => (await texts()).length === 4 && (await texts())[0] === first);
    expect(await texts()).toEqual([first, second, 'x', 'x']);
  });

  it('builds rows anew of which no release wrote down what it kept, and stops in the midst of it when asked to', async () => {
    await write(store, 2, 'Ada', ADA);
    const before = run();
    await caughtUp();
    await before.stop();
    const shape = async () =>
      (await database.pool.query<{ shape: string | null }>(`select shape from projection_checkpoint where read_model = 'diaries'`)).rows[0]
        ?.shape;
    const ofThisRelease = await shape();
    await database.pool.query('update projection_checkpoint set shape = null');
    accidents.pageTakesMs = 20;
    const stopped = run();
    await stopped.stop();
    accidents.pageTakesMs = 0;
    run();
    await until(async () => (await shape()) === ofThisRelease);
    expect(await pages(ADA)).toEqual([1, 2]);
  });

  it('skips an event that it has folded, and parks a stream in which one is missing', async () => {
    await write(store, 2, 'Ada', ADA);
    await write(store, 2, 'Bob', BOB);
    const faulty = Object.create(store) as InMemoryEventStore;
    faulty.readAll = async (after, limit) => {
      const events = await store.readAll(after, limit);
      const twice = (event: RecordedEvent) => (event.stream.id === ADA ? [event, event] : [event]);
      return events.filter(({ stream, revision }) => stream.id !== BOB || revision !== 2).flatMap(twice);
    };
    faulty.read = () => Promise.resolve([]);
    run({ store: faulty, retryAfterMs: [] });
    await caughtUp();
    expect(await parked()).toEqual([{ streamId: BOB, revision: 3, error: expect.stringContaining('PageWritten: RevisionMissing 2') }]);
    const written = await database.pool.query('select owner, pages_written from diary order by owner');
    expect(written.rows).toEqual([
      { owner: 'Ada', pages_written: 2 },
      { owner: 'Bob', pages_written: 0 },
    ]);
  });

  it('stops and says so when even the parking cannot be written', async () => {
    accidents.inkSpills = true;
    await database.pool.query('alter table projection_stream alter parked_error type int using null');
    await write(store, 1, 'Ada', ADA);
    await append(ADA, 2, 'InkSpilt');
    const problems: string[] = [];
    const runner = run({ onProblem: (readModel) => problems.push(readModel) });
    await until(() => Promise.resolve(runner.state()[0]?.state === 'stopped'));
    await database.pool.query('alter table projection_stream alter parked_error type text');
    expect(runner.state()).toEqual([{ name: 'diaries', state: 'stopped', problem: expect.stringMatching(/^error 22P02 at /) }]);
    expect(problems).toEqual(['diaries']); // once: it does not go on trying
    expect(await status.all()).toEqual([
      { name: 'diaries', checkpoint: undefined, behindSeconds: expect.any(Number), parked: 0, lastHandledAt: undefined, running: false },
    ]);
  });

  it('lets one of three fold, and another when that one stops', async () => {
    const three = [run(), run(), run()];
    await write(store, 3, 'Ada', ADA);
    await caughtUp();
    const leaders = () => three.filter((runner) => runner.state()[0]?.state === 'leading');
    expect(leaders()).toHaveLength(1);
    const [first] = leaders();
    await first?.stop();
    await write(store, 3, 'Bob', BOB);
    await caughtUp();
    expect(leaders()).toHaveLength(2); // the stopped one keeps its last word
    expect(await pages(BOB)).toEqual([1, 2, 3]);
  });

  it('goes on by itself when the database ends its session', async () => {
    const runner = run();
    await write(store, 1, 'Ada', ADA);
    await caughtUp();
    await database.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'guardian diaries'`,
    );
    await write(store, 1, 'Bob', BOB);
    await caughtUp();
    expect(runner.state()[0]?.state).toBe('leading');
  });

  it('tells how old its rows are, and who waits for a position whether they are fresh', async () => {
    const { position } = await append(ADA, 0, 'DiaryBegun', { on: '2026-03-29', owner: 'Ada' });
    expect(await status.waitUntil('diaries', position, 30)).toBe('stale');
    const [behind] = await status.all();
    expect(behind).toMatchObject({ checkpoint: undefined, running: false });
    expect(behind?.behindSeconds).toBeGreaterThan(0);
    run();
    expect(await status.waitUntil('diaries', position, 5_000)).toBe('fresh');
    expect(await status.all()).toMatchObject([{ checkpoint: position, behindSeconds: 0, parked: 0, running: true }]);
  });
});
