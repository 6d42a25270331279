import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { PostgresEventStore, type RecordedEvent } from '@guardian/event-store';
import { testDatabase, type TestDatabase } from '../../support/database';
import { contactLog, recordContact, runnerOn } from './contact-log';
import { brokenStreams } from './log-invariants';

const ROUNDS = Number(process.env['GUARDIAN_FAULT_ROUNDS'] ?? 2);
const WRITERS = 16;
const APPEND = `select append_events(array[$1]::uuid[], '{case}', '{0}', '{1}', '{ContactRecorded}', array['{}']::json[], array['{"commandId":"slow"}']::json[])`;

describe('followers of the log', () => {
  let database: TestDatabase;
  let stores: [PostgresEventStore, PostgresEventStore, PostgresEventStore];

  beforeAll(async () => {
    database = await testDatabase();
    const open = () => new PostgresEventStore({ connectionString: database.url });
    stores = [open(), open(), open()];
  });

  afterAll(async () => {
    await Promise.all(stores.map((store) => store.close()));
    await database.drop();
  });

  /** Another part of the application that holds an append open in a transaction of its own; 1 in 20 takes it back. */
  async function slowTransaction(n: number): Promise<void> {
    const client = await database.pool.connect();
    await client.query('begin');
    await client.query(APPEND, [randomUUID()]);
    await sleep(Math.random() * 30);
    await client.query(n % 20 === 0 ? 'rollback' : 'commit');
    client.release();
  }

  it(
    'see every event once and in order, with two appending processes and slow and withdrawn transactions beside them',
    async () => {
      const [one, two, reader] = stores;
      let written = false;
      let quiet = false;
      const write = async (writer: number): Promise<void> => {
        const runner = runnerOn(writer % 2 === 0 ? one : two);
        const id = randomUUID();
        for (let n = 0; n < ROUNDS * 30; n++) await runner.handle(contactLog, id, ...recordContact(`c-${n}`));
      };
      const disturb = async (): Promise<void> => {
        for (let n = 0; !written; n++) await slowTransaction(n);
        quiet = true;
      };
      const seen: RecordedEvent[] = [];
      const follow = async (): Promise<void> => {
        for (let last: RecordedEvent | undefined; !quiet || last?.position !== (await reader.head()); last = seen.at(-1)) {
          await reader.waitForEvents(last?.position, 20);
          seen.push(...(await reader.readAll(last?.position, 100)));
        }
      };
      const writing = Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer))).then(() => (written = true));
      await Promise.all([writing, disturb(), follow()]);

      const { rows } = await database.pool.query<{ position: string }>('select position from events order by position');
      expect(rows.length).toBeGreaterThanOrEqual(WRITERS * ROUNDS * 90);
      expect(seen.map(({ position }) => position)).toEqual(rows.map(({ position }) => position));
      expect(await brokenStreams(database.pool)).toEqual([]);
      // the withdrawn ones did take numbers, so there were gaps to stumble over
      expect(Number(rows.at(-1)?.position)).toBeGreaterThan(rows.length);
    },
    30_000 + ROUNDS * 10_000,
  );

  it('are not held up by a transaction that writes elsewhere and stays open', async () => {
    const [writer, , reader] = stores;
    const client = await database.pool.connect();
    await client.query(`begin; insert into numbers (name, given) values ('held open', 1)`);
    const before = await reader.head();
    const { stream } = await runnerOn(writer).handle(contactLog, randomUUID(), ...recordContact('c-1'));
    const seen = await reader.readAll(before, 10);
    await client.query('rollback');
    client.release();
    expect(seen.map((event) => event.stream)).toEqual([stream, stream, stream]);
  });
});
