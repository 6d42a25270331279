import { eventStoreMigrations } from '@guardian/event-store';
import { DataSource } from 'typeorm';

/** Gives an empty database the event log and nothing else. */
export async function migrateEventLog(url: string): Promise<void> {
  const source = await new DataSource({ type: 'postgres', url, migrations: eventStoreMigrations }).initialize();
  await source.runMigrations({ transaction: 'each' });
  await source.destroy();
}
