import { randomUUID } from 'node:crypto';

/** What a writer sends. */
export interface Proposed {
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

export interface Logged extends Proposed {
  readonly stream: string;
  /** 0 for the first event of a stream. */
  readonly revision: bigint;
  /** Commit and prepare position in one: they differ for explicit transactions only, which gRPC cannot make. */
  readonly position: bigint;
  readonly created: Date;
}

export type Expected = 'any' | 'no_stream' | 'stream_exists' | bigint;

export type Outcome =
  | { readonly kind: 'stored'; readonly revision: bigint; readonly position: bigint }
  | { readonly kind: 'wrong-expected-version'; readonly current: bigint | undefined }
  | { readonly kind: 'deleted' }
  | { readonly kind: 'too-large' };

interface Stream {
  readonly events: Logged[];
  /** Events before this revision are hidden from readers of the stream; `$all` still shows them. */
  truncateBefore: bigint;
  tombstone: boolean;
  hasMetadata: boolean;
}

/** $tb of a soft-deleted stream. */
export const SOFT_DELETED = 9_223_372_036_854_775_807n;
export const MOST_BYTES = 1024 * 1024;
const NO_BYTES = new Uint8Array();

/** What an EventStoreDB keeps and by which rules it takes an append, as far as a client can tell. Outlives the servers that show it. */
export class EventLog {
  readonly all: Logged[] = [];
  private readonly streams = new Map<string, Stream>();
  private readonly listeners = new Set<() => void>();
  private recentlyCommitted = new Map<string, Logged>();
  private nextPosition = 1_337n;

  /** `statisticsEvery`: after so many appends the server notes something about itself, as a real one does by the clock. */
  constructor(private readonly statisticsEvery = 7) {
    this.note('$users', '$UsersInformation');
    this.note('$$$users', '$metadata');
  }

  append(name: string, expected: Expected, events: readonly Proposed[]): Outcome {
    const stream = this.streamOf(name);
    const current = lastRevision(stream);
    if (stream.tombstone) return { kind: 'deleted' };
    if (events.reduce((sum, { data, metadata, type }) => sum + data.length + metadata.length + type.length, 0) > MOST_BYTES) {
      return { kind: 'too-large' };
    }
    const before = this.alreadyStored(name, stream, expected, events);
    if (before === 'in part') return { kind: 'wrong-expected-version', current: asCurrent(current) };
    if (before !== undefined) return { kind: 'stored', revision: before.revision, position: before.position };
    if (!mayAppend(stream, expected)) return { kind: 'wrong-expected-version', current: asCurrent(current) };
    if (isSoftDeleted(stream)) stream.truncateBefore = current + 1n;
    for (const event of events) this.store(name, stream, event);
    if (this.all.length % this.statisticsEvery === 0) this.note('$stats-127.0.0.1:2113', '$statsCollected');
    this.tell();
    const last = stream.events.at(-1);
    return { kind: 'stored', revision: last?.revision ?? current, position: last?.position ?? 0n };
  }

  softDelete(name: string, expected: Expected): Outcome {
    return this.remove(name, expected, (stream) => {
      this.note(`$$${name}`, '$metadata');
      stream.truncateBefore = SOFT_DELETED;
      stream.hasMetadata = true;
    });
  }

  tombstone(name: string, expected: Expected): Outcome {
    return this.remove(name, expected, (stream) => {
      this.note(name, '$streamDeleted');
      stream.tombstone = true;
    });
  }

  /** As a person would who sets $maxCount or $tb. */
  truncate(name: string, before: bigint): void {
    this.streamOf(name).truncateBefore = before;
    this.note(`$$${name}`, '$metadata');
  }

  /** What a reader of one stream may see; `not-found` also for one soft-deleted. */
  streamEvents(name: string): readonly Logged[] | 'not-found' | 'deleted' {
    const stream = this.streams.get(name);
    if (stream?.tombstone) return 'deleted';
    if (!stream || stream.events.length === 0 || isSoftDeleted(stream)) return 'not-found';
    return stream.events.filter(({ revision }) => revision >= stream.truncateBefore);
  }

  /** A server that starts again knows no recent ids: appends without a revision lose their protection against doubling. */
  forgetRecentIds(): void {
    this.recentlyCommitted = new Map();
  }

  onAppended(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** An event of the server's own. */
  note(name: string, type: string): void {
    this.store(name, undefined, { id: randomUUID(), type, contentType: 'application/json', data: NO_BYTES, metadata: NO_BYTES });
  }

  /**
   * The last of these events when they are stored already. With a revision the places are looked at, for ever; without one only what is
   * remembered of this stream. The same first ids with more behind them, or a part of them, is not the same append.
   */
  private alreadyStored(name: string, stream: Stream, expected: Expected, events: readonly Proposed[]): Logged | 'in part' | undefined {
    if (events.length === 0) return undefined;
    const places =
      expected === 'any' || expected === 'stream_exists'
        ? events.map(({ id }) => this.recentlyCommitted.get(`${name} ${id}`))
        : events.map((_, i) => stream.events[Number(expected === 'no_stream' ? 0n : expected + 1n) + i]);
    const same = events.filter(({ id }, i) => places[i]?.id === id).length;
    if (same === events.length) return places.at(-1);
    return places[0] !== undefined && places[0].id === events[0]?.id ? 'in part' : undefined;
  }

  private remove(name: string, expected: Expected, work: (stream: Stream) => void): Outcome {
    const stream = this.streamOf(name);
    if (stream.tombstone) return { kind: 'deleted' };
    const current = lastRevision(stream);
    if (!mayAppend(stream, expected)) return { kind: 'wrong-expected-version', current: asCurrent(current) };
    work(stream);
    this.tell();
    return { kind: 'stored', revision: current, position: this.all.at(-1)?.position ?? 0n };
  }

  private streamOf(name: string): Stream {
    let stream = this.streams.get(name);
    if (!stream) this.streams.set(name, (stream = { events: [], truncateBefore: 0n, tombstone: false, hasMetadata: false }));
    return stream;
  }

  private store(name: string, stream: Stream | undefined, proposed: Proposed): void {
    const revision = BigInt(stream?.events.length ?? 0);
    const event: Logged = { ...proposed, stream: name, revision, position: this.nextPosition, created: new Date() };
    this.nextPosition += BigInt(100 + proposed.data.length + proposed.metadata.length);
    this.all.push(event);
    stream?.events.push(event);
    this.recentlyCommitted.set(`${name} ${event.id}`, event);
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}

const lastRevision = (stream: Stream): bigint => BigInt(stream.events.length) - 1n;
const asCurrent = (revision: bigint): bigint | undefined => (revision < 0n ? undefined : revision);
const isSoftDeleted = (stream: Stream): boolean => stream.truncateBefore === SOFT_DELETED;

function mayAppend(stream: Stream, expected: Expected): boolean {
  const current = lastRevision(stream);
  if (expected === 'any') return true;
  if (expected === 'stream_exists') return current >= 0n || stream.hasMetadata;
  if (expected === 'no_stream') return current < 0n || isSoftDeleted(stream);
  return expected === current;
}
