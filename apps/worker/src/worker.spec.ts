import { accessMigrations } from '@guardian/access';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { PostgresEventStore } from '@guardian/event-store';
import { migrate } from '@guardian/projections';
import { accidents, diaries, diaryMigrations, write, written } from '../../../test/faults/projections/diary';
import { type TestDatabase, testDatabase } from '../../../test/support/database';
import { createWorkerApp } from './worker-app';
import { testLog } from '../../../test/support/log';

describe('the worker', () => {
  let database: TestDatabase;
  let store: PostgresEventStore;
  let app: NestFastifyApplication;

  beforeAll(async () => {
    database = await testDatabase({ unmigrated: true });
    await migrate(database.url, [...diaryMigrations, ...accessMigrations]);
    store = new PostgresEventStore({ connectionString: database.url });
    app = await createWorkerApp({ ...testLog(database.url), logLevel: 'silent', readModels: [diaries] });
    await app.init();
  });
  afterAll(async () => {
    await app.close();
    await store.close();
    await database.drop();
  });

  const health = async () => {
    const answer = await app.inject({ url: '/health' });
    return { status: answer.statusCode, ...answer.json<{ ready: boolean; attention: boolean; readModels: { parked: number }[] }>() };
  };
  const until = async (holds: () => Promise<boolean>) => {
    while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
  };
  const owners = async () => (await database.pool.query<{ owner: string }>('select owner from diary')).rows.map(({ owner }) => owner);

  it('folds what happens, and says that all is well', async () => {
    await write(store, 1, 'Ada', '00000000-0000-4000-8000-00000000000a');
    await until(async () => (await owners()).includes('Ada'));
    expect(await health()).toEqual({
      status: 200,
      ready: true,
      attention: false,
      sealsLate: false,
      verified: null,
      readModels: [{ name: 'diaries', state: 'leading', problem: null, behindSeconds: 0, parked: 0 }],
    });
  });

  it('asks for attention when a case is parked, and goes on', async () => {
    accidents.inkSpills = true;
    await store.append({ category: 'diary', id: '00000000-0000-4000-8000-00000000000a' }, 2, [written({ type: 'InkSpilt', data: {} })]);
    await until(async () => (await health()).attention);
    expect(await health()).toMatchObject({ status: 200, ready: true, attention: true, readModels: [{ state: 'leading', parked: 1 }] });
  });

  it('is not ready when a read model has stopped', async () => {
    await database.pool.query('alter table diary rename to elsewhere');
    await write(store, 1, 'Bob');
    await until(async () => (await health()).status === 503);
    expect(await health()).toMatchObject({ ready: false, attention: true, readModels: [{ name: 'diaries', state: 'stopped' }] });
  });
});
