import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { PostgresEventStore, type RecordedEvent, StoreUnavailable } from '@guardian/event-store';
import { Pool } from 'pg';
import { type ThrowAwayServer, throwAwayServer } from '../../support/database';
import { contactLog, recordContact, runnerOn } from './contact-log';
import { migrateEventLog } from './event-log-database';
import { brokenStreams, storedCommands } from './log-invariants';

const ROUNDS = Number(process.env['GUARDIAN_FAULT_ROUNDS'] ?? 2);

describe('a database killed in the middle of appends', () => {
  let server: ThrowAwayServer;
  let store: PostgresEventStore;
  let pool: Pool;

  beforeAll(async () => {
    server = await throwAwayServer();
    await migrateEventLog(server.url);
    store = new PostgresEventStore({ connectionString: server.url });
    pool = new Pool({ connectionString: server.url });
    pool.on('error', () => undefined);
  });

  afterAll(async () => {
    await store.close();
    await pool.end();
    await server.remove();
  });

  it('is safe to use as it is set up', () => store.startupCheck());

  it(
    'loses nothing acknowledged, stores nothing twice or in part, and is used again by itself after it comes back',
    async () => {
      const runner = runnerOn(store);
      const cases = Array.from({ length: 8 }, () => randomUUID());
      const acknowledged = new Map<string, number>();
      let inDoubt = 0;
      let stopped = false;
      let quiet = false;

      /** What a client does: sends the same id until it is told. */
      const send = async (id: string, commandId: string): Promise<void> => {
        for (;;) {
          try {
            const { revision } = await runner.handle(contactLog, id, ...recordContact(commandId));
            acknowledged.set(`${id} ${commandId}`, revision);
            return;
          } catch (error) {
            if (!(error instanceof StoreUnavailable)) throw error;
            inDoubt++;
            await sleep(50);
          }
        }
      };
      const write = async (id: string): Promise<void> => {
        for (let n = 0; !stopped; n++) await send(id, `c-${n}`);
      };

      const seen: RecordedEvent[] = [];
      const follow = async (): Promise<void> => {
        for (let last: RecordedEvent | undefined; !quiet || last?.position !== (await store.head()); last = seen.at(-1)) {
          try {
            await store.waitForEvents(last?.position, 200);
            seen.push(...(await store.readAll(last?.position, 1_000)));
          } catch (error) {
            if (!(error instanceof StoreUnavailable)) throw error;
            await sleep(50);
          }
        }
      };

      const following = follow();
      const writing = Promise.all(cases.map(write));
      for (let round = 0; round < ROUNDS; round++) {
        await sleep(300 + Math.random() * 300);
        await server.kill9();
        await server.restart();
        const before = acknowledged.size;
        const restarted = performance.now();
        while (acknowledged.size === before) await sleep(10);
        expect(performance.now() - restarted).toBeLessThan(10_000);
      }
      stopped = true;
      await writing;
      quiet = true;
      await following;

      const stored = await storedCommands(pool);
      expect(inDoubt).toBeGreaterThan(0);
      expect(stored.filter(({ events }) => events !== 3)).toEqual([]);
      expect(new Map(stored.map(({ id, commandId, revision }) => [`${id} ${commandId}`, revision]))).toEqual(acknowledged);
      expect(await brokenStreams(pool)).toEqual([]);

      const { rows } = await pool.query<{ position: string }>('select position from events order by position');
      expect(seen.map(({ position }) => position)).toEqual(rows.map(({ position }) => position));
    },
    30_000 + ROUNDS * 15_000,
  );
});
