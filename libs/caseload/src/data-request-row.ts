import { answerDueOn, type DataRequestKind, type DataRequestOutcome } from '@guardian/casework/events';
import type { CalendarDay } from '@guardian/kernel';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What a patient asked about their own data, for the list of what is due. What they said stands in the record alone. */
@Entity('caseload_data_request')
export class DataRequestRow {
  @PrimaryColumn('uuid') patientId: string;
  @PrimaryColumn('text') requestId: string;
  @Column('text') kind: DataRequestKind;
  @Column('date') receivedOn: CalendarDay;
  @Column('date') dueOn: CalendarDay;
  @Column('boolean') harmReviewed: boolean;
  /** Null: open. */
  @Column('text', { nullable: true }) outcome: DataRequestOutcome | null;
}

export const newRequest = (
  patientId: string,
  { requestId, kind, receivedOn }: Pick<DataRequestRow, 'requestId' | 'kind' | 'receivedOn'>,
): DataRequestRow => ({
  ...{ patientId, requestId, kind, receivedOn, harmReviewed: false, outcome: null },
  dueOn: answerDueOn({ receivedOn, extended: 0 }),
});
