import type { FastifyReply } from 'fastify';

export type Cell = string | number;

/** What a spreadsheet would run as a formula. An apostrophe in front makes it text (OWASP ASVS 1.2.10); numbers stay numbers. */
const RUNS = /^[=+\-@\t\r]/;

function cellText(cell: Cell): string {
  if (typeof cell === 'number') return String(cell);
  return `"${(RUNS.test(cell) ? `'${cell}` : cell).replaceAll('"', '""')}"`;
}

/** Offers the rows as a file. UTF-8 with a byte order mark, by which spreadsheets know the encoding. */
export function csvFile(reply: FastifyReply, name: string, rows: readonly (readonly Cell[])[]): string {
  void reply
    .type('text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="${name}.csv"`)
    .header('cache-control', 'no-store');
  return `\uFEFF${rows.map((row) => `${row.map(cellText).join(',')}\r\n`).join('')}`;
}
