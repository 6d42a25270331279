import { testDatabase, type TestDatabase } from '../../../../test/support/database';
import { migrateEventLog } from '../contract/event-log-database';
import { eventStoreContract } from '../contract/event-store-contract';
import { PostgresEventStore } from './postgres-event-store';

let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase({ unmigrated: true });
  await migrateEventLog(database.url);
});

afterAll(() => database.drop());

eventStoreContract('PostgresEventStore', () => Promise.resolve(new PostgresEventStore({ connectionString: database.url })));
