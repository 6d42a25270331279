import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadConfig } from '@guardian/config';
import { openEventStore } from '@guardian/event-store';
import { ProjectionRunner, ProjectionStatus } from '@guardian/projections';
import { testDatabase, type TestDatabase } from '../../../test/support/database';
import { run as backup } from './backup';
import { run as importFile } from './import';
import { run as keys } from './keys';
import { Problem } from './problem';
import { READ_MODELS } from './read-models';
import { run as restore } from './restore';
import { logOf } from './service-database';

jest.setTimeout(60_000);

let source: TestDatabase;
let target: TestDatabase;
let folder: string;
let kept: string;
let keptKeys: string;
let printed: string[];

const use = ({ url }: TestDatabase, data = 'data') => {
  process.env['DATABASE_URL'] = url;
  process.env['GUARDIAN_DATA_DIR'] = path.join(folder, data); // where the lookup key is kept
};

beforeAll(async () => {
  source = await testDatabase();
  target = await testDatabase({ unmigrated: true });
  folder = mkdtempSync(path.join(tmpdir(), 'guardian-cli-backup-'));
  kept = path.join(folder, 'backup');
  keptKeys = path.join(folder, 'keys.gz');
  const keep = (line: unknown) => void printed.push(String(line));
  jest.spyOn(console, 'log').mockImplementation(keep);
  jest.spyOn(console, 'error').mockImplementation(keep);
  jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  use(source);
  printed = [];
  await importFile([path.resolve('libs/intake/src/template/referrals-template.csv')]);
  await folded(source);
  await source.pool.query(
    `insert into read_audit (at, user_id, user_name, role, organisation, patients, purpose, action, method, route, status, request_id)
     values (now(), 'priya', 'Priya Shah', 'coordinator', 'Guardian team', '{}', 'direct-care', 'shown', 'GET', '/cases', 200, gen_random_uuid())`,
  );
});
afterAll(async () => {
  jest.restoreAllMocks();
  delete process.env['DATABASE_URL'];
  delete process.env['GUARDIAN_DATA_DIR'];
  rmSync(folder, { recursive: true, force: true });
  await source.drop();
  await target.drop();
});
beforeEach(() => {
  printed = [];
});

/** Until the lists of this database have read its log to the end. */
async function folded({ url }: TestDatabase): Promise<void> {
  const store = openEventStore(logOf(loadConfig(), url));
  const runner = new ProjectionRunner({ url, store, readModels: READ_MODELS });
  const status = new ProjectionStatus({ url, store, readModels: READ_MODELS });
  runner.start();
  for (const { name } of READ_MODELS) expect(await status.waitUntil(name, (await store.head())!, 20_000)).toBe('fresh');
  await runner.stop();
  await status.close();
  await store.close();
}

const rowsOf = async ({ pool }: TestDatabase, table: string) =>
  (await pool.query(`select t::text as row from ${table} t order by 1`)).rows as unknown[];

describe('guardian backup and guardian restore', () => {
  it('keep every table that cannot be made anew', async () => {
    expect(await backup(['--to', kept])).toBe(0);
    expect(printed.join('\n')).toMatch(
      /^Backed up into .*backup: \d+ events at positions 1 to \d+, \d+ rows of 35 tables, as of 20\S+Z, 1 MB\. Hash of the log: [0-9a-f]{64}$/,
    );
    const { tables } = JSON.parse(readFileSync(path.join(kept, 'manifest.json'), 'utf8')) as { tables: { name: string }[] };
    // A new table is kept. If it is the rows of a read model, name that in read-models.ts; if not, add it here.
    expect(tables.map(({ name }) => name).sort()).toEqual([
      'account',
      'account_change',
      'account_log_in',
      'break_glass',
      'break_glass_end',
      'break_glass_review',
      'bulk_export',
      'caseload_claim',
      'caseload_cover',
      'caseload_digest_look',
      'caseload_duplicate_watch',
      'caseload_kept_order',
      'caseload_worked_on',
      'chain_checkpoint',
      'chain_seal',
      'community_service',
      'ended_session',
      'imported_referral',
      'list_size',
      'log_out_token',
      'numbers',
      'pcn',
      'place',
      'practice',
      'practice_pcn',
      'provider',
      'read_audit',
      'referral_import',
      'referral_import_bad_rows',
      'referral_import_file',
      'referral_import_problem',
      'search_miss',
      'service',
      'verification',
      'web_session',
    ]);
  });

  it('keep the keys of personal data in a file of their own, and in no backup of the log', async () => {
    expect(await keys(['backup', '--to', keptKeys])).toBe(0);
    expect(printed[0]).toMatch(/^\d+ keys backed up into .*keys\.gz$/);
    await expect(keys(['backup'])).rejects.toThrow(/^Say one: keys backup/);
    await expect(restore(['--from', kept])).rejects.toThrow(/^Say where the backup of the keys is/);
  });

  it('find the same again, and build the lists from it', async () => {
    use(target);
    expect(await restore(['--from', kept, '--keys', keptKeys])).toBe(0);
    expect(printed[0]).toMatch(/^Restored, read back and found the same: \d+ events at positions 1 to /);
    for (const table of [
      'events',
      'imported_referral',
      'referral_import',
      'practice_pcn',
      'numbers',
      'read_audit',
      'caseload_case',
      'caseload_patient',
    ]) {
      expect(await rowsOf(target, table)).toEqual(await rowsOf(source, table));
    }
    expect(await rowsOf(target, 'caseload_case')).toHaveLength(3);
    await folded(target);
  });

  it('go on from there: the same file adds nothing to what was restored', async () => {
    await importFile([path.resolve('libs/intake/src/template/referrals-template.csv')]);
    expect(printed.join('\n')).toContain('New 0 | Close match 0 | Already held 3 | Different 0 | Cannot import 0');
  });

  it('check a backup without any database', async () => {
    delete process.env['DATABASE_URL'];
    expect(await backup(['--verify', kept])).toBe(0);
    expect(printed.join('\n')).toMatch(/^Whole: \d+ events at positions 1 to \d+, /);
  });

  it('refuse another lookup key, with which no patient would be found by number', async () => {
    use(target, 'another folder');
    await expect(restore(['--from', kept, '--keys', keptKeys])).rejects.toThrow(
      new Problem('The secrets that are set here are not those with which the backup was made. Set the same ones.'),
    );
  });

  it('put the log into partitions when asked; a number that cannot be leaves nothing in the way of one that can', async () => {
    const elsewhere = await testDatabase({ unmigrated: true });
    use(elsewhere);
    const refused = expect(restore(['--from', kept, '--keys', keptKeys, '--log-partitions', 'many']));
    await refused.rejects.toThrow(new Problem('A log has from 2 to 256 partitions. A power of two is usual.'));
    expect(await restore(['--from', kept, '--keys', keptKeys, '--log-partitions', '4'])).toBe(0);
    await elsewhere.drop();
  });

  it('say in one line what is in the way', async () => {
    use(target);
    await expect(restore(['--from', kept, '--keys', keptKeys])).rejects.toThrow(/^The database is not empty: it has \d+ tables\./);
    await expect(restore(['--from', folder, '--keys', keptKeys])).rejects.toThrow(new Problem(`There is no backup in ${folder}.`));
    await expect(restore([])).rejects.toThrow(new Problem('Say where the backup is: guardian restore --from <folder> --keys <file>'));
    for (const args of [[], ['--to', kept, '--verify', kept]]) await expect(backup(args)).rejects.toThrow(/^Say one: --to <folder>/);
    process.env['DATABASE_URL'] = 'postgres://guardian@127.0.0.1:1/guardian';
    await expect(backup(['--to', kept])).rejects.toThrow(new Problem('connect ECONNREFUSED 127.0.0.1:1'));
  });
});
