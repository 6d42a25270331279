import { randomUUID } from 'node:crypto';
import { testDatabase, type TestDatabase } from '../../../test/support/database';
import { run as migrate } from './migrate';
import { Problem } from './problem';

describe('guardian migrate --log-partitions', () => {
  let database: TestDatabase;
  let printed: unknown[];

  beforeAll(async () => {
    database = await testDatabase();
    process.env['DATABASE_URL'] = database.url;
  });
  beforeEach(() => {
    printed = [];
    jest.spyOn(console, 'log').mockImplementation((line) => void printed.push(line));
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(async () => {
    delete process.env['DATABASE_URL'];
    await database.drop();
  });

  it('says in one line why not', async () => {
    await expect(migrate(['--log-partitions', 'many'])).rejects.toThrow(
      new Problem('A log has from 2 to 256 partitions. A power of two is usual.'),
    );
    process.env['EVENTSTORE_URL'] = 'esdb://127.0.0.1:2113?tls=false';
    await expect(migrate(['--log-partitions', '16'])).rejects.toThrow(
      new Problem('The log is in EventStoreDB: --log-partitions is for a log in PostgreSQL.'),
    );
    delete process.env['EVENTSTORE_URL'];
  });

  it('makes an empty log into partitions, once', async () => {
    expect(await migrate(['--log-partitions', '4'])).toBe(0);
    expect(await migrate(['--log-partitions', '4'])).toBe(0);
    expect(printed).toEqual([
      'The database is up to date',
      'The log is now in 4 partitions',
      'The database is up to date',
      'The log was in 4 partitions already',
    ]);
  });

  it('leaves the log as it is when nothing is said of partitions', async () => {
    await database.pool.query(
      `insert into events (stream_id, revision, category, type, data, metadata) values ($1, 1, 'case', 'Odd', '{}', '{}')`,
      [randomUUID()],
    );
    expect(await migrate([])).toBe(0);
    expect(printed).toEqual(['The database is up to date']);
  });
});
