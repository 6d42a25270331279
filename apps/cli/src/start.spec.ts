import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { loadConfig } from '@guardian/config';
import type { LogAddress } from '@guardian/event-store';
import { Client } from 'pg';
import { type TestDatabase, testDatabase, throwAwayServer } from '../../../test/support/database';
import type { DemoCases } from './demo-offer';
import { freePort } from './embedded-postgres';
import { start } from './start';

// Children as small as they can be: they write their pid down, and end when their parent is gone.
const CHILD = `
  require('node:fs').appendFileSync(process.env.GUARDIAN_DATA_DIR + '/' + NAME, process.pid + '\\n');
  process.on('disconnect', () => process.exit());
`;
const WEB = `const NAME = 'web-pids'; ${CHILD}
  require('node:http').createServer((request, response) => {
    response.statusCode = request.url === '/health' ? 200 : 404;
    response.end(process.env.DATABASE_URL);
  }).listen(Number(process.env.GUARDIAN_PORT), '127.0.0.1');`;
const WORKER = `const NAME = 'worker-pids'; ${CHILD} setInterval(() => undefined, 1000);`;
const CRASHES = `process.exit(7);`;

jest.setTimeout(120_000);

/** What production demands; the paths are read by the worker, whose place a small program takes here. */
const SECRETS = {
  GUARDIAN_SESSION_SECRET: 's'.repeat(32),
  GUARDIAN_LOOKUP_KEY: 'k'.repeat(32),
  GUARDIAN_MASTER_KEY: 'ab'.repeat(32),
  GUARDIAN_CHECKPOINTS: '/nowhere/checkpoints',
  GUARDIAN_CHECKPOINT_KEY: '/nowhere/key.pem',
  GUARDIAN_PUBLIC_URL: 'https://guardian.example',
  GUARDIAN_OIDC_ISSUER: 'https://care.example',
  GUARDIAN_OIDC_CLIENT_ID: 'guardian',
  GUARDIAN_OIDC_CLIENT_SECRET: 'c'.repeat(16),
};

describe('guardian start', () => {
  let folder: string;
  let database: TestDatabase;
  let port: number;
  const before = process.env['GUARDIAN_PORT'];

  beforeAll(async () => {
    database = await testDatabase({ unmigrated: true });
  });
  afterAll(() => database.drop());
  const running: (() => Promise<unknown>)[] = [];
  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), `guardian-test-${process.pid}-`));
    port = await freePort();
    process.env['GUARDIAN_PORT'] = String(port); // children are given the environment of their parent
  });
  afterEach(async () => {
    for (const end of running.splice(0)) await end(); // a test that failed leaves its children
    rmSync(folder, { recursive: true, force: true });
    if (before === undefined) delete process.env['GUARDIAN_PORT'];
    else process.env['GUARDIAN_PORT'] = before;
  });

  const config = (over: Record<string, string> = {}) =>
    loadConfig({ GUARDIAN_DATA_DIR: folder, GUARDIAN_PORT: String(port), DATABASE_URL: database.url, ...over });

  function program(name: string, text: string): string {
    const file = path.join(folder, `${name}.js`);
    writeFileSync(file, text);
    return file;
  }
  const programs = (over: { web?: string; worker?: string; demo?: DemoCases } = {}) => ({
    ...(over.demo && { demo: over.demo }),
    web: program('web', over.web ?? WEB),
    worker: program('worker', over.worker ?? WORKER),
  });

  function begin(...[settings = config(), toRun = programs()]: [ReturnType<typeof config>?, ReturnType<typeof programs>?]) {
    const said: string[] = [];
    const stop = new AbortController();
    const ended = start(settings, toRun, stop.signal, (line) => said.push(line));
    ended.catch(() => undefined);
    const until = async (condition: () => boolean) => {
      for (const deadline = Date.now() + 60_000; !condition() && Date.now() < deadline;) await sleep(20);
      expect(condition()).toBe(true);
    };
    const ready = `Guardian is ready at http://127.0.0.1:${port}/`;
    running.push(() => (stop.abort(), ended.catch(() => undefined)));
    return {
      said,
      ready,
      until,
      ended,
      isReady: () => until(() => said.includes(ready) && pids('worker').length > 0),
      end: () => (stop.abort(), ended),
    };
  }

  const pids = (name: string) => {
    const file = path.join(folder, `${name}-pids`);
    return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').map(Number) : [];
  };
  const isAlive = (pid: number) => existsSync(`/proc/${pid}`);

  it('migrates, runs both processes, says once where it is, and stops them all', async () => {
    const guardian = begin();
    await guardian.isReady();
    expect(await (await fetch(`http://127.0.0.1:${port}/health`)).text()).toBe(database.url);
    expect((await database.pool.query(`select count(*)::int as cases from events where category = 'case'`)).rows).toEqual([{ cases: 0 }]);
    const [web = 0] = pids('web');
    const [worker = 0] = pids('worker');
    expect([isAlive(web), isAlive(worker)]).toEqual([true, true]);
    await guardian.end();
    expect([isAlive(web), isAlive(worker)]).toEqual([false, false]);
    expect(guardian.said).toEqual([guardian.ready, 'Guardian is stopping']);
  });

  it('starts its own database again when that ended, at the same place', async () => {
    const own = loadConfig({ GUARDIAN_DATA_DIR: folder, GUARDIAN_PORT: String(port) });
    const guardian = begin(own);
    await guardian.isReady();
    const url = await (await fetch(`http://127.0.0.1:${port}/health`)).text();
    const runs = path.join(folder, 'postgres', 'cluster', 'postmaster.pid');
    process.kill(Number(readFileSync(runs, 'utf8').split('\n')[0]), 'SIGKILL');
    await guardian.until(() => guardian.said.includes('The database runs again'));
    const client = new Client({ connectionString: url });
    await client.connect();
    expect((await client.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    await client.end();
    await guardian.end();
    expect([existsSync(runs), guardian.said.slice(-3)]).toEqual([
      false,
      ['The database ended: starting it again', 'The database runs again', 'Guardian is stopping'],
    ]);
  });

  it('starts a process again that ended', async () => {
    const guardian = begin();
    await guardian.isReady();
    const [first = 0] = pids('worker');
    process.kill(first, 'SIGKILL');
    await guardian.until(() => pids('worker').length === 2);
    expect(guardian.said).toContain('The worker ended (SIGKILL): starting it again in 0.5 s');
    await guardian.end();
    expect(pids('worker').map(isAlive)).toEqual([false, false]);
  });

  it('gives up when a process keeps ending before it was ready, and leaves nothing behind', async () => {
    const guardian = begin(config(), programs({ worker: CRASHES, web: WEB.replace('200', '503') }));
    await expect(guardian.ended).rejects.toThrow('The worker ended (code 7) 3 times before it was ready.');
    expect(pids('web').map(isAlive)).toEqual([false]);
  });

  it('says which port is taken before anything is started', async () => {
    const other: Server = createServer().listen(port, '127.0.0.1');
    const guardian = begin(loadConfig({ GUARDIAN_DATA_DIR: folder, GUARDIAN_PORT: String(port) }));
    await expect(guardian.ended).rejects.toThrow(`Port ${port} is taken by another program: set GUARDIAN_PORT to another.`);
    expect(existsSync(path.join(folder, 'postgres'))).toBe(false);
    other.close();
  });

  it.each([
    ['postgres://guardian:hunter2@127.0.0.1:1/guardian', /^The database in DATABASE_URL cannot be used: .*ECONNREFUSED/],
    ['postgres://guardian:hunter2@nowhere.invalid/guardian', /^The database in DATABASE_URL cannot be used: .*(ENOTFOUND|EAI_AGAIN)/],
    ['wrong password', /^The database in DATABASE_URL cannot be used: password authentication failed for user "guardian"$/],
    ['unknown database', /^The database in DATABASE_URL cannot be used: database "nowhere" does not exist$/],
  ])('says why it cannot use the database: %s', async (name, message) => {
    const url = new URL(name.startsWith('postgres') ? name : database.url);
    if (name === 'wrong password') url.password = 'hunter2';
    if (name === 'unknown database') url.pathname = '/nowhere';
    const { ended } = begin(config({ DATABASE_URL: url.href }));
    await expect(ended).rejects.toThrow(message);
    await expect(ended).rejects.not.toThrow('hunter2');
  });

  it('runs a database of its own, is alone on its folder, and keeps the data when it was stopped', async () => {
    const own = () => loadConfig({ GUARDIAN_DATA_DIR: folder, GUARDIAN_PORT: String(port) });
    const first = begin(own());
    await first.isReady();
    expect(first.said).toEqual(['Preparing the database (first start only)', first.ready]);
    const url = await (await fetch(`http://127.0.0.1:${port}/health`)).text();

    await expect(begin(own()).ended).rejects.toThrow(`Guardian already runs on the folder ${folder}.`);
    await first.end();

    const second = begin(own());
    await second.isReady();
    expect(second.said).toEqual([second.ready]);
    expect(await (await fetch(`http://127.0.0.1:${port}/health`)).text()).toBe(url);
    await second.end();
  });

  it('takes the folder over from a Guardian that was killed', async () => {
    writeFileSync(path.join(folder, 'guardian.lock'), `${process.pid} 1`); // this process id, but another process had it
    const guardian = begin(loadConfig({ GUARDIAN_DATA_DIR: folder, GUARDIAN_PORT: String(port) }));
    await guardian.isReady();
    await guardian.end();
    expect(existsSync(path.join(folder, 'guardian.lock'))).toBe(false);
  });

  it('stops at once when it is told to before it is ready', async () => {
    const guardian = begin(config(), programs({ web: WEB.replace('200', '503') }));
    await guardian.until(() => pids('web').length > 0);
    await guardian.end();
    expect(pids('web').map(isAlive)).toEqual([false]);
    expect(guardian.said).toEqual(['Guardian is stopping']);
  });

  it('refuses a database in production that may lose what it acknowledged', async () => {
    const unsafe = begin(config({ GUARDIAN_MODE: 'production', ...SECRETS }), programs());
    await expect(unsafe.ended).rejects.toThrow(/fsync/);
  });

  it('offers the demo cases once the pages answer, in demo mode only', async () => {
    const asked: string[] = [];
    const demo = { isWanted: (log: LogAddress) => Promise.resolve(asked.push(log.databaseUrl) < 0), load: () => Promise.resolve() };
    const guardian = begin(config(), programs({ demo }));
    await guardian.isReady();
    await guardian.end();
    expect(asked).toEqual([database.url]);

    const durable = await throwAwayServer();
    try {
      const live = begin(config({ GUARDIAN_MODE: 'production', DATABASE_URL: durable.url, ...SECRETS }), programs({ demo }));
      await live.isReady();
      await live.end();
      expect(asked).toEqual([database.url]);
    } finally {
      await durable.remove();
    }
  });
});
