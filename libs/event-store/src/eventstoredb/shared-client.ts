import { EventStoreDBClient } from '@eventstore/db-client';

interface Shared {
  readonly client: EventStoreDBClient;
  users: number;
}

const clients = new Map<string, Shared>();

export interface Lease {
  readonly client: EventStoreDBClient;
  /** The last one ends the connection, which would keep the process running. */
  release(): Promise<void>;
}

/**
 * One client in this process for one connection string: every client keeps its unanswered appends in the same table, and an error on
 * the connection of one rejects those of all.
 */
export function leaseClient(connectionString: string): Lease {
  let shared = clients.get(connectionString);
  if (!shared) clients.set(connectionString, (shared = { client: EventStoreDBClient.connectionString(connectionString), users: 0 }));
  shared.users++;
  const { client } = shared;
  return {
    client,
    release: async () => {
      if (--shared.users > 0) return;
      clients.delete(connectionString);
      await client.dispose();
    },
  };
}
