import { eventStoreContract } from '../contract/event-store-contract';
import { InMemoryEventStore } from './in-memory-event-store';

eventStoreContract('InMemoryEventStore', () => Promise.resolve(new InMemoryEventStore()));
