import { setTimeout as sleep } from 'node:timers/promises';
import type { EventStore, Position } from '@guardian/event-store';
import type { Pool } from 'pg';
import { smallPool } from './connections';
import { isLocked } from './projection-lock';

export interface ReadModelStatus {
  readonly name: string;
  readonly checkpoint: Position | undefined;
  /** 0 when every event is handled; else seconds since the oldest unhandled one was stored. */
  readonly behindSeconds: number;
  /** Streams that are not up to date because one of their events failed. */
  readonly parked: number;
  /** Undefined: never. */
  readonly lastHandledAt: Date | undefined;
  /** Some process folds it now. */
  readonly running: boolean;
}

export interface ParkedStream {
  readonly readModel: string;
  readonly streamId: string;
  readonly outOfDateSince: Date;
  /** The event that failed. */
  readonly revision: number;
  /** Event type, error name and place in the code; nothing of the patient. */
  readonly error: string;
  /** Undefined: not tried again until someone asks, or a worker starts. */
  readonly retryAt: Date | undefined;
}

/** What pages, health and the command line ask about read models. Works in any process; keeps two connections of its own. */
export class ProjectionStatus {
  private readonly pool: Pool;
  private readonly store: EventStore;
  private readonly names: string[];

  constructor(options: { url: string; store: EventStore; readModels: readonly { name: string }[] }) {
    this.pool = smallPool(options.url, 'guardian read model status');
    this.store = options.store;
    this.names = options.readModels.map(({ name }) => name);
  }

  /** In the order in which the read models were given. */
  async all(): Promise<ReadModelStatus[]> {
    const found = await this.pool.query<StatusRow>(
      `select m.name, c.position, c.handled_at, ${isLocked('m.name')} as running,
          (select count(*)::int from projection_stream s where s.generation = c.generation and s.out_of_date_since is not null) as parked
        from unnest($1::text[]) with ordinality m(name, nth) left join projection_checkpoint c on c.read_model = m.name order by m.nth`,
      [this.names],
    );
    return Promise.all(
      found.rows.map(async ({ name, position, handled_at, running, parked }) => ({
        name,
        checkpoint: position ?? undefined,
        behindSeconds: await this.store.secondsBehind(position ?? undefined),
        parked,
        lastHandledAt: position === null ? undefined : (handled_at ?? undefined),
        running,
      })),
    );
  }

  /** Longest out of date first. `streamIds` asks about those only: for the rows of one page. */
  async parked(readModel: string, streamIds?: readonly string[]): Promise<ParkedStream[]> {
    const found = await this.pool.query<ParkedRow>(
      `select s.stream_id, s.out_of_date_since, s.parked_revision, s.parked_error, s.retry_at
        from projection_stream s join projection_checkpoint c using (generation)
        where c.read_model = $1 and s.out_of_date_since is not null and ($2::uuid[] is null or s.stream_id = any($2))
        order by s.out_of_date_since, s.stream_id`,
      [readModel, streamIds ?? null],
    );
    return found.rows.map((row) => ({
      readModel,
      streamId: row.stream_id,
      outOfDateSince: row.out_of_date_since,
      revision: row.parked_revision,
      error: row.parked_error,
      retryAt: row.retry_at ?? undefined,
    }));
  }

  /** Asks the worker to try parked streams again now, all or one; how many that are. They are tried again as often as a new one. */
  async retryParked(readModel: string, streamId?: string): Promise<number> {
    const asked = await this.pool.query(
      `update projection_stream s set retry_at = $3, tries = 0 from projection_checkpoint c
        where c.read_model = $1 and s.generation = c.generation and s.out_of_date_since is not null and ($2::uuid is null or s.stream_id = $2)`,
      [readModel, streamId ?? null, new Date()],
    );
    return asked.rowCount ?? 0;
  }

  /** For reading your own write: `fresh` as soon as the read model has handled `position`, `stale` when it has not in time. */
  async waitUntil(readModel: string, position: Position, timeoutMs: number): Promise<'fresh' | 'stale'> {
    const until = performance.now() + timeoutMs;
    for (let pause = 5; ; pause = Math.min(pause * 2, 50)) {
      const found = await this.pool.query<{ position: Position | null }>(
        'select position from projection_checkpoint where read_model = $1',
        [readModel],
      );
      if (this.store.compare(found.rows[0]?.position ?? undefined, position) >= 0) return 'fresh';
      if (performance.now() + pause > until) return 'stale';
      await sleep(pause);
    }
  }

  async close(): Promise<void> {
    await this.pool.end();
  }
}

interface StatusRow {
  readonly name: string;
  readonly position: Position | null;
  readonly handled_at: Date | null;
  readonly running: boolean;
  readonly parked: number;
}

interface ParkedRow {
  readonly stream_id: string;
  readonly out_of_date_since: Date;
  readonly parked_revision: number;
  readonly parked_error: string;
  readonly retry_at: Date | null;
}
