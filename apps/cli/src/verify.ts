import path from 'node:path';
import { parseArgs } from 'node:util';
import { verifyAll } from '@guardian/access';
import { loadConfig } from '@guardian/config';
import { keyFingerprint, readVerifyingKeys, type VerifiedChain } from '@guardian/event-store';
import { inProblems, toldProgress } from './backup-words';
import { withDatabaseAsItIs } from './service-database';

/**
 * `guardian verify [--checkpoints <folder>] [--key <public.pem>]…`: compares every row of the log, of the read audit and of what
 * else is sealed with its seal, the accounts with their last change, and the seals with the signed checkpoints. Exit code 1 when something was found.
 */
export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { checkpoints: { type: 'string' }, key: { type: 'string', multiple: true } } });
  const config = loadConfig();
  const folder = path.resolve(values.checkpoints ?? config.checkpoints.folder);
  const keys = await inProblems(() => Promise.resolve((values.key ?? [config.checkpoints.keyFile]).flatMap(readVerifyingKeys)));
  if (config.eventStore.url) {
    console.error(
      'The log of events is in EventStoreDB, which guardian verify does not read: docs/eventstoredb.md says what stands there.',
    );
  }
  return withDatabaseAsItIs(config, console.error, async (url) => {
    const { chains, checkpoints, findings } = await inProblems(() =>
      toldProgress((onProgress) => verifyAll(url, { folder, keys }, onProgress)),
    );
    for (const chain of chains) console.log(inWords(chain));
    console.log(`${daysInWords(checkpoints?.days ?? [])}. Key ${keys.map(keyFingerprint).join(' and ')}`);
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
