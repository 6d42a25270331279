import fc from 'fast-check';
import { testDatabase, type TestDatabase } from '../../../../../test/support/database';
import { tamper } from '../../../../../test/support/tamper';
import { aCase, event } from '../../contract/examples';
import { partitionLog } from '../log-partitions';
import { PostgresEventStore } from '../postgres-event-store';
import { type ChainedTable, EVENT_LOG } from './chained-table';
import { Sealer } from './sealer';
import { verifyChain } from './verify-chain';

jest.setTimeout(60_000);

const STREAM = '00000000-0000-4000-8000-000000000001';

const swap = (one: number, other: number) => `
  create temp table swapped on commit drop as select * from events where position in (${one}, ${other});
  delete from events where position in (${one}, ${other});
  insert into events (position, stream_id, revision, category, type, data, metadata, stored_at) overriding system value
    select ${one + other} - position, stream_id, revision, category, type, data, metadata, stored_at from swapped`;

const addAt = (position: number) => `
  insert into events (position, stream_id, revision, category, type, data, metadata) overriding system value
  values (${position}, gen_random_uuid(), 1, 'case', 'Forged', '{}', '{}')`;

/** Events at positions 1 to 12 in three seals of four; position 13 is not sealed. */
function sealedLog(partitions?: number) {
  let database: TestDatabase;
  let sealer: Sealer;

  beforeEach(async () => {
    database = await testDatabase();
    if (partitions) await partitionLog(database.url, partitions);
    sealer = new Sealer(database.url, [EVENT_LOG]);
    for (let revision = 0; revision < 12; revision += 4) {
      await database.pool.query(
        `insert into events (stream_id, revision, category, type, data, metadata)
         select $1, $2 + n, 'case', 'ContactRecorded', json_build_object('n', n, 'text', E'a\\tb\\n\\\\ é'), '{}' from generate_series(1, 4) n`,
        [STREAM, revision],
      );
      expect(await sealer.sealAll()).toBe(4);
    }
    await database.pool.query(
      `insert into events (stream_id, revision, category, type, data, metadata) values ($1, 13, 'case', 'ContactRecorded', '{}', '{}')`,
      [STREAM],
    );
  });
  afterEach(() => database.drop());

  const verify = () => verifyChain(database.url, EVENT_LOG, () => undefined);
  return {
    query: (sql: string, values: unknown[] = []) => database.pool.query<{ row: string }>(sql, values),
    tamper: (sql: string) => tamper(database.pool, sql),
    seal: () => sealer.sealAll(),
    verify,
    found: async (sql: string) => {
      await tamper(database.pool, sql);
      return (await verify()).finding;
    },
  };
}

describe.each([
  ['the log', undefined],
  ['the log in partitions', 4],
])('%s, sealed', (_, partitions) => {
  const { query, tamper: change, seal, verify, found } = sealedLog(partitions);

  it('is found as it was, with how far it is sealed', async () => {
    expect(await verify()).toMatchObject({ rows: 12, seals: 3, position: 12n, unsealed: 1, finding: undefined });
    expect(await seal()).toBe(1);
    expect(await seal()).toBe(0);
    expect(await verify()).toMatchObject({ rows: 13, seals: 4, position: 13n, unsealed: 0, finding: undefined });
  });

  it('is found as it was while more is written and sealed', async () => {
    let revision = 13;
    const found: unknown[] = [];
    const ended = (async () => {
      for (let n = 0; n < 12; n++) found.push((await verify()).finding);
    })().finally(() => (revision = Infinity));
    while (revision < Infinity) {
      await query(
        `insert into events (stream_id, revision, category, type, data, metadata) values ('${STREAM}', ${++revision}, 'case', 'ContactRecorded', '{}', '{}')`,
      );
      await seal();
    }
    await ended;
    expect(found).toEqual(Array(12).fill(undefined));
  });

  it('names the first row, whatever was done to whichever rows', async () => {
    const rows = fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 5 });
    const deed = fc.constantFrom(
      (at: number) => `update events set data = '{"forged":true}' where position = ${at}`,
      (at: number) => `delete from events where position = ${at}`,
      (at: number) => `delete from events where position = ${at}; ${addAt(at)}`,
    );
    const whole = await query('select e::text as row from events e');
    await fc.assert(
      fc
        .asyncProperty(rows, fc.array(deed, { minLength: 5, maxLength: 5 }), async (positions, deeds) => {
          const { words } = (await found(positions.map((at, n) => deeds[n]?.(at)).join(';'))) ?? {};
          expect(words).toMatch(new RegExp(`^events: the row at position ${Math.min(...positions)} `));
        })
        .afterEach(async () =>
          change(
            `delete from events; ${whole.rows
              .map(({ row }) => `insert into events overriding system value select (${literal(row)}::events).*`)
              .join(';')}`,
          ),
        ),
      { numRuns: 20 },
    );
    expect((await verify()).finding).toBeUndefined();
  });
});

describe('what somebody did to the sealed log', () => {
  const { query, seal, verify, found } = sealedLog();

  it.each([
    ['a byte of the data', `data = replace(data::text, 'é', 'e')::json`],
    ['a space in the data, which means the same', `data = (data::text || ' ')::json`],
    ['the metadata', `metadata = '{"by":1}'`],
    ['the type', `type = 'ContactRecordeD'`],
    ['the time at which it was stored', `stored_at = stored_at + interval '1 microsecond'`],
  ])('names the row in which somebody changed %s', async (_what, change) => {
    expect(await found(`update events set ${change} where position = 6`)).toEqual({
      kind: 'changed',
      words: expect.stringMatching(
        /^events: the row at position 6 \(case-00000000-0000-4000-8000-000000000001 revision 6, ContactRecorde[dD]\) was changed after it was sealed\.$/,
      ),
    });
  });

  it('names two rows that changed places, within a seal and across seals', async () => {
    expect(await found(swap(5, 7))).toEqual({
      kind: 'reordered',
      words: `events: the row at position 5 (case-${STREAM} revision 7, ContactRecorded) was sealed at position 7: rows were reordered.`,
    });
    expect(await found(`${swap(5, 7)}; drop table swapped; ${swap(2, 11)}`)).toEqual({
      kind: 'reordered',
      words: `events: the row at position 2 (case-${STREAM} revision 11, ContactRecorded) was sealed at position 11: rows were reordered.`,
    });
  });

  it('names the first row that is missing, and where to look', async () => {
    expect(await found('delete from events where position between 6 and 9')).toEqual({
      kind: 'missing',
      words: `events: the row at position 6 is missing. Look at case-${STREAM} has 9 of 13 revisions.`,
    });
  });

  it('names the first row that was cut off its end, though nothing is behind it', async () => {
    expect(await found('delete from events where position > 10')).toEqual({
      kind: 'missing',
      words: 'events: the row at position 11 is missing.',
    });
  });

  it('names a row that was put in the place of another', async () => {
    expect(await found(`delete from events where position = 4; ${addAt(4)}`)).toMatchObject({
      kind: 'changed',
      words: expect.stringMatching(/^events: the row at position 4 \(case-[0-9a-f-]{36} revision 1, Forged\) was changed/),
    });
  });

  it('names a row that was added in a gap of positions', async () => {
    await query('alter table events alter position restart with 20');
    await query(
      `insert into events (stream_id, revision, category, type, data, metadata) values ($1, 14, 'case', 'ContactRecorded', '{}', '{}')`,
      [STREAM],
    );
    await seal();
    expect((await verify()).finding).toBeUndefined();
    expect(await found(addAt(15))).toMatchObject({
      kind: 'added',
      words: expect.stringMatching(
        /^events: the row at position 15 \(case-[0-9a-f-]{36} revision 1, Forged\) was added: nothing was sealed there\.$/,
      ),
    });
  });

  it('names a row that was added before all others', async () => {
    expect(await found(addAt(-3))).toMatchObject({ kind: 'added', words: expect.stringMatching(/^events: the row at position -3 /) });
  });

  it.each([
    ['is missing', 'delete from chain_seal where number = 2'],
    ['was changed', `update chain_seal set evidence = overlay(evidence placing '\\x00' from 20 for 1) where number = 2`],
    ['names another time', `update chain_seal set sealed_at = sealed_at + interval '1 second' where number = 2`],
    ['has another root', `update chain_seal set root = sha256(root) where number = 2`],
  ])('names the seal that %s', async (_what, sql) => {
    expect(await found(sql)).toEqual({
      kind: 'seal',
      words: 'events: seal 2 is missing, or does not follow from seal 1: the seals were changed. Rows are verified up to position 4.',
    });
  });
});

const literal = (text: string): string => `E'${text.replaceAll('\\', '\\\\').replaceAll(`'`, `\\'`)}'`;

describe('sealing', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await testDatabase();
  });
  afterEach(() => database.drop());

  it('takes what the store appended, in as many seals as it needs', async () => {
    const store = new PostgresEventStore({ connectionString: database.url });
    await store.append(aCase(), 0, [event(), event()]);
    await store.close();
    await database.pool.query(`
      insert into events (stream_id, revision, category, type, data, metadata)
      select gen_random_uuid(), 1, 'case', 'ContactRecorded', '{}', '{}' from generate_series(1, 20005)`);
    expect(await new Sealer(database.url, [EVENT_LOG]).sealAll()).toBe(20_007);
    const seals = await database.pool.query('select number, from_position as from, to_position as to, rows from chain_seal order by 1');
    expect(seals.rows).toEqual([
      { number: 1, from: '1', to: '10000', rows: 10_000 },
      { number: 2, from: '10001', to: '20000', rows: 10_000 },
      { number: 3, from: '20001', to: '20007', rows: 7 },
    ]);
    expect(await verifyChain(database.url, EVENT_LOG, () => undefined)).toMatchObject({ rows: 20_007, finding: undefined });
    // the first finding ends the reading, though most of the log is still to come
    await tamper(database.pool, `update events set type = 'Forged' where position = 3`);
    expect(await verifyChain(database.url, EVENT_LOG, () => undefined)).toMatchObject({ rows: 2, finding: { kind: 'changed' } });
  });

  it.each([
    ['INSERT', {}],
    ['COPY', { copyFrom: 1 }],
  ])('while several processes append by %s leaves nothing out and takes nothing too early', async (_, options) => {
    const stores = [1, 2, 3].map(() => new PostgresEventStore({ connectionString: database.url, ...options }));
    const writing = stores.flatMap((store) =>
      Array.from({ length: 8 }, async () => {
        for (let n = 0; n < 12; n++) await store.append(aCase(), 0, [event(), event()]);
      }),
    );
    let over = false;
    const written = Promise.all(writing).finally(() => (over = true));
    const sealer = new Sealer(database.url, [EVENT_LOG]);
    let looks = 0;
    for (let sealed = 0; !over || sealed > 0; looks++) sealed = await sealer.sealAll();
    await written;
    await Promise.all(stores.map((store) => store.close()));
    expect(looks).toBeGreaterThan(2);
    expect(await verifyChain(database.url, EVENT_LOG, () => undefined)).toMatchObject({ rows: 576, unsealed: 0, finding: undefined });
  });

  it('is done once, however many do it at the same time', async () => {
    await database.pool.query(`
      insert into events (stream_id, revision, category, type, data, metadata)
      select gen_random_uuid(), 1, 'case', 'ContactRecorded', '{}', '{}' from generate_series(1, 500)`);
    const done = await Promise.all(Array.from({ length: 5 }, () => new Sealer(database.url, [EVENT_LOG]).sealAll()));
    expect(done.reduce((sum, sealed) => sum + sealed, 0)).toBe(500);
    expect(await verifyChain(database.url, EVENT_LOG, () => undefined)).toMatchObject({ rows: 500, finding: undefined });
  });

  it('of a table whose writers hold a lock waits for those who are writing, and leaves those who do not end to the next look', async () => {
    const NOTES: ChainedTable = {
      ...{ name: 'note', columns: ['text'], writersHold: '4711', writtenAt: 'at' },
      nameOf: ({ text }) => text ?? '',
    };
    await database.pool.query(`
      create table note (position bigint generated always as identity primary key, text text not null);
      grant select on note to guardian_app`);
    const sealer = new Sealer(database.url, [NOTES]);
    const slow = await database.pool.connect();
    await slow.query(`begin; select pg_advisory_xact_lock_shared(4711); insert into note (text) values ('slow')`);
    await database.pool.query(`insert into note (text) values ('quick')`);
    expect(await sealer.sealAll()).toBe(0);
    const sealing = sealer.sealAll();
    await slow.query('commit');
    slow.release();
    expect(await sealing).toBe(2);
    expect(await verifyChain(database.url, NOTES, () => undefined)).toMatchObject({ rows: 2, position: 2n, finding: undefined });
  });

  it.each(['chain_seal', 'chain_checkpoint'])('leaves Guardian no right to change %s, nor the owner', async (table) => {
    await database.pool.query(`
      insert into events (stream_id, revision, category, type, data, metadata) values (gen_random_uuid(), 1, 'case', 'Odd', '{}', '{}')`);
    await new Sealer(database.url, [EVENT_LOG]).sealAll();
    const attempt = async (role: string, sql: string) => {
      const client = await database.pool.connect();
      await client.query(`begin; ${role}`);
      const code = await client.query(sql).then(
        () => 'done',
        (error: { code: string }) => error.code,
      );
      await client.query('rollback');
      client.release();
      return code;
    };
    const column = table === 'chain_seal' ? 'log' : 'text';
    for (const sql of [`update ${table} set ${column} = 'x'`, `delete from ${table}`, `truncate ${table}`]) {
      expect([sql, await attempt('set local role guardian_app', sql)]).toEqual([sql, '42501']);
      expect([sql, await attempt('set local session_replication_role = replica', sql)]).toEqual([sql, '23001']);
    }
    const { rows } = await database.pool.query<{ right: string }>(
      `select privilege_type as right from information_schema.role_table_grants where grantee = 'guardian_app' and table_name = $1 order by 1`,
      [table],
    );
    expect(rows.map(({ right }) => right)).toEqual(['INSERT', 'SELECT']);
  });
});
