import { readPatients, type Scope } from '@guardian/access';
import { type KeptCase, type Retention, retentionOf, SHORTEST_RETENTION_YEARS, yearsAfter } from '@guardian/casework/events';
import type { CalendarDay } from '@guardian/kernel';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import type { PatientRow } from './patient-row';

type Row = Pick<
  PatientRow,
  | 'patientId'
  | 'family'
  | 'given'
  | 'title'
  | 'bornOn'
  | 'diedOn'
  | 'legalHold'
  | 'keptUntil'
  | 'destructionProposedOn'
  | 'destructionProposedBy'
> & { readonly cases: readonly KeptCase[] };

export interface KeptRecord extends Row {
  /** What the rules say; null: a case is open. */
  readonly retention: Retention | null;
  /** The first day on which it may be destroyed, by the rules and by what was decided; null: not foreseen. */
  readonly dueOn: CalendarDay | null;
}

/** Records that need not be kept after a day, the first due first. Throws NotAllowed for a scope that may not read patients. */
export class RecordsDue extends Query<KeptRecord[]> {
  constructor(
    readonly scope: Scope,
    readonly by: CalendarDay,
  ) {
    super();
  }
}

/** How long the record of one patient is kept. Null: there is no such patient. Throws NotAllowed as above. */
export class RecordOf extends Query<KeptRecord | null> {
  constructor(
    readonly scope: Scope,
    readonly patientId: string,
  ) {
    super();
  }
}

const select = (where: string, having: string): string => `
  select p.patient_id as "patientId", p.family, p.given, p.title, p.born_on as "bornOn", p.died_on as "diedOn", p.legal_hold as "legalHold",
    p.kept_until as "keptUntil", p.destruction_proposed_on as "destructionProposedOn", p.destruction_proposed_by as "destructionProposedBy",
    c.cases
  from caseload_patient p join (
    select patient_id, json_agg(json_build_object('closedOn', case when step = 'closed' then step_since end, 'specialty', specialty,
      'accepted', accepted or provider_code is not null)) as cases
    from caseload_case ${where} group by patient_id ${having}) c on c.patient_id = p.patient_id`;

@QueryHandler(RecordsDue)
export class RecordsDueHandler implements IQueryHandler<RecordsDue> {
  constructor(private readonly database: DataSource) {}

  async execute({ scope, by }: RecordsDue): Promise<KeptRecord[]> {
    // No rule lets a record go sooner than that after its last case.
    const rows = await readPatients<Row>(
      this.database,
      scope,
      select('', `having bool_and(step = 'closed') and max(step_since) <= $1::date`),
      [yearsAfter(by, -SHORTEST_RETENTION_YEARS)],
    );
    return rows
      .map(kept)
      .filter(({ dueOn }) => dueOn !== null && dueOn <= by)
      .sort((a, b) => ((a.dueOn ?? '') < (b.dueOn ?? '') ? -1 : 1));
  }
}

@QueryHandler(RecordOf)
export class RecordOfHandler implements IQueryHandler<RecordOf> {
  constructor(private readonly database: DataSource) {}

  async execute({ scope, patientId }: RecordOf): Promise<KeptRecord | null> {
    const [row] = await readPatients<Row>(this.database, scope, select('where patient_id = $1', ''), [patientId]);
    return row ? kept(row) : null;
  }
}

function kept(row: Row): KeptRecord {
  const retention = retentionOf(row);
  const { keptUntil } = row;
  const dueOn = retention && (keptUntil !== null && keptUntil > retention.dueOn ? keptUntil : retention.dueOn);
  return { ...row, retention, dueOn };
}
