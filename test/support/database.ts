import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Pool } from 'pg';
import { isZombie, startPostgres } from '../../apps/cli/src/embedded-postgres';

export interface TestDatabase {
  readonly url: string;
  readonly pool: Pool;
  /** Closes the pool and removes the database, whoever is still connected. */
  drop(): Promise<void>;
}

const TEMPLATE = 'guardian_template';
const load = createRequire(__filename); // the schema is every library: loaded once a run, not by every file that asks for a database

/**
 * A database of its own for one test file, with all migrations applied (`unmigrated: true`: empty). About 70 ms.
 * Call it in `beforeAll` and `drop` in `afterAll`.
 */
export async function testDatabase(options: { unmigrated?: boolean } = {}): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await asAdmin(async (admin) => {
    if (!options.unmigrated) await ensureTemplate(admin);
    await admin.query(`create database ${name} ${options.unmigrated ? '' : `template ${TEMPLATE} strategy wal_log`}`);
  });
  const url = urlOf(name);
  const pool = new Pool({ connectionString: url });
  pool.on('error', () => undefined); // `drop` ends sessions that tests left open
  return {
    url,
    pool,
    drop: async () => {
      await pool.end();
      await asAdmin((admin) => admin.query(`drop database ${name} with (force)`));
    },
  };
}

// Made by the first file that asks, in a test worker: only there do the `@guardian/…` names resolve.
async function ensureTemplate(admin: Client): Promise<void> {
  await admin.query('select pg_advisory_lock(hashtext($1))', [TEMPLATE]);
  const there = await admin.query('select from pg_database where datname = $1', [TEMPLATE]);
  if (there.rowCount === 0) {
    const unfinished = `${TEMPLATE}_unfinished`;
    await admin.query(`drop database if exists ${unfinished} with (force)`);
    await admin.query(`create database ${unfinished}`);
    const { migrateDatabase } = load('../../apps/cli/src/migrate') as typeof import('../../apps/cli/src/migrate');
    await migrateDatabase(urlOf(unfinished));
    await admin.query(`alter database ${unfinished} rename to ${TEMPLATE}`);
  }
  await admin.query('select pg_advisory_unlock(hashtext($1))', [TEMPLATE]);
}

async function asAdmin(work: (admin: Client) => Promise<unknown>): Promise<void> {
  const admin = new Client({ connectionString: serverUrl() });
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}

function serverUrl(): string {
  const url = process.env['GUARDIAN_TEST_DATABASE_URL'];
  if (!url) throw new Error('no test server: run the tests with jest.config.js');
  return url;
}

function urlOf(database: string): string {
  const url = new URL(serverUrl());
  url.pathname = `/${database}`;
  return url.href;
}

export interface ThrowAwayServer {
  /** Database `guardian`, empty at first. The same after a restart. */
  readonly url: string;
  pid(): number;
  /** Ends the server as a power cut would, and waits until it is gone. */
  kill9(): Promise<void>;
  restart(): Promise<void>;
  remove(): Promise<void>;
}

/** A whole PostgreSQL of its own, durable as in use, for tests that kill it. About 2 s. */
export async function throwAwayServer(): Promise<ThrowAwayServer> {
  const folder = mkdtempSync(path.join(tmpdir(), `guardian-test-${process.pid}-`));
  const dataDir = path.join(folder, 'postgres');
  let server = await startPostgres({ dataDir });
  return {
    url: server.url,
    pid: () => server.pid,
    kill9: async () => {
      process.kill(server.pid, 'SIGKILL');
      while (isRunning(server.pid)) await sleep(20);
    },
    restart: async () => {
      server = await startPostgres({ dataDir, port: server.port });
    },
    remove: async () => {
      if (isRunning(server.pid)) await server.stop('immediate');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch {
    return false;
  }
}
