import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { type Position, PostgresEventStore } from '@guardian/event-store';
import type { Bench } from './bench';
import { copyOut } from './copy';
import { short } from './report';
import { median, ratio, timed } from './rounds';
import { sampleEvent } from './sample-event';
import { type BenchServer, startBenchServer, withClient } from './server';

const LOG = 'select * from events order by position';

/**
 * A backup of a million events, beside COPY out of the log; the check of its files; and the restore, which reads back what it
 * wrote; the seals of as many events, and what it takes to verify them.
 */
export async function backup({ server, report, rounds, quick }: Bench): Promise<void> {
  const events = quick ? 20_000 : 1_000_000;
  const times = Math.min(rounds, 3);
  report.heading(`Backup and restore of ${short(events)} events, ${times} times; the memory is the most that the process had`);
  const [url, small] = [await server.database(), await server.database()];
  await fill(url, events);
  await fill(small, events / 10);
  const copies: Cost[] = [];
  const backups: Cost[] = [];
  let folder = '';
  for (let round = 0; round < times; round++) {
    copies.push(await costOf(server, () => copyHere(url)));
    if (folder) rmSync(folder, { recursive: true });
    folder = mkdtempSync(path.join(tmpdir(), 'guardian-bench-backup-'));
    backups.push(await costOf(server, () => inProcess('backup', folder, url)));
  }
  for (const what of ['seconds', 'cpu'] as const) {
    const [ours, copy] = [backups, copies].map((costs) => costs.map((cost) => cost[what])) as [number[], number[]];
    const unit = what === 'cpu' ? 's of CPU, the server’s included' : 's';
    report.fact(
      `backup : COPY out of the log, ${what}`,
      `${short(ratio(ours, copy))}   ${short(median(ours))} beside ${short(median(copy))} ${unit}`,
    );
  }
  const onDisk = readdirSync(folder).reduce((sum, name) => sum + statSync(path.join(folder, name)).size, 0);
  report.fact('its files', `${short(onDisk / 1_000_000)} MB, ${short(onDisk / events)} bytes an event`);

  const smallFolder = mkdtempSync(path.join(tmpdir(), 'guardian-bench-backup-'));
  const tenth = await inProcess('backup', smallFolder, small);
  const most = Math.max(...backups.map(({ megabytes }) => megabytes));
  report.fact('memory of the backup : of one of a tenth of the events', `${short(most)} MB beside ${short(tenth.megabytes)} MB`);
  const tell = (what: string, { seconds, cpu, megabytes }: Cost) =>
    report.fact(what, `${short(seconds)} s, ${short(cpu)} s of CPU, ${short(megabytes)} MB`);
  tell('check of the files alone', await costOf(server, () => inProcess('verify', folder, '')));
  await restoreElsewhere(folder, events, tell);
  tell('seals of all events, made at once', await costOf(server, () => inProcess('seal', '', url)));
  tell('guardian verify of them', await costOf(server, () => inProcess('verify-seals', '', url)));
  await inProcess('seal', '', small);
  tell('the same of a tenth of the events', await costOf(server, () => inProcess('verify-seals', '', small)));
  for (const each of [folder, smallFolder]) rmSync(each, { recursive: true });
  for (const each of [url, small]) await server.drop(each);
}

/**
 * Into a server of its own. A backup of what is then there has the same hash, the next event follows the last one, and a follower that
 * had read nine tenths of the old log goes on behind its checkpoint in the new one.
 */
async function restoreElsewhere(folder: string, events: number, tell: (what: string, cost: Cost) => void): Promise<void> {
  const elsewhere = await startBenchServer();
  const again = mkdtempSync(path.join(tmpdir(), 'guardian-bench-backup-'));
  try {
    const url = await elsewhere.database('empty');
    const restored = await costOf(elsewhere, () => inProcess('restore', folder, url));
    tell('restore: check, load, compare', restored);
    const copied = await inProcess('backup', again, url);
    const store = new PostgresEventStore({ connectionString: url });
    const { position } = await store.append({ category: 'bench', id: randomUUID() }, 0, [sampleEvent]);
    const behind = await readFrom(store, String(events * 0.9) as Position);
    await store.close();
    if (copied.logHash !== restored.logHash || position !== String(events + 1)) throw new Error('the log was not restored as it was');
    const expected = Array.from({ length: events * 0.1 + 1 }, (_, n) => String(events * 0.9 + n + 1));
    if (behind.join() !== expected.join()) throw new Error('a follower of the old log did not find its place in the new one');
  } finally {
    rmSync(again, { recursive: true });
    await elsewhere.stop();
  }
}

async function readFrom(store: PostgresEventStore, checkpoint: Position): Promise<Position[]> {
  const read: Position[] = [];
  for (;;) {
    const page = await store.readAll(read.at(-1) ?? checkpoint, 1_000);
    if (page.length === 0) return read;
    read.push(...page.map(({ position }) => position));
  }
}

interface Cost {
  readonly seconds: number;
  /** Seconds. */
  readonly cpu: number;
  /** Most memory that the process had. */
  readonly megabytes: number;
}

interface Backup extends Cost {
  readonly logHash: string;
}

/** The server's part of the CPU comes to that of the process. */
async function costOf<C extends Cost>({ cpu }: BenchServer, work: () => Promise<C>): Promise<C> {
  const before = cpu();
  const cost = await work();
  return { ...cost, cpu: cost.cpu + (cpu() - before) / 1e6 };
}

async function copyHere(url: string): Promise<Cost> {
  const before = process.cpuUsage();
  const ms = await withClient(url, (client) => timed(() => copyOut(client, LOG)));
  const { user, system } = process.cpuUsage(before);
  return { seconds: ms / 1_000, cpu: (user + system) / 1e6, megabytes: NaN };
}

/** Streams of 40 events, each with notes that no other has. */
async function fill(url: string, events: number): Promise<void> {
  await withClient(url, (client) =>
    client.query(
      `insert into events (stream_id, revision, category, type, data, metadata)
       select md5((n / 40)::text)::uuid, n % 40 + 1, 'bench', $2,
         replace($3, repeat('-', 96), md5(n || 'a') || md5(n || 'b') || md5(n || 'c'))::json, replace($4, '000001', n::text)::json
       from generate_series(0, $1 - 1) n`,
      [events, sampleEvent.type, JSON.stringify(sampleEvent.data), JSON.stringify(sampleEvent.metadata)],
    ),
  );
}

async function inProcess(what: 'backup' | 'verify' | 'restore' | 'seal' | 'verify-seals', folder: string, url: string): Promise<Backup> {
  const { stdout } = await promisify(execFile)(process.execPath, [path.join(__dirname, 'backup-process.js'), what, folder, url]);
  const [seconds, cpu, megabytes, logHash = ''] = stdout.split(' ');
  return { seconds: Number(seconds), cpu: Number(cpu), megabytes: Number(megabytes), logHash };
}
