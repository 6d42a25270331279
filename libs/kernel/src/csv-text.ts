// A spreadsheet runs a cell that begins with one of these as a formula. An apostrophe in front makes it text (OWASP ASVS 1.2.10).
const RUNS = /^'*[=+\-@\t\r\0]/;
const GUARDED = /^'+[=+\-@\t\r\0]/;

export type CsvCell = string | number;

const guarded = (text: string): string => (RUNS.test(text) ? `'${text}` : text);

/** Takes away what `csvText` put in front, so that a file which Guardian wrote comes back as it was. */
export const withoutGuard = (text: string): string => (GUARDED.test(text) ? text.slice(1) : text);

/** CSV in UTF-8 with a byte order mark, by which Excel knows the encoding. No text can run as a formula; numbers stay numbers. */
export function csvText(rows: readonly (readonly CsvCell[])[]): string {
  const written = (cell: CsvCell) => (typeof cell === 'number' ? String(cell) : `"${guarded(cell).replaceAll('"', '""')}"`);
  return `\uFEFF${rows.map((cells) => `${cells.map(written).join(',')}\r\n`).join('')}`;
}
