import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Bench } from './bench';
import { copyOut } from './copy';
import { short } from './report';
import { median, ratio, timed } from './rounds';
import { sampleEvent } from './sample-event';
import { type BenchServer, withClient } from './server';

const LOG = 'select * from events order by position';

/** A backup of a million events, beside COPY out of the log; the check of its files; and the restore, which reads back what it wrote. */
export async function backup({ server, report, rounds, quick }: Bench): Promise<void> {
  const events = quick ? 20_000 : 1_000_000;
  report.heading(`Backup and restore of ${short(events)} events, in seconds and MB of memory at most`);
  const [url, small] = [await server.database(), await server.database()];
  await fill(url, events);
  await fill(small, events / 10);
  const copies: Cost[] = [];
  const backups: Cost[] = [];
  let folder = '';
  for (let round = 0; round < Math.min(rounds, 3); round++) {
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
  const target = await server.database('empty');
  tell('restore: check, load, compare', await costOf(server, () => inProcess('restore', folder, target)));
  for (const each of [folder, smallFolder]) rmSync(each, { recursive: true });
  for (const each of [url, small, target]) await server.drop(each);
}

interface Cost {
  readonly seconds: number;
  /** Seconds. */
  readonly cpu: number;
  /** Most memory that the process had. */
  readonly megabytes: number;
}

/** The server's part of the CPU comes to that of the process. */
async function costOf({ cpu }: BenchServer, work: () => Promise<Cost>): Promise<Cost> {
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

async function inProcess(what: 'backup' | 'verify' | 'restore', folder: string, url: string): Promise<Cost> {
  const { stdout } = await promisify(execFile)(process.execPath, [path.join(__dirname, 'backup-process.js'), what, folder, url]);
  const [seconds = NaN, cpu = NaN, megabytes = NaN] = stdout.split(' ').map(Number);
  return { seconds, cpu, megabytes };
}
