import type { SignedInUser } from '@guardian/access';
import { CaseList } from '@guardian/caseload';
import { PathwayDefinitions } from '@guardian/pathways';
import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { CurrentUser, May } from '../../http/signed-in';
import { listView } from '../../layout/list';
import { Page } from '../../layout/page';
import { Renderer } from '../../layout/renderer';
import { addressOf, type AddressQuery, pageIn, refusePageBeyond } from './address';
import { caseRows } from './case-rows';
import { CaseloadChoices, SIZES, type SizeWord } from './caseload-choices';
import { caseFilters, SORTS, type SortWord } from './caseload-filters';
import { ListDesk } from './list-desk';

/** Every open case of somebody's scope, to filter and to sort. */
@Controller('cases')
@May('see-patients')
export class CaseloadController {
  private readonly choices: CaseloadChoices;

  constructor(
    private readonly queries: QueryBus,
    private readonly desk: ListDesk,
    definitions: PathwayDefinitions,
    renderer: Renderer,
  ) {
    this.choices = new CaseloadChoices(queries, desk, definitions, renderer);
  }

  @Get()
  async caseload(@CurrentUser() { scope }: SignedInUser, @Query() query: AddressQuery): Promise<Page> {
    const { today } = this.desk;
    const { offer, given } = await this.choices.read(scope, query);
    const { filters, practices, pathways, limits } = offer;
    const sort = (given['sort'] ?? 'longest-wait') as SortWord;
    const size = SIZES[(given['size'] ?? '25') as SizeWord];
    const page = pageIn(query);
    const { cases, total } = await this.queries.execute(
      new CaseList(scope, caseFilters(given), today, SORTS[sort].sort, SORTS[sort].newestFirst, page, size),
    );
    refusePageBeyond(page, total, size);
    const href = (changed: Readonly<Record<string, string | number | undefined>>): string => addressOf('/cases', { ...given, ...changed });
    const sortLink = (down: SortWord, up: SortWord) => ({
      href: href({ sort: sort === down ? up : down }),
      direction: sort === down ? 'descending' : sort === up ? 'ascending' : '',
    });
    return new Page('pages/caseload/caseload.njk', {
      asOf: await this.desk.asOf(),
      list: listView({ total, page, size, href: (number) => href({ page: number }) }),
      order: SORTS[sort].text,
      rows: caseRows(cases, (one) => ({
        practice: practices.get(one.practiceCode) ?? one.practiceCode,
        pathway: pathways.get(one.pathwayId) ?? one.pathwayId,
        targetDays: limits(one)?.targetDays,
        today,
      })),
      filters: this.choices.panel(offer, given),
      chips: filters.flatMap(({ name, label, choices }) => {
        const chosen = choices.find(({ value }) => value === given[name]);
        return chosen ? [{ text: `${label}: ${chosen.text}`, removeHref: href({ [name]: undefined }) }] : [];
      }),
      sorts: { wait: sortLink('longest-wait', 'shortest-wait'), stage: sortLink('longest-in-stage', 'shortest-in-stage') },
      sizes: Object.entries(SIZES).map(([word, rows]) => ({ text: word, href: href({ size: word }), current: rows === size })),
    });
  }
}
