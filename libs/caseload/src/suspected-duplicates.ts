import { type Scope, scopeFilter, shows } from '@guardian/access';
import type { CalendarDay } from '@guardian/kernel';
import { readRows } from '@guardian/projections';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { Conditions } from './conditions';

/** One of the two cases as a list shows it. Personal data. */
export interface SuspectedCase {
  readonly reference: string;
  readonly patientId: string;
  readonly family: string;
  readonly given: string;
  readonly title: string | null;
  readonly bornOn: CalendarDay;
  readonly nhsNumber: string | null;
  readonly restricted: boolean;
  readonly pathwayId: string;
  readonly practiceCode: string;
  readonly providerName: string | null;
  readonly referredOn: CalendarDay;
}

export interface SuspectedPair {
  readonly here: SuspectedCase;
  /** Null: not of this scope. Then nothing of it is told, and no reason either. */
  readonly there: SuspectedCase | null;
  readonly because: readonly string[];
  readonly since: CalendarDay;
  readonly asked: string | null;
  /** One of those that are shown is urgent, or may be cancer. */
  readonly urgent: boolean;
}

export interface SuspectedDuplicatesView {
  readonly pairs: readonly SuspectedPair[];
  readonly total: number;
}

/** Pairs of cases that nobody has compared yet: those with an urgent case first, then the oldest. `page` counts from 1. */
export class SuspectedDuplicates extends Query<SuspectedDuplicatesView> {
  constructor(
    readonly scope: Scope,
    readonly page = 1,
    readonly size = 25,
  ) {
    super();
  }
}

const shown = (c: string, p: string): string => `json_build_object(
  'reference', ${c}.reference, 'patientId', ${c}.patient_id, 'family', ${p}.family, 'given', ${p}.given, 'title', ${p}.title, 'bornOn', ${p}.born_on,
  'nhsNumber', ${p}.nhs_number, 'restricted', ${p}.restricted, 'pathwayId', ${c}.pathway_id, 'practiceCode', ${c}.practice_code,
  'providerName', ${c}.provider_name, 'referredOn', ${c}.referred_on)`;
const isUrgent = (c: string): string => `(${c}.suspected_cancer or ${c}.priority <> 'routine')`;

@QueryHandler(SuspectedDuplicates)
export class SuspectedDuplicatesHandler implements IQueryHandler<SuspectedDuplicates> {
  constructor(private readonly database: DataSource) {}

  async execute({ scope, page, size }: SuspectedDuplicates): Promise<SuspectedDuplicatesView> {
    const where = new Conditions(scope).add(`cardinality(c.suspected_duplicates) > 0`).add(`c.step <> 'closed'`);
    const filter = scopeFilter(scope);
    // The other case only as far as this scope reaches: the same parameter as of the first.
    const inScope = filter ? `o.${filter.column} = $1` : 'true';
    const [pairs, [counted]] = await Promise.all([
      readRows<SuspectedPair>(
        this.database,
        `select ${shown('c', 'p')} as here, case when q.patient_id is not null then ${shown('o', 'q')} end as there,
           case when q.patient_id is not null then s->'because' else '[]'::jsonb end as because, s->>'since' as since, s->>'asked' as asked,
           (${isUrgent('c')} or coalesce(${isUrgent('o')}, false)) as urgent
         from caseload_case c join caseload_patient p on p.patient_id = c.patient_id
         cross join lateral jsonb_array_elements(c.suspicions) s
         left join caseload_case o on o.case_id = (s->>'caseId')::uuid and ${inScope}
         left join caseload_patient q on q.patient_id = o.patient_id
         ${where.sql}
         order by urgent desc, since, c.referred_on, c.case_id, s->>'caseId' limit ${size} offset ${(page - 1) * size}`,
        where.values,
      ),
      readRows<{ total: number }>(
        this.database,
        `select coalesce(sum(cardinality(c.suspected_duplicates)), 0)::int as total from caseload_case c ${where.sql}`,
        where.values,
      ),
    ]);
    shows(pairs.flatMap(({ here, there }) => [here.patientId, there?.patientId ?? null]));
    return { pairs, total: counted?.total ?? 0 };
  }
}
