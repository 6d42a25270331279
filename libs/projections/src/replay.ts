import type { EventStore, RecordedEvent } from '@guardian/event-store';
import { DomainError } from '@guardian/kernel';
import type { Client } from 'pg';
import { connect, inTransaction } from './connections';
import { type Checkpoint, NEXT, Projection, type ProjectionSettings } from './projection';
import { lockName } from './projection-lock';
import type { AnyReadModel } from './read-model';
import { buildIndexes, createNextTables, dropNextTables, switchTables } from './replay-tables';
import { StreamState } from './stream-state';

export interface ReplayOptions extends ProjectionSettings {
  readonly url: string;
  readonly store: EventStore;
  readonly readModel: AnyReadModel;
  readonly onProgress?: (progress: ReplayProgress) => void;
}

export interface ReplayProgress {
  readonly phase: 'folding' | 'writing' | 'indexing' | 'catching up' | 'switched';
  /** Events read so far; of all read models, as the log is one. */
  readonly events: number;
}

export interface Replayed {
  readonly events: number;
  readonly streams: number;
}

const PAGE = 1_000;

/**
 * Builds the read model anew from the whole log, beside the live one, and switches when it has caught up: readers see the old rows
 * until they see the new ones. The live one goes on meanwhile. Holds every row of the read model in memory: some 1 kB a stream.
 * Throws DomainError `ReplayUnderWay` when the same read model is being replayed already; a broken-off replay leaves no trace that
 * the next one does not clear.
 */
export async function replay(options: ReplayOptions): Promise<Replayed> {
  const next = new Projection(options.readModel, options, NEXT);
  const live = new Projection(options.readModel, options);
  const client = await connect(options.url, `guardian replay ${live.name}`);
  try {
    const lock = await client.query<{ mine: boolean }>(`select pg_try_advisory_lock(${lockName}) as mine`, [next.name]);
    if (!lock.rows[0]?.mine) throw new DomainError('ReplayUnderWay', `${live.name} is being replayed already.`, { readModel: live.name });
    const start = await begin(client, next);
    const built = await build(client, next, start.generation, options);
    options.onProgress?.({ phase: 'catching up', events: built.events });
    const caughtUp = await catchUp(client, next, built.at, options.store);
    await change(client, live, next, caughtUp.at, options.store);
    const events = built.events + caughtUp.events;
    options.onProgress?.({ phase: 'switched', events });
    return { events, streams: built.streams };
  } finally {
    await client.end();
  }
}

async function begin(client: Client, next: Projection): Promise<Checkpoint> {
  return inTransaction(client, async () => {
    await client.query('delete from projection_checkpoint where read_model = $1', [next.name]);
    await client.query('delete from projection_stream where generation not in (select generation from projection_checkpoint)');
    await dropNextTables(client, next);
    await createNextTables(client, next);
    return next.checkpoint(client);
  });
}

/** Everything folded in memory first: each row is written once, into tables that have no index yet. */
async function build(client: Client, next: Projection, generation: number, { store, onProgress }: ReplayOptions) {
  const states = new Map<string, StreamState>();
  let position: Checkpoint['position'];
  let events = 0;
  for await (const page of pagesOf(store)) {
    for (const [id, own] of next.ownEvents(page)) {
      let state = states.get(id);
      if (!state) states.set(id, (state = new StreamState(id, next.tables)));
      next.foldInto(state, own);
    }
    position = page.at(-1)?.position;
    events += page.length;
    onProgress?.({ phase: 'folding', events });
  }

  onProgress?.({ phase: 'writing', events });
  const all = [...states.values()];
  await inTransaction(client, async () => {
    const refused: StreamState[] = [];
    for (let i = 0; i < all.length; i += PAGE) refused.push(...(await next.writeNew(client, generation, all.slice(i, i + PAGE))));
    onProgress?.({ phase: 'indexing', events });
    await buildIndexes(client, next);
    for (const { id } of refused) {
      await next.foldOneByOne(client, generation, id, await store.read({ category: next.model.category, id }));
    }
    await client.query('update projection_checkpoint set position = $2 where read_model = $1', [next.name, position]);
  });
  return { at: { generation, position }, events, streams: all.length };
}

/** The log from its start. The database reads the next page while this one is folded. */
async function* pagesOf(store: EventStore): AsyncGenerator<RecordedEvent[]> {
  let coming = store.readAll(undefined, PAGE);
  for (let page = await coming; page.length > 0; page = await coming) {
    coming = store.readAll(page.at(-1)?.position, PAGE);
    coming.catch(() => undefined); // it is thrown where it is awaited
    yield page;
  }
}

async function catchUp(client: Client, next: Projection, from: Checkpoint, store: EventStore) {
  let at = from;
  let events = 0;
  for (let page = await store.readAll(at.position, PAGE); page.length > 0; page = await store.readAll(at.position, PAGE)) {
    at = await next.advance(client, at, page);
    events += page.length;
  }
  return { at, events };
}

/** While the live checkpoint is locked the live rows stand still, so the few events by which they may be ahead can be made up. */
async function change(client: Client, live: Projection, next: Projection, from: Checkpoint, store: EventStore): Promise<void> {
  await live.checkpoint(client);
  const old = await inTransaction(client, async () => {
    await client.query(`set local lock_timeout = '10s'`);
    await client.query('select from projection_checkpoint where read_model = $1 for update', [live.name]);
    const before = await live.checkpoint(client);
    let at = from;
    while (store.compare(at.position, before.position) < 0) {
      at = await next.advanceWithin(client, at, await store.readAll(at.position, PAGE));
    }
    await switchTables(client, live);
    await client.query('delete from projection_checkpoint where read_model = $1', [next.name]);
    await client.query('update projection_checkpoint set generation = $2, position = $3 where read_model = $1', [
      live.name,
      at.generation,
      at.position,
    ]);
    return before;
  });
  await client.query('delete from projection_stream where generation = $1', [old.generation]);
}
