import { readPatients, type Scope, scopeFilter } from '@guardian/access';
import { addDays, type CalendarDay } from '@guardian/kernel';
import { readRows } from '@guardian/projections';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import type { ClockName, ClockReading } from './clock-reading';
import { type LimitName, overSql, type WaitBand } from './limits';
import { type ClockFilters, RunningClocks } from './running-clocks';
import type { Horizon } from './waits';

/** Which of the clocks that run: those of a number of `Waits`. */
export type Behind =
  | { readonly kind: 'running' }
  | { readonly kind: 'unknown-start' }
  | { readonly kind: 'band'; readonly band: WaitBand }
  | { readonly kind: 'over'; readonly limit: LimitName }
  | { readonly kind: 'ahead'; readonly limit: LimitName; readonly weeks: Horizon };

export interface WaitingCase {
  readonly caseId: string;
  readonly reference: string;
  readonly patientId: string;
  /** Personal data, of a restricted record the name alone is shown. Null: the patient is not in the rows yet. */
  readonly family: string | null;
  readonly given: string | null;
  readonly title: string | null;
  readonly bornOn: CalendarDay | null;
  readonly nhsNumber: string | null;
  readonly restricted: boolean | null;
  readonly start: CalendarDay | null;
  readonly insideUntil: CalendarDay | null;
  readonly startConfidence: ClockReading['startConfidence'];
  readonly test: string | null;
  readonly specialty: string;
  readonly providerCode: string | null;
  readonly practiceCode: string;
}

export interface WaitingCasesView {
  readonly cases: readonly WaitingCase[];
  readonly total: number;
}

/**
 * The clocks behind one number, in the order in which they went or go over the standard: the longest wait first. Throws NotAllowed for a
 * scope that may not read patients. `page` counts from 1.
 */
export class WaitingCases extends Query<WaitingCasesView> {
  constructor(
    readonly scope: Scope,
    readonly clock: ClockName,
    readonly filters: ClockFilters,
    readonly asOf: CalendarDay,
    readonly behind: Behind,
    readonly page = 1,
    readonly size: 25 | 50 | 100 = 25,
  ) {
    super();
  }
}

@QueryHandler(WaitingCases)
export class WaitingCasesHandler implements IQueryHandler<WaitingCases> {
  constructor(private readonly database: DataSource) {}

  async execute({ scope, clock, filters, asOf, behind, page, size }: WaitingCases): Promise<WaitingCasesView> {
    const running = only(new RunningClocks(clock, asOf, scopeFilter(scope), filters), behind, asOf);
    // Who is in a list of one practice is registered there, which a restricted record must not tell.
    if (filters.practice !== undefined) {
      running.add(
        'case_id not in (select c.case_id from caseload_patient p join oversight_clock_case c using (patient_id) where p.restricted)',
      );
    }
    const [cases, [counted]] = await Promise.all([
      // The page is cut from the index before a row of the tables is read.
      readPatients<WaitingCase>(
        this.database,
        scope,
        `with page as materialized (select case_id, clock, n, from_day ${running.sql} order by inside_until, case_id, n limit ${size} offset ${(page - 1) * size})
         select k.case_id as "caseId", c.reference, c.patient_id as "patientId", k.start, k.inside_until as "insideUntil",
                k.start_confidence as "startConfidence", k.test, k.specialty, k.provider_code as "providerCode", k.practice_code as "practiceCode",
                p.family, p.given, p.title, p.born_on as "bornOn", p.nhs_number as "nhsNumber", p.restricted
           from page join oversight_clock k using (case_id, clock, n, from_day) join oversight_clock_case c on c.case_id = k.case_id
           left join caseload_patient p on p.patient_id = c.patient_id
          order by k.inside_until, k.case_id, k.n`,
        running.values,
      ),
      readRows<{ total: number }>(this.database, `select count(*)::int as total ${running.sql}`, running.values),
    ]);
    return { cases, total: counted?.total ?? 0 };
  }
}

function only(running: RunningClocks, behind: Behind, asOf: CalendarDay): RunningClocks {
  if (behind.kind === 'ahead') {
    const on = addDays(asOf, 7 * behind.weeks);
    const then = running.param(on);
    return running
      .add(`from_day <= ${then}::date and counted_until > ${then}::date`)
      .add(`${overSql(behind.limit, then)} and not ${overSql(behind.limit, '$1')}`);
  }
  running.add('from_day <= $1::date');
  switch (behind.kind) {
    case 'running':
      return running;
    case 'unknown-start':
      return running.add('start is null');
    case 'over':
      return running.add(overSql(behind.limit, '$1'));
    case 'band': {
      const { from, to } = behind.band;
      running.add('start <= ?::date', addDays(asOf, -from));
      return to === null ? running : running.add('start >= ?::date', addDays(asOf, -to));
    }
  }
}
