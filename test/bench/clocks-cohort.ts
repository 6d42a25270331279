import { type Behind, HORIZONS, type Horizon } from '@guardian/oversight';
import { day } from '@guardian/kernel';
import { readDatabase } from '@guardian/projections';
import type { Client } from 'pg';
import { DataSource } from 'typeorm';
import { WaitingCases, WaitingCasesHandler } from '../../libs/oversight/src/clocks/waiting-cases';
import { type Group, Waits, WaitsHandler } from '../../libs/oversight/src/clocks/waits';
import { StatutoryReturns, StatutoryReturnsHandler } from '../../libs/oversight/src/returns/statutory-returns';
import type { Bench } from './bench';
import { short } from './report';
import { interleaved, median, percentile, timed } from './rounds';
import { withClient } from './server';

const TODAY = day('2026-11-20');
const EVERYBODY = { kind: 'everywhere', code: '', mayReadPatients: true } as const;
const A_PCN = { kind: 'pcn', code: 'pcn-7', mayReadPatients: true } as const;

/** Goal 22: every count and list of the clocks of a cohort. */
export async function clocksCohort({ server, report, rounds, quick }: Bench): Promise<void> {
  const open = quick ? 20_000 : 200_000;
  report.heading(`Clocks of ${short(open)} open cases: bands, breaches, forecasts, and the list behind a number`);
  const url = await server.database();
  await withClient(url, (client) => fillClocks(client, open));
  const source = await new DataSource(readDatabase({ url, entities: [] })).initialize();
  const waits = new WaitsHandler(source);
  const lists = new WaitingCasesHandler(source);
  const count =
    (scope: typeof EVERYBODY | typeof A_PCN, clock: 'rtt' | 'test' | 'treatment_62', group: Group) => async (): Promise<void> => {
      const view = await waits.execute(new Waits(scope, clock, {}, TODAY, TODAY, group));
      if (!view.running || view.groups.length === 0) throw new Error(`no ${clock} clocks by ${group}`);
    };
  const list = (scope: typeof EVERYBODY | typeof A_PCN, behind: Behind, page: number) => async (): Promise<void> => {
    const view = await lists.execute(new WaitingCases(scope, 'rtt', {}, TODAY, behind, page));
    if (view.cases.length !== 25) throw new Error(`a list of ${behind.kind} has ${view.cases.length} rows of ${view.total}`);
  };
  const ahead = (weeks: Horizon): Behind => ({ kind: 'ahead', limit: 'standard', weeks });
  const questions: Readonly<Record<string, () => Promise<void>>> = {
    'RTT by treatment function': count(EVERYBODY, 'rtt', 'specialty'),
    'RTT by provider': count(EVERYBODY, 'rtt', 'provider'),
    'RTT by PCN': count(EVERYBODY, 'rtt', 'pcn'),
    'RTT of one PCN, by practice': count(A_PCN, 'rtt', 'practice'),
    'tests by PCN': count(EVERYBODY, 'test', 'pcn'),
    '62 days by provider': count(EVERYBODY, 'treatment_62', 'provider'),
    'the list over 18 weeks': list(EVERYBODY, { kind: 'over', limit: 'standard' }, 1),
    'the list over 52 weeks, page 40': list(EVERYBODY, { kind: 'over', limit: 'over-52' }, 40),
    'the list over 18 weeks of a PCN': list(A_PCN, { kind: 'over', limit: 'standard' }, 1),
    ...Object.fromEntries(HORIZONS.map((weeks) => [`the list over 18 weeks in ${weeks} weeks`, list(EVERYBODY, ahead(weeks), 1)])),
  };
  const samples = Object.fromEntries(Object.keys(questions).map((name) => [name, [] as number[]]));
  await interleaved(
    rounds,
    Object.fromEntries(
      Object.entries(questions).map(([name, ask]) => [
        name,
        async () => {
          const taken: number[] = [];
          for (let n = 0; n < (quick ? 5 : 20); n++) taken.push(await timed(ask));
          samples[name]?.push(...taken);
          return median(taken);
        },
      ]),
    ),
  );
  const returned = await timed(async () => {
    const view = await new StatutoryReturnsHandler(source).execute(new StatutoryReturns(EVERYBODY, '2026-10', 'then'));
    if (view.cases !== open * 1.5) throw new Error(`the return counted ${view.cases} cases`);
  });
  await source.destroy();
  await server.drop(url);
  for (const [name, taken] of Object.entries(samples)) {
    report.goal({
      goal: 22,
      what: `${name}: 95 in 100, ms`,
      measured: percentile(taken, 0.95),
      atMost: 200,
      detail: `median ${short(median(taken))} ms of ${taken.length}`,
    });
  }
  report.fact(`the month-end return of ${short(open * 1.5)} cases of 6 facts, once`, `${short(returned / 1_000)} s`);
}

/**
 * So many open cases with a running RTT clock and, beside it, an earlier span that is over; every third has a test clock, every thirtieth
 * the cancer clocks; and half as many closed cases. Written by SQL straight into the read model.
 */
async function fillClocks(client: Client, open: number): Promise<void> {
  const indexes = await client.query<{ definition: string; name: string }>(
    `select indexdef as definition, indexname as name from pg_indexes where tablename = 'oversight_clock' and indexname not like '%\\_pkey'`,
  );
  for (const { name } of indexes.rows) await client.query(`drop index ${name}`);
  await client.query(
    `insert into oversight_clock_case (case_id, reference, patient_id, referred_on, opened_on, closed_on, pathway_id, specialty, priority,
        suspected_cancer, practice_code, pcn_code, place_code, provider_code, facts, progress)
      select md5('case' || n)::uuid, 'GR-' || lpad(to_hex(n), 6, '0'), md5('patient' || n)::uuid, $2::date - (n * 7919 % 700)::int,
        $2::date - (n * 7919 % 700)::int, case when n > $1 then $2::date - (n % 90)::int end, 'pathway-' || n % 12, (100 + n % 23)::text,
        'routine', n % 30 = 0, 'P' || n % 273, 'pcn-' || n % 39, 'place-' || n % 3, 'RX' || n % 9,
        jsonb_build_object('tests', '{}'::jsonb, 'suspectedCancer', false, 'facts', (
          select jsonb_agg(jsonb_build_object('entry', k, 'source', 'Hospital letter', 'confidence', 'confirmed', 'withdrawnOn', null,
              'recordedOn', $2::date - (n * 7919 % 700)::int + k * 10,
              'fact', jsonb_build_object('event', kind, 'date', $2::date - (n * 7919 % 700)::int + k * 10) || keys) order by k)
            from (values (0, 'referral_received', '{"service":"consultant_led"}'::jsonb), (1, 'appointment_booked', '{}'),
              (2, 'provider_cancelled', '{}'), (3, 'first_attended', '{}'), (4, 'diagnostic_test_requested', '{"test":"mri"}'),
              (5, 'diagnostic_test_done', '{"test":"mri"}')) as happened (k, kind, keys))), '{}'
      from generate_series(1, ($1 * 3 / 2)::bigint) n`,
    [open, TODAY],
  );
  const clock = (name: string, days: number, longest: number, where: string): Promise<unknown> =>
    client.query(
      `insert into oversight_clock (case_id, clock, n, from_day, until_day, state, runs, start, inside_until, test, decision_to_admit,
          counts_in_return, start_confidence, closed_on, pathway_id, specialty, practice_code, pcn_code, place_code, provider_code)
        select case_id, $1, 1, since + part * 10, case part when 0 then since + 10 else date '9999-12-31' end, 'running', true, since,
          since + $2::int, case $1 when 'test' then 'mri' end, part = 1, true, 'confirmed', closed_on, pathway_id, specialty,
          practice_code, pcn_code, place_code, provider_code
        from (select *, $4::date - (hashtext(reference) & 1048575) % $3::int - 10 as since from oversight_clock_case ${where}) c,
          generate_series(0, 1) part`,
      [name, days, longest, TODAY],
    );
  await clock('rtt', 126, 560, '');
  await clock('test', 41, 120, 'where hashtext(reference) % 3 = 0');
  await clock('faster_diagnosis_28', 28, 60, 'where suspected_cancer');
  await clock('treatment_62', 62, 110, 'where suspected_cancer');
  for (const { definition } of indexes.rows) await client.query(definition);
  await client.query('vacuum analyze oversight_clock');
  await client.query('vacuum analyze oversight_clock_case');
}
