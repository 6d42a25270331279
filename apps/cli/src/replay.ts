import path from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { loadConfig } from '@guardian/config';
import { openEventStore } from '@guardian/event-store';
import { replay, REPLAY_THREAD, type ReplayProgress } from '@guardian/projections';
import { Problem } from './problem';
import { READ_MODELS } from './read-models';
import { withServiceDatabase } from './service-database';

/**
 * `guardian replay [<read-model> …] [--workers 2]`: builds them (without a name all of them) anew beside the live ones, in one pass from
 * the first event on, and switches when they have caught up. One worker unless more are asked for: a replay runs beside people's work.
 */
export async function run(args: string[]): Promise<number> {
  const { positionals, values } = parseArgs({ args, allowPositionals: true, options: { workers: { type: 'string', default: '1' } } });
  const readModels = positionals.length === 0 ? READ_MODELS : READ_MODELS.filter(({ name }) => positionals.includes(name));
  const workers = Number(values.workers);
  if (readModels.length < positionals.length) {
    throw new Problem(`The read models are ${READ_MODELS.map(({ name }) => name).join(', ')}. Name some of them, or none for all.`);
  }
  if (!Number.isInteger(workers) || workers < 1 || workers > 64) throw new Problem('--workers is a number from 1 to 64.');
  return withServiceDatabase(loadConfig(), console.error, async (url, log) => {
    const store = openEventStore(log);
    const threads = { count: workers, start: () => new Worker(path.join(__dirname, 'replay-thread.js'), REPLAY_THREAD) };
    try {
      for (const { readModel, events, streams } of await replay({
        url,
        store,
        readModels,
        ...(workers > 1 && { threads }),
        onProgress: teller(),
      })) {
        console.log(`${readModel}: built anew from ${events} events of ${streams} streams`);
      }
    } finally {
      await store.close();
    }
    return 0;
  });
}

/** One line that is written over on a terminal; elsewhere a line a phase. */
function teller(): (progress: ReplayProgress) => void {
  let said = '';
  return ({ phase, events }) => {
    const line = `${phase}, ${events.toLocaleString('en-GB')} events read`;
    if (process.stderr.isTTY) process.stderr.write(`\r${line}\u001b[K${phase === 'switched' ? '\n' : ''}`);
    else if (phase !== said) process.stderr.write(`${line}\n`);
    said = phase;
  };
}
