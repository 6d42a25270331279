import type { SignedInUser } from '@guardian/access';
import { CaseList, SuspectedDuplicates } from '@guardian/caseload';
import { daysBetween } from '@guardian/kernel';
import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { CurrentUser, May } from '../../http/signed-in';
import { listView } from '../../layout/list';
import { Page } from '../../layout/page';
import { addressOf, type AddressQuery, pageIn, readAddress, refusePageBeyond } from './address';
import { ListDesk } from './list-desk';

const SIZE = 25;

/** Where referrals come in: those that nobody has decided on yet, oldest first, and the ways to bring in more. */
@Controller('referrals')
@May('bring-in-referrals')
export class ReferralsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly desk: ListDesk,
  ) {}

  @Get()
  async page(@CurrentUser() { scope }: SignedInUser, @Query() query: AddressQuery): Promise<Page> {
    readAddress(query, {});
    const page = pageIn(query);
    const { today } = this.desk;
    // An administrator brings in files of referrals and sees no patients.
    const { cases, total } = scope.mayReadPatients
      ? await this.queries.execute(new CaseList(scope, { step: 'intake' }, today, 'wait', false, page, SIZE))
      : { cases: [], total: 0 };
    refusePageBeyond(page, total, SIZE);
    const suspected = scope.mayReadPatients ? await this.queries.execute(new SuspectedDuplicates(scope, 1, 0)) : { total: 0 };
    const [practices, pathways] = await Promise.all([this.desk.practicesOf(scope), this.desk.pathways()]);
    return new Page('pages/caseload/referrals.njk', {
      maySee: scope.mayReadPatients,
      suspected: suspected.total,
      list: listView({ total, page, size: SIZE, href: (number) => addressOf('/referrals', { page: number }) }),
      asOf: await this.desk.asOf(),
      rows: cases.map((one) => ({
        case: one,
        practice: practices.find(({ code }) => code === one.practiceCode)?.name ?? one.practiceCode,
        pathway: pathways.find(({ value }) => value === one.pathwayId)?.text ?? one.pathwayId,
        waiting: daysBetween(one.referredOn, today),
      })),
    });
  }
}
