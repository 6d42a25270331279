import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { ImportReports, ReferralImports } from '@guardian/intake';
import type { INestApplicationContext } from '@nestjs/common';
import { intakeContext } from '../../../apps/cli/src/intake-context';
import { loadReferenceData } from '../../../apps/cli/src/reference-data';
import { testDatabase, type TestDatabase } from '../../support/database';
import { LOOKUP_KEY } from './lookup-key';
import { referralsFile } from './referrals-file';
import { testLog } from '../../support/log';

const PRIYA = { id: 'priya', name: 'Priya Shah', role: 'coordinator', organisation: 'Guardian team, Southend' };

let database: TestDatabase;
let context: INestApplicationContext;
let imports: ReferralImports;

beforeAll(async () => {
  database = await testDatabase();
  await loadReferenceData(testLog(database.url));
  context = await intakeContext({ ...testLog(database.url), lookupKey: LOOKUP_KEY, testNumbersOnly: true });
  imports = context.get(ReferralImports, { strict: false });
});

afterAll(async () => {
  await context.close();
  await database.drop();
});

async function begin(bytes: Buffer): Promise<string> {
  const checked = await imports.check({ fileName: 'referrals.csv', bytes }, PRIYA);
  if (!checked.ok) throw new Error(checked.problem);
  await imports.begin(checked.id);
  return checked.id;
}

/** A process that works on the import, killed as soon as it says that this many rows are done. */
async function killImporterAt(rowsDone: number, id: string): Promise<void> {
  const script = [path.join(__dirname, '../event-store/run-typescript.cjs'), path.join(__dirname, 'importer.ts')];
  const importer = spawn(process.execPath, [...script, database.url, id], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(importer, 'close');
  importer.stdout.on('data', (text: Buffer) => {
    if (
      text
        .toString()
        .split('\n')
        .some((line) => Number(line) >= rowsDone)
    )
      importer.kill('SIGKILL');
  });
  await ended;
  expect(importer.signalCode).toBe('SIGKILL');
}

const count = async (sql: string): Promise<number> => (await database.pool.query<{ n: number }>(sql)).rows[0]?.n ?? -1;
const cases = () => count(`select count(*)::int as n from events where type = 'ReferralReceived'`);
const streamsOf = (category: string) => count(`select count(distinct stream_id)::int as n from events where category = '${category}'`);

async function resumed(id: string): Promise<void> {
  // the database ends the session of a killed process a moment later
  while ((await imports.find(id))?.state === 'importing') await imports.runPending({ id });
}

describe('an import', () => {
  it('of 200 rows, 3 of them bad, brings in 197, and nothing when it comes again', async () => {
    const first = await begin(referralsFile(200));
    await resumed(first);
    expect([await cases(), await streamsOf('case'), await streamsOf('patient')]).toEqual([197, 197, 197]);
    expect((await imports.find(first))?.counts).toEqual({ new: 197, 'close-match': 0, unchanged: 0, different: 0, refused: 3 });
    const { rows } = await context.get(ImportReports, { strict: false }).problems(first, { from: 0, most: 50 });
    expect(rows.map(({ row, problem }) => [row, problem])).toEqual([
      [2, 'June has 30 days'],
      [69, 'June has 30 days'],
      [136, 'June has 30 days'],
    ]);

    const events = await count('select count(*)::int as n from events');
    const second = await begin(referralsFile(200));
    await resumed(second);
    expect((await imports.find(second))?.counts).toEqual({ new: 0, 'close-match': 0, unchanged: 197, different: 0, refused: 3 });
    expect(await count('select count(*)::int as n from events')).toBe(events);
  });

  it('whose process is killed twice goes on in another: every good row is in, once', async () => {
    // the first 200 rows are in already; of the other 800, 12 are bad
    const id = await begin(referralsFile(1_000));
    await killImporterAt(250, id);
    const [before, found] = [await cases(), await imports.find(id)];
    expect(before).toBeGreaterThan(197);
    expect(before).toBeLessThan(985);
    expect(found?.state).toBe('importing');

    await killImporterAt(400, id);
    await resumed(id);
    expect([await cases(), await streamsOf('case'), await streamsOf('patient')]).toEqual([985, 985, 985]);
    expect((await imports.find(id))?.counts).toEqual({ new: 788, 'close-match': 0, unchanged: 197, different: 0, refused: 15 });
  }, 60_000);
});
