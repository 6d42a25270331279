import { PostgresEventStore } from '@guardian/event-store';
import { replayThread } from '@guardian/projections';
import { READ_MODELS } from './read-models';

replayThread({ readModels: READ_MODELS, openStore: (connectionString) => new PostgresEventStore({ connectionString }) });
