import { type Client, DatabaseError } from 'pg';
import { copyRows } from './copy-rows';
import type { RowClass } from './read-model';
import { rowTable, type RowTable, type RowValues, toJson, toLine } from './row-table';
import { StreamState } from './stream-state';

/** From about so many rows on, COPY and a merge are cheaper than one statement that is given the rows. */
const MANY = 500;

/** The streams of one read model in the database: their rows, how far each is folded, and which are parked. */
export class StreamTables {
  readonly tables: readonly RowTable[];

  /** `suffix` names the tables of a replay. */
  constructor(rows: readonly RowClass[], suffix: string) {
    this.tables = rows.map((row) => rowTable(row, suffix));
  }

  newState(id: string, revision = 0): StreamState {
    return new StreamState(id, this.tables, revision, false);
  }

  /** Of a stream that is folded from its first event on, and whose rows nobody wants once a handler has thrown. */
  newReplayed(id: string): StreamState {
    return new StreamState(id, this.tables, 0, true);
  }

  /** One state for each id, of streams that nothing is known of as well. */
  async load(client: Client, generation: number, ids: readonly string[]): Promise<Map<string, StreamState>> {
    const states = new Map(ids.map((id) => [id, this.newState(id)]));
    const known = await client.query<StreamRow>({
      name: 'load streams',
      text: `select stream_id, revision, out_of_date_since, parked_revision, parked_error, tries, retry_at
        from projection_stream where generation = $1 and stream_id = any($2::uuid[])`,
      values: [generation, ids],
    });
    for (const row of known.rows) {
      const state = this.newState(row.stream_id, row.revision);
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
    for (const table of this.tables) {
      const found = await client.query<RowValues>({ name: `load ${table.name}`, text: table.load, values: [started] });
      for (const values of found.rows) states.get(values[table.key[0] ?? ''] as string)?.rows.loaded(table.row, values);
    }
    return states;
  }

  /** Gives back the streams of which the database refused a row: nothing of those is written. */
  write(client: Client, generation: number, states: readonly StreamState[]): Promise<StreamState[]> {
    return writeOrHalve(
      client,
      states,
      (some) => this.writeRows(client, some),
      (some) => writeStreams(client, generation, some),
    );
  }

  /** Writes one stream. The database's reason when it refuses: then nothing is written. */
  async refusal(client: Client, generation: number, state: StreamState): Promise<unknown> {
    const error = await refused(client, () => this.writeRows(client, [state]));
    if (!error) await writeStreams(client, generation, [state]);
    return error;
  }

  /** As `write`, of streams that stand in no table yet and are not parked. */
  copy(client: Client, generation: number, states: readonly StreamState[]): Promise<StreamState[]> {
    const copyAll = async (some: readonly StreamState[]): Promise<void> => {
      for (const table of this.tables) await copyRows(client, table.copy, linesOf(table, changesOf(table, some).put));
    };
    return writeOrHalve(client, states, copyAll, (some) =>
      copyRows(
        client,
        COPY_STREAMS,
        some.map(({ id, revision }) => `${generation}\t${id}\t${revision}\t0\n`),
      ),
    );
  }

  private async writeRows(client: Client, states: readonly StreamState[]): Promise<void> {
    for (const table of this.tables) await writeRows(client, table, states);
  }
}

async function writeRows(client: Client, table: RowTable, states: readonly StreamState[]): Promise<void> {
  const { put, removed } = changesOf(table, states);
  if (put.length >= MANY) {
    await client.query(table.stage.create);
    await copyRows(client, table.stage.copy, linesOf(table, put));
    await client.query({ name: `merge ${table.name}`, text: table.stage.merge });
    await client.query(table.stage.empty);
  } else if (put.length > 0) {
    await client.query({ name: `upsert ${table.name}`, text: table.upsert, values: [toJson(table, put)] });
  }
  if (removed.length > 0) await client.query({ text: table.remove, values: [toJson(table, removed)] });
}

function changesOf({ row }: RowTable, states: readonly StreamState[]): { put: RowValues[]; removed: RowValues[] } {
  const changes = states.map(({ rows }) => rows.changes(row));
  return { put: changes.flatMap(({ put }) => put), removed: changes.flatMap(({ removed }) => removed) };
}

function* linesOf(table: RowTable, rows: readonly RowValues[]): Generator<string> {
  for (const row of rows) yield toLine(table, row);
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

const STREAM_COLUMNS = 'generation, stream_id, revision, out_of_date_since, parked_revision, parked_error, tries, retry_at';
const COPY_STREAMS = `copy projection_stream (generation, stream_id, revision, tries) from stdin`;

/** Nearly all are not parked, and of those there is little to say. */
async function writeStreams(client: Client, generation: number, states: readonly StreamState[]): Promise<void> {
  const folded = states.filter(({ parking }) => !parking);
  if (folded.length > 0) {
    await client.query({
      name: 'write folded streams',
      text: `insert into projection_stream (generation, stream_id, revision, tries)
        select $1, stream_id, revision, 0 from unnest($2::uuid[], $3::int[]) folded(stream_id, revision)
        on conflict (generation, stream_id) do update set revision = excluded.revision, out_of_date_since = null,
          parked_revision = null, parked_error = null, tries = 0, retry_at = null`,
      values: [generation, folded.map(({ id }) => id), folded.map(({ revision }) => revision)],
    });
  }
  for (const { id, revision, parking } of states) {
    if (!parking) continue;
    await client.query({
      name: 'write parked stream',
      text: `insert into projection_stream (${STREAM_COLUMNS}) values ($1, $2, $3, $4, $5, $6, $7, $8)
        on conflict (generation, stream_id) do update set revision = excluded.revision, out_of_date_since = excluded.out_of_date_since,
          parked_revision = excluded.parked_revision, parked_error = excluded.parked_error, tries = excluded.tries, retry_at = excluded.retry_at`,
      values: [generation, id, revision, parking.outOfDateSince, parking.revision, parking.error, parking.tries, parking.retryAt],
    });
  }
}

/** A fault in writing how far streams are folded is nobody's refusal: it is thrown. */
async function writeOrHalve(
  client: Client,
  states: readonly StreamState[],
  rows: (some: readonly StreamState[]) => Promise<void>,
  streams: (some: readonly StreamState[]) => Promise<void>,
): Promise<StreamState[]> {
  if (!(await refused(client, () => rows(states)))) {
    await streams(states);
    return [];
  }
  if (states.length === 1) return [...states];
  const middle = states.length >> 1;
  const first = await writeOrHalve(client, states.slice(0, middle), rows, streams);
  return [...first, ...(await writeOrHalve(client, states.slice(middle), rows, streams))];
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
