import { pipeline } from 'node:stream/promises';
import { type Client, DatabaseError } from 'pg';
import { type BackupProgress, tableSelect } from './back-up';
import { firstDifference, readChunk } from './chunk';
import { copyIn, copyOut, withCopySession } from './copy';
import { RESTORE_PROGRESS, tableNames } from './kept-tables';
import { BackupProblem, type BackupSummary, type Chunk, type Manifest, sealOf, summaryOf, type TableBackup } from './manifest';
import { verifiedManifest } from './verify-backup';

export interface RestoreOptions {
  /** A database without tables, or one in which a restore of the same backup was broken off. Entered as its owner. */
  readonly url: string;
  readonly folder: string;
  /** As given when the backup was made. */
  readonly keyMark: string;
  /** Applies exactly these migrations, as far as they are missing. Throws when it does not know one. */
  readonly migrate: (url: string, names: readonly string[]) => Promise<unknown>;
  readonly onProgress?: (progress: BackupProgress) => void;
}

// The lock of append_events: a Guardian that is started too early can read, and its first append waits in vain.
const APPENDS = 4719350013n;

/**
 * Brings a backup into an empty database: the same events at the same positions, byte for byte, and the next append goes on after
 * them. The backup is verified before, and the database is read back and compared with it after. Each file is a transaction of its
 * own, so that a restore which was broken off goes on with the next file. Events are added by guardian_app, which has no other right
 * to them. Read models stay empty. Throws BackupProblem.
 */
export async function restore(options: RestoreOptions): Promise<BackupSummary> {
  const { url, folder, keyMark, migrate, onProgress = () => undefined } = options;
  const manifest = await verifiedManifest(folder, onProgress);
  if (manifest.keyMark !== keyMark) {
    throw new BackupProblem('The secrets that are set here are not those with which the backup was made. Set the same ones.');
  }
  await withCopySession(url, 'guardian restore', async (client) => {
    const loaded = await takeDatabase(client, manifest);
    await migrate(url, manifest.migrations);
    await requireUntouched(client, manifest, loaded);

    const { events, rows } = summaryOf(manifest);
    let done = 0;
    for (const table of [manifest.log, ...manifest.tables]) {
      for (const chunk of table.chunks) {
        if (!loaded.has(chunk.file)) await load(client, folder, table, chunk, sealOf(manifest));
        done += chunk.rows;
        onProgress({ what: 'Restoring rows', done, all: events + rows });
      }
    }
    for (const { name, last } of manifest.sequences) await client.query('select setval($1::regclass, $2)', [name, last]);
    await compare(client, manifest, onProgress);
    await client.query(`analyze; drop table ${RESTORE_PROGRESS}`);
  });
  return summaryOf(manifest);
}

/** Names of the files that are in it already. From the first moment on the database says what is being restored into it. */
async function takeDatabase(client: Client, manifest: Manifest): Promise<Set<string>> {
  const lock = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [APPENDS]);
  if (!lock.rows[0]?.mine) throw new BackupProblem('Somebody writes into this database at this moment: another restore, or a Guardian.');
  const tables = await tableNames(client);
  const seal = sealOf(manifest);
  if (tables.length === 0) {
    await client.query(`create table ${RESTORE_PROGRESS} (backup text not null, file text primary key)`);
  } else if (!tables.includes(RESTORE_PROGRESS)) {
    throw new BackupProblem(`The database is not empty: it has ${tables.length} tables. A backup is restored into a new database only.`);
  }
  const found = await client.query<{ backup: string; file: string }>(`select backup, file from ${RESTORE_PROGRESS}`);
  if (found.rows.some(({ backup }) => backup !== seal)) {
    throw new BackupProblem(
      'The database holds a part of another backup, or of this one before it was brought up to date. Begin with a new one.',
    );
  }
  return new Set(found.rows.map(({ file }) => file));
}

const WRITTEN_INTO = 'Somebody has written into the half restored database. Begin with a new one.';

/** Between two tries nobody may have added an event. */
async function requireUntouched(client: Client, { log }: Manifest, loaded: ReadonlySet<string>): Promise<void> {
  const last = log.chunks.findLast(({ file }) => loaded.has(file))?.last ?? null;
  const found = await client.query<{ head: string | null }>('select max(position)::text as head from events');
  if (found.rows[0]?.head !== last) throw new BackupProblem(WRITTEN_INTO);
}

async function load(client: Client, folder: string, table: TableBackup, chunk: Chunk, seal: string): Promise<void> {
  await client.query('begin');
  if (table.name === 'events') await client.query('set local role guardian_app');
  await pipeline([...readChunk(folder, chunk), copyIn(client, `"${table.name}"`, table.columns)]).catch((error: unknown) => {
    throw error instanceof DatabaseError && error.code?.startsWith('23') ? new BackupProblem(WRITTEN_INTO) : error;
  });
  await client.query('reset role');
  await client.query(`insert into ${RESTORE_PROGRESS} values ($1, $2)`, [seal, chunk.file]);
  await client.query('commit');
}

async function compare(client: Client, manifest: Manifest, onProgress: (progress: BackupProgress) => void): Promise<void> {
  const tables = [manifest.log, ...manifest.tables];
  let done = 0;
  for (const table of tables) {
    if (await firstDifference(copyOut(client, tableSelect(table)), table.chunks)) {
      throw new BackupProblem(
        `What is now in ${table.name} is not what was in the backup. Do not use this database; begin with a new one.`,
      );
    }
    onProgress({ what: 'Comparing with the backup', done: ++done, all: tables.length });
  }
}
