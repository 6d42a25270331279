import path from 'node:path';
import { parseArgs } from 'node:util';
import { loadConfig } from '@guardian/config';
import { BackupProblem, partitionLog, restore } from '@guardian/event-store';
import type { MigrationClass } from '@guardian/projections';
import { inBackupWords, inProblems, keyMarkOf, toldProgress } from './backup-words';
import { bringKeysBack } from './keys';
import { migrateDatabase } from './migrate';
import { Problem } from './problem';
import { run as replay } from './replay';
import { migrations } from './schema';
import { withDatabaseAsItIs } from './service-database';

/**
 * `guardian restore --from <folder> --keys <file> [--log-partitions 16]`: into the empty database of the configuration, with the keys that
 * `guardian keys backup` wrote; then the lists are built from the log. A log that is restored can be given partitions, whether it had any or not.
 */
export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { from: { type: 'string' }, keys: { type: 'string' }, 'log-partitions': { type: 'string' } },
  });
  if (values.from === undefined) throw new Problem('Say where the backup is: guardian restore --from <folder> --keys <file>');
  if (values.keys === undefined)
    throw new Problem('Say where the backup of the keys is (--keys <file>): without them nobody can read the records.');
  const keys = path.resolve(values.keys);
  const folder = path.resolve(values.from);
  const partitions = values['log-partitions'];
  const migrate = async (url: string, names: readonly string[]): Promise<void> => {
    await migrateAsThen(url, names);
    if (partitions !== undefined) await partitionLog(url, Number(partitions));
  };
  const config = loadConfig();
  return withDatabaseAsItIs(config, console.error, async (url) => {
    const restored = await inProblems(() =>
      toldProgress((onProgress) => restore({ url, folder, keyMark: keyMarkOf(config), migrate, onProgress })),
    );
    console.log(`Restored, read back and found the same: ${inBackupWords(restored)}`);
    await migrateDatabase(url);
    await inProblems(() => bringKeysBack(config, url, keys));
    return replay([]);
  });
}

/** The tables as they were when the backup was made; newer migrations run on the rows that are then in them. */
async function migrateAsThen(url: string, names: readonly string[]): Promise<void> {
  const known = new Map(migrations.map((migration) => [nameOf(migration), migration]));
  const unknown = names.filter((name) => !known.has(name));
  if (unknown.length > 0) {
    throw new BackupProblem(`The backup is of a newer Guardian, which had ${unknown.join(', ')}. Restore it with that one.`);
  }
  await migrateDatabase(
    url,
    migrations.filter((migration) => names.includes(nameOf(migration))),
  );
}

const nameOf = (migration: MigrationClass): string => new migration().name ?? migration.name;
