// `backup-process.ts backup|restore <database url> <folder>`: prints a line for each step, so that a test can kill it in the middle.
import { backUp, type BackupProgress, restore } from '@guardian/event-store';
import { migrateEventLog } from './event-log-database';

const [what, url = '', folder = ''] = process.argv.slice(2);
const onProgress = ({ what: step, done }: BackupProgress) => process.stdout.write(`${step} ${done}\n`);
const work =
  what === 'backup'
    ? backUp({ url, folder, rebuilt: [], keyMark: '', chunkBytes: 100_000, onProgress })
    : restore({ url, folder, keyMark: '', migrate: migrateEventLog, onProgress });
work.catch((error: unknown) => {
  process.stderr.write(String(error));
  process.exitCode = 1;
});
