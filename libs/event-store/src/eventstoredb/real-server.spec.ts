// The contract on an EventStoreDB that GUARDIAN_TEST_EVENTSTORE_URL names: an empty one, with a user of $admins.
import { eventStoreContract } from '../contract/event-store-contract';
import { EventStoreDbEventStore } from './eventstoredb-event-store';

const url = process.env['GUARDIAN_TEST_EVENTSTORE_URL'];
const NOT_RUN = 'NOT RUN: no EventStoreDB server';

const onServer = () =>
  eventStoreContract('EventStoreDbEventStore', () => Promise.resolve(new EventStoreDbEventStore({ connectionString: url ?? '' })), 'apart');

if (url) describe('an EventStoreDB server', onServer);
else {
  process.stderr.write(`${NOT_RUN}\n`);
  describe.skip(NOT_RUN, onServer);
}
