// Records whose personal data is to be erased, is being erased, or was.
import { readPatients, type Scope } from '@guardian/access';
import type { CalendarDay } from '@guardian/kernel';
import { readRows } from '@guardian/projections';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import type { ErasureRow } from './erasure-row';
import type { PatientRow } from './patient-row';

export type ProposedErasure = Pick<
  PatientRow,
  'patientId' | 'family' | 'given' | 'title' | 'bornOn' | 'destructionProposedOn' | 'destructionProposedBy'
>;

/** Records that somebody proposed to destroy, the first proposed first. Throws NotAllowed for a scope that may not read patients. */
export class ErasuresProposed extends Query<ProposedErasure[]> {
  constructor(readonly scope: Scope) {
    super();
  }
}

@QueryHandler(ErasuresProposed)
export class ErasuresProposedHandler implements IQueryHandler<ErasuresProposed> {
  constructor(private readonly database: DataSource) {}

  execute({ scope }: ErasuresProposed): Promise<ProposedErasure[]> {
    return readPatients<ProposedErasure>(
      this.database,
      scope,
      `select patient_id as "patientId", family, given, title, born_on as "bornOn", destruction_proposed_on as "destructionProposedOn",
         destruction_proposed_by as "destructionProposedBy"
       from caseload_patient where destruction_proposed_on is not null order by destruction_proposed_on, patient_id`,
      [],
    );
  }
}

const ROW = `patient_id as "patientId", decision, rule, proposed_by as "proposedBy", confirmed_by as "confirmedBy",
  confirmed_on as "confirmedOn", cases, enquiries, stopped, erased_at as "erasedAt", keys`;

/** Every erasure that was decided, the newest first. `page` counts from 1. No names: there are none. */
export class ErasuresDecided extends Query<{ readonly erasures: readonly ErasureRow[]; readonly total: number }> {
  constructor(
    readonly page = 1,
    readonly size = 25,
  ) {
    super();
  }
}

@QueryHandler(ErasuresDecided)
export class ErasuresDecidedHandler implements IQueryHandler<ErasuresDecided> {
  constructor(private readonly database: DataSource) {}

  async execute({ page, size }: ErasuresDecided) {
    const erasures = await readRows<ErasureRow & { total: number }>(
      this.database,
      `select ${ROW}, (count(*) over ())::int as total from caseload_erasure
       order by confirmed_on desc, patient_id, decision limit ${size} offset ${(page - 1) * size}`,
      [],
    );
    return { erasures, total: erasures[0]?.total ?? 0 };
  }
}

/** One of them. Null: there is no such decision. */
export class ErasureDecided extends Query<ErasureRow | null> {
  constructor(
    readonly patientId: string,
    readonly decision: number,
  ) {
    super();
  }
}

@QueryHandler(ErasureDecided)
export class ErasureDecidedHandler implements IQueryHandler<ErasureDecided> {
  constructor(private readonly database: DataSource) {}

  async execute({ patientId, decision }: ErasureDecided): Promise<ErasureRow | null> {
    const text = `select ${ROW} from caseload_erasure where patient_id = $1 and decision = $2`;
    return (await readRows<ErasureRow>(this.database, text, [patientId, decision]))[0] ?? null;
  }
}

/** What the worker has to do. */
export class ErasuresToDo extends Query<ErasureRow[]> {}

@QueryHandler(ErasuresToDo)
export class ErasuresToDoHandler implements IQueryHandler<ErasuresToDo> {
  constructor(private readonly database: DataSource) {}

  execute(): Promise<ErasureRow[]> {
    return readRows<ErasureRow>(this.database, `select ${ROW} from caseload_erasure where stopped is null and erased_at is null`, []);
  }
}

export interface StreamsOfPatient {
  readonly cases: readonly { readonly caseId: string; readonly closedOn: CalendarDay | null }[];
  readonly enquiries: readonly string[];
}

/** Which streams belong to a patient now: ids alone, for whoever erases. */
export class StreamsOf extends Query<StreamsOfPatient> {
  constructor(readonly patientId: string) {
    super();
  }
}

@QueryHandler(StreamsOf)
export class StreamsOfHandler implements IQueryHandler<StreamsOf> {
  constructor(private readonly database: DataSource) {}

  async execute({ patientId }: StreamsOf): Promise<StreamsOfPatient> {
    const cases = await readRows<{ caseId: string; closedOn: CalendarDay | null }>(
      this.database,
      `select case_id as "caseId", case when step = 'closed' then step_since end as "closedOn"
       from caseload_case where patient_id = $1 order by case_id`,
      [patientId],
    );
    const enquiries = await readRows<{ id: string }>(
      this.database,
      'select enquiry_id as id from caseload_enquiry where case_id = any ($1::uuid[]) order by enquiry_id',
      [cases.map(({ caseId }) => caseId)],
    );
    return { cases, enquiries: enquiries.map(({ id }) => id) };
  }
}
