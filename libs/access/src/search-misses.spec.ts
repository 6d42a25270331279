import { readDatabase } from '@guardian/projections';
import { DataSource } from 'typeorm';
import { testDatabase, type TestDatabase } from '../../../test/support/database';
import { SearchMisses } from './search-misses';

let database: TestDatabase;
let processes: DataSource[];
beforeAll(async () => {
  database = await testDatabase();
  const open = () => new DataSource(readDatabase({ url: database.url, entities: [], connections: 4 })).initialize();
  processes = [await open(), await open()];
});
afterAll(async () => {
  await Promise.all(processes.map((one) => one.destroy()));
  await database.drop();
});
const at = (minutes: number) => new Date(Date.UTC(2026, 7, 20, 9, minutes));

describe('twenty NHS numbers that are not here', () => {
  it('are enough, whichever of two processes is asked, and all at once too', async () => {
    const asked = processes.flatMap((one) => Array.from({ length: 30 }, () => new SearchMisses(one).mayGoOn('eve', at(0), true)));
    expect((await Promise.all(asked)).filter(Boolean)).toHaveLength(20);
    for (const one of processes) expect(await new SearchMisses(one).mayGoOn('eve', at(9), false)).toBe(false);
  });

  it('stop nobody else', async () => {
    for (const one of processes) expect(await new SearchMisses(one).mayGoOn('ada', at(0), true)).toBe(true);
  });

  it('are forgotten after ten minutes', async () => {
    for (const one of processes) expect(await new SearchMisses(one).mayGoOn('eve', at(10), true)).toBe(true);
    const { rows } = await database.pool.query(`select from search_miss where user_id = 'eve'`);
    expect(rows).toHaveLength(2);
  });

  it('do not count those that are', async () => {
    const [one] = processes.map((process) => new SearchMisses(process));
    for (let n = 0; n < 30; n++) expect(await one?.mayGoOn('ben', at(0), false)).toBe(true);
  });
});
