import type { SignedInUser } from '@guardian/access';
import { type DeflectionMonth, Deflections } from '@guardian/caseload';
import { SAVED_WORK } from '@guardian/casework/events';
import { suppressed } from '@guardian/oversight';
import { Controller, Get, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { csvFile } from '../../http/csv-file';
import { OneReportAtATime } from '../../http/one-at-a-time';
import { CurrentUser, May } from '../../http/signed-in';
import { Page } from '../../layout/page';
import { ListDesk } from '../caseload/list-desk';
import { told } from '../waits/waits-words';
import { SAVED } from './enquiry-forms';

const HEAD = ['Month', 'Received', 'Answered', 'In time', 'Late now', ...SAVED_WORK.map((work) => SAVED[work])];

/** The deflection ledger: what answers of the service saved practices and hospitals. Counts only. */
@Controller('reports')
@May('see-reports')
@OneReportAtATime()
export class DeflectionsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly desk: ListDesk,
  ) {}

  @Get('enquiries')
  async page(@CurrentUser() { scope }: SignedInUser): Promise<Page> {
    const months = await this.queries.execute(new Deflections(scope, this.desk.today));
    const hidden = !scope.mayReadPatients;
    const saved = months.reduce((total, month) => total + SAVED_WORK.reduce((sum, work) => sum + month.saved[work], 0), 0);
    return new Page('pages/enquiries/deflections.njk', {
      asOf: await this.desk.asOf(),
      head: HEAD,
      rows: months.map((month) => rowOf(month, hidden)),
      hidden,
      saved: told(hidden ? suppressed(saved) : saved),
    });
  }

  @Get('enquiries.csv')
  async csv(@CurrentUser() { scope }: SignedInUser, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const months = await this.queries.execute(new Deflections(scope, this.desk.today));
    return csvFile(reply, `enquiries-${this.desk.today}`, [HEAD, ...months.map((month) => rowOf(month, !scope.mayReadPatients))]);
  }
}

function rowOf({ month, received, answered, inTime, late, saved }: DeflectionMonth, hidden: boolean): string[] {
  const counts = [received, answered, inTime, late, ...SAVED_WORK.map((work) => saved[work])];
  return [month, ...counts.map((count) => told(hidden ? suppressed(count) : count))];
}
