import type { RowClass, Rows } from './read-model';
import type { RowTable, RowValues } from './row-table';

interface TableRows {
  readonly table: RowTable;
  readonly rows: Map<string, RowValues>;
  /** Last known row of every key that was touched: still in `rows` it is written, no longer in it is deleted. */
  readonly touched: Map<string, RowValues>;
}

/** The rows of one stream in memory, with what the handler of one event did to them kept undoable. */
export class StreamRows implements Rows {
  private readonly tables = new Map<RowClass, TableRows>();
  private readonly undo: (() => void)[] = [];

  constructor(
    private readonly streamId: string,
    private readonly shapes: ReadonlyMap<RowClass, RowTable>,
  ) {}

  /** Takes over a row that stands in the database already. */
  loaded(table: RowClass, row: RowValues): void {
    const { table: shape, rows } = this.in(table);
    rows.set(keyOf(shape, row), Object.freeze(row));
  }

  /** All or nothing: a handler that throws leaves the rows as it found them. */
  attempt(handle: () => void): void {
    try {
      handle();
    } catch (error) {
      for (const back of this.undo.reverse()) back();
      throw error;
    } finally {
      this.undo.length = 0;
    }
  }

  changes(table: RowClass): { put: RowValues[]; removed: RowValues[] } {
    const { rows, touched } = this.in(table);
    const put: RowValues[] = [];
    const removed: RowValues[] = [];
    for (const [key, last] of touched) {
      const row = rows.get(key);
      if (row) put.push(row);
      else removed.push(last);
    }
    return { put, removed };
  }

  all<Row extends object>(table: RowClass<Row>): readonly Readonly<Row>[] {
    const { table: shape, rows } = this.in(table);
    return [...rows.values()].sort((a, b) => compareKeys(shape, a, b)) as Row[];
  }

  one<Row extends object>(table: RowClass<Row>): Readonly<Row> | undefined {
    const { rows } = this.in(table);
    if (rows.size > 1) throw new Error(`${table.name} has ${rows.size} rows of this stream: use all()`);
    return rows.values().next().value as Row | undefined;
  }

  put<Row extends object>(table: RowClass<Row>, row: Row): void {
    const { table: shape } = this.in(table);
    const values = row as RowValues;
    const whole: RowValues = {};
    for (const { property } of shape.columns) whole[property] = values[property] ?? null;
    if (whole[shape.key[0] ?? ''] !== this.streamId) throw new Error(`${table.name}: the first key of a row is its stream's id`);
    this.set(table, whole, Object.freeze(whole));
  }

  remove<Row extends object>(table: RowClass<Row>, row: Row): void {
    this.set(table, row as RowValues, undefined);
  }

  private set(table: RowClass, of: RowValues, row: RowValues | undefined): void {
    const { table: shape, rows, touched } = this.in(table);
    const key = keyOf(shape, of);
    const before = rows.get(key);
    this.undo.push(() => (before ? rows.set(key, before) : rows.delete(key)));
    touched.set(key, of);
    if (row) rows.set(key, row);
    else rows.delete(key);
  }

  private in(table: RowClass): TableRows {
    const known = this.tables.get(table);
    if (known) return known;
    const shape = this.shapes.get(table);
    if (!shape) throw new Error(`${table.name} is not a table of this read model`);
    const fresh = { table: shape, rows: new Map<string, RowValues>(), touched: new Map<string, RowValues>() };
    this.tables.set(table, fresh);
    return fresh;
  }
}

const keyOf = ({ key }: RowTable, row: RowValues): string =>
  key.length === 1 ? '' : JSON.stringify(key.slice(1).map((property) => row[property]));

function compareKeys({ key }: RowTable, a: RowValues, b: RowValues): number {
  for (const property of key) {
    const [left, right] = [a[property] as string, b[property] as string];
    if (left < right) return -1;
    if (left > right) return 1;
  }
  return 0;
}
