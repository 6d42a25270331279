import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { PostgresEventStore } from '@guardian/event-store';
import { migrate, replay, REPLAY_THREAD } from '@guardian/projections';
import type { Bench } from './bench';
import { benchCases, benchMigrations } from './bench-read-model';
import { writeCaseLog } from './case-log';
import { copyStreams } from './copied-streams';
import { copyOut } from './copy';
import { short } from './report';
import { interleaved, median, rate, ratio } from './rounds';
import { withClient } from './server';

const startThread = () => new Worker(path.join(__dirname, 'rebuild-thread.js'), REPLAY_THREAD);

/** Goal 9: a read model built anew from the whole log and put in the place of the live one, beside COPY out of that log. */
export async function rebuild({ server, report, rounds, quick }: Bench): Promise<void> {
  const url = await server.database();
  await migrate(url, benchMigrations);
  const { events: first } = await writeCaseLog(url, quick ? 100 : 2_000, 40);
  const events = first + (await copyStreams(url, 2, 20));
  await withClient(url, (client) => client.query('vacuum analyze events'));
  report.heading(`Rebuild of a read model from ${short(events)} events, in events a second`);
  const store = new PostgresEventStore({ connectionString: url });
  const build = (count: number) => () =>
    rate(events, () => replay({ url, store, readModels: [benchCases], threads: { count, start: startThread } }));
  const { one, two, copy } = await withClient(url, (client) =>
    interleaved(rounds, {
      one: build(1),
      two: build(2),
      copy: () => rate(events, () => copyOut(client, 'select * from events order by position')),
    }),
  );
  await store.close();
  await server.drop(url);
  const line = (what: string, ours: readonly number[], other: readonly number[], atLeast: number) =>
    report.goal({ goal: 9, what, measured: ratio(ours, other), atLeast, detail: `${short(median(ours))} beside ${short(median(other))}` });
  line('replay, 1 worker : COPY out of the log', one, copy, 0.5);
  line('replay, 2 workers : 1', two, one, 1.4);
  report.fact('replay, 2 workers : COPY out', `${short(ratio(two, copy))}   ${short(median(two))} beside ${short(median(copy))}`);
}
