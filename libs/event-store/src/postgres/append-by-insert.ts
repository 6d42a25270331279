import type { ClientBase } from 'pg';
import type { EncodedAppend } from '../encode';
import type { Appended, Position } from '../event-store';
import { jsonArray } from './json-array';

/** One statement, at most one append of a stream. Answers by stream id; a stream that is missing was not where its writer read it. */
export async function appendByInsert(client: ClientBase, appends: readonly EncodedAppend[]): Promise<Map<string, Appended>> {
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
  const { rows } = await client.query<[streamId: string, revision: number, position: string]>({
    name: 'append_events',
    text: 'select stream_id, revision, position from append_events($1, $2, $3, $4, $5, $6, $7)',
    values: [ids, categories, expected, revisions, types, jsonArray(datas), jsonArray(metadatas)],
    rowMode: 'array',
  });
  const appended = new Map<string, Appended>();
  // one row an event: the last one of a stream stays
  for (const [streamId, revision, position] of rows) appended.set(streamId, { revision, position: position as Position });
  return appended;
}
