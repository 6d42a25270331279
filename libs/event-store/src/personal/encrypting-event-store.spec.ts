import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { testDatabase, type TestDatabase } from '../../../../test/support/database';
import { eventStoreContract } from '../contract/event-store-contract';
import { aCase, event } from '../contract/examples';
import type { EventStore, NewEvent, RecordedEvent, StreamId } from '../event-store';
import { PostgresEventStore } from '../postgres/postgres-event-store';
import { DataKeys } from './data-keys';
import { EncryptingEventStore } from './encrypting-event-store';
import { backUpKeys, destroyKeys, restoreKeys, rotateMasterKey } from './key-custody';
import { MasterKeys } from './master-keys';

const MASTER = 'a1'.repeat(32);
let database: TestDatabase;
const open: EventStore[] = [];

function storeOf(url: string, masterKeys: readonly string[] = [MASTER]): EventStore {
  const store = new EncryptingEventStore(
    new PostgresEventStore({ connectionString: url }),
    new DataKeys({ connectionString: url }, new MasterKeys(masterKeys)),
  );
  open.push(store);
  return store;
}

let store: EventStore;
let plain: EventStore;
beforeAll(async () => {
  database = await testDatabase();
  store = storeOf(database.url);
  plain = new PostgresEventStore({ connectionString: database.url });
  open.push(plain);
});
afterAll(async () => {
  await Promise.all(open.map((one) => one.close()));
  await database.drop();
});

const told = (personal: object, more: object = {}): NewEvent => event({ ...more, personal }, 'PatientTold');
const personalOf = (events: readonly RecordedEvent[]) => events.map(({ data }) => (data as { personal?: unknown }).personal);
const rowsOf = async ({ id }: StreamId): Promise<string> => {
  const { rows } = await database.pool.query<{ data: string }>('select data::text from events where stream_id = $1', [id]);
  return rows.map(({ data }) => data).join('\n');
};
const keysOf = async ({ id }: StreamId): Promise<{ wrapped: Buffer | null }[]> =>
  (await database.pool.query<{ wrapped: Buffer | null }>('select wrapped from guardian_keys.data_key where stream_id = $1', [id])).rows;

describe('what every store promises', () => {
  let another: TestDatabase;
  beforeAll(async () => {
    another = await testDatabase();
  });
  afterAll(() => another.drop());

  // each event of the suite as one that is personal in all that it says
  const within = (events: readonly NewEvent[]): NewEvent[] =>
    events.map((one) => (Array.isArray(one.data) ? one : { ...one, data: { personal: one.data } }));
  const without = (events: readonly RecordedEvent[]): RecordedEvent[] =>
    events.map(({ stream, revision, position, type, metadata, data }) => {
      return { stream, revision, position, type, metadata, data: (data as { personal: object }).personal };
    });
  eventStoreContract('EncryptingEventStore', () => {
    const inner = storeOf(another.url);
    return Promise.resolve({
      append: (stream, revision, events) => inner.append(stream, revision, within(events)),
      read: async (stream, after) => without(await inner.read(stream, after)),
      readAll: async (after, limit, share) => without(await inner.readAll(after, limit, share)),
      head: () => inner.head(),
      secondsBehind: (after) => inner.secondsBehind(after),
      waitForEvents: (after, ms, signal) => inner.waitForEvents(after, ms, signal),
      compare: (a, b) => inner.compare(a, b),
      close: () => inner.close(),
    });
  });
});

describe('what stands under personal', () => {
  it('is sealed in the database and read as it was written', async () => {
    const stream = aCase();
    const personal = { family: 'Quillfeather', bornOn: '1948-03-02', phones: ['07700 900123'], deaf: true, decile: 3, note: null };
    await store.append(stream, 0, [told(personal, { on: '2026-08-20' })]);
    const stored = await rowsOf(stream);
    for (const secret of ['Quillfeather', '1948-03-02', '07700', 'true', '3,']) expect(stored).not.toContain(secret);
    expect(stored).toContain('"on":"2026-08-20"');
    expect(personalOf(await store.read(stream))).toEqual([personal]);
    expect(personalOf((await store.readAll(undefined, 1_000)).filter((one) => one.stream.id === stream.id))).toEqual([personal]);
  });

  it('passes as it is when it was written before there were keys', async () => {
    const stream = aCase();
    await plain.append(stream, 0, [told({ family: 'Oldham' })]);
    await store.append(stream, 1, [told({ family: 'Newham' })]);
    expect(personalOf(await store.read(stream))).toEqual([{ family: 'Oldham' }, { family: 'Newham' }]);
  });

  it('needs no key where nothing is personal', async () => {
    const stream = aCase();
    await store.append(stream, 0, [event({ step: 'sent' })]);
    expect(await keysOf(stream)).toEqual([]);
  });

  it('is refused when it cannot be stored, before a key is made', async () => {
    const stream = aCase();
    await expect(store.append(stream, 0, [told({ note: 'a\u0000b' })])).rejects.toMatchObject({ code: 'EventRefused' });
    expect(await keysOf(stream)).toEqual([]);
  });

  it('cannot be read in another place: as another event, of another stream, or with a bit changed', async () => {
    const [one, other] = [aCase(), aCase()];
    await store.append(one, 0, [told({ note: 'first' }), told({ note: 'second' })]);
    const [first, second] = (await plain.read(one)).map(({ data }) => data as { personal: { aes256gcm: string } });
    if (!first || !second) throw new Error('two events were stored');
    const bits = Buffer.from(first.personal.aes256gcm, 'base64');
    bits[20] = (bits[20] ?? 0) ^ 1;
    const forged = [second, { personal: { ...first.personal, aes256gcm: bits.toString('base64') } }];
    for (const data of forged) {
      const stream = aCase();
      await plain.append(stream, 0, [event(data, 'PatientTold')]);
      await database.pool.query('update guardian_keys.data_key set stream_id = $1 where stream_id = $2', [stream.id, one.id]);
      await expect(store.read(stream)).rejects.toMatchObject({ code: 'KeyMissing' });
      await database.pool.query('update guardian_keys.data_key set stream_id = $1 where stream_id = $2', [one.id, stream.id]);
    }
    await plain.append(one, 2, [event(first, 'PatientTold')]);
    await expect(store.read(one)).rejects.toMatchObject({ code: 'EventDamaged' });
    await plain.append(other, 0, [event(first, 'PatientTold')]);
    await expect(store.read(other)).rejects.toMatchObject({ code: 'KeyMissing' });
  });
});

describe('keys', () => {
  it('are one per stream, whoever begins it and however many at once', async () => {
    const elsewhere = storeOf(database.url);
    const streams = Array.from({ length: 40 }, aCase);
    await Promise.all(
      streams.flatMap((stream) => [
        store.append(stream, 0, [told({ note: 'here' })]),
        elsewhere.append({ ...stream }, 0, [told({ note: 'there' })]).catch((error: unknown) => error),
      ]),
    ).catch(() => undefined);
    for (const stream of streams) {
      expect(await keysOf(stream)).toHaveLength(1);
      expect(['here', 'there']).toContain((personalOf(await store.read(stream))[0] as { note: string }).note);
    }
  });

  it('that are destroyed leave the shape of what they sealed, to everybody at once; the stream can go on with another', async () => {
    const [stream, other] = [aCase(), aCase()];
    const personal = { family: 'Vaniloquent', bornOn: '1948-03-02', at: '2026-08-20T09:00:00Z', phones: ['07700'], deaf: true, decile: 3 };
    await store.append(stream, 0, [told(personal, { on: '2026-08-20' })]);
    await store.append(other, 0, [told({ family: 'Stays' })]);
    expect(await destroyKeys(database.url, [stream.id, randomUUID()])).toBe(1);
    expect(await destroyKeys(database.url, [stream.id])).toBe(1);

    const erased = { family: 'Erased', bornOn: '1900-01-01', at: '1900-01-01T00:00:00.000Z', phones: [], deaf: false, decile: 0 };
    expect((await store.read(stream)).map(({ data }) => data)).toEqual([{ on: '2026-08-20', personal: erased }]);
    expect(personalOf(await store.read(other))).toEqual([{ family: 'Stays' }]);
    await store.append(stream, 1, [told({ family: 'Again' })]);
    expect(personalOf(await store.read(stream))).toEqual([erased, { family: 'Again' }]);
    await expect(
      database.pool.query('update guardian_keys.data_key set wrapped = $2, destroyed_at = null where stream_id = $1 and wrapped is null', [
        stream.id,
        randomBytes(64),
      ]),
    ).rejects.toThrow('is refused');
  });

  it('that are not there are missing, and nothing is taken for erased', async () => {
    const stream = aCase();
    await store.append(stream, 0, [told({ family: 'Here' })]);
    const stored = (await plain.read(stream))[0]?.data ?? {};
    const copied = aCase();
    await plain.append(copied, 0, [event(stored, 'PatientTold')]);
    await expect(store.read(copied)).rejects.toMatchObject({ code: 'KeyMissing' });
    const stranger = storeOf(database.url, ['b2'.repeat(32)]);
    await expect(stranger.read(stream)).rejects.toMatchObject({ code: 'KeyMissing' });
    await expect(stranger.append(stream, 1, [told({ family: 'Other' })])).rejects.toMatchObject({ code: 'KeyMissing' });
  });

  it('cannot be had from a database that is down, and then nothing is stored or shown', async () => {
    const down = new EncryptingEventStore(
      new PostgresEventStore({ connectionString: database.url }),
      new DataKeys({ connectionString: 'postgres://nobody@127.0.0.1:1/none' }, new MasterKeys([MASTER])),
    );
    const stream = aCase();
    await store.append(stream, 0, [told({ family: 'Here' })]);
    await expect(down.read(stream)).rejects.toMatchObject({ code: 'StoreUnavailable' });
    await expect(down.append(stream, 1, [told({ family: 'Lost' })])).rejects.toMatchObject({ code: 'StoreUnavailable' });
    expect(await plain.read(stream)).toHaveLength(1);
    await down.close();
  });

  it('are wrapped anew by the next master key, after which the one of before opens nothing', async () => {
    const [next, streams] = ['c3'.repeat(32), Array.from({ length: 3 }, aCase)];
    for (const stream of streams) await store.append(stream, 0, [told({ family: 'Turner' })]);
    await destroyKeys(database.url, [streams[2]?.id ?? '']);
    const during = storeOf(database.url, [next, MASTER]);
    expect(personalOf(await during.read(streams[0] ?? aCase()))).toEqual([{ family: 'Turner' }]);

    const steps: number[] = [];
    const rotated = await rotateMasterKey(database.url, new MasterKeys([next, MASTER]), (done, all) => steps.push(done / all));
    expect(rotated).toBeGreaterThanOrEqual(2);
    expect(steps.at(-1)).toBe(1);
    expect(await rotateMasterKey(database.url, new MasterKeys([next, MASTER]), () => undefined)).toBe(0);
    const after = storeOf(database.url, [next]);
    expect(personalOf(await after.read(streams[1] ?? aCase()))).toEqual([{ family: 'Turner' }]);
    expect(personalOf(await after.read(streams[2] ?? aCase()))).toEqual([{ family: 'Erased' }]);
    await expect(store.read(streams[1] ?? aCase())).rejects.toMatchObject({ code: 'KeyMissing' });
    await rotateMasterKey(database.url, new MasterKeys([MASTER, next]), () => undefined);
  });
});

describe('a backup of the keys', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'guardian-keys-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('brings back those that are missing, and never one that was destroyed or whose erasure is on record', async () => {
    const [lost, destroyed, erased] = [aCase(), aCase(), aCase()];
    for (const stream of [lost, destroyed, erased]) await store.append(stream, 0, [told({ family: 'Keeper' })]);
    const file = path.join(folder, 'keys.gz');
    const kept = await backUpKeys(database.url, file);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    await destroyKeys(database.url, [destroyed.id]);

    // another database, into which the log was restored and no key
    const another = await testDatabase();
    try {
      await database.pool.query('select 1');
      const there = new PostgresEventStore({ connectionString: another.url });
      for (const stream of [lost, destroyed, erased]) {
        const [stored] = await plain.read(stream);
        await there.append(stream, 0, [event(stored?.data, 'PatientTold')]);
      }
      await there.close();
      const restored = storeOf(another.url);
      await expect(restored.read(lost)).rejects.toMatchObject({ code: 'KeyMissing' });
      expect(await restoreKeys(another.url, file, [erased.id])).toBeLessThan(kept);
      expect(personalOf(await restored.read(lost))).toEqual([{ family: 'Keeper' }]);
      expect(personalOf(await restored.read(erased))).toEqual([{ family: 'Erased' }]);
      await restored.close();
    } finally {
      await another.drop();
    }
    await restoreKeys(database.url, file, []);
    expect(personalOf(await store.read(destroyed))).toEqual([{ family: 'Erased' }]);
    expect(personalOf(await store.read(lost))).toEqual([{ family: 'Keeper' }]);
  });

  it('that was cut short brings nothing back', async () => {
    const { truncateSync } = await import('node:fs');
    const file = path.join(folder, 'short.gz');
    await backUpKeys(database.url, file);
    truncateSync(file, Math.floor(statSync(file).size / 2));
    const another = await testDatabase();
    try {
      await expect(restoreKeys(another.url, file, [])).rejects.toThrow();
      const { rows } = await another.pool.query('select from guardian_keys.data_key');
      expect(rows).toEqual([]);
    } finally {
      await another.drop();
    }
  });
});
