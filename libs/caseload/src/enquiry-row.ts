import type { EnquiryAsker, EnquiryChannel, EnquiryEvent, SavedWork } from '@guardian/casework/events';
import { type CalendarDay, londonDay } from '@guardian/kernel';
import type { ReadModel, Rows } from '@guardian/projections';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A question that reached the service, for the inbox and for the ledger of what answers saved. Personal data. */
@Entity('caseload_enquiry')
export class EnquiryRow {
  @PrimaryColumn('uuid') enquiryId: string;
  /** Null: anybody in the service may answer. */
  @Column('text', { nullable: true }) placeCode: string | null;
  @Column('text') asker: EnquiryAsker;
  @Column('text') channel: EnquiryChannel;
  @Column('text') asked: string;
  @Column('text') question: string;
  @Column('date') receivedOn: CalendarDay;
  /** The day by which an answer was promised; where none was, the day of the question. */
  @Column('date') promisedBy: CalendarDay;
  @Column('uuid', { nullable: true }) caseId: string | null;
  @Column('date', { nullable: true }) answeredOn: CalendarDay | null;
  @Column('text', { nullable: true }) answer: string | null;
  @Column('text', { nullable: true }) passedTo: string | null;
  /** Null: open. */
  @Column('date', { nullable: true }) closedOn: CalendarDay | null;
  @Column('text', { nullable: true }) outcome: string | null;
  @Column('text', { array: true }) saved: readonly SavedWork[];
}

function change(rows: Rows, more: Partial<EnquiryRow>): void {
  const row = rows.one(EnquiryRow);
  if (!row) throw new Error('enquiry event before the enquiry');
  rows.change(EnquiryRow, row, more);
}

export const enquiryRows: ReadModel<EnquiryEvent> = {
  name: 'caseload-enquiries',
  category: 'enquiry',
  tables: [EnquiryRow],
  on: {
    EnquiryReceived: (rows, { id, data }) =>
      rows.put(EnquiryRow, {
        enquiryId: id,
        placeCode: data.place ?? null,
        asker: data.asker ?? 'other',
        channel: data.channel,
        asked: data.personal.from,
        question: data.personal.question,
        receivedOn: data.on,
        promisedBy: data.promisedBy ?? data.on,
        caseId: null,
        answeredOn: null,
        answer: null,
        passedTo: null,
        closedOn: null,
        outcome: null,
        saved: [],
      }),
    EnquiryMatchedToCase: (rows, { data }) => change(rows, { caseId: data.caseId }),
    EnquiryAnswered: (rows, { data }) => change(rows, { answeredOn: data.on, answer: data.personal.answer, saved: data.saved ?? [] }),
    EnquiryPassedOn: (rows, { data }) => change(rows, { passedTo: data.to }),
    EnquiryClosed: (rows, { data, metadata }) =>
      change(rows, { closedOn: londonDay(new Date(metadata.recordedAt)), outcome: data.outcome }),
  },
};
