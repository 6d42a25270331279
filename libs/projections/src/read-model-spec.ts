import { type EventMetadata, InMemoryEventStore } from '@guardian/event-store';
import type { DomainEvent } from '@guardian/kernel';
import type { Client } from 'pg';
import { connect } from './connections';
import { Projection } from './projection';
import type { ReadModel, RowClass } from './read-model';
import { replay } from './replay';
import { rowTable } from './row-table';

/** An event of a spec; `metadata` says who and when where that matters. */
export type GivenEvent<E extends DomainEvent> = E & { readonly metadata?: Partial<EventMetadata> };

const someone = { id: 'spec', name: 'Spec', role: 'coordinator', organisation: 'Spec' };

/**
 * `given(...events).expectRows(Table, rows)`, in a Jest test with a migrated PostgreSQL. The events of one stream are folded one at a
 * time, each in a transaction of its own, and then replayed in one go: both must give the same rows.
 */
export function readModelSpec<E extends DomainEvent>(model: ReadModel<E>, url: () => string) {
  const streamId = '5bec0000-0000-4000-8000-000000000001';
  return {
    /** The stream whose events are given. */
    streamId,
    given: (...events: GivenEvent<E>[]) => ({
      /** Every row of the table in the order of its key; properties that a row of `expected` does not name are not compared. */
      expectRows: async <Row extends object>(table: RowClass<Row>, expected: readonly Partial<Row>[]): Promise<void> => {
        const client = await connect(url(), 'spec');
        try {
          const store = await recorded(model.category, streamId, events);
          await foldOneAtATime(client, model, store);
          const folded = await rowsOf(client, table);
          expect(folded).toMatchObject(expected);
          await replay({ url: url(), store, readModels: [model] });
          expect(await rowsOf(client, table)).toEqual(folded);
        } finally {
          await client.end();
        }
      },
    }),
  };
}

async function recorded(category: string, id: string, events: readonly GivenEvent<DomainEvent>[]): Promise<InMemoryEventStore> {
  const store = new InMemoryEventStore();
  for (const [index, { type, data, metadata }] of events.entries()) {
    const minute = String(index).padStart(2, '0');
    const recordedAt = `2026-01-05T09:${minute}:00.000Z`;
    const whole = { commandId: `command-${index}`, commandHash: 'spec', recordedAt, actor: someone, ...metadata };
    await store.append({ category, id }, index, [{ type, data, metadata: whole }]);
  }
  return store;
}

async function foldOneAtATime(client: Client, model: ReadModel<never>, store: InMemoryEventStore): Promise<void> {
  const projection = new Projection(model, {});
  await client.query('delete from projection_checkpoint where read_model = $1', [projection.name]);
  for (const { name } of projection.streams.tables) await client.query(`truncate ${name}`);
  let at = await projection.checkpoint(client);
  for (let next = await store.readAll(undefined, 1); next.length > 0; next = await store.readAll(at.position, 1)) {
    at = await projection.advance(client, at, next);
  }
  const parked = await client.query('select parked_error from projection_stream where generation = $1 and parked_error is not null', [
    at.generation,
  ]);
  expect(parked.rows).toEqual([]);
}

async function rowsOf(client: Client, row: RowClass): Promise<unknown[]> {
  const table = rowTable(row);
  const order = table.key.map((property) => `"${property}"`).join(', ');
  return (await client.query<object>(`${table.select} order by ${order}`)).rows;
}
