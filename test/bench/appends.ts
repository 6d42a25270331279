import type { Bench } from './bench';
import { type Appender, bareMultiRowInsert, emmett, ourStore, plainInsert } from './append-peers';
import { interleaved, median, percentile, ratio } from './rounds';
import { short } from './report';
import { type Written, writeFor } from './writers';

const SECONDS = 2;

/** Goals 1 to 3: one event per append, by 1, 8 and 32 writers. */
export async function appends(bench: Bench): Promise<void> {
  bench.report.heading('Appends, one event each, in appends a second');
  for (const writers of [1, 8, 32]) await by(writers, bench);
}

async function by(writers: number, { server, report, rounds, quick }: Bench): Promise<void> {
  const url = {
    store: await server.database(),
    raw: await server.database(),
    insert: await server.database(),
    emmett: await server.database('empty'),
  };
  const appenders = {
    store: ourStore(url.store),
    raw: bareMultiRowInsert(url.raw),
    insert: plainInsert(url.insert, writers),
    emmett: await emmett(url.emmett, writers),
  };
  const halfLives = { store: [] as number[], raw: [] as number[], insert: [] as number[], emmett: [] as number[] };
  const costs: Cost[] = [];
  const run = (name: keyof typeof appenders) => async (): Promise<number> => {
    const write = () => writeFor((quick ? 0.5 : SECONDS) * 1_000, writers, appenders[name].append);
    const before = await spent();
    const written = await write();
    if (name === 'store') costs.push(difference(before, await spent(), written));
    halfLives[name].push(percentile(written.latencies, 0.5));
    return written.perSecond;
  };
  const spent = async (): Promise<Cost> => {
    const { user, system } = process.cpuUsage();
    return { client: user + system, postgres: server.cpu(), wal: await server.walBytes() };
  };

  for (const { append } of Object.values<Appender>(appenders)) await writeFor(200, writers, append); // plans and code warm
  const perSecond = await interleaved(rounds, { store: run('store'), raw: run('raw'), insert: run('insert'), emmett: run('emmett') });
  for (const appender of Object.values<Appender>(appenders)) await appender.close();
  for (const database of Object.values(url)) await server.drop(database);

  const { store } = perSecond;
  const beside = (peer: readonly number[]) => `${short(median(store))} beside ${short(median(peer))}`;
  const named = `${writers} ${writers === 1 ? 'writer' : 'writers'}`;
  if (writers > 1) {
    const atLeast = writers === 8 ? 0.85 : 0.75;
    report.goal({
      goal: 1,
      what: `${named} : bare multi-row INSERT`,
      measured: ratio(store, perSecond.raw),
      atLeast,
      detail: beside(perSecond.raw),
    });
  }
  if (writers === 32) {
    report.goal({
      goal: 2,
      what: `${named} : emmett`,
      measured: ratio(store, perSecond.emmett),
      atLeast: 6,
      detail: beside(perSecond.emmett),
    });
    report.goal({
      goal: 2,
      what: `${named} : an INSERT per append`,
      measured: ratio(store, perSecond.insert),
      atLeast: 2.5,
      detail: beside(perSecond.insert),
    });
    const cpu = (cost: Cost) => cost.client + cost.postgres;
    const parts = `PostgreSQL ${short(median(costs.map(({ postgres }) => postgres)))}, client ${short(median(costs.map(({ client }) => client)))}`;
    report.goal({ goal: 3, what: `${named}: CPU, µs an event`, measured: median(costs.map(cpu)), atMost: 110, detail: parts });
    report.goal({
      goal: 3,
      what: `${named}: write-ahead log, bytes an event`,
      measured: median(costs.map(({ wal }) => wal)),
      atMost: 900,
      detail: 'autovacuum off, log empty at first',
    });
  } else {
    report.fact(`${named} : emmett`, `${short(ratio(store, perSecond.emmett))}   ${beside(perSecond.emmett)}`);
    report.fact(`${named} : an INSERT per append`, `${short(ratio(store, perSecond.insert))}   ${beside(perSecond.insert)}`);
  }
  if (writers === 1) {
    const detail = `${short(median(halfLives.store))} ms beside ${short(median(halfLives.insert))} ms`;
    report.goal({
      goal: 3,
      what: `${named}: median time : a bare INSERT's`,
      measured: ratio(halfLives.store, halfLives.insert),
      atMost: 1.6,
      detail,
    });
  }
}

interface Cost {
  readonly client: number;
  readonly postgres: number;
  readonly wal: number;
}

/** Of one event. */
function difference(before: Cost, after: Cost, { count }: Written): Cost {
  return {
    client: (after.client - before.client) / count,
    postgres: (after.postgres - before.postgres) / count,
    wal: (after.wal - before.wal) / count,
  };
}
