// One case as it came in from a program, answered: what the command and the API share.
import { type Clocks, clocks } from './clocks';
import type { Settings } from './engine';
import { type BadFact, isBad, readCase } from './read-case';

export interface CaseClocks extends Clocks {
  readonly id: string;
}

export interface UnreadCase {
  /** Null where the case has none. */
  readonly id: string | null;
  readonly error: BadFact;
}

/** Never throws: what is wrong with a case stands in its place, and the others are none the worse. */
export function answerCase(given: unknown, settings: Settings): CaseClocks | UnreadCase {
  const read = readCase(given);
  return isBad(read) ? { id: idOf(given), error: read } : { id: read.id, ...clocks(read.facts, read.asOf, settings) };
}

function idOf(given: unknown): string | null {
  const id: unknown = typeof given === 'object' && given !== null && 'id' in given ? given.id : null;
  return typeof id === 'string' || typeof id === 'number' ? String(id) : null;
}
