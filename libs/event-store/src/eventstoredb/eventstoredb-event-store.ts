import type { Position as LogPosition, RecordedEvent as ClientEvent } from '@eventstore/db-client';
import { encode, UUID } from '../encode';
import {
  type Appended,
  type EventStore,
  type LogShare,
  type NewEvent,
  type Position,
  type RecordedEvent,
  StoreBusy,
  StoreUnavailable,
  type StreamId,
  streamName,
} from '../event-store';
import { isInShare } from '../log-share';
import { Appender } from './appender';
import { recorded, streamDamaged, streamOf } from './guardian-events';
import { LogPages, PAGE } from './log-pages';
import { asText, comparePositions, fromText } from './positions';
import { type Lease, leaseClients } from './shared-clients';
import { WakeUps } from './wake-ups';

export interface EventStoreDbOptions {
  /** `esdb://` or `esdb+discover://`, as the client documents it. */
  readonly connectionString: string;
  /** How long one call may keep silent before it counts as lost. Milliseconds; default 3,000. */
  readonly answerWithinMs?: number;
  /** How long a call is tried again before StoreUnavailable. Milliseconds; default 10,000. */
  readonly patienceMs?: number;
  /** Appends that may wait for their answer before StoreBusy. Default 10,000. */
  readonly mostWaiting?: number;
}

const POLL_MS = 1_000;
/** Where one event is asked for: most often it is the next one, and an event costs as much to read as a call. */
const FEWEST = 4;
const MORE = 4;

/** The log in EventStoreDB 22.10 or later. Its user must be one of `$admins`: nobody else may read the whole log. */
export class EventStoreDbEventStore implements EventStore {
  private readonly lease: Lease;
  private readonly pages: LogPages;
  private readonly appender: Appender;
  private readonly wakeUps: WakeUps;
  private readonly mostWaiting: number;
  private readonly unanswered = new Set<Promise<unknown>>();
  private closed: Promise<void> | undefined;
  /** The end of the log where the server wrote about itself: known to hold nothing of ours, so nobody reads it again. */
  private quiet: { readonly after: LogPosition | undefined; readonly until: LogPosition } | undefined;

  constructor({ connectionString, answerWithinMs = 3_000, patienceMs = 10_000, mostWaiting = 10_000 }: EventStoreDbOptions) {
    this.lease = leaseClients(connectionString);
    const patience = { answerWithinMs, patienceMs };
    const isOver = () => this.closed !== undefined;
    this.pages = new LogPages(this.lease.reads, patience, isOver);
    this.appender = new Appender(this.lease.appends, this.pages, patience, isOver);
    this.wakeUps = new WakeUps(this.lease.reads);
    this.mostWaiting = mostWaiting;
  }

  async append(stream: StreamId, expectedRevision: number, events: readonly NewEvent[]): Promise<Appended> {
    encode(stream, expectedRevision, events);
    if (this.closed) throw new StoreUnavailable('closed');
    if (this.unanswered.size >= this.mostWaiting) throw new StoreBusy();
    const answer = this.appender.append(stream, expectedRevision, events);
    this.unanswered.add(answer);
    try {
      return await answer;
    } finally {
      this.unanswered.delete(answer);
    }
  }

  /** Throws DomainError `StreamDamaged` when somebody has deleted or cut short the stream. */
  async read(stream: StreamId, afterRevision = 0): Promise<RecordedEvent[]> {
    if (!UUID.test(stream.id)) return [];
    const events: RecordedEvent[] = [];
    for (;;) {
      const next = afterRevision + events.length;
      const page = await this.pages.ofStream(streamName(stream), BigInt(next));
      for (const event of page) {
        const missing = Number(event.revision) - afterRevision - events.length;
        if (missing > 0) throw streamDamaged(streamName(stream));
        if (missing === 0) events.push(recorded(stream, event)); // else delivered twice
      }
      if (page.length < PAGE) return events;
    }
  }

  async readAll(after: Position | undefined, limit: number, share?: LogShare): Promise<RecordedEvent[]> {
    const found: RecordedEvent[] = [];
    await this.scan(after, limit, (stream, event) => {
      if (share && !isInShare(share, stream)) return false;
      found.push(recorded(stream, event));
      return true;
    });
    return found;
  }

  async head(): Promise<Position | undefined> {
    let before: LogPosition | undefined;
    for (let count = FEWEST; ; count = Math.min(PAGE, count * MORE)) {
      const page = await this.pages.before(before, count);
      const newest = page.find(streamOf);
      if (newest) return asText(newest.position);
      if (page.length < count) return undefined;
      before = page.at(-1)?.position;
    }
  }

  /** By the clock of this process, which must not be far from the server's: EventStoreDB tells when it stored, and not what time it is. */
  async secondsBehind(after: Position | undefined): Promise<number> {
    let storedAt: Date | undefined;
    await this.scan(after, 1, (_, event) => {
      storedAt = event.created;
      return true;
    });
    return storedAt ? Math.max(0.001, (Date.now() - storedAt.getTime()) / 1_000) : 0;
  }

  async waitForEvents(after: Position | undefined, timeoutMs: number, signal?: AbortSignal): Promise<void> {
    const until = performance.now() + timeoutMs;
    for (let left = timeoutMs; left > 0 && !signal?.aborted && !this.closed; left = until - performance.now()) {
      // Asleep before looking, or an event between the two would go by unheard. The poll covers a lost wake-up.
      const woken = this.wakeUps.sleep(Math.min(left, POLL_MS), signal).then(() => false);
      const found = this.readAll(after, 1).then(
        (events) => events.length > 0,
        () => false,
      );
      if (await Promise.race([woken, found.then((isThere) => isThere || woken)])) return;
    }
  }

  compare(a: Position | undefined, b: Position | undefined): number {
    return comparePositions(a, b);
  }

  close(): Promise<void> {
    this.closed ??= Promise.allSettled([this.wakeUps.close(), ...this.unanswered]).then(() => this.lease.release());
    return this.closed;
  }

  /**
   * Hands over the events of Guardian after a position, one by one and in order, until `take` has taken `limit` of them, or at least half
   * of that at the end of a page: a page more would mostly be read in vain.
   */
  private async scan(after: Position | undefined, limit: number, take: (stream: StreamId, event: ClientEvent) => boolean): Promise<void> {
    const start = after === undefined ? undefined : fromText(after);
    let from = this.skipQuiet(start);
    let isQuiet = true;
    let taken = 0;
    for (let count = limit; ; count = taken > 0 ? limit - taken : count * MORE) {
      count = Math.min(PAGE, Math.max(FEWEST, count));
      const { events, isEnd } = await this.pages.after(from, count);
      for (const event of events) {
        const stream = streamOf(event);
        if (!stream) continue;
        isQuiet = false;
        if (take(stream, event) && ++taken === limit) return;
      }
      from = events.at(-1)?.position ?? from;
      if (isEnd && isQuiet && from && from !== start) this.quiet = { after: start, until: from };
      if (isEnd || 2 * taken >= limit) return;
    }
  }

  private skipQuiet(start: LogPosition | undefined): LogPosition | undefined {
    if (!this.quiet || !isBetween(this.quiet.after, start, this.quiet.until)) return start;
    return this.quiet.until;
  }
}

function isBetween(a: LogPosition | undefined, x: LogPosition | undefined, b: LogPosition): boolean {
  const commit = (position: LogPosition | undefined) => position?.commit ?? -1n;
  return commit(a) <= commit(x) && commit(x) < b.commit;
}
