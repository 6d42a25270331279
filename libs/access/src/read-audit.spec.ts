import { randomUUID } from 'node:crypto';
import { testDatabase, type TestDatabase } from '../../../test/support/database';
import { LOOKS_HOLD, type Look, LookNotRecorded, ReadAudit } from './index';
import { ReadAudit1795000000032 } from './read-audit.migration';

const ADA = 'd8c0396f-44de-82b8-a154-1990f7b892c7';
const look = (more: Partial<Look> = {}): Look => ({
  at: new Date('2026-08-20T09:00:00Z'),
  by: { id: 'priya', name: 'Priya Shah', role: 'coordinator', organisation: 'Guardian team, Southend' },
  patientIds: [ADA],
  purpose: 'direct-care',
  action: 'shown',
  method: 'GET',
  route: '/cases/:reference',
  status: 200,
  from: '127.0.0.1',
  requestId: randomUUID(),
  ...more,
});

let database: TestDatabase;
let audit: ReadAudit;
beforeAll(async () => {
  database = await testDatabase();
  audit = new ReadAudit(database.url);
});
afterAll(async () => {
  await audit.close();
  await database.drop();
});

it('keeps who was shown whom, why, how and when', async () => {
  const one = look();
  await audit.record(one);
  const { rows } = await database.pool.query('select *, host(from_address) as "from" from read_audit where request_id = $1', [
    one.requestId,
  ]);
  expect(rows).toEqual([
    expect.objectContaining({
      at: new Date('2026-08-20T09:00:00Z'),
      user_id: 'priya',
      user_name: 'Priya Shah',
      role: 'coordinator',
      organisation: 'Guardian team, Southend',
      patients: [ADA],
      purpose: 'direct-care',
      action: 'shown',
      method: 'GET',
      route: '/cases/:reference',
      status: 200,
      from: '127.0.0.1',
    }),
  ]);
});

it('numbers its rows in the order in which they came', async () => {
  await audit.record(look({ route: '/first' }));
  await audit.record(look({ route: '/second' }));
  const { rows } = await database.pool.query<{ route: string }>('select route from read_audit order by position desc limit 2');
  expect(rows.map(({ route }) => route)).toEqual(['/second', '/first']);
});

describe('only grows', () => {
  /** In a transaction that is taken back; resolves with the SQLSTATE of the refusal. */
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

  const CHANGES = [
    ['update', `update read_audit set user_name = 'Nobody'`],
    ['an update that hits no row', `update read_audit set user_name = 'Nobody' where position = 0`],
    ['delete', 'delete from read_audit'],
    ['truncate', 'truncate read_audit'],
  ] as const;

  it.each(CHANGES)('for Guardian, which has no right to %s', async (_, sql) => {
    expect(await attempt('set local role guardian_app', sql)).toBe('42501');
  });

  it.each(CHANGES)('for the owner, to whom %s is refused as well', async (_, sql) => {
    expect(await attempt('', sql)).toBe('23001');
  });

  it.each(CHANGES)('for a session that plays a replica: %s', async (_, sql) => {
    expect(await attempt('set local session_replication_role = replica', sql)).toBe('23001');
  });

  it.each([
    ['drop it', 'drop table read_audit'],
    ['let the trigger sleep', 'alter table read_audit disable trigger read_audit_only_grows'],
  ])('for Guardian, which cannot %s', async (_, sql) => {
    expect(await attempt('set local role guardian_app', sql)).toBe('42501');
  });

  it('for Guardian, whose role may add and read and nothing else', async () => {
    const { rows } = await database.pool.query<{ privilege_type: string }>(
      `select privilege_type from information_schema.role_table_grants where grantee = 'guardian_app' and table_name = 'read_audit' order by 1`,
    );
    expect(rows.map(({ privilege_type: right }) => right)).toEqual(['INSERT', 'SELECT']);
  });

  it('when migrations are taken back', async () => {
    await expect(new ReadAudit1795000000032().down()).rejects.toThrow('no migration takes it away');
  });
});

it('says within three seconds that a look was not kept, however long others hold the table', async () => {
  const holder = await database.pool.connect();
  await holder.query('begin; lock table read_audit in access exclusive mode');
  const begun = Date.now();
  await expect(audit.record(look())).rejects.toThrow(LookNotRecorded);
  expect(Date.now() - begun).toBeLessThan(3_000);
  await holder.query('rollback');
  holder.release();
  await expect(audit.record(look())).resolves.toBeUndefined();
});

it('is kept while others keep theirs, and waits for whoever looks how far they got', async () => {
  const other = await database.pool.connect();
  await other.query(`begin; select pg_advisory_xact_lock_shared(${LOOKS_HOLD})`);
  await audit.record(look());
  await other.query('rollback');
  await other.query(`begin; select pg_advisory_xact_lock(${LOOKS_HOLD})`);
  await expect(audit.record(look())).rejects.toThrow(LookNotRecorded);
  await other.query('rollback');
  other.release();
});

it('says that a look was not kept when it cannot be, and goes on when it can', async () => {
  await database.pool.query('revoke insert on read_audit from guardian_app');
  await expect(audit.record(look())).rejects.toThrow(LookNotRecorded);
  await database.pool.query('grant insert on read_audit to guardian_app');
  await expect(audit.record(look())).resolves.toBeUndefined();
});
