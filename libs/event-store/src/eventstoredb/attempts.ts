import { setTimeout as sleep } from 'node:timers/promises';
import { DomainError } from '@guardian/kernel';
import { StoreUnavailable } from '../event-store';

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;

/** Names of errors after which trying again would change nothing. */
const FINAL = new Set(['access-denied', 'unsupported', 'invalid-argument']);

export interface Patience {
  /** How long one call may keep silent. Milliseconds. */
  readonly answerWithinMs: number;
  /** How long a call is tried again. Milliseconds. */
  readonly patienceMs: number;
}

/**
 * Tries until there is an answer. A DomainError is one; anything else says nothing about what the server did: a lost connection, a
 * server that is busy or no longer leads, silence. Throws StoreUnavailable when patience ends or `isOver`.
 */
export async function untilAnswered<T>(patienceMs: number, isOver: () => boolean, attempt: (nth: number) => Promise<T>): Promise<T> {
  const until = performance.now() + patienceMs;
  for (let nth = 1, pause = FIRST_PAUSE_MS; ; nth++, pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
    try {
      return await attempt(nth);
    } catch (error) {
      if (error instanceof DomainError) throw error;
      if (FINAL.has(errorType(error)) || isOver() || performance.now() + pause > until) throw new StoreUnavailable(error);
    }
    await sleep(pause * (0.5 + Math.random() / 2));
  }
}

/** The client names its own errors by `type`; what the transport throws has none. */
export const errorType = (error: unknown): string =>
  error instanceof Error && 'type' in error && typeof error.type === 'string' ? error.type : '';

export class Silence extends Error {
  override readonly name = 'Silence';
}

/** The client waits for an answer without end. Rejects with Silence; what comes later is lost. */
export function within<T>(ms: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Silence(`no answer for ${ms} ms`)), ms);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
