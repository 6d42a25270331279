import path from 'node:path';
import type { GuardianConfig } from '@guardian/config';
import { lockDataFolder } from './data-folder-lock';
import { startPostgres } from './embedded-postgres';
import { migrateDatabase } from './migrate';
import { Problem } from './problem';
import { loadReferenceData } from './reference-data';

/**
 * Lets a verb work on the database of the service: that in DATABASE_URL, or else the one that `guardian start` runs. When Guardian does
 * not run, its database is started for as long as the work takes. Brought up to date first. Throws Problem.
 */
export async function withServiceDatabase<T>(
  config: GuardianConfig,
  say: (line: string) => void,
  work: (url: string) => Promise<T>,
): Promise<T> {
  if (config.database.url !== undefined) return ready(config.database.url, work);
  const unlock = lockUnlessRunning(config.dataDir);
  const postgres = await startPostgres({ dataDir: path.join(config.dataDir, 'postgres'), onProgress: say });
  try {
    return await ready(postgres.url, work);
  } finally {
    if (unlock) await postgres.stop();
    unlock?.();
  }
}

async function ready<T>(url: string, work: (url: string) => Promise<T>): Promise<T> {
  await migrateDatabase(url);
  await loadReferenceData(url);
  return work(url);
}

/** Undefined when another Guardian has the folder: its server is used, and stays up. */
function lockUnlessRunning(dataDir: string): (() => void) | undefined {
  try {
    return lockDataFolder(dataDir);
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}
