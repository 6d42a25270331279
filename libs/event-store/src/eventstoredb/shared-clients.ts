import { createRequire } from 'node:module';
import type { EventStoreDBClient } from '@eventstore/db-client';
import { within } from './attempts';

const load = createRequire(__filename); // 0.2 s and 20 MB, which only those pay that use it

const DISPOSE_WITHIN_MS = 1_000;

/**
 * The client that appends. All its appends travel on one long call, and a client never finds out that the server has half-closed it:
 * whatever is appended from then on is never answered. So a client that keeps silent is replaced.
 */
export class AppendingClient {
  private renewal: Promise<EventStoreDBClient>;
  private retired: EventStoreDBClient | undefined;

  constructor(private readonly connectionString: string) {
    this.renewal = Promise.resolve(newClient(connectionString));
  }

  /** Nobody appends while a client is being replaced: the old one's end makes it forget the appends of the new one too. */
  current(): Promise<EventStoreDBClient> {
    return this.renewal;
  }

  replace(silent: EventStoreDBClient): void {
    if (this.retired === silent) return;
    this.retired = silent;
    this.renewal = dispose(silent).then(() => newClient(this.connectionString));
  }
}

interface Shared {
  readonly appends: AppendingClient;
  readonly reads: EventStoreDBClient;
  users: number;
}

const connections = new Map<string, Shared>();

export interface Lease {
  readonly appends: AppendingClient;
  readonly reads: EventStoreDBClient;
  /** The last one ends the connections, which would keep the process running. */
  release(): Promise<void>;
}

/**
 * Two clients in this process for one connection string, whatever the number of stores: one appends and one reads. Every client keeps
 * its unanswered appends in one table of the process, and an error on the connection of one rejects those of all; a read that fails makes
 * its client leave the connection for another, with the appends still under way on it.
 */
export function leaseClients(connectionString: string): Lease {
  const shared = connections.get(connectionString) ?? connect(connectionString);
  connections.set(connectionString, shared);
  shared.users++;
  const { appends, reads } = shared;
  return {
    appends,
    reads,
    release: async () => {
      if (--shared.users > 0) return;
      connections.delete(connectionString);
      await Promise.all([dispose(await appends.current()), dispose(reads)]);
    },
  };
}

const connect = (connectionString: string): Shared => ({
  appends: new AppendingClient(connectionString),
  reads: newClient(connectionString),
  users: 0,
});

function newClient(connectionString: string): EventStoreDBClient {
  const { EventStoreDBClient: Client } = load('@eventstore/db-client') as typeof import('@eventstore/db-client');
  return Client.connectionString(connectionString);
}

/** Of a call that the server has half-closed the client waits for the end in vain. */
const dispose = (client: EventStoreDBClient): Promise<void> => within(DISPOSE_WITHIN_MS, client.dispose()).catch(() => undefined);
