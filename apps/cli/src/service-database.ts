import path from 'node:path';
import type { GuardianConfig } from '@guardian/config';
import type { LogAddress } from '@guardian/event-store';
import { lockDataFolder } from './data-folder-lock';
import { startPostgres } from './embedded-postgres';
import { migrateDatabase } from './migrate';
import { Problem } from './problem';
import { loadReferenceData } from './reference-data';

/** `withDatabaseAsItIs`, brought up to date first; with it comes the address of the log. */
export async function withServiceDatabase<T>(
  config: GuardianConfig,
  say: (line: string) => void,
  work: (url: string, log: LogAddress) => Promise<T>,
): Promise<T> {
  return withDatabaseAsItIs(config, say, async (url) => {
    await migrateDatabase(url);
    const log = logOf(config, url);
    await loadReferenceData(log);
    return work(url, log);
  });
}

/** The log of this service, whose database is at this address. */
export const logOf = ({ eventStore, secrets }: GuardianConfig, databaseUrl: string): LogAddress => ({
  databaseUrl,
  eventStoreUrl: eventStore.url,
  masterKeys: secrets.masterKeys,
});

/**
 * Lets a verb work on the database of the service: that in DATABASE_URL, or else the one that `guardian start` runs. When Guardian does
 * not run, its database is started for as long as the work takes. Throws Problem.
 */
export async function withDatabaseAsItIs<T>(
  config: GuardianConfig,
  say: (line: string) => void,
  work: (url: string) => Promise<T>,
): Promise<T> {
  if (config.database.url !== undefined) return work(config.database.url);
  const unlock = lockUnlessRunning(config.dataDir);
  const postgres = await startPostgres({ dataDir: path.join(config.dataDir, 'postgres'), onProgress: say });
  try {
    return await work(postgres.url);
  } finally {
    if (unlock) await postgres.stop();
    unlock?.();
  }
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
