import { EventStoreDbEventStore } from './eventstoredb/eventstoredb-event-store';
import { DataKeys } from './personal/data-keys';
import { EncryptingEventStore } from './personal/encrypting-event-store';
import { MasterKeys } from './personal/master-keys';
import { PostgresEventStore } from './postgres/postgres-event-store';

/** Where the log is: in EventStoreDB when there is an address of one, else in the database of the read models. */
export interface LogAddress {
  /** The keys of personal data are in it too. */
  readonly databaseUrl: string;
  readonly eventStoreUrl?: string | undefined;
  /** 64 hexadecimal digits each. The first wraps new keys, the others are those of before. */
  readonly masterKeys: readonly string[];
}

/** The log as everybody but a copier of it sees it: personal data opened. `close` it. Connects when it is first used. */
export function openEventStore({ databaseUrl, eventStoreUrl, masterKeys }: LogAddress): EncryptingEventStore {
  const store =
    eventStoreUrl === undefined
      ? new PostgresEventStore({ connectionString: databaseUrl })
      : new EventStoreDbEventStore({ connectionString: eventStoreUrl });
  return new EncryptingEventStore(store, new DataKeys({ connectionString: databaseUrl }, new MasterKeys(masterKeys)));
}
