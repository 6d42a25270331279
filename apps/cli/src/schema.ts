import { accessMigrations } from '@guardian/access';
import { caseloadMigrations } from '@guardian/caseload';
import { directoryMigrations } from '@guardian/directory';
import { eventStoreMigrations } from '@guardian/event-store';
import { intakeMigrations } from '@guardian/intake';
import { oversightMigrations } from '@guardian/oversight';
import { projectionMigrations } from '@guardian/projections';

/** Every migration of Guardian; they run in the order of the numbers in their names. */
export const migrations = [
  ...eventStoreMigrations,
  ...projectionMigrations,
  ...directoryMigrations,
  ...accessMigrations,
  ...caseloadMigrations,
  ...oversightMigrations,
  ...intakeMigrations,
];
