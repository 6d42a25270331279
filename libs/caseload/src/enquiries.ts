import { readPatients, type Scope, scopeFilter } from '@guardian/access';
import type { CalendarDay } from '@guardian/kernel';
import { readRows } from '@guardian/projections';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import type { EnquiryRow } from './enquiry-row';

export interface ListedEnquiry extends Pick<
  EnquiryRow,
  'enquiryId' | 'asker' | 'channel' | 'asked' | 'question' | 'receivedOn' | 'promisedBy' | 'caseId' | 'passedTo' | 'answeredOn' | 'answer'
> {
  /** Of the case that it is about; null while none is known. */
  readonly reference: string | null;
  readonly patientId: string | null;
}

export interface EnquiriesView {
  /** The first promise first. */
  readonly enquiries: readonly ListedEnquiry[];
  readonly total: number;
  /** Of all: promised for a day that has passed. */
  readonly late: number;
}

/** Open questions of somebody's team. Throws NotAllowed for a scope that may not read patients. `page` counts from 1. */
export class OpenEnquiries extends Query<EnquiriesView> {
  constructor(
    readonly scope: Scope,
    readonly today: CalendarDay,
    readonly page = 1,
    readonly size = 25,
  ) {
    super();
  }
}

/** All that was asked about one case, the newest first. Whoever asks has opened the case. */
export class EnquiriesOfCase extends Query<readonly ListedEnquiry[]> {
  constructor(
    readonly scope: Scope,
    readonly caseId: string,
  ) {
    super();
  }
}

const LISTED = `e.enquiry_id as "enquiryId", e.asker, e.channel, e.asked, e.question, e.received_on as "receivedOn", e.promised_by as "promisedBy",
  e.case_id as "caseId", e.passed_to as "passedTo", e.answered_on as "answeredOn", e.answer, c.reference, c.patient_id as "patientId"`;
const FROM = 'from caseload_enquiry e left join caseload_case c on c.case_id = e.case_id';

/**
 * Those that somebody may see: tied to a case, whoever may see the case; before that the team of the place, or everybody where no place is
 * named. `$1` is the code of the scope. A tied one whose case is not in the rows yet is nobody's.
 */
function ofScope(scope: Scope): { sql: string; values: string[] } {
  const filter = scopeFilter(scope);
  if (!filter) return { sql: 'true', values: [] };
  const place = filter.column === 'place_code' ? 'e.place_code is null or e.place_code = $1' : 'e.place_code is null';
  return { sql: `case when e.case_id is null then (${place}) else coalesce(c.${filter.column} = $1, false) end`, values: [filter.value] };
}

@QueryHandler(OpenEnquiries)
export class OpenEnquiriesHandler implements IQueryHandler<OpenEnquiries> {
  constructor(private readonly database: DataSource) {}

  async execute({ scope, today, page, size }: OpenEnquiries): Promise<EnquiriesView> {
    const { sql, values } = ofScope(scope);
    const where = `${FROM} where e.closed_on is null and ${sql}`;
    const [enquiries, [counted]] = await Promise.all([
      readPatients<ListedEnquiry>(
        this.database,
        scope,
        `select ${LISTED} ${where} order by e.promised_by, e.received_on, e.enquiry_id limit ${size} offset ${(page - 1) * size}`,
        values,
      ),
      readRows<{ total: number; late: number }>(
        this.database,
        `select count(*)::int as total, (count(*) filter (where e.promised_by < $${values.length + 1}::date))::int as late ${where}`,
        [...values, today],
      ),
    ]);
    return { enquiries, total: counted?.total ?? 0, late: counted?.late ?? 0 };
  }
}

@QueryHandler(EnquiriesOfCase)
export class EnquiriesOfCaseHandler implements IQueryHandler<EnquiriesOfCase> {
  constructor(private readonly database: DataSource) {}

  execute({ scope, caseId }: EnquiriesOfCase): Promise<ListedEnquiry[]> {
    return readPatients<ListedEnquiry>(
      this.database,
      scope,
      `select ${LISTED} ${FROM} where e.case_id = $1 order by e.received_on desc, e.enquiry_id`,
      [caseId],
    );
  }
}
