import { randomUUID } from 'node:crypto';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Pool } from 'pg';
import { migrateEventLog } from '../../../../../test/faults/event-store/event-log-database';
import { testDatabase, type TestDatabase } from '../../../../../test/support/database';
import type { NewEvent } from '../../event-store';
import { EVENT_LOG } from '../chain/chained-table';
import { Sealer } from '../chain/sealer';
import { verifyChain } from '../chain/verify-chain';
import { partitionLog } from '../log-partitions';
import { PostgresEventStore } from '../postgres-event-store';
import { PostgresSequence } from '../postgres-sequence';
import { backUp } from './back-up';
import { BackupProblem } from './manifest';
import { restore } from './restore';
import { verifyBackup } from './verify-backup';

jest.setTimeout(60_000);

// A table that refers to another whose name comes later, values that COPY has to escape, and one table that can be made anew.
const MORE_TABLES = `
  create table zone (code text primary key);
  create table area (id bigint generated always as identity primary key, zone text not null references zone, file bytea, at timestamptz,
    label text generated always as (zone || '!') stored);
  create table list_row (id int primary key);
  create table list_row__next (id int primary key)`;
const REBUILT = ['list_row'];

const event = (text: string): NewEvent => ({
  type: 'ContactRecorded',
  data: { text },
  metadata: {
    commandId: randomUUID(),
    commandHash: '0',
    recordedAt: '2026-11-22T09:30:00.000Z',
    actor: { id: 'u-1', name: 'Ada', role: 'coordinator', organisation: 'Guardian team' },
  },
});

let folder: string;
let source: TestDatabase;
let store: PostgresEventStore;

async function prepare(url: string, pool: Pool): Promise<void> {
  await migrateEventLog(url);
  await pool.query(MORE_TABLES);
}

beforeAll(async () => {
  source = await testDatabase({ unmigrated: true });
  await prepare(source.url, source.pool);
  store = new PostgresEventStore({ connectionString: source.url });
  await write(600);
  // bytes that no parser gave back: spaces in JSON, a number in its own spelling, and text that COPY has to escape
  await source.pool.query(`
    insert into events (stream_id, revision, category, type, data, metadata)
    values (gen_random_uuid(), 1, 'case', 'Odd', '{ "b" : 1.50,\t"a": "\\\\ \\n \\u0041 é 👩‍⚕️" }', '{}');
    insert into zone values ('Änd\n\\.'), ('b'), ('B'), ('');
    insert into area (zone, file, at) values ('b', '\\x00ff0a5c', '2026-03-29 01:30:00.123456+00'), ('Änd\n\\.', null, '0044-03-15 12:00 BC');
    insert into list_row values (1); insert into list_row__next values (2)`);
});

afterAll(async () => {
  await store.close();
  await source.drop();
});

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'guardian-backup-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

async function write(streams: number): Promise<void> {
  const appends = Array.from({ length: streams }, (_, n) =>
    store.append({ category: 'case', id: randomUUID() }, 0, [event(`first of ${n}`), event('a line\nand\tanother \\ '.repeat(30))]),
  );
  await Promise.all(appends);
}

const backUpTo = (to: string) => backUp({ url: source.url, folder: to, rebuilt: REBUILT, keyMark: 'k', chunkBytes: 20_000 });

const restoreInto = (database: TestDatabase, from = folder) =>
  restore({ url: database.url, folder: from, keyMark: 'k', migrate: (url) => prepare(url, database.pool) });

async function withEmptyDatabase<T>(work: (database: TestDatabase) => Promise<T>): Promise<T> {
  const database = await testDatabase({ unmigrated: true });
  try {
    return await work(database);
  } finally {
    await database.drop();
  }
}

/** Everything of these events, in one hash that PostgreSQL itself works out. */
async function logOf(pool: Pool, upTo: string | undefined): Promise<unknown> {
  const { rows } = await pool.query(
    `select count(*)::int as events, min(position) as first, max(position) as last,
       md5(string_agg(concat_ws('|', position, stream_id, revision, category, type, data::text, metadata::text, extract(epoch from stored_at)), E'\\n'
         order by position)) as md5
     from events where position <= $1`,
    [upTo],
  );
  return rows[0];
}

const contents = async (pool: Pool, table: string) => (await pool.query(`select * from ${table} order by 1`)).rows as unknown[];

describe('a backup and its restore', () => {
  it('give the same events at the same positions, byte for byte, and the next append goes on after them', async () => {
    const numbers = new PostgresSequence({ connectionString: source.url });
    for (let n = 0; n < 3; n++) await numbers.next('case');
    await numbers.close();
    expect(await new Sealer(source.url, [EVENT_LOG]).sealAll()).toBe(1_201);
    const made = await backUpTo(folder);
    expect(made).toMatchObject({ events: 1_201, first: '1', last: '1201', tables: 5, rows: 8 });
    await withEmptyDatabase(async (database) => {
      expect(await restoreInto(database)).toEqual(made);
      expect(await logOf(database.pool, made.last)).toEqual(await logOf(source.pool, made.last));
      for (const table of ['zone', 'area', 'numbers', 'chain_seal'])
        expect(await contents(database.pool, table)).toEqual(await contents(source.pool, table));
      expect(await contents(database.pool, 'list_row')).toEqual([]);
      expect(await contents(database.pool, 'list_row__next')).toEqual([]);

      const sealed = await verifyChain(database.url, EVENT_LOG, () => undefined);
      expect(sealed).toMatchObject({ rows: 1_201, seals: 1, finding: undefined });

      const restored = new PostgresEventStore({ connectionString: database.url });
      const next = await restored.append({ category: 'case', id: randomUUID() }, 0, [event('after the restore')]);
      expect(next).toMatchObject({ position: '1202' });
      await restored.close();
      await database.pool.query(`insert into area (zone) values ('B')`);
      expect((await contents(database.pool, 'area')).at(-1)).toMatchObject({ id: '3', label: 'B!' });
      await expect(database.pool.query('delete from events')).rejects.toThrow('the event log only grows');
    });
  });

  it('are of one moment, though people go on writing', async () => {
    let writing = true;
    const writer = (async () => {
      while (writing) {
        await write(20);
        await source.pool.query(`insert into numbers values ('case', 1) on conflict (name) do update
          set given = (select max(position) from events)`);
      }
    })();
    const made = await backUpTo(folder).finally(() => (writing = false));
    await writer;
    await withEmptyDatabase(async (database) => {
      await restoreInto(database);
      expect(await logOf(database.pool, made.last)).toEqual(await logOf(source.pool, made.last));
      const { rows } = await database.pool.query(`select max(position) >= (select given from numbers) as together from events`);
      expect(rows).toEqual([{ together: true }]);
    });
  });

  it('bring an older backup up to date by what is new, and it stays whole until then', async () => {
    const first = await backUpTo(folder);
    const logFiles = () => readdirSync(folder).filter((name) => name.startsWith('log-'));
    const [before, tableFiles] = [logFiles(), readdirSync(folder).filter((name) => name.startsWith('zone'))];
    const written = before.map((name) => statSync(path.join(folder, name)).mtimeMs);
    await write(100);
    await source.pool.query(`insert into zone values ('new')`);
    const second = await backUpTo(folder);
    expect(second.events).toBe(first.events + 200);
    expect(logFiles().length).toBeGreaterThan(before.length);
    expect(before.map((name) => statSync(path.join(folder, name)).mtimeMs)).toEqual(written);
    expect(readdirSync(folder)).not.toEqual(expect.arrayContaining(tableFiles));
    await withEmptyDatabase(async (database) => {
      await restoreInto(database);
      expect(await logOf(database.pool, second.last)).toEqual(await logOf(source.pool, second.last));
      expect(await contents(database.pool, 'zone')).toHaveLength(5);
    });
  });

  it('work for a user who may create in the database and is no superuser', async () => {
    const user = `owner_${randomUUID().slice(0, 8)}`;
    await backUpTo(folder);
    await withEmptyDatabase(async (database) => {
      await database.pool.query(`
        create role ${user} login password 'for tests only' nosuperuser nocreaterole;
        grant create on database ${new URL(database.url).pathname.slice(1)} to ${user};
        grant create, usage on schema public to ${user}; grant guardian_app to ${user}`);
      const url = Object.assign(new URL(database.url), { username: user, password: 'for tests only' }).href;
      const asOwner = { query: (sql: string) => database.pool.query(`set role ${user}; ${sql}; reset role`) } as unknown as Pool;
      const migrate = (its: string) => prepare(its, asOwner);
      const restored = await restore({ url, folder, keyMark: 'k', migrate });
      expect(await logOf(database.pool, restored.last)).toEqual(await logOf(source.pool, restored.last));
      const again = mkdtempSync(path.join(tmpdir(), 'guardian-backup-'));
      const copy = await backUp({ url, folder: again, rebuilt: REBUILT, keyMark: 'k', chunkBytes: 20_000 });
      // cut otherwise into files, and the same log
      expect(copy).toEqual({ ...restored, madeAt: copy.madeAt, fileBytes: copy.fileBytes });
      rmSync(again, { recursive: true });
      await database.pool.query(`drop owned by ${user} cascade; drop role ${user}`);
    });
  });
});

describe('a log in partitions', () => {
  it('comes from one without and goes into one with others: the same log each time', async () => {
    const made = await backUpTo(folder);
    const again = mkdtempSync(path.join(tmpdir(), 'guardian-backup-'));
    const restoreIntoPartitions = async (database: TestDatabase, from: string, partitions: number) => {
      const migrate = async (url: string) => {
        await prepare(url, database.pool);
        await partitionLog(url, partitions);
      };
      await restore({ url: database.url, folder: from, keyMark: 'k', migrate });
    };
    await withEmptyDatabase(async (four) => {
      await restoreIntoPartitions(four, folder, 4);
      expect(await logOf(four.pool, made.last)).toEqual(await logOf(source.pool, made.last));
      const copied = await backUp({ url: four.url, folder: again, rebuilt: REBUILT, keyMark: 'k', chunkBytes: 20_000 });
      expect(copied.logHash).toBe(made.logHash);
      await withEmptyDatabase(async (two) => {
        await restoreIntoPartitions(two, again, 2);
        expect(await logOf(two.pool, made.last)).toEqual(await logOf(source.pool, made.last));
        const restored = new PostgresEventStore({ connectionString: two.url });
        const next = await restored.append({ category: 'case', id: randomUUID() }, 0, [event('after the restore')]);
        expect(next).toMatchObject({ position: String(Number(made.last) + 1) });
        await restored.close();
      });
    });
    rmSync(again, { recursive: true });
  });
});

describe('a restore is refused', () => {
  it('into a database that is not empty', async () => {
    await backUpTo(folder);
    await expect(restoreInto(source)).rejects.toThrow(
      'The database is not empty: it has 9 tables. A backup is restored into a new database only.',
    );
  });

  it('with other secrets', async () => {
    await backUpTo(folder);
    await withEmptyDatabase(async ({ url }) => {
      await expect(restore({ url, folder, keyMark: 'other', migrate: () => Promise.resolve() })).rejects.toThrow(
        'The secrets that are set here are not those with which the backup was made. Set the same ones.',
      );
    });
  });

  it.each([
    ['from elsewhere', 'What is now in zone is not what was in the backup. Do not use this database; begin with a new one.'],
    ['b', 'Somebody has written into the half restored database. Begin with a new one.'],
  ])('when a row came into a table by another way: %s', async (code, words) => {
    await backUpTo(folder);
    await withEmptyDatabase(async (database) => {
      const migrate = async (url: string) => {
        await prepare(url, database.pool);
        await database.pool.query('insert into zone values ($1)', [code]);
      };
      await expect(restore({ url: database.url, folder, keyMark: 'k', migrate })).rejects.toThrow(words);
    });
  });
});

describe('a backup is refused', () => {
  it('into a folder of something else', async () => {
    writeFileSync(path.join(folder, 'letter.txt'), 'Dear Ada');
    await expect(backUpTo(folder)).rejects.toThrow(`The folder ${folder} is not empty and holds no backup.`);
  });

  it('beside another one', async () => {
    const [one, other] = await Promise.allSettled([backUpTo(folder), backUpTo(folder)]);
    expect([one.status, other.status].sort()).toEqual(['fulfilled', 'rejected']);
    const refused = [one, other].find(({ status }) => status === 'rejected') as PromiseRejectedResult;
    expect(refused.reason).toEqual(new BackupProblem('This database is being backed up already.'));
    expect((await verifyBackup(folder)).first).toBe('1');
  });

  it('over one of which a file is gone', async () => {
    await backUpTo(folder);
    unlinkSync(path.join(folder, 'log-000001.gz'));
    await expect(backUpTo(folder)).rejects.toThrow('The backup is damaged: log-000001.gz is missing.');
  });

  it('over that of another database', async () => {
    await backUpTo(folder);
    await withEmptyDatabase(async (database) => {
      await prepare(database.url, database.pool);
      const other = backUp({ url: database.url, folder, rebuilt: REBUILT, keyMark: 'k' });
      await expect(other).rejects.toThrow('The backup in this folder is of another database, or of another state of it.');
    });
    expect((await verifyBackup(folder)).first).toBe('1');
  });

  it('of a database that is not one of Guardian', async () => {
    await withEmptyDatabase(async ({ url }) => {
      await expect(backUp({ url, folder, rebuilt: [], keyMark: 'k' })).rejects.toThrow('This is no database of Guardian');
    });
  });
});

describe('damage is named', () => {
  let whole: string;
  beforeAll(async () => {
    whole = mkdtempSync(path.join(tmpdir(), 'guardian-backup-'));
    await backUpTo(whole);
  });
  afterAll(() => {
    rmSync(whole, { recursive: true });
  });
  beforeEach(() => {
    for (const name of readdirSync(whole)) copyFileSync(path.join(whole, name), path.join(folder, name));
  });
  const file = (name: string) => path.join(folder, name);

  it.each([
    [
      'a flipped byte in the log',
      () => flip(file('log-000003.gz'), 2_000),
      'The backup is damaged: log-000003.gz is not as it was written.',
    ],
    [
      'a flipped byte in the head of a file, which says nothing about the rows',
      () => flip(file('log-000001.gz'), 9),
      'The backup is damaged: log-000001.gz is not as it was written.',
    ],
    ['a flipped byte in a table', () => flip(file('zone-1-1.gz'), 15), 'The backup is damaged: zone-1-1.gz is not as it was written.'],
    ['a missing file', () => unlinkSync(file('log-000002.gz')), 'The backup is damaged: log-000002.gz is missing.'],
    [
      'a file that was cut short',
      () => truncateSync(file('log-000002.gz'), 100),
      /^The backup is damaged: log-000002\.gz has 100 bytes; \d+ were written\.$/,
    ],
    [
      'two files that were exchanged',
      () => {
        copyFileSync(path.join(whole, 'log-000002.gz'), file('log-000003.gz'));
        copyFileSync(path.join(whole, 'log-000003.gz'), file('log-000002.gz'));
      },
      /^The backup is damaged: log-000002\.gz /,
    ],
    [
      'a manifest that was cut short',
      () => truncateSync(file('manifest.json'), 700),
      'The backup is damaged: manifest.json was cut short or changed after it was written.',
    ],
    [
      'a manifest that somebody changed',
      () => writeFileSync(file('manifest.json'), readFileSync(file('manifest.json'), 'utf8').replace('"last": "', '"last": "1')),
      'The backup is damaged: manifest.json was cut short or changed after it was written.',
    ],
    ['a folder without a backup', () => unlinkSync(file('manifest.json')), /^There is no backup in /],
  ])('%s', async (_, damage, words) => {
    damage();
    await expect(verifyBackup(folder)).rejects.toThrow(words);
    await withEmptyDatabase(async (database) => {
      await expect(restoreInto(database)).rejects.toThrow(words);
      const { rows } = await database.pool.query(`select from pg_class where relnamespace = 'public'::regnamespace`);
      expect(rows).toEqual([]);
    });
  });

  it('and a whole one is told by what is in it', async () => {
    const { rows } = await source.pool.query<{ events: number }>('select count(*)::int as events from events');
    expect(await verifyBackup(folder)).toMatchObject({
      events: rows[0]?.events,
      first: '1',
      logHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });
});

function flip(file: string, at: number): void {
  const bytes = readFileSync(file);
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
  writeFileSync(file, bytes);
}
