import { finished } from 'node:stream/promises';
import type { ClientBase } from 'pg';
import { from } from 'pg-copy-streams';
import type { EncodedAppend } from '../encode';
import type { Appended, Position } from '../event-store';
import { copyRows } from './copy-rows';

/**
 * As `appendByInsert`, for many events: a transaction that takes the lock and checks the appends, then sends the rows of those that
 * hold. When it fails the connection may still be in the transaction: close it.
 */
export async function appendByCopy(client: ClientBase, appends: readonly EncodedAppend[]): Promise<Map<string, Appended>> {
  await client.query('begin');
  const admitted = await admit(client, appends);
  const appended = admitted.length > 0 ? await copy(client, admitted) : new Map<string, Appended>();
  await client.query('commit');
  return appended;
}

async function admit(client: ClientBase, appends: readonly EncodedAppend[]): Promise<EncodedAppend[]> {
  const { rows } = await client.query<[streamId: string]>({
    name: 'admit_appends',
    text: 'select admit_appends($1, $2, $3)',
    values: [
      appends.map(({ stream }) => stream.id),
      appends.map(({ stream }) => stream.category),
      appends.map(({ expectedRevision }) => expectedRevision),
    ],
    rowMode: 'array',
  });
  const admitted = new Set(rows.map(([streamId]) => streamId));
  return appends.filter(({ stream }) => admitted.has(stream.id));
}

async function copy(client: ClientBase, appends: readonly EncodedAppend[]): Promise<Map<string, Appended>> {
  const rows = copyRows(appends);
  const copying = client.query(from('copy events (stream_id, revision, category, type, data, metadata) from stdin (format binary)'));
  // It tells of the same failure again when its connection is closed, and an error that nobody hears ends the process.
  copying.on('error', () => undefined);
  copying.end(rows);
  await finished(copying);

  const head = await client.query<[position: string]>({ name: 'head', text: 'select max(position) from events', rowMode: 'array' });
  // Only the holder of the lock draws positions, so these rows have the newest of them, one after the other.
  let position = BigInt(head.rows[0]?.[0] ?? 0) - BigInt(copying.rowCount);
  const appended = new Map<string, Appended>();
  for (const { stream, expectedRevision, events } of appends) {
    position += BigInt(events.length);
    appended.set(stream.id, { revision: expectedRevision + events.length, position: String(position) as Position });
  }
  return appended;
}
