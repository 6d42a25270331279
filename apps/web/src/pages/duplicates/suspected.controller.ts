import type { SignedInUser } from '@guardian/access';
import { SuspectedDuplicates, type SuspectedPair } from '@guardian/caseload';
import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { CurrentUser, May } from '../../http/signed-in';
import { listView } from '../../layout/list';
import { Page } from '../../layout/page';
import { addressOf, type AddressQuery, pageIn, readAddress, refusePageBeyond } from '../caseload/address';
import { ListDesk } from '../caseload/list-desk';

const SIZE = 25;
const ADDRESS = '/referrals/duplicates';

/** Pairs of cases that nobody has compared yet. */
@Controller('referrals/duplicates')
@May('work-cases')
export class SuspectedController {
  constructor(
    private readonly queries: QueryBus,
    private readonly desk: ListDesk,
  ) {}

  @Get()
  async page(@CurrentUser() { scope }: SignedInUser, @Query() query: AddressQuery): Promise<Page> {
    readAddress(query, {});
    const page = pageIn(query);
    const { pairs, total } = await this.queries.execute(new SuspectedDuplicates(scope, page, SIZE));
    refusePageBeyond(page, total, SIZE);
    const pathways = await this.desk.pathways();
    const named = (pathwayId: string): string => pathways.find(({ value }) => value === pathwayId)?.text ?? pathwayId;
    return new Page('pages/duplicates/suspected.njk', {
      list: listView({ total, page, size: SIZE, href: (number) => addressOf(ADDRESS, { page: number }) }),
      asOf: await this.desk.asOf(),
      rows: pairs.map((pair) => ({
        ...pair,
        here: { ...pair.here, pathway: named(pair.here.pathwayId) },
        there: pair.there && { ...pair.there, pathway: named(pair.there.pathwayId) },
        restricted: isRestricted(pair),
        compareAt: `/cases/${pair.here.reference}/duplicate${pair.there ? `?with=${pair.there.reference}` : ''}`,
      })),
    });
  }
}

const isRestricted = ({ here, there }: SuspectedPair): boolean => here.restricted || there?.restricted === true;
