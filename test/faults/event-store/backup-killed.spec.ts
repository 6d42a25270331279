import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { backUp, type BackupProgress, type BackupSummary, restore, verifyBackup } from '@guardian/event-store';
import type { Pool } from 'pg';
import { testDatabase, type TestDatabase } from '../../support/database';
import { migrateEventLog } from './event-log-database';

jest.setTimeout(120_000);

const EVENTS = 12_000;

let source: TestDatabase;
let folder: string;

beforeAll(async () => {
  source = await testDatabase({ unmigrated: true });
  await migrateEventLog(source.url);
  await source.pool.query(`
    insert into events (stream_id, revision, category, type, data, metadata)
    select gen_random_uuid(), 1, 'case', 'ContactRecorded', json_build_object('n', n, 'notes', repeat('No worse. ', 20)), '{}'
    from generate_series(1, ${EVENTS}) n`);
});
afterAll(() => source.drop());

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'guardian-backup-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Runs it in a process of its own and kills that after so many lines that begin with `step`. */
async function killedAfter(count: number, step: string, what: 'backup' | 'restore', database: TestDatabase): Promise<void> {
  const script = ['run-typescript.cjs', 'backup-process.ts'].map((file) => path.join(__dirname, file));
  const child = spawn(process.execPath, [...script, what, database.url, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'close');
  let seen = 0;
  createInterface(child.stdout).on('line', (line) => {
    if (line.startsWith(step) && ++seen === count) child.kill('SIGKILL');
  });
  await ended;
  expect(child.signalCode).toBe('SIGKILL');
  await sessionEnded(database);
}

const finishBackup = () => backUp({ url: source.url, folder, rebuilt: [], keyMark: '', chunkBytes: 100_000 });
const finishRestore = (url: string): Promise<BackupSummary> => restore({ url, folder, keyMark: '', migrate: migrateEventLog });
const logFiles = () => readdirSync(folder).filter((name) => name.startsWith('log-'));
const written = (name: string) => statSync(path.join(folder, name)).mtimeMs;
const sessionEnded = async ({ pool }: TestDatabase): Promise<void> => {
  // the server ends the session of a killed process a moment later
  const held = `select from pg_stat_activity where datname = current_database() and application_name in ('guardian backup', 'guardian restore')`;
  while ((await pool.query(held)).rowCount) await new Promise((resolve) => setTimeout(resolve, 20));
};

async function md5(pool: Pool): Promise<unknown> {
  return (await pool.query(`select count(*)::int as events, md5(string_agg(e::text, '' order by position)) from events e`)).rows[0];
}

describe('what is killed in the middle', () => {
  it('as a backup goes on after its last whole file, whatever was added in between', async () => {
    await killedAfter(4, 'Events', 'backup', source);
    await expect(verifyBackup(folder)).rejects.toThrow('was broken off before it was whole. The same guardian backup goes on with it.');
    const first = logFiles().slice(0, 4);
    const times = first.map(written);

    await source.pool.query(`
      insert into events (stream_id, revision, category, type, data, metadata) values (gen_random_uuid(), 1, 'case', 'Late', '{}', '{}')`);
    await killedAfter(4, 'Events', 'backup', source);
    const made = await finishBackup();
    expect(first.map(written)).toEqual(times);
    expect(made).toMatchObject({ events: EVENTS + 1, first: '1', last: String(EVENTS + 1) });
    expect(await verifyBackup(folder)).toEqual(made);
    const inOneGo = mkdtempSync(path.join(tmpdir(), 'guardian-backup-'));
    expect(await backUp({ url: source.url, folder: inOneGo, rebuilt: [], keyMark: '' })).toMatchObject({ logHash: made.logHash });
    rmSync(inOneGo, { recursive: true });
  });

  it('as a restore goes on with the next file, and cannot be taken for a whole one until then', async () => {
    const made = await finishBackup();
    const target = await testDatabase({ unmigrated: true });
    try {
      await killedAfter(5, 'Restoring', 'restore', target);
      await killedAfter(12, 'Restoring', 'restore', target);
      const half = (await target.pool.query<{ events: number }>('select count(*)::int as events from events')).rows[0]?.events ?? 0;
      expect(half).toBeGreaterThan(0);
      expect(half).toBeLessThan(made.events);
      const elsewhere = path.join(folder, 'elsewhere');
      await expect(backUp({ url: target.url, folder: elsewhere, rebuilt: [], keyMark: '' })).rejects.toThrow('only half restored');

      expect(await finishRestore(target.url)).toEqual(made);
      expect(await md5(target.pool)).toEqual(await md5(source.pool));
      await expect(finishRestore(target.url)).rejects.toThrow('The database is not empty');
    } finally {
      await target.drop();
    }
  });

  it('as a restore is given up when somebody wrote in between, or when the backup is not the same', async () => {
    await finishBackup();
    const target = await testDatabase({ unmigrated: true });
    try {
      await killedAfter(5, 'Restoring', 'restore', target);
      await target.pool.query(`select setval('events_position_seq', 1000000);
        insert into events (stream_id, revision, category, type, data, metadata) values (gen_random_uuid(), 1, 'case', 'Early', '{}', '{}')`);
      await expect(finishRestore(target.url)).rejects.toThrow('Somebody has written into the half restored database.');
      await source.pool.query(`
        insert into events (stream_id, revision, category, type, data, metadata) values (gen_random_uuid(), 1, 'case', 'Late', '{}', '{}')`);
      await finishBackup();
      await expect(finishRestore(target.url)).rejects.toThrow('The database holds a part of another backup');
    } finally {
      await target.drop();
    }
  });
});

describe('what loses its database or its disk in the middle', () => {
  const cut = ({ pool }: TestDatabase, name: string) =>
    pool.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = $1', [
      name,
    ]);

  it('as a backup ends with an error, and goes on when it is asked again', async () => {
    let cutting: Promise<unknown> | undefined;
    const onProgress = () => void (cutting ??= cut(source, 'guardian backup'));
    await expect(backUp({ url: source.url, folder, rebuilt: [], keyMark: '', chunkBytes: 50_000, onProgress })).rejects.toThrow();
    await cutting;
    await sessionEnded(source);
    expect(await finishBackup()).toMatchObject({ first: '1' });

    await source.pool.query(`
      insert into events (stream_id, revision, category, type, data, metadata) values (gen_random_uuid(), 1, 'case', 'Late', '{}', '{}')`);
    const next = path.join(folder, `log-${String(logFiles().length + 1).padStart(6, '0')}.gz`);
    mkdirSync(next);
    await expect(finishBackup()).rejects.toThrow('EISDIR');
    rmdirSync(next);
    await sessionEnded(source);
    const made = await finishBackup();
    expect(await verifyBackup(folder)).toEqual(made);
  });

  it('as a backup goes on when its first file was not yet whole', async () => {
    const locker = await source.pool.connect();
    await locker.query('begin; lock table events in access exclusive mode');
    const broken = finishBackup();
    const ended = expect(broken).rejects.toThrow();
    while (!existsSync(path.join(folder, 'unfinished.json'))) await new Promise((resolve) => setTimeout(resolve, 20));
    writeFileSync(path.join(folder, 'log-000001.gz'), 'half a file');
    await cut(source, 'guardian backup');
    await ended;
    await locker.query('rollback');
    locker.release();
    await sessionEnded(source);
    const made = await finishBackup();
    expect(await verifyBackup(folder)).toEqual(made);
  });

  it('as a restore does the same', async () => {
    const made = await finishBackup();
    const target = await testDatabase({ unmigrated: true });
    try {
      let cutting: Promise<unknown> | undefined;
      const onProgress = ({ what }: BackupProgress) => void (what === 'Restoring rows' && (cutting ??= cut(target, 'guardian restore')));
      await expect(restore({ url: target.url, folder, keyMark: '', migrate: migrateEventLog, onProgress })).rejects.toThrow();
      await cutting;
      await sessionEnded(target);
      expect(await finishRestore(target.url)).toEqual(made);
      expect(await md5(target.pool)).toEqual(await md5(source.pool));
    } finally {
      await target.drop();
    }
  });
});
