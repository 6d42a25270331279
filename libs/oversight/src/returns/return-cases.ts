import { readPatients, type Scope, scopeFilter } from '@guardian/access';
import type { CalendarDay } from '@guardian/kernel';
import type { Dm01Test } from '@guardian/waiting-times';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { casesToCount, type CaseToCount, countsOf, type Known, knownCase } from './cases-to-count';
import { type Dm01Count, isWithin18Weeks, monthEnd, type RttCount, type RttPart, SIX_WEEKS, THIRTEEN_WEEKS } from './month-end';
import type { RttFunction } from './treatment-functions';

/** One number of a return. */
export type ReturnNumber =
  | { readonly part: RttPart; readonly function?: RttFunction; readonly wait?: 'within' | 'over' }
  | { readonly test: Dm01Test; readonly count: 'waiting' | 'six-weeks' | 'thirteen-weeks' | 'done' };

/** Personal data. Null: the patient is not registered in this read model yet. */
export interface ReturnCase {
  readonly reference: string;
  readonly patientId: string;
  /** The band or kind that it is counted under. */
  readonly under: string;
  readonly family: string | null;
  readonly given: string | null;
  readonly title: string | null;
  readonly bornOn: CalendarDay | null;
  readonly nhsNumber: string | null;
  readonly restricted: boolean | null;
}

export interface ReturnCasesView {
  readonly cases: readonly ReturnCase[];
  readonly total: number;
}

/**
 * The cases behind one number of the month-end returns, counted as the return counts them. Throws NotAllowed for a scope that may not read
 * patients. `page` counts from 1.
 */
export class ReturnCases extends Query<ReturnCasesView> {
  constructor(
    readonly scope: Scope,
    readonly month: string,
    readonly known: Known,
    readonly number: ReturnNumber,
    readonly page = 1,
    readonly size = 25,
  ) {
    super();
  }
}

@QueryHandler(ReturnCases)
export class ReturnCasesHandler implements IQueryHandler<ReturnCases> {
  constructor(private readonly database: DataSource) {}

  async execute({ scope, month, known, number, page, size }: ReturnCases): Promise<ReturnCasesView> {
    const end = monthEnd(month);
    if (!end) throw new RangeError(`not a month: ${month}`);
    const found: { caseId: string; under: string }[] = [];
    for await (const cases of casesToCount(this.database, scopeFilter(scope))) {
      for (const row of cases) for (const under of countedUnder(row, end, known, number)) found.push({ caseId: row.caseId, under });
    }
    const shown = found.slice((page - 1) * size, page * size);
    const rows = await readPatients<ReturnCase & { readonly caseId: string }>(
      this.database,
      scope,
      `select c.case_id as "caseId", c.reference, c.patient_id as "patientId", p.family, p.given, p.title, p.born_on as "bornOn", p.nhs_number as "nhsNumber", p.restricted
         from oversight_clock_case c left join caseload_patient p on p.patient_id = c.patient_id where c.case_id = any($1)`,
      [shown.map(({ caseId }) => caseId)],
    );
    const byId = new Map(rows.map((row) => [row.caseId, row]));
    return {
      total: found.length,
      cases: shown.flatMap(({ caseId, under }) => {
        const row = byId.get(caseId);
        return row ? [{ ...row, under }] : [];
      }),
    };
  }
}

function countedUnder(row: CaseToCount, end: CalendarDay, known: Known, number: ReturnNumber): string[] {
  const of = knownCase(row, end, known);
  if (!of) return [];
  const { rtt, dm01 } = countsOf(of, end);
  return 'part' in number
    ? rtt.filter((count) => isOfPart(count, number)).map(({ band }) => band)
    : dm01.filter((count) => isOfTest(count, number)).map((count) => count.of);
}

const isOfPart = (count: RttCount, { part, function: code, wait }: Extract<ReturnNumber, { part: RttPart }>): boolean =>
  count.part === part &&
  (code === undefined || count.function === code) &&
  (wait === undefined || (count.band !== 'unknown' && isWithin18Weeks(count.band) === (wait === 'within')));

const LATE = { waiting: 0, 'six-weeks': SIX_WEEKS, 'thirteen-weeks': THIRTEEN_WEEKS } as const;

const isOfTest = (count: Dm01Count, { test, count: asked }: Extract<ReturnNumber, { test: Dm01Test }>): boolean =>
  count.test === test &&
  (asked === 'done' ? count.kind === 'activity' : count.kind === 'waiting' && count.days !== null && count.days >= LATE[asked]);
