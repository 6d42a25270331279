import type { Pool, PoolClient } from 'pg';
import type { EncodedAppend, EncodedEvent } from '../encode';
import { type Appended, StoreBusy, StoreUnavailable, StreamConflict, type StreamId } from '../event-store';
import { appendByCopy } from './append-by-copy';
import { appendByInsert } from './append-by-insert';
import { asStoreError, mayBeOneAppend } from './connections';

interface Waiting extends EncodedAppend {
  resolve(appended: Appended): void;
  reject(error: Error): void;
}

const MOST_EVENTS_IN_A_FLUSH = 1_000;

/**
 * The one lane by which this process appends. Appends that arrive while a flush is under way share the next one: one transaction, one
 * lock, one fsync for all of them.
 */
export class AppendLane {
  private queue: Waiting[] = [];
  /** Kept while there is work: to take it from the pool for each flush costs 15 µs. */
  private client: PoolClient | undefined;
  private running: Promise<void> | undefined;
  private closed = false;

  constructor(
    private readonly pool: Pool,
    private readonly mostWaiting: number,
    private readonly copyFrom: number,
  ) {}

  append(stream: StreamId, expectedRevision: number, events: readonly EncodedEvent[]): Promise<Appended> {
    if (this.closed) return Promise.reject(new StoreUnavailable('closed'));
    if (this.queue.length >= this.mostWaiting) return Promise.reject(new StoreBusy());
    return new Promise((resolve, reject) => {
      this.queue.push({ stream, expectedRevision, events, resolve, reject });
      this.running ??= this.run();
    });
  }

  /** Takes no more, and resolves when all that was taken is answered. */
  async close(): Promise<void> {
    this.closed = true;
    await this.running;
  }

  private async run(): Promise<void> {
    while (this.queue.length > 0) await this.flush(this.nextFlush());
    this.letGo();
    this.running = undefined;
  }

  /** At most one append of a stream, so that each is checked against the state that the one before it left. */
  private nextFlush(): Waiting[] {
    const flush: Waiting[] = [];
    const later: Waiting[] = [];
    const streams = new Set<string>();
    let size = 0;
    for (const append of this.queue) {
      const fits = size === 0 || size + append.events.length <= MOST_EVENTS_IN_A_FLUSH;
      if (fits && !streams.has(append.stream.id)) {
        flush.push(append);
        size += append.events.length;
      } else later.push(append);
      // also for one put off: the appends of a stream keep their order
      streams.add(append.stream.id);
    }
    this.queue = later;
    return flush;
  }

  private async flush(appends: readonly Waiting[]): Promise<void> {
    try {
      const append = eventsIn(appends) < this.copyFrom ? appendByInsert : appendByCopy;
      await this.settle(appends, await append(await this.connection(), appends));
    } catch (error) {
      this.letGo({ broken: true });
      if (appends.length > 1 && mayBeOneAppend(error)) for (const append of appends) await this.flush([append]);
      else for (const append of appends) append.reject(asStoreError(error));
    }
  }

  private async connection(): Promise<PoolClient> {
    return (this.client ??= await this.pool.connect());
  }

  /** A broken one is closed, with the transaction that it may be in and its lock. */
  private letGo({ broken = false } = {}): void {
    this.client?.release(broken);
    this.client = undefined;
  }

  private async settle(appends: readonly Waiting[], accepted: ReadonlyMap<string, Appended>): Promise<void> {
    const conflicts: Waiting[] = [];
    for (const append of appends) {
      const appended = accepted.get(append.stream.id);
      if (appended) append.resolve(appended);
      else conflicts.push(append);
    }
    if (conflicts.length === 0) return;
    const revisions = await this.revisions(conflicts);
    for (const append of conflicts) {
      append.reject(new StreamConflict(append.stream, append.expectedRevision, revisions?.get(append.stream.id)));
    }
  }

  /** Where the streams stand now, for people to read; a conflict is one whether this is known or not. */
  private async revisions(appends: readonly Waiting[]): Promise<Map<string, number> | undefined> {
    try {
      const client = await this.connection();
      const { rows } = await client.query<{ stream_id: string; revision: number }>({
        name: 'revisions',
        text: 'select stream_id, max(revision) as revision from events where stream_id = any ($1::uuid[]) group by stream_id',
        values: [appends.map((append) => append.stream.id)],
      });
      return new Map(appends.map(({ stream }) => [stream.id, rows.find((row) => row.stream_id === stream.id)?.revision ?? 0]));
    } catch {
      this.letGo({ broken: true });
      return undefined;
    }
  }
}

const eventsIn = (appends: readonly EncodedAppend[]): number => appends.reduce((sum, { events }) => sum + events.length, 0);
