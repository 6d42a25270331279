import { setTimeout as pause } from 'node:timers/promises';
import { DomainError } from '@guardian/kernel';
import {
  EventRefused,
  type EventStore,
  type Position,
  type RecordedEvent,
  StoreBusy,
  StoreUnavailable,
  StreamConflict,
  streamName,
} from '../event-store';
import { Census, hashOf, type LogSummary } from './census';
import { pagesOf } from './whole-log';

export interface CopyProgress {
  readonly what: 'Reading the source' | 'Reading the target' | 'Comparing' | 'Copying' | 'Verifying';
  /** Events. */
  readonly done: number;
  /** Undefined where it is counted how many there are. */
  readonly all: number | undefined;
}

export interface CopyOptions {
  readonly from: EventStore;
  readonly to: EventStore;
  /** How long a store that is busy or cannot be reached is asked again before the copy is given up. Milliseconds; default 60,000. */
  readonly patienceMs?: number;
  readonly onProgress?: (progress: CopyProgress) => void;
}

export interface CopiedLog extends LogSummary {
  /** Events that were not in the target before. */
  readonly copied: number;
}

/**
 * Brings into `to` every event of `from` that is not there yet, and reads the target back. Both must stand still meanwhile. Nothing is
 * noted anywhere: what the target holds says where to go on, so a copy that was broken off is simply started again.
 *
 * A stream is appended in its order, with the revision that it must stand at: the target refuses whatever does not follow, and a part
 * that is there is compared and never written again. See `batchesOf` for the order across streams.
 *
 * Throws DomainError: `LogDamaged` (a revision is missing), `TargetDiffers` (it holds something that the source does not; nothing was
 * written), `TargetWritten`, `SourceGrew` (somebody writes into one of them), `LogsDiffer` (found at the end), or what the stores throw.
 */
export async function copyLog({ from, to, patienceMs = 60_000, onProgress = () => undefined }: CopyOptions): Promise<CopiedLog> {
  const patient = <T>(work: () => Promise<T>): Promise<T> => untilAnswered(patienceMs, work);
  const count = (store: EventStore, what: CopyProgress['what'], all?: number): Promise<Census> =>
    censusOf(store, patient, (done) => onProgress({ what, done, all }));

  const source = (await count(from, 'Reading the source')).summary();
  const target = await count(to, 'Reading the target');
  await requirePrefix(from, target, patient, (done) => onProgress({ what: 'Comparing', done, all: target.events }));

  let walked = 0;
  let end: Position | undefined;
  for await (const page of pagesOf(from, patient)) {
    const counted = page.slice(0, source.events - walked);
    const missing = counted.filter((event) => event.revision > target.newestOf(event));
    for (const batch of batchesOf(missing)) await all(batch.map((run) => appendRun(to, run, patient)));
    walked += counted.length;
    end = counted.at(-1)?.position ?? end;
    onProgress({ what: 'Copying', done: walked, all: source.events });
    if (walked === source.events) break;
  }
  requireSame(source, (await count(to, 'Verifying', source.events)).summary());
  if ((await patient(() => from.readAll(end, 1))).length > 0) {
    throw new DomainError('SourceGrew', 'Somebody has written into the source meanwhile. Stop that, and copy again.');
  }
  return { ...source, copied: source.events - target.events };
}

/** Reads both logs and writes nothing. Throws DomainError `LogsDiffer` or `LogDamaged`, or what the stores throw. */
export async function compareLogs({ from, to, patienceMs = 60_000, onProgress }: CopyOptions): Promise<LogSummary> {
  const patient = <T>(work: () => Promise<T>): Promise<T> => untilAnswered(patienceMs, work);
  const source = (await censusOf(from, patient, (done) => onProgress?.({ what: 'Reading the source', done, all: undefined }))).summary();
  const target = await censusOf(to, patient, (done) => onProgress?.({ what: 'Verifying', done, all: source.events }));
  requireSame(source, target.summary());
  return source;
}

type Patient = <T>(work: () => Promise<T>) => Promise<T>;

async function censusOf(store: EventStore, patient: Patient, onEvents: (done: number) => void): Promise<Census> {
  const census = new Census();
  for await (const page of pagesOf(store, patient)) {
    for (const event of page) census.add(event);
    onEvents(census.events);
  }
  return census;
}

/** What the target holds is the beginning of streams of the source: counted there as far as the target goes, the same comes out. */
async function requirePrefix(from: EventStore, target: Census, patient: Patient, onEvents: (done: number) => void): Promise<void> {
  const common = new Census();
  if (target.events > 0) {
    for await (const page of pagesOf(from, patient)) {
      for (const event of page) if (event.revision <= target.newestOf(event)) common.add(event);
      onEvents(common.events);
      if (common.events === target.events) break;
    }
  }
  if (common.summary().hash === target.summary().hash && common.events === target.events) return;
  throw new DomainError(
    'TargetDiffers',
    'The target holds events that are not in the source, or are not the same there. Nothing was written. Copy into an empty log.',
    { inTarget: target.summary(), inSource: common.summary() },
  );
}

function requireSame(source: LogSummary, target: LogSummary): void {
  if (JSON.stringify(source) === JSON.stringify(target)) return;
  const inWords = ({ events, categories, hash }: LogSummary): string =>
    [`${events} events`, ...categories.map((each) => `${each.category} ${each.events} in ${each.streams} streams`), `hash ${hash}`].join(
      ', ',
    );
  throw new DomainError('LogsDiffer', `The logs are not the same. Source: ${inWords(source)}. Target: ${inWords(target)}.`, {
    source,
    target,
  });
}

/** Events of one stream that follow each other in the log. */
type Run = readonly [RecordedEvent, ...RecordedEvent[]];

/**
 * Runs that are appended at the same time, in this order; a batch ends where a stream comes back. PostgreSQL takes a batch in its order,
 * so the target has the order of the source. EventStoreDB takes it as it comes: a stream may change places with others of its batch,
 * at most 500 events away, and never with those of another batch. One append after the other would keep the order there too, and pay
 * a round trip for each.
 */
export function* batchesOf(events: readonly RecordedEvent[]): Generator<Run[]> {
  let batch: [RecordedEvent, ...RecordedEvent[]][] = [];
  let streams = new Set<string>();
  for (const event of events) {
    const run = batch.at(-1);
    if (run?.[0].stream.id === event.stream.id) {
      run.push(event);
      continue;
    }
    if (streams.has(event.stream.id)) {
      yield batch;
      batch = [];
      streams = new Set();
    }
    batch.push([event]);
    streams.add(event.stream.id);
  }
  if (batch.length > 0) yield batch;
}

async function appendRun(to: EventStore, run: Run, patient: Patient): Promise<void> {
  try {
    await patient(() => appendOnce(to, run));
  } catch (error) {
    // together they may be more than one append takes
    const [first, ...others] = halves(run);
    if (!(error instanceof EventRefused) || !first || others.length === 0) throw error;
    for (const half of [first, ...others]) await appendRun(to, half, patient);
  }
}

function halves(run: Run): Run[] {
  const middle = Math.ceil(run.length / 2);
  return [run.slice(0, middle), run.slice(middle)].filter((half): half is [RecordedEvent, ...RecordedEvent[]] => half.length > 0);
}

async function appendOnce(to: EventStore, run: Run): Promise<void> {
  const [{ stream, revision }] = run;
  try {
    await to.append(stream, revision - 1, run);
  } catch (error) {
    if (!(error instanceof StreamConflict)) throw error;
    // an append that was not answered may have been stored
    const there = await to.read(stream, revision - 1);
    if (run.every((event, i) => there[i] && hashOf(there[i]) === hashOf(event))) return;
    throw new DomainError('TargetWritten', `Somebody else writes into the target: ${streamName(stream)} is not as it was. Stop that.`, {
      stream: streamName(stream),
      revision,
    });
  }
}

/** None is left under way when one of them has failed. */
async function all(appends: readonly Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(appends)).find((outcome) => outcome.status === 'rejected');
  if (failed) throw failed.reason;
}

const PAUSE_MS = 500;

async function untilAnswered<T>(patienceMs: number, work: () => Promise<T>): Promise<T> {
  for (const until = performance.now() + patienceMs; ;) {
    try {
      return await work();
    } catch (error) {
      const mayPass = error instanceof StoreUnavailable || error instanceof StoreBusy;
      if (!mayPass || performance.now() > until) throw error;
      await pause(PAUSE_MS);
    }
  }
}
