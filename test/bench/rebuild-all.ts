import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PostgresEventStore } from '@guardian/event-store';
import type { Bench } from './bench';
import { copyStreams } from './copied-streams';
import { copyOut } from './copy';
import { demoLog } from './demo-log';
import { readPages } from './log-reading';
import type { Rebuilt } from './rebuild-process';
import { short } from './report';
import { median, rate, timed } from './rounds';
import { type BenchServer, withClient } from './server';
import { logIn, pageOf, rowsOf, startServer } from './web-process';

const GOAL = 9;

/** Issue 3: all read models from 5 million events of the demonstration's cases, and the caseload page meanwhile. */
export async function rebuildAll({ server, report, quick }: Bench): Promise<void> {
  const [cases, times] = quick ? [30, 8] : [500, 304];
  // In the clear: streams that are copied would need keys of their own. What sealing costs is `sealing`.
  const { sealed, plain: url, events: generated } = await demoLog(server, cases);
  await server.drop(sealed);
  let events = generated;
  events += await copyStreams(url, 2, times / 4);
  const few = await rebuilt(url, 1);
  events += await copyStreams(url, times / 4 + 1, times);
  await withClient(url, (client) => client.query('vacuum analyze events'));
  report.heading(`All read models from ${short(events)} events of the demonstration, each figure once`);

  const copied = () => withClient(url, (client) => timed(() => copyOut(client, 'select * from events order by position')));
  const before = await copied();
  const one = await rebuilt(url, 1);
  const two = await rebuilt(url, 2);
  const copy = events / ((before + (await copied())) / 2_000);
  const line = (what: string, ours: number, other: number, atLeast: number) =>
    report.goal({ goal: GOAL, what, measured: ours / other, atLeast, detail: `${short(ours)} beside ${short(other)} events a second` });
  const perSecond = ({ seconds }: Rebuilt) => events / seconds;
  line('all read models, 1 worker : COPY out', perSecond(one), copy, 0.5);
  line('all read models, 2 workers : COPY out', perSecond(two), copy, 0.5);
  line('all read models, 2 workers : 1', perSecond(two), perSecond(one), 1.4);
  const parsed = await parseAll(url, events);
  report.fact('reading and parsing alone, 1 thread : COPY out', `${short(parsed / copy)}   ${short(parsed)} beside ${short(copy)}`);
  report.goal({
    goal: GOAL,
    what: 'memory for 4 times the streams : for the streams',
    measured: one.megabytes / few.megabytes,
    atMost: 1.25,
    detail: `${short(one.megabytes)} beside ${short(few.megabytes)} MB, 1 worker; ${short(two.megabytes)} with 2`,
  });
  await pagesMeanwhile({ server, report, url });
  await server.drop(url);
}

const parseAll = async (url: string, events: number): Promise<number> => {
  const store = new PostgresEventStore({ connectionString: url });
  const parsed = await rate(events, () => readPages(store, true));
  await store.close();
  return parsed;
};

async function rebuilt(url: string, workers: number): Promise<Rebuilt> {
  const child = fork(path.join(__dirname, 'rebuild-process.js'), [url, String(workers)]);
  const ended = once(child, 'exit').then(() => Promise.reject(new Error('the replay ended without a word')));
  ended.catch(() => undefined); // after its word it ends as it should
  const [said] = (await Promise.race([once(child, 'message'), ended])) as [Rebuilt];
  return said;
}

/** A look at the caseload twice a second while one worker builds everything anew: every answer has the rows of the one before. */
async function pagesMeanwhile({ report, url }: Pick<Bench, 'report'> & { server: BenchServer; url: string }): Promise<void> {
  const guardian = await startServer('guardian', url);
  const cookie = await logIn(guardian.address);
  const look = async (): Promise<{ ms: number; rows: string }> => {
    let rows = '';
    const ms = await timed(async () => (rows = rowsOf(await pageOf(guardian.address, cookie))));
    await sleep(500);
    return { ms, rows };
  };
  for (let n = 0; n < 10; n++) await look(); // templates and code warm
  const quiet = [await look(), await look(), await look(), await look(), await look()];
  const meanwhile = [];
  let done = false;
  const rebuilding = rebuilt(url, 1).finally(() => (done = true));
  while (!done) meanwhile.push(await look());
  await rebuilding;
  await guardian.stop();
  if (!quiet[0]?.rows.includes('GR-')) throw new Error('the caseload is empty');
  const wrong = meanwhile.filter(({ rows }) => rows !== quiet[0]?.rows).length;
  const [of, beside] = [meanwhile, quiet].map((looks) => looks.map(({ ms }) => ms)) as [number[], number[]];
  report.goal({
    goal: GOAL,
    what: 'caseload pages during it that were wrong',
    measured: wrong,
    atMost: 0,
    detail: `of ${meanwhile.length}`,
  });
  report.fact(
    'a caseload page during it, ms',
    `median ${short(median(of))}, worst ${short(Math.max(...of))}; else median ${short(median(beside))}`,
  );
}
