import { createHash } from 'node:crypto';
import type { Position, RecordedEvent, Upcasters } from '@guardian/event-store';
import type { Client } from 'pg';
import { inTransaction } from './connections';
import type { AnyReadModel } from './read-model';
import type { StreamState } from './stream-state';
import { rowTable } from './row-table';
import { StreamTables } from './stream-tables';

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

/** One read model in the database, with its checkpoint. `suffix` names a replay's. */
export class Projection {
  readonly name: string;
  readonly streams: StreamTables;
  /** Of the version and the columns: rows that were folded for another one lack something. */
  readonly shape: string;
  private readonly upcasters: Upcasters;
  private readonly retryAfterMs: readonly number[];

  constructor(
    readonly model: AnyReadModel,
    settings: ProjectionSettings,
    suffix = '',
  ) {
    this.name = model.name + suffix;
    this.streams = new StreamTables(model.tables, suffix);
    this.shape = shapeOf(model);
    this.upcasters = settings.upcasters ?? {};
    this.retryAfterMs = settings.retryAfterMs ?? [1_000, 4_000, 16_000];
  }

  /** Made on first use. */
  async checkpoint(client: Client): Promise<Checkpoint> {
    await client.query('insert into projection_checkpoint (read_model, shape) values ($1, $2) on conflict do nothing', [
      this.name,
      this.shape,
    ]);
    const found = await client.query<{ generation: number; position: Position | null }>(
      'select generation, position from projection_checkpoint where read_model = $1',
      [this.name],
    );
    const row = found.rows[0];
    if (!row) throw new CheckpointMoved();
    return { generation: row.generation, position: row.position ?? undefined };
  }

  /** Whether the rows were folded by a release that kept the same. */
  async isOfThisRelease(client: Client): Promise<boolean> {
    await this.checkpoint(client);
    const { rows } = await client.query<{ shape: string | null }>('select shape from projection_checkpoint where read_model = $1', [
      this.name,
    ]);
    return rows[0]?.shape === this.shape;
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
      const states = await this.streams.load(client, from.generation, [...byStream.keys()]);
      for (const state of states.values()) {
        for (const event of byStream.get(state.id) ?? []) this.fold(state, event);
      }
      await this.write(client, from.generation, [...states.values()], byStream);
    }
    return { generation: from.generation, position };
  }

  fold(state: StreamState, event: RecordedEvent, tries = 0): void {
    state.fold(this.model, this.upcasters, event, { tries, afterMs: this.retryAfterMs });
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
      for (const event of events) this.fold(state, event, tries);
      await this.write(client, generation, [state], new Map([[id, events]]), tries);
    });
  }

  /** Takes the rows of a stream away and folds it from its first event on. */
  async refold(client: Client, id: string, events: readonly RecordedEvent[]): Promise<void> {
    await inTransaction(client, async () => {
      const locked = await client.query<{ generation: number }>(
        'select generation from projection_checkpoint where read_model = $1 for update',
        [this.name],
      );
      const generation = locked.rows[0]?.generation;
      if (generation === undefined) return; // nobody has folded it yet
      for (const { clear } of this.streams.tables) await client.query(clear, [id]);
      await client.query('delete from projection_stream where generation = $1 and stream_id = $2', [generation, id]);
      await this.foldWhole(client, generation, id, events);
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

  /** Folds and writes a stream from its first event on that stands in no table yet. */
  async foldWhole(client: Client, generation: number, id: string, events: readonly RecordedEvent[]): Promise<void> {
    const state = this.streams.newState(id);
    for (const event of events) this.fold(state, event);
    await this.write(client, generation, [state], new Map([[id, events]]));
  }

  /**
   * Folds and writes a stream event by event, for one whose rows the database refused (a constraint, a value that does not fit):
   * it stays at its last good event and is parked at the refused one.
   */
  private async foldOneByOne(client: Client, generation: number, id: string, events: readonly RecordedEvent[], tries = 0): Promise<void> {
    for (const event of events) {
      let state = await this.loadOne(client, generation, id);
      state.parking = undefined;
      this.fold(state, event, tries);
      const error = await this.streams.refusal(client, generation, state);
      if (error) {
        state = this.streams.newState(id, event.revision - 1);
        state.park(event, error, { tries, afterMs: this.retryAfterMs });
        await this.streams.write(client, generation, [state]);
      }
      if (state.parking) return;
    }
  }

  /** The events of this read model's category by stream, each stream's in order. */
  private ownEvents(events: readonly RecordedEvent[]): Map<string, RecordedEvent[]> {
    const byStream = new Map<string, RecordedEvent[]>();
    for (const event of events) {
      if (event.stream.category !== this.model.category) continue;
      const own = byStream.get(event.stream.id);
      if (own) own.push(event);
      else byStream.set(event.stream.id, [event]);
    }
    return byStream;
  }

  private async loadOne(client: Client, generation: number, id: string): Promise<StreamState> {
    return (await this.streams.load(client, generation, [id])).get(id) ?? this.streams.newState(id);
  }

  private async write(
    client: Client,
    generation: number,
    states: readonly StreamState[],
    byStream: ReadonlyMap<string, readonly RecordedEvent[]>,
    tries = 0,
  ): Promise<void> {
    for (const { id } of await this.streams.write(client, generation, states)) {
      await this.foldOneByOne(client, generation, id, byStream.get(id) ?? [], tries);
    }
  }
}

function shapeOf({ version = 1, tables }: AnyReadModel): string {
  const columns = tables.map((row) => rowTable(row)).map(({ name, columns: of }) => [name, ...of.map(({ column }) => column)]);
  return createHash('sha256')
    .update(JSON.stringify([version, columns]))
    .digest('hex');
}
