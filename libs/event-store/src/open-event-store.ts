import type { EventStore } from './event-store';
import { EventStoreDbEventStore } from './eventstoredb/eventstoredb-event-store';
import { PostgresEventStore } from './postgres/postgres-event-store';

/** Where the log is: in EventStoreDB when there is an address of one, else in the database of the read models. */
export interface LogAddress {
  readonly databaseUrl: string;
  readonly eventStoreUrl?: string | undefined;
}

/** `close` it. Connects when it is first used. */
export function openEventStore({ databaseUrl, eventStoreUrl }: LogAddress): EventStore {
  return eventStoreUrl === undefined
    ? new PostgresEventStore({ connectionString: databaseUrl })
    : new EventStoreDbEventStore({ connectionString: eventStoreUrl });
}
