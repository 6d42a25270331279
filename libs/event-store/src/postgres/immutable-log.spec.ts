import { randomUUID } from 'node:crypto';
import { testDatabase, type TestDatabase } from '../../../../test/support/database';
import type { NewEvent } from '../event-store';
import { partitionLog } from './log-partitions';
import { eventStoreMigrations } from './migrations';
import { PostgresEventStore } from './postgres-event-store';

/** The log as the plain table that the migrations make, and in partitions, one of which is named in place of the whole. */
const LOGS = [
  { log: 'the log', table: 'events', partitions: undefined, rights: ['INSERT', 'SELECT'] },
  { log: 'the log in partitions', table: 'events', partitions: 2, rights: ['INSERT', 'SELECT'] },
  { log: 'a partition of the log', table: 'events_0', partitions: 2, rights: [] },
] as const;

// falls into the first of two partitions
const STREAM = 'a1b1f6a6-7c4a-4d8b-9c86-000000000004';

const changesOf = (table: string) =>
  [
    ['update', `update ${table} set data = '{}'`],
    ['an update that hits no row', `update ${table} set data = '{}' where position = 0`],
    ['delete', `delete from ${table}`],
    ['truncate', `truncate ${table}`],
    ['merge', `merge into ${table} using (select 1) s on true when matched then delete`],
    [
      'insert over a revision',
      `insert into ${table} (stream_id, revision, category, type, data, metadata)
       select stream_id, revision, category, type, data, metadata from ${table} on conflict (stream_id, revision) do update set data = '{}'`,
    ],
  ] as const;

const event: NewEvent = {
  type: 'CaseAssigned',
  data: { to: 'Ada' },
  metadata: {
    commandId: 'c-1',
    commandHash: '0',
    recordedAt: '2026-11-22T09:30:00.000Z',
    actor: { id: 'u-1', name: 'Ada', role: 'coordinator', organisation: 'Guardian team' },
  },
};

describe.each(LOGS)('$log in PostgreSQL only grows', ({ table, partitions, rights }) => {
  let database: TestDatabase;
  let store: PostgresEventStore;

  beforeAll(async () => {
    database = await testDatabase();
    if (partitions) await partitionLog(database.url, partitions);
    store = new PostgresEventStore({ connectionString: database.url });
    await store.append({ category: 'case', id: STREAM }, 0, [event]);
  });

  afterEach(async () => {
    const { rows } = await database.pool.query(`select data from ${table}`);
    expect(rows).toEqual([{ data: { to: 'Ada' } }]);
  });

  afterAll(async () => {
    await store.close();
    await database.drop();
  });

  /** As the role, in a transaction that is taken back; resolves with the SQLSTATE of the refusal. */
  const attempt = async (before: string, sql: string): Promise<string | undefined> => {
    const client = await database.pool.connect();
    try {
      await client.query(`begin; ${before}`);
      await client.query(sql);
      return undefined;
    } catch (error) {
      return (error as { code?: string }).code;
    } finally {
      await client.query('rollback');
      client.release();
    }
  };

  it.each(changesOf(table))('for Guardian, which has no right to %s', async (_, sql) => {
    expect(await attempt('set local role guardian_app', sql)).toBe('42501');
  });

  it.each(changesOf(table))('for the owner, to whom %s is refused as well', async (_, sql) => {
    expect(await attempt('', sql)).toBe('23001');
  });

  it.each(changesOf(table))('for a session that plays a replica: %s', async (_, sql) => {
    expect(await attempt('set local session_replication_role = replica', sql)).toBe('23001');
  });

  it.each([
    ['drop it', `drop table ${table}`],
    ['take the trigger away', `drop trigger events_only_grow on ${table}`],
    ['let the trigger sleep', `alter table ${table} disable trigger events_only_grow`],
    ['own it', `alter table ${table} owner to guardian_app`],
  ])('for Guardian, which cannot %s', async (_, sql) => {
    expect(await attempt('set local role guardian_app', sql)).toBe('42501');
  });

  it('for Guardian, whose role may add to the whole and read it, and nothing else', async () => {
    const { rows } = await database.pool.query<{ privilege_type: string }>(
      `select privilege_type from information_schema.role_table_grants where grantee = 'guardian_app' and table_name = $1 order by 1`,
      [table],
    );
    expect(rows.map(({ privilege_type: right }) => right)).toEqual(rights);
  });

  it('for the store itself, which works as that role', async () => {
    await database.pool.query('revoke insert on events from guardian_app');
    await expect(store.append({ category: 'case', id: randomUUID() }, 0, [event])).rejects.toMatchObject({ code: 'StoreUnavailable' });
    await database.pool.query('grant insert on events to guardian_app');
  });

  it('when migrations are taken back', async () => {
    for (const Migration of eventStoreMigrations) await expect(new Migration().down()).rejects.toThrow('no migration takes it away');
  });
});
