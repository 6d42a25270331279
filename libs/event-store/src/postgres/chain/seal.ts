import { createHash } from 'node:crypto';
import type { Client } from 'pg';
import { wholeRows } from '../backup/chunk';
import { copyOut } from '../backup/copy';
import { type ChainedRow, type ChainedTable, rowsBetween, rowsIn } from './chained-table';

export interface Seal {
  readonly log: string;
  /** From 1, without holes. */
  readonly number: number;
  readonly from: bigint;
  readonly to: bigint;
  readonly rows: number;
  /** ISO 8601, UTC, milliseconds, by the clock of the database. */
  readonly sealedAt: string;
  readonly evidence: Buffer;
  readonly root: Buffer;
}

const POSITION_BYTES = 8;
const DIGEST_BYTES = 32;
export const ENTRY_BYTES = POSITION_BYTES + DIGEST_BYTES;
const MOST_ROWS = 10_000;

export function entryOf({ position, digest }: ChainedRow): Buffer {
  const entry = Buffer.alloc(ENTRY_BYTES);
  entry.writeBigInt64BE(position);
  digest.copy(entry, POSITION_BYTES);
  return entry;
}

export const positionAt = (evidence: Buffer, nth: number): bigint => evidence.readBigInt64BE(nth * ENTRY_BYTES);

export const digestAt = (evidence: Buffer, nth: number): Buffer =>
  evidence.subarray(nth * ENTRY_BYTES + POSITION_BYTES, (nth + 1) * ENTRY_BYTES);

/** `before` is the root of the seal before: 32 bytes, none for the first. */
export const rootOf = (before: Buffer, { log, number, from, to, rows, sealedAt, evidence }: Omit<Seal, 'root'>): Buffer =>
  createHash('sha256').update(before).update([log, number, from, to, rows, sealedAt, ''].join('\n')).update(evidence).digest();

const SEAL = `log, number, from_position, to_position, rows,
  to_char(sealed_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as sealed_at, encode(evidence, 'hex') as evidence,
  encode(root, 'hex') as root`;

/** Of the named table, in order: a statement for `copyOut`, whose lines `sealOf` reads. */
export const sealsOf = ({ name }: ChainedTable): string => `select ${SEAL} from chain_seal where log = '${name}' order by number`;

export function sealOf(line: string): Seal {
  const [log = '', number, from = '', to = '', rows, sealedAt = '', evidence = '', root = ''] = line.split('\t');
  return {
    log,
    number: Number(number),
    from: BigInt(from),
    to: BigInt(to),
    rows: Number(rows),
    sealedAt,
    evidence: Buffer.from(evidence, 'hex'),
    root: Buffer.from(root, 'hex'),
  };
}

/** How far a chain goes. */
export interface ChainHead {
  readonly number: number;
  readonly to: bigint;
  readonly root: Buffer;
}

export async function headOfChain(client: Client, { name }: ChainedTable): Promise<ChainHead> {
  const { rows } = await client.query<{ number: number; to: string; root: Buffer }>(
    'select number, to_position as to, root from chain_seal where log = $1 order by number desc limit 1',
    [name],
  );
  const [last] = rows;
  return last ? { ...last, to: BigInt(last.to) } : { number: 0, to: 0n, root: Buffer.alloc(0) };
}

/**
 * Seals all rows up to this position that are not sealed yet; how many. Nothing may appear below it any more. When somebody else seals
 * at the same time one of both fails by the primary key, and nothing is lost.
 */
export async function sealRows(client: Client, table: ChainedTable, upTo: bigint): Promise<number> {
  for (let sealed = 0; ;) {
    const before = await headOfChain(client, table);
    const entries: Buffer[] = [];
    for await (const piece of wholeRows(copyOut(client, rowsBetween(table, before.to, upTo, String(MOST_ROWS))))) {
      for (const row of rowsIn(piece)) entries.push(entryOf(row));
    }
    if (entries.length > 0) await insert(client, sealAfter(before, table.name, entries, await nowOf(client)));
    sealed += entries.length;
    if (entries.length < MOST_ROWS) return sealed;
  }
}

function sealAfter(before: ChainHead, log: string, entries: readonly Buffer[], sealedAt: string): Seal {
  const evidence = Buffer.concat(entries);
  const rows = entries.length;
  const seal = { log, number: before.number + 1, from: before.to + 1n, to: positionAt(evidence, rows - 1), rows, sealedAt, evidence };
  return { ...seal, root: rootOf(before.root, seal) };
}

async function nowOf(client: Client): Promise<string> {
  const { rows } = await client.query<{ now: string }>(
    `select to_char(clock_timestamp() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as now`,
  );
  return rows[0]?.now ?? '';
}

const insert = (client: Client, { log, number, from, to, rows, evidence, sealedAt, root }: Seal) =>
  client.query(
    `insert into chain_seal (log, number, from_position, to_position, rows, evidence, sealed_at, root)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [log, number, from, to, rows, evidence, sealedAt, root],
  );
