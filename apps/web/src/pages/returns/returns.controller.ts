import { roleMay, type SignedInUser } from '@guardian/access';
import { addDays, type CalendarDay, longDate, monthName } from '@guardian/kernel';
import {
  type Known,
  monthEnd,
  type MonthEndView,
  OpenPathways,
  ReturnCases,
  type ReturnName,
  returnRows,
  StatutoryReturns,
  suppressed,
} from '@guardian/oversight';
import { DM01_TESTS } from '@guardian/waiting-times';
import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { csvFile } from '../../http/csv-file';
import { newForm } from '../../http/form';
import { InputRefused, NotFound } from '../../http/input-errors';
import { OneReportAtATime } from '../../http/one-at-a-time';
import { CurrentUser, May } from '../../http/signed-in';
import { number } from '../../layout/filters';
import { listView } from '../../layout/list';
import { Page } from '../../layout/page';
import { addressOf, type AddressQuery, pageIn, readAddress, refusePageBeyond } from '../caseload/address';
import { ListDesk } from '../caseload/list-desk';
import { told } from '../waits/waits-words';
import { NUMBER, numberAsked } from './return-number';
import { functionRows, partTotals, type Tell, testRows } from './return-tables';

interface Asked {
  readonly month?: string;
  readonly known?: string;
}

const MONTHS_OFFERED = 24;
const RETURNS: readonly string[] = ['rtt', 'dm01'];
const KNOWN = ['then', 'now'] as const;
const A_PAGE = 25;

/** The national month-end returns, counted from the cases of whoever asks. */
@Controller('reports/returns')
@May('see-reports')
@OneReportAtATime()
export class ReturnsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly desk: ListDesk,
  ) {}

  @Get()
  async page(@CurrentUser() user: SignedInUser, @Query() asked: Asked): Promise<Page> {
    const { view, month, known } = await this.count(user, asked);
    const hidden = !user.scope.mayReadPatients;
    const mayReadPatients = !hidden && roleMay(user.role, 'see-patients');
    const tell: Tell = (count, of) => ({
      text: hidden ? told(suppressed(count)) : number(count),
      href: mayReadPatients && count > 0 ? addressOf('/reports/returns/cases', { month, known, ...of }) : null,
    });
    return new Page('pages/returns/returns.njk', {
      end: view.end,
      months: this.months(),
      form: newForm({ month, known }),
      asOf: await this.desk.asOf(),
      parts: partTotals(view, tell, !hidden),
      functions: functionRows(view, tell),
      tests: testRows(view, tell),
      testsTold: Object.keys(DM01_TESTS).length,
      checks: hidden ? [] : view.checks,
      hidden,
      mayReadPatients,
      address: (name: string) => `/reports/returns/${name}.csv?month=${month}&known=${known}`,
      knownWords: known === 'then' ? `what was known on ${longDate(view.end)}` : 'what is known now',
    });
  }

  /** The cases behind one number, counted again. */
  @Get('cases')
  @May('see-patients')
  async cases(@CurrentUser() { scope }: SignedInUser, @Query() query: AddressQuery): Promise<Page> {
    const { month, known, ...number } = readAddress(query, { ...NUMBER, month: this.months().map(({ value }) => value), known: KNOWN });
    const { text, asked } = numberAsked(number);
    if (!month || !known || !asked) throw new InputRefused([{ field: 'part', message: 'Select a number of the return' }]);
    const page = pageIn(query);
    const { cases, total } = await this.queries.execute(new ReturnCases(scope, month, known, asked, page, A_PAGE));
    refusePageBeyond(page, total, A_PAGE);
    const href = (to: number) => addressOf('/reports/returns/cases', { month, known, ...number, page: to });
    return new Page('pages/returns/cases.njk', {
      title: `${text}, ${this.months().find(({ value }) => value === month)?.text ?? ''}`,
      back: addressOf('/reports/returns', { month, known }),
      asOf: await this.desk.asOf(),
      list: listView({ total, page, size: A_PAGE, href }),
      cases,
    });
  }

  @Get('open-pathways.csv')
  @May('see-patients')
  async openPathways(@CurrentUser() user: SignedInUser, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const { today } = this.desk;
    return csvFile(reply, `open-pathways-${today}`, await this.queries.execute(new OpenPathways(user.scope, today)));
  }

  @Get(':name.csv')
  async csv(
    @CurrentUser() user: SignedInUser,
    @Param('name') name: string,
    @Query() asked: Asked,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    if (!RETURNS.includes(name)) throw new NotFound();
    const { view, known } = await this.count(user, asked);
    return csvFile(reply, `${name}-${view.end}-known-${known}`, returnRows(name as ReturnName, view, !user.scope.mayReadPatients));
  }

  /** The last month that has ended, as known now, unless asked otherwise. */
  private async count({ scope }: SignedInUser, asked: Asked): Promise<{ view: MonthEndView; month: string; known: Known }> {
    const [last] = this.months();
    const month = asked.month ?? last?.value ?? '';
    const known = asked.known ?? 'now';
    const end = monthEnd(month);
    if (!end || end >= this.desk.today) throw new InputRefused([{ field: 'month', message: 'Select a month that has ended' }]);
    if (known !== 'then' && known !== 'now') throw new InputRefused([{ field: 'known', message: 'Select what was known: then or now' }]);
    return { view: await this.queries.execute(new StatutoryReturns(scope, month, known)), month, known };
  }

  private months(): { value: string; text: string }[] {
    const months: { value: string; text: string }[] = [];
    let end = addDays(`${this.desk.today.slice(0, 7)}-01` as CalendarDay, -1);
    while (months.length < MONTHS_OFFERED) {
      months.push({ value: end.slice(0, 7), text: `${monthName(Number(end.slice(5, 7))) ?? ''} ${end.slice(0, 4)}` });
      end = addDays(`${end.slice(0, 7)}-01` as CalendarDay, -1);
    }
    return months;
  }
}
