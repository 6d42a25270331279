import { type TestDatabase, testDatabase } from '../../../test/support/database';
import { loadReferenceData } from './reference-data';
import { testLog } from '../../../test/support/log';

describe('reference data', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.drop());

  const rows = async (sql: string) => (await database.pool.query<object>(sql)).rows;
  const counts = () =>
    rows(`select (select count(*)::int from pcn) as pcns, (select count(*)::int from practice) as practices,
                 (select count(*)::int from events where type = 'PathwayDefinitionPublished') as definitions`);

  it('is there after a start, once however often Guardian is started, and what was altered stays', async () => {
    await loadReferenceData(testLog(database.url));
    expect(await counts()).toEqual([{ pcns: 13, practices: 93, definitions: 12 }]);
    await rows(`update practice set name = 'Renamed Surgery' where code = (select min(code) from practice)`);
    await loadReferenceData(testLog(database.url));
    expect(await counts()).toEqual([{ pcns: 13, practices: 93, definitions: 12 }]);
    expect(await rows(`select name from practice order by code limit 1`)).toEqual([{ name: 'Renamed Surgery' }]);
  });
});
