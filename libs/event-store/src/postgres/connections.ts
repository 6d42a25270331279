import { DatabaseError, Pool, type PoolConfig } from 'pg';
import { EventRefused, StoreBusy, StoreUnavailable } from '../event-store';

export interface ConnectionOptions {
  readonly connectionString: string;
  /** How long an append waits for another process's append. Milliseconds; default 2,000. */
  readonly lockTimeoutMs?: number;
  /** The longest that any statement may run. Milliseconds; default 10,000. */
  readonly statementTimeoutMs?: number;
  /** Told of connections that the server closed while they were idle. */
  readonly onConnectionLost?: (error: Error) => void;
}

export function connectionConfig(options: ConnectionOptions): PoolConfig {
  const { connectionString, lockTimeoutMs = 2_000, statementTimeoutMs = 10_000 } = options;
  return {
    connectionString,
    options: Object.entries({
      role: 'guardian_app',
      lock_timeout: lockTimeoutMs,
      statement_timeout: statementTimeoutMs,
      // a process that stands still between two statements would keep the log from all others
      idle_in_transaction_session_timeout: statementTimeoutMs,
      // every statement goes by an index whatever its values; planned anew each time, an append of one event takes a third longer
      plan_cache_mode: 'force_generic_plan',
      // few events are expected to be of a share: each page of it would be looked for in the whole rest of the log, by parallel workers
      enable_seqscan: 'off',
      enable_bitmapscan: 'off',
      max_parallel_workers_per_gather: 0,
    })
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(' '),
    // When the server goes silent nobody else would ever end the wait.
    query_timeout: 2 * statementTimeoutMs,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  };
}

/** A pool that outlives its server: without the two listeners a restart of the database would end this process. */
export function resilientPool(options: ConnectionOptions, max: number): Pool {
  const pool = new Pool({ ...connectionConfig(options), max });
  pool.on('error', (error) => options.onConnectionLost?.(error));
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

// 55P03 lock timeout, 57014 statement timeout, 40xxx rolled back by the server: nothing was stored.
const BUSY = /^(55P03|57014|40...)$/;
// Connection lost, resources used up, server going down or coming up.
const LOST = /^(08|53|57|58)/;
const DATA = /^(22|23|54)/;

/** What a database error means to the caller of a store. */
export function asStoreError(error: unknown): EventRefused | StoreBusy | StoreUnavailable {
  if (!(error instanceof DatabaseError) || error.severity === 'FATAL') return new StoreUnavailable(error);
  const state = error.code ?? '';
  if (BUSY.test(state)) return new StoreBusy();
  // The server's own words may quote the data, which may be about a patient.
  return DATA.test(state) ? new EventRefused(`the database did not take it (SQLSTATE ${state})`) : new StoreUnavailable(error);
}

/** True when the fault may lie in one append of a flush and not in the server or the connection. */
export function mayBeOneAppend(error: unknown): boolean {
  return error instanceof DatabaseError && error.severity !== 'FATAL' && !BUSY.test(error.code ?? '') && !LOST.test(error.code ?? '');
}
