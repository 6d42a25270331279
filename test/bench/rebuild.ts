import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { caseloadReadModels } from '@guardian/caseload';
import { PostgresEventStore } from '@guardian/event-store';
import { oversightReadModels } from '@guardian/oversight';
import { type AnyReadModel, migrate, replay, REPLAY_THREAD } from '@guardian/projections';
import type { Bench } from './bench';
import { benchCases, benchMigrations } from './bench-read-model';
import { writeCaseLog } from './case-log';
import { copyOut } from './copy';
import { short } from './report';
import { interleaved, median, rate, ratio } from './rounds';
import { type BenchServer, withClient } from './server';

const ALL: readonly AnyReadModel[] = [...caseloadReadModels, ...oversightReadModels];
const startThread = () => new Worker(path.join(__dirname, 'rebuild-thread.js'), REPLAY_THREAD);

/** Goal 9: read models built anew from the whole log and put in the place of the live ones, beside COPY out of that log. */
export async function rebuild({ server, report, rounds, quick }: Bench): Promise<void> {
  report.heading('Rebuild of read models, in events a second');
  const url = await server.database();
  await migrate(url, benchMigrations);
  const { events } = await writeCaseLog(url, quick ? 1_000 : 20_000, 40);
  const store = new PostgresEventStore({ connectionString: url });
  const build = (readModels: readonly AnyReadModel[], count: number) => () =>
    rate(events, () => replay({ url, store, readModels, threads: { count, start: startThread } }));
  const { bench, benchByTwo, one, two, copy } = await withClient(url, (client) =>
    interleaved(Math.min(rounds, 3), {
      bench: build([benchCases], 1),
      benchByTwo: build([benchCases], 2),
      one: build(ALL, 1),
      two: build(ALL, 2),
      copy: () => rate(events, () => copyOut(client, 'select * from events order by position')),
    }),
  );
  await store.close();
  await server.drop(url);
  const line = (what: string, ours: readonly number[], other: readonly number[], atLeast: number) =>
    report.goal({ goal: 9, what, measured: ratio(ours, other), atLeast, detail: `${short(median(ours))} beside ${short(median(other))}` });
  line('replay : COPY out of the log', bench, copy, 0.5);
  line('replay by 2 workers : by one', benchByTwo, bench, 1.4);
  line('all read models by 2 workers : by one', two, one, 1.4);
  report.fact(
    'all read models by 2 workers : COPY out',
    `${short(ratio(two, copy))}   ${short(median(two))} beside ${short(median(copy))}`,
  );

  const log = quick ? 500 : 5_000;
  await mostMemory(server, log); // until everything is compiled
  const few = await mostMemory(server, log);
  const many = await mostMemory(server, 4 * log);
  const detail = `${short(many)} beside ${short(few)} MB`;
  report.goal({ goal: 9, what: 'memory for 4 times the streams : for the streams', measured: many / few, atMost: 1.25, detail });
}

/** The most MB that this process held while it built all read models from so many streams, of which it takes a thousand at a time. */
async function mostMemory(server: BenchServer, cases: number): Promise<number> {
  const url = await server.database();
  await writeCaseLog(url, cases, 12);
  const store = new PostgresEventStore({ connectionString: url });
  let most = 0;
  const onProgress = (): void => void (most = Math.max(most, process.memoryUsage.rss()));
  await replay({ url, store, readModels: ALL, streamsAtATime: 1_000, onProgress });
  await store.close();
  await server.drop(url);
  return most / 1_000_000;
}
