import { createHmac } from 'node:crypto';
import type { GuardianConfig } from '@guardian/config';
import { BackupProblem, type BackupProgress, type BackupSummary } from '@guardian/event-store';
import { DomainError } from '@guardian/kernel';
import { Problem } from './problem';
import { type ProgressBar, progressBar } from './progress-bar';

/** Says nothing of the key, and is another for another key: patients of a backup are found by number with the same key only. */
export const keyMarkOf = ({ secrets }: GuardianConfig): string =>
  createHmac('sha256', secrets.lookupKey).update('guardian backup').digest('hex');

/** One bar for each thing that is done. */
export async function toldProgress<T>(work: (onProgress: (progress: BackupProgress) => void) => Promise<T>): Promise<T> {
  let shown: { what: string; bar: ProgressBar } | undefined;
  try {
    return await work(({ what, done, all }) => {
      if (shown?.what !== what) {
        shown?.bar.end();
        shown = { what, bar: progressBar(what, process.stderr) };
      }
      shown.bar.show(done, all);
    });
  } finally {
    shown?.bar.end();
  }
}

/** What the person at the terminal can mend is said in one line. */
export async function inProblems<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (error instanceof BackupProblem || error instanceof DomainError) throw new Problem(message);
    // of the system: no space left, no such folder, nobody answers at that address
    if (typeof code === 'string' && /^E[A-Z]+$/.test(code)) throw new Problem(message || code);
    throw error;
  }
}

export function inBackupWords({ madeAt, events, first, last, logHash, tables, rows, fileBytes }: BackupSummary): string {
  const number = (value: number): string => value.toLocaleString('en-GB');
  const log = first === undefined ? 'no event' : `${number(events)} events at positions ${first} to ${last}`;
  const size = `${number(Math.ceil(fileBytes / 1_000_000))} MB`;
  return `${log}, ${number(rows)} rows of ${tables} tables, as of ${madeAt}, ${size}. Hash of the log: ${logHash || 'none'}`;
}
