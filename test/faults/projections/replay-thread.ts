// The module that a thread of a replay of diaries begins with.
import 'reflect-metadata';
import { PostgresEventStore } from '@guardian/event-store';
import { replayThread } from '@guardian/projections';
import { diaries } from './diary';

replayThread({ readModels: [diaries], openStore: (connectionString) => new PostgresEventStore({ connectionString }) });
