import type { Step } from '@guardian/casework/events';
import { initialProgress, NEXT_MOVER } from '@guardian/casework/events';
import type { Client } from 'pg';

export interface Practice {
  readonly code: string;
  readonly pcn: string;
  readonly place: string;
}

// One case in twelve is closed.
const STEPS: readonly Step[] = [
  'intake',
  'workup',
  'returned',
  'diagnostics',
  'ready',
  'awaiting-acceptance',
  'awaiting-first-appointment',
  'awaiting-first-appointment',
  'awaiting-decision',
  'awaiting-treatment',
  'awaiting-treatment',
  'closed',
];

/** So many invented cases with their patients, spread evenly over the practices; written by SQL straight into the read models. */
export async function fillCaseload(client: Client, cases: number, practices: readonly Practice[]): Promise<void> {
  const indexes = await client.query<{ definition: string; name: string }>(
    `select indexdef as definition, indexname as name from pg_indexes
      where tablename in ('caseload_case', 'caseload_patient') and indexname not like '%\\_pkey'`,
  );
  for (const { name } of indexes.rows) await client.query(`drop index ${name}`);
  await client.query(
    `insert into caseload_patient (patient_id, nhs_number, family, given, title, born_on, sex, restricted, needs, circumstances)
      select md5('patient' || n)::uuid, '999' || lpad(n::text, 7, '0'), 'Family' || n % 5000, 'Given' || n % 700, null,
        date '1930-01-01' + (n * 37 % 30000)::int, case n % 2 when 0 then 'female' else 'male' end, false,
        jsonb_build_object('language', null, 'interpreter', n % 20 = 0, 'format', 'standard', 'adjustments', null, 'mayBeTexted', true),
        jsonb_build_object('learningDisability', n % 50 = 0)
      from generate_series(1, $1::bigint) n`,
    [cases],
  );
  await client.query(
    `insert into caseload_case (case_id, reference, patient_id, pathway_id, pathway_version, specialty, priority, suspected_cancer,
        referred_on, practice_code, pcn_code, place_code, coordinator_id, coordinator_name, holder_name, provider_code, provider_name,
        step, step_since, next_mover, accepted, gate_passed, treated, unanswered, last_event_on, suspected_duplicates, tests, test_entries, progress)
      select md5('case' || n)::uuid, 'GR-' || lpad(upper(to_hex(n)), 6, '0'), md5('patient' || n)::uuid, 'knee-pain', 1, '110', 'routine', n % 30 = 0,
        date '2026-11-20' - (n * 7919 % 700)::int, ($2::text[])[1 + n % $5], ($3::text[])[1 + n % $5], ($4::text[])[1 + n % $5],
        'u' || n % 40, 'Coordinator ' || n % 40, 'Dr Ines Example', 'RAJ01', 'Southend Hospital',
        ($6::text[])[1 + n / $5 % $8], date '2026-11-20' - (n * 7919 % 700 / 3)::int, ($7::text[])[1 + n / $5 % $8],
        true, true, false, 0, date '2026-11-20' - (n % 30)::int, '{}', '[]', '[]', $9
      from generate_series(1, $1::bigint) n`,
    [
      cases,
      practices.map(({ code }) => code),
      practices.map(({ pcn }) => pcn),
      practices.map(({ place }) => place),
      practices.length,
      STEPS,
      STEPS.map((step) => NEXT_MOVER[step]),
      STEPS.length,
      JSON.stringify({ ...initialProgress, accepted: true, agreed: { xray: 'test', score: 'item' }, met: { xray: 4, score: 5 } }),
    ],
  );
  for (const { definition } of indexes.rows) await client.query(definition);
  await client.query('vacuum analyze caseload_case');
  await client.query('vacuum analyze caseload_patient');
}
