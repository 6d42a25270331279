import { createHash } from 'node:crypto';
import { open, readFile, rename } from 'node:fs/promises';
import path from 'node:path';

/** Why a backup cannot be made, read or restored, in one line for the person at the terminal. Quotes no record. */
export class BackupProblem extends Error {}

/** One file of rows, compressed. The rows stand in it as COPY gives them in its text format. */
export interface Chunk {
  readonly file: string;
  readonly rows: number;
  /** Of the rows, uncompressed. */
  readonly bytes: number;
  /** Of the rows, uncompressed. */
  readonly sha256: string;
  readonly fileBytes: number;
  readonly fileSha256: string;
}

export interface LogChunk extends Chunk {
  /** Position of its first event. */
  readonly first: string;
  readonly last: string;
  /** Of the log from its first event to the last of this chunk, however it was cut into chunks: see `chained`. */
  readonly logHash: string;
}

export interface TableBackup {
  /** As SQL writes it, like those of the columns. */
  readonly name: string;
  readonly columns: readonly string[];
  /** What the rows are ordered by. */
  readonly key: string;
  readonly chunks: readonly Chunk[];
}

export interface LogBackup extends TableBackup {
  readonly chunks: readonly LogChunk[];
}

export interface SequenceBackup {
  readonly name: string;
  readonly last: string;
}

/** What a backup holds. */
export interface Manifest {
  readonly format: 1;
  /** 1, and one more each time that the backup was brought up to date. */
  readonly run: number;
  /** When the state was read that is in it: ISO 8601, UTC, by the clock of the database. */
  readonly madeAt: string;
  readonly postgres: string;
  /** What tells whether the secrets outside the database are those of its rows. */
  readonly keyMark: string;
  /** Names of the migrations that had been applied, in their order. */
  readonly migrations: readonly string[];
  readonly log: LogBackup;
  /** In an order in which they can be filled: each after those that it refers to. */
  readonly tables: readonly TableBackup[];
  readonly sequences: readonly SequenceBackup[];
}

/** What a person is told about a backup. */
export interface BackupSummary {
  readonly madeAt: string;
  readonly events: number;
  /** Positions; undefined when there is no event. */
  readonly first: string | undefined;
  readonly last: string | undefined;
  readonly logHash: string;
  /** Beside the log, and rows in them. */
  readonly tables: number;
  readonly rows: number;
  readonly fileBytes: number;
}

export function summaryOf({ madeAt, log, tables }: Manifest): BackupSummary {
  const others = tables.flatMap(({ chunks }) => chunks);
  const last = log.chunks.at(-1);
  return {
    madeAt,
    events: sum(log.chunks.map(({ rows }) => rows)),
    first: log.chunks[0]?.first,
    last: last?.last,
    logHash: last?.logHash ?? '',
    tables: tables.length,
    rows: sum(others.map(({ rows }) => rows)),
    fileBytes: sum([...log.chunks, ...others].map(({ fileBytes }) => fileBytes)),
  };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

export const sealOf = (manifest: Manifest): string => sha256(JSON.stringify(manifest));

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Under which name a manifest is written, until it is whole. */
export const partOf = (name: string): string => `${name}.part`;

/** The whole file or the one before it, also when the power goes while it is written. */
export async function writeManifest(folder: string, name: string, manifest: Manifest): Promise<void> {
  const unfinished = path.join(folder, partOf(name));
  const file = await open(unfinished, 'w', 0o600);
  try {
    await file.writeFile(`${JSON.stringify({ ...manifest, seal: sealOf(manifest) }, undefined, 1)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(unfinished, path.join(folder, name));
}

/** Undefined when there is none. Throws BackupProblem when it is not whole. */
export async function readManifest(folder: string, name: string): Promise<Manifest | undefined> {
  let text: string;
  try {
    text = await readFile(path.join(folder, name), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const { seal, ...manifest } = parsed(text) ?? {};
  if (manifest.format !== 1 || seal !== sealOf(manifest as Manifest)) {
    throw new BackupProblem(`The backup is damaged: ${name} was cut short or changed after it was written.`);
  }
  return manifest as Manifest;
}

function parsed(text: string): Partial<Manifest & { seal: string }> | undefined {
  try {
    return JSON.parse(text) as Partial<Manifest & { seal: string }>;
  } catch {
    return undefined;
  }
}
