import type { SignedInUser } from '@guardian/access';
import {
  type Band,
  BANDS,
  type Claim,
  Claims,
  DoneToday,
  OpenEnquiries,
  type Tie,
  type TieRule,
  Worklist,
  type WorklistItem,
  type WorklistOptions,
  type WorklistView,
} from '@guardian/caseload';
import { daysBetween } from '@guardian/kernel';
import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { CurrentUser, May } from '../../http/signed-in';
import { listView } from '../../layout/list';
import { Page, SeeOther } from '../../layout/page';
import { addressOf, type AddressQuery, pageIn, readAddress, refusePageBeyond } from '../caseload/address';
import { ListDesk } from '../caseload/list-desk';
import { ASKERS } from '../enquiries/enquiry-forms';
import { WorkCount } from './work-count';

const BAND_WORDS: Readonly<Record<Band, string>> = {
  safety: 'Safety',
  'past-its-date': 'Past its date',
  'due-today': 'Due today',
  'due-this-week': 'Due this week',
};

const SIZE = 25;
const FEW = 5;
const BY_WAIT: TieRule = 'longest-wait';

type Whose = 'me' | 'team';

/** What needs somebody, most urgent first. A clinician has no cases of their own to coordinate and works from the team's list. */
@Controller('worklist')
@May('work-cases')
export class WorklistController {
  constructor(
    private readonly queries: QueryBus,
    private readonly desk: ListDesk,
    private readonly claims: Claims,
    private readonly count: WorkCount,
  ) {}

  @Get()
  mine(@CurrentUser() user: SignedInUser, @Query() query: AddressQuery): Promise<Page> {
    return this.page(user, ownOf(user), '/worklist', query);
  }

  @Get('team')
  team(@CurrentUser() user: SignedInUser, @Query() query: AddressQuery): Promise<Page> {
    return this.page(user, 'team', '/worklist/team', query);
  }

  /** What was set aside, with what comes back first. */
  @Get('snoozed')
  async snoozed(@CurrentUser() user: SignedInUser, @Query() query: AddressQuery): Promise<Page> {
    const { of } = readAddress(query, { of: ['team'] });
    const page = pageIn(query);
    const whose = of ?? ownOf(user);
    const { items, snoozed } = await this.worklist(user, whose, page, SIZE, { show: 'snoozed' });
    refusePageBeyond(page, snoozed, SIZE);
    const href = (number: number): string => addressOf('/worklist/snoozed', { of, page: number });
    return new Page('pages/worklist/snoozed.njk', {
      whose,
      list: listView({ total: snoozed, page, size: SIZE, href }),
      asOf: await this.desk.asOf(),
      rows: items.map((item) => ({ case: item, top: item.reasons[0], until: item.snoozedUntil })),
    });
  }

  /** What this person worked on today and what needs nobody any more. */
  @Get('done')
  async done(@CurrentUser() user: SignedInUser, @Query() query: AddressQuery): Promise<Page> {
    readAddress(query, {});
    return new Page('pages/worklist/done.njk', { rows: await this.doneBy(user), asOf: await this.desk.asOf() });
  }

  /**
   * Where "Save and open next" goes on: to the case that needs its coordinator most and that nobody else is at, or to the list when there
   * is none. `after`: the reference of the case that was just saved, which is not opened again.
   */
  @Get('next')
  async next(@CurrentUser() user: SignedInUser, @Query('after') after?: string): Promise<SeeOther> {
    const { items } = await this.worklist(user, ownOf(user), 1, SIZE);
    const claims = await this.claimsOf(items);
    const next = items.find(({ caseId, reference }) => reference !== after && (claims.get(caseId)?.userId ?? user.id) === user.id);
    return new SeeOther(next ? `/cases/${next.reference}` : '/worklist');
  }

  private claimsOf(items: readonly WorklistItem[]): ReturnType<Claims['of']> {
    return this.claims.of(
      items.map(({ caseId }) => caseId),
      this.desk.now,
    );
  }

  private doneBy({ id, scope }: SignedInUser) {
    return this.queries.execute(new DoneToday(scope, id, this.desk.today));
  }

  private worklist(
    { id, scope }: SignedInUser,
    whose: Whose,
    page: number,
    size: number,
    options?: WorklistOptions,
  ): Promise<WorklistView> {
    const of = whose === 'me' ? { coordinatorId: id } : 'team';
    return this.queries.execute(new Worklist(scope, of, this.desk.today, page, size, options));
  }

  /** Those past their promised day, first promised first, a few of them: the inbox has them all. */
  private async lateEnquiries({ scope }: SignedInUser) {
    const { today } = this.desk;
    const { enquiries, late } = await this.queries.execute(new OpenEnquiries(scope, today, 1, FEW));
    const rows = enquiries.filter(({ promisedBy }) => promisedBy < today).map((one) => ({ ...one, asker: ASKERS[one.asker] }));
    return { count: late, rows };
  }

  private async page(user: SignedInUser, whose: Whose, path: string, query: AddressQuery): Promise<Page> {
    const { ties, order: seen } = readAddress(query, { ties: [BY_WAIT], order: [query['order']].filter(isOrderId) });
    const page = pageIn(query);
    const { today, now } = this.desk;
    const keep = { userId: user.id, now, ...(seen ? { orderId: seen } : {}) };
    const view = await this.worklist(user, whose, page, SIZE, { keep, ...(ties ? { ties } : {}) });
    const { items, total, inBand, order } = view;
    refusePageBeyond(page, view.listed, SIZE);
    if (whose === 'me') this.count.tell(user, total);
    const claims = await this.claimsOf(items);
    const rows = items.map((item) => {
      const [top, ...more] = item.reasons;
      return {
        case: item,
        top,
        more: more.slice(0, 2),
        reasons: item.reasons,
        waiting: daysBetween(item.referredOn, today),
        tie: item.tie && tieWords(item.tie, item.restricted),
        with: withWords(user, claims.get(item.caseId)),
        covered: whose === 'me' && item.coordinatorId !== user.id ? item.coordinatorName : null,
      };
    });
    return new Page('pages/worklist/worklist.njk', {
      whose,
      switches:
        user.role === 'coordinator'
          ? [
              { text: 'Me', href: addressOf('/worklist', { ties }), current: whose === 'me' },
              { text: 'My team', href: addressOf('/worklist/team', { ties }), current: whose === 'team' },
            ]
          : [],
      total,
      list: listView({
        ...{ total: view.listed, page, size: SIZE },
        href: (number) => addressOf(path, { ties, order: order?.orderId, page: number }),
      }),
      order: seen ? order : null,
      latest: addressOf(path, { ties }),
      covering: view.covering,
      done: (await this.doneBy(user)).length,
      lateEnquiries: page === 1 ? await this.lateEnquiries(user) : null,
      asOf: await this.desk.asOf(),
      tiesByRisk: ties === undefined,
      otherTies: addressOf(path, { ties: ties ? undefined : BY_WAIT }),
      bands: BANDS.map((band) => ({
        id: band,
        text: BAND_WORDS[band],
        count: inBand[band],
        rows: rows.filter(({ top }) => top.band === band),
      })).filter((band) => band.rows.length > 0),
      snoozed: view.snoozed,
      snoozedHref: addressOf('/worklist/snoozed', { of: whose === 'team' && user.role === 'coordinator' ? 'team' : undefined }),
      nextBackOn: view.nextBackOn,
      nothingDue: view.nothingDue,
      nextDueOn: view.nextDueOn,
    });
  }
}

const isOrderId = (text: unknown): text is string => typeof text === 'string' && /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(text);

/** Who is at a case now. */
const withWords = ({ id }: SignedInUser, claim: Claim | undefined) =>
  claim ? { who: claim.userId === id ? 'you' : claim.userName, since: claim.since } : null;

const ownOf = ({ role }: SignedInUser): Whose => (role === 'coordinator' ? 'me' : 'team');

/** Why a case stands where it does among those that rank alike. Of a restricted record it is not told what puts it at risk. */
function tieWords({ among, atRisk, because }: Tie, restricted: boolean): string {
  const alike = `${among} cases rank alike here.`;
  if (atRisk === 0 || atRisk === among) return `${alike} The longest wait stands first.`;
  const facts = restricted ? 'not shown, because this record is restricted' : because.join(', ');
  return because.length > 0
    ? `${alike} This one stands before those that wait longer, because it is at higher risk of being missed: ${facts}.`
    : `${alike} Those at higher risk of being missed stand before this one; then the longest wait stands first.`;
}
