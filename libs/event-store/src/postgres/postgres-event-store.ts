import { DomainError } from '@guardian/kernel';
import type { Pool } from 'pg';
import { encode, UUID } from '../encode';
import type { Appended, EventMetadata, EventStore, LogShare, NewEvent, Position, RecordedEvent, StreamId } from '../event-store';
import { AppendLane } from './append-lane';
import { asStoreError, type ConnectionOptions, resilientPool } from './connections';
import { WakeUps } from './wake-ups';

export interface PostgresEventStoreOptions extends ConnectionOptions {
  /** Connections for reading; one more appends and one more listens. Default 4. */
  readonly readers?: number;
  /** Appends that may wait before StoreBusy. Default 10,000. */
  readonly mostWaiting?: number;
  /**
   * How many events in one transaction go by COPY and not by INSERT. COPY takes an event in for two thirds of the work and pays for it
   * with four more turns to the server. Default 250.
   */
  readonly copyFrom?: number;
}

type Row = [category: string, streamId: string, revision: string, position: string, type: string, data: string, metadata: string];

const COLUMNS = 'category, stream_id, revision, position, type, data, metadata';
/** Position, limit, categories, parts, part. */
export const READ_SHARE = `select ${COLUMNS} from events
  where position > $1 and category = any ($3) and (uuid_hash(stream_id) & 2147483647) % $4 = $5 order by position limit $2`;
const PAGE = 1_000;
const POLL_MS = 1_000;
const rawText = { getTypeParser: () => (text: string) => text };

/** The log in PostgreSQL 15 or later. Works as the role guardian_app, so run `eventStoreMigrations` first. */
export class PostgresEventStore implements EventStore {
  private readonly writer: Pool;
  private readonly reader: Pool;
  private readonly lane: AppendLane;
  private readonly wakeUps: WakeUps;
  private closing: Promise<void> | undefined;

  constructor(options: PostgresEventStoreOptions) {
    this.writer = resilientPool(options, 1);
    this.reader = resilientPool(options, options.readers ?? 4);
    this.lane = new AppendLane(this.writer, options.mostWaiting ?? 10_000, options.copyFrom ?? 250);
    this.wakeUps = new WakeUps(options);
  }

  /** Refuses a server that may forget what it has confirmed. Throws DomainError `UnsafeDatabase`; `allowUnsafe` is for tests. */
  async startupCheck({ allowUnsafe = false } = {}): Promise<void> {
    const off = await this.rows<[name: string]>(
      'unsafe_settings',
      `select name from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit') and setting = 'off' order by name`,
      [],
    );
    if (off.length === 0 || allowUnsafe) return;
    const settings = off.map(([name]) => name);
    throw new DomainError(
      'UnsafeDatabase',
      `PostgreSQL runs with ${settings.join(', ')} off and may lose what it has confirmed. Turn it on and start Guardian again.`,
      { settings },
    );
  }

  async append(stream: StreamId, expectedRevision: number, events: readonly NewEvent[]): Promise<Appended> {
    return this.lane.append(stream, expectedRevision, encode(stream, expectedRevision, events));
  }

  async read(stream: StreamId, afterRevision = 0): Promise<RecordedEvent[]> {
    if (!UUID.test(stream.id)) return [];
    const events: RecordedEvent[] = [];
    for (let page = PAGE; page === PAGE;) {
      const rows = await this.rows<Row>(
        'read_stream',
        `select ${COLUMNS} from events where stream_id = $1 and category = $2 and revision > $3 order by revision limit ${PAGE}`,
        [stream.id, stream.category, events.at(-1)?.revision ?? afterRevision],
      );
      for (const row of rows) events.push(recorded(row));
      page = rows.length;
    }
    return events;
  }

  async readAll(after: Position | undefined, limit: number, share?: LogShare): Promise<RecordedEvent[]> {
    const values = [after ?? '0', limit];
    const rows = share
      ? await this.rows<Row>('read_share', READ_SHARE, [...values, share.categories, share.parts, share.part])
      : await this.rows<Row>('read_all', `select ${COLUMNS} from events where position > $1 order by position limit $2`, values);
    return rows.map((row) => new LoggedEvent(row));
  }

  async head(): Promise<Position | undefined> {
    const [row] = await this.rows<[position: string | null]>('head', 'select max(position) from events', []);
    return (row?.[0] ?? undefined) as Position | undefined;
  }

  async secondsBehind(after: Position | undefined): Promise<number> {
    const [row] = await this.rows<[string]>(
      'seconds_behind',
      'select extract(epoch from clock_timestamp() - stored_at) from events where position > $1 order by position limit 1',
      [after ?? '0'],
    );
    return Math.max(0, Number(row?.[0] ?? 0));
  }

  async waitForEvents(after: Position | undefined, timeoutMs: number, signal?: AbortSignal): Promise<void> {
    const until = performance.now() + timeoutMs;
    for (let left = timeoutMs; left > 0 && !signal?.aborted; left = until - performance.now()) {
      // Asleep before looking, or an event between the two would go by unheard. The poll covers a lost wake-up.
      const woken = this.wakeUps.sleep(Math.min(left, POLL_MS), signal);
      if (this.compare(await this.head().catch(() => undefined), after) > 0) return;
      await woken;
    }
  }

  compare(a: Position | undefined, b: Position | undefined): number {
    const difference = BigInt(a ?? 0) - BigInt(b ?? 0);
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  }

  close(): Promise<void> {
    this.closing ??= this.lane.close().then(async () => {
      await Promise.all([this.wakeUps.close(), this.writer.end(), this.reader.end()]);
    });
    return this.closing;
  }

  private async rows<R extends unknown[]>(name: string, text: string, values: unknown[]): Promise<R[]> {
    try {
      return (await this.reader.query<R>({ name, text, values, rowMode: 'array', types: rawText })).rows;
    } catch (error) {
      throw asStoreError(error);
    }
  }
}

function recorded([category, id, revision, position, type, data, metadata]: Row): RecordedEvent {
  return {
    stream: { category, id },
    revision: Number(revision),
    position: position as Position,
    type,
    data: JSON.parse(data) as object,
    metadata: JSON.parse(metadata) as EventMetadata,
  };
}

/**
 * Of the whole log a follower looks inside few events (each read model passes over the other categories), and parsing is half of what
 * reading costs: 3.8 µs of CPU an event with it, 2.1 without. A copy by spreading leaves out `data` and `metadata`.
 */
class LoggedEvent implements RecordedEvent {
  readonly stream: StreamId;
  readonly revision: number;
  readonly position: Position;
  readonly type: string;
  private readonly dataText: string;
  private readonly metadataText: string;
  private parsedData: object | undefined;
  private parsedMetadata: EventMetadata | undefined;

  constructor([category, id, revision, position, type, dataText, metadataText]: Row) {
    this.stream = { category, id };
    this.revision = Number(revision);
    this.position = position as Position;
    this.type = type;
    this.dataText = dataText;
    this.metadataText = metadataText;
  }

  get data(): object {
    return (this.parsedData ??= JSON.parse(this.dataText) as object);
  }

  get metadata(): EventMetadata {
    return (this.parsedMetadata ??= JSON.parse(this.metadataText) as EventMetadata);
  }
}
