import { readPatients, type Scope, scopeCovers } from '@guardian/access';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { CaseRow } from './case-row';
import { PatientRow } from './patient-row';

export interface FoundCase {
  readonly row: CaseRow;
  readonly patient: PatientRow;
}

/** One case with its patient, by reference. Null when there is none, and when it is not in the scope: not yours looks like not there. */
export class FindCase extends Query<FoundCase | null> {
  constructor(
    readonly scope: Scope,
    readonly reference: string,
  ) {
    super();
  }
}

@QueryHandler(FindCase)
export class FindCaseHandler implements IQueryHandler<FindCase> {
  constructor(private readonly database: DataSource) {}

  async execute({ scope, reference }: FindCase): Promise<FoundCase | null> {
    const row = await this.database.manager.findOneBy(CaseRow, { reference });
    if (!row || !scopeCovers(scope, row)) return null;
    const text = 'select patient_id as "patientId" from caseload_case where case_id = $1';
    if ((await readPatients(this.database, scope, text, [row.caseId])).length === 0) return null;
    const patient = await this.database.manager.findOneBy(PatientRow, { patientId: row.patientId });
    return patient && { row, patient };
  }
}

export interface OpenCase {
  readonly caseId: string;
  readonly reference: string;
  readonly referredOn: string;
}

/** Open cases of this patient on this pathway: what a new referral may be a duplicate of. */
export class OpenCasesOf extends Query<OpenCase[]> {
  constructor(
    readonly patientId: string,
    readonly pathwayId: string,
  ) {
    super();
  }
}

@QueryHandler(OpenCasesOf)
export class OpenCasesOfHandler implements IQueryHandler<OpenCasesOf> {
  constructor(private readonly database: DataSource) {}

  execute({ patientId, pathwayId }: OpenCasesOf): Promise<OpenCase[]> {
    return this.database.query(
      `select case_id as "caseId", reference, referred_on as "referredOn" from caseload_case
        where patient_id = $1 and pathway_id = $2 and step <> 'closed' order by referred_on`,
      [patientId, pathwayId],
    );
  }
}
