import { mayListPatients, type SignedInUser } from '@guardian/access';
import { Directory } from '@guardian/directory';
import { type CalendarDay, type CsvCell, daysBetween, parseCalendarDay } from '@guardian/kernel';
import {
  bandsOf,
  type ClockFilters,
  type ClockName,
  type Count,
  type Group,
  GROUPS,
  HORIZONS,
  limitsOf,
  WaitingCases,
  Waits,
} from '@guardian/oversight';
import { PathwayDefinitions } from '@guardian/pathways';
import { Controller, Get, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { csvFile } from '../../http/csv-file';
import { newForm } from '../../http/form';
import { InputRefused } from '../../http/input-errors';
import { OneReportAtATime } from '../../http/one-at-a-time';
import { CurrentUser, May } from '../../http/signed-in';
import { type Choice, namedChoices } from '../../layout/choices';
import { longDate } from '../../layout/filters';
import { listView } from '../../layout/list';
import { Page } from '../../layout/page';
import { addressOf, type AddressQuery, pageIn, readAddress, refusePageBeyond } from '../caseload/address';
import { ListDesk } from '../caseload/list-desk';
import {
  bandChart,
  bandWords,
  behindOf,
  behindWords,
  CLOCKS,
  daysToChoose,
  finding,
  GROUP_NAMES,
  groupRows,
  limitWords,
  told,
} from './waits-words';

const NAMES = Object.keys(CLOCKS) as ClockName[];
const GROUP_WORDS = Object.keys(GROUPS) as Group[];
const FILTERS = [{ name: 'pathway', label: 'Pathway' }, ...GROUP_WORDS.map((name) => ({ name, label: GROUP_NAMES[name] }))] as const;
const A_PAGE = 25;

/** How long the cohort waits by the national clocks, who is over a limit, and who will be. */
@Controller('reports')
@May('see-reports')
@OneReportAtATime()
export class WaitsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly desk: ListDesk,
    private readonly directory: Directory,
    private readonly definitions: PathwayDefinitions,
  ) {}

  @Get('waits')
  async page(@CurrentUser() user: SignedInUser, @Query() query: AddressQuery): Promise<Page> {
    const { clock, group, on, given, filters, choices } = await this.asked(user, query);
    const view = await this.queries.execute(new Waits(user.scope, clock, filters, on, this.desk.today, group));
    const patients = mayListPatients(user);
    const list = (show: string) => (patients ? addressOf('/reports/waits/cases', { ...given, show }) : null);
    const asOf = await this.desk.asOf();
    const svg = bandChart(view);
    const isToday = on === this.desk.today;
    return new Page('pages/waits/waits.njk', {
      name: CLOCKS[clock].name,
      standard: CLOCKS[clock].standard,
      finding: finding(clock, view),
      on,
      isToday,
      asOf,
      form: newForm({ ...filters, clock, group, on }),
      choices: { ...choices, clock: NAMES.map((value) => ({ value, text: CLOCKS[value].name })) },
      running: { text: told(view.running), href: list('running') },
      unknown: view.unknownStart === 0 ? null : { text: told(view.unknownStart), href: list('unknown-start') },
      bands: view.bands.map((band) => ({ name: bandWords(band), text: told(band.patients), href: list(`band-${band.id}`) })),
      limits: view.limits.map(({ limit, over, ahead }) => ({
        name: limitWords(clock, limit),
        cells: [
          { text: told(over), href: list(`over-${limit}`) },
          ...(ahead ? HORIZONS.map((weeks) => ({ text: told(ahead[weeks]), href: list(`ahead-${weeks}-${limit}`) })) : []),
        ],
      })),
      groupName: GROUP_NAMES[group],
      groups: groupRows(view, choices[group]).map(({ code, name, running, over }) => {
        const leads = (show: string) => (patients && code ? addressOf('/reports/waits/cases', { ...given, [group]: code, show }) : null);
        return {
          name,
          cells: [
            { text: told(running), href: leads('running') },
            { text: told(over), href: leads('over-standard') },
          ],
        };
      }),
      suppressed: view.suppressed,
      csvHref: addressOf('/reports/waits.csv', given),
      chart: svg && {
        id: 'bands',
        heading: finding(clock, view),
        subtitle: `${CLOCKS[clock].name}, on ${longDate(on)}`,
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
    const { clock, group, on, filters, choices } = await this.asked(user, query);
    const view = await this.queries.execute(new Waits(user.scope, clock, filters, on, this.desk.today, group));
    const line = (what: string, count: Count): CsvCell[] => [CLOCKS[clock].name, on, what, told(count)];
    const rows: CsvCell[][] = [
      ['Clock', 'On', 'What', 'Clocks'],
      line('Running', view.running),
      line('Start not known', view.unknownStart),
      ...view.bands.map((band) => line(bandWords(band), band.patients)),
      ...view.limits.flatMap(({ limit, over, ahead }) => [
        line(`Over ${limitWords(clock, limit)}`, over),
        ...(ahead ? HORIZONS.map((weeks) => line(`Over ${limitWords(clock, limit)} within ${weeks} weeks`, ahead[weeks])) : []),
      ]),
      ...groupRows(view, choices[group]).flatMap(({ name, running, over }) => [
        line(`${GROUP_NAMES[group]} ${name}: running`, running),
        line(`${GROUP_NAMES[group]} ${name}: over ${CLOCKS[clock].standard}`, over),
      ]),
    ];
    return csvFile(reply, `waits-${clock}-${on}`, rows);
  }

  @Get('waits/cases')
  @May('see-patients')
  async cases(@CurrentUser() user: SignedInUser, @Query() query: AddressQuery): Promise<Page> {
    const { clock, on, given, filters, choices } = await this.asked(user, query);
    const show = typeof query['show'] === 'string' ? query['show'] : '';
    const behind = behindOf(show, bandsOf(clock), limitsOf(clock));
    if (!behind) throw new InputRefused([{ field: 'show', message: 'Select a number of the report' }]);
    const page = pageIn(query);
    const { cases, total } = await this.queries.execute(new WaitingCases(user.scope, clock, filters, on, behind, page, A_PAGE));
    refusePageBeyond(page, total, A_PAGE);
    const at = (to: number) => addressOf('/reports/waits/cases', { ...given, show, page: to });
    return new Page('pages/waits/cases.njk', {
      title: `${CLOCKS[clock].name}: cases ${behindWords(clock, behind)}${on === this.desk.today ? '' : ` on ${longDate(on)}`}`,
      back: addressOf('/reports/waits', given),
      asOf: await this.desk.asOf(),
      list: listView({ total, page, size: A_PAGE, href: at }),
      chips: FILTERS.flatMap(({ name, label }) => {
        const chosen = choices[name].find(({ value }) => value === filters[name]);
        const removeHref = addressOf('/reports/waits/cases', { ...given, [name]: undefined, show });
        return chosen ? [{ text: `${label}: ${chosen.text}`, removeHref }] : [];
      }),
      cases: cases.map((row) => ({ ...row, days: row.start && daysBetween(row.start, on) })),
    });
  }

  private async asked({ scope }: SignedInUser, query: AddressQuery) {
    const [definitions, providers, pcns, practices] = await Promise.all([
      this.definitions.all(this.desk.today),
      this.directory.providers(),
      this.desk.pcnsOf(scope),
      this.desk.practicesOf(scope),
    ]);
    const choices: Readonly<Record<keyof ClockFilters, readonly Choice[]>> = {
      pathway: definitions.map(({ id, name }) => ({ value: id, text: name })),
      specialty: namedChoices([...new Map(definitions.map(({ specialty }) => [specialty.code, specialty])).values()]),
      provider: namedChoices(providers),
      pcn: namedChoices(pcns),
      practice: namedChoices(practices),
    };
    const values = Object.fromEntries(Object.entries(choices).map(([name, list]) => [name, list.map(({ value }) => value)]));
    const { show: _, on: asked, ...filtering } = query;
    const given = readAddress(filtering, { ...values, clock: NAMES, group: GROUP_WORDS });
    const { clock = 'rtt', group = 'pcn', ...filters } = given;
    const on = this.dayAsked(asked);
    return {
      ...{ clock, group, on, filters: filters as ClockFilters },
      given: { ...given, clock, ...(on !== this.desk.today && { on }) },
      choices: {
        ...choices,
        clock: NAMES.map((value) => ({ value, text: CLOCKS[value].name })),
        group: GROUP_WORDS.map((value) => ({ value, text: GROUP_NAMES[value] })),
        on: daysToChoose(this.desk.today, on),
      },
    };
  }

  /** Today unless the address says a day that has passed. */
  private dayAsked(asked: unknown): CalendarDay {
    const { today } = this.desk;
    if (asked === undefined || asked === '') return today;
    const day = typeof asked === 'string' ? parseCalendarDay(asked) : undefined;
    if (!day || day > today) throw new InputRefused([{ field: 'on', message: 'Select a day that has come' }]);
    return day;
  }
}
