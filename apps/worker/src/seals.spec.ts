import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ACCOUNT_CHANGES, READ_AUDIT, ReadAudit, SEALED_TABLES, sealsAreLate, verifyAll } from '@guardian/access';
import { EVENT_LOG, verifyChain } from '@guardian/event-store';
import { SettableClock } from '@guardian/kernel';
import { testDatabase, type TestDatabase } from '../../../test/support/database';
import { tamper } from '../../../test/support/tamper';
import { Seals } from './seals';

let database: TestDatabase;
let audit: ReadAudit;
let home: string;
const clock = new SettableClock(new Date('2026-11-22T23:30:00Z'));

beforeAll(async () => {
  database = await testDatabase();
  audit = new ReadAudit(database.url);
  home = mkdtempSync(path.join(tmpdir(), 'guardian-seals-'));
  const { privateKey } = generateKeyPairSync('ed25519');
  writeFileSync(path.join(home, 'key.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
});
afterAll(async () => {
  await audit.close();
  rmSync(home, { recursive: true });
  await database.drop();
});

const checkpoints = () => ({ folder: path.join(home, 'checkpoints'), keyFile: path.join(home, 'key.pem') });

const look = () =>
  audit.record({
    at: new Date('2026-11-22T10:00:00Z'),
    by: { id: 'ada', name: 'Ada', role: 'coordinator', organisation: 'Guardian team' },
    patientIds: ['00000000-0000-4000-8000-00000000000a'],
    purpose: 'direct-care',
    action: 'shown',
    method: 'GET',
    route: '/cases/:reference',
    status: 200,
    from: '127.0.0.1',
    requestId: '00000000-0000-4000-8000-00000000000b',
  });

describe('the worker seals and signs', () => {
  it('who looked at whom, and once a day in London signs how far it got', async () => {
    const seals = new Seals({ databaseUrl: database.url, clock, checkpoints: checkpoints() });
    await look();
    expect(await seals.takeAll()).toBe(1);
    await seals.takeAll();
    clock.set(new Date('2026-11-23T00:00:30Z'));
    await seals.takeAll();
    expect(readdirSync(checkpoints().folder)).toEqual(['checkpoint-2026-11-22.txt', 'checkpoint-2026-11-23.txt']);
    expect(readFileSync(path.join(checkpoints().folder, 'checkpoint-2026-11-23.txt'), 'utf8')).toMatch(
      /^Table +read_audit\nRows +1\nPosition +1\nSeal +1\n/m,
    );
  });

  it('so that an entry of the read audit which somebody changed is named', async () => {
    await tamper(database.pool, `update read_audit set user_id = 'eve'`);
    expect((await verifyChain(database.url, READ_AUDIT, () => undefined)).finding?.words).toBe(
      'read_audit: the row at position 1 (eve at 2026-11-22 10:00:00+00, GET /cases/:reference) was changed after it was sealed.',
    );
  });

  it('and what came last when it is stopped in order', async () => {
    const seals = new Seals({ databaseUrl: database.url, clock });
    await seals.takeAll();
    await database.pool.query(`
      insert into events (stream_id, revision, category, type, data, metadata) values (gen_random_uuid(), 1, 'case', 'Odd', '{}', '{}')`);
    await seals.stop();
    expect(await verifyChain(database.url, EVENT_LOG, () => undefined)).toMatchObject({ rows: 1, unsealed: 0 });
  });

  it('tells when that has stopped: something waits for more than five minutes', async () => {
    const HOUR = 3_600_000;
    const later = new Date(Date.now() + HOUR);
    expect(await sealsAreLate(database.url, later)).toBe(false);
    await database.pool.query(`
      insert into events (stream_id, revision, category, type, data, metadata) values (gen_random_uuid(), 1, 'case', 'Odd', '{}', '{}')`);
    expect(await sealsAreLate(database.url, new Date())).toBe(false);
    expect(await sealsAreLate(database.url, later)).toBe(true);
    await new Seals({ databaseUrl: database.url, clock }).takeAll();
    expect(await sealsAreLate(database.url, later)).toBe(false);
  });

  it('the changes of accounts, and names who changed what', async () => {
    await database.pool.query(
      `insert into account_change (at, account_id, by_id, by_name, why, after) values ('2026-11-22T11:00Z', 'eve', 'ruth', 'Ruth', 'New', '{}')`,
    );
    await new Seals({ databaseUrl: database.url, clock }).takeAll();
    await tamper(database.pool, `update account_change set why = 'Asked for'`);
    expect((await verifyChain(database.url, ACCOUNT_CHANGES, () => undefined)).finding?.words).toBe(
      'account_change: the row at position 1 (eve by ruth at 2026-11-22 11:00:00+00) was changed after it was sealed.',
    );
  });

  it.each(SEALED_TABLES.map((table) => [table.name, table] as const))('every column of %s', async (name, { columns }) => {
    const { rows } = await database.pool.query<{ name: string }>(
      'select column_name as name from information_schema.columns where table_name = $1 order by ordinal_position',
      [name],
    );
    expect(rows.map((row) => row.name).filter((column) => column !== 'position')).toEqual(columns);
  });

  it.each([
    [
      'who opened which record',
      `insert into break_glass (at, until, user_id, user_name, role, organisation, patient_id, reason, words)
       values ('2026-11-22T11:00Z', now(), 'grace', 'Grace', 'coordinator', 'Guardian team', gen_random_uuid(), 'emergency', 'She rang')`,
      `update break_glass set words = 'He rang'`,
      /^break_glass: the row at position 1 \(grace at 2026-11-22 11:00:00\+00\) was changed after it was sealed\.$/,
    ],
    [
      'who took away which file',
      `insert into bulk_export (at, export_id, step, by_id, by_name, role, organisation)
       values ('2026-11-22T11:00Z', gen_random_uuid(), 'approved', 'edith', 'Edith', 'privacy-officer', 'Guardian team')`,
      `update bulk_export set until = now()`,
      /^bulk_export: the row at position 1 \(approved by edith at 2026-11-22 11:00:00\+00\) was changed after it was sealed\.$/,
    ],
  ])('%s, and names what was changed', async (_what, insert, change, words) => {
    await database.pool.query(insert);
    await new Seals({ databaseUrl: database.url, clock }).takeAll();
    await tamper(database.pool, change);
    const { findings } = await verifyAll(database.url, undefined, () => undefined);
    expect(findings.map((finding) => finding.words)).toContainEqual(expect.stringMatching(words));
  });

  it('or does not start, when its key cannot be used', () => {
    const keyFile = path.join(home, 'no-key.pem');
    expect(() => new Seals({ databaseUrl: database.url, clock, checkpoints: { folder: home, keyFile } })).toThrow(
      `The key of the checkpoints cannot be used: ${keyFile} cannot be read (ENOENT).`,
    );
  });
});
