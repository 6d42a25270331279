import { randomUUID } from 'node:crypto';

/** Events that a writer appends to one stream before it goes on with the next. */
const STREAM_LENGTH = 40;

/** Appends one event to this stream, of which `revision` events are there already. */
export type AppendOne = (streamId: string, revision: number) => Promise<unknown>;

export interface Written {
  readonly perSecond: number;
  readonly count: number;
  /** Milliseconds of each append. */
  readonly latencies: readonly number[];
}

/** So many writers, each with streams of its own and one append at a time, for so long. */
export async function writeFor(ms: number, writers: number, append: AppendOne): Promise<Written> {
  const latencies: number[] = [];
  const began = performance.now();
  const write = async (): Promise<void> => {
    for (let id = randomUUID(), revision = 0; performance.now() - began < ms; revision++) {
      if (revision === STREAM_LENGTH) [id, revision] = [randomUUID(), 0];
      const sent = performance.now();
      await append(id, revision);
      latencies.push(performance.now() - sent);
    }
  };
  await Promise.all(Array.from({ length: writers }, write));
  return { perSecond: (latencies.length / (performance.now() - began)) * 1_000, count: latencies.length, latencies };
}
