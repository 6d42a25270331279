import { roleMay, type SignedInUser } from '@guardian/access';
import { Directory } from '@guardian/directory';
import { type CsvCell, daysBetween } from '@guardian/kernel';
import { bandsOf, type ClockFilters, type ClockName, HORIZONS, limitsOf, WaitingCases, Waits } from '@guardian/oversight';
import { Controller, Get, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { csvFile } from '../../http/csv-file';
import { newForm } from '../../http/form';
import { InputRefused } from '../../http/input-errors';
import { CurrentUser, May } from '../../http/signed-in';
import { type Choice, namedChoices } from '../../layout/choices';
import { longDate } from '../../layout/filters';
import { Page } from '../../layout/page';
import { addressOf, type AddressQuery, readAddress } from '../caseload/address';
import { ListDesk } from '../caseload/list-desk';
import { bandChart, bandWords, behindOf, behindWords, CLOCKS, finding, limitWords, told } from './waits-words';

const NAMES = Object.keys(CLOCKS) as ClockName[];
const A_PAGE = 25;

/** How long the cohort waits by the national clocks, who is over a limit, and who will be. */
@Controller('reports')
@May('see-reports')
export class WaitsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly desk: ListDesk,
    private readonly directory: Directory,
  ) {}

  @Get('waits')
  async page(@CurrentUser() user: SignedInUser, @Query() query: AddressQuery): Promise<Page> {
    const { clock, given, filters, choices } = await this.asked(user, query);
    const view = await this.queries.execute(new Waits(user.scope, clock, filters, this.desk.today, this.desk.today));
    const patients = user.scope.mayReadPatients && roleMay(user.role, 'see-patients');
    const list = (show: string) => (patients ? addressOf('/reports/waits/cases', { ...given, clock, show }) : null);
    const asOf = await this.desk.asOf();
    const svg = bandChart(view);
    const names = new Map(choices.pcn.map(({ value, text }) => [value, text]));
    return new Page('pages/waits/waits.njk', {
      name: CLOCKS[clock].name,
      standard: CLOCKS[clock].standard,
      finding: finding(clock, view),
      today: this.desk.today,
      asOf,
      form: newForm({ ...filters, clock }),
      choices: { ...choices, clock: NAMES.map((value) => ({ value, text: CLOCKS[value].name })) },
      running: { text: told(view.running), href: list('running') },
      unknown: view.unknownStart === 0 ? null : { text: told(view.unknownStart), href: list('unknown-start') },
      bands: view.bands.map((band) => ({ name: bandWords(band), text: told(band.patients), href: list(`band-${band.id}`) })),
      limits: view.limits.map(({ limit, over, ahead }) => ({
        name: limitWords(clock, limit),
        cells: [
          { text: told(over), href: list(`over-${limit}`) },
          ...HORIZONS.map((weeks) => ({ text: told(ahead?.[weeks] ?? null), href: list(`ahead-${weeks}-${limit}`) })),
        ],
      })),
      groups: view.groups.map(({ code, running, over }) => ({
        name: code === null ? 'No PCN' : (names.get(code) ?? code),
        cells: [told(running), told(over)],
      })),
      suppressed: view.suppressed,
      csvHref: addressOf('/reports/waits.csv', { ...given, clock }),
      chart: svg && {
        id: 'bands',
        heading: finding(clock, view),
        subtitle: `${CLOCKS[clock].name}, on ${longDate(this.desk.today)}`,
        svg,
        table: {
          caption: 'Clocks by length of wait',
          head: ['Wait', 'Clocks'],
          rows: view.bands.map((band) => [bandWords(band), told(band.patients)]),
        },
        source: 'Guardian cases',
        asOf,
        csvHref: null,
      },
    });
  }

  @Get('waits.csv')
  async csv(
    @CurrentUser() user: SignedInUser,
    @Query() query: AddressQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const { clock, filters } = await this.asked(user, query);
    const { today } = this.desk;
    const view = await this.queries.execute(new Waits(user.scope, clock, filters, today, today));
    const rows: CsvCell[][] = [
      ['Clock', 'On', 'What', 'Clocks'],
      ...view.bands.map((band) => [CLOCKS[clock].name, today, bandWords(band), told(band.patients)]),
      ...view.limits.flatMap(({ limit, over, ahead }) => [
        [CLOCKS[clock].name, today, `Over ${limitWords(clock, limit)}`, told(over)],
        ...HORIZONS.map((weeks) => [
          CLOCKS[clock].name,
          today,
          `Over ${limitWords(clock, limit)} within ${weeks} weeks`,
          told(ahead?.[weeks] ?? null),
        ]),
      ]),
    ];
    return csvFile(reply, `waits-${clock}-${today}`, rows);
  }

  @Get('waits/cases')
  @May('see-patients')
  async cases(@CurrentUser() user: SignedInUser, @Query() query: AddressQuery): Promise<Page> {
    const { clock, given, filters } = await this.asked(user, query);
    const show = typeof query['show'] === 'string' ? query['show'] : '';
    const behind = behindOf(show, bandsOf(clock), limitsOf(clock));
    if (!behind) throw new InputRefused([{ field: 'show', message: 'Select a number of the report' }]);
    const page = Math.max(1, Math.floor(Number(query['page'] ?? 1)) || 1);
    const { today } = this.desk;
    const { cases, total } = await this.queries.execute(new WaitingCases(user.scope, clock, filters, today, behind, page, A_PAGE));
    const at = (to: number) => addressOf('/reports/waits/cases', { ...given, clock, show, page: String(to) });
    return new Page('pages/waits/cases.njk', {
      title: `${CLOCKS[clock].name}: cases ${behindWords(clock, behind)}`,
      back: addressOf('/reports/waits', { ...given, clock }),
      asOf: await this.desk.asOf(),
      total,
      page,
      pages: Math.max(1, Math.ceil(total / A_PAGE)),
      previous: page > 1 ? at(page - 1) : null,
      next: page * A_PAGE < total ? at(page + 1) : null,
      cases: cases.map((row) => ({
        ...row,
        days: row.start && daysBetween(row.start, today),
        left: row.insideUntil && daysBetween(today, row.insideUntil),
      })),
    });
  }

  private async asked({ scope }: SignedInUser, query: AddressQuery) {
    const [pathways, providers, pcns] = await Promise.all([this.desk.pathways(), this.directory.providers(), this.desk.pcnsOf(scope)]);
    const choices: Readonly<Record<'pathway' | 'provider' | 'pcn', readonly Choice[]>> = {
      pathway: pathways,
      provider: namedChoices(providers),
      pcn: namedChoices(pcns),
    };
    const known = Object.fromEntries(Object.entries(choices).map(([name, list]) => [name, list.map(({ value }) => value)]));
    const { show: _, page: __, ...filtering } = query;
    const { clock = 'rtt', ...given } = readAddress(filtering, { ...known, clock: NAMES });
    const filters = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as ClockFilters;
    return { clock: clock, given, filters, choices };
  }
}
