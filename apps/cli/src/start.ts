import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { environmentWith, type GuardianConfig, loadConfig } from '@guardian/config';
import { PostgresEventStore } from '@guardian/event-store';
import { DomainError } from '@guardian/kernel';
import { lockDataFolder } from './data-folder-lock';
import { demoCases } from './demo/demo-cases';
import { type DemoCases, offerDemo } from './demo-offer';
import { isFree, startPostgres } from './embedded-postgres';
import { migrateDatabase } from './migrate';
import { Problem } from './problem';
import { loadReferenceData } from './reference-data';
import { type Supervised, supervise } from './supervised';

/** What `guardian start` runs besides the database. Specs bring their own. */
export interface Programs {
  /** Node programs, as absolute paths. */
  readonly web: string;
  readonly worker: string;
  readonly demo?: DemoCases;
}

const apps = path.join(__dirname, '..', '..');
const PROGRAMS: Programs = {
  web: path.join(apps, 'web', 'src', 'main.js'),
  worker: path.join(apps, 'worker', 'src', 'main.js'),
  demo: demoCases,
};

const PORT_PATIENCE_MS = 3_000;
const READY_PATIENCE_MS = 120_000;

export async function run(args: string[]): Promise<number> {
  parseArgs({ args });
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      stop.abort(); // a second signal finds it stopping already
    });
  }
  await start(loadConfig(), PROGRAMS, stop.signal, (line) => console.log(line));
  return 0;
}

/**
 * Runs Guardian until `stop`: the database unless the configuration names one, its migrations and reference data, the web process and
 * the worker. What was started is stopped in the opposite order, however this ends. Throws Problem when something is in the way.
 */
export async function start(config: GuardianConfig, programs: Programs, stop: AbortSignal, say: (line: string) => void): Promise<void> {
  const undo: (() => void | Promise<void>)[] = [];
  try {
    const url = config.database.url ?? (await ownDatabase(config, undo, stop, say));
    if (config.database.url !== undefined) await requirePorts(config);
    stop.throwIfAborted();
    await migrateDatabase(url);
    await requireSafeDatabase(url, config);
    stop.throwIfAborted();
    await loadReferenceData(url);
    stop.throwIfAborted();

    const env = environmentWith({ DATABASE_URL: url, GUARDIAN_DATA_DIR: config.dataDir });
    const children = [supervise('The web process', programs.web, env, say), supervise('The worker', programs.worker, env, say)];
    undo.push(async () => {
      await Promise.all(children.map((child) => child.stop()));
    });
    const address = `http://127.0.0.1:${config.web.port}/`;
    await untilReady(`${address}health`, children, stop);
    for (const child of children) child.ready();
    say(`Guardian is ready at ${address}`);

    if (config.mode === 'demo' && programs.demo) {
      const demo = offerDemo(url, programs.demo, stop, say);
      undo.push(() => demo);
    }
    await untilAborted(stop);
  } catch (error) {
    if (!stop.aborted) throw error;
  } finally {
    if (stop.aborted) say('Guardian is stopping');
    for (const step of undo.reverse()) await step();
  }
}

/** A database that may lose what it has acknowledged is for demonstrations and tests only. */
async function requireSafeDatabase(url: string, { mode }: GuardianConfig): Promise<void> {
  const store = new PostgresEventStore({ connectionString: url });
  try {
    await store.startupCheck({ allowUnsafe: mode === 'demo' });
  } catch (error) {
    throw error instanceof DomainError ? new Problem(error.message) : error;
  } finally {
    await store.close();
  }
}

async function ownDatabase(
  config: GuardianConfig,
  undo: (() => void | Promise<void>)[],
  stop: AbortSignal,
  say: (line: string) => void,
): Promise<string> {
  undo.push(lockDataFolder(config.dataDir));
  await requirePorts(config);
  stop.throwIfAborted();
  const postgres = await startPostgres({ dataDir: path.join(config.dataDir, 'postgres'), onProgress: say });
  undo.push(() => postgres.stop());
  return postgres.url;
}

/** The children of a Guardian that was killed may hold their ports for a moment longer. */
async function requirePorts({ web, worker }: GuardianConfig): Promise<void> {
  const deadline = Date.now() + PORT_PATIENCE_MS;
  for (const [variable, port] of [
    ['GUARDIAN_PORT', web.port],
    ['GUARDIAN_WORKER_HEALTH_PORT', worker.healthPort],
  ] as const) {
    while (port !== 0 && !(await isFree(port))) {
      if (Date.now() > deadline) throw new Problem(`Port ${port} is taken by another program: set ${variable} to another.`);
      await sleep(100);
    }
  }
}

/** Until the page answers, or one of the children gives up. */
async function untilReady(url: string, children: readonly Supervised[], stop: AbortSignal): Promise<void> {
  const over = new AbortController();
  try {
    await Promise.race([untilHealthy(url, AbortSignal.any([stop, over.signal])), ...children.map((child) => child.gaveUp)]);
  } finally {
    over.abort();
  }
}

async function untilHealthy(url: string, stop: AbortSignal): Promise<void> {
  const deadline = Date.now() + READY_PATIENCE_MS;
  while (Date.now() < deadline) {
    try {
      if ((await fetch(url, { signal: AbortSignal.any([stop, AbortSignal.timeout(2_000)]) })).ok) return;
    } catch {
      stop.throwIfAborted();
    }
    await sleep(100, undefined, { signal: stop });
  }
  throw new Problem(`The web process did not answer at ${url} within ${READY_PATIENCE_MS / 1000} s.`);
}

async function untilAborted(stop: AbortSignal): Promise<void> {
  if (stop.aborted) return;
  await new Promise((resolve) => {
    stop.addEventListener('abort', resolve, { once: true });
  });
}
