import type { CaseEventOf, ClosureReason, Told } from '@guardian/casework/events';
import type { CalendarDay } from '@guardian/kernel';
import type { Rows } from '@guardian/projections';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One exit of a case as the ledger keeps it, for ever. The evidence stands in the case alone. */
@Entity('caseload_exit')
export class ExitRow {
  @PrimaryColumn('uuid') caseId: string;
  /** Its revision in the case. */
  @PrimaryColumn('int') entry: number;
  @Column('text') reason: ClosureReason;
  @Column('date') leftOn: CalendarDay;
  /** Null where a case was linked as a duplicate of another, which goes on. */
  @Column('text', { nullable: true }) reviewer: string | null;
  @Column('text', { nullable: true }) proposedBy: string | null;
  @Column('text', { nullable: true }) confirmedBy: string | null;
  @Column('text', { nullable: true }) patientTold: Told | null;
  @Column('text', { nullable: true }) referrerTold: Told | null;
  @Column('date', { nullable: true }) reopenedOn: CalendarDay | null;
}

type Exit = Omit<ExitRow, 'caseId' | 'entry' | 'reopenedOn'>;

export const closed = ({ reason, on, reviewer, agreedBy, patientTold, referrerTold }: CaseEventOf<'CaseClosed'>['data']): Exit => ({
  ...{ reason, leftOn: on, reviewer, patientTold, referrerTold },
  proposedBy: agreedBy?.proposed.name ?? null,
  confirmedBy: agreedBy?.confirmed.name ?? null,
});

export const linkedAway = (leftOn: CalendarDay): Exit => ({
  ...{ reason: 'duplicate', leftOn, reviewer: null, patientTold: null, referrerTold: null, proposedBy: null, confirmedBy: null },
});

/** The case is back on the list: the last exit says since when. */
export function cameBack(rows: Rows, on: CalendarDay): void {
  const last = [...rows.all(ExitRow)].sort((a, b) => a.entry - b.entry).at(-1);
  if (last && last.reopenedOn === null) rows.put(ExitRow, { ...last, reopenedOn: on });
}
