import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { PostgresEventStore, type Position } from '@guardian/event-store';
import type { Bench } from './bench';
import { short } from './report';
import { percentile } from './rounds';
import { withClient } from './server';

const PROCESSES = 2;
const WRITERS = 32;

/** Goal 4: a follower of a log that two processes append to, event by event. */
export async function followers({ server, report, quick }: Bench): Promise<void> {
  const total = quick ? 19_200 : 300_032;
  report.heading(`A follower of ${PROCESSES} processes with ${WRITERS} writers each`);
  const url = await server.database();
  const writing = Promise.all(Array.from({ length: PROCESSES }, () => appendInProcess(url, total / PROCESSES / WRITERS)));
  const seen = await follow(url, writing);
  const stored = await withClient(url, (client) =>
    client.query<{ position: Position; at: string }>(
      'select position::text, extract(epoch from stored_at) * 1000 as at from events order by events.position',
    ),
  );
  await server.drop(url);

  const times = new Map(seen.map(({ position, at }) => [position, at]));
  const missed = stored.rows.filter(({ position }) => !times.has(position)).length;
  const lags = stored.rows.map(({ position, at }) => (times.get(position) ?? NaN) - Number(at));
  const of = `of ${short(stored.rows.length)}`;
  report.goal({ goal: 4, what: 'events missed', measured: missed, atMost: 0, detail: of });
  report.goal({ goal: 4, what: 'events doubled', measured: seen.length - times.size, atMost: 0, detail: of });
  report.goal({ goal: 4, what: 'events out of the order of their stream', measured: outOfOrder(seen), atMost: 0, detail: of });
  const detail = 'from the row’s own time, before its commit, to its reader';
  report.goal({ goal: 4, what: 'lag, median, ms', measured: percentile(lags, 0.5), atMost: 5, detail });
  report.goal({ goal: 4, what: 'lag, 99 in 100, ms', measured: percentile(lags, 0.99), atMost: 30, detail });
}

/** Resolves when it has appended everything. */
async function appendInProcess(url: string, appendsEach: number): Promise<void> {
  const child = fork(path.join(__dirname, 'append-process.js'), [url, String(WRITERS), String(appendsEach)]);
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`an appending process ended with ${code}`);
}

interface Seen {
  readonly position: Position;
  readonly stream: string;
  readonly revision: number;
  /** Epoch milliseconds. */
  readonly at: number;
}

async function follow(url: string, writing: Promise<unknown>): Promise<Seen[]> {
  const store = new PostgresEventStore({ connectionString: url });
  const seen: Seen[] = [];
  let written = false;
  const end = writing.then(() => (written = true));
  for (let last: Position | undefined; ; last = seen.at(-1)?.position) {
    const all = written; // known before the page is read, so that an empty page means the end
    const page = await store.readAll(last, 1_000);
    const at = performance.timeOrigin + performance.now();
    for (const { position, stream, revision } of page) seen.push({ position, stream: stream.id, revision, at });
    if (page.length === 0 && all) break;
    if (page.length === 0) await store.waitForEvents(last, 100);
  }
  await end;
  await store.close();
  return seen;
}

function outOfOrder(seen: readonly Seen[]): number {
  const revisions = new Map<string, number>();
  let wrong = 0;
  for (const { stream, revision } of seen) {
    if (revision !== (revisions.get(stream) ?? 0) + 1) wrong++;
    revisions.set(stream, revision);
  }
  return wrong;
}
