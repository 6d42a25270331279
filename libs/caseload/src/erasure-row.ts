import type { ErasureStop } from '@guardian/casework/events';
import type { CalendarDay } from '@guardian/kernel';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One erasure that two people decided: what the worker has to do, and what proves that it was done. Nothing in it tells who it was. */
@Entity('caseload_erasure')
export class ErasureRow {
  @PrimaryColumn('uuid') patientId: string;
  /** Revision of the decision in the patient's stream: whoever comes back may be erased again. */
  @PrimaryColumn('int') decision: number;
  @Column('text') rule: string;
  @Column('text') proposedBy: string;
  @Column('text') confirmedBy: string;
  @Column('date') confirmedOn: CalendarDay;
  @Column('uuid', { array: true }) cases: string[];
  @Column('uuid', { array: true }) enquiries: string[];
  /** Why nothing was erased after all. */
  @Column('text', { nullable: true }) stopped: ErasureStop | null;
  /** ISO instant; null: not yet. */
  @Column('text', { nullable: true }) erasedAt: string | null;
  @Column('int', { nullable: true }) keys: number | null;
}
