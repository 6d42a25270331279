import { loadConfig } from '@guardian/config';
import { openEventStore } from '@guardian/event-store';
import { replayThread } from '@guardian/projections';
import { READ_MODELS } from './read-models';
import { logOf } from './service-database';

const config = loadConfig();

replayThread({ readModels: READ_MODELS, openStore: (databaseUrl) => openEventStore(logOf(config, databaseUrl)) });
