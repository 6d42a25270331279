import { randomUUID } from 'node:crypto';
import { getPostgreSQLEventStore, postgreSQLEventStoreConsumer } from '@event-driven-io/emmett-postgresql';
import { type Position, PostgresEventStore } from '@guardian/event-store';
import type { Bench } from './bench';
import { copyOut } from './copy';
import { short } from './report';
import { interleaved, median, rate, ratio, timed } from './rounds';
import { sampleEvent } from './sample-event';
import { withClient } from './server';

const STREAM_LENGTH = 40;
const PAGE = 1_000;
const LOG = 'select category, stream_id, revision, position, type, data, metadata from events order by position';

/** Goals 6 and 7: the whole log, and one stream of 40 events. */
export async function logReading(bench: Bench): Promise<void> {
  const { server, quick } = bench;
  const size = quick ? 10_000 : 40_000;
  bench.report.heading(`Reading a log of ${short(size)} events, in events a second`);
  const url = await server.database();
  const store = new PostgresEventStore({ connectionString: url });
  const ids = await fill(size, (id) =>
    store.append(
      { category: 'bench', id },
      0,
      Array.from({ length: STREAM_LENGTH }, () => sampleEvent),
    ),
  );

  const peerUrl = await server.database('empty');
  const peer = getPostgreSQLEventStore(peerUrl);
  await peer.schema.migrate();
  const { type } = sampleEvent;
  const peerEvent = { type, data: { ...sampleEvent.data }, metadata: { ...sampleEvent.metadata } };
  const peerIds = await fill(size, (id) =>
    peer.appendToStream(
      `bench-${id}`,
      Array.from({ length: STREAM_LENGTH }, () => peerEvent),
    ),
  );

  await wholeLog(bench, store, url, peerUrl, size);
  await oneStream(
    bench,
    (n) => store.read({ category: 'bench', id: ids[n % ids.length] ?? '' }),
    (n) => peer.readStream(`bench-${peerIds[n % peerIds.length]}`),
  );
  await store.close();
  await peer.close();
  for (const database of [url, peerUrl]) await server.drop(database);
}

async function fill(size: number, append: (id: string) => Promise<unknown>): Promise<string[]> {
  const ids = Array.from({ length: size / STREAM_LENGTH }, () => randomUUID());
  for (const id of ids) await append(id);
  return ids;
}

async function wholeLog({ report, rounds }: Bench, store: PostgresEventStore, url: string, peerUrl: string, size: number): Promise<void> {
  const perSecond = await withClient(url, (client) =>
    interleaved(rounds, {
      pages: () => rate(size, () => readPages(store, false)),
      parsed: () => rate(size, () => readPages(store, true)),
      copy: () => rate(size, () => copyOut(client, LOG)),
      peer: () => rate(size, () => consume(peerUrl, size)),
    }),
  );
  const { pages, parsed, copy, peer } = perSecond;
  const beside = (ours: readonly number[], other: readonly number[]) => `${short(median(ours))} beside ${short(median(other))}`;
  report.goal({ goal: 6, what: 'readAll by 1,000 : COPY out', measured: ratio(pages, copy), atLeast: 0.6, detail: beside(pages, copy) });
  report.fact('the same with data and metadata looked at', `${short(ratio(parsed, copy))}   ${beside(parsed, copy)}`);
  report.goal({
    goal: 6,
    what: 'readAll by 1,000 : emmett’s consumer',
    measured: ratio(parsed, peer),
    atLeast: 15,
    detail: beside(parsed, peer),
  });
}

export async function readPages(store: PostgresEventStore, lookInside: boolean): Promise<void> {
  let after: Position | undefined;
  for (let page = await store.readAll(after, PAGE); page.length > 0; page = await store.readAll(after, PAGE)) {
    if (lookInside) for (const { data, metadata } of page) if (!data || !metadata) throw new Error('an event without its data');
    after = page.at(-1)?.position;
  }
}

/** As fast as it goes: pages as large as ours, and no pause between them. */
async function consume(connectionString: string, size: number): Promise<void> {
  let seen = 0;
  const consumer = postgreSQLEventStoreConsumer({
    connectionString,
    stopWhen: { noMessagesLeft: true },
    pulling: { batchSize: PAGE, pullingFrequencyInMs: 1 },
  });
  consumer.reactor({
    processorId: randomUUID(),
    eachMessage: () => {
      seen++;
    },
  });
  await consumer.start();
  await consumer.close();
  if (seen !== size) throw new Error(`emmett's consumer saw ${seen} of ${size}`);
}

type ReadOne = (n: number) => Promise<unknown>;

async function oneStream({ report, rounds, quick }: Bench, ours: ReadOne, theirs: ReadOne): Promise<void> {
  const times = quick ? 50 : 500;
  const each = (read: ReadOne) => async (): Promise<number> => {
    const ms = await timed(async () => {
      for (let n = 0; n < times; n++) await read(n);
    });
    return ms / times;
  };
  const { store, peer } = await interleaved(rounds, { store: each(ours), peer: each(theirs) });
  const detail = `${short(median(store))} ms beside ${short(median(peer))} ms`;
  report.goal({ goal: 7, what: 'time to read a stream of 40 : emmett’s', measured: ratio(store, peer), atMost: 1, detail });
}
