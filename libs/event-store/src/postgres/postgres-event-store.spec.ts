import { Client } from 'pg';
import { testDatabase, type TestDatabase } from '../../../../test/support/database';
import { eventStoreContract } from '../contract/event-store-contract';
import { connectionConfig } from './connections';
import { PostgresEventStore, READ_SHARE } from './postgres-event-store';

let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
});

afterAll(() => database.drop());

eventStoreContract('PostgresEventStore', () => Promise.resolve(new PostgresEventStore({ connectionString: database.url })));

describe('by COPY alone', () => {
  let another: TestDatabase;

  beforeAll(async () => {
    another = await testDatabase();
  });

  afterAll(() => another.drop());

  eventStoreContract('PostgresEventStore', () => Promise.resolve(new PostgresEventStore({ connectionString: another.url, copyFrom: 1 })));
});

it('PostgresEventStore reads a share of the log by the order in which it stands, a page at a time', async () => {
  const client = new Client(connectionConfig({ connectionString: database.url }));
  await client.connect();
  // as on a log of millions, where parallel workers look cheap
  await client.query(
    'set parallel_setup_cost = 0; set parallel_tuple_cost = 0; set min_parallel_table_scan_size = 0; set min_parallel_index_scan_size = 0',
  );
  await client.query(`prepare share as ${READ_SHARE}`);
  const { rows } = await client.query<{ 'QUERY PLAN': string }>(`explain execute share (0, 1000, '{case}', 2, 1)`);
  await client.end();
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
  expect(plan).toMatch(/Index Scan using events_pkey/);
  expect(plan).not.toMatch(/Gather|Sort|Seq Scan|Bitmap/);
});

describe('PostgresEventStore at start', () => {
  const check = async (options?: { allowUnsafe: boolean }) => {
    const store = new PostgresEventStore({ connectionString: database.url });
    try {
      await store.startupCheck(options);
    } finally {
      await store.close();
    }
  };

  it('refuses a server that may forget what it has confirmed, and names the settings', async () => {
    // the server of the tests is such a one
    const { rows } = await database.pool.query<{ fsync: string }>('show fsync');
    expect(rows).toEqual([{ fsync: 'off' }]);
    await expect(check()).rejects.toMatchObject({
      code: 'UnsafeDatabase',
      facts: { settings: ['fsync', 'full_page_writes', 'synchronous_commit'] },
    });
  });

  it('takes it when told to', () => check({ allowUnsafe: true }));

  it('says that it cannot reach a server that is not there', async () => {
    const store = new PostgresEventStore({ connectionString: 'postgres://guardian@127.0.0.1:1/guardian' });
    await expect(store.startupCheck()).rejects.toMatchObject({ code: 'StoreUnavailable' });
    await expect(store.head()).rejects.toMatchObject({ code: 'StoreUnavailable' });
    await store.close();
  });
});
