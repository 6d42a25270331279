// A process of its own, so that its memory is its own: `backup-process.js backup|verify|restore|seal|verify-seals <folder> <url>`. Prints seconds, seconds of CPU,
// MB and the hash of the log.
import 'reflect-metadata';
import { backUp, EVENT_LOG, restore, Sealer, verifyBackup, verifyChain } from '@guardian/event-store';
import { migrateDatabase } from '../../apps/cli/src/migrate';
import { rebuiltTables } from '../../apps/cli/src/schema';
import { timed } from './rounds';

const [what, folder = '', url = ''] = process.argv.slice(2);

const work = async (): Promise<{ logHash?: string }> => {
  if (what === 'backup') return backUp({ url, folder, rebuilt: rebuiltTables, keyMark: '' });
  if (what === 'verify') return verifyBackup(folder);
  if (what === 'seal') {
    await new Sealer(url, [EVENT_LOG]).sealAll();
    return {};
  }
  if (what === 'verify-seals') {
    const { finding } = await verifyChain(url, EVENT_LOG, () => undefined);
    if (finding) throw new Error(finding.words);
    return {};
  }
  return restore({ url, folder, keyMark: '', migrate: (its) => migrateDatabase(its) });
};

let logHash = '';
timed(async () => {
  ({ logHash = '' } = await work());
}).then(
  (ms) => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    process.stdout.write(`${ms / 1_000} ${(userCPUTime + systemCPUTime) / 1e6} ${maxRSS / 1_024} ${logHash}`);
    process.exit(0);
  },
  (error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exit(1);
  },
);
