import type { SignedInUser } from '@guardian/access';
import { CaseList, CoordinatorsOf, limitsByStep } from '@guardian/caseload';
import { addDays, daysBetween } from '@guardian/kernel';
import { PathwayDefinitions } from '@guardian/pathways';
import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { newForm } from '../../http/form';
import { CurrentUser, May } from '../../http/signed-in';
import { namedChoices } from '../../layout/choices';
import { listView } from '../../layout/list';
import { Page } from '../../layout/page';
import { moverWords } from '../case/mover-words';
import { addressOf, type AddressQuery, pageIn, readAddress, refusePageBeyond } from './address';
import { caseFilters, caseloadFilters, SORTS, type SortWord } from './caseload-filters';
import { ListDesk } from './list-desk';

const SIZES = { '25': 25, '50': 50, '100': 100 } as const;
type SizeWord = keyof typeof SIZES;

/** Every open case of somebody's scope, to filter and to sort. */
@Controller('cases')
@May('see-patients')
export class CaseloadController {
  constructor(
    private readonly queries: QueryBus,
    private readonly desk: ListDesk,
    private readonly definitions: PathwayDefinitions,
  ) {}

  @Get()
  async caseload(@CurrentUser() { scope }: SignedInUser, @Query() query: AddressQuery): Promise<Page> {
    const { today } = this.desk;
    const [pcns, practices, pathways, coordinators] = await Promise.all([
      this.desk.pcnsOf(scope),
      this.desk.practicesOf(scope),
      this.desk.pathways(),
      this.queries.execute(new CoordinatorsOf(scope)),
    ]);
    const filters = caseloadFilters({
      pcns: namedChoices(pcns),
      practices: namedChoices(practices),
      pathways,
      coordinators: coordinators.map(({ id, name }) => ({ value: id, text: name })),
    });
    const values = Object.fromEntries(filters.map(({ name, choices }) => [name, choices.map(({ value }) => value)]));
    const given: Readonly<Record<string, string | undefined>> = readAddress(query, {
      ...values,
      sort: Object.keys(SORTS),
      size: Object.keys(SIZES),
    });
    const sort = (given['sort'] ?? 'longest-wait') as SortWord;
    const size = SIZES[(given['size'] ?? '25') as SizeWord];
    const page = pageIn(query);
    const { cases, total } = await this.queries.execute(
      new CaseList(scope, caseFilters(given), today, SORTS[sort].sort, SORTS[sort].newestFirst, page, size),
    );
    refusePageBeyond(page, total, size);
    const limits = await limitsByStep(this.definitions);
    const practiceNames = new Map(practices.map(({ code, name }) => [code, name]));
    const pathwayNames = new Map(pathways.map(({ value, text }) => [value, text]));
    const href = (changed: Readonly<Record<string, string | number | undefined>>): string => addressOf('/cases', { ...given, ...changed });
    const sortLink = (down: SortWord, up: SortWord) => ({
      href: href({ sort: sort === down ? up : down }),
      direction: sort === down ? 'descending' : sort === up ? 'ascending' : '',
    });
    return new Page('pages/caseload/caseload.njk', {
      asOf: await this.desk.asOf(),
      list: listView({ total, page, size, href: (number) => href({ page: number }) }),
      order: SORTS[sort].text,
      rows: cases.map((one) => {
        const limit = limits(one);
        return {
          case: one,
          practice: practiceNames.get(one.practiceCode) ?? one.practiceCode,
          pathway: pathwayNames.get(one.pathwayId) ?? one.pathwayId,
          waiting: daysBetween(one.referredOn, today),
          inStage: daysBetween(one.stepSince, today),
          dueOn: limit ? addDays(one.stepSince, limit.targetDays) : null,
        };
      }),
      today,
      moverWords,
      form: newForm(Object.fromEntries(Object.entries(given).filter((word): word is [string, string] => word[1] !== undefined))),
      often: filters.filter(({ often }) => often),
      others: filters.filter(({ often }) => !often),
      othersOpen: filters.some(({ name, often }) => !often && given[name]),
      kept: Object.entries({ sort: given['sort'], size: given['size'] }).filter(([, value]) => value),
      chips: filters.flatMap(({ name, label, choices }) => {
        const chosen = choices.find(({ value }) => value === given[name]);
        return chosen ? [{ text: `${label}: ${chosen.text}`, removeHref: href({ [name]: undefined }) }] : [];
      }),
      sorts: { wait: sortLink('longest-wait', 'shortest-wait'), stage: sortLink('longest-in-stage', 'shortest-in-stage') },
      sizes: Object.entries(SIZES).map(([word, rows]) => ({ text: word, href: href({ size: word }), current: rows === size })),
    });
  }
}
