import { parse } from 'csv-parse/sync';

export interface ImportRow {
  /** As a spreadsheet counts it: 1 is the first row of the file, header included. */
  readonly row: number;
  readonly cells: readonly string[];
  /** Why the row could not be read; then `cells` is empty. */
  readonly unreadable?: string;
}

/** What became of one row of a file. */
export interface RowReport {
  readonly row: number;
  /** Code of the practice; empty when the row has none. */
  readonly code: string;
  readonly outcome: 'added' | 'changed' | 'unchanged' | 'skipped' | 'refused';
  /** Why it was skipped or refused, or what to look at although it was taken; empty otherwise. */
  readonly reason: string;
}

/** Practice codes of England and Wales: a letter other than I, O, X, Z and five digits. */
export const PRACTICE_CODE = /^[A-HJ-NP-WY]\d{5}$/;

/**
 * The rows of a national file, without its header if it has one (its first cell then names a code instead of being one). Each row is
 * read on its own, because the files keep a row on one line: a quote that is never closed then spoils one row and not the rest.
 */
export function csvRows(csv: string): ImportRow[] {
  const lines = csv.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);
  const header = headerLines(lines);
  return lines
    .slice(header)
    .map((line, i) => ({ line, row: i + (header > 0 ? 2 : 1) }))
    .filter(({ line }) => line.trim() !== '')
    .map(({ line, row }) => ({ row, ...readRow(line) }));
}

// Header cells may hold line breaks, inside quotes: the header ends where its quotes are even.
function headerLines(lines: readonly string[]): number {
  if (!/^"?[^,]*\bcode\b/i.test(lines.slice(0, 9).join('\n'))) return 0;
  let quotes = 0;
  const last = lines.findIndex((line) => {
    quotes += line.split('"').length - 1;
    return quotes % 2 === 0;
  });
  return last < 0 ? 1 : last + 1;
}

function readRow(line: string): Omit<ImportRow, 'row'> {
  try {
    const [cells = []] = parse(line, { trim: true, relax_column_count: true });
    const bad = cells.some((cell) => /\p{Cc}/u.test(cell) || cell.length > 200);
    return bad ? { cells: [], unreadable: 'A cell holds control characters or more than 200 characters.' } : { cells };
  } catch {
    return { cells: [], unreadable: 'The quotes in this row do not match.' };
  }
}
