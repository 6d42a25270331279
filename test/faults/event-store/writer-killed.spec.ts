import { randomUUID } from 'node:crypto';
import { PostgresEventStore } from '@guardian/event-store';
import { testDatabase, type TestDatabase } from '../../support/database';
import { contactLog, recordContact, runnerOn } from './contact-log';
import { brokenStreams, storedCommands } from './log-invariants';
import { WriterProcess } from './writer-process';

const ROUNDS = Number(process.env['GUARDIAN_FAULT_ROUNDS'] ?? 2);

describe('a writer killed in the middle of its appends', () => {
  let database: TestDatabase;
  let store: PostgresEventStore;

  beforeAll(async () => {
    database = await testDatabase();
    store = new PostgresEventStore({ connectionString: database.url });
  });

  afterAll(async () => {
    await store.close();
    await database.drop();
  });

  it(
    'leaves every acknowledged command stored, every other one whole or absent, and a second sending is harmless',
    async () => {
      for (let round = 0; round < ROUNDS; round++) {
        const cases = Array.from({ length: 8 }, (): string => randomUUID());
        const writer = new WriterProcess(database.url, cases, 1_000, 'c');
        await writer.untilAcknowledged(40 + Math.floor(Math.random() * 200));
        await writer.kill9();

        const stored = (await storedCommands(database.pool)).filter(({ id }) => cases.includes(id));
        expect(writer.acknowledged.length).toBeLessThan(8_000);
        for (const { id, commandId, revision } of writer.acknowledged) {
          expect(stored).toContainEqual({ id, commandId, events: 3, revision });
        }
        expect(stored.filter(({ events }) => events !== 3)).toEqual([]);

        const runner = runnerOn(store);
        for (const { id, commandId, revision } of stored) {
          const again = await runner.handle(contactLog, id, ...recordContact(commandId));
          expect(again).toMatchObject({ revision, appended: 3, replayed: true });
        }
        expect((await storedCommands(database.pool)).filter(({ id }) => cases.includes(id))).toHaveLength(stored.length);
      }
      expect(await brokenStreams(database.pool)).toEqual([]);
    },
    30_000 + ROUNDS * 5_000,
  );
});
