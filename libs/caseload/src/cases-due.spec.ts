import { addDays, day, londonInstant } from '@guardian/kernel';
import type { PathwayDefinitions } from '@guardian/pathways';
import { readDatabase } from '@guardian/projections';
import { DataSource } from 'typeorm';
import { testDatabase, type TestDatabase } from '../../../test/support/database';
import { CaseRow } from './case-row';
import { CasesDue, CasesDueHandler } from './cases-due';
import { caseRow, TODAY } from './lists.examples';
import type { LivedHistory } from './lived-history';

let database: TestDatabase;
let db: DataSource;
beforeAll(async () => {
  database = await testDatabase();
  db = await new DataSource(readDatabase({ url: database.url, entities: [CaseRow] })).initialize();
});
afterAll(async () => {
  await db?.destroy();
  await database?.drop();
});
beforeEach(() => db.query('truncate caseload_case'));

const limits = [{ pathwayId: 'hip-pain', version: 1, step: 'awaiting-first-appointment', targetDays: 30, quietDays: 20 }];
const definitions = { stepLimits: () => Promise.resolve(limits) } as unknown as PathwayDefinitions;
const nobodyLivesThroughOne = { isUnderWay: () => Promise.resolve(false) } as unknown as LivedHistory;
const dueAt = (from: DataSource, instant: Date): Promise<string[]> =>
  new CasesDueHandler(from, nobodyLivesThroughOne, definitions).execute(new CasesDue(instant));
const noon = londonInstant(TODAY, '12:00');

const GONE_BY: readonly [string, Partial<CaseRow>][] = [
  ['escalation', { passOnAt: addDays(TODAY, -1) }],
  ['check-in', { checkInDueOn: addDays(TODAY, -4) }],
  ['gate', { gatePassed: false, gateDueOn: addDays(TODAY, -1) }],
  ['reply', { replyBy: addDays(TODAY, -1) }],
  ['baton', { batonDueOn: addDays(TODAY, -1) }],
  ['evidence', { evidenceUntil: addDays(TODAY, -1) }],
  ['quiet', { lastEventOn: addDays(TODAY, -21) }],
  ['at the PCN', { lastEventOn: addDays(TODAY, -41), quietTold: 'team' }],
  ['suspected cancer', { harmCancerSince: addDays(TODAY, -105) }],
  ['P2', { harmCode: 'P2', harmCodeSince: addDays(TODAY, -29) }],
  ['a year', { harmWaitSince: addDays(TODAY, -365) }],
  ['reply of the patient', { validationReplyBy: addDays(TODAY, -1) }],
  ['asked again', { validationNextOn: TODAY }],
  ['asked at 12 weeks', { validationSince: addDays(TODAY, -84) }],
];
const DAYS: Readonly<Partial<CaseRow>> = {
  ...{ harmWaitSince: addDays(TODAY, -300), harmCancerSince: null, validationSince: addDays(TODAY, -80) },
};

it.each(GONE_BY)('a deadline that has gone by is found, and no other: %s', async (name, row) => {
  const late = caseRow('late', { ...DAYS, ...row });
  await db.manager.insert(CaseRow, [caseRow('calm', DAYS), late]);
  expect([name, (await dueAt(db, noon)).map((id) => id.replaceAll('-', ''))]).toEqual([name, [late.caseId]]);
});

it('the day itself, and of a question the reply date, has not gone by', async () => {
  const rows: Partial<CaseRow>[] = [
    ...[{ checkInDueOn: addDays(TODAY, -3) }, { gatePassed: false, gateDueOn: TODAY }, { replyBy: TODAY }, { batonDueOn: TODAY }],
    ...[{ evidenceUntil: TODAY }, { lastEventOn: addDays(TODAY, -20) }, { harmCancerSince: addDays(TODAY, -104) }],
    ...[{ harmWaitSince: addDays(TODAY, -364) }, { validationReplyBy: TODAY }, { validationNextOn: addDays(TODAY, 1) }],
    { validationSince: addDays(TODAY, -83) },
  ];
  await db.manager.insert(
    CaseRow,
    rows.map((row, n) => caseRow(`case ${n}`, { ...DAYS, ...row, reference: `GR-${n}` })),
  );
  expect(await dueAt(db, noon)).toEqual([]);
});

it('of 20,000 open cases of which few are due, none is read that is not: each kind is looked up in an index', async () => {
  await db.manager.insert(
    CaseRow,
    caseRow('calm', { ...DAYS, gatePassed: false, gateDueOn: day('2026-04-01'), replyBy: day('2026-04-01') }),
  );
  await db.query(`
    insert into caseload_case select (r).* from (
      select jsonb_populate_record(null::caseload_case,
               to_jsonb(c) || jsonb_build_object('case_id', gen_random_uuid(), 'reference', 'GR-' || n)) r
        from caseload_case c, generate_series(1, 20000) n) copies`);
  await db.query('analyze caseload_case');
  const plans: string[] = [];
  const explained = {
    query: async (sql: string, values: unknown[]) => {
      const lines = await db.query<{ 'QUERY PLAN': string }[]>(`explain ${sql}`, values);
      plans.push(...lines.map((line) => line['QUERY PLAN']));
      return [];
    },
  } as unknown as DataSource;
  await dueAt(explained, noon);
  const scans = plans.filter((line) => /Scan on caseload_case|Scan using caseload_case/.test(line));
  expect(scans.length).toBeGreaterThanOrEqual(14);
  expect(scans.filter((line) => /Seq Scan/.test(line))).toEqual([]);
});
