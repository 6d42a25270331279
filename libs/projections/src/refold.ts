import type { EventStore, StreamId } from '@guardian/event-store';
import { DomainError } from '@guardian/kernel';
import { connect } from './connections';
import { NEXT, Projection } from './projection';
import { lockName } from './projection-lock';
import type { AnyReadModel } from './read-model';

export interface RefoldOptions {
  readonly url: string;
  readonly store: EventStore;
  readonly readModels: readonly AnyReadModel[];
  readonly streams: readonly StreamId[];
}

/**
 * Builds the rows of a few streams anew, in every read model that folds them, while the others stay and the live folding goes on: for when
 * the log reads otherwise than it did, because a key was destroyed. Throws DomainError `ReplayUnderWay` while one of the read models is
 * replayed, whose new rows might be folded from what was read before.
 */
export async function refold({ url, store, readModels, streams }: RefoldOptions): Promise<void> {
  const client = await connect(url, 'guardian refold');
  try {
    for (const { name } of readModels) {
      const lock = await client.query<{ mine: boolean }>(`select pg_try_advisory_lock(${lockName}) as mine`, [name + NEXT]);
      if (!lock.rows[0]?.mine) throw new DomainError('ReplayUnderWay', `${name} is being replayed.`, { readModel: name });
    }
    for (const stream of streams) {
      const events = await store.read(stream);
      for (const model of readModels.filter(({ category }) => category === stream.category)) {
        await new Projection(model, {}).refold(client, stream.id, events);
      }
    }
  } finally {
    await client.end(); // and with it the locks
  }
}
