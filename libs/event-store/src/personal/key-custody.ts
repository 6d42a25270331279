// What the owner of the database does with data keys. The service itself only adds and reads them.
import { createReadStream, createWriteStream } from 'node:fs';
import { rename } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import type { Client } from 'pg';
import { copyIn, copyOut, withCopySession } from '../postgres/backup/copy';
import { boundTo } from './data-keys';
import type { MasterKeys } from './master-keys';

const COLUMNS = ['id', 'stream_id', 'wrapped', 'made_at', 'destroyed_at'];
const ROTATED_AT_ONCE = 1_000;

const inKeys = <T>(url: string, work: (client: Client) => Promise<T>): Promise<T> => withCopySession(url, 'guardian keys', work);

/**
 * Destroys the keys of these streams: what was sealed with them cannot be read again from the log or any copy of it. A stream that is written
 * to later gets a new key. Answers how many of theirs are destroyed now, by this call or before.
 */
export function destroyKeys(url: string, streamIds: readonly string[]): Promise<number> {
  return inKeys(url, async (client) => {
    await destroyIn(client, streamIds);
    // a row that was changed leaves its old self behind until then
    await client.query('vacuum guardian_keys.data_key');
    const { rows } = await client.query<{ destroyed: number }>(
      'select count(*)::int as destroyed from guardian_keys.data_key where stream_id = any ($1) and wrapped is null',
      [streamIds],
    );
    return rows[0]?.destroyed ?? 0;
  });
}

const destroyIn = (client: Client, streamIds: readonly string[]) =>
  client.query(
    'update guardian_keys.data_key set wrapped = null, destroyed_at = now() where stream_id = any ($1) and wrapped is not null',
    [streamIds],
  );

/** Wraps each key anew that another than the current master key wrapped. Broken off, it goes on where it was. Answers how many. */
export function rotateMasterKey(url: string, masterKeys: MasterKeys, onProgress: (done: number, all: number) => void): Promise<number> {
  return inKeys(url, async (client) => {
    const found = await client.query<{ all: number }>('select count(*)::int as all from guardian_keys.data_key where wrapped is not null');
    const all = found.rows[0]?.all ?? 0;
    let [rotated, done] = [0, 0];
    for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
      const { rows } = await client.query<{ id: string; stream_id: string; wrapped: Buffer }>(
        'select id, stream_id, wrapped from guardian_keys.data_key where id > $1 and wrapped is not null order by id limit $2',
        [after, ROTATED_AT_ONCE],
      );
      const old = rows.filter(({ wrapped }) => !masterKeys.isCurrent(wrapped));
      await client.query(
        // one that was destroyed meanwhile stays destroyed
        `update guardian_keys.data_key k set wrapped = n.wrapped from unnest($1::uuid[], $2::bytea[]) n (id, wrapped)
         where k.id = n.id and k.wrapped is not null`,
        [old.map(({ id }) => id), old.map((row) => masterKeys.wrap(masterKeys.unwrap(row.wrapped, boundTo(row)), boundTo(row)))],
      );
      rotated += old.length;
      onProgress((done += rows.length), all);
      const last = rows.at(-1);
      if (!last || rows.length < ROTATED_AT_ONCE) return rotated;
      after = last.id;
    }
  });
}

/** All keys, wrapped as they are, into one file: the whole of it, or the one of before. Answers how many. */
export function backUpKeys(url: string, file: string): Promise<number> {
  return inKeys(url, async (client) => {
    await client.query('begin isolation level repeatable read read only');
    const found = await client.query<{ all: number }>('select count(*)::int as all from guardian_keys.data_key');
    const part = `${file}.part`;
    const rows = copyOut(client, `select ${COLUMNS.join(', ')} from guardian_keys.data_key order by id`);
    await pipeline(rows, createGzip(), createWriteStream(part, { mode: 0o600, flush: true }));
    await rename(part, file);
    return found.rows[0]?.all ?? 0;
  });
}

/**
 * Brings the keys of a file back, in one transaction. What was destroyed, here or by the time of the file, stays so; and so do the keys of
 * `erased`, the streams whose erasure is on record outside the database, whatever the file says. Answers how many can be used.
 */
export function restoreKeys(url: string, file: string, erased: readonly string[]): Promise<number> {
  return inKeys(url, async (client) => {
    await client.query('begin; create temporary table restored_key (like guardian_keys.data_key) on commit drop');
    await pipeline(createReadStream(file), createGunzip(), copyIn(client, 'restored_key', COLUMNS));
    await client.query('update restored_key set wrapped = null, destroyed_at = now() where stream_id = any ($1) and wrapped is not null', [
      erased,
    ]);
    await client.query(`
      insert into guardian_keys.data_key as k (${COLUMNS.join(', ')}) select ${COLUMNS.join(', ')} from restored_key
      on conflict (id) do update set wrapped = null, destroyed_at = excluded.destroyed_at
        where k.wrapped is not null and excluded.wrapped is null`);
    await destroyIn(client, erased);
    const found = await client.query<{ all: number }>('select count(*)::int as all from guardian_keys.data_key where wrapped is not null');
    await client.query('commit');
    return found.rows[0]?.all ?? 0;
  });
}
