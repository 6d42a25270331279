import { accessMigrations } from '@guardian/access';
import { eventStoreMigrations } from '@guardian/event-store';
import { projectionMigrations } from '@guardian/projections';

/** Every migration of Guardian; they run in the order of the numbers in their names. */
export const migrations = [...eventStoreMigrations, ...projectionMigrations, ...accessMigrations];
