import { type CsvCell, csvText } from '@guardian/kernel';
import type { FastifyReply } from 'fastify';

/** Offers the rows as a file of this name (without `.csv`). */
export function csvFile(reply: FastifyReply, name: string, rows: readonly (readonly CsvCell[])[]): string {
  void reply
    .type('text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="${name}.csv"`)
    .header('cache-control', 'no-store');
  return csvText(rows);
}
