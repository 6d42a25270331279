import type { LogAddress } from '@guardian/event-store';

/** The log of a bench in this database. */
export const benchLog = (databaseUrl: string): LogAddress => ({ databaseUrl, masterKeys: ['be'.repeat(32)] });
