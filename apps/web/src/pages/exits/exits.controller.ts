import { mayListPatients, type SignedInUser } from '@guardian/access';
import { ExitCounts, type ExitFilters, Exits, type ListedExit } from '@guardian/caseload';
import type { ClosureReason } from '@guardian/casework/events';
import { addDays, type CsvCell } from '@guardian/kernel';
import { suppressed } from '@guardian/oversight';
import { Controller, Get, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { csvFile } from '../../http/csv-file';
import { newForm } from '../../http/form';
import { OneReportAtATime } from '../../http/one-at-a-time';
import { CurrentUser, May } from '../../http/signed-in';
import { choices, namedChoices } from '../../layout/choices';
import { listView } from '../../layout/list';
import { Page } from '../../layout/page';
import { toldWords } from '../../layout/words';
import { addressOf, type AddressQuery, pageIn, readAddress, refusePageBeyond } from '../caseload/address';
import { ListDesk } from '../caseload/list-desk';
import { CLOSURE_WORDS } from '../case/event-words';
import { told } from '../waits/waits-words';

const ADDRESS = '/reports/exits';
const A_PAGE = 25;
const A_FILE = 10_000;
/** Days back from today, the first day included. */
const PERIODS = {
  '7-days': { text: 'The last 7 days', days: 7 },
  '28-days': { text: 'The last 28 days', days: 28 },
  '13-weeks': { text: 'The last 13 weeks', days: 91 },
  '52-weeks': { text: 'The last 52 weeks', days: 364 },
} as const;
const REASONS = Object.keys(CLOSURE_WORDS) as ClosureReason[];
const HEAD = ['Reason', 'Left', 'Agreed by two people', 'Reopened since', 'Median wait in days'];
const FILE_HEAD = [
  ...['Case', 'Practice', 'Pathway', 'Reason', 'Left on', 'Days since the referral', 'Reviewed by', 'Proposed by', 'Agreed by'],
  ...['Patient told', 'Referrer told', 'Reopened on'],
];

type Given = Readonly<Partial<Record<'period' | 'reason' | 'practice' | 'pathway', string>>>;

/** The exit ledger: who left the list, why, and who agreed (rule D4). Whoever may not read patients gets counts. */
@Controller('reports')
@May('see-reports')
@OneReportAtATime()
export class ExitsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly desk: ListDesk,
  ) {}

  @Get('exits')
  async page(@CurrentUser() user: SignedInUser, @Query() query: AddressQuery): Promise<Page> {
    const { given, offered } = await this.read(user, query);
    const filters = this.filtersOf(given);
    const rows = await this.counted(user, filters);
    return new Page('pages/exits/exits.njk', {
      asOf: await this.desk.asOf(),
      form: newForm(given),
      offered,
      head: HEAD,
      rows,
      file: addressOf(`${ADDRESS}.csv`, given),
      hidden: !user.scope.mayReadPatients,
      words: { reason: CLOSURE_WORDS, told: toldWords },
      names: Object.fromEntries([...offered.practice, ...offered.pathway].map(({ value, text }) => [value, text])),
      listed: mayListPatients(user) ? await this.listed(user, filters, given, pageIn(query)) : null,
    });
  }

  @Get('exits.csv')
  async csv(
    @CurrentUser() user: SignedInUser,
    @Query() query: AddressQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const filters = this.filtersOf((await this.read(user, query)).given);
    const name = `exits-${this.desk.today}`;
    if (!mayListPatients(user)) return csvFile(reply, name, [HEAD, ...(await this.counted(user, filters))]);
    const { exits } = await this.queries.execute(new Exits(user.scope, filters, 1, A_FILE));
    return csvFile(reply, name, [FILE_HEAD, ...exits.map(line)]);
  }

  private async read({ scope }: SignedInUser, query: AddressQuery) {
    const [practices, pathway] = await Promise.all([this.desk.practicesOf(scope), this.desk.pathways()]);
    const offered = {
      period: Object.entries(PERIODS).map(([value, { text }]) => ({ value, text })),
      reason: choices(CLOSURE_WORDS),
      practice: namedChoices(practices),
      pathway,
    };
    const values = (of: readonly { value: string }[]) => of.map(({ value }) => value);
    const given: Given = readAddress(query, {
      period: Object.keys(PERIODS),
      reason: REASONS,
      practice: values(offered.practice),
      pathway: values(pathway),
    });
    return { offered, given };
  }

  private filtersOf({ period, ...given }: Given): ExitFilters {
    const days = period ? PERIODS[period as keyof typeof PERIODS].days : undefined;
    return { ...(given as ExitFilters), ...(days && { since: addDays(this.desk.today, 1 - days) }) };
  }

  private async listed({ scope }: SignedInUser, filters: ExitFilters, given: Given, page: number) {
    const { exits, total } = await this.queries.execute(new Exits(scope, filters, page, A_PAGE));
    refusePageBeyond(page, total, A_PAGE);
    return { exits, list: listView({ total, page, size: A_PAGE, href: (to) => addressOf(ADDRESS, { ...given, page: to }) }) };
  }

  private async counted({ scope }: SignedInUser, filters: ExitFilters): Promise<string[][]> {
    const counts = await this.queries.execute(new ExitCounts(scope, filters));
    return counts.map(({ reason, left, agreedByTwo, reopened, median }) => {
      const cell = (count: number): string => told(scope.mayReadPatients ? count : suppressed(count));
      // Of 1 to 7 people a median is not shown either.
      const wait = told(scope.mayReadPatients || suppressed(left) !== null ? median : null);
      return [CLOSURE_WORDS[reason], cell(left), cell(agreedByTwo), cell(reopened), wait];
    });
  }
}

const line = (exit: ListedExit): CsvCell[] => [
  ...[exit.reference, exit.practiceCode, exit.pathwayId, CLOSURE_WORDS[exit.reason], exit.leftOn, exit.waitedDays, exit.reviewer ?? ''],
  ...[exit.proposedBy ?? '', exit.confirmedBy ?? '', exit.patientTold ? toldWords[exit.patientTold] : ''],
  ...[exit.referrerTold ? toldWords[exit.referrerTold] : '', exit.reopenedOn ?? ''],
];
