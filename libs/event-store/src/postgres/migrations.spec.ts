import { randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';
import { testDatabase, type TestDatabase } from '../../../../test/support/database';
import { eventStoreMigrations } from './migrations';
import { PostgresEventStore } from './postgres-event-store';

/** As in a hospital's data centre: the user that Guardian signs in as owns its database and is no superuser. */
describe('the event log of an ordinary user', () => {
  const user = `owner_${randomUUID().slice(0, 8)}`;
  let database: TestDatabase;
  let url: string;

  beforeAll(async () => {
    database = await testDatabase({ unmigrated: true });
    await database.pool.query(`
      create role ${user} login password 'for tests only' nosuperuser nocreaterole;
      grant create, usage on schema public to ${user};
      do $$ begin create role guardian_app nologin; exception when duplicate_object or unique_violation then null; end $$;
    `);
    url = Object.assign(new URL(database.url), { username: user, password: 'for tests only' }).href;
  });

  afterAll(async () => {
    await database.pool.query(`drop owned by ${user} cascade; drop role ${user}`);
    await database.drop();
  });

  const migrate = async () => {
    const source = await new DataSource({ type: 'postgres', url, migrations: eventStoreMigrations, logger: 'debug' }).initialize();
    await source.runMigrations({ transaction: 'each' }).finally(() => source.destroy());
  };

  it('is not made half when an administrator has yet to grant the role', async () => {
    await expect(migrate()).rejects.toThrow('permission denied to grant role "guardian_app"');
    const { rows } = await database.pool.query(`select to_regclass('events') as events`);
    expect(rows).toEqual([{ events: null }]);
  });

  it('is made, and used, once the role is granted', async () => {
    await database.pool.query(
      `grant guardian_app to ${user}; grant create on database ${new URL(database.url).pathname.slice(1)} to ${user}`,
    );
    await migrate();
    const store = new PostgresEventStore({ connectionString: url });
    const actor = { id: 'u-1', name: 'Ada', role: 'coordinator', organisation: 'Guardian team' };
    const metadata = { commandId: 'c-1', commandHash: '0', recordedAt: '2026-11-22T09:30:00.000Z', actor };
    await store.append({ category: 'case', id: randomUUID() }, 0, [{ type: 'CaseAssigned', data: {}, metadata }]);
    expect(await store.readAll(undefined, 10)).toHaveLength(1);
    await store.close();
  });
});
