import { loadConfig } from '@guardian/config';
import { openEventStore } from '@guardian/event-store';
import { replayThread } from '@guardian/projections';
import { READ_MODELS } from './read-models';

const { eventStore } = loadConfig();

replayThread({ readModels: READ_MODELS, openStore: (databaseUrl) => openEventStore({ databaseUrl, eventStoreUrl: eventStore.url }) });
