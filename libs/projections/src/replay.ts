import type { Worker } from 'node:worker_threads';
import type { EventStore, Position } from '@guardian/event-store';
import { DomainError } from '@guardian/kernel';
import type { Client } from 'pg';
import { connect, inTransaction } from './connections';
import { type Checkpoint, NEXT, Projection, type ProjectionSettings } from './projection';
import { lockName } from './projection-lock';
import type { AnyReadModel } from './read-model';
import { type FoldedPart, foldPart, pagesOf, type Part } from './replay-part';
import { buildIndexes, createNextTables, dropNextTables, switchTables } from './replay-tables';
import { foldInThread } from './replay-threads';

export interface ReplayOptions extends ProjectionSettings {
  readonly url: string;
  readonly store: EventStore;
  readonly readModels: readonly AnyReadModel[];
  /** To fold on several threads, each of which begins with a module that calls `replayThread`. Else the log is folded in this thread. */
  readonly threads?: { readonly count: number; readonly start: () => Worker };
  /** Streams that a thread holds in memory at a time, some 1 to 5 kB each in a read model; default 50,000. */
  readonly streamsAtATime?: number;
  readonly onProgress?: (progress: ReplayProgress) => void;
}

export interface ReplayProgress {
  readonly phase: 'folding' | 'indexing' | 'catching up' | 'switched';
  /** Events read so far; each is read once for all read models. */
  readonly events: number;
}

/** What one read model was built from. */
export interface Replayed {
  readonly readModel: string;
  readonly events: number;
  readonly streams: number;
}

interface Building {
  readonly live: Projection;
  readonly next: Projection;
  readonly generation: number;
}

const PAGE = 1_000;

/**
 * Builds read models anew from the whole log, in one pass of it beside the live ones, and switches each when it has caught up: readers
 * see the old rows until they see the new ones. The live ones go on meanwhile. However long the log is, only some of its streams stand
 * in memory at a time. Throws DomainError `ReplayUnderWay` when one of them is being replayed already; a broken-off replay leaves no
 * trace that the next one does not clear.
 */
export async function replay(options: ReplayOptions): Promise<Replayed[]> {
  const { url, store, readModels, onProgress } = options;
  const client = await connect(url, 'guardian replay');
  try {
    const begun: Building[] = [];
    for (const model of readModels) begun.push(await begin(client, new Projection(model, options), new Projection(model, options, NEXT)));
    const upTo = await store.head();
    let events = 0;
    const onEvents = (more: number): void => onProgress?.({ phase: 'folding', events: (events += more) });
    const folded = upTo === undefined ? [] : await fold(client, begun, upTo, options, onEvents);
    const replayed: Replayed[] = [];
    for (const building of begun) {
      const own = folded.filter(({ readModel }) => readModel === building.live.name);
      onProgress?.({ phase: 'indexing', events });
      await index(client, building, upTo, own, store);
      onProgress?.({ phase: 'catching up', events });
      await change(client, building, await catchUp(client, building, upTo, store), store);
      replayed.push({ readModel: building.live.name, events: sum(own, 'events'), streams: sum(own, 'streams') });
    }
    onProgress?.({ phase: 'switched', events });
    return replayed;
  } finally {
    await client.end();
  }
}

const sum = (folded: readonly FoldedPart[], what: 'events' | 'streams'): number => folded.reduce((total, each) => total + each[what], 0);

async function begin(client: Client, live: Projection, next: Projection): Promise<Building> {
  const lock = await client.query<{ mine: boolean }>(`select pg_try_advisory_lock(${lockName}) as mine`, [next.name]);
  if (!lock.rows[0]?.mine) throw new DomainError('ReplayUnderWay', `${live.name} is being replayed already.`, { readModel: live.name });
  return inTransaction(client, async () => {
    await client.query('delete from projection_checkpoint where read_model = $1', [next.name]);
    await client.query('delete from projection_stream where generation not in (select generation from projection_checkpoint)');
    await dropNextTables(client, next);
    await createNextTables(client, next);
    return { live, next, generation: (await next.checkpoint(client)).generation };
  });
}

async function fold(
  client: Client,
  begun: readonly Building[],
  upTo: Position,
  { url, store, threads, retryAfterMs, streamsAtATime = 50_000 }: ReplayOptions,
  onEvents: (events: number) => void,
): Promise<FoldedPart[]> {
  const categories = [...new Set(begun.map(({ live }) => live.model.category))];
  const count = threads?.count ?? 1;
  const parts = count * Math.max(1, Math.ceil((await streamsIn(store, categories, upTo)) / streamsAtATime / count));
  const generations = Object.fromEntries(begun.map(({ live, generation }) => [live.name, generation]));
  const waiting = Array.from({ length: parts }, (_, part): Part => ({ share: { categories, part, parts }, upTo, generations }));
  const folded: FoldedPart[] = [];
  if (!threads) {
    const projections = begun.map(({ next }) => next);
    for (const part of waiting) folded.push(...(await foldPart(client, store, projections, part, onEvents)));
    return folded;
  }
  const tasks = waiting.map((part) => ({ url, retryAfterMs, part })).values();
  const started = Array.from({ length: count }, threads.start);
  try {
    await Promise.all(started.map((thread) => foldInThread(thread, tasks, onEvents, (part) => folded.push(...part))));
  } finally {
    await Promise.all(started.map((thread) => thread.terminate()));
  }
  return folded;
}

const SAMPLE = 256;

/** About how many, by counting those of a small share: the only question about it that every store answers. */
async function streamsIn(store: EventStore, categories: readonly string[], upTo: Position): Promise<number> {
  const ids = new Set<string>();
  for await (const page of pagesOf(store, { categories, part: 0, parts: SAMPLE }, upTo)) {
    for (const { stream } of page) ids.add(stream.id);
  }
  return ids.size * SAMPLE;
}

async function index(
  client: Client,
  { next, generation }: Building,
  upTo: Position | undefined,
  parts: readonly FoldedPart[],
  store: EventStore,
) {
  await inTransaction(client, async () => {
    await buildIndexes(client, next);
    for (const id of parts.flatMap(({ refused }) => refused)) {
      await next.foldWhole(client, generation, id, await store.read({ category: next.model.category, id }));
    }
    await client.query('update projection_checkpoint set position = $2 where read_model = $1', [next.name, upTo]);
  });
}

async function catchUp(client: Client, { next, generation }: Building, upTo: Position | undefined, store: EventStore): Promise<Checkpoint> {
  let at: Checkpoint = { generation, position: upTo };
  for (let page = await store.readAll(at.position, PAGE); page.length > 0; page = await store.readAll(at.position, PAGE)) {
    at = await next.advance(client, at, page);
  }
  return at;
}

/** While the live checkpoint is locked the live rows stand still, so the few events by which they may be ahead can be made up. */
async function change(client: Client, { live, next }: Building, from: Checkpoint, store: EventStore): Promise<void> {
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
    await client.query('update projection_checkpoint set generation = $2, position = $3, shape = $4 where read_model = $1', [
      live.name,
      at.generation,
      at.position,
      live.shape,
    ]);
    return before;
  });
  await client.query('delete from projection_stream where generation = $1', [old.generation]);
}
