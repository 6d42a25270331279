import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { testDatabase, type TestDatabase } from '../../../test/support/database';
import { run } from './import';

const TEMPLATE = path.resolve('libs/intake/src/template/referrals-template.csv');

let database: TestDatabase;
let folder: string;
const said: string[] = [];

beforeAll(async () => {
  database = await testDatabase();
  folder = mkdtempSync(path.join(tmpdir(), 'guardian-import-'));
  process.env['DATABASE_URL'] = database.url;
  process.env['GUARDIAN_DATA_DIR'] = folder;
  const keep = (line: unknown) => void said.push(String(line));
  jest.spyOn(console, 'log').mockImplementation(keep);
  jest.spyOn(console, 'error').mockImplementation(keep);
});

afterAll(async () => {
  jest.restoreAllMocks();
  delete process.env['DATABASE_URL'];
  delete process.env['GUARDIAN_DATA_DIR'];
  rmSync(folder, { recursive: true, force: true });
  await database.drop();
});

beforeEach(() => {
  said.length = 0;
});

const count = async (sql: string) => (await database.pool.query<{ n: number }>(sql)).rows[0]?.n;
const cases = () => count(`select count(*)::int as n from events where type in ('ReferralReceived', 'CaseTakenOn')`);

describe('guardian import', () => {
  it('--check saves nothing and leaves nothing behind', async () => {
    expect(await run([TEMPLATE, '--check'])).toBe(0);
    expect(said.join('\n')).toContain('Nothing is saved. An import would bring in 3 referrals and leave out 0 rows.');
    expect([await cases(), await count('select count(*)::int as n from referral_import')]).toEqual([0, 0]);
  });

  it('brings in the template, and a second time adds nothing', async () => {
    expect(await run([TEMPLATE])).toBe(0);
    expect(said.join('\n')).toContain('Imported 3 referrals. No row was left out.');
    expect(await run([TEMPLATE])).toBe(0);
    expect(said.join('\n')).toContain('New 0 | Close match 0 | Already held 3 | Different 0 | Cannot import 0');
    expect(await cases()).toBe(3);
  });

  it('answers 1 when rows are left out, and writes them where it is told', async () => {
    const file = path.join(folder, 'one-wrong.csv');
    const badRows = path.join(folder, 'to-put-right.csv');
    writeFileSync(file, readFileSync(TEMPLATE, 'utf8').replaceAll('EXAMPLE-', 'SECOND-').replace('01/06/2026', '31/06/2026'));
    expect(await run([file, '--check', '--bad-rows', badRows])).toBe(1);
    expect(readFileSync(badRows, 'utf8').split('\r\n')[1]).toMatch(/^"REFERRAL_DATE: June has 30 days\./);
  });

  it.each([
    [[], 'guardian import: name one file: guardian import referrals.csv [--check] [--bad-rows out.csv]'],
    [['nowhere.csv'], 'guardian import: the file nowhere.csv cannot be read'],
    [['apps/cli/src/problem.ts'], /^guardian import: The headings in row 1 are not those of the template\./],
  ])('answers 2 when there is no usable file: %j', async (args, words) => {
    expect(await run(args)).toBe(2);
    expect(said.at(-1)).toMatch(words);
  });
});
