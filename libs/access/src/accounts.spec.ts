import { readDatabase } from '@guardian/projections';
import { DataSource } from 'typeorm';
import { testDatabase, type TestDatabase } from '../../../test/support/database';
import { Account1795000000031 } from './account.migration';
import { type Account, Accounts, DEMO_ISSUER, demoUsers, WebSessions } from './index';

const RUTH = { id: 'ruth', name: 'Ruth Campion' };
const tom = (more: Partial<Account> = {}): Account => ({
  id: 'u1',
  issuer: 'https://care.example',
  subject: '555',
  name: 'Tom Adeyemi',
  role: 'pcn-staff',
  organisation: 'Canvey PCN',
  scope: { kind: 'pcn', code: 'canvey-pcn' },
  starts: new Date('2026-01-05T09:00:00Z'),
  ends: null,
  ...more,
});
const HOUR = 3_600_000;

let database: TestDatabase;
let source: DataSource;
let accounts: Accounts;
beforeAll(async () => {
  database = await testDatabase();
  source = await new DataSource(readDatabase({ url: database.url, entities: [] })).initialize();
  accounts = new Accounts(source, false);
});
beforeEach(async () => {
  await database.pool.query(`set session_replication_role = replica; delete from account; set session_replication_role = origin`);
});
afterAll(async () => {
  await source.destroy();
  await database.drop();
});

const changesOf = async (id: string) =>
  (
    await database.pool.query<object>('select by_name, why, before, after from account_change where account_id = $1 order by position', [
      id,
    ])
  ).rows;

it('is found by who vouches for it, with what its role may see', async () => {
  await accounts.keep([tom()], RUTH, 'New in the team');
  expect(await accounts.known('https://care.example', '555')).toEqual({
    id: 'u1',
    name: 'Tom Adeyemi',
    role: 'pcn-staff',
    organisation: 'Canvey PCN',
    scope: { kind: 'pcn', code: 'canvey-pcn', mayReadPatients: true },
  });
  expect(await accounts.known('https://elsewhere.example', '555')).toBeUndefined();
  expect(await accounts.known('https://care.example', '556')).toBeUndefined();
});

it.each<[string, Partial<Account>]>([
  ['begins later', { starts: new Date(Date.now() + HOUR) }],
  ['has ended', { ends: new Date(Date.now() - 1_000) }],
  ['is one of the demonstration, outside of one', { issuer: DEMO_ISSUER }],
])('is nobody when it %s', async (_, more) => {
  await accounts.keep([tom(more)], RUTH, 'New in the team');
  expect(await accounts.known(more.issuer ?? 'https://care.example', '555')).toBeUndefined();
  expect(await accounts.current()).toEqual([]);
});

it('is in a demonstration one of its people, and nobody else', async () => {
  const demonstration = new Accounts(source, true);
  await accounts.keep([tom()], RUTH, 'New in the team');
  await demonstration.keepDemoUsers();
  expect((await demonstration.current()).map(({ id }) => id).sort()).toEqual(['demo-program', ...demoUsers.map(({ id }) => id)].sort());
  expect((await demonstration.current('coordinator')).map(({ name }) => name)).toEqual([
    'Grace Lindqvist',
    'Joan Okafor',
    'Priya Shah',
    'Tom Adeyemi',
  ]);
  expect(await demonstration.known('https://care.example', '555')).toBeUndefined();
  expect(await demonstration.known(DEMO_ISSUER, 'demo-clinician-southend')).toEqual(
    demoUsers.find(({ id }) => id === 'demo-clinician-southend'),
  );
});

it('says of each change who made it, why, and what was there before; the same again is no change', async () => {
  await accounts.keep([tom({ id: 'u2' })], RUTH, 'New in the team');
  await accounts.keep([tom({ id: 'u2' })], RUTH, 'Asked for twice');
  await accounts.keep([tom({ id: 'u2', role: 'coordinator', scope: { kind: 'place', code: 'southend' } })], RUTH, 'Moved to Southend');
  const first = { role: 'pcn-staff', scope_kind: 'pcn', scope_code: 'canvey-pcn' };
  expect(await changesOf('u2')).toEqual([
    { by_name: 'Ruth Campion', why: 'New in the team', before: null, after: expect.objectContaining(first) as unknown },
    {
      by_name: 'Ruth Campion',
      why: 'Moved to Southend',
      before: expect.objectContaining(first) as unknown,
      after: expect.objectContaining({ role: 'coordinator', scope_kind: 'place', scope_code: 'southend' }) as unknown,
    },
  ]);
});

it('holds in a session from one request to the next', async () => {
  const sessions = new WebSessions({ databaseUrl: database.url, secret: 'for tests only, for tests only', idleMs: 60_000, demo: false });
  try {
    await accounts.keep([tom()], RUTH, 'New in the team');
    await sessions.add('one', '{}', 'u1');
    expect((await sessions.get('one'))?.user).toMatchObject({ role: 'pcn-staff', scope: { code: 'canvey-pcn', mayReadPatients: true } });
    await accounts.keep([tom({ role: 'acute-lead' })], RUTH, 'Moved');
    expect((await sessions.get('one'))?.user).toMatchObject({ role: 'acute-lead', scope: { code: 'canvey-pcn', mayReadPatients: false } });
    await accounts.keep([tom({ ends: new Date(Date.now() - 1_000) })], RUTH, 'Left');
    expect(await sessions.get('one')).toMatchObject({ user: undefined });
  } finally {
    await sessions.close();
  }
});

describe('only grows:', () => {
  it.each([
    `update account_change set why = 'Nothing'`,
    'delete from account_change',
    'truncate account_change',
    'delete from account',
    'truncate account',
  ])('%s is refused', async (sql) => {
    await expect(database.pool.query(sql)).rejects.toMatchObject({ code: '23001' });
  });

  it('its migration is not taken back', async () => {
    await expect(new Account1795000000031().down()).rejects.toThrow('no migration takes them away');
  });
});

it('cannot be looked up while the database is away, which is told from an account that is not there', async () => {
  const away = await new DataSource(readDatabase({ url: database.url, entities: [] })).initialize();
  await away.destroy();
  await expect(new Accounts(away, false).known('https://care.example', '555')).rejects.toMatchObject({ code: 'StoreUnavailable' });
  expect(await accounts.known('https://care.example', 'nobody')).toBeUndefined();
});
