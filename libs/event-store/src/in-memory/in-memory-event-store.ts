import { type EncodedEvent, encode } from '../encode';
import {
  type Appended,
  type EventMetadata,
  type EventStore,
  type LogShare,
  type NewEvent,
  type Position,
  type RecordedEvent,
  StoreUnavailable,
  StreamConflict,
  type StreamId,
} from '../event-store';
import { isInShare } from '../log-share';
import { Sleepers } from '../sleepers';

interface Stored extends EncodedEvent {
  readonly stream: StreamId;
  readonly revision: number;
  readonly position: number;
  readonly storedAt: number;
}

/** The whole port in this process's memory, for tests. It keeps text, so what is read is what a database would have given back. */
export class InMemoryEventStore implements EventStore {
  private readonly log: Stored[] = [];
  private readonly streams = new Map<string, Stored[]>();
  private readonly sleepers = new Sleepers();
  private closed = false;

  async append(stream: StreamId, expectedRevision: number, events: readonly NewEvent[]): Promise<Appended> {
    const encoded = encode(stream, expectedRevision, events);
    // as a database would: nothing is stored in the caller's own turn
    await Promise.resolve();
    if (this.closed) throw new StoreUnavailable('closed');
    const stored = this.streams.get(stream.id) ?? [];
    const category = stored[0]?.stream.category ?? stream.category;
    if (stored.length !== expectedRevision || category !== stream.category) {
      throw new StreamConflict(stream, expectedRevision, stored.length);
    }
    for (const event of encoded) {
      const next = { ...event, stream, revision: stored.length + 1, position: this.log.length + 1, storedAt: performance.now() };
      stored.push(next);
      this.log.push(next);
    }
    this.streams.set(stream.id, stored);
    this.sleepers.wakeAll();
    return { revision: stored.length, position: String(this.log.length) as Position };
  }

  read(stream: StreamId, afterRevision = 0): Promise<RecordedEvent[]> {
    const stored = this.streams.get(stream.id) ?? [];
    return Promise.resolve(stored[0]?.stream.category === stream.category ? stored.slice(afterRevision).map(recorded) : []);
  }

  readAll(after: Position | undefined, limit: number, share?: LogShare): Promise<RecordedEvent[]> {
    const found: RecordedEvent[] = [];
    for (let at = Number(after ?? 0); at < this.log.length && found.length < limit; at++) {
      const event = this.log[at];
      if (event && (!share || isInShare(share, event.stream))) found.push(recorded(event));
    }
    return Promise.resolve(found);
  }

  head(): Promise<Position | undefined> {
    return Promise.resolve(this.log.length === 0 ? undefined : (String(this.log.length) as Position));
  }

  secondsBehind(after: Position | undefined): Promise<number> {
    const oldest = this.log[Number(after ?? 0)];
    return Promise.resolve(oldest ? (performance.now() - oldest.storedAt) / 1_000 : 0);
  }

  waitForEvents(after: Position | undefined, timeoutMs: number, signal?: AbortSignal): Promise<void> {
    if (this.closed || this.log.length > Number(after ?? 0)) return Promise.resolve();
    return this.sleepers.sleep(timeoutMs, signal);
  }

  compare(a: Position | undefined, b: Position | undefined): number {
    return Math.sign(Number(a ?? 0) - Number(b ?? 0));
  }

  close(): Promise<void> {
    this.closed = true;
    this.sleepers.wakeAll();
    return Promise.resolve();
  }
}

function recorded({ stream, revision, position, type, data, metadata }: Stored): RecordedEvent {
  return {
    stream,
    revision,
    position: String(position) as Position,
    type,
    data: JSON.parse(data) as object,
    metadata: JSON.parse(metadata) as EventMetadata,
  };
}
