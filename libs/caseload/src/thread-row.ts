import { allThreads, type MessageKind, type MessageOutcome, type Safety, type Side } from '@guardian/casework/events';
import { type CalendarDay, londonDay } from '@guardian/kernel';
import type { Rows } from '@guardian/projections';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A thread between clinicians as the boxes of messages show it. Nothing that was written, and no name of a patient. */
@Entity('caseload_thread')
export class ThreadRow {
  @PrimaryColumn('uuid') caseId: string;
  @PrimaryColumn('text') threadId: string;
  @Column('text') kind: MessageKind;
  @Column('boolean') urgent: boolean;
  @Column('text') othersName: string;
  @Column('text') othersOrganisation: string;
  /** Who wrote last, and on which side. */
  @Column('text') byName: string;
  @Column('text') fromSide: Side;
  @Column('text', { nullable: true }) awaits: Side | null;
  /** An instant, as ISO text. */
  @Column('text', { nullable: true }) replyBy: string | null;
  @Column('boolean') unread: boolean;
  /** Null: open. */
  @Column('text', { nullable: true }) outcome: MessageOutcome | null;
  @Column('text', { nullable: true }) referral: string | null;
  @Column('date') askedOn: CalendarDay;
  /** When something was written last: an instant, as ISO text. */
  @Column('text') saidAt: string;
}

/** The threads of one case as they stand after an event; one that was corrected away has no row. */
export function putThreads(
  rows: Rows,
  caseId: string,
  messages: Safety['messages'],
  event: { recordedAt: string; wrote: string | null },
): void {
  const { recordedAt, wrote } = event;
  const threads = allThreads(messages);
  const before = rows.all(ThreadRow);
  for (const row of before) if (!threads.some(({ id }) => id === row.threadId)) rows.remove(ThreadRow, row);
  for (const { id, others, by, from, read, kind, urgent, awaits, replyBy, outcome, referral } of threads) {
    const row = before.find(({ threadId }) => threadId === id);
    rows.put(ThreadRow, {
      ...{ caseId, threadId: id, kind, urgent, awaits, replyBy, outcome, referral },
      othersName: others.name,
      othersOrganisation: others.organisation,
      byName: by.name,
      fromSide: from,
      unread: !read,
      askedOn: row?.askedOn ?? londonDay(new Date(recordedAt)),
      saidAt: row && wrote !== id ? row.saidAt : recordedAt,
    });
  }
}
