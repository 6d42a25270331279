import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Client } from 'pg';
import { chained, firstDifference, requireFile, wholeRows, writeChunk } from './chunk';
import { copyOut, withCopySession } from './copy';
import { keptSequences, type KeptTable, keptTables, RESTORE_PROGRESS, type TableOrRow, tableNames } from './kept-tables';
import {
  BackupProblem,
  type BackupSummary,
  summaryOf,
  type Chunk,
  type LogBackup,
  type LogChunk,
  type Manifest,
  partOf,
  readManifest,
  writeManifest,
} from './manifest';

export interface BackupOptions {
  /** The database, entered as the owner of its tables. */
  readonly url: string;
  /** New, empty, or with a backup of the same database, which is brought up to date. */
  readonly folder: string;
  /** What is not copied because it can be made anew. Every other table is. */
  readonly rebuilt: readonly TableOrRow[];
  /** Of the secrets that belong to the data and are not in the database; `restore` has to be given the same. */
  readonly keyMark: string;
  /** Rows in one file, uncompressed. Default 64 MiB. */
  readonly chunkBytes?: number;
  readonly onProgress?: (progress: BackupProgress) => void;
}

export interface BackupProgress {
  readonly what: string;
  readonly done: number;
  readonly all: number;
}

export const MANIFEST = 'manifest.json';
export const UNFINISHED = 'unfinished.json';
const CHUNK_BYTES = 64 * 1024 * 1024;
const MIGRATIONS = 'migrations';

/**
 * Copies what cannot be made anew, as it stands at one moment, while everybody goes on working. A part of the log never changes, so the
 * log is copied once: after being broken off it goes on after the last whole file, and a later backup adds what is new. The other
 * tables are copied whole each time, from the same moment as the end of the log. Until the new manifest is written the old one holds.
 * Throws BackupProblem.
 */
export async function backUp(options: BackupOptions): Promise<BackupSummary> {
  const { url, folder, rebuilt, keyMark, chunkBytes = CHUNK_BYTES, onProgress = () => undefined } = options;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return withCopySession(url, 'guardian backup', async (client) => {
    const lock = await client.query<{ mine: boolean }>(`select pg_try_advisory_lock(hashtext('guardian backup')) as mine`);
    if (!lock.rows[0]?.mine) throw new BackupProblem('This database is being backed up already.');
    const before = await readManifest(folder, MANIFEST);
    const begun = (await readManifest(folder, UNFINISHED)) ?? before;

    await client.query('begin isolation level repeatable read read only');
    const migrations = await appliedMigrations(client);
    const tables = await keptTables(client, [...rebuilt, MIGRATIONS]);
    const events = tables.find(({ name }) => name === 'events');
    if (!events) throw new BackupProblem('This database has no event log. Bring it up to date first: guardian migrate.');
    const state = await client.query<{ now: string; version: string }>(
      `select to_char(now(), 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as now, current_setting('server_version') as version`,
    );
    const run = (before?.run ?? 0) + 1;
    const { now = '', version = '' } = state.rows[0] ?? {};
    const manifest = (log: LogBackup): Manifest => ({
      format: 1,
      run,
      madeAt: now,
      postgres: version,
      keyMark,
      migrations,
      log,
      tables: [],
      sequences: [],
    });

    let log: LogBackup = { ...events, chunks: begun?.log.chunks ?? [] };
    if (begun) {
      for (const chunk of log.chunks) await requireFile(folder, chunk);
      await requireSameLog(client, begun.log, log);
    } else {
      await requireEmpty(folder);
      // before any other file, so that a folder with half a first file is known for what it is
      await writeManifest(folder, UNFINISHED, manifest(log));
    }
    const head = await headOf(client);
    const start = Number(log.chunks.at(-1)?.last ?? 0);
    for await (const chunk of newLogChunks(client, log, folder, chunkBytes)) {
      log = { ...log, chunks: [...log.chunks, chunk] };
      await writeManifest(folder, UNFINISHED, manifest(log));
      onProgress({ what: 'Events', done: Number(chunk.last) - start, all: head - start });
    }

    const others = tables.filter((table) => table !== events);
    const copied: Manifest['tables'][number][] = [];
    for (const table of others) {
      copied.push({ ...table, chunks: await copyTable(client, table, run, folder, chunkBytes) });
      onProgress({ what: 'Tables', done: copied.length, all: others.length });
    }
    const whole: Manifest = { ...manifest(log), tables: copied, sequences: await keptSequences(client, rebuilt) };
    await writeManifest(folder, MANIFEST, whole);
    await removeOld(folder, before, whole);
    return summaryOf(whole);
  });
}

async function requireEmpty(folder: string): Promise<void> {
  const others = (await readdir(folder)).filter((name) => name !== partOf(UNFINISHED));
  if (others.length > 0) throw new BackupProblem(`The folder ${folder} is not empty and holds no backup.`);
}

async function appliedMigrations(client: Client): Promise<string[]> {
  const names = await tableNames(client);
  if (names.includes(RESTORE_PROGRESS)) throw new BackupProblem('This database is only half restored: let guardian restore finish first.');
  if (!names.includes(MIGRATIONS)) throw new BackupProblem('This is no database of Guardian: it has no tables of it.');
  const applied = await client.query<{ name: string }>(`select name from ${MIGRATIONS} order by id`);
  return applied.rows.map(({ name }) => name);
}

/** The backup's last file, read again from the database: another database would differ there, and so would this one taken back in time. */
async function requireSameLog(client: Client, before: LogBackup, now: LogBackup): Promise<void> {
  if (before.columns.join() !== now.columns.join()) {
    throw new BackupProblem('The event log has other columns than when this backup was begun. Make a new backup in another folder.');
  }
  const last = before.chunks.at(-1);
  if (!last) return;
  const rows = copyOut(client, logSelect(now, `between ${BigInt(last.first)} and ${BigInt(last.last)}`));
  if (await firstDifference(rows, [last])) {
    throw new BackupProblem('The backup in this folder is of another database, or of another state of it. Choose another folder.');
  }
}

async function headOf(client: Client): Promise<number> {
  const found = await client.query<{ head: string | null }>('select max(position) as head from events');
  return Number(found.rows[0]?.head ?? 0);
}

async function* newLogChunks(client: Client, log: LogBackup, folder: string, chunkBytes: number): AsyncGenerator<LogChunk> {
  const after = log.chunks.at(-1);
  const hash = { value: Buffer.from(after?.logHash ?? '', 'hex') };
  const rows = chained(wholeRows(copyOut(client, logSelect(log, `> ${BigInt(after?.last ?? 0)}`))), hash);
  for (let nth = log.chunks.length + 1; ; nth++) {
    const written = await writeChunk(rows, folder, `log-${String(nth).padStart(6, '0')}.gz`, chunkBytes);
    if (!written) return;
    yield { ...written.chunk, first: written.first, last: written.last, logHash: hash.value.toString('hex') };
  }
}

async function copyTable(client: Client, table: KeptTable, run: number, folder: string, chunkBytes: number): Promise<Chunk[]> {
  const rows = wholeRows(copyOut(client, tableSelect(table)));
  const chunks: Chunk[] = [];
  for (;;) {
    // other names than those of the backup before, which is whole until this one is
    const written = await writeChunk(rows, folder, `${table.name}-${run}-${chunks.length + 1}.gz`, chunkBytes);
    if (!written) return chunks;
    chunks.push(written.chunk);
  }
}

export const tableSelect = ({ name, columns, key }: KeptTable): string => `select ${columns.join(', ')} from "${name}" order by ${key}`;

const logSelect = ({ name, columns, key }: KeptTable, positions: string): string =>
  `select ${columns.join(', ')} from "${name}" where position ${positions} order by ${key}`;

async function removeOld(folder: string, before: Manifest | undefined, now: Manifest): Promise<void> {
  await rm(path.join(folder, UNFINISHED), { force: true });
  const kept = new Set(now.tables.flatMap(({ chunks }) => chunks.map(({ file }) => file)));
  const old = (before?.tables ?? []).flatMap(({ chunks }) => chunks.map(({ file }) => file));
  for (const file of old) if (!kept.has(file)) await rm(path.join(folder, file), { force: true });
}
