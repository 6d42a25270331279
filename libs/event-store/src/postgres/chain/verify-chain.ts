import { setImmediate as aTurn } from 'node:timers/promises';
import { DomainError } from '@guardian/kernel';
import type { Client } from 'pg';
import type { BackupProgress } from '../backup/back-up';
import { wholeRows } from '../backup/chunk';
import { copyOut, withCopySession } from '../backup/copy';
import { type ChainedRow, type ChainedTable, rowInWords, rowsBetween, rowsIn } from './chained-table';
import { digestAt, ENTRY_BYTES, headOfChain, positionAt, rootOf, type Seal, sealOf, sealsOf } from './seal';

/** What was found first, in words for a person; they quote names and positions, and nothing of what a row says. */
export interface Finding {
  readonly kind: 'changed' | 'missing' | 'reordered' | 'added' | 'seal' | 'truncated' | 'rebuilt' | 'checkpoint';
  readonly words: string;
}

export interface VerifiedChain {
  readonly log: string;
  /** Rows that are as they were sealed: up to the first finding. */
  readonly rows: number;
  readonly seals: number;
  /** Of the last seal. */
  readonly position: bigint;
  readonly sealedAt: string | undefined;
  readonly unsealed: number;
  readonly finding: Finding | undefined;
}

/** The least that a bigint can be: nobody reads the whole log from there, but a stream is read with whatever stands there. */
const BEFORE_ALL = -(2n ** 63n);

/**
 * Reads the seals of a table and all its rows beside them, in order and in constant memory, up to the first that is not as it was sealed.
 * Signs in as the owner of the tables and writes nothing. Throws DomainError `NoSeals` for a database of an older Guardian.
 */
export function verifyChain(url: string, table: ChainedTable, onProgress: (progress: BackupProgress) => void): Promise<VerifiedChain> {
  return withCopySession(url, 'guardian verify', (reader) =>
    withCopySession(url, 'guardian verify seals', async (client) => {
      // One look at the seals: what is sealed from now on is of rows that are not read below.
      await client.query('begin isolation level repeatable read read only');
      const { to } = await headOfChain(client, table).catch(inNoSeals);
      const unsealed = await reader.query<{ rows: string }>(`select count(*) as rows from ${table.name} where position > $1`, [to]);
      const sealed = new SealedRows(sealsIn(copyOut(client, sealsOf(table))));
      const rows = wholeRows(copyOut(reader, rowsBetween(table, BEFORE_ALL, to)));
      const found = await firstDifference(rows, sealed, (done) =>
        onProgress({ what: `Comparing ${table.name} with the seals`, done: Number(done), all: Number(to) }),
      );
      const finding = found && (await withCopySession(url, 'guardian verify finding', (asker) => inWords(asker, table, found)));
      const { number: seals = 0, sealedAt } = sealed.seal ?? {};
      return { log: table.name, rows: sealed.passed, seals, position: to, sealedAt, unsealed: Number(unsealed.rows[0]?.rows), finding };
    }),
  );
}

const UNDEFINED_TABLE = '42P01';

function inNoSeals(error: unknown): never {
  if ((error as { code?: string }).code !== UNDEFINED_TABLE) throw error;
  throw new DomainError('NoSeals', 'This database has no seals. Bring it up to date first: guardian migrate.');
}

async function* sealsIn(pieces: AsyncIterable<Buffer>): AsyncGenerator<Seal> {
  for await (const piece of wholeRows(pieces)) {
    for (const line of piece.toString('latin1').trimEnd().split('\n')) yield sealOf(line);
  }
}

class BrokenSeal extends Error {
  constructor(readonly after: { readonly number: number; readonly to: bigint }) {
    super();
  }
}

/** The rows as they were sealed, one at a time. Throws BrokenSeal before the first seal that does not follow from the one before it. */
class SealedRows {
  passed = 0;
  seal: Seal | undefined;
  private nth = 0;

  constructor(private readonly seals: AsyncIterator<Seal>) {}

  /** False at the end. To be asked before `position` and `digest`. */
  get isOpen(): boolean {
    return this.seal !== undefined && this.nth < this.seal.rows;
  }

  async open(): Promise<boolean> {
    const { value, done } = (await this.seals.next()) as IteratorResult<Seal, undefined>;
    if (done) return false;
    const { number, to, root } = this.seal ?? { number: 0, to: 0n, root: Buffer.alloc(0) };
    if (value.number !== number + 1 || value.from !== to + 1n || !isWhole(value) || !rootOf(root, value).equals(value.root)) {
      throw new BrokenSeal({ number, to });
    }
    this.seal = value;
    this.nth = 0;
    return true;
  }

  get position(): bigint {
    return positionAt(this.evidence, this.nth);
  }

  get digest(): Buffer {
    return digestAt(this.evidence, this.nth);
  }

  pass(): void {
    this.nth++;
    this.passed++;
  }

  private get evidence(): Buffer {
    return this.seal?.evidence ?? Buffer.alloc(0);
  }
}

/** Its positions rise from the first to the last that it names. */
function isWhole({ from, to, rows, evidence }: Seal): boolean {
  if (evidence.length !== rows * ENTRY_BYTES) return false;
  let last = from - 1n;
  for (let nth = 0; nth < rows; nth++) {
    const position = positionAt(evidence, nth);
    if (position <= last) return false;
    last = position;
  }
  return last === to;
}

type Difference =
  | { readonly kind: 'changed' | 'added'; readonly row: ChainedRow }
  | { readonly kind: 'missing'; readonly position: bigint }
  | { readonly kind: 'seal'; readonly after: BrokenSeal['after'] };

async function firstDifference(
  pieces: AsyncIterable<Buffer>,
  sealed: SealedRows,
  onRow: (position: bigint) => void,
): Promise<Difference | undefined> {
  try {
    for await (const piece of pieces) {
      // pieces that wait already follow without one: whatever else this process does would stand still
      await aTurn();
      for (const row of rowsIn(piece)) {
        if (!sealed.isOpen && !(await sealed.open())) return { kind: 'added', row };
        if (row.position < sealed.position) return { kind: 'added', row };
        if (row.position > sealed.position) return { kind: 'missing', position: sealed.position };
        if (!row.digest.equals(sealed.digest)) return { kind: 'changed', row };
        sealed.pass();
        onRow(row.position);
      }
    }
    return sealed.isOpen || (await sealed.open()) ? { kind: 'missing', position: sealed.position } : undefined;
  } catch (error) {
    if (error instanceof BrokenSeal) return { kind: 'seal', after: error.after };
    throw error;
  }
}

async function inWords(client: Client, table: ChainedTable, difference: Difference): Promise<Finding> {
  switch (difference.kind) {
    case 'seal': {
      const { number, to } = difference.after;
      const words = `${table.name}: seal ${number + 1} is missing, or does not follow from seal ${number}: the seals were changed. Rows are verified up to position ${to}.`;
      return { kind: 'seal', words };
    }
    case 'missing': {
      const gaps = table.gaps ? (await client.query<{ gap: string }>(table.gaps)).rows.map(({ gap }) => gap) : [];
      const hint = gaps.length > 0 ? ` Look at ${gaps.join(', ')}.` : '';
      return { kind: 'missing', words: `${table.name}: the row at position ${difference.position} is missing.${hint}` };
    }
    case 'added':
      return {
        kind: 'added',
        words: `${table.name}: the row at ${rowInWords(table, difference.row)} was added: nothing was sealed there.`,
      };
    case 'changed': {
      const where = rowInWords(table, difference.row);
      const elsewhere = await sealedAt(client, table, difference.row.digest);
      return elsewhere === undefined
        ? { kind: 'changed', words: `${table.name}: the row at ${where} was changed after it was sealed.` }
        : { kind: 'reordered', words: `${table.name}: the row at ${where} was sealed at position ${elsewhere}: rows were reordered.` };
    }
  }
}

/** At which position a row of this content was sealed. */
async function sealedAt(client: Client, { name }: ChainedTable, digest: Buffer): Promise<bigint | undefined> {
  const { rows } = await client.query<{ evidence: Buffer }>(
    'select evidence from chain_seal where log = $1 and position($2::bytea in evidence) > 0 order by number limit 1',
    [name, digest],
  );
  const evidence = rows[0]?.evidence;
  return evidence && positionAt(evidence, Math.floor(evidence.indexOf(digest) / ENTRY_BYTES));
}
