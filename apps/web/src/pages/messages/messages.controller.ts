import type { SignedInUser } from '@guardian/access';
import { DigestLooks, type ListedThread, MESSAGE_BOXES, type MessageBox, Messages, NewMessages } from '@guardian/caseload';
import { addDays, londonDay, londonInstant, WorkingDays } from '@guardian/kernel';
import { Controller, Get, Post, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { parseForm } from '../../http/form';
import { Sent } from '../../http/posted';
import { FormRoute } from '../../http/routes';
import { CurrentUser, May } from '../../http/signed-in';
import { namedChoices } from '../../layout/choices';
import { listView } from '../../layout/list';
import { Page, SeeOther } from '../../layout/page';
import { addressOf, type AddressQuery, pageIn, readAddress, refusePageBeyond } from '../caseload/address';
import { ListDesk } from '../caseload/list-desk';
import { MessageCount } from './message-count';
import { KINDS, LookedForm } from './message-forms';

const A_PAGE = 25;
const BOXES: Readonly<Record<MessageBox, string>> = { 'needs-reply': 'Needs our reply', waiting: 'Waiting for others', closed: 'Closed' };
/** What somebody who never looked is shown. */
const FIRST_DIGEST_DAYS = 7;

/** Threads between clinicians, in three boxes; and what came since somebody last looked, together. */
@Controller('messages')
@May('see-patients')
export class MessagesController {
  private readonly workingDays = new WorkingDays();

  constructor(
    private readonly queries: QueryBus,
    private readonly desk: ListDesk,
    private readonly looks: DigestLooks,
    private readonly counts: MessageCount,
  ) {}

  @Get()
  async inbox(@CurrentUser() user: SignedInUser, @Query() query: AddressQuery): Promise<Page> {
    const practices = await this.desk.practicesOf(user.scope);
    const { box = 'needs-reply', practice } = readAddress(query, { box: MESSAGE_BOXES, practice: practices.map(({ code }) => code) });
    const page = pageIn(query);
    const { threads, total } = await this.queries.execute(new Messages(user.scope, box, this.desk.now, practice, page, A_PAGE));
    refusePageBeyond(page, total, A_PAGE);
    const href = (to: { box?: string; page?: number }) => addressOf('/messages', { box, practice, ...to });
    return new Page('pages/messages/inbox.njk', {
      asOf: await this.desk.asOf(),
      list: listView({ total, page, size: A_PAGE, href: (to) => href({ page: to }) }),
      box,
      boxes: MESSAGE_BOXES.map((key) => ({ text: BOXES[key], href: href({ box: key }), current: key === box, count: '' })),
      form: { typed: { practice: practice ?? '' }, errors: [] },
      practices: namedChoices(practices),
      counts: await this.counts.of(user, true),
      rows: await this.rowsOf(threads),
    });
  }

  @Get('digest')
  async digest(@CurrentUser() user: SignedInUser): Promise<Page> {
    const last = await this.looks.last(user.id);
    const after = last ?? londonInstant(addDays(this.desk.today, -FIRST_DIGEST_DAYS), '00:00').toISOString();
    // Lists may not know the last seconds yet: these belong to the next digest.
    const until = (await this.desk.asOf()).toISOString();
    const rows = await this.rowsOf(await this.queries.execute(new NewMessages(user.scope, after, until)));
    const references = [...new Set(rows.map(({ reference }) => reference))];
    const cases = references.map((of) => {
      const threads = rows.filter(({ reference }) => reference === of);
      return { patient: threads[0], threads };
    });
    return new Page('pages/messages/digest.njk', { cases, total: rows.length, after: new Date(after), until, first: last === null });
  }

  @Post('digest')
  @FormRoute()
  async looked(@Sent() { user, body }: Sent): Promise<Page | SeeOther> {
    const parsed = parseForm(LookedForm, body);
    const until = parsed.ok ? Date.parse(parsed.value.until) : NaN;
    if (Number.isNaN(until) || until > this.desk.now.getTime()) return this.digest(user);
    await this.looks.lookedAt(user.id, new Date(until).toISOString());
    return new SeeOther('/messages', 'The next digest begins here.');
  }

  private async rowsOf(threads: readonly ListedThread[]) {
    const pathways = new Map((await this.desk.pathways()).map(({ value, text }) => [value, text]));
    const now = this.desk.now.toISOString();
    return threads.map((thread) => ({
      ...thread,
      about: KINDS[thread.kind],
      pathway: pathways.get(thread.pathwayId) ?? thread.pathwayId,
      isLate: thread.outcome === null && thread.replyBy !== null && thread.replyBy < now,
      age: this.workingDays.between(thread.askedOn, londonDay(this.desk.now)),
    }));
  }
}
