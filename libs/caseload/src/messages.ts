import { readPatients, type Scope } from '@guardian/access';
import { readRows } from '@guardian/projections';
import { Injectable } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { Conditions } from './conditions';
import type { ListedCase } from './listed-case';
import type { ThreadRow } from './thread-row';

export const MESSAGE_BOXES = ['needs-reply', 'waiting', 'closed'] as const;
export type MessageBox = (typeof MESSAGE_BOXES)[number];

/** A thread in a list, with its patient. Personal data. */
export type ListedThread = ThreadRow &
  Pick<ListedCase, 'reference' | 'patientId' | 'family' | 'given' | 'title' | 'bornOn' | 'nhsNumber' | 'restricted' | 'pathwayId'>;

export interface MessagesView {
  readonly threads: readonly ListedThread[];
  readonly total: number;
}

/** Threads of one box: what is late first, then the oldest; of those closed the last one first. `page` counts from 1. */
export class Messages extends Query<MessagesView> {
  constructor(
    readonly scope: Scope,
    readonly box: MessageBox,
    readonly now: Date,
    readonly practice?: string,
    readonly page = 1,
    readonly size = 25,
  ) {
    super();
  }
}

export interface MessageCounts {
  /** What the service has to answer, or has an answer to. */
  readonly needReply: number;
  /** Urgent ones of others that nobody of the service has read. */
  readonly urgentUnread: number;
}

/** What the menu says. */
export class CountMessages extends Query<MessageCounts> {
  constructor(readonly scope: Scope) {
    super();
  }
}

/** What others wrote after one instant and up to another: those of one case together. */
export class NewMessages extends Query<readonly ListedThread[]> {
  constructor(
    readonly scope: Scope,
    readonly after: string,
    readonly until: string,
  ) {
    super();
  }
}

const THREAD = `t.case_id as "caseId", t.thread_id as "threadId", t.kind, t.urgent, t.others_name as "othersName",
  t.others_organisation as "othersOrganisation", t.by_name as "byName", t.from_side as "fromSide", t.awaits, t.reply_by as "replyBy",
  t.unread, t.outcome, t.referral, t.asked_on as "askedOn", t.said_at as "saidAt", c.reference, c.patient_id as "patientId", p.family, p.given, p.title,
  p.born_on as "bornOn", p.nhs_number as "nhsNumber", p.restricted, c.pathway_id as "pathwayId"`;
const WITH_CASE = `caseload_thread t join caseload_case c on c.case_id = t.case_id join caseload_patient p on p.patient_id = c.patient_id`;

const IN_BOX: Readonly<Record<MessageBox, string>> = {
  'needs-reply': `t.outcome is null and t.awaits is distinct from 'others'`,
  waiting: `t.outcome is null and t.awaits = 'others'`,
  closed: 't.outcome is not null',
};

@QueryHandler(Messages)
export class MessagesHandler implements IQueryHandler<Messages> {
  constructor(private readonly database: DataSource) {}

  async execute({ scope, box, now, practice, page, size }: Messages): Promise<MessagesView> {
    const where = new Conditions(scope).add(IN_BOX[box]);
    if (practice !== undefined) where.ofPractice(practice);
    const counted = readRows<{ total: number }>(this.database, `select count(*)::int as total from ${WITH_CASE} ${where.sql}`, [
      ...where.values,
    ]);
    const order =
      box === 'closed' ? 't.said_at desc' : `coalesce(t.reply_by < ${where.param(now.toISOString())}, false) desc, t.asked_on, t.reply_by`;
    const threads = await readPatients<ListedThread>(
      this.database,
      scope,
      `select ${THREAD} from ${WITH_CASE} ${where.sql} order by ${order}, t.case_id, t.thread_id limit ${size} offset ${(page - 1) * size}`,
      where.values,
    );
    return { threads, total: (await counted)[0]?.total ?? 0 };
  }
}

@QueryHandler(CountMessages)
export class CountMessagesHandler implements IQueryHandler<CountMessages> {
  constructor(private readonly database: DataSource) {}

  async execute({ scope }: CountMessages): Promise<MessageCounts> {
    const where = new Conditions(scope).add(IN_BOX['needs-reply']);
    const [counts] = await readRows<MessageCounts>(
      this.database,
      `select count(*)::int as "needReply", (count(*) filter (where t.urgent and t.unread and t.from_side = 'others'))::int as "urgentUnread"
       from caseload_thread t join caseload_case c on c.case_id = t.case_id ${where.sql}`,
      where.values,
    );
    return counts ?? { needReply: 0, urgentUnread: 0 };
  }
}

@QueryHandler(NewMessages)
export class NewMessagesHandler implements IQueryHandler<NewMessages> {
  constructor(private readonly database: DataSource) {}

  execute({ scope, after, until }: NewMessages): Promise<ListedThread[]> {
    const where = new Conditions(scope).add(`t.from_side = 'others'`).add('t.said_at > ?', after).add('t.said_at <= ?', until);
    return readPatients<ListedThread>(
      this.database,
      scope,
      `select ${THREAD} from ${WITH_CASE} ${where.sql} order by t.urgent desc, c.reference, t.said_at limit 200`,
      where.values,
    );
  }
}

/** When somebody last looked at their digest. It is no event: nothing is decided by it. */
@Injectable()
export class DigestLooks {
  constructor(private readonly database: DataSource) {}

  /** An instant, as ISO text; null when they never did. */
  async last(userId: string): Promise<string | null> {
    const [look] = await readRows<{ at: string }>(this.database, 'select looked_at as at from caseload_digest_look where user_id = $1', [
      userId,
    ]);
    return look?.at ?? null;
  }

  async lookedAt(userId: string, at: string): Promise<void> {
    await this.database.query(
      `insert into caseload_digest_look as known (user_id, looked_at) values ($1, $2)
       on conflict (user_id) do update set looked_at = greatest(known.looked_at, excluded.looked_at)`,
      [userId, at],
    );
  }
}
