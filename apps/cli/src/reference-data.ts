import { directoryEntities, loadShippedDirectory } from '@guardian/directory';
import { type Actor, PostgresEventStore, StreamRunner } from '@guardian/event-store';
import { systemClock } from '@guardian/kernel';
import { PathwayDefinitions } from '@guardian/pathways';
import { readDatabase } from '@guardian/projections';
import { NestFactory } from '@nestjs/core';
import { getDataSourceToken, TypeOrmModule } from '@nestjs/typeorm';

const GUARDIAN: Actor = { id: 'guardian', name: 'Guardian', role: 'system', organisation: 'Guardian' };

/** Brings the shipped directory and pathway definitions into a migrated database; what is there already stays as it is. */
export async function loadReferenceData(url: string): Promise<void> {
  await loadDirectory(url);
  const store = new PostgresEventStore({ connectionString: url });
  try {
    await new PathwayDefinitions(new StreamRunner(store, systemClock)).publishShipped(GUARDIAN);
  } finally {
    await store.close();
  }
}

async function loadDirectory(url: string): Promise<void> {
  const name = 'reference data'; // another application of this process may hold the usual name
  const database = TypeOrmModule.forRoot({ ...readDatabase({ url, entities: directoryEntities, connections: 1 }), name });
  const context = await NestFactory.createApplicationContext(database, { logger: false, abortOnError: false });
  try {
    await loadShippedDirectory(context.get(getDataSourceToken(name)));
  } finally {
    await context.close();
  }
}
