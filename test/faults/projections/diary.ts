// An invented read model for the tests of the machinery: what people wrote in a diary, one row per diary and one per page.
import { randomUUID } from 'node:crypto';
import { type EventStore, eventStoreMigrations, type NewEvent } from '@guardian/event-store';
import type { E } from '@guardian/kernel';
import { ignored, type MigrationClass, projectionMigrations, type ReadModel } from '@guardian/projections';
import { Column, Entity, type MigrationInterface, PrimaryColumn, type QueryRunner } from 'typeorm';

export type DiaryEvent =
  | E<'DiaryBegun', { on: string; owner: string }>
  | E<'PageWritten', { page: number; text: string; tags: string[] }>
  | E<'PageTornOut', { page: number }>
  | E<'InkSpilt', { reason?: string }>
  | E<'DiaryDusted', object>;

@Entity('diary')
export class Diary {
  @PrimaryColumn('uuid') diaryId: string;
  @Column('date') begunOn: string;
  @Column('varchar', { length: 20 }) owner: string;
  @Column('int') pagesWritten: number;
  @Column('timestamptz', { nullable: true }) lastWrittenAt: Date | null;
  @Column('jsonb') lengths: Record<string, number>;
  @Column('text', { array: true }) tags: string[];
}

@Entity('diary_page')
export class DiaryPage {
  @PrimaryColumn('uuid') diaryId: string;
  @PrimaryColumn('int') page: number;
  @Column('text') text: string;
}

class CreateDiary1795000000999 implements MigrationInterface {
  readonly name = 'CreateDiary1795000000999';
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create table diary (
      diary_id uuid primary key, begun_on date not null, owner varchar(20) not null, pages_written int not null,
      last_written_at timestamptz, lengths jsonb not null, tags text[] not null)`);
    await runner.query('create index diary_by_owner on diary (owner, begun_on desc) include (pages_written) where pages_written > 0');
    await runner.query(`create table diary_page (
      diary_id uuid, page int, text text not null, constraint diary_page_key primary key (diary_id, page))`);
  }
  async down(): Promise<void> {}
}

export const diaryMigrations: MigrationClass[] = [...eventStoreMigrations, ...projectionMigrations, CreateDiary1795000000999];

/** Set by a test to make the handler of spilt ink fail; and how long each page takes, in milliseconds. */
export const accidents = { inkSpills: false, pageTakesMs: 0 };

export const diaries: ReadModel<DiaryEvent> = {
  name: 'diaries',
  category: 'diary',
  tables: [Diary, DiaryPage],
  on: {
    DiaryBegun: (rows, { id, data }) =>
      rows.put(Diary, { diaryId: id, begunOn: data.on, owner: data.owner, pagesWritten: 0, lastWrittenAt: null, lengths: {}, tags: [] }),
    PageWritten: (rows, { id, data, metadata }) => {
      if (accidents.pageTakesMs > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, accidents.pageTakesMs);
      const diary = rows.one(Diary);
      if (!diary) throw new Error('a page before the diary was begun');
      rows.put(DiaryPage, { diaryId: id, page: data.page, text: data.text });
      rows.change(Diary, diary, { lastWrittenAt: new Date(metadata.recordedAt) });
      rows.change(Diary, diary, {
        // Adds, where a real read model sets: so an event that is folded twice shows.
        pagesWritten: diary.pagesWritten + 1,
        lengths: { ...diary.lengths, [data.page]: data.text.length },
        tags: [...new Set([...diary.tags, ...data.tags])],
      });
    },
    PageTornOut: (rows, { data }) => {
      const page = rows.all(DiaryPage).find((each) => each.page === data.page);
      if (page) rows.remove(DiaryPage, page);
    },
    InkSpilt: (rows, { id }) => {
      rows.put(DiaryPage, { diaryId: id, page: 999, text: 'half done' });
      if (accidents.inkSpills) throw new Error('Ada Lovelace 999 000 0018 was here');
      rows.remove(DiaryPage, { diaryId: id, page: 999, text: '' });
    },
    DiaryDusted: ignored,
  },
};

export const RECORDED_AT = '2026-03-29T01:30:00.000Z';

export function written(event: DiaryEvent | { type: string; data: object }, recordedAt = RECORDED_AT): NewEvent {
  const actor = { id: 'u1', name: 'Ada', role: 'coordinator', organisation: 'Guardian' };
  return { ...event, metadata: { commandId: randomUUID(), commandHash: 'x', recordedAt, actor } };
}

/** A diary with so many pages; resolves to its id. */
export async function write(store: EventStore, pages: number, owner = 'Ada', id: string = randomUUID()): Promise<string> {
  const events = [written({ type: 'DiaryBegun', data: { on: '2026-03-29', owner } })];
  for (let page = 1; page <= pages; page++)
    events.push(written({ type: 'PageWritten', data: { page, text: `page ${page}`, tags: ['a'] } }));
  await store.append({ category: 'diary', id }, 0, events);
  return id;
}
