import { InMemoryEventStore, type Position } from '@guardian/event-store';
import fc from 'fast-check';
import { accidents, diaries, type DiaryEvent, diaryMigrations, write, written } from '../../../test/faults/projections/diary';
import { type TestDatabase, testDatabase } from '../../../test/support/database';
import { connect } from './connections';
import { migrate } from './database';
import { Projection } from './projection';
import { ProjectionStatus } from './projection-status';
import { ignored, type ReadModel } from './read-model';
import { replay, type ReplayProgress } from './replay';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('shelf')
class Shelf {
  @PrimaryColumn('uuid') diaryId: string;
  @Column('text') owner: string;
}

const shelves: ReadModel<DiaryEvent> = {
  name: 'shelves',
  category: 'diary',
  tables: [Shelf],
  on: {
    DiaryBegun: (rows, { id, data }) => rows.put(Shelf, { diaryId: id, owner: data.owner }),
    PageWritten: ignored,
    PageTornOut: ignored,
    InkSpilt: ignored,
    DiaryDusted: ignored,
  },
};

const ADA = '00000000-0000-4000-8000-00000000000a';
const BOB = '00000000-0000-4000-8000-00000000000b';

describe('a replay', () => {
  let database: TestDatabase;
  let store: InMemoryEventStore;

  beforeAll(async () => {
    database = await testDatabase({ unmigrated: true });
    await migrate(database.url, diaryMigrations);
  });
  afterAll(() => database.drop());
  beforeEach(async () => {
    await database.pool.query('truncate diary, diary_page, projection_stream, projection_checkpoint');
    Object.assign(accidents, { inkSpills: false, pageTakesMs: 0 });
    store = new InMemoryEventStore();
  });

  const texts = async (sql: string): Promise<string[]> => (await database.pool.query<{ t: string }>(sql)).rows.map(({ t }) => t);
  const bytes = async () => [
    ...(await texts('select d::text as t from diary d order by 1')),
    ...(await texts('select p::text as t from diary_page p order by 1')),
    ...(await texts(
      `select s.stream_id || ' ' || s.revision || ' ' || coalesce(out_of_date_since || ' ' || parked_error, '') as t
        from projection_stream s join projection_checkpoint c using (generation) where read_model = 'diaries' order by 1`,
    )),
  ];
  const names = () =>
    texts(`select indexdef as t from pg_indexes where tablename like 'diary%' or tablename like 'projection%'
      union all select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) from pg_constraint
        where conrelid in ('diary'::regclass, 'diary_page'::regclass) and contype <> 'n'
      union all select tablename from pg_tables where schemaname = 'public' order by 1`);

  async function foldLive(batches: readonly number[] = [1_000]): Promise<void> {
    const client = await connect(database.url, 'spec');
    const projection = new Projection(diaries, { retryAfterMs: [] });
    let at = await projection.checkpoint(client);
    for (let i = 0; ; i++) {
      const events = await store.readAll(at.position, batches[i % batches.length] ?? 1);
      if (events.length === 0) break;
      at = await projection.advance(client, at, events);
    }
    await client.end();
  }

  it('gives the bytes of the live rows, and the live names of tables, indexes and constraints', async () => {
    await write(store, 3, 'Ada', ADA);
    await write(store, 2, 'Zoë "Z" {O’Hara}', BOB);
    await store.append({ category: 'diary', id: BOB }, 3, [written({ type: 'PageTornOut', data: { page: 1 } })]);
    await foldLive();
    const before = { bytes: await bytes(), names: await names() };
    expect(before.bytes).toHaveLength(8);
    const progress: ReplayProgress[] = [];
    const done = await replay({ url: database.url, store, readModels: [diaries], onProgress: (step) => progress.push(step) });
    expect(done).toEqual([{ readModel: 'diaries', events: 8, streams: 2 }]);
    expect({ bytes: await bytes(), names: await names() }).toEqual(before);
    expect(progress).toEqual([
      { phase: 'folding', events: 8 },
      { phase: 'indexing', events: 8 },
      { phase: 'catching up', events: 8 },
      { phase: 'switched', events: 8 },
    ]);
  });

  it('mends rows that a fault has spoilt, and what was parked by one that is mended', async () => {
    accidents.inkSpills = true;
    await write(store, 1, 'Ada', ADA);
    await store.append({ category: 'diary', id: ADA }, 2, [written({ type: 'InkSpilt', data: {} })]);
    await foldLive();
    await database.pool.query(`update diary set owner = 'spoilt'`);
    accidents.inkSpills = false;
    await replay({ url: database.url, store, readModels: [diaries] });
    expect(await texts('select owner as t from diary')).toEqual(['Ada']);
    const status = new ProjectionStatus({ url: database.url, store, readModels: [diaries] });
    expect(await status.parked('diaries')).toEqual([]);
    await status.close();
  });

  it('works where nothing was folded before, and where nothing ever happened', async () => {
    await replay({ url: database.url, store, readModels: [diaries] });
    expect(await bytes()).toEqual([]);
    await write(store, 1, 'Ada', ADA);
    await replay({ url: database.url, store, readModels: [diaries] });
    expect(await texts('select owner as t from diary')).toEqual(['Ada']);
    await foldLive();
    expect(await texts('select pages_written::text as t from diary')).toEqual(['1']);
  });

  it('clears away what a broken-off one has left, and changes nothing when it breaks off itself', async () => {
    await write(store, 2, 'Ada', ADA);
    await foldLive();
    const before = { bytes: await bytes(), names: await names() };
    const faulty = Object.create(store) as InMemoryEventStore;
    let reads = 0;
    faulty.readAll = async (after, limit) => (++reads > 2 ? Promise.reject(new Error('away')) : store.readAll(after, limit));
    await expect(replay({ url: database.url, store: faulty, readModels: [diaries] })).rejects.toThrow('away');
    expect(await bytes()).toEqual(before.bytes);
    await replay({ url: database.url, store, readModels: [diaries] });
    expect({ bytes: await bytes(), names: await names() }).toEqual(before);
  });

  it('refuses to run twice at a time on one read model', async () => {
    await write(store, 1, 'Ada', ADA);
    const second = { problem: '' };
    const watching = Object.create(store) as InMemoryEventStore;
    watching.readAll = async (after, limit) => {
      if (!second.problem) {
        second.problem = 'none';
        await replay({ url: database.url, store, readModels: [diaries] }).catch((error: Error) => (second.problem = error.name));
      }
      return store.readAll(after, limit);
    };
    await replay({ url: database.url, store: watching, readModels: [diaries] });
    expect(second.problem).toBe('ReplayUnderWay');
  });

  it('never takes readers back: it makes up the events by which the live rows are ahead', async () => {
    await write(store, 1, 'Ada', ADA);
    const late = Object.create(store) as InMemoryEventStore;
    late.readAll = async (after, limit) => {
      const events = await store.readAll(after, limit);
      if (events.length === 0 && (await store.head()) === ('2' as Position)) {
        await store.append({ category: 'diary', id: ADA }, 2, [written({ type: 'PageWritten', data: { page: 2, text: '', tags: [] } })]);
        await foldLive();
        return [];
      }
      return events;
    };
    await replay({ url: database.url, store: late, readModels: [diaries] });
    expect(await texts('select pages_written::text as t from diary')).toEqual(['2']);
    expect(await texts('select position as t from projection_checkpoint')).toEqual(['3']);
  });

  it('builds several read models in one pass, some streams at a time', async () => {
    await database.pool.query('create table shelf (diary_id uuid primary key, owner text not null)');
    const ids = [0, 1, 2].map((n) => `00000000-0000-4000-8000-00000000000${n}`);
    for (const [n, id] of ids.entries()) await write(store, n, `owner ${n}`, id);
    const read: string[] = [];
    const watched = Object.create(store) as InMemoryEventStore;
    watched.readAll = (after, limit, share) => {
      if (after === undefined) read.push(share ? `${share.part} of ${share.parts}` : 'all');
      return store.readAll(after, limit, share);
    };
    const done = await replay({ url: database.url, store: watched, readModels: [diaries, shelves], streamsAtATime: 100 });
    // The first share tells how many streams there may be: one in it, so some 256 in all.
    expect(read).toEqual(['0 of 256', '0 of 3', '1 of 3', '2 of 3']);
    expect(done).toEqual([
      { readModel: 'diaries', events: 6, streams: 3 },
      { readModel: 'shelves', events: 6, streams: 3 },
    ]);
    expect(await texts(`select owner || ' ' || pages_written as t from diary order by 1`)).toEqual(['owner 0 0', 'owner 1 1', 'owner 2 2']);
    expect(await texts('select owner as t from shelf order by 1')).toEqual(['owner 0', 'owner 1', 'owner 2']);
    await database.pool.query('drop table shelf');
  });

  it('leaves to the catching up what is appended while it folds', async () => {
    await write(store, 1, 'Ada', ADA);
    const busy = Object.create(store) as InMemoryEventStore;
    busy.readAll = async (after, limit, share) => {
      if (share?.parts === 1 && (await store.head()) === '2') await write(store, 3, 'Bob', BOB);
      return store.readAll(after, limit, share);
    };
    expect(await replay({ url: database.url, store: busy, readModels: [diaries] })).toEqual([
      { readModel: 'diaries', events: 2, streams: 1 },
    ]);
    expect(await texts(`select owner || ' ' || pages_written as t from diary order by 1`)).toEqual(['Ada 1', 'Bob 3']);
  });

  it('gives the live rows for any events in any batches', async () => {
    const event = fc.oneof(
      fc.record({
        type: fc.constant('DiaryBegun'),
        data: fc.record({ on: fc.constant('2026-03-29'), owner: fc.string({ maxLength: 22 }) }),
      }),
      fc.record({
        type: fc.constant('PageWritten'),
        data: fc.record({
          page: fc.integer({ min: 1, max: 3 }),
          text: fc.string(),
          tags: fc.array(fc.string({ maxLength: 3 }), { maxLength: 2 }),
        }),
      }),
      fc.record({ type: fc.constant('PageTornOut'), data: fc.record({ page: fc.integer({ min: 1, max: 3 }) }) }),
      fc.constantFrom({ type: 'DiaryDusted', data: {} }, { type: 'DiaryBurnt', data: {} }),
    );
    const streams = fc.array(fc.tuple(fc.constantFrom(ADA, BOB), event), { maxLength: 25 });
    await fc.assert(
      fc.asyncProperty(streams, fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), async (events, batches) => {
        await database.pool.query('truncate diary, diary_page, projection_stream, projection_checkpoint');
        store = new InMemoryEventStore();
        const revisions = new Map<string, number>();
        for (const [id, next] of events) {
          const revision = revisions.get(id) ?? 0;
          await store.append({ category: 'diary', id }, revision, [written(next, `2026-01-01T00:00:${10 + revision}.000Z`)]);
          revisions.set(id, revision + 1);
        }
        await foldLive(batches);
        const live = await bytes();
        await replay({ url: database.url, store, readModels: [diaries], retryAfterMs: [] });
        expect(await bytes()).toEqual(live);
      }),
      { numRuns: 25 },
    );
  });
});
