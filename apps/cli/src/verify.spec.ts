import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadConfig } from '@guardian/config';
import { EVENT_LOG, readSigningKey, Sealer, writeCheckpoint } from '@guardian/event-store';
import { testDatabase, type TestDatabase } from '../../../test/support/database';
import { tamper } from '../../../test/support/tamper';
import { run as backup } from './backup';
import { run as keys } from './keys';
import { Problem } from './problem';
import { run as restore } from './restore';
import { run as verify } from './verify';

jest.setTimeout(60_000);

let database: TestDatabase;
let folder: string;
let printed: string[];

/** Three events, sealed and signed; one after them. */
beforeEach(async () => {
  database = await testDatabase();
  folder = mkdtempSync(path.join(tmpdir(), 'guardian-verify-'));
  process.env['DATABASE_URL'] = database.url;
  process.env['GUARDIAN_DATA_DIR'] = path.join(folder, 'data');
  printed = [];
  jest.spyOn(console, 'log').mockImplementation((line) => void printed.push(String(line)));
  jest.spyOn(console, 'error').mockImplementation((line) => void printed.push(String(line)));
  jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  await append(3);
  await new Sealer(database.url, [EVENT_LOG]).sealAll();
  const { checkpoints } = loadConfig();
  const key = readSigningKey(checkpoints.keyFile);
  await writeCheckpoint({ url: database.url, folder: checkpoints.folder, key, day: '2026-11-23', at: new Date('2026-11-23T00:00:10Z') });
  await append(1);
});
afterEach(async () => {
  jest.restoreAllMocks();
  for (const name of ['DATABASE_URL', 'GUARDIAN_DATA_DIR', 'EVENTSTORE_URL']) delete process.env[name];
  rmSync(folder, { recursive: true, force: true });
  await database.drop();
});

const append = (events: number) =>
  database.pool.query(
    `insert into events (stream_id, revision, category, type, data, metadata)
     select gen_random_uuid(), 1, 'case', 'ContactRecorded', '{"said":"a private matter"}', '{}' from generate_series(1, $1)`,
    [events],
  );

const SEALED = /^events: 3 rows as sealed \(1 seal, the last of 20\S+Z\); 1 row after position 3 not sealed yet$/;

describe('guardian verify', () => {
  it('says how far the log is as it was sealed and signed', async () => {
    expect(await verify([])).toBe(0);
    expect(printed).toEqual([
      expect.stringMatching(SEALED),
      'read_audit: nothing is sealed; 0 rows not sealed yet',
      'account_change: nothing is sealed; 0 rows not sealed yet',
      'break_glass: nothing is sealed; 0 rows not sealed yet',
      'break_glass_end: nothing is sealed; 0 rows not sealed yet',
      'break_glass_review: nothing is sealed; 0 rows not sealed yet',
      'bulk_export: nothing is sealed; 0 rows not sealed yet',
      expect.stringMatching(/^1 checkpoint, of 2026-11-23 to 2026-11-23\. Key (\d{5} ?){6}$/),
    ]);
  });

  it('names what was changed, quotes nothing of it, and ends with 1', async () => {
    await tamper(database.pool, `update events set data = '{"said":"another private matter"}' where position = 2`);
    expect(await verify([])).toBe(1);
    expect(printed.slice(8)).toEqual([
      expect.stringMatching(
        /^FOUND events: the row at position 2 \(case-[0-9a-f-]{36} revision 1, ContactRecorded\) was changed after it was sealed\.$/,
      ),
      'Change nothing, and keep what is written here: docs/runbooks/verify-found-something.md says what to do.',
    ]);
    expect(printed.join('\n')).not.toContain('private');
  });

  it('names an account that is not what its changes say', async () => {
    const eve = (name: string) => ({
      ...{ id: 'eve', issuer: 'i', subject: 's', name, role: 'coordinator', organisation: 'Guardian team' },
      ...{ scope_kind: 'everywhere', scope_code: '', starts: '2026-01-01T00:00:00+00:00', ends: null },
    });
    await database.pool.query('insert into account select * from jsonb_populate_record(null::account, $1)', [eve('Eve')]);
    expect(await verify([])).toBe(1);
    expect(printed.at(-2)).toBe("FOUND account: eve was added behind the register's back: the changes of accounts do not say so.");
    await database.pool.query(
      `insert into account_change (account_id, by_id, by_name, why, after) values ('eve', 'ruth', 'Ruth', 'New', $1)`,
      [eve('Eve')],
    );
    expect(await verify([])).toBe(0);
    await database.pool.query(`update account set role = 'privacy-officer' where id = 'eve'`);
    expect(await verify([])).toBe(1);
    expect(printed.at(-2)).toBe("FOUND account: eve was changed behind the register's back: the changes of accounts do not say so.");
    await database.pool.query(`alter table account disable trigger account_stays; delete from account where id = 'eve'`);
    expect(await verify([])).toBe(1);
    expect(printed.at(-2)).toBe("FOUND account: eve was taken away behind the register's back: the changes of accounts do not say so.");
  });

  it('finds by the checkpoints, in whichever folder they are, that the end was cut off', async () => {
    await tamper(database.pool, 'delete from events where position >= 2; delete from chain_seal');
    expect(await verify(['--checkpoints', path.join(folder, 'data', 'checkpoints')])).toBe(1);
    expect(printed.slice(8, -1)).toEqual([
      'FOUND events: the checkpoint of 2026-11-23 was signed up to position 3, and the seals end at 0: the end was cut off.',
    ]);
  });

  it('needs the public key only', async () => {
    const key = path.join(folder, 'public.pem');
    const pair = readFileSync(path.join(folder, 'data', 'checkpoint-key.pem'), 'utf8');
    writeFileSync(key, createPublicKey(pair).export({ type: 'spki', format: 'pem' }));
    expect(await verify(['--key', key])).toBe(0);
    await expect(verify(['--key', '/nowhere.pem'])).rejects.toThrow(
      new Problem('The key of the checkpoints cannot be used: /nowhere.pem cannot be read (ENOENT).'),
    );
  });

  it('takes the keys before it from behind the one that signs', async () => {
    const file = path.join(folder, 'data', 'checkpoint-key.pem');
    const before = createPublicKey(readFileSync(file, 'utf8')).export({ type: 'spki', format: 'pem' }).toString();
    const after = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    writeFileSync(file, after);
    expect(await verify([])).toBe(1);
    writeFileSync(file, `${after}${before}`);
    expect(await verify([])).toBe(0);
    expect(readSigningKey(file).type).toBe('private');
  });

  it('finds the same in a database that was restored', async () => {
    const kept = path.join(folder, 'backup');
    await backup(['--to', kept]);
    const keptKeys = path.join(folder, 'keys.gz');
    await keys(['backup', '--to', keptKeys]);
    const target = await testDatabase({ unmigrated: true });
    process.env['DATABASE_URL'] = target.url;
    await restore(['--from', kept, '--keys', keptKeys]);
    printed = [];
    expect(await verify([])).toBe(0);
    // the pathway definitions, which every new database is given
    expect(printed[0]).toMatch(/^events: 3 rows as sealed \(1 seal, .*\); 13 rows after position 3 not sealed yet$/);
    await target.drop();
  });

  it('says that it does not read a log in EventStoreDB', async () => {
    process.env['EVENTSTORE_URL'] = 'esdb://localhost:2113?tls=false';
    expect(await verify([])).toBe(0);
    expect(printed[0]).toBe(
      'The log of events is in EventStoreDB, which guardian verify does not read: docs/eventstoredb.md says what stands there.',
    );
  });

  it('says in one line that the database is older than the seals', async () => {
    const old = await testDatabase({ unmigrated: true });
    process.env['DATABASE_URL'] = old.url;
    await expect(verify([])).rejects.toThrow(new Problem('This database has no seals. Bring it up to date first: guardian migrate.'));
    await old.drop();
  });
});
