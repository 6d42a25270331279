import { setImmediate as sent } from 'node:timers/promises';
import type { EventStore, LogShare, Position, RecordedEvent } from '@guardian/event-store';
import type { Client } from 'pg';
import { inTransaction } from './connections';
import type { Projection } from './projection';
import type { StreamState } from './stream-state';

/** One part of a replay: a share of the log up to a position. */
export interface Part {
  readonly share: LogShare;
  readonly upTo: Position;
  /** Of each read model's `__next` tables, by its name. */
  readonly generations: Readonly<Record<string, number>>;
}

/** What a part gave one read model. */
export interface FoldedPart {
  readonly readModel: string;
  readonly events: number;
  readonly streams: number;
  /** Streams that a handler or the database refused: each is to be folded by itself. */
  readonly refused: readonly string[];
}

const PAGE = 1_000;
const STREAMS_A_COPY = 5_000;

/** One pass over the share for all read models. Each row is written once, when the share is folded, into tables without an index. */
export async function foldPart(
  client: Client,
  store: EventStore,
  projections: readonly Projection[],
  { share, upTo, generations }: Part,
  onEvents: (events: number) => void,
): Promise<FoldedPart[]> {
  const folds = share.categories.map((category) => new CategoryFold(projections.filter(({ model }) => model.category === category)));
  const byCategory = new Map(share.categories.map((category, i) => [category, folds[i]]));
  for await (const page of pagesOf(store, share, upTo)) {
    for (const event of page) byCategory.get(event.stream.category)?.add(event);
    onEvents(page.length);
  }
  return inTransaction(client, async () => {
    const folded: FoldedPart[] = [];
    for (const fold of folds) folded.push(...(await fold.write(client, generations)));
    return folded;
  });
}

/** The streams of a category, each found once for all read models that fold it. */
class CategoryFold {
  private readonly streams = new Map<string, readonly StreamState[]>();
  private events = 0;

  constructor(private readonly projections: readonly Projection[]) {}

  add(event: RecordedEvent): void {
    const { id } = event.stream;
    let states = this.streams.get(id);
    if (!states) this.streams.set(id, (states = this.projections.map(({ streams }) => streams.newReplayed(id))));
    for (let i = 0; i < states.length; i++) this.projections[i]!.fold(states[i]!, event);
    this.events++;
  }

  async write(client: Client, generations: Part['generations']): Promise<FoldedPart[]> {
    const folded: FoldedPart[] = [];
    for (const [i, { model, streams }] of this.projections.entries()) {
      const all = [...this.streams.values()].map((states) => states[i]!);
      const refused = all.filter(({ parking }) => parking);
      const good = all.filter(({ parking }) => !parking);
      for (let from = 0; from < good.length; from += STREAMS_A_COPY) {
        refused.push(...(await streams.copy(client, generations[model.name] ?? 0, good.slice(from, from + STREAMS_A_COPY))));
      }
      folded.push({ readModel: model.name, events: this.events, streams: all.length, refused: refused.map(({ id }) => id) });
    }
    return folded;
  }
}

/** The database reads the next page while this one is folded. */
export async function* pagesOf(store: EventStore, share: LogShare, upTo: Position): AsyncGenerator<RecordedEvent[]> {
  let coming = store.readAll(undefined, PAGE, share);
  for (let page = await coming; page.length > 0; page = await coming) {
    const last = page.at(-1)?.position;
    if (store.compare(last, upTo) >= 0) {
      yield page.filter(({ position }) => store.compare(position, upTo) <= 0);
      return;
    }
    coming = store.readAll(last, PAGE, share);
    coming.catch(() => undefined); // it is thrown where it is awaited
    await sent(); // the pool asks in a later turn, and folding a page leaves no turn until it is done
    yield page;
  }
}
