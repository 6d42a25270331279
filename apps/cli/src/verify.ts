import { parseArgs } from 'node:util';
import { READ_AUDIT } from '@guardian/access';
import { loadConfig } from '@guardian/config';
import { EVENT_LOG, verifyChain, type VerifiedChain } from '@guardian/event-store';
import { inProblems, toldProgress } from './backup-words';
import { withDatabaseAsItIs } from './service-database';

/** `guardian verify`: compares every row of the log and of the read audit with its seal. Exit code 1 when something was found. */
export async function run(args: string[]): Promise<number> {
  parseArgs({ args });
  const config = loadConfig();
  if (config.eventStore.url)
    console.error('The log of events is in EventStoreDB, which guardian verify does not read: see docs/eventstoredb.md.');
  return withDatabaseAsItIs(config, console.error, async (url) => {
    const found: string[] = [];
    for (const table of [EVENT_LOG, READ_AUDIT]) {
      const chain = await inProblems(() => toldProgress((onProgress) => verifyChain(url, table, onProgress)));
      console.log(inWords(chain));
      if (chain.finding) found.push(chain.finding.words);
    }
    if (found.length === 0) return 0;
    for (const words of found) console.log(`FOUND ${words}`);
    console.log('Change nothing and keep what you see: docs/runbooks/verify-found-something.md says what to do.');
    return 1;
  });
}

const number = (value: number | bigint): string => value.toLocaleString('en-GB');

function inWords({ log, rows, seals, position, sealedAt, unsealed }: VerifiedChain): string {
  if (seals === 0) return `${log}: nothing is sealed, ${number(unsealed)} rows are not`;
  return `${log}: ${number(rows)} rows up to position ${position} are as they were sealed (${number(seals)} seals, the last at ${sealedAt}); ${number(unsealed)} rows since are not sealed yet`;
}
