import { Worklist } from '@guardian/caseload';
import { InMemoryEventStore, StreamRunner } from '@guardian/event-store';
import { day, systemClock } from '@guardian/kernel';
import { PathwayDefinitions } from '@guardian/pathways';
import { readDatabase } from '@guardian/projections';
import type { Client } from 'pg';
import { DataSource } from 'typeorm';
import { WorklistHandler } from '../../libs/caseload/src/worklist';
import type { Bench } from './bench';
import { fillCaseload } from './caseload-rows';
import { median, percentile, timed } from './rounds';
import { short } from './report';
import { withClient } from './server';

/** The largest place of the demonstration's region has about so many open cases. */
const OPEN_CASES = 20_000;
const TODAY = day('2026-11-20');
const TEAM = { kind: 'place', code: 'place', mayReadPatients: true } as const;
const BENCH = { id: 'bench', name: 'Bench', role: 'system', organisation: 'Bench' };

/** The team's worklist of a whole place: every open case is ranked, and one page is told in words. */
export async function worklist({ server, report, rounds, quick }: Bench): Promise<void> {
  report.heading('Worklist of a place: all open cases ranked, a page of 25 with its reasons');
  const url = await server.database();
  await withClient(url, async (client) => {
    // One case in twelve is closed.
    await fillCaseload(client, Math.ceil((OPEN_CASES * 12) / 11), [{ code: 'P1', pcn: 'pcn', place: 'place' }]);
    await underWay(client);
  });
  const source = await new DataSource(readDatabase({ url, entities: [] })).initialize();
  const definitions = new PathwayDefinitions(new StreamRunner(new InMemoryEventStore(), systemClock));
  await definitions.publishShipped(BENCH);
  const handler = new WorklistHandler(source, definitions);
  const taken: number[] = [];
  let total = 0;
  const cpu = process.cpuUsage();
  const times = quick ? 10 : 20 * rounds;
  for (let n = 0; n < times; n++) {
    taken.push(
      await timed(async () => {
        const view = await handler.execute(new Worklist(TEAM, 'team', TODAY, 1 + (n % 5)));
        total = view.total;
        if (view.items.length !== 25) throw new Error(`page ${1 + (n % 5)} has ${view.items.length} rows of ${view.total}`);
      }),
    );
  }
  const { user, system } = process.cpuUsage(cpu);
  await source.destroy();
  await server.drop(url);
  report.goal({
    goal: 15,
    what: `team worklist of ${short(OPEN_CASES)} open cases: 95 in 100, ms`,
    measured: percentile(taken, 0.95),
    atMost: 300,
    detail: `median ${short(median(taken))} ms, ${short((user + system) / 1_000 / times)} ms of CPU here; ${short(total)} cases have something due`,
  });
}

/** What keeps a team busy: tests that came back or were missed, contacts and gates that are due, cases that nobody has. */
export async function underWay(client: Client): Promise<void> {
  await client.query(
    `update caseload_case set
       tests = case hashtext(reference) & 7
         when 0 then jsonb_build_array(jsonb_build_object('testId', 't1', 'name', 'Full blood count', 'status', 'reported', 'since',
           referred_on + 20, 'bookedFor', null, 'outcome', 'normal'))
         when 1 then jsonb_build_array(
           jsonb_build_object('testId', 't1', 'name', 'ECG', 'status', 'told', 'since', referred_on + 9, 'bookedFor', null, 'outcome', 'normal'),
           jsonb_build_object('testId', 't2', 'name', 'X-ray of knee', 'status', 'to-rebook', 'since', referred_on + 30, 'bookedFor', null, 'outcome', null))
         else '[]' end,
       next_contact_on = case when hashtext(reference) & 3 = 2 then date '2026-11-20' + (hashtext(reference) & 31) - 16 end,
       unanswered = hashtext(reference) & 1,
       gate_passed = step not in ('intake', 'workup', 'diagnostics'),
       gate_due_on = case when step in ('workup', 'diagnostics') then step_since + 14 end,
       coordinator_id = case when hashtext(reference) & 15 <> 7 then coordinator_id end`,
  );
  await client.query('vacuum analyze caseload_case');
}
