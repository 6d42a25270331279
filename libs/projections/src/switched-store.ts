import type { EventStore, Position } from '@guardian/event-store';
import { DomainError } from '@guardian/kernel';
import { connect } from './connections';

/**
 * A read model goes on from a position, which says nothing about the log of another kind of store. Throws DomainError `StoreSwitched`
 * when one stands at a position that `store` did not give. The database must be migrated.
 */
export async function refuseSwitchedStore(url: string, store: EventStore): Promise<void> {
  const client = await connect(url, 'guardian kind of store');
  try {
    const { rows } = await client.query<{ read_model: string; position: Position }>(
      'select read_model, position from projection_checkpoint where position is not null order by read_model',
    );
    for (const { read_model: readModel, position } of rows) {
      if (isOf(store, position)) continue;
      throw new DomainError(
        'StoreSwitched',
        `The read model ${readModel} was folded from another kind of event store than the configuration names now. ` +
          'Set EVENTSTORE_URL as it was before, or follow "Moving a log" in docs/eventstoredb.md.',
        { readModel },
      );
    }
  } finally {
    await client.end();
  }
}

/**
 * For a log that was moved whole: every read model reads it from its beginning on, and keeps its rows meanwhile. Each stream knows its own
 * revision, so nothing is folded twice.
 */
export async function forgetPositions(url: string): Promise<void> {
  const client = await connect(url, 'guardian kind of store');
  try {
    await client.query('update projection_checkpoint set position = null');
  } finally {
    await client.end();
  }
}

function isOf(store: EventStore, position: Position): boolean {
  try {
    return store.compare(position, position) === 0;
  } catch {
    return false;
  }
}
