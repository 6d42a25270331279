import type { SignedInUser } from '@guardian/access';
import { Controller, Get, Param } from '@nestjs/common';
import { CurrentUser, May } from '../../http/signed-in';
import { Page } from '../../layout/page';
import { CaseDesk } from '../case/case-desk';
import { CaseFrame } from '../case/case-frame';
import { clocksOfCase, readOn } from './case-clocks';

/** Why the national clocks of a case read what they read. */
@Controller('cases/:reference/clocks')
@May('see-patients')
export class ClocksController {
  constructor(
    private readonly desk: CaseDesk,
    private readonly frame: CaseFrame,
  ) {}

  @Get()
  async page(@CurrentUser() user: SignedInUser, @Param('reference') reference: string): Promise<Page> {
    const opened = await this.desk.open(user, reference);
    const { asOf, words } = readOn(opened.events, opened.state.progress.closed, this.desk.today);
    return new Page('pages/clocks/clocks.njk', {
      ...(await this.frame.around(opened, 'clocks')),
      ...clocksOfCase(opened.events, asOf),
      readOn: words,
    });
  }
}
