import { DomainError } from '@guardian/kernel';

/** A stream is one case, patient, enquiry or pathway definition: written `case-<uuid>`. */
export interface StreamId {
  readonly category: string;
  /** UUID, lower case. Whoever makes it never gives it to streams of two categories: not every store could tell. */
  readonly id: string;
}

/** Where an event stands in the whole log. Opaque and exact text: a number in PostgreSQL, a pair in EventStoreDB. Compare with `EventStore.compare`. */
export type Position = string & { readonly __position: never };

/** Who did it, on whose behalf. */
export interface Actor {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly organisation: string;
}

export interface EventMetadata {
  /** The idempotency record: the stream itself remembers which commands it has answered. */
  readonly commandId: string;
  /** Hash of the command's content: the same id with other content is refused. */
  readonly commandHash: string;
  /** ISO instant, from the clock of the process that decided. Order never depends on it. */
  readonly recordedAt: string;
  readonly actor: Actor;
  readonly correlationId?: string;
  readonly causationId?: string;
}

export interface NewEvent {
  readonly type: string;
  readonly data: object;
  readonly metadata: EventMetadata;
}

export interface RecordedEvent<E extends { type: string; data: object } = { type: string; data: object }> {
  readonly stream: StreamId;
  /** 1..n without holes within the stream. */
  readonly revision: number;
  readonly position: Position;
  readonly type: E['type'];
  readonly data: E['data'];
  readonly metadata: EventMetadata;
}

export interface Appended {
  /** Revision of the last event appended. */
  readonly revision: number;
  /** Position of the last event appended. */
  readonly position: Position;
}

/** A share of the log that one reader can follow by itself: of these categories the streams whose hash falls in `part`, of 0 to `parts - 1`. */
export interface LogShare {
  readonly categories: readonly string[];
  readonly part: number;
  readonly parts: number;
}

/**
 * The port. Promises of every implementation (one contract suite, `contract/`):
 * appends are atomic and durable when the promise resolves; a reader of `readAll` never misses, doubles or reorders an event;
 * revisions of a stream are 1..n.
 *
 * Errors: StreamConflict (the expected revision was wrong; nothing stored), EventRefused (data that cannot be stored; nothing stored),
 * StoreBusy (queue full; nothing stored), StoreUnavailable (outcome unknown: send the same command id again).
 */
export interface EventStore {
  /** `expectedRevision` 0 means: the stream must not exist. At least 1 event. */
  append(stream: StreamId, expectedRevision: number, events: readonly NewEvent[]): Promise<Appended>;
  /** All events of one stream in order, those after `afterRevision`; empty when there is none. */
  read(stream: StreamId, afterRevision?: number): Promise<RecordedEvent[]>;
  /**
   * The log in its one order: up to `limit` events after `after` (undefined: from the start), of a share of it only when one is named.
   * 500 to 1,000 at a time is fastest. No events: the end of the log.
   */
  readAll(after: Position | undefined, limit: number, share?: LogShare): Promise<RecordedEvent[]>;
  /** Position of the newest event, undefined for an empty log. */
  head(): Promise<Position | undefined>;
  /** Seconds since the oldest event after `after` was stored, by the store's own clock; 0 when there is none. */
  secondsBehind(after: Position | undefined): Promise<number>;
  /** Resolves when there may be events after `after`, or when `timeoutMs` has gone by, or on abort. Never rejects: it is `readAll` that tells of an outage. */
  waitForEvents(after: Position | undefined, timeoutMs: number, signal?: AbortSignal): Promise<void>;
  /** Negative, 0 or positive. Throws for a position that another kind of store gave. */
  compare(a: Position | undefined, b: Position | undefined): number;
  close(): Promise<void>;
}

export class StreamConflict extends DomainError {
  constructor(
    stream: StreamId,
    expectedRevision: number,
    readonly actualRevision: number | undefined,
  ) {
    super('StreamConflict', 'Someone else changed this at the same moment. Try again.', {
      stream: streamName(stream),
      expectedRevision,
      actualRevision,
    });
  }
}

export class EventRefused extends DomainError {
  constructor(reason: string) {
    super('EventRefused', `This cannot be stored: ${reason}`);
  }
}

export class StoreBusy extends DomainError {
  constructor() {
    super('StoreBusy', 'Guardian is busy. Nothing was saved. Try again in a moment.');
  }
}

export class StoreUnavailable extends DomainError {
  constructor(override readonly cause?: unknown) {
    super(
      'StoreUnavailable',
      'Guardian cannot reach its database. It is not known whether this was saved. Try again: it will not be saved twice.',
    );
  }
}

export const streamName = (stream: StreamId): string => `${stream.category}-${stream.id}`;
