import { mayListPatients, type SignedInUser } from '@guardian/access';
import { HarmReviewCounts, HarmReviews, type ListedHarmReview } from '@guardian/caseload';
import { HARM_GRADES, HARM_TRIGGERS } from '@guardian/casework/events';
import { type CsvCell } from '@guardian/kernel';
import { suppressed } from '@guardian/oversight';
import { Controller, Get, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { csvFile } from '../../http/csv-file';
import { OneReportAtATime } from '../../http/one-at-a-time';
import { CurrentUser, May } from '../../http/signed-in';
import { listView } from '../../layout/list';
import { Page } from '../../layout/page';
import { addressOf, type AddressQuery, pageIn, readAddress, refusePageBeyond } from '../caseload/address';
import { ListDesk } from '../caseload/list-desk';
import { HARM_GRADE_WORDS, HARM_TRIGGER_WORDS } from '../case/safety-words';
import { told } from '../waits/waits-words';

const ADDRESS = '/reports/harm-reviews';
const SHOWN = ['to-do', 'done'] as const;
const A_PAGE = 25;
const A_FILE = 10_000;
const HEAD = ['Why', 'Due', 'Overdue', ...HARM_GRADES.map((grade) => HARM_GRADE_WORDS[grade])];
const FILE_HEAD = ['Case', 'Practice', 'Why', 'Code', 'Waiting since', 'Limit in days', 'Due', 'Done', 'Harm', 'Reviewed by'];

/** Harm reviews that are due, overdue and done. Whoever may not read patients gets counts. */
@Controller('reports')
@May('see-reports')
@OneReportAtATime()
export class HarmReviewListController {
  constructor(
    private readonly queries: QueryBus,
    private readonly desk: ListDesk,
  ) {}

  @Get('harm-reviews')
  async page(@CurrentUser() user: SignedInUser, @Query() query: AddressQuery): Promise<Page> {
    const { page: _, ...filters } = query;
    const { show = 'to-do' } = readAddress(filters, { show: SHOWN });
    const asOf = await this.desk.asOf();
    return new Page('pages/harm-reviews/list.njk', {
      asOf,
      head: HEAD,
      rows: await this.counted(user),
      hidden: !user.scope.mayReadPatients,
      show,
      today: this.desk.today,
      words: HARM_TRIGGER_WORDS,
      grades: HARM_GRADE_WORDS,
      listed: mayListPatients(user) ? await this.listed(user, show, pageIn(query)) : null,
    });
  }

  @Get('harm-reviews.csv')
  async csv(@CurrentUser() user: SignedInUser, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const name = `harm-reviews-${this.desk.today}`;
    if (!mayListPatients(user)) return csvFile(reply, name, [HEAD, ...(await this.counted(user))]);
    const [toDo, done] = await Promise.all(SHOWN.map((show) => this.queries.execute(new HarmReviews(user.scope, show, 1, A_FILE))));
    return csvFile(reply, name, [FILE_HEAD, ...[...(toDo?.reviews ?? []), ...(done?.reviews ?? [])].map(line)]);
  }

  private async listed({ scope }: SignedInUser, show: (typeof SHOWN)[number], page: number) {
    const { reviews, total } = await this.queries.execute(new HarmReviews(scope, show, page, A_PAGE));
    refusePageBeyond(page, total, A_PAGE);
    return { reviews, list: listView({ total, page, size: A_PAGE, href: (to) => addressOf(ADDRESS, { show, page: to }) }) };
  }

  private async counted({ scope }: SignedInUser): Promise<string[][]> {
    const counts = await this.queries.execute(new HarmReviewCounts(scope, this.desk.today));
    return HARM_TRIGGERS.map((trigger) => {
      const of = counts.find((one) => one.trigger === trigger);
      const cell = (count: number): string => told(scope.mayReadPatients ? count : suppressed(count));
      return [HARM_TRIGGER_WORDS[trigger], ...(['due', 'overdue', ...HARM_GRADES] as const).map((what) => cell(of?.[what] ?? 0))];
    });
  }
}

const line = (review: ListedHarmReview): CsvCell[] => [
  ...[review.reference, review.practiceCode, HARM_TRIGGER_WORDS[review.trigger], review.code ?? '', review.since, review.days],
  ...[review.dueOn, review.on ?? '', review.grade ? HARM_GRADE_WORDS[review.grade] : '', review.reviewer ?? ''],
];
