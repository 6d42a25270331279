import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { compareLogs, copyLog, EventStoreDbEventStore, type EventStore, PostgresEventStore } from '@guardian/event-store';
import { type Double, startDouble } from '../../eventstoredb-double/double';
import { testDatabase, type TestDatabase } from '../../support/database';
import { migrateEventLog } from './event-log-database';

jest.setTimeout(180_000);

const EVENTS = 6_000;
const STREAMS = 1_500;

let source: TestDatabase;
let target: TestDatabase;
let double: Double;
let from: EventStore;

beforeAll(async () => {
  [source, target] = [await testDatabase({ unmigrated: true }), await testDatabase({ unmigrated: true })];
  for (const { url } of [source, target]) await migrateEventLog(url);
  double = await startDouble();
  from = new PostgresEventStore({ connectionString: source.url });
  const ids = Array.from({ length: STREAMS }, () => randomUUID());
  await source.pool.query(
    `insert into events (stream_id, revision, category, type, data, metadata)
     select ($1::uuid[])[n % ${STREAMS} + 1], n / ${STREAMS} + 1, 'case', 'ContactRecorded', json_build_object('n', n), '{}'
     from generate_series(0, ${EVENTS - 1}) n order by n`,
    [ids],
  );
});

afterAll(async () => {
  await from.close();
  await double.close();
  for (const database of [source, target]) await database.drop();
});

/** Copies in a process of its own and kills that after so many pages, in the middle of the next. */
async function killedAfter(pages: number, address: string): Promise<void> {
  const script = ['run-typescript.cjs', 'copy-process.ts'].map((file) => path.join(__dirname, file));
  const child = spawn(process.execPath, [...script, source.url, address], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'close');
  let seen = 0;
  createInterface(child.stdout).on('line', (line) => {
    if (line.startsWith('Copying') && ++seen === pages) child.kill('SIGKILL');
  });
  await ended;
  expect(child.signalCode).toBe('SIGKILL');
}

async function inTarget(store: EventStore): Promise<number> {
  let events = 0;
  for (let page = await store.readAll(undefined, 1_000); page.length > 0; page = await store.readAll(page.at(-1)?.position, 1_000)) {
    events += page.length;
  }
  return events;
}

it.each<[string, () => string, (address: string) => EventStore]>([
  ['PostgreSQL', () => target.url, (connectionString) => new PostgresEventStore({ connectionString })],
  ['EventStoreDB', () => double.url, (connectionString) => new EventStoreDbEventStore({ connectionString })],
])('a copy into %s that is killed three times goes on, and neither loses nor doubles', async (_, addressOf, open) => {
  const address = addressOf();
  const to = open(address);
  let before = 0;
  // pages of what is there already count as well
  for (const pages of [3, 6, 9]) {
    await killedAfter(pages, address);
    const there = await inTarget(to);
    expect(there).toBeGreaterThan(before);
    expect(there).toBeLessThan(EVENTS);
    before = there;
  }
  const copied = await copyLog({ from, to });
  expect(copied).toMatchObject({
    events: EVENTS,
    copied: EVENTS - before,
    categories: [{ category: 'case', streams: STREAMS, events: EVENTS }],
  });
  expect(await compareLogs({ from, to })).toMatchObject({ hash: copied.hash });
  await to.close();
});
