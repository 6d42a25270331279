// What the event store's appends are measured against. Every variant has a database of its own.
import { getPostgreSQLEventStore } from '@event-driven-io/emmett-postgresql';
import { PostgresEventStore } from '@guardian/event-store';
import { Pool } from 'pg';
import { sampleEvent } from './sample-event';
import type { AppendOne } from './writers';

export interface Appender {
  readonly append: AppendOne;
  close(): Promise<void>;
}

export function ourStore(url: string): Appender {
  const store = new PostgresEventStore({ connectionString: url });
  return {
    append: (id, revision) => store.append({ category: 'bench', id }, revision, [sampleEvent]),
    close: () => store.close(),
  };
}

const INSERT = 'insert into events (stream_id, revision, category, type, data, metadata)';

/** The usual way: a connection per writer and one INSERT per append, with nothing but the unique index to refuse a conflict. */
export function plainInsert(url: string, writers: number): Appender {
  const pool = new Pool({ connectionString: url, max: writers });
  const { type, data, metadata } = sampleEvent;
  return {
    append: (id, revision) =>
      pool.query({
        name: 'insert',
        text: `${INSERT} values ($1, $2, 'bench', $3, $4, $5)`,
        values: [id, revision + 1, type, JSON.stringify(data), JSON.stringify(metadata)],
      }),
    close: () => pool.end(),
  };
}

interface Waiting {
  readonly id: string;
  readonly revision: number;
  done(): void;
  failed(error: unknown): void;
}

/** The ceiling: whatever arrives during a flush goes with the next one, as a bare multi-row INSERT without lock, check or answer. */
export function bareMultiRowInsert(url: string): Appender {
  const pool = new Pool({ connectionString: url, max: 1 });
  const { type, data, metadata } = sampleEvent;
  let waiting: Waiting[] = [];
  let running = false;
  const flush = async (): Promise<void> => {
    running = true;
    while (waiting.length > 0) {
      const now = waiting;
      waiting = [];
      const all = <T>(value: () => T): T[] => now.map(value);
      await pool
        .query({
          name: 'insert',
          text: `${INSERT} select * from unnest($1::uuid[], $2::int[], $3::text[], $4::text[], $5::json[], $6::json[])`,
          values: [
            now.map(({ id }) => id),
            now.map(({ revision }) => revision + 1),
            all(() => 'bench'),
            all(() => type),
            all(() => JSON.stringify(data)),
            all(() => JSON.stringify(metadata)),
          ],
        })
        .then(
          () => now.forEach(({ done }) => done()),
          (error: unknown) => now.forEach(({ failed }) => failed(error)),
        );
    }
    running = false;
  };
  return {
    append: (id, revision) =>
      new Promise<void>((done, failed) => {
        waiting.push({ id, revision, done, failed });
        if (!running) void flush();
      }),
    close: () => pool.end(),
  };
}

/** @event-driven-io/emmett-postgresql with a connection per writer. */
export async function emmett(url: string, writers: number): Promise<Appender> {
  const pool = new Pool({ connectionString: url, max: writers });
  const store = getPostgreSQLEventStore(url, { connectionOptions: { pool } });
  await store.schema.migrate();
  const { type, data, metadata } = sampleEvent;
  return {
    append: (id, revision) =>
      store.appendToStream(`bench-${id}`, [{ type, data: { ...data }, metadata: { ...metadata } }], {
        expectedStreamVersion: revision === 0 ? 'STREAM_DOES_NOT_EXIST' : BigInt(revision),
      }),
    close: async () => {
      await store.close();
      await pool.end();
    },
  };
}
