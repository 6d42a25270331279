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
  /** Streams whose rows the database does not take all at once. */
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
  const folds = projections.map((projection) => new Fold(projection));
  for await (const page of pagesOf(store, share, upTo)) {
    for (const fold of folds) fold.add(page);
    onEvents(page.length);
  }
  return inTransaction(client, async () => {
    const folded: FoldedPart[] = [];
    for (const fold of folds) folded.push(await fold.write(client, generations[fold.name] ?? 0));
    return folded;
  });
}

class Fold {
  readonly name: string;
  private readonly states = new Map<string, StreamState>();
  private events = 0;

  constructor(private readonly projection: Projection) {
    this.name = projection.model.name;
  }

  add(page: readonly RecordedEvent[]): void {
    const { model, streams } = this.projection;
    for (const event of page) {
      if (event.stream.category !== model.category) continue;
      let state = this.states.get(event.stream.id);
      if (!state) this.states.set(event.stream.id, (state = streams.newState(event.stream.id)));
      this.projection.fold(state, event);
      this.events++;
    }
  }

  async write(client: Client, generation: number): Promise<FoldedPart> {
    const all = [...this.states.values()];
    const refused: string[] = [];
    for (let i = 0; i < all.length; i += STREAMS_A_COPY) {
      const not = await this.projection.streams.copy(client, generation, all.slice(i, i + STREAMS_A_COPY));
      refused.push(...not.map(({ id }) => id));
    }
    return { readModel: this.name, events: this.events, streams: all.length, refused };
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
    yield page;
  }
}
