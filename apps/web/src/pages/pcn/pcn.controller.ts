import { NotAllowed, type SignedInUser } from '@guardian/access';
import { PcnCaseload, type PcnCaseloadView } from '@guardian/caseload';
import { STEPS } from '@guardian/casework/events';
import { Directory, type PcnOnDay } from '@guardian/directory';
import { limitOn } from '@guardian/pathways';
import { Controller, Get, Param, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { csvFile } from '../../http/csv-file';
import { NotFound } from '../../http/input-errors';
import { CurrentUser, May } from '../../http/signed-in';
import { Page } from '../../layout/page';
import { addressOf } from '../caseload/address';
import { ListDesk } from '../caseload/list-desk';
import { findings, percent, practiceFigures, ratePerThousand, waitChart } from './pcn-figures';

/** The patients of one PCN who wait, counted. For its staff and for those who care for them. */
@Controller('pcn')
@May('see-pcn')
export class PcnController {
  constructor(
    private readonly queries: QueryBus,
    private readonly desk: ListDesk,
    private readonly directory: Directory,
  ) {}

  @Get()
  async list(@CurrentUser() { scope }: SignedInUser): Promise<Page> {
    if (!scope.mayReadPatients) throw new NotAllowed('PCN pages are for those who care for the patients. Use the reports instead.');
    return new Page('pages/pcn/pcns.njk', { pcns: await this.desk.pcnsOf(scope) });
  }

  @Get(':code')
  async page(@CurrentUser() user: SignedInUser, @Param('code') code: string): Promise<Page> {
    const { pcn, view, rttWeeks, listSize, asOf, chart } = await this.open(user, code);
    const { today } = this.desk;
    const members = (await this.directory.practices(today)).filter((practice) => practice.pcn?.code === code);
    const practices = practiceFigures(
      await Promise.all(members.map(async (practice) => ({ ...practice, listSize: await this.directory.listSize(practice.code, today) }))),
      view.byPractice,
    );
    const pathwayNames = new Map((await this.desk.pathways()).map(({ value, text }) => [value, text]));
    const listHref = (more: Readonly<Record<string, string>>): string => addressOf('/cases', { pcn: code, ...more });
    return new Page('pages/pcn/pcn.njk', {
      pcn,
      view,
      rttWeeks,
      pcnQuietTimes: limitOn('pcnQuietTimes', today).is,
      listSize,
      asOf,
      chart,
      rate: ratePerThousand(view.open, listSize),
      overShare: percent(view.over18Weeks, view.open),
      findings: findings(view, practices, rttWeeks),
      hrefs: { all: listHref({}), over18: listHref({ wait: 'over-18' }), quiet: listHref({ quiet: 'pcn' }) },
      practices: practices.map((practice) => ({ ...practice, href: listHref({ practice: practice.code }) })),
      steps: [...view.byStep]
        .sort((a, b) => STEPS.indexOf(a.step) - STEPS.indexOf(b.step))
        .map((step) => ({ ...step, share: percent(step.open, view.open), href: listHref({ stage: step.step }) })),
      pathways: view.byPathway.map((pathway) => ({
        ...pathway,
        name: pathwayNames.get(pathway.pathwayId) ?? pathway.pathwayId,
        href: listHref({ pathway: pathway.pathwayId }),
      })),
    });
  }

  @Get(':code/waits.csv')
  async waits(
    @CurrentUser() user: SignedInUser,
    @Param('code') code: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const { chart } = await this.open(user, code);
    return csvFile(reply, `waits-${code}-${this.desk.today}`, [chart.table.head, ...chart.table.rows]);
  }

  private async open({ scope }: SignedInUser, code: string) {
    const { today } = this.desk;
    const pcn: PcnOnDay | undefined = (await this.directory.pcns(today)).find((one) => one.code === code);
    if (!pcn) throw new NotFound();
    const view: PcnCaseloadView = await this.queries.execute(new PcnCaseload(scope, { code, placeCode: pcn.place.code }, today));
    const listSize = await this.directory.listSize(code, today);
    const asOf = await this.desk.asOf();
    const rttWeeks = limitOn('rttWeeks', today).is;
    return { pcn, view, rttWeeks, listSize, asOf, chart: waitChart(view, rttWeeks, listSize, asOf, pcn.name, `/pcn/${code}/waits.csv`) };
  }
}
