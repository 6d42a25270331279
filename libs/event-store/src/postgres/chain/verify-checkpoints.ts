import type { KeyObject } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Client } from 'pg';
import { withCopySession } from '../backup/copy';
import { type Checkpoint, readCheckpoint, type SignedHead } from './checkpoint';
import type { Finding } from './verify-chain';
import { checkpointFile } from './write-checkpoint';

export interface VerifiedCheckpoints {
  /** Days of the signed checkpoints, in order. */
  readonly days: readonly string[];
  readonly findings: readonly Finding[];
}

/** Compares the checkpoints in a folder, and those that the database remembers, with the seals. `keys` are Ed25519, public. Writes nothing. */
export function verifyCheckpoints(url: string, folder: string, keys: readonly KeyObject[]): Promise<VerifiedCheckpoints> {
  return withCopySession(url, 'guardian verify checkpoints', async (client) => {
    const kept = await keptTexts(client);
    const files = await textsIn(folder);
    const findings: Finding[] = [];
    const find = (words: string) => findings.push({ kind: 'checkpoint', words });
    const signed: Checkpoint[] = [];
    for (const day of [...new Set([...kept.keys(), ...files.keys()])].sort()) {
      const [file, record] = [files.get(day), kept.get(day)];
      if (file === undefined) find(`The checkpoint of ${day} is missing from ${folder}.`);
      else if (record === undefined) find(`The database does not remember the checkpoint of ${day}, which is in ${folder}.`);
      for (const [where, text] of [
        [checkpointFile(folder, day), file],
        ['which the database remembers', record === file ? undefined : record],
      ] as const) {
        if (text === undefined) continue;
        const checkpoint = readCheckpoint(text, keys);
        if (checkpoint?.day === day) signed.push(checkpoint);
        else find(`The checkpoint of ${day}, ${where}, is not as this key signed it: it was changed, or is of another key.`);
      }
    }
    if (signed.length === 0 && (await isAnythingSealed(client))) {
      find(`There is no signed checkpoint in ${folder}: nothing outside the database vouches for what is sealed.`);
    }
    for (const log of new Set(signed.flatMap(({ heads }) => heads.map((head) => head.log)))) {
      const broken = await firstBroken(client, log, signed);
      if (broken) findings.push(broken);
    }
    return { days: [...new Set(signed.map(({ day }) => day))], findings };
  });
}

async function keptTexts(client: Client): Promise<Map<string, string>> {
  const { rows } = await client.query<{ day: string; text: string }>('select day::text, text from chain_checkpoint');
  return new Map(rows.map(({ day, text }) => [day, text]));
}

async function textsIn(folder: string): Promise<Map<string, string>> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const texts = new Map<string, string>();
  for (const name of names) {
    const [, day] = /^checkpoint-(\d{4}-\d{2}-\d{2})\.txt$/.exec(name) ?? [];
    if (day !== undefined) texts.set(day, await readFile(path.join(folder, name), 'utf8'));
  }
  return texts;
}

async function isAnythingSealed(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ sealed: boolean }>('select exists (select from chain_seal) as sealed');
  return rows[0]?.sealed ?? false;
}

/** The first of a table's signed heads that its seals do not have. */
async function firstBroken(client: Client, log: string, checkpoints: readonly Checkpoint[]): Promise<Finding | undefined> {
  const roots = await client.query<{ number: number; root: string }>(
    `select number, encode(root, 'hex') as root from chain_seal where log = $1 and number = any($2)`,
    [log, checkpoints.flatMap(({ heads }) => heads.filter((head) => head.log === log).map(({ seal }) => seal))],
  );
  const found = new Map(roots.rows.map(({ number, root }) => [number, root]));
  let agreed: (SignedHead & { day: string }) | undefined;
  for (const { day, heads } of checkpoints) {
    for (const head of heads) {
      if (head.log !== log) continue;
      if (found.get(head.seal) !== head.root) return broken(await endOf(client, log), day, head, agreed);
      agreed = { ...head, day };
    }
  }
  return undefined;
}

async function endOf(client: Client, log: string): Promise<bigint> {
  const { rows } = await client.query<{ end: string }>('select coalesce(max(to_position), 0) as end from chain_seal where log = $1', [log]);
  return BigInt(rows[0]?.end ?? 0);
}

function broken(end: bigint, day: string, { log, position }: SignedHead, agreed: (SignedHead & { day: string }) | undefined): Finding {
  if (end < position) {
    const words = `${log}: the checkpoint of ${day} was signed up to position ${position}, and the seals end at ${end}: the end was cut off.`;
    return { kind: 'truncated', words };
  }
  const since = agreed ? `They agree up to position ${agreed.position}, signed on ${agreed.day}.` : 'No earlier checkpoint agrees either.';
  const words = `${log}: what is sealed up to position ${position} is not what was signed on ${day}: rows and seals were made anew. ${since}`;
  return { kind: 'rebuilt', words };
}
