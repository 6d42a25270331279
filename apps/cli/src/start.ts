import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { environmentWith, type GuardianConfig, loadConfig } from '@guardian/config';
import { PostgresEventStore } from '@guardian/event-store';
import { DomainError } from '@guardian/kernel';
import { lockDataFolder } from './data-folder-lock';
import { demoCases } from './demo/demo-cases';
import { type DemoCases, offerDemo } from './demo-offer';
import { isFree, type RunningPostgres, startPostgres } from './embedded-postgres';
import { migrateDatabase } from './migrate';
import { Problem } from './problem';
import { loadReferenceData } from './reference-data';
import { type Supervised, supervise } from './supervised';
import { logOf } from './service-database';

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
const WATCH_MS = 1_000;
const NEVER = new Promise<void>(() => undefined);

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
    const given = config.database.url;
    const { url, lost } = given === undefined ? await ownDatabase(config, undo, stop, say) : { url: given, lost: NEVER };
    if (config.database.url !== undefined) await requirePorts(config);
    stop.throwIfAborted();
    await migrateDatabase(url);
    await requireSafeDatabase(url, config);
    stop.throwIfAborted();
    await loadReferenceData(logOf(config, url));
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
      const demo = offerDemo(logOf(config, url), programs.demo, stop, say);
      undo.push(() => demo);
    }
    await Promise.race([untilAborted(stop), lost]);
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
): Promise<{ readonly url: string; readonly lost: Promise<void> }> {
  undo.push(lockDataFolder(config.dataDir));
  await requirePorts(config);
  stop.throwIfAborted();
  const postgres = await startPostgres({ dataDir: path.join(config.dataDir, 'postgres'), onProgress: say });
  const over = new AbortController();
  const lost = keepRunning(postgres, path.join(config.dataDir, 'postgres'), AbortSignal.any([stop, over.signal]), say);
  lost.catch(() => undefined); // also when it comes before anybody waits for it
  undo.push(async () => {
    over.abort();
    await lost.catch(() => undefined); // what is being started again is stopped too
    await postgres.stop();
  });
  return { url: postgres.url, lost };
}

/** Starts the database again where it was when it ends: the other programs come back to it by themselves. Rejects when that fails. */
async function keepRunning(first: RunningPostgres, dataDir: string, over: AbortSignal, say: (line: string) => void): Promise<void> {
  for (let postgres = first; !over.aborted; await sleep(WATCH_MS, undefined, { signal: over }).catch(() => undefined)) {
    if (postgres.isRunning()) continue;
    say('The database ended: starting it again');
    postgres = await startPostgres({ dataDir, port: first.port });
    say('The database runs again');
  }
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
