import { type TestDatabase, testDatabase } from './database';

describe('a database for one test file', () => {
  const made: TestDatabase[] = [];
  const make = async (options?: { unmigrated: boolean }) => {
    const database = await testDatabase(options);
    made.push(database);
    return database;
  };
  afterAll(() => Promise.all(made.map((database) => database.drop())));

  it('is shared with no other file', async () => {
    const [one, two] = await Promise.all([make(), make()]);
    await one.pool.query('create table mine (n int)');
    await expect(two.pool.query('select n from mine')).rejects.toThrow('relation "mine" does not exist');
  });

  it('has every migration applied, unless it is asked for empty', async () => {
    const tables = `select count(*)::int as tables from pg_tables where schemaname = 'public' and tablename = 'migrations'`;
    expect((await (await make()).pool.query(tables)).rows).toEqual([{ tables: 1 }]);
    expect((await (await make({ unmigrated: true })).pool.query(tables)).rows).toEqual([{ tables: 0 }]);
  });
});
