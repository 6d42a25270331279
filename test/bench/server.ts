// The one PostgreSQL on which every comparison of a run is made, durable as in use, in a folder that goes away with it.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { startPostgres } from '../../apps/cli/src/embedded-postgres';
import { migrateDatabase } from '../../apps/cli/src/migrate';

// What keeps the server's own housekeeping out of the figures; durability stays as it ships.
const SETTINGS = {
  shared_buffers: '1GB',
  jit: 'off',
  autovacuum: 'off',
  max_wal_size: '8GB',
  checkpoint_timeout: '30min',
  max_connections: '200',
};

export interface BenchServer {
  readonly version: string;
  /** A new database with every migration of Guardian, or an empty one. */
  database(contents?: 'migrated' | 'empty'): Promise<string>;
  drop(url: string): Promise<void>;
  /** User and system time that the server and all its sessions have used so far. Microseconds, in steps of 10 ms. Linux. */
  cpu(): number;
  /** Bytes of write-ahead log so far. */
  walBytes(): Promise<number>;
  checkpoint(): Promise<void>;
  stop(): Promise<void>;
}

export async function startBenchServer(): Promise<BenchServer> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'guardian-bench-'));
  let server = await startPostgres({ dataDir });
  await withClient(server.url, async (client) => {
    for (const [name, value] of Object.entries(SETTINGS)) await client.query(`alter system set ${name} = '${value}'`);
  });
  await server.stop();
  server = await startPostgres({ dataDir });
  const urlOf = (database: string): string => Object.assign(new URL(server.url), { pathname: `/${database}` }).href;
  await migrateDatabase(server.url);
  const admin = new Client({ connectionString: urlOf('postgres') });
  await admin.connect();
  let made = 0;
  const shown = await admin.query<{ server_version: string }>('show server_version');
  return {
    version: shown.rows[0]?.server_version ?? '',
    database: async (contents = 'migrated') => {
      const name = `bench_${++made}`;
      await admin.query(`create database ${name} template ${contents === 'migrated' ? 'guardian' : 'template1'}`);
      return urlOf(name);
    },
    drop: async (url) => {
      await admin.query(`drop database ${new URL(url).pathname.slice(1)} with (force)`);
    },
    cpu: () => cpuOf(server.pid),
    walBytes: async () => {
      const written = await admin.query<{ bytes: string }>(`select pg_current_wal_insert_lsn() - '0/0' as bytes`);
      return Number(written.rows[0]?.bytes);
    },
    checkpoint: async () => {
      await admin.query('checkpoint');
    },
    stop: async () => {
      await admin.end();
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

export async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const TICK_US = 10_000;

/** Of a process and its children, those that have ended included. */
function cpuOf(pid: number): number {
  let ticks = 0;
  for (const entry of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const [, parent, , , , , , , , , , user, system, childrenUser, childrenSystem] = statOf(entry);
    if (entry === String(pid)) ticks += Number(user) + Number(system) + Number(childrenUser) + Number(childrenSystem);
    else if (parent === String(pid)) ticks += Number(user) + Number(system);
  }
  return ticks * TICK_US;
}

/** The fields of /proc/<pid>/stat from the state on; none for a process that has just gone. */
function statOf(pid: string): string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}
