import { type ClientBase, DatabaseError } from 'pg';
import type { EncodedAppend } from '../encode';
import type { Appended, Position } from '../event-store';
import { jsonArray } from './json-array';

/**
 * The append of almost every day: no stream has moved on. It leaves that to the unique index, which refuses a revision that is there
 * already, and looks only whether the one before it is there, under this category: so there is never a gap. What the writer had read
 * was committed before this statement began, so it is seen although others may commit while this one waits for the lock, the same as
 * that of append_events, which is taken before the first position is drawn.
 */
const APPEND = `
  with locked as materialized (select pg_advisory_xact_lock(4719350013), pg_notify('guardian_events', ''))
  insert into events as e (stream_id, revision, category, type, data, metadata)
  select i.stream_id, i.revision, i.category, i.type, i.data, i.metadata
  from locked, unnest($1::uuid[], $2::text[], $3::int[], $4::int[], $5::text[], $6::json[], $7::json[])
    with ordinality i (stream_id, category, expected, revision, type, data, metadata, ordinal)
  where i.expected = 0
    or i.category = (select h.category from events h where h.stream_id = i.stream_id and h.revision = i.expected)
  order by i.ordinal
  returning e.stream_id, e.revision, e.position`;

/** The append that looks where every stream stands, and leaves out those that have moved on. */
const APPEND_THOSE_THAT_HOLD = 'select stream_id, revision, position from append_events($1, $2, $3, $4, $5, $6, $7)';

const UNIQUE_VIOLATION = '23505';

/** One transaction, at most one append of a stream. Answers by stream id; a stream that is missing was not where its writer read it. */
export async function appendByInsert(client: ClientBase, appends: readonly EncodedAppend[]): Promise<Map<string, Appended>> {
  const values = columns(appends);
  try {
    return await run(client, 'append_events', APPEND, values);
  } catch (error) {
    if (!(error instanceof DatabaseError && error.code === UNIQUE_VIOLATION)) throw error;
    return run(client, 'append_events_that_hold', APPEND_THOSE_THAT_HOLD, values);
  }
}

function columns(appends: readonly EncodedAppend[]): unknown[] {
  const ids: string[] = [];
  const categories: string[] = [];
  const expected: number[] = [];
  const revisions: number[] = [];
  const types: string[] = [];
  const datas: string[] = [];
  const metadatas: string[] = [];
  for (const { stream, expectedRevision, events } of appends) {
    for (const [i, { type, data, metadata }] of events.entries()) {
      ids.push(stream.id);
      categories.push(stream.category);
      expected.push(expectedRevision);
      revisions.push(expectedRevision + i + 1);
      types.push(type);
      datas.push(data);
      metadatas.push(metadata);
    }
  }
  return [plain(ids), categories, plain(expected), plain(revisions), types, jsonArray(datas), jsonArray(metadatas)];
}

/** An array of PostgreSQL as text. UUIDs and numbers need no quotes, and the driver would look for a reason for them in each. */
const plain = (values: readonly (string | number)[]): string => `{${values.join(',')}}`;

async function run(client: ClientBase, name: string, text: string, values: unknown[]): Promise<Map<string, Appended>> {
  const { rows } = await client.query<[streamId: string, revision: number, position: string]>({ name, text, values, rowMode: 'array' });
  const appended = new Map<string, Appended>();
  // one row an event: the last one of a stream stays
  for (const [streamId, revision, position] of rows) appended.set(streamId, { revision, position: position as Position });
  return appended;
}
