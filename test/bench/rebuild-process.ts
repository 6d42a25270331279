// A replay of all read models in a process of its own, so that its memory is its own: `rebuild-process.js <url> <workers>`. Says its
// rate of `events` and the most MB that it had.
import 'reflect-metadata';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { caseloadReadModels } from '@guardian/caseload';
import { PostgresEventStore } from '@guardian/event-store';
import { oversightReadModels } from '@guardian/oversight';
import { replay, REPLAY_THREAD } from '@guardian/projections';
import { timed } from './rounds';

export interface Rebuilt {
  readonly seconds: number;
  readonly megabytes: number;
}

/** Its parts are of about one size whether the log is long or four times as long. */
const STREAMS_AT_A_TIME = 40_000;

async function main(url: string, count: number): Promise<void> {
  const store = new PostgresEventStore({ connectionString: url });
  const start = () => new Worker(path.join(__dirname, 'rebuild-thread.js'), REPLAY_THREAD);
  const readModels = [...caseloadReadModels, ...oversightReadModels];
  const ms = await timed(() => replay({ url, store, readModels, threads: { count, start }, streamsAtATime: STREAMS_AT_A_TIME }));
  await store.close();
  const rebuilt: Rebuilt = { seconds: ms / 1_000, megabytes: process.resourceUsage().maxRSS / 1_024 };
  process.send?.(rebuilt);
  process.disconnect();
}

void main(process.argv[2] ?? '', Number(process.argv[3]));
