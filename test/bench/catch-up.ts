import { setTimeout as sleep } from 'node:timers/promises';
import { caseloadReadModels } from '@guardian/caseload';
import { type Position, PostgresEventStore, type RecordedEvent } from '@guardian/event-store';
import { type AnyReadModel, migrate, ProjectionRunner, readDatabase } from '@guardian/projections';
import type { Client } from 'pg';
import { DataSource, In } from 'typeorm';
import type { Bench } from './bench';
import { BenchCase, benchCases, benchMigrations } from './bench-read-model';
import { type CaseLog, writeCaseLog } from './case-log';
import { copyIn, linesOf } from './copy';
import { short } from './report';
import { interleaved, median, rate, ratio, type Rounds } from './rounds';
import { withClient } from './server';

const PAGE = 1_000;

/** Goal 8: folding a log into a read model while nothing else happens; every page of 1,000 events touches 1,000 cases. */
export async function catchUp({ server, report, rounds, quick }: Bench): Promise<void> {
  report.heading('Live catch-up, state loaded and checkpoint kept, in events a second');
  const url = await server.database();
  await migrate(url, benchMigrations);
  const log = await writeCaseLog(url, quick ? 2_000 : 25_000, 8);
  await withClient(url, async (client) => {
    await fold(benchCases, log, 1_000, client);
    await client.query('create table bench_case_copy (like bench_case including all)');
    const rows = await linesOf(client, 'bench_case');
    const source = await new DataSource(readDatabase({ url, entities: [BenchCase] })).initialize();
    const perSecond = await interleaved(rounds, {
      by1000: () => fold(benchCases, log, 1_000, client),
      by5000: () => fold(benchCases, log, 5_000, client),
      copy: () => copyRows(client, 'bench_case_copy', rows),
      save: () => rate(SOME, () => saveSome(source, log)),
      rowByRow: () => rate(SOME, () => upsertSome(client, log)),
    });
    await source.destroy();
    tell(report, perSecond);

    const [cases] = caseloadReadModels;
    if (!cases) throw new Error('no caseload read model');
    await fold(cases, log, 1_000, client);
    await client.query('create table caseload_copy (like caseload_case including all)');
    const wide = await linesOf(client, 'caseload_case');
    const caseload = await interleaved(quick ? 1 : 2, {
      fold: () => fold(cases, log, 1_000, client),
      copy: () => copyRows(client, 'caseload_copy', wide),
    });
    report.fact(
      'the caseload (34 columns, 7 indexes) : COPY in of its rows',
      `${short(ratio(caseload.fold, caseload.copy))}   ${short(median(caseload.fold))} beside ${short(median(caseload.copy))}`,
    );
  });
  await server.drop(url);
}

function tell(report: Bench['report'], perSecond: Rounds<'by1000' | 'by5000' | 'copy' | 'save' | 'rowByRow'>): void {
  const { by1000, by5000, copy, save, rowByRow } = perSecond;
  const line = (what: string, ours: readonly number[], other: readonly number[], atLeast: number) =>
    report.goal({ goal: 8, what, measured: ratio(ours, other), atLeast, detail: `${short(median(ours))} beside ${short(median(other))}` });
  line('by 1,000 : COPY in of such rows', by1000, copy, 0.15);
  line('by 5,000 : COPY in of such rows', by5000, copy, 0.3);
  line('by 1,000 : TypeORM save()', by1000, save, 7);
  line('by 1,000 : row by row, 1,000 a transaction', by1000, rowByRow, 3);
}

/** From the first event, by the runner that the worker uses. */
async function fold(readModel: AnyReadModel, { url, events }: CaseLog, batchSize: number, client: Client): Promise<number> {
  await client.query('truncate projection_checkpoint, projection_stream, bench_case, caseload_case');
  const store = new PostgresEventStore({ connectionString: url });
  const head = await store.head();
  const runner = new ProjectionRunner({ url, store, readModels: [readModel], batchSize });
  const perSecond = await rate(events, async () => {
    runner.start();
    for (let at: string | undefined; at !== head; await sleep(10)) {
      const found = await client.query<{ position: string }>('select position from projection_checkpoint where read_model = $1', [
        readModel.name,
      ]);
      at = found.rows[0]?.position;
    }
  });
  await runner.stop();
  await store.close();
  return perSecond;
}

async function copyRows(client: Client, table: string, rows: readonly string[]): Promise<number> {
  await client.query(`truncate ${table}`);
  return rate(rows.length, () => copyIn(client, table, rows));
}

/** As many events as the slower ways are given, of cases that have rows already. */
const SOME = 2_000;

/** The rows of a page loaded together, changed, and saved together. */
async function saveSome(source: DataSource, log: CaseLog): Promise<void> {
  for await (const page of somePages(log)) {
    await source.transaction(async (manager) => {
      const rows = new Map(
        (await manager.findBy(BenchCase, { caseId: In(page.map(({ stream }) => stream.id)) })).map((row) => [row.caseId, row]),
      );
      for (const { stream, type, revision } of page) Object.assign(rows.get(stream.id) ?? {}, { step: type, events: revision });
      await manager.save([...rows.values()]);
    });
  }
}

/** As it is mostly written: each event reads its row and writes it back. */
async function upsertSome(client: Client, log: CaseLog): Promise<void> {
  for await (const page of somePages(log)) {
    await client.query('begin');
    for (const { stream, type, revision } of page) {
      const found = await client.query<Record<string, unknown>>({
        name: 'one bench_case',
        text: 'select * from bench_case where case_id = $1',
        values: [stream.id],
      });
      const row: Record<string, unknown> = { ...found.rows[0], step: type, events: revision };
      await client.query({
        name: 'upsert bench_case',
        text: `insert into bench_case (case_id, pcn_code, step, referred_on, events, state) values ($1, $2, $3, $4, $5, $6)
          on conflict (case_id) do update set step = excluded.step, events = excluded.events`,
        values: ['case_id', 'pcn_code', 'step', 'referred_on', 'events', 'state'].map((column) => row[column]),
      });
    }
    await client.query('commit');
  }
}

async function* somePages({ url, events }: CaseLog): AsyncGenerator<RecordedEvent[]> {
  const store = new PostgresEventStore({ connectionString: url });
  let after = String(events / 2) as Position;
  for (let left = SOME; left > 0; left -= PAGE) {
    const page = await store.readAll(after, PAGE);
    yield page;
    after = page.at(-1)?.position ?? after;
  }
  await store.close();
}
