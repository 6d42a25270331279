import { columnNamed, type ColumnName, shown } from './columns';
import type { Reading } from './reading';
import type { FileRow } from './referral-file';

export interface RowProblem {
  /** As a spreadsheet counts: the headings are row 1. */
  readonly row: number;
  /** A column, or empty when the whole row is meant. */
  readonly field: string;
  /** Masked where it is personal. */
  readonly sent: string;
  readonly problem: string;
  readonly fix: string;
}

/** The cells of one row by column, and all that was found wrong with them so far. */
export class RowReader {
  readonly problems: RowProblem[] = [];
  private readonly values: ReadonlyMap<ColumnName, string>;

  constructor(
    headings: readonly ColumnName[],
    private readonly row: FileRow,
  ) {
    this.values = new Map(headings.map((name, at) => [name, (row.cells[at] ?? '').trim()]));
  }

  /** Null when nothing is entered; undefined when it was reported. */
  optional<T>(field: ColumnName, reader: (text: string) => Reading<T>): T | null | undefined {
    const text = this.text(field);
    if (text === '') return null;
    const reading = reader(text);
    return 'value' in reading ? reading.value : this.report(field, reading.problem, reading.fix);
  }

  /** Undefined when it was reported. */
  required<T>(field: ColumnName, reader: (text: string) => Reading<T>): T | undefined {
    return this.optional(field, reader) ?? (this.text(field) === '' ? this.missing(field) : undefined);
  }

  missing(field: ColumnName, fix = `Enter the ${columnNamed(field).label}`): undefined {
    return this.report(field, 'Nothing is entered', fix);
  }

  report(field: ColumnName, problem: string, fix: string): undefined {
    this.problems.push({ row: this.row.row, field, sent: shown(field, this.text(field)), problem, fix });
  }

  private text(field: ColumnName): string {
    return this.values.get(field) ?? '';
  }
}
