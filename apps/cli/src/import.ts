import { readFileSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { loadConfig } from '@guardian/config';
import { ImportReports, leftOut, type ReferralImport, ReferralImports } from '@guardian/intake';
import { importWords } from './import-words';
import { intakeContext } from './intake-context';
import { Problem } from './problem';
import { progressBar } from './progress-bar';
import { withServiceDatabase } from './service-database';

const ALL_IN = 0;
const SOME_LEFT_OUT = 1;
const UNUSABLE = 2;

const PROBLEMS_SHOWN = 20;

/** `guardian import <file.csv> [--check] [--bad-rows out.csv]`. Exit code: 0 every row is in, 1 some were left out, 2 no usable file. */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { check: { type: 'boolean', default: false }, 'bad-rows': { type: 'string' } },
  });
  const [file] = positionals;
  if (file === undefined || positionals.length > 1)
    return refuse('name one file: guardian import referrals.csv [--check] [--bad-rows out.csv]');
  const bytes = contentOf(file);
  if (bytes === undefined) return refuse(`the file ${file} cannot be read`);

  const config = loadConfig();
  return withServiceDatabase(config, console.log, async (_, log) => {
    const context = await intakeContext({
      ...log,
      lookupKey: config.secrets.lookupKey,
      testNumbersOnly: config.mode === 'demo',
    });
    try {
      return await importFile(context.get(ReferralImports, { strict: false }), context.get(ImportReports, { strict: false }), {
        ...{ fileName: path.basename(file), bytes, checkOnly: values.check, badRows: values['bad-rows'] },
      });
    } finally {
      await context.close();
    }
  });
}

interface Wanted {
  readonly fileName: string;
  readonly bytes: Buffer;
  readonly checkOnly: boolean;
  readonly badRows: string | undefined;
}

async function importFile(
  imports: ReferralImports,
  reports: ImportReports,
  { fileName, bytes, checkOnly, badRows }: Wanted,
): Promise<number> {
  const who = { id: 'command-line', name: `Command line, ${userInfo().username}`, role: 'administrator', organisation: 'Guardian service' };
  const checked = await imports.check({ fileName, bytes }, who);
  if (!checked.ok) return refuse(checked.problem);
  const { id } = checked;
  const result = checkOnly ? await found(imports, id) : await untilImported(imports, id);
  console.log(importWords(result, (await reports.problems(id, { from: 0, most: PROBLEMS_SHOWN })).rows));
  if (badRows !== undefined && leftOut(result.counts) > 0) {
    writeFileSync(badRows, (await reports.badRows(id)) ?? '');
    console.log(`The rows that were left out are in ${badRows}`);
  }
  if (checkOnly) await imports.discard(id);
  return leftOut(result.counts) > 0 ? SOME_LEFT_OUT : ALL_IN;
}

/** Works on it here, unless a worker that runs was faster. */
async function untilImported(imports: ReferralImports, id: string): Promise<ReferralImport> {
  const bar = progressBar('Importing', process.stdout);
  await imports.begin(id);
  for (;;) {
    await imports.runPending({ id, onProgress: bar.show });
    const now = await found(imports, id);
    bar.show(now.rowsDone, now.rows);
    if (now.state === 'failed') throw new Problem('The import stopped at a fault. What was brought in stays; run it again to go on.');
    if (now.state === 'done') {
      bar.end();
      return now;
    }
    await sleep(300);
  }
}

async function found(imports: ReferralImports, id: string): Promise<ReferralImport> {
  const it = await imports.find(id);
  if (it === null) throw new Problem('Somebody cancelled this import.');
  return it;
}

function contentOf(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

function refuse(problem: string): number {
  console.error(`guardian import: ${problem}`);
  return UNUSABLE;
}
