import type { KeyObject } from 'node:crypto';
import { access, mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Client } from 'pg';
import { withCopySession } from '../backup/copy';
import { writeWhole } from '../write-whole';
import { type SignedHead, signedCheckpoint } from './checkpoint';

export interface CheckpointOptions {
  readonly url: string;
  /** Outside the database; made when it is not there. */
  readonly folder: string;
  /** Ed25519, private. */
  readonly key: KeyObject;
  /** The day that has begun, YYYY-MM-DD. */
  readonly day: string;
  readonly at: Date;
}

export const checkpointFile = (folder: string, day: string): string => path.join(folder, `checkpoint-${day}.txt`);

/**
 * Signs how far the sealed tables have got, once a day however often it is asked: the database remembers the text, and the file is
 * written when it is not there yet. False when there was nothing to do. Works as guardian_app.
 */
export async function writeCheckpoint({ url, folder, key, day, at }: CheckpointOptions): Promise<boolean> {
  const file = checkpointFile(folder, day);
  if (await isThere(file)) return false;
  const text = await withCopySession(url, 'guardian checkpoint', (client) => textOfDay(client, key, day, at), ['role=guardian_app']);
  if (text === undefined) return false;
  await mkdir(folder, { recursive: true });
  await writeWhole(file, text);
  return true;
}

const isThere = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

/** Undefined as long as nothing is sealed. When two workers sign at the same time, the text of the first stands for both. */
async function textOfDay(client: Client, key: KeyObject, day: string, at: Date): Promise<string | undefined> {
  const kept = async () => {
    const { rows } = await client.query<{ text: string }>('select text from chain_checkpoint where day = $1', [day]);
    return rows[0]?.text;
  };
  const before = await kept();
  if (before !== undefined) return before;
  const heads = await signedHeads(client);
  if (heads.length === 0) return undefined;
  const text = signedCheckpoint({ day, madeAt: at.toISOString(), heads }, key);
  await client.query('insert into chain_checkpoint (day, text) values ($1, $2) on conflict do nothing', [day, text]);
  return kept();
}

async function signedHeads(client: Client): Promise<SignedHead[]> {
  const { rows } = await client.query<{ log: string; rows: string; position: string; seal: number; root: string }>(`
    select log, all_rows as rows, to_position as position, number as seal, encode(root, 'hex') as root
    from (select *, sum(rows) over (partition by log) as all_rows, max(number) over (partition by log) as last from chain_seal) s
    where number = last order by log`);
  return rows.map((row) => ({ ...row, rows: Number(row.rows), position: BigInt(row.position) }));
}
