// A replay on several threads: each takes the next part as soon as it has folded one, with connections of its own.
import { parentPort, type Worker, type WorkerOptions } from 'node:worker_threads';
import type { EventStore } from '@guardian/event-store';
import { connect } from './connections';
import { NEXT, Projection, type ProjectionSettings } from './projection';
import type { AnyReadModel } from './read-model';
import { type FoldedPart, foldPart, type Part } from './replay-part';

/**
 * With which a thread is started. Rows live until their part is written, and garbage that outlives the young generation costs a quarter
 * of a replay: with this much room, some 150 MB, it takes a tenth to a seventh less CPU.
 */
export const REPLAY_THREAD: WorkerOptions = { resourceLimits: { maxYoungGenerationSizeMb: 192 } };

export interface ReplayThread {
  /** All that a replay may ask this thread for. */
  readonly readModels: readonly AnyReadModel[];
  readonly openStore: (databaseUrl: string) => EventStore;
  readonly upcasters?: ProjectionSettings['upcasters'];
}

/** A part, with what a thread cannot know by itself. */
interface Task {
  readonly url: string;
  readonly retryAfterMs: ProjectionSettings['retryAfterMs'];
  readonly part: Part;
}

/** How many more events were read; at the end of a part, what it gave. */
type Said = number | FoldedPart[];

/** Called by the module that a thread of `replay` begins with: that module knows the read models and the store, which no message can carry. */
export function replayThread({ readModels, openStore, upcasters }: ReplayThread): void {
  const say = (said: Said): void => parentPort?.postMessage(said);
  const fold = async ({ url, retryAfterMs, part }: Task): Promise<void> => {
    const settings = { ...(upcasters && { upcasters }), ...(retryAfterMs && { retryAfterMs }) };
    const asked = readModels.filter(({ name }) => name in part.generations).map((model) => new Projection(model, settings, NEXT));
    const store = openStore(url);
    const client = await connect(url, 'guardian replay');
    try {
      say(await foldPart(client, store, asked, part, say));
    } finally {
      await client.end();
      await store.close();
    }
  };
  // what it throws ends the thread, and reaches the replay as its error
  parentPort?.on('message', (task: Task) => void fold(task));
}

/** Gives the thread one part after the other until none is left. */
export function foldInThread(
  thread: Worker,
  tasks: Iterator<Task>,
  onEvents: (events: number) => void,
  onFolded: (folded: FoldedPart[]) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const next = (): void => {
      const task = tasks.next();
      if (task.done) resolve();
      else thread.postMessage(task.value);
    };
    thread.on('message', (said: Said) => {
      if (typeof said === 'number') return onEvents(said);
      onFolded(said);
      next();
    });
    thread.once('error', reject);
    thread.once('exit', (code) => reject(new Error(`A thread of the replay ended by itself, with code ${code}.`)));
    next();
  });
}
