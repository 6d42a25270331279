import { randomUUID } from 'node:crypto';
import { PostgresEventStore } from '@guardian/event-store';
import { testDatabase, type TestDatabase } from '../../support/database';
import { actor, contactLog, recordContact, runnerOn } from './contact-log';
import { storedCommands } from './log-invariants';
import { UnreliableProxy } from './unreliable-proxy';

describe('the answer of the database gets lost on its way', () => {
  let database: TestDatabase;
  let proxy: UnreliableProxy;
  let store: PostgresEventStore;
  let id: string;

  beforeAll(async () => {
    database = await testDatabase();
    proxy = await UnreliableProxy.to(database.url);
    store = new PostgresEventStore({ connectionString: proxy.url, statementTimeoutMs: 500 });
  });

  beforeEach(() => {
    id = randomUUID();
  });

  afterAll(async () => {
    await store.close();
    await proxy.close();
    await database.drop();
  });

  const stored = async () => (await storedCommands(database.pool)).filter((command) => command.id === id);

  describe.each(['cut', 'silence'] as const)('%s', (kind) => {
    it('leaves the store in doubt, and it says so', async () => {
      proxy.loseAnswerTo('append_events', kind);
      const metadata = { commandId: 'c-1', commandHash: '0', recordedAt: '2026-11-22T09:30:00.000Z', actor };
      const append = store.append({ category: 'case', id }, 0, [{ type: 'ContactRecorded', data: {}, metadata }]);
      await expect(append).rejects.toMatchObject({ code: 'StoreUnavailable' });
      expect(await stored()).toEqual([{ id, commandId: 'c-1', events: 1, revision: 1 }]);
    });

    it('is found out by the runner, by the command id', async () => {
      const runner = runnerOn(store);
      proxy.loseAnswerTo('append_events', kind);
      expect(await runner.handle(contactLog, id, ...recordContact('c-1'))).toMatchObject({ revision: 3, appended: 3 });
      expect(await runner.handle(contactLog, id, ...recordContact('c-2'))).toMatchObject({ revision: 6, replayed: false });
      expect(await stored()).toHaveLength(2);
    });
  });

  it('because the server ended every session: the store goes on by itself', async () => {
    const waiting = store.waitForEvents(await store.head(), 5_000);
    await database.pool.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    );
    const runner = runnerOn(store);
    const send = (commandId: string) => runner.handle(contactLog, id, ...recordContact(commandId));
    await send('c-1').catch(() => send('c-1'));
    await waiting;
    expect(await stored()).toEqual([{ id, commandId: 'c-1', events: 3, revision: 3 }]);
  });
});
