import { readPatients, type Scope } from '@guardian/access';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import type { DataRequestRow } from './data-request-row';
import type { PatientRow } from './patient-row';

export type ListedDataRequest = DataRequestRow & Pick<PatientRow, 'family' | 'given' | 'title' | 'bornOn' | 'nhsNumber' | 'restricted'>;

export const DATA_REQUEST_LISTS = ['open', 'closed', 'for-a-clinician'] as const;
export type DataRequestListName = (typeof DATA_REQUEST_LISTS)[number];

/**
 * Requests of patients about their data; open ones by the day on which they are due, overdue first. `for-a-clinician`: of subject access, not
 * looked at for serious harm yet. `page` counts from 1. Throws NotAllowed for a scope that may not read patients.
 */
export class DataRequests extends Query<{ readonly requests: readonly ListedDataRequest[]; readonly total: number }> {
  constructor(
    readonly scope: Scope,
    readonly list: DataRequestListName,
    readonly page = 1,
    readonly size = 25,
  ) {
    super();
  }
}

const WHERE: Readonly<Record<DataRequestListName, string>> = {
  open: 'r.outcome is null',
  closed: 'r.outcome is not null',
  'for-a-clinician': `r.outcome is null and r.kind = 'subject-access' and not r.harm_reviewed`,
};

@QueryHandler(DataRequests)
export class DataRequestsHandler implements IQueryHandler<DataRequests> {
  constructor(private readonly database: DataSource) {}

  async execute({ scope, list, page, size }: DataRequests) {
    const rows = await readPatients<ListedDataRequest & { total: number }>(
      this.database,
      scope,
      `select r.patient_id as "patientId", r.request_id as "requestId", r.kind, r.received_on as "receivedOn", r.due_on as "dueOn",
         r.harm_reviewed as "harmReviewed", r.outcome, p.family, p.given, p.title, p.born_on as "bornOn", p.nhs_number as "nhsNumber",
         p.restricted, (count(*) over ())::int as total
       from caseload_data_request r join caseload_patient p on p.patient_id = r.patient_id
       where ${WHERE[list]} order by r.due_on ${list === 'closed' ? 'desc' : ''}, r.request_id limit ${size} offset ${(page - 1) * size}`,
      [],
    );
    return { requests: rows, total: rows[0]?.total ?? 0 };
  }
}
