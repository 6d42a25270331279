// The module that a thread of a replay begins with.
import 'reflect-metadata';
import { caseloadReadModels } from '@guardian/caseload';
import { PostgresEventStore } from '@guardian/event-store';
import { oversightReadModels } from '@guardian/oversight';
import { replayThread } from '@guardian/projections';
import { benchCases } from './bench-read-model';

replayThread({
  readModels: [benchCases, ...caseloadReadModels, ...oversightReadModels],
  openStore: (connectionString) => new PostgresEventStore({ connectionString }),
});
