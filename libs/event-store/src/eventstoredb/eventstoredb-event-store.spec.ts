import { type Double, startDouble } from '../../../../test/eventstoredb-double/double';
import { eventStoreContract } from '../contract/event-store-contract';
import { EventStoreDbEventStore } from './eventstoredb-event-store';

let double: Double;

beforeAll(async () => {
  double = await startDouble();
});

afterAll(() => double.close());

eventStoreContract('EventStoreDbEventStore', () => Promise.resolve(new EventStoreDbEventStore({ connectionString: double.url })), 'apart');
