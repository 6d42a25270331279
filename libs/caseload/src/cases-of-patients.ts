import { readPatients, type Scope } from '@guardian/access';
import type { Step } from '@guardian/casework/events';
import type { CalendarDay } from '@guardian/kernel';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { Conditions } from './conditions';

export interface CaseOfPatient {
  readonly caseId: string;
  readonly reference: string;
  readonly patientId: string;
  readonly pathwayId: string;
  readonly pathwayVersion: number;
  readonly referredOn: CalendarDay;
  readonly step: Step;
}

/** Cases of these patients that somebody may open, closed ones too: the newest referral first. Throws NotAllowed as other lists do. */
export class CasesOfPatients extends Query<CaseOfPatient[]> {
  constructor(
    readonly scope: Scope,
    readonly patientIds: readonly string[],
  ) {
    super();
  }
}

@QueryHandler(CasesOfPatients)
export class CasesOfPatientsHandler implements IQueryHandler<CasesOfPatients> {
  constructor(private readonly database: DataSource) {}

  async execute({ scope, patientIds }: CasesOfPatients): Promise<CaseOfPatient[]> {
    if (patientIds.length === 0) return [];
    const where = new Conditions(scope).add('c.patient_id = any(?::uuid[])', patientIds);
    return readPatients<CaseOfPatient>(
      this.database,
      scope,
      `select c.case_id as "caseId", c.reference, c.patient_id as "patientId", c.pathway_id as "pathwayId",
         c.pathway_version as "pathwayVersion", c.referred_on as "referredOn", c.step
       from caseload_case c ${where.sql} order by c.referred_on desc, c.case_id`,
      where.values,
    );
  }
}
