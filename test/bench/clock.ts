// `guardian clock` as a child process, beside a program that only reads and parses the same input.
import { spawn } from 'node:child_process';
import { closeSync, createWriteStream, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Bench } from './bench';
import { short } from './report';
import { interleaved, median, ratio } from './rounds';

const FACTS: readonly (readonly [date: string, event: string, keys?: object])[] = [
  ['2025-01-06', 'referral_received', { service: 'consultant_led' }],
  ['2025-01-10', 'diagnostic_test_requested', { test: 'mri' }],
  ['2025-01-20', 'appointment_booked', { for_date: '2025-02-10' }],
  ['2025-02-03', 'diagnostic_test_done', { test: 'mri' }],
  ['2025-02-10', 'patient_cancelled', { appointment: 'first' }],
  ['2025-02-12', 'appointment_booked', { for_date: '2025-03-03' }],
  ['2025-03-03', 'first_attended'],
  ['2025-03-03', 'decision_to_treat', { treatment: 'surgery' }],
  ['2025-03-04', 'added_to_admission_list'],
  ['2025-03-20', 'patient_unfit', { days: 10 }],
  ['2025-04-20', 'admission_offered', { for_date: '2025-05-20' }],
  ['2025-05-20', 'admitted_for_first_treatment'],
];

/** The days of each case are its own: shifted by up to two years. */
function* input(cases: number): Generator<string> {
  const shifted = (date: string, by: number) => new Date(Date.parse(date) + by * 86_400_000).toISOString().slice(0, 10);
  yield '{"cases":[';
  for (let i = 0; i < cases; i++) {
    const by = i % 730;
    const events = FACTS.map(([date, event, keys = {}]) => {
      const days = Object.entries(keys).map(([key, value]) => [key, key === 'for_date' ? shifted(String(value), by) : (value as unknown)]);
      return { date: shifted(date, by), event, ...(Object.fromEntries(days) as object) };
    });
    yield `${i > 0 ? ',\n' : ''}${JSON.stringify({ id: `case-${i}`, as_of: '2027-06-01', events })}`;
  }
  yield ']}\n';
}

/** Reads all of standard input and parses it as one value. */
const BARE = `const parts = [];
process.stdin.on('data', (part) => parts.push(part)).on('end', () => JSON.parse(Buffer.concat(parts).toString()));`;
const GUARDIAN = [path.resolve('dist/apps/cli/src/main.js'), 'clock'];

interface Run {
  readonly seconds: number;
  readonly peakMb: number;
}

function run(args: readonly string[], file: string): Promise<Run> {
  return new Promise((resolve, reject) => {
    const input = openSync(file, 'r');
    const began = performance.now();
    const child = spawn(process.execPath, ['--require', path.join(__dirname, 'tell-peak.js'), ...args], {
      stdio: [input, 'ignore', 'inherit', 'pipe'],
    });
    let peak = '';
    child.stdio[3]?.on('data', (kilobytes: Buffer) => (peak += kilobytes.toString()));
    child.on('error', reject);
    child.on('close', (code) => {
      closeSync(input);
      if (code !== 0) reject(new Error(`${args.join(' ')} ended with ${code}`));
      else resolve({ seconds: (performance.now() - began) / 1_000, peakMb: Number(peak) / 1_024 });
    });
  });
}

export async function clock({ report, rounds, quick }: Bench): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'guardian-clock-bench-'));
  try {
    const [few, many] = quick ? [1_000, 10_000] : [10_000, 100_000];
    const files = { few: path.join(folder, 'few.json'), many: path.join(folder, 'many.json') };
    await pipeline(input(few), createWriteStream(files.few));
    await pipeline(input(many), createWriteStream(files.many));
    const peaks = { few: [] as number[], many: [] as number[] };
    const guardian = async (size: 'few' | 'many'): Promise<number> => {
      const { seconds, peakMb } = await run(GUARDIAN, files[size]);
      peaks[size].push(peakMb);
      return seconds;
    };
    const seconds = await interleaved(rounds, {
      few: () => guardian('few'),
      many: () => guardian('many'),
      bare: async () => (await run(['--eval', BARE], files.many)).seconds,
    });
    const cases = `${many.toLocaleString('en-GB')} cases`;
    const aSecond = (of: readonly number[]): string => short(many / median(of));
    report.goal({
      goal: 21,
      what: `guardian clock, ${cases} of 12 facts, seconds`,
      measured: median(seconds.many),
      atMost: 20,
      detail: `${aSecond(seconds.many)} cases a second`,
    });
    report.goal({
      goal: 21,
      what: `most memory at ${cases} : at ${few.toLocaleString('en-GB')}`,
      measured: ratio(peaks.many, peaks.few),
      atMost: 1.2,
      detail: `${short(median(peaks.many))} : ${short(median(peaks.few))} MB`,
    });
    report.fact(
      'cases a second : only reading and JSON.parse',
      `${short(ratio(seconds.bare, seconds.many))} (${aSecond(seconds.many)} : ${aSecond(seconds.bare)})`,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}
