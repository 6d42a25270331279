import { aggregateFilter, readPatients, type Scope, scopeFilter } from '@guardian/access';
import type { HarmGrade, HarmReview, HarmTrigger } from '@guardian/casework/events';
import type { CalendarDay } from '@guardian/kernel';
import { readRows } from '@guardian/projections';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import type { PatientRow } from './patient-row';
import type { CaseRow } from './case-row';

/** A review with its case and patient; what was written in it is not told. Personal data. */
export interface ListedHarmReview
  extends
    HarmReview,
    Pick<CaseRow, 'reference' | 'step' | 'practiceCode'>,
    Pick<PatientRow, 'patientId' | 'family' | 'given' | 'title' | 'bornOn' | 'nhsNumber' | 'restricted'> {
  readonly trigger: HarmTrigger;
}

/** Of one trigger. `due`: not done, and its day has not passed. */
export type HarmReviewCount = { readonly trigger: HarmTrigger } & Readonly<Record<'due' | 'overdue' | HarmGrade, number>>;

/** How many reviews there are, those of closed cases too. Counts: hide small ones where needed. */
export class HarmReviewCounts extends Query<readonly HarmReviewCount[]> {
  constructor(
    readonly scope: Scope,
    readonly today: CalendarDay,
  ) {
    super();
  }
}

/** To do: the first due day first; done: the last one first. Throws NotAllowed for a scope that may not read patients. `page` from 1. */
export class HarmReviews extends Query<{ readonly reviews: readonly ListedHarmReview[]; readonly total: number }> {
  constructor(
    readonly scope: Scope,
    readonly show: 'to-do' | 'done',
    readonly page = 1,
    readonly size = 25,
  ) {
    super();
  }
}

/** Who was erased is counted and not listed: to count, no patient is looked up. */
const LISTED = 'join caseload_patient p on p.patient_id = c.patient_id';

const reviewsOf = (listed = '') => `from caseload_case c ${listed}
  cross join lateral jsonb_to_recordset(c.harm_reviews)
    as r(id text, since date, days int, code text, "dueOn" date, "on" date, grade text, reviewer text)
  where c.harm_reviews <> '[]'`;

const graded = (grade: HarmGrade): string => `(count(*) filter (where r.grade = '${grade}'))::int as ${grade}`;

@QueryHandler(HarmReviewCounts)
export class HarmReviewCountsHandler implements IQueryHandler<HarmReviewCounts> {
  constructor(private readonly database: DataSource) {}

  execute({ scope, today }: HarmReviewCounts): Promise<HarmReviewCount[]> {
    const filter = aggregateFilter(scope);
    return readRows<HarmReviewCount>(
      this.database,
      `select r.id as trigger, (count(*) filter (where r.grade is null and r."dueOn" >= $1::date))::int as due,
              (count(*) filter (where r.grade is null and r."dueOn" < $1::date))::int as overdue,
              ${graded('none')}, ${graded('low')}, ${graded('moderate')}, ${graded('severe')}, ${graded('death')}
         ${reviewsOf()} ${filter ? `and c.${filter.column} = $2` : ''} group by 1 order by 1`,
      [today, ...(filter ? [filter.value] : [])],
    );
  }
}

@QueryHandler(HarmReviews)
export class HarmReviewsHandler implements IQueryHandler<HarmReviews> {
  constructor(private readonly database: DataSource) {}

  async execute({ scope, show, page, size }: HarmReviews) {
    const filter = scopeFilter(scope);
    const where = `${reviewsOf(LISTED)} and r.grade is ${show === 'done' ? 'not null' : 'null'} ${filter ? `and c.${filter.column} = $1` : ''}`;
    const values = filter ? [filter.value] : [];
    const order = show === 'done' ? 'r."on" desc' : 'r."dueOn"';
    const [reviews, [counted]] = await Promise.all([
      readPatients<ListedHarmReview>(
        this.database,
        scope,
        `select r.id as trigger, r.since, r.days, r.code, r."dueOn", r."on", r.grade, r.reviewer, c.reference, c.step,
                c.practice_code as "practiceCode", c.patient_id as "patientId", p.family, p.given, p.title, p.born_on as "bornOn", p.nhs_number as "nhsNumber", p.restricted
           ${where} order by ${order}, c.referred_on, c.case_id, r.id limit ${size} offset ${(page - 1) * size}`,
        values,
      ),
      readRows<{ total: number }>(this.database, `select count(*)::int as total ${where}`, values),
    ]);
    return { reviews, total: counted?.total ?? 0 };
  }
}
