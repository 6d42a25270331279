import type { Position, RecordedEvent, Upcasters } from '@guardian/event-store';
import { type Client, DatabaseError } from 'pg';
import { inTransaction } from './connections';
import type { AnyReadModel, RowClass } from './read-model';
import { type RowTable, rowTable, type RowValues, toJson } from './row-table';
import { StreamState } from './stream-state';

export const NEXT = '__next';

export interface ProjectionSettings {
  /** What the categories' events were once called and carried. */
  readonly upcasters?: Upcasters;
  /** How long after a failed event it is tried again; after the last, the stream stays parked. Default 1, 4 and 16 s. */
  readonly retryAfterMs?: readonly number[];
}

export interface Checkpoint {
  readonly generation: number;
  readonly position: Position | undefined;
}

/** Somebody else moved the checkpoint: what was folded here is rolled back, so nothing is ever applied twice. */
export class CheckpointMoved extends Error {
  override readonly name = 'CheckpointMoved';
}

/** One read model in the database: its rows, how far each stream is folded, and its checkpoint. `suffix` names a replay's. */
export class Projection {
  readonly name: string;
  readonly tables: ReadonlyMap<RowClass, RowTable>;
  private readonly upcasters: Upcasters;
  private readonly retryAfterMs: readonly number[];

  constructor(
    readonly model: AnyReadModel,
    settings: ProjectionSettings,
    suffix = '',
  ) {
    this.name = model.name + suffix;
    this.tables = new Map(model.tables.map((table) => [table, rowTable(table, suffix)]));
    this.upcasters = settings.upcasters ?? {};
    this.retryAfterMs = settings.retryAfterMs ?? [1_000, 4_000, 16_000];
  }

  /** Made on first use. */
  async checkpoint(client: Client): Promise<Checkpoint> {
    await client.query('insert into projection_checkpoint (read_model) values ($1) on conflict do nothing', [this.name]);
    const found = await client.query<{ generation: number; position: Position | null }>(
      'select generation, position from projection_checkpoint where read_model = $1',
      [this.name],
    );
    const row = found.rows[0];
    if (!row) throw new CheckpointMoved();
    return { generation: row.generation, position: row.position ?? undefined };
  }

  /** Rows and checkpoint in one transaction. Throws CheckpointMoved when the checkpoint is no longer `from`. */
  async advance(client: Client, from: Checkpoint, events: readonly RecordedEvent[]): Promise<Checkpoint> {
    return inTransaction(client, () => this.advanceWithin(client, from, events));
  }

  async advanceWithin(client: Client, from: Checkpoint, events: readonly RecordedEvent[]): Promise<Checkpoint> {
    const position = events.at(-1)?.position ?? from.position;
    // First, so that the row stays locked while rows are read and written: two that both believe they lead go one after the other.
    const moved = await client.query({
      name: 'move checkpoint',
      text: `update projection_checkpoint set position = $4, handled_at = now()
        where read_model = $1 and generation = $2 and position is not distinct from $3`,
      values: [this.name, from.generation, from.position, position],
    });
    if (moved.rowCount !== 1) throw new CheckpointMoved();
    const byStream = this.ownEvents(events);
    if (byStream.size > 0) {
      const states = await this.load(client, from.generation, [...byStream.keys()]);
      for (const state of states.values()) this.foldInto(state, byStream.get(state.id) ?? []);
      await this.write(client, from.generation, [...states.values()], byStream);
    }
    return { generation: from.generation, position };
  }

  /** The events of this read model's category by stream, each stream's in order. */
  ownEvents(events: readonly RecordedEvent[]): Map<string, RecordedEvent[]> {
    const byStream = new Map<string, RecordedEvent[]>();
    for (const event of events) {
      if (event.stream.category !== this.model.category) continue;
      const own = byStream.get(event.stream.id);
      if (own) own.push(event);
      else byStream.set(event.stream.id, [event]);
    }
    return byStream;
  }

  foldInto(state: StreamState, events: readonly RecordedEvent[], tries = 0): void {
    const retry = { tries, afterMs: this.retryAfterMs };
    for (const event of events) state.fold(this.model, this.upcasters, event, retry);
  }

  /** Folds a parked stream's waiting events. `read` brings those after a revision. */
  async retry(client: Client, id: string, read: (afterRevision: number) => Promise<RecordedEvent[]>): Promise<void> {
    await inTransaction(client, async () => {
      const locked = await client.query<{ generation: number }>(
        'select generation from projection_checkpoint where read_model = $1 for update',
        [this.name],
      );
      const generation = locked.rows[0]?.generation;
      if (generation === undefined) throw new CheckpointMoved();
      const state = await this.loadOne(client, generation, id);
      if (!state.parking) return;
      const events = await read(state.revision);
      const tries = state.parking.tries + 1;
      state.parking = undefined;
      this.foldInto(state, events, tries);
      await this.write(client, generation, [state], new Map([[id, events]]), tries);
    });
  }

  /** Parked streams that are to be tried again, the next one first. */
  async retries(client: Client, generation: number): Promise<{ id: string; at: Date }[]> {
    const found = await client.query<{ id: string; at: Date }>({
      name: 'retries',
      text: `select stream_id as id, retry_at as at from projection_stream
        where generation = $1 and out_of_date_since is not null and retry_at is not null order by retry_at limit 100`,
      values: [generation],
    });
    return found.rows;
  }

  private async loadOne(client: Client, generation: number, id: string): Promise<StreamState> {
    return (await this.load(client, generation, [id])).get(id) ?? new StreamState(id, this.tables);
  }

  private async load(client: Client, generation: number, ids: string[]): Promise<Map<string, StreamState>> {
    const states = new Map(ids.map((id) => [id, new StreamState(id, this.tables)]));
    const known = await client.query<StreamRow>({
      name: 'load streams',
      text: `select stream_id, revision, out_of_date_since, parked_revision, parked_error, tries, retry_at
        from projection_stream where generation = $1 and stream_id = any($2::uuid[])`,
      values: [generation, ids],
    });
    for (const row of known.rows) {
      const state = new StreamState(row.stream_id, this.tables, row.revision);
      states.set(row.stream_id, state);
      if (row.out_of_date_since) {
        state.parking = {
          outOfDateSince: row.out_of_date_since.toISOString(),
          revision: row.parked_revision ?? 0,
          error: row.parked_error ?? '',
          tries: row.tries,
          retryAt: row.retry_at ?? undefined,
        };
      }
    }
    const started = known.rows.map((row) => row.stream_id);
    if (started.length === 0) return states;
    for (const [row, table] of this.tables) {
      const found = await client.query<RowValues>({ name: `load ${table.name}`, text: table.load, values: [started] });
      for (const values of found.rows) states.get(values[table.key[0] ?? ''] as string)?.rows.loaded(row, values);
    }
    return states;
  }

  /** Writes the rows of streams that stand in no table yet. Gives back those that the database refused. */
  async writeNew(client: Client, generation: number, states: readonly StreamState[]): Promise<StreamState[]> {
    return this.writeAll(client, generation, states, 'insert');
  }

  /**
   * Folds and writes a stream event by event, for one whose rows the database refused (a constraint, a value that does not fit):
   * it stays at its last good event and is parked at the refused one.
   */
  async foldOneByOne(client: Client, generation: number, id: string, events: readonly RecordedEvent[], tries = 0): Promise<void> {
    let state = await this.loadOne(client, generation, id);
    state.parking = undefined;
    for (const event of events) {
      this.foldInto(state, [event], tries);
      const error = await refused(client, () => this.writeRows(client, [state], 'upsert'));
      if (error) {
        state = new StreamState(id, this.tables, event.revision - 1);
        state.park(event, error, { tries, afterMs: this.retryAfterMs });
      }
      await this.writeStreams(client, generation, [state]);
      if (state.parking) return;
    }
  }

  private async write(
    client: Client,
    generation: number,
    states: readonly StreamState[],
    byStream: ReadonlyMap<string, readonly RecordedEvent[]>,
    tries = 0,
  ): Promise<void> {
    for (const { id } of await this.writeAll(client, generation, states, 'upsert')) {
      await this.foldOneByOne(client, generation, id, byStream.get(id) ?? [], tries);
    }
  }

  private async writeAll(
    client: Client,
    generation: number,
    states: readonly StreamState[],
    statement: 'insert' | 'upsert',
  ): Promise<StreamState[]> {
    if (!(await refused(client, () => this.writeRows(client, states, statement)))) {
      await this.writeStreams(client, generation, states);
      return [];
    }
    if (states.length === 1) return [...states];
    const refusedStates: StreamState[] = [];
    for (const state of states) refusedStates.push(...(await this.writeAll(client, generation, [state], statement)));
    return refusedStates;
  }

  private async writeRows(client: Client, states: readonly StreamState[], statement: 'insert' | 'upsert'): Promise<void> {
    for (const [row, table] of this.tables) {
      const put: RowValues[] = [];
      const removed: RowValues[] = [];
      for (const state of states) {
        const changes = state.rows.changes(row);
        put.push(...changes.put);
        removed.push(...changes.removed);
      }
      if (put.length > 0) await client.query({ name: `${statement} ${table.name}`, text: table[statement], values: [toJson(table, put)] });
      if (removed.length > 0) await client.query({ text: table.remove, values: [toJson(table, removed)] });
    }
  }

  private async writeStreams(client: Client, generation: number, states: readonly StreamState[]): Promise<void> {
    const rows = states.map(({ id, revision, parking }) => ({
      generation,
      stream_id: id,
      revision,
      out_of_date_since: parking?.outOfDateSince,
      parked_revision: parking?.revision,
      parked_error: parking?.error,
      tries: parking?.tries ?? 0,
      retry_at: parking?.retryAt,
    }));
    await client.query({
      name: 'write streams',
      text: `insert into projection_stream select * from json_populate_recordset(null::projection_stream, $1)
        on conflict (generation, stream_id) do update set revision = excluded.revision, out_of_date_since = excluded.out_of_date_since,
          parked_revision = excluded.parked_revision, parked_error = excluded.parked_error, tries = excluded.tries, retry_at = excluded.retry_at`,
      values: [JSON.stringify(rows)],
    });
  }
}

interface StreamRow {
  readonly stream_id: string;
  readonly revision: number;
  readonly out_of_date_since: Date | null;
  readonly parked_revision: number | null;
  readonly parked_error: string | null;
  readonly tries: number;
  readonly retry_at: Date | null;
}

/** SQLSTATE class 22: a value that the column cannot hold; 23: a constraint. Anything else is not the fault of one stream. */
async function refused(client: Client, write: () => Promise<void>): Promise<unknown> {
  await client.query('savepoint rows');
  try {
    await write();
    await client.query('release savepoint rows');
    return undefined;
  } catch (error) {
    if (!(error instanceof DatabaseError) || !/^2[23]/.test(error.code ?? '')) throw error;
    await client.query('rollback to savepoint rows');
    return error;
  }
}
