import path from 'node:path';
import { parseArgs } from 'node:util';
import { SEALED_TABLES } from '@guardian/access';
import { loadConfig } from '@guardian/config';
import { keyFingerprint, readVerifyingKey, verifyChain, type VerifiedChain, verifyCheckpoints } from '@guardian/event-store';
import { inProblems, toldProgress } from './backup-words';
import { withDatabaseAsItIs } from './service-database';

/**
 * `guardian verify [--checkpoints <folder>] [--key <public.pem>]…`: compares every row of the log, of the read audit and of the changes
 * of accounts with its seal, and the seals with the signed checkpoints. Exit code 1 when something was found.
 */
export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { checkpoints: { type: 'string' }, key: { type: 'string', multiple: true } } });
  const config = loadConfig();
  const folder = path.resolve(values.checkpoints ?? config.checkpoints.folder);
  const keys = await inProblems(() => Promise.resolve((values.key ?? [config.checkpoints.keyFile]).map(readVerifyingKey)));
  if (config.eventStore.url) {
    console.error(
      'The log of events is in EventStoreDB, which guardian verify does not read: docs/eventstoredb.md says what stands there.',
    );
  }
  return withDatabaseAsItIs(config, console.error, async (url) => {
    const findings: { readonly words: string }[] = [];
    for (const table of SEALED_TABLES) {
      const chain = await inProblems(() => toldProgress((onProgress) => verifyChain(url, table, onProgress)));
      console.log(inWords(chain));
      if (chain.finding) findings.push(chain.finding);
    }
    const checkpoints = await inProblems(() => verifyCheckpoints(url, folder, keys));
    findings.push(...checkpoints.findings);
    console.log(`${daysInWords(checkpoints.days)}. Key ${keys.map(keyFingerprint).join(' and ')}`);
    for (const { words } of findings) console.log(`FOUND ${words}`);
    if (findings.length === 0) return 0;
    console.log('Change nothing, and keep what is written here: docs/runbooks/verify-found-something.md says what to do.');
    return 1;
  });
}

const count = (value: number, what: string): string => `${value.toLocaleString('en-GB')} ${what}${value === 1 ? '' : 's'}`;

function inWords({ log, rows, seals, position, sealedAt, unsealed }: VerifiedChain): string {
  if (position === 0n) return `${log}: nothing is sealed; ${count(unsealed, 'row')} not sealed yet`;
  const sealed = `${count(rows, 'row')} as sealed (${count(seals, 'seal')}, the last of ${sealedAt})`;
  return `${log}: ${sealed}; ${count(unsealed, 'row')} after position ${position} not sealed yet`;
}

const daysInWords = (days: readonly string[]): string =>
  days.length === 0 ? 'No checkpoint' : `${count(days.length, 'checkpoint')}, of ${days[0]} to ${days.at(-1)}`;
