import { parseArgs } from 'node:util';
import { loadConfig } from '@guardian/config';
import { partitionLog } from '@guardian/event-store';
import { migrate, type MigrationClass } from '@guardian/projections';
import { inProblems } from './backup-words';
import { Problem } from './problem';
import { migrations } from './schema';

/** `guardian migrate [--log-partitions 16]`. */
export async function run(args: string[]): Promise<number> {
  const { 'log-partitions': partitions } = parseArgs({ args, options: { 'log-partitions': { type: 'string' } } }).values;
  const { database, eventStore } = loadConfig();
  const { url } = database;
  if (url === undefined) throw new Problem('DATABASE_URL is not set: guardian start migrates the database that it runs itself.');
  if (partitions !== undefined && eventStore.url !== undefined) {
    throw new Problem('The log is in EventStoreDB: --log-partitions is for a log in PostgreSQL.');
  }
  const done = await migrateDatabase(url);
  console.log(done.length === 0 ? 'The database is up to date' : `Applied: ${done.join(', ')}`);
  if (partitions !== undefined) {
    const made = await inProblems(() => partitionLog(url, Number(partitions)));
    console.log(made ? `The log is now in ${partitions} partitions` : `The log was in ${partitions} partitions already`);
  }
  return 0;
}

/** Applies those of the migrations that are missing, by default of all; answers with their names. Throws Problem when the database cannot be reached or entered. */
export async function migrateDatabase(url: string, wanted: readonly MigrationClass[] = migrations): Promise<string[]> {
  try {
    return await migrate(url, wanted);
  } catch (error) {
    const { code, message } = error as { code?: unknown; message?: string };
    if (typeof code !== 'string' || !CANNOT_ENTER.test(code)) throw error;
    throw new Problem(`The database in DATABASE_URL cannot be used: ${message || code}`);
  }
}

// Of the system (ECONNREFUSED, ENOTFOUND …), or PostgreSQL's classes for connections, sign-in, an unknown database and rights.
const CANNOT_ENTER = /^(E[A-Z]+$|08|28|3D|42501|57P03)/;
