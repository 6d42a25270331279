import { eventStoreMigrations } from '@guardian/event-store';
import { DataSource } from 'typeorm';
import { Diary, diaryMigrations } from '../../../test/faults/projections/diary';
import { type TestDatabase, testDatabase } from '../../../test/support/database';
import { migrate, readDatabase } from './database';
import { projectionMigrations } from './migrations';

describe('the read database', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase({ unmigrated: true });
  });
  afterAll(() => database.drop());

  it('applies the migrations that are missing, once, however many processes ask', async () => {
    const told: string[] = [];
    const done = await Promise.all([
      migrate(database.url, projectionMigrations, (name) => told.push(name)),
      migrate(database.url, projectionMigrations, (name) => told.push(name)),
    ]);
    expect(done.flat()).toEqual(['CreateProjections1795000000010', 'AddShape1795000000011']);
    expect(told).toEqual(['CreateProjections1795000000010', 'AddShape1795000000011']);
    expect(await migrate(database.url, diaryMigrations)).toEqual([
      ...eventStoreMigrations.map(({ name }) => name),
      'CreateDiary1795000000999',
    ]);
  });

  it('keeps nothing of a migration that fails', async () => {
    class Fails1795000000998 {
      readonly name = 'Fails1795000000998';
      async up(runner: { query(sql: string): Promise<unknown> }): Promise<void> {
        await runner.query('create table half_done (n int)');
        await runner.query('select 1 / 0');
      }
      async down(): Promise<void> {}
    }
    await expect(migrate(database.url, [Fails1795000000998])).rejects.toThrow('division by zero');
    expect((await database.pool.query(`select to_regclass('half_done') as found`)).rows).toEqual([{ found: null }]);
  });

  it('gives rows with the names and days of the entities, and outlives its connections', async () => {
    await migrate(database.url, diaryMigrations);
    await database.pool.query(
      `insert into diary values ('00000000-0000-4000-8000-00000000000a', '2026-03-29', 'Ada', 0, null, '{"1": 4}', '{a}')`,
    );
    let lost = 0;
    const source = await new DataSource(
      readDatabase({ url: database.url, entities: [Diary], onConnectionLost: () => lost++ }),
    ).initialize();
    const read = () => source.getRepository(Diary).findOneByOrFail({ begunOn: '2026-03-29' });
    expect(await read()).toEqual({
      diaryId: '00000000-0000-4000-8000-00000000000a',
      begunOn: '2026-03-29',
      owner: 'Ada',
      pagesWritten: 0,
      lastWrittenAt: null,
      lengths: { '1': 4 },
      tags: ['a'],
    });
    await database.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'guardian read'`,
    );
    while (lost === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    expect((await read()).owner).toBe('Ada');
    await source.destroy();
  });
});
