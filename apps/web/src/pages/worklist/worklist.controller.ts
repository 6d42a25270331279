import type { SignedInUser } from '@guardian/access';
import { type Band, BANDS, type Tie, type TieRule, Worklist, type WorklistOptions, type WorklistView } from '@guardian/caseload';
import { daysBetween } from '@guardian/kernel';
import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { CurrentUser, May } from '../../http/signed-in';
import { listView } from '../../layout/list';
import { Page, SeeOther } from '../../layout/page';
import { addressOf, type AddressQuery, pageIn, readAddress, refusePageBeyond } from '../caseload/address';
import { ListDesk } from '../caseload/list-desk';

const BAND_WORDS: Readonly<Record<Band, string>> = {
  safety: 'Safety',
  'past-its-date': 'Past its date',
  'due-today': 'Due today',
  'due-this-week': 'Due this week',
};

const SIZE = 25;
const BY_WAIT: TieRule = 'longest-wait';

type Whose = 'me' | 'team';

/** What needs somebody, most urgent first. A clinician has no cases of their own to coordinate and works from the team's list. */
@Controller('worklist')
@May('work-cases')
export class WorklistController {
  constructor(
    private readonly queries: QueryBus,
    private readonly desk: ListDesk,
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

  /** Where "Save and open next" goes on: to the case that needs its coordinator most, or to the list when none does. */
  @Get('next')
  async next(@CurrentUser() user: SignedInUser): Promise<SeeOther> {
    const [top] = (await this.worklist(user, ownOf(user), 1, 1)).items;
    return new SeeOther(top ? `/cases/${top.reference}` : '/worklist');
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

  private async page(user: SignedInUser, whose: Whose, path: string, query: AddressQuery): Promise<Page> {
    const { ties } = readAddress(query, { ties: [BY_WAIT] });
    const page = pageIn(query);
    const { today } = this.desk;
    const view = await this.worklist(user, whose, page, SIZE, ties ? { ties } : {});
    const { items, total, inBand } = view;
    refusePageBeyond(page, total, SIZE);
    const rows = items.map((item) => {
      const [top, ...more] = item.reasons;
      return {
        case: item,
        top,
        more: more.slice(0, 2),
        reasons: item.reasons,
        waiting: daysBetween(item.referredOn, today),
        tie: item.tie && tieWords(item.tie, item.restricted),
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
      list: listView({ total, page, size: SIZE, href: (number) => addressOf(path, { ties, page: number }) }),
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
