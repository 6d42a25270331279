import { readDatabase } from '@guardian/projections';
import { DataSource } from 'typeorm';
import { type Known, type MonthEndView, StatutoryReturns, StatutoryReturnsHandler } from './statutory-returns';

/** The returns of the whole service, for a program that has the database and no web process. Closes what it opened. */
export async function readReturn(url: string, month: string, known: Known, onCases: (cases: number) => void): Promise<MonthEndView> {
  const database = await new DataSource(readDatabase({ url, entities: [], connections: 1 })).initialize();
  try {
    const everywhere = { kind: 'everywhere', code: '', mayReadPatients: true } as const;
    return await new StatutoryReturnsHandler(database).execute(new StatutoryReturns(everywhere, month, known, onCases));
  } finally {
    await database.destroy();
  }
}
