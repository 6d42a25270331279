import { randomUUID } from 'node:crypto';
import { partitionLog, type Position, PostgresEventStore } from '@guardian/event-store';
import type { Bench } from './bench';
import { short } from './report';
import { interleaved, median, ratio, timed } from './rounds';
import { sampleEvent } from './sample-event';
import { type BenchServer, withClient } from './server';
import { writeFor } from './writers';

const PARTITIONS = 16;
const STREAM_LENGTH = 40;
const PAGE = 1_000;
const IMPORTED = 100;
const LANES = 8;

/** Does something with a log; how many events it was. */
type Work = (store: PostgresEventStore) => Promise<number>;

/** What the log in partitions costs beside the plain one of the same content. The plain one is what has goals. */
export async function partitions(bench: Bench): Promise<void> {
  const { server, report, quick } = bench;
  const size = quick ? 20_000 : 400_000;
  report.heading(`A log of ${short(size)} events in ${PARTITIONS} partitions : the same in a plain table`);
  const urls = { parts: await server.database(), plain: await server.database() };
  await partitionLog(urls.parts, PARTITIONS);
  for (const url of Object.values(urls)) await fill(url, size);
  await server.checkpoint();
  const stores = {
    parts: new PostgresEventStore({ connectionString: urls.parts }),
    plain: new PostgresEventStore({ connectionString: urls.plain }),
  };

  await beside(bench, stores, 'readAll by 1,000', readAll);
  await beside(bench, stores, 'a stream of 40', readStreams(size, quick ? 50 : 1_000));
  for (const writers of [1, 8, 32]) {
    const appends: Work = async (store) => {
      const written = await writeFor(quick ? 500 : 2_000, writers, (id, revision) =>
        store.append({ category: 'bench', id }, revision, [sampleEvent]),
      );
      return written.count;
    };
    await beside(bench, stores, `appends by ${writers} ${writers === 1 ? 'writer' : 'writers'}`, appends);
  }
  await beside(bench, stores, `import, ${IMPORTED} events an append, ${LANES} at a time`, importOf(quick ? 8_000 : 40_000));

  for (const store of Object.values(stores)) await store.close();
  for (const url of Object.values(urls)) await server.drop(url);
}

async function beside(
  { server, report, rounds }: Bench,
  stores: Readonly<Record<'parts' | 'plain', PostgresEventStore>>,
  what: string,
  work: Work,
): Promise<void> {
  const cpu = { parts: [] as number[], plain: [] as number[] };
  const run = (name: 'parts' | 'plain') => async (): Promise<number> => {
    const before = spent(server);
    let events = 0;
    const ms = await timed(async () => {
      events = await work(stores[name]);
    });
    cpu[name].push((spent(server) - before) / events);
    return (events / ms) * 1_000;
  };
  for (const store of Object.values(stores)) await work(store); // plans, code and pages warm
  const { parts, plain } = await interleaved(rounds, { parts: run('parts'), plain: run('plain') });
  report.fact(`${what}, events a second`, `${short(ratio(parts, plain))}   ${short(median(parts))} beside ${short(median(plain))}`);
  report.fact(
    '  CPU of an event, µs, the server’s included',
    `${short(ratio(cpu.parts, cpu.plain))}   ${short(median(cpu.parts))} beside ${short(median(cpu.plain))}`,
  );
}

/** Microseconds of CPU so far, of this process and the server. */
function spent(server: BenchServer): number {
  const { user, system } = process.cpuUsage();
  return user + system + server.cpu();
}

const streamId = (n: number): string => `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;

/** Streams one after the other get an event each, as in a log that many cases grew in at once. */
async function fill(url: string, size: number): Promise<void> {
  const streams = size / STREAM_LENGTH;
  await withClient(url, async (client) => {
    await client.query(
      `insert into events (stream_id, revision, category, type, data, metadata)
       select ('00000000-0000-4000-8000-' || lpad(to_hex(n % $2), 12, '0'))::uuid, n / $2 + 1, 'bench', $3, $4, $5
       from generate_series(0, $1 - 1) n`,
      [size, streams, sampleEvent.type, JSON.stringify(sampleEvent.data), JSON.stringify(sampleEvent.metadata)],
    );
    await client.query('vacuum analyze events');
  });
}

const readAll: Work = async (store) => {
  let events = 0;
  let after: Position | undefined;
  for (let page = await store.readAll(after, PAGE); page.length > 0; page = await store.readAll(after, PAGE)) {
    events += page.length;
    after = page.at(-1)?.position;
  }
  return events;
};

function readStreams(size: number, times: number): Work {
  return async (store) => {
    let events = 0;
    for (let n = 0; n < times; n++) {
      // far from each other in the log
      const id = streamId((n * 7_919) % (size / STREAM_LENGTH));
      events += (await store.read({ category: 'bench', id })).length;
    }
    return events;
  };
}

function importOf(total: number): Work {
  const events = Array.from({ length: IMPORTED }, () => sampleEvent);
  return async (store) => {
    const lane = async (): Promise<void> => {
      for (let n = 0; n < total / LANES / IMPORTED; n++) await store.append({ category: 'bench', id: randomUUID() }, 0, events);
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    return total;
  };
}
