// The returns of the whole service, for a program that has the database and no web process. Each closes what it opened.
import type { CalendarDay, CsvCell } from '@guardian/kernel';
import { readDatabase } from '@guardian/projections';
import { DataSource } from 'typeorm';
import type { Known } from './cases-to-count';
import { OpenPathways, OpenPathwaysHandler } from './open-pathways';
import { type MonthEndView, StatutoryReturns, StatutoryReturnsHandler } from './statutory-returns';

const EVERYWHERE = { kind: 'everywhere', code: '', mayReadPatients: true } as const;

export const readReturn = (url: string, month: string, known: Known, onCases: (cases: number) => void): Promise<MonthEndView> =>
  on(url, (database) => new StatutoryReturnsHandler(database).execute(new StatutoryReturns(EVERYWHERE, month, known, onCases)));

/** Names patients by NHS number. */
export const readOpenPathways = (url: string, asOf: CalendarDay): Promise<CsvCell[][]> =>
  on(url, (database) => new OpenPathwaysHandler(database).execute(new OpenPathways(EVERYWHERE, asOf)));

async function on<T>(url: string, read: (database: DataSource) => Promise<T>): Promise<T> {
  const database = await new DataSource(readDatabase({ url, entities: [], connections: 1 })).initialize();
  try {
    return await read(database);
  } finally {
    await database.destroy();
  }
}
