import { hash } from 'node:crypto';

/** A table that only grows, whose rows have a `position` (bigint, primary key) that never comes twice. */
export interface ChainedTable {
  readonly name: string;
  /** All others, in the order in which they are hashed. What is sealed was hashed so: this list never changes. */
  readonly columns: readonly string[];
  /**
   * SQL of the key of an advisory lock that everybody who writes holds, shared or alone, from before they draw a position until they have
   * committed. Undefined: below a position that can be seen no other appears any more.
   */
  readonly writersHold?: string;
  /** The column that says when a row was written. */
  readonly writtenAt: string;
  /** By what a person finds the row. */
  readonly nameOf: (row: Readonly<Record<string, string>>) => string;
  /** SQL with one column `gap`: where rows seem to be missing. Asked only when one is. */
  readonly gaps?: string;
}

export const EVENT_LOG: ChainedTable = {
  name: 'events',
  columns: ['stream_id', 'revision', 'category', 'type', 'data', 'metadata', 'stored_at'],
  writtenAt: 'stored_at',
  nameOf: ({ category, stream_id: id, revision, type }) => `${category}-${id} revision ${revision}, ${type}`,
  gaps: `select min(category) || '-' || stream_id || ' has ' || count(*) || ' of ' || max(revision) || ' revisions' as gap
    from events group by stream_id having count(*) <> max(revision) order by max(position) limit 3`,
};

/** A row in COPY's text format. */
export interface ChainedRow {
  readonly position: bigint;
  /** SHA-256 of the row without its position: of the bytes after the first tab and before the line feed. */
  readonly digest: Buffer;
  readonly line: Buffer;
}

const TAB = 9;
const LINE_FEED = 10;

/** Of a piece that ends where a row ends. */
export function* rowsIn(piece: Buffer): Generator<ChainedRow> {
  for (let start = 0; start < piece.length;) {
    const end = piece.indexOf(LINE_FEED, start);
    const tab = piece.indexOf(TAB, start);
    const digest = hash('sha256', piece.subarray(tab + 1, end), 'buffer');
    yield { position: BigInt(piece.toString('latin1', start, tab)), digest, line: piece.subarray(start, end) };
    start = end + 1;
  }
}

/** Rows after one position up to another, in order. */
export const rowsBetween = ({ name, columns }: ChainedTable, after: bigint, upTo: bigint, limit = 'all'): string =>
  `select position, ${columns.join(', ')} from ${name} where position > ${after} and position <= ${upTo} order by position limit ${limit}`;

/** Its name and its position, for a person. */
export function rowInWords({ columns, nameOf }: ChainedTable, { position, line }: ChainedRow): string {
  const [, ...values] = line.toString('utf8').split('\t');
  return `position ${position} (${nameOf(Object.fromEntries(columns.map((column, n) => [column, values[n] ?? ''])))})`;
}
