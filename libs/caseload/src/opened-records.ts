// Records that somebody opens without a relationship to the patient.
import { readPatients, type Scope } from '@guardian/access';
import type { Step } from '@guardian/casework/events';
import type { CalendarDay } from '@guardian/kernel';
import { readRows } from '@guardian/projections';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';

/** Whether there is a case of this patient, born on this day: all that is told before a record is opened. */
export class IsKnownPatient extends Query<boolean> {
  constructor(
    readonly patientId: string,
    readonly bornOn: CalendarDay,
  ) {
    super();
  }
}

@QueryHandler(IsKnownPatient)
export class IsKnownPatientHandler implements IQueryHandler<IsKnownPatient> {
  constructor(private readonly database: DataSource) {}

  async execute({ patientId, bornOn }: IsKnownPatient): Promise<boolean> {
    const text = `select from caseload_patient p join caseload_case c using (patient_id) where p.patient_id = $1 and p.born_on = $2 limit 1`;
    return (await readRows(this.database, text, [patientId, bornOn])).length === 1;
  }
}

export interface OpenedRecordCase {
  readonly patientId: string;
  readonly reference: string;
  readonly family: string;
  readonly given: string;
  readonly title: string | null;
  readonly referredOn: CalendarDay;
  readonly step: Step;
}

/** The cases of the patients whose records this scope has opened, the newest first. */
export class CasesOpened extends Query<OpenedRecordCase[]> {
  constructor(readonly scope: Scope) {
    super();
  }
}

@QueryHandler(CasesOpened)
export class CasesOpenedHandler implements IQueryHandler<CasesOpened> {
  constructor(private readonly database: DataSource) {}

  execute({ scope }: CasesOpened): Promise<OpenedRecordCase[]> {
    return readPatients<OpenedRecordCase>(
      this.database,
      scope,
      `select c.patient_id as "patientId", c.reference, p.family, p.given, p.title, c.referred_on as "referredOn", c.step
         from caseload_case c join caseload_patient p using (patient_id) where c.patient_id = any($1) order by c.referred_on desc, c.case_id`,
      [(scope.opened ?? []).map(({ patientId }) => patientId)],
    );
  }
}
