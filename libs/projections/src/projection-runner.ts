import { setTimeout as sleep } from 'node:timers/promises';
import type { EventStore, RecordedEvent } from '@guardian/event-store';
import { type Client, DatabaseError } from 'pg';
import { connect } from './connections';
import { CheckpointMoved, Projection, type ProjectionSettings } from './projection';
import { lockName } from './projection-lock';
import type { AnyReadModel } from './read-model';
import { replay } from './replay';
import { withoutPersonalData } from './without-personal-data';

export interface RunnerOptions extends ProjectionSettings {
  readonly url: string;
  readonly store: EventStore;
  readonly readModels: readonly AnyReadModel[];
  /** Events a transaction; default 1,000. More than some 1,000 reads slower, not faster. */
  readonly batchSize?: number;
  /** `problem` may be logged: it quotes nothing. */
  readonly onProblem?: (readModel: string, problem: string) => void;
}

/** `standby`: another process folds it, or the database is away. `stopped`: a fault that needs a person; never left by itself. */
export interface RunnerState {
  readonly name: string;
  readonly state: 'standby' | 'leading' | 'stopped';
  /** Why it is not leading, when it tried; quotes nothing. */
  readonly problem: string | undefined;
}

// A leader speaks to its session every second. One that is stopped or cut off for longer than this loses the session, and with it
// its lock and whatever it had not committed.
const BEAT_MS = 1_000;
// Nobody waits for the disk: rows and checkpoint go together, so what a crash of the server takes back is folded again from the log.
const SESSION = `set synchronous_commit = off; set idle_session_timeout = '6s'; set idle_in_transaction_session_timeout = '6s'; set statement_timeout = '30s'`;
const WAIT_MS = 2_000;
const TRY_AGAIN_MS = 1_000;
const RENEW_AGAIN_MS = 60_000;

/**
 * Folds the log into the rows of each read model for as long as it runs. Any number of processes may run one: in each read model
 * one of them leads, and another takes over within 10 seconds of its end.
 */
export class ProjectionRunner {
  private readonly stopping = new AbortController();
  private readonly states: Map<string, RunnerState>;
  private running: Promise<void>[] = [];
  /** Read models are built anew one after the other: people's work goes on beside it. */
  private renewing: Promise<void> = Promise.resolve();

  constructor(private readonly options: RunnerOptions) {
    this.states = new Map(options.readModels.map(({ name }) => [name, { name, state: 'standby', problem: undefined }]));
  }

  start(): void {
    this.running = this.options.readModels.map((model) => this.run(new Projection(model, this.options)));
  }

  /** Resolves when every batch under way is committed and the locks are free. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.running);
    await this.renewing;
  }

  /** One entry per read model, for health. */
  state(): RunnerState[] {
    return [...this.states.values()];
  }

  private async run(projection: Projection): Promise<void> {
    const { name } = projection;
    while (!this.stopping.signal.aborted) {
      try {
        await this.lead(projection);
      } catch (error) {
        const stopped = needsAPerson(error);
        const problem = withoutPersonalData(error);
        this.states.set(name, { name, state: stopped ? 'stopped' : 'standby', problem });
        this.options.onProblem?.(name, problem);
        if (stopped) return;
        await this.pause(TRY_AGAIN_MS);
      }
    }
  }

  private async lead(projection: Projection): Promise<void> {
    const client = await connect(this.options.url, `guardian ${projection.name}`, { query_timeout: 35_000 });
    try {
      await client.query(SESSION);
      if (!(await this.lock(client, projection.name))) return;
      this.states.set(projection.name, { name: projection.name, state: 'leading', problem: undefined });
      await retryParked(client, projection.name);
      if (!(await projection.isOfThisRelease(client))) this.renewing = this.renewing.then(() => this.renew(projection));
      await this.follow(client, projection);
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  /** Rows that another release folded: readers see them until they see what this one keeps. */
  private async renew({ name, model }: Projection): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        await replay({ ...this.options, readModels: [model], onProgress: () => signal.throwIfAborted() });
        return;
      } catch (error) {
        if (signal.aborted) return;
        this.options.onProblem?.(name, withoutPersonalData(error));
        await this.pause(RENEW_AGAIN_MS);
      }
    }
  }

  /** False when asked to stop before the lock was free. */
  private async lock(client: Client, name: string): Promise<boolean> {
    while (!this.stopping.signal.aborted) {
      const tried = await client.query<{ mine: boolean }>(`select pg_try_advisory_lock(${lockName}) as mine`, [name]);
      if (tried.rows[0]?.mine) return true;
      await this.pause(TRY_AGAIN_MS);
    }
    return false;
  }

  private async follow(client: Client, projection: Projection): Promise<void> {
    const { store, batchSize = 1_000 } = this.options;
    let at = await projection.checkpoint(client);
    let coming: Promise<RecordedEvent[]> | undefined;
    while (!this.stopping.signal.aborted) {
      const untilRetry = await this.retryDue(client, projection, at.generation);
      const events = await awake(client, coming ?? store.readAll(at.position, batchSize));
      // where there is a full page there is more: it is read while this one is written
      coming = events.length === batchSize ? store.readAll(events.at(-1)?.position, batchSize) : undefined;
      coming?.catch(() => undefined); // it is thrown where it is awaited
      try {
        if (events.length > 0) at = await projection.advance(client, at, events);
      } catch (error) {
        if (!(error instanceof CheckpointMoved)) throw error;
        coming = undefined;
        at = await projection.checkpoint(client); // a replay has switched
      }
      if (events.length === 0) {
        await awake(client, store.waitForEvents(at.position, Math.min(untilRetry, WAIT_MS), this.stopping.signal));
      }
    }
  }

  /** Tries the parked streams that are due; milliseconds until more are. */
  private async retryDue(client: Client, projection: Projection, generation: number): Promise<number> {
    const retries = await projection.retries(client, generation);
    const due = retries.filter(({ at }) => at.getTime() <= Date.now());
    for (const { id } of due) {
      const stream = { category: projection.model.category, id };
      await projection.retry(client, id, (after) => awake(client, this.options.store.read(stream, after)));
    }
    if (due.length > 0) return 0; // a failed one has a new time
    return retries[0] ? retries[0].at.getTime() - Date.now() : WAIT_MS;
  }

  private async pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }
}

/** A new release may have mended what failed, so whoever begins to lead tries all parked streams once more. */
async function retryParked(client: Client, readModel: string): Promise<void> {
  await client.query(
    `update projection_stream s set retry_at = $2 from projection_checkpoint c
      where c.read_model = $1 and s.generation = c.generation and s.out_of_date_since is not null`,
    [readModel, new Date()],
  );
}

/** Keeps the session while this process waits for something else. Awaits its own last word: a session takes one query at a time. */
async function awake<T>(client: Client, work: Promise<T>): Promise<T> {
  let spoken: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    spoken = spoken.then(() => client.query('select 1')).catch(() => undefined);
  }, BEAT_MS);
  try {
    return await work;
  } finally {
    clearInterval(timer);
    await spoken;
  }
}

// 08 connection, 25 and 57 ended by the server, 40 rolled back, 53 resources, 55 lock not free, 58 system: these pass.
const needsAPerson = (error: unknown): boolean => error instanceof DatabaseError && !/^(08|25|40|53|55|57|58)/.test(error.code ?? '');
