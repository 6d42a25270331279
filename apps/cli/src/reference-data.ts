import { directoryEntities, loadShippedDirectory } from '@guardian/directory';
import { type Actor, type LogAddress, openEventStore, StreamRunner } from '@guardian/event-store';
import { DomainError, systemClock } from '@guardian/kernel';
import { PathwayDefinitions } from '@guardian/pathways';
import { readDatabase, refuseSwitchedStore } from '@guardian/projections';
import { NestFactory } from '@nestjs/core';
import { getDataSourceToken, TypeOrmModule } from '@nestjs/typeorm';
import { Problem } from './problem';

const GUARDIAN: Actor = { id: 'guardian', name: 'Guardian', role: 'system', organisation: 'Guardian' };

/**
 * Brings the shipped directory and pathway definitions into a migrated database and its log; what is there already stays as it is.
 * Throws Problem when the read models were folded from another kind of log.
 */
export async function loadReferenceData(log: LogAddress): Promise<void> {
  const { databaseUrl } = log;
  await loadDirectory(databaseUrl);
  const store = openEventStore(log);
  try {
    await refuseSwitchedStore(databaseUrl, store).catch((error: unknown) => {
      throw error instanceof DomainError ? new Problem(error.message) : error;
    });
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
