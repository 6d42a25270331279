import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { answerCase, DEFAULT_READINGS, DEFAULT_SETTINGS, type Readings, READINGS, type Settings } from '@guardian/waiting-times';
import { piecesOf, UnreadableInput } from './clock-input';

const HELP = `Usage: npx guardian clock < cases.json > clocks.json

Reads the waiting-time clocks of cases from dated facts. No database and no configuration are needed.

Input:   {"cases":[{"id":"x","as_of":"2025-04-10","events":[
            {"date":"2025-03-03","event":"referral_received","service":"consultant_led"}]}]}
Output:  {"results":[{"id":"x","rtt":{…},"diagnostics":[…],"cancer":{…},"explanation":[…],"warnings":[…]}]}

Facts are in date order. A case that cannot be read has {"id":"x","error":{"path":"events[0].date","message":"…"}} in its place.
Before "cases" may stand "readings", for where national texts differ; the first of each is what is used otherwise:
${Object.entries(READINGS)
  .map(([conflict, words]) => `  ${conflict}  ${words.join(' | ')}`)
  .join('\n')}

Ends with 0; with 1 when a case could not be read; with 2 when the input as a whole could not, and the output then stops in the middle.`;

/** `guardian clock`: JSON on standard input, JSON on standard output. */
export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { help: { type: 'boolean', short: 'h' } } });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  try {
    return await answerCases(process.stdin, process.stdout);
  } catch (error) {
    if (!(error instanceof UnreadableInput)) throw error;
    console.error(`guardian clock: ${error.message} See guardian clock --help`);
    return 2;
  }
}

const BLOCK = 65_536;

/** As the output takes them, in the order of the input. 0, or 1 when a case could not be read. Throws UnreadableInput. */
export async function answerCases(input: AsyncIterable<Buffer>, output: Writable): Promise<number> {
  let unread = 0;
  async function* answers(): AsyncGenerator<string> {
    let block = '{"results":[';
    let separator = '\n';
    for await (const given of casesOf(input)) {
      const result = answerCase(given.value, given.settings);
      if ('error' in result) unread++;
      block += separator + JSON.stringify(result);
      separator = ',\n';
      if (block.length < BLOCK) continue;
      yield block;
      block = '';
    }
    yield `${block}\n]}\n`;
  }
  try {
    await pipeline(answers, output, { end: false });
  } catch (error) {
    // Whoever reads has read enough: | head
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
  }
  return unread > 0 ? 1 : 0;
}

async function* casesOf(input: AsyncIterable<Buffer>) {
  let settings: Settings = DEFAULT_SETTINGS;
  for await (const { name, value } of piecesOf(input)) {
    if (name === 'cases') yield { value, settings };
    else settings = { ...DEFAULT_SETTINGS, readings: readReadings(value) };
  }
}

function readReadings(given: unknown): Readings {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) throw new UnreadableInput('readings must be an object.');
  for (const [conflict, reading] of Object.entries(given)) {
    const known: Readonly<Record<string, readonly string[]>> = READINGS;
    const words = Object.hasOwn(known, conflict) ? known[conflict] : undefined;
    if (!words) throw new UnreadableInput(`readings.${conflict.slice(0, 100)} is not one of ${Object.keys(READINGS).join(', ')}.`);
    if (!words.some((word) => word === reading)) throw new UnreadableInput(`readings.${conflict} must be one of ${words.join(', ')}.`);
  }
  return { ...DEFAULT_READINGS, ...given };
}
