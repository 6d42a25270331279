import path from 'node:path';
import { parseArgs } from 'node:util';
import { loadConfig } from '@guardian/config';
import { backUp, verifyBackup } from '@guardian/event-store';
import { inBackupWords, keyMarkOf, inProblems, toldProgress } from './backup-words';
import { Problem } from './problem';
import { rebuiltTables } from './schema';
import { withDatabaseAsItIs } from './service-database';

/** `guardian backup --to <folder>` makes a backup or brings it up to date; `--verify <folder>` reads one and changes nothing. */
export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { to: { type: 'string' }, verify: { type: 'string' } } });
  const { to, verify } = values;
  if ((to === undefined) === (verify === undefined))
    throw new Problem('Say one: --to <folder> to make a backup, --verify <folder> to check one.');
  if (verify !== undefined) {
    console.log(`Whole: ${inBackupWords(await inProblems(() => toldProgress((onProgress) => verifyBackup(verify, onProgress))))}`);
    return 0;
  }
  const folder = path.resolve(to ?? '');
  const config = loadConfig();
  const made = await withDatabaseAsItIs(config, console.error, (url) =>
    inProblems(() => toldProgress((onProgress) => backUp({ url, folder, rebuilt: rebuiltTables, keyMark: keyMarkOf(config), onProgress }))),
  );
  if (config.eventStore.url)
    console.error('The log of events is in EventStoreDB and not in this backup: back it up with the means of that.');
  console.log(`Backed up into ${folder}: ${inBackupWords(made)}`);
  return 0;
}
