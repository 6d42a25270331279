import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { findPrograms, type Run, runnerFor, serverAccount } from './postgres-programs';
import { Problem } from './problem';

export interface PostgresOptions {
  /** Folder for everything of this server: the cluster, its password and its port. Made when missing. */
  readonly dataDir: string;
  /** TCP port on 127.0.0.1. Without it a free one is chosen and kept for the next start. */
  readonly port?: number;
  /** For tests only: gives up the durability of commits for speed. */
  readonly fast?: boolean;
  /** Told about steps that take seconds. */
  readonly onProgress?: (line: string) => void;
}

export interface RunningPostgres {
  /** `postgres://…` of the database `guardian`, password included. */
  readonly url: string;
  readonly port: number;
  /** Process id of the server. */
  readonly pid: number;
  isRunning(): boolean;
  /** `fast` (the default) ends open sessions; `immediate` leaves recovery to the next start. */
  stop(mode?: 'fast' | 'immediate'): Promise<void>;
}

const NAME = 'guardian';
const FAST = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=200'];

/**
 * Starts PostgreSQL from the npm binaries, or adopts the server that already runs on this folder (after Guardian itself was killed).
 * For evaluation, development and tests: production brings its own server and sets DATABASE_URL.
 * Throws Problem, in one line, when the folder or the port cannot be used or nothing fits this computer.
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const bin = findPrograms();
  const dataDir = makeFolder(path.resolve(options.dataDir));
  const cluster = path.join(dataDir, 'cluster');
  const account = serverAccount();
  const own = (file: string) => account && chownSync(file, account.uid, account.gid);

  const initialised = existsSync(path.join(dataDir, 'initialised'));
  if (!initialised) {
    rmSync(cluster, { recursive: true, force: true }); // a first start that was interrupted is begun again
    mkdirSync(cluster, { mode: 0o700 });
    own(cluster);
  }
  const run = runnerFor(bin, cluster, account);
  if (!initialised) await initialise(dataDir, run, own, options);

  const password = readFileSync(path.join(dataDir, 'password'), 'utf8').trim();
  const urlOf = (port: number, database: string) => `postgres://${NAME}:${password}@127.0.0.1:${port}/${database}`;
  const adopted = await answeringServer(cluster, urlOf);
  const { pid, port } = adopted ?? (await startServer(dataDir, run, urlOf, options));
  await ensureDatabase(urlOf(port, 'postgres'));
  return {
    url: urlOf(port, NAME),
    port,
    pid,
    isRunning: () => isAlive(pid) && !isZombie(pid),
    stop: async (mode = 'fast') => {
      if (!existsSync(path.join(cluster, 'postmaster.pid'))) return;
      const stopped = await run('pg_ctl', ['-D', cluster, '-w', '-t', '60', '-m', mode, 'stop']);
      if (stopped.code !== 0) throw new Problem(`PostgreSQL did not stop: ${lastLine(stopped.output)}`);
    },
  };
}

function makeFolder(dataDir: string): string {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o755 });
    return realpathSync(dataDir);
  } catch (error) {
    throw new Problem(`The folder ${dataDir} cannot be made or read: ${(error as Error).message}`);
  }
}

async function initialise(dataDir: string, run: Run, own: (file: string) => void, options: PostgresOptions): Promise<void> {
  options.onProgress?.('Preparing the database (first start only)');
  const password = path.join(dataDir, 'password');
  writeFileSync(password, `${randomBytes(24).toString('hex')}\n`, { mode: 0o600 });
  own(password);
  const made = await run('initdb', [
    `--pgdata=${path.join(dataDir, 'cluster')}`,
    `--username=${NAME}`,
    `--pwfile=${password}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C.UTF-8',
    '--data-checksums',
    ...(options.fast ? ['--no-sync'] : []),
  ]);
  if (made.code !== 0) throw new Problem(`The database could not be prepared in ${dataDir}: ${lastLine(made.output)}`);
  writeFileSync(path.join(dataDir, 'initialised'), ''); // last: what is half made has no such file
}

/** What the server says of itself in its cluster folder; undefined when there is none. */
function postmaster(cluster: string): { pid: number; port: number } | undefined {
  try {
    const lines = readFileSync(path.join(cluster, 'postmaster.pid'), 'utf8').split('\n');
    return { pid: Number(lines[0]), port: Number(lines[3]) };
  } catch {
    return undefined;
  }
}

/** Only a real connection proves that a server runs, and only its own folder that it is ours. */
async function answeringServer(cluster: string, urlOf: (port: number, database: string) => string) {
  const server = postmaster(cluster);
  if (!server?.port) return undefined;
  const client = new Client({ connectionString: urlOf(server.port, 'postgres'), connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const shown = await client.query<{ data_directory: string }>('show data_directory');
    return shown.rows[0]?.data_directory === cluster ? server : undefined;
  } catch {
    return undefined;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function startServer(
  dataDir: string,
  run: Run,
  urlOf: (port: number, database: string) => string,
  options: PostgresOptions,
): Promise<{ pid: number; port: number }> {
  const cluster = path.join(dataDir, 'cluster');
  const log = path.join(cluster, 'server.log');
  const deadline = Date.now() + 60_000;
  for (;;) {
    await untilReaped(cluster);
    const port = options.port ?? (await rememberedPort(dataDir));
    if (!(await isFree(port))) throw new Problem(`Port ${port} on 127.0.0.1 is taken by another program.`);
    rmSync(log, { force: true });
    const settings = ['listen_addresses=127.0.0.1', "unix_socket_directories=''", 'timezone=UTC', 'log_timezone=UTC'];
    const switches = [...settings, ...(options.fast ? FAST : [])].map((setting) => `-c ${setting}`).join(' ');
    const started = await run('pg_ctl', ['-D', cluster, '-w', '-t', '60', '-l', log, '-o', `-p ${port} ${switches}`, 'start'], 'quiet');
    const server = await answeringServer(cluster, urlOf);
    if (server) return server;
    const said = existsSync(log) ? readFileSync(log, 'utf8') : '';
    // The sessions of a server that was killed hold its memory for a moment longer; or another program took the port just now.
    const passing = said.includes('shared memory block') || (options.port === undefined && !(await isFree(port)));
    if (!passing || Date.now() > deadline) {
      const why = said.split('\n').find((line) => /FATAL|ERROR|PANIC/.test(line)) ?? `pg_ctl ended with ${started.code}`;
      throw new Problem(`PostgreSQL did not start on ${cluster}: ${why}`);
    }
    await sleep(250);
  }
}

/** A killed server stays in the table of processes until it is reaped, and until then its postmaster.pid counts as held. */
async function untilReaped(cluster: string): Promise<void> {
  for (let tries = 0; tries < 40 && isZombie(postmaster(cluster)?.pid); tries++) await sleep(250);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'; // it is another account's
  }
}

export function isZombie(pid: number | undefined): boolean {
  try {
    return / Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

/** The port of last time, or a free one when there was none or another program has taken it. */
async function rememberedPort(dataDir: string): Promise<number> {
  const file = path.join(dataDir, 'port');
  const last = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
  if (last && (await isFree(last))) return last;
  const port = await freePort();
  writeFileSync(file, `${port}\n`);
  return port;
}

/** A port on 127.0.0.1 that no program listens on now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        resolve(typeof address === 'object' && address ? address.port : 0);
      });
    });
  });
}

/** Whether a program could listen here now; `host` as in the address that people type. */
export function isFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
      .once('error', () => {
        resolve(false);
      })
      .once('listening', () => server.close(() => resolve(true)))
      .listen(port, host);
  });
}

async function ensureDatabase(adminUrl: string): Promise<void> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const there = await client.query('select from pg_database where datname = $1', [NAME]);
    if (there.rowCount === 0) await client.query(`create database ${NAME}`);
  } finally {
    await client.end();
  }
}

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? '';
