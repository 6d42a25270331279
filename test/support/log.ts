import type { LogAddress } from '@guardian/event-store';

/** The log of a service in this database, with the master key of all specs. */
export const testLog = (databaseUrl: string, eventStoreUrl?: string): LogAddress => ({
  databaseUrl,
  eventStoreUrl,
  masterKeys: ['5e'.repeat(32)],
});
