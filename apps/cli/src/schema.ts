import { accessMigrations } from '@guardian/access';
import { caseloadMigrations } from '@guardian/caseload';
import { directoryMigrations } from '@guardian/directory';
import { eventStoreMigrations } from '@guardian/event-store';
import { intakeMigrations } from '@guardian/intake';
import { oversightMigrations } from '@guardian/oversight';
import { projectionMigrations } from '@guardian/projections';
import { READ_MODELS } from './read-models';

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

/** What the log makes anew: the rows of the read models, and how far each is. A backup keeps every other table. */
export const rebuiltTables = ['projection_checkpoint', 'projection_stream', ...READ_MODELS.flatMap(({ tables }) => tables)];
