import { withoutGuard } from '@guardian/kernel';
import { CsvError, parse } from 'csv-parse/sync';
import { COLUMNS, type ColumnName, PROBLEMS_HEADING } from './columns';

export const MOST_BYTES = 10 * 1024 * 1024;
const MOST_ROWS = 20_000;

export interface FileRow {
  /** As a spreadsheet counts: the headings are row 1. */
  readonly row: number;
  /** As they were sent, in the order of the file's headings. */
  readonly cells: readonly string[];
}

export interface ReferralFile {
  readonly headings: readonly ColumnName[];
  readonly rows: readonly FileRow[];
}

/** `problem`: why nothing of the file can be used, and what to do, for the person who chose it. */
export type ParsedFile = { readonly ok: true; readonly file: ReferralFile } | { readonly ok: false; readonly problem: string };

const refused = (problem: string) => ({ ok: false, problem }) as const;

/** Reads a referrals file: CSV in UTF-8, commas between values, headings in row 1 in any order. Empty rows are passed over. */
export function parseReferralFile(bytes: Uint8Array): ParsedFile {
  const text = textOf(bytes);
  if (typeof text !== 'string') return text;
  let records: string[][];
  try {
    records = parse(text, { relax_column_count: true, record_delimiter: ['\r\n', '\n', '\r'], to: MOST_ROWS + 2 });
  } catch (error) {
    if (error instanceof CsvError) return refused(inWords(error));
    throw error;
  }
  return fileOf(records);
}

function fileOf([first = [], ...records]: string[][]): ParsedFile {
  const given = withoutEmptyEnd(first).map(heading);
  const problem = headingsProblem(given);
  if (problem) return refused(problem);
  if (records.length > MOST_ROWS) return refused('The file has more than 20,000 rows. Split it into smaller files.');

  const isOurs = (_: unknown, at: number) => given[at] !== PROBLEMS_HEADING;
  const rows = records
    .map((cells, i): FileRow => ({ row: i + 2, cells: withoutEmptyEnd(cells, given.length).filter(isOurs).map(withoutGuard) }))
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  if (rows.length === 0) return refused('The file has headings and no rows.');
  return { ok: true, file: { headings: given.filter(isOurs) as ColumnName[], rows } };
}

/** The text, or why it cannot be read. Guessing an encoding would change names, so a doubtful file is refused. */
function textOf(bytes: Uint8Array): string | ReturnType<typeof refused> {
  if (bytes.length === 0) return refused('The file is empty.');
  if (bytes.length > MOST_BYTES) return refused('The file is larger than 10 MB. Split it into smaller files.');
  const [first, second] = bytes;
  if (first === 0x50 && second === 0x4b) {
    return refused('This is an Excel workbook. In Excel choose Save As, then “CSV UTF-8 (Comma delimited)”, and choose that file.');
  }
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    return refused('The file is saved as Unicode text (UTF-16). Save it as “CSV UTF-8 (Comma delimited)” and choose it again.');
  }
  if (bytes.includes(0)) return refused('This is not a CSV file: it holds characters that no text has.');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes); // takes the byte order mark away
  } catch {
    return refused(
      `The file is not saved as UTF-8: row ${firstUnreadableLine(bytes)} holds a letter, such as é or £, that cannot be read. ` +
        'It may be saved as “CSV (Comma delimited)” (Windows-1252). Save it as “CSV UTF-8 (Comma delimited)” and choose it again.',
    );
  }
}

function firstUnreadableLine(bytes: Uint8Array): number {
  const lines = new TextDecoder('utf-8').decode(bytes).split(/\r\n|\n|\r/);
  return lines.findIndex((line) => line.includes('\uFFFD')) + 1;
}

/** Quotation marks are all that can be wrong with CSV in which rows may differ in length. */
function inWords(error: CsvError): string {
  const row = Number(error['records'] ?? 0) + 1;
  if (error.code === 'CSV_QUOTE_NOT_CLOSED')
    return `Row ${row} has a quotation mark (") that opens and is never closed. Close it, or take it away.`;
  return `Row ${row} has a quotation mark (") in the middle of a value. Write it twice ("") and put quotation marks round the value.`;
}

const heading = (text: string): string => text.trim().toUpperCase().replaceAll(/[ -]+/g, '_');

/** Spreadsheets write commas for columns that hold nothing. */
function withoutEmptyEnd(cells: readonly string[], keep = 0): string[] {
  return cells.slice(0, Math.max(keep, cells.findLastIndex((cell) => cell.trim() !== '') + 1));
}

const KNOWN: readonly string[] = [...COLUMNS.map(({ name }) => name), PROBLEMS_HEADING];
const REQUIRED = COLUMNS.filter(({ required }) => required).map(({ name }) => name);

function headingsProblem(given: readonly string[]): string | undefined {
  const twice = given.find((name, at) => given.indexOf(name) !== at);
  if (twice !== undefined) return `Row 1 has the heading ${twice || '(empty)'} twice. Keep one of them.`;
  const missing = REQUIRED.filter((name) => !given.includes(name));
  const unknown = given.filter((name) => !KNOWN.includes(name));
  if (missing.length === 0 && unknown.length === 0) return undefined;
  const found = given.slice(0, 30).map((name) => name.slice(0, 40) || '(empty)');
  return [
    'The headings in row 1 are not those of the template.',
    ...(given.length === 1 && /[;\t|]/.test(given[0] ?? '') ? ['Put commas between the values.'] : []),
    ...(missing.length > 0 ? [`Missing: ${missing.join(', ')}.`] : []),
    ...(unknown.length > 0
      ? [
          `Not known: ${unknown
            .slice(0, 30)
            .map((name) => name.slice(0, 40) || '(empty)')
            .join(', ')}.`,
        ]
      : []),
    `Found: ${found.join(', ')}${given.length > 30 ? ` and ${(given.length - 30).toLocaleString('en-GB')} more` : ''}.`,
    `Expected: ${COLUMNS.map(({ name }) => name).join(', ')}.`,
  ].join(' ');
}
