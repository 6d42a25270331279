import type { SignedInUser } from '@guardian/access';
import { type Band, BANDS, Worklist, type WorklistView } from '@guardian/caseload';
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
    return this.page(user, user.role === 'coordinator' ? 'me' : 'team', '/worklist', query);
  }

  @Get('team')
  team(@CurrentUser() user: SignedInUser, @Query() query: AddressQuery): Promise<Page> {
    return this.page(user, 'team', '/worklist/team', query);
  }

  /** Where "Save and open next" goes on: to the case that needs its coordinator most, or to the list when none does. */
  @Get('next')
  async next(@CurrentUser() user: SignedInUser): Promise<SeeOther> {
    const [top] = (await this.worklist(user, user.role === 'coordinator' ? 'me' : 'team', 1, 1)).items;
    return new SeeOther(top ? `/cases/${top.reference}` : '/worklist');
  }

  private worklist({ id, scope }: SignedInUser, whose: 'me' | 'team', page: number, size: number): Promise<WorklistView> {
    return this.queries.execute(new Worklist(scope, whose === 'me' ? { coordinatorId: id } : 'team', this.desk.today, page, size));
  }

  private async page(user: SignedInUser, whose: 'me' | 'team', path: string, query: AddressQuery): Promise<Page> {
    readAddress(query, {});
    const page = pageIn(query);
    const { today } = this.desk;
    const { items, total, inBand, nothingDue, nextDueOn } = await this.worklist(user, whose, page, SIZE);
    refusePageBeyond(page, total, SIZE);
    const rows = items.map((item) => {
      const [top, ...more] = item.reasons;
      return { case: item, top, more: more.slice(0, 2), reasons: item.reasons, waiting: daysBetween(item.referredOn, today) };
    });
    return new Page('pages/worklist/worklist.njk', {
      whose,
      switches:
        user.role === 'coordinator'
          ? [
              { text: 'Me', href: '/worklist', current: whose === 'me' },
              { text: 'My team', href: '/worklist/team', current: whose === 'team' },
            ]
          : [],
      list: listView({ total, page, size: SIZE, href: (number) => addressOf(path, { page: number }) }),
      asOf: await this.desk.asOf(),
      bands: BANDS.map((band) => ({
        id: band,
        text: BAND_WORDS[band],
        count: inBand[band],
        rows: rows.filter(({ top }) => top.band === band),
      })).filter((band) => band.rows.length > 0),
      nothingDue,
      nextDueOn,
    });
  }
}
