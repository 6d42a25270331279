import { aggregateFilter, readPatients, type Scope, scopeFilter } from '@guardian/access';
import type { ClosureReason } from '@guardian/casework/events';
import type { CalendarDay } from '@guardian/kernel';
import { readRows } from '@guardian/projections';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import type { CaseRow } from './case-row';
import type { ExitRow } from './exit-row';
import type { PatientRow } from './patient-row';

export interface ExitFilters {
  /** The first day on which somebody left; all of them without it. */
  readonly since?: CalendarDay;
  readonly reason?: ClosureReason;
  readonly practice?: string;
  readonly pathway?: string;
}

/** An exit with its case and patient, days from the referral to the exit. Personal data. */
export interface ListedExit
  extends
    Omit<ExitRow, 'caseId'>,
    Pick<CaseRow, 'reference' | 'practiceCode' | 'pathwayId'>,
    Pick<PatientRow, 'patientId' | 'family' | 'given' | 'title' | 'bornOn' | 'nhsNumber' | 'restricted'> {
  readonly waitedDays: number;
}

/** Of one reason. `median`: days from the referral to the exit. */
export interface ExitCount {
  readonly reason: ClosureReason;
  readonly left: number;
  readonly agreedByTwo: number;
  readonly reopened: number;
  readonly median: number;
}

/** How many left the list, by reason, also those who came back. Counts: hide small ones where needed. */
export class ExitCounts extends Query<readonly ExitCount[]> {
  constructor(
    readonly scope: Scope,
    readonly filters: ExitFilters,
  ) {
    super();
  }
}

/** The last exit first. Throws NotAllowed for a scope that may not read patients. `page` from 1. */
export class Exits extends Query<{ readonly exits: readonly ListedExit[]; readonly total: number }> {
  constructor(
    readonly scope: Scope,
    readonly filters: ExitFilters,
    readonly page = 1,
    readonly size = 25,
  ) {
    super();
  }
}

/** Who was erased is counted and not listed: to count, no patient is looked up. */
const LISTED = 'join caseload_patient p on p.patient_id = c.patient_id and ($3::text is null or not p.restricted)';

const exitsOf = (listed = '') => `from caseload_exit e join caseload_case c on c.case_id = e.case_id ${listed}
  where ($1::date is null or e.left_on >= $1) and ($2::text is null or e.reason = $2) and ($3::text is null or c.practice_code = $3)
    and ($4::text is null or c.pathway_id = $4)`;

const chosen = ({ since, reason, practice, pathway }: ExitFilters) => [since ?? null, reason ?? null, practice ?? null, pathway ?? null];

@QueryHandler(ExitCounts)
export class ExitCountsHandler implements IQueryHandler<ExitCounts> {
  constructor(private readonly database: DataSource) {}

  execute({ scope, filters }: ExitCounts): Promise<ExitCount[]> {
    const filter = aggregateFilter(scope);
    return readRows<ExitCount>(
      this.database,
      `select e.reason, count(*)::int as left, count(e.confirmed_by)::int as "agreedByTwo", count(e.reopened_on)::int as reopened,
              (percentile_disc(0.5) within group (order by e.left_on - c.referred_on))::int as median
         ${exitsOf()} ${filter ? `and c.${filter.column} = $5` : ''} group by 1 order by 1`,
      [...chosen(filters), ...(filter ? [filter.value] : [])],
    );
  }
}

@QueryHandler(Exits)
export class ExitsHandler implements IQueryHandler<Exits> {
  constructor(private readonly database: DataSource) {}

  async execute({ scope, filters, page, size }: Exits) {
    const filter = scopeFilter(scope);
    const where = `${exitsOf(LISTED)} ${filter ? `and c.${filter.column} = $5` : ''}`;
    const values = [...chosen(filters), ...(filter ? [filter.value] : [])];
    const [exits, [counted]] = await Promise.all([
      readPatients<ListedExit>(
        this.database,
        scope,
        `select e.entry, e.reason, e.left_on as "leftOn", e.reviewer, e.proposed_by as "proposedBy", e.confirmed_by as "confirmedBy",
                e.patient_told as "patientTold", e.referrer_told as "referrerTold", e.reopened_on as "reopenedOn",
                e.left_on - c.referred_on as "waitedDays", c.reference, c.practice_code as "practiceCode", c.pathway_id as "pathwayId",
                c.patient_id as "patientId", p.family, p.given, p.title, p.born_on as "bornOn", p.nhs_number as "nhsNumber", p.restricted
           ${where} order by e.left_on desc, e.case_id, e.entry limit ${size} offset ${(page - 1) * size}`,
        values,
      ),
      readRows<{ total: number }>(this.database, `select count(*)::int as total ${where}`, values),
    ]);
    return { exits, total: counted?.total ?? 0 };
  }
}
