import { createInterface } from 'node:readline/promises';
import type { LogAddress } from '@guardian/event-store';

export interface DemoCases {
  /** Whether no case was ever recorded: only then are invented patients added. */
  isWanted(log: LogAddress): Promise<boolean>;
  /** Loads them; may stop early when `stop` is aborted. */
  load(log: LogAddress, stop: AbortSignal): Promise<void>;
}

/** Offers the demo cases where there is no case yet: asks the person at the terminal, and without one loads them unasked. Never throws. */
export async function offerDemo(
  log: LogAddress,
  cases: DemoCases,
  stop: AbortSignal,
  say: (line: string) => void,
  agreed: (stop: AbortSignal) => Promise<boolean> = askAtTerminal,
): Promise<void> {
  try {
    if (!(await cases.isWanted(log)) || !(await agreed(stop))) return;
    say('Loading 500 demo cases in the background');
    await cases.load(log, stop);
    if (!stop.aborted) say('The demo cases are loaded');
  } catch (error) {
    if (!stop.aborted) say(`The demo cases could not be loaded: ${(error as Error).message}`);
  }
}

async function askAtTerminal(stop: AbortSignal): Promise<boolean> {
  if (!process.stdin.isTTY) return true;
  // not a terminal interface: that would take Ctrl-C for itself
  const terminal = createInterface({ input: process.stdin, output: process.stdout, terminal: false });
  try {
    const answer = await terminal.question('Load 500 demo cases? [Y/n] ', { signal: stop });
    return !/^\s*n/i.test(answer);
  } finally {
    terminal.close();
  }
}
