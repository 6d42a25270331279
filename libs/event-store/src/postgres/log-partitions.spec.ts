import { testDatabase, type TestDatabase } from '../../../../test/support/database';
import { eventStoreContract } from '../contract/event-store-contract';
import { partitionLog, whyNot } from './log-partitions';
import { aCase, event } from '../contract/examples';
import { PostgresEventStore } from './postgres-event-store';

describe.each([
  ['and appends by INSERT', {}],
  ['and appends by COPY alone', { copyFrom: 1 }],
])('a log in partitions %s', (_, options) => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await testDatabase();
    await partitionLog(database.url, 16);
  });

  afterAll(() => database.drop());

  eventStoreContract('PostgresEventStore', () => Promise.resolve(new PostgresEventStore({ connectionString: database.url, ...options })));
});

describe('a log that is made into partitions', () => {
  let database: TestDatabase;

  beforeEach(async () => {
    database = await testDatabase();
  });

  afterEach(() => database.drop());

  const rows = async (sql: string): Promise<unknown[]> => (await database.pool.query(sql)).rows as unknown[];

  it('is used by a store that was open before, and spreads over them', async () => {
    const store = new PostgresEventStore({ connectionString: database.url });
    expect(await store.head()).toBeUndefined();
    expect(await partitionLog(database.url, 4)).toBe(true);
    const streams = Array.from({ length: 100 }, aCase);
    for (const stream of streams) await store.append(stream, 0, [event(), event()]);
    const read = await store.readAll(undefined, 1_000);
    expect(read.map(({ stream, revision, position }) => [stream, revision, position])).toEqual(
      streams.flatMap((stream, n) => [
        [stream, 1, String(2 * n + 1)],
        [stream, 2, String(2 * n + 2)],
      ]),
    );
    await store.close();
    expect(await rows('select distinct tableoid::regclass::text as partition from events order by 1')).toEqual([
      { partition: 'events_0' },
      { partition: 'events_1' },
      { partition: 'events_2' },
      { partition: 'events_3' },
    ]);
  });

  it('has the columns and checks that it had', async () => {
    const columns = `select column_name, data_type, column_default, is_nullable, identity_generation
      from information_schema.columns where table_name = 'events' order by ordinal_position`;
    const checks = `select conname, pg_get_constraintdef(oid) as rule from pg_constraint
      where conrelid = 'events'::regclass and contype <> 'p' order by 1`;
    const before = [await rows(columns), await rows(checks)];
    await partitionLog(database.url, 2);
    expect([await rows(columns), await rows(checks)]).toEqual(before);
  });

  it('is read by its indexes, in order, whatever the page', async () => {
    await partitionLog(database.url, 4);
    await database.pool.query(`
      insert into events (stream_id, revision, category, type, data, metadata)
      select gen_random_uuid(), 1, 'case', 'ContactRecorded', '{}', '{}' from generate_series(1, 20000); analyze`);
    for (const query of [
      'select * from events where position > 500 order by position limit 1000',
      'select max(position) from events',
      'select stored_at from events where position > 500 order by position limit 1',
    ]) {
      const plan = (await rows(`explain ${query}`)).map((row) => Object.values(row as object).join()).join('\n');
      expect(plan).toMatch(/Merge Append/);
      expect(plan).not.toMatch(/-> +(Sort|Seq Scan|Bitmap)/);
    }
  });

  it('stays as it is when the same is asked again, also when it holds events, and by two at once', async () => {
    expect((await Promise.all([1, 2].map(() => partitionLog(database.url, 4)))).sort()).toEqual([false, true]);
    await database.pool.query(`
      insert into events (stream_id, revision, category, type, data, metadata) values (gen_random_uuid(), 1, 'case', 'Odd', '{}', '{}')`);
    expect(await partitionLog(database.url, 4)).toBe(false);
    await expect(partitionLog(database.url, 8)).rejects.toMatchObject({
      code: 'LogNotPartitioned',
      message:
        'The log has 4 partitions, and their number does not change. Restore a backup into a new database: guardian restore --from <folder> --log-partitions 8',
    });
  });

  it('is not made anew when it holds an event', async () => {
    const store = new PostgresEventStore({ connectionString: database.url });
    await store.append(aCase(), 0, [event()]);
    await expect(partitionLog(database.url, 4)).rejects.toMatchObject({ code: 'LogNotPartitioned' });
    expect(await store.readAll(undefined, 10)).toHaveLength(1);
    await store.close();
  });
});

describe('why a log is not made into partitions', () => {
  const empty = { version: 180_004, partitions: 0, holdsEvents: false };

  it.each([
    ['an empty log', empty, 2, undefined],
    ['an empty log of PostgreSQL 17', { ...empty, version: 170_000 }, 256, undefined],
    ['a log that has them', { ...empty, partitions: 16, holdsEvents: true }, 16, undefined],
    ['too few', empty, 1, 'A log has from 2 to 256 partitions. A power of two is usual.'],
    ['too many', empty, 257, 'A log has from 2 to 256 partitions. A power of two is usual.'],
    ['no number', empty, NaN, 'A log has from 2 to 256 partitions. A power of two is usual.'],
    ['an old server', { ...empty, version: 160_011 }, 16, 'A log in partitions needs PostgreSQL 17 or later. This is 16.'],
    [
      'a log with events',
      { ...empty, holdsEvents: true },
      16,
      'The log holds events, and only an empty log is made into partitions. Restore a backup into a new database: guardian restore --from <folder> --log-partitions 16',
    ],
  ])('%s', (_, found, wanted, reason) => {
    expect(whyNot(found, wanted)).toBe(reason);
  });
});
