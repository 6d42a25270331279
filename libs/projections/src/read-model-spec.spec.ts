import { Diary, diaries, type DiaryEvent, diaryMigrations, DiaryPage } from '../../../test/faults/projections/diary';
import { type TestDatabase, testDatabase } from '../../../test/support/database';
import { migrate } from './database';
import { readModelSpec } from './read-model-spec';

describe('a read model, folded one event at a time and replayed', () => {
  let database: TestDatabase;
  const spec = readModelSpec(diaries, () => database.url);
  const { streamId } = spec;

  beforeAll(async () => {
    database = await testDatabase({ unmigrated: true });
    await migrate(database.url, diaryMigrations);
  });
  afterAll(() => database.drop());

  it('has no rows where nothing happened', () => spec.given().expectRows(Diary, []));

  it('keeps every kind of value as it was put', () =>
    spec
      .given(
        { type: 'DiaryBegun', data: { on: '2026-03-29', owner: 'Zoë "Z" \\ {O’Hara}' } },
        { type: 'PageWritten', data: { page: 2, text: 'two', tags: ['a,b', '{c}'] }, metadata: { recordedAt: '2026-03-29T00:59:59.123Z' } },
        { type: 'PageWritten', data: { page: 10, text: '', tags: ['NULL', 'a,b'] }, metadata: { recordedAt: '2026-03-29T01:00:00.000Z' } },
      )
      .expectRows(Diary, [
        {
          diaryId: streamId,
          begunOn: '2026-03-29',
          owner: 'Zoë "Z" \\ {O’Hara}',
          pagesWritten: 2,
          lastWrittenAt: new Date('2026-03-29T01:00:00.000Z'),
          lengths: { '2': 3, '10': 0 },
          tags: ['a,b', '{c}', 'NULL'],
        },
      ]));

  it('replaces a row with the same key and takes out a removed one', () =>
    spec
      .given(
        { type: 'DiaryBegun', data: { on: '2026-03-29', owner: 'Ada' } },
        { type: 'PageWritten', data: { page: 1, text: 'first try', tags: [] } },
        { type: 'PageWritten', data: { page: 2, text: 'two', tags: [] } },
        { type: 'PageWritten', data: { page: 1, text: 'second try', tags: [] } },
        { type: 'PageTornOut', data: { page: 2 } },
        { type: 'DiaryDusted', data: {} },
      )
      .expectRows(DiaryPage, [{ diaryId: streamId, page: 1, text: 'second try' }]));

  it('fails a spec whose rows are not those expected, or whose event was parked', async () => {
    const begun = { type: 'DiaryBegun', data: { on: '2026-03-29', owner: 'Ada' } } as const;
    await expect(spec.given(begun).expectRows(Diary, [{ owner: 'Eve' }])).rejects.toThrow('Eve');
    const page: DiaryEvent = { type: 'PageWritten', data: { page: 1, text: '', tags: [] } };
    await expect(spec.given(page).expectRows(Diary, [])).rejects.toThrow('PageWritten: Error at diary.ts');
  });
});
