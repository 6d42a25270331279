import type { RowClass, Rows } from './read-model';
import type { RowTable, RowValues } from './row-table';

interface TableRows {
  readonly shape: RowTable;
  readonly rows: Map<string, RowValues>;
  /** As they stand in the database. A row from there is never changed, only replaced, so one that is still the same object is not written. */
  stored: Map<string, RowValues> | undefined;
}

/**
 * The rows of one stream in memory, with what the handler of one event did to them kept undoable; but not where they are changed
 * `inPlace`: then they are of no use once a handler has thrown. Copies of a row are garbage that has grown old, the dearest kind.
 */
export class StreamRows implements Rows {
  private readonly tables: TableRows[];
  private readonly undo: { readonly rows: Map<string, RowValues>; readonly key: string; readonly before: RowValues | undefined }[] = [];

  constructor(
    private readonly streamId: string,
    shapes: readonly RowTable[],
    private readonly inPlace: boolean,
  ) {
    this.tables = shapes.map((shape) => ({ shape, rows: new Map<string, RowValues>(), stored: undefined }));
  }

  /** Takes over a row that stands in the database already. */
  loaded(table: RowClass, row: RowValues): void {
    const own = this.in(table);
    const key = keyOf(own.shape, row);
    own.rows.set(key, row);
    (own.stored ??= new Map<string, RowValues>()).set(key, row);
  }

  /** All or nothing: a handler that throws leaves the rows as it found them. */
  attempt<Event>(handle: (rows: Rows, event: Event) => void, event: Event): void {
    try {
      handle(this, event);
    } catch (error) {
      for (const { rows, key, before } of this.undo.reverse()) {
        if (before) rows.set(key, before);
        else rows.delete(key);
      }
      throw error;
    } finally {
      this.undo.length = 0;
    }
  }

  changes(table: RowClass): { put: RowValues[]; removed: RowValues[] } {
    const { rows, stored } = this.in(table);
    if (!stored) return { put: [...rows.values()], removed: [] };
    return {
      put: [...rows].filter(([key, row]) => stored.get(key) !== row).map(([, row]) => row),
      removed: [...stored].filter(([key]) => !rows.has(key)).map(([, row]) => row),
    };
  }

  all<Row extends object>(table: RowClass<Row>): readonly Readonly<Row>[] {
    const { shape, rows } = this.in(table);
    return [...rows.values()].sort((a, b) => compareKeys(shape, a, b)) as Row[];
  }

  one<Row extends object>(table: RowClass<Row>): Readonly<Row> | undefined {
    const { rows } = this.in(table);
    if (rows.size > 1) throw new Error(`${table.name} has ${rows.size} rows of this stream: use all()`);
    return rows.values().next().value as Row | undefined;
  }

  put<Row extends object>(table: RowClass<Row>, row: Row): void {
    const { shape, rows } = this.in(table);
    const values = row as RowValues;
    if (values[shape.key[0] ?? ''] !== this.streamId) throw new Error(`${table.name}: the first key of a row is its stream's id`);
    const key = keyOf(shape, values);
    this.undo.push({ rows, key, before: rows.get(key) });
    rows.set(key, values);
  }

  change<Row extends object>(table: RowClass<Row>, row: Readonly<Row>, to: Partial<Row>): void {
    if (this.inPlace) Object.assign(row, to);
    else this.put(table, { ...this.now(table, row), ...to });
  }

  remove<Row extends object>(table: RowClass<Row>, row: Row): void {
    const { shape, rows } = this.in(table);
    const key = keyOf(shape, row as RowValues);
    this.undo.push({ rows, key, before: rows.get(key) });
    rows.delete(key);
  }

  /** The row as it stands since it was asked for. */
  private now<Row extends object>(table: RowClass<Row>, row: Row): Row {
    const { shape, rows } = this.in(table);
    return (rows.get(keyOf(shape, row as RowValues)) as Row | undefined) ?? row;
  }

  private in(table: RowClass): TableRows {
    for (const own of this.tables) if (own.shape.row === table) return own;
    throw new Error(`${table.name} is not a table of this read model`);
  }
}

const keyOf = ({ key }: RowTable, row: RowValues): string =>
  key.length === 1 ? '' : JSON.stringify(key.slice(1).map((property) => row[property]));

/** Of two rows of one stream, so the first property of the key is the same. */
function compareKeys({ key }: RowTable, a: RowValues, b: RowValues): number {
  for (let i = 1; i < key.length; i++) {
    const property = key[i] ?? '';
    const left = a[property] as string;
    const right = b[property] as string;
    if (left < right) return -1;
    if (left > right) return 1;
  }
  return 0;
}
