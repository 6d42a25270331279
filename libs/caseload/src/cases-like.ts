import type { CalendarDay } from '@guardian/kernel';
import { limitOn } from '@guardian/pathways';
import { readRows } from '@guardian/projections';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { type Comparable, likeness } from './likeness';

export interface LikeCase {
  readonly caseId: string;
  readonly reference: string;
  readonly referredOn: CalendarDay;
  readonly because: readonly string[];
}

/** An open case with what is compared of it. Personal data. */
export interface ComparedCase extends Comparable, Omit<LikeCase, 'because'> {}

/**
 * Open cases of any age and any provider that may be the same need as this one, or the same person under another record: 50 at most, the
 * oldest first. Without a scope: for the service itself, never for a page.
 */
export class CasesLike extends Query<LikeCase[]> {
  constructor(
    readonly subject: Comparable,
    /** The case itself, once there is one. */
    readonly caseId: string | null,
    readonly today: CalendarDay,
  ) {
    super();
  }
}

const MOST = 50;
const COMPARED = `c.case_id as "caseId", c.reference, c.referred_on as "referredOn", c.pathway_id as "pathwayId", c.specialty,
  p.patient_id as "patientId", p.linked_to as "linkedTo", p.nhs_number as "nhsNumber", p.family, p.given, p.born_on as "bornOn", p.sex,
  case when p.restricted then null else p.details->>'postcode' end as postcode`;

@QueryHandler(CasesLike)
export class CasesLikeHandler implements IQueryHandler<CasesLike> {
  constructor(private readonly database: DataSource) {}

  async execute({ subject, caseId, today }: CasesLike): Promise<LikeCase[]> {
    const { patientId, linkedTo, nhsNumber, bornOn, family } = subject;
    const others = await readRows<ComparedCase>(
      this.database,
      // Each way to find a patient has its index; one condition of all of them would read every patient.
      `with patients as (
         select patient_id from caseload_patient where patient_id = any($1::uuid[])
         union select patient_id from caseload_patient where nhs_number = $2
         union select patient_id from caseload_patient where born_on = $3::date and lower(family) = lower($4))
       select ${COMPARED} from patients join caseload_case c using (patient_id) join caseload_patient p using (patient_id)
        where c.step <> 'closed' and c.case_id is distinct from $5::uuid order by c.referred_on, c.case_id limit ${MOST}`,
      [[patientId, ...linkedTo], nhsNumber, bornOn, family, caseId],
    );
    const letters = limitOn('nearNameLetters', today).is;
    return others
      .map(({ caseId: id, reference, referredOn, ...other }) => ({
        caseId: id,
        reference,
        referredOn,
        because: likeness(subject, other, letters),
      }))
      .filter(({ because }) => because.length > 0);
  }
}

/** What is compared of these open cases, and of the open cases of these patients. For the service itself. */
export class ComparedCases extends Query<ComparedCase[]> {
  constructor(
    readonly caseIds: readonly string[],
    readonly patientIds: readonly string[],
  ) {
    super();
  }
}

@QueryHandler(ComparedCases)
export class ComparedCasesHandler implements IQueryHandler<ComparedCases> {
  constructor(private readonly database: DataSource) {}

  execute({ caseIds, patientIds }: ComparedCases): Promise<ComparedCase[]> {
    return readRows<ComparedCase>(
      this.database,
      `select ${COMPARED} from caseload_case c join caseload_patient p using (patient_id)
        where c.step <> 'closed' and (c.case_id = any($1::uuid[]) or c.patient_id = any($2::uuid[]))`,
      [caseIds, patientIds],
    );
  }
}
