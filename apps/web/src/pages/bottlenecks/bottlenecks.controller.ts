import type { SignedInUser } from '@guardian/access';
import { mayListPatients, roleMay } from '@guardian/access';
import { type BottleneckRow, Bottlenecks, type BottleneckView, MEASURES } from '@guardian/oversight';
import { Controller, Get, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Directory } from '@guardian/directory';
import type { CsvCell } from '@guardian/kernel';
import type { FastifyReply } from 'fastify';
import { csvFile } from '../../http/csv-file';
import { newForm } from '../../http/form';
import { OneReportAtATime } from '../../http/one-at-a-time';
import { CurrentUser, May } from '../../http/signed-in';
import { type Choice, namedChoices } from '../../layout/choices';
import { longDate } from '../../layout/filters';
import { Page } from '../../layout/page';
import { stepWords } from '../../layout/words';
import { addressOf, type AddressQuery, readAddress } from '../caseload/address';
import { ListDesk } from '../caseload/list-desk';
import { findings, longestStep, stepCells, stepChart } from './bottleneck-words';

const WEEKS = { '4': 4, '12': 12, '26': 26, '52': 52 } as const;

interface Report {
  readonly view: BottleneckView;
  readonly given: Readonly<Record<string, string | undefined>>;
  /** What was asked for, in words. */
  readonly about: string;
  readonly choices: Readonly<Record<'pathway' | 'provider' | 'pcn', readonly Choice[]>>;
}

/** Which step of which pathway holds patients up, and whose next move it is. */
@Controller('reports')
@May('see-reports')
@OneReportAtATime()
export class BottlenecksController {
  constructor(
    private readonly queries: QueryBus,
    private readonly desk: ListDesk,
    private readonly directory: Directory,
  ) {}

  @Get('bottlenecks')
  async page(@CurrentUser() user: SignedInUser, @Query() query: AddressQuery): Promise<Page> {
    const { view, given, about, choices } = await this.report(user, query);
    const asOf = await this.desk.asOf();
    const patients = mayListPatients(user) && !given['provider'];
    const listOf = ({ step }: BottleneckRow, pastTarget: boolean): string | null =>
      patients
        ? addressOf('/cases', {
            stage: step,
            pathway: given['pathway'],
            pcn: given['pcn'],
            'past-target': pastTarget ? 'yes' : undefined,
          })
        : null;
    const cells = view.rows.map((row) => stepCells(row, view.suppressed));
    const svg = stepChart(view.rows, 'Days that each step takes. The numbers are in the table.');
    return new Page('pages/bottlenecks/bottlenecks.njk', {
      rows: view.rows.map((row, i) => ({ cells: cells[i], queueHref: listOf(row, false), pastHref: listOf(row, true) })),
      findings: findings(view),
      suppressed: view.suppressed,
      about,
      asOf,
      measures: Object.values(MEASURES),
      form: newForm({ ...defined(given), weeks: String(view.weeks) }),
      choices,
      weeks: Object.keys(WEEKS).map((value) => ({ value, text: `${value} weeks` })),
      filtered: Boolean(given['pathway'] ?? given['provider'] ?? given['pcn']),
      csvHref: addressOf('/reports/bottlenecks.csv', given),
      pcnsHref: user.scope.mayReadPatients && roleMay(user.role, 'see-pcn') ? '/pcn' : null,
      chart: svg && {
        id: 'step-times',
        heading: longestStep(view.rows),
        subtitle: `${about}. Bar from the median (dot) to 9 in 10; dashed line at the limit, where all cases have the same.`,
        svg,
        table: {
          caption: 'Days that each step takes',
          head: ['Step', 'In queue', 'Median days', '9 in 10 within', 'Limit'],
          rows: view.rows.map((row, i) => [
            stepWords[row.step].text,
            cells[i]?.inQueue,
            cells[i]?.median,
            cells[i]?.nineInTen,
            row.limit ?? 'Differs by pathway',
          ]),
        },
        source: 'Guardian cases',
        asOf,
        csvHref: null,
      },
    });
  }

  @Get('bottlenecks.csv')
  async csv(
    @CurrentUser() user: SignedInUser,
    @Query() query: AddressQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const { view, about } = await this.report(user, query);
    const { inQueue, pastLimit, median, nineInTen, inPerWeek, outPerWeek, net, daysOverLimit } = MEASURES;
    const columns = [inQueue, pastLimit, median, nineInTen, inPerWeek, outPerWeek, net, daysOverLimit];
    const rows: CsvCell[][] = [
      ['Step', 'Owner', ...columns.map(({ name }) => name)],
      ...view.rows.map((row) => Object.values<CsvCell>({ ...stepCells(row, view.suppressed) })),
      [],
      ['About', about],
      ...(view.suppressed ? [['*', 'Not shown: 1 to 7 patients, or not yet known. Other counts are rounded to 5.']] : []),
      ...columns.map(({ name, means }) => [name, means]),
    ];
    return csvFile(reply, `bottlenecks-${view.to}`, rows);
  }

  private async report({ scope }: SignedInUser, query: AddressQuery): Promise<Report> {
    const [pathways, providers, pcns] = await Promise.all([this.desk.pathways(), this.directory.providers(), this.desk.pcnsOf(scope)]);
    const choices = { pathway: pathways, provider: namedChoices(providers), pcn: namedChoices(pcns) };
    const values = Object.fromEntries(Object.entries(choices).map(([name, list]) => [name, list.map(({ value }) => value)]));
    const given: Report['given'] = readAddress(query, { ...values, weeks: Object.keys(WEEKS) });
    const weeks = WEEKS[(given['weeks'] ?? '12') as keyof typeof WEEKS];
    const view = await this.queries.execute(new Bottlenecks(scope, defined({ ...given, weeks: undefined }), this.desk.today, weeks));
    const text = (name: keyof typeof choices, all: string): string => choices[name].find(({ value }) => value === given[name])?.text ?? all;
    const about = [
      text('pathway', 'All pathways'),
      text('provider', 'all providers'),
      text('pcn', 'all PCNs'),
      `last ${weeks} weeks, from ${longDate(view.from)} to ${longDate(view.to)}`,
    ].join(', ');
    return { view, given, about, choices };
  }
}

const defined = (words: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(words).filter((word): word is [string, string] => word[1] !== undefined));
