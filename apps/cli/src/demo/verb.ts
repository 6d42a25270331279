import { parseArgs } from 'node:util';
import { loadConfig } from '@guardian/config';
import { type CalendarDay, parseCalendarDay } from '@guardian/kernel';
import { Problem } from '../problem';
import { progressBar } from '../progress-bar';
import { withServiceDatabase } from '../service-database';
import { MOST_CASES, MOST_SEEDS } from './demo-numbers';
import { generateDemo, yesterday } from './generate-demo';

/** `guardian demo --cases 2000 --seed 1 [--until YYYY-MM-DD]`. Ctrl-C stops between two cases; the same command goes on. */
export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      cases: { type: 'string', default: '2000' },
      seed: { type: 'string', default: '1' },
      until: { type: 'string' },
    },
  });
  const cases = wholeNumber('--cases', values.cases, MOST_CASES);
  const seed = wholeNumber('--seed', values.seed, MOST_SEEDS);
  const until = values.until === undefined ? undefined : lastDay(values.until);
  const config = loadConfig();
  if (config.mode !== 'demo') throw new Problem('GUARDIAN_MODE is production: invented patients are for demo mode only.');

  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  await withServiceDatabase(config, console.error, async (_, log) => {
    const progress = progressBar('Cases', process.stderr);
    const { lookupKey } = config.secrets;
    const startedAt = performance.now();
    const done = await generateDemo({
      ...log,
      lookupKey,
      cases,
      seed,
      until,
      stop: stop.signal,
      onProgress: (soFar) => progress.show(soFar.cases, cases),
    });
    progress.end();
    const seconds = (performance.now() - startedAt) / 1000;
    const rate = Math.round(done.events / seconds);
    console.log(
      `${done.cases} cases up to ${done.until}, ${done.open} of them open; ${done.events} events added in ${seconds.toFixed(1)} s (${rate} a second)`,
    );
  });
  if (!stop.signal.aborted) return 0;
  console.error('guardian demo: stopped. The same command goes on from here.');
  return 1;
}

function wholeNumber(option: string, text: string, most: number): number {
  const number = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (number < 1 || number > most) throw new Problem(`${option} must be a whole number from 1 to ${most}.`);
  return number;
}

/** The shipped pathways begin in 2024, and nobody can have lived through what is still to come. */
function lastDay(text: string): CalendarDay {
  const day = parseCalendarDay(text);
  if (!day || day < EARLIEST || day > yesterday()) throw new Problem(`--until must be a day from ${EARLIEST} to yesterday, as YYYY-MM-DD.`);
  return day;
}

const EARLIEST = '2026-01-01';
