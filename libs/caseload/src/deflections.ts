import { aggregateFilter, type Scope } from '@guardian/access';
import type { SavedWork } from '@guardian/casework/events';
import type { CalendarDay } from '@guardian/kernel';
import { readRows } from '@guardian/projections';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';

/** The enquiries that were received in one month, and what came of them by now. */
export interface DeflectionMonth {
  /** `2026-07` */
  readonly month: string;
  readonly received: number;
  readonly answered: number;
  /** Answered on the promised day or before it. */
  readonly inTime: number;
  /** Not answered, and the promised day has passed. */
  readonly late: number;
  readonly saved: Readonly<Record<SavedWork, number>>;
}

/** What answers of the service saved others, by the month of the question, the newest first. Counts: hide small ones where needed. */
export class Deflections extends Query<readonly DeflectionMonth[]> {
  constructor(
    readonly scope: Scope,
    readonly today: CalendarDay,
    readonly months = 12,
  ) {
    super();
  }
}

@QueryHandler(Deflections)
export class DeflectionsHandler implements IQueryHandler<Deflections> {
  constructor(private readonly database: DataSource) {}

  async execute({ scope, today, months }: Deflections): Promise<DeflectionMonth[]> {
    const filter = aggregateFilter(scope);
    const belongs = filter?.column === 'place_code' ? 'coalesce(c.place_code, e.place_code)' : `c.${filter?.column}`;
    type Counted = Omit<DeflectionMonth, 'saved'> & Readonly<Record<SavedWork, number>>;
    const saved = (work: SavedWork) => `(count(*) filter (where '${work}' = any(e.saved)))::int as "${work}"`;
    const rows = await readRows<Counted>(
      this.database,
      `select to_char(e.received_on, 'YYYY-MM') as month, count(*)::int as received, count(e.answered_on)::int as answered,
              (count(*) filter (where e.answered_on <= e.promised_by))::int as "inTime",
              (count(*) filter (where e.answered_on is null and e.closed_on is null and e.promised_by < $1::date))::int as late,
              ${saved('practice-call')}, ${saved('practice-appointment')}, ${saved('practice-letter')}, ${saved('hospital-call')}
         from caseload_enquiry e left join caseload_case c on c.case_id = e.case_id
        where e.received_on <= $1::date ${filter ? `and ${belongs} = $2` : ''} group by 1 order by 1 desc limit ${months}`,
      [today, ...(filter ? [filter.value] : [])],
    );
    return rows.map(({ month, received, answered, inTime, late, ...counts }) => ({
      month,
      received,
      answered,
      inTime,
      late,
      saved: counts,
    }));
  }
}
