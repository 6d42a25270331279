import type { SignedInUser } from '@guardian/access';
import { addDays, type CalendarDay } from '@guardian/kernel';
import { limitOn, PathwayDefinitions } from '@guardian/pathways';
import { Controller, Get, Param, Post } from '@nestjs/common';
import { Choice, Day, Text } from '../../http/fields';
import { type FormState, newForm, withError } from '../../http/form';
import { Posted } from '../../http/posted';
import { FormRoute } from '../../http/routes';
import { CurrentUser, May } from '../../http/signed-in';
import { weekdayDate } from '../../layout/filters';
import { Page, SeeOther } from '../../layout/page';
import { CaseDesk, type OpenedCase } from '../case/case-desk';
import { CaseFrame } from '../case/case-frame';
import { matterOfSafety } from './snooze-rule';

class SnoozeForm {
  @Day({ label: 'The day', required: 'Enter the day on which the case comes back' })
  until: CalendarDay;

  @Text({ label: 'The reason', max: 500, required: 'Enter why it can wait' })
  reason: string;
}

class EndForm {
  @Choice({ label: 'the answer', from: ['yes'], required: 'Confirm that the case comes back to the worklist' })
  end: 'yes';
}

/** A case is set aside on the worklist for some days; never one in which safety is at stake. */
@Controller('cases/:reference/snooze')
@May('work-cases')
export class SnoozeController {
  constructor(
    private readonly desk: CaseDesk,
    private readonly frame: CaseFrame,
    private readonly definitions: PathwayDefinitions,
  ) {}

  @Get()
  async form(@CurrentUser() user: SignedInUser, @Param('reference') reference: string): Promise<Page> {
    return this.page(await this.desk.open(user, reference), newForm());
  }

  @Post()
  @FormRoute()
  async snooze(@Posted() posted: Posted): Promise<Page | SeeOther> {
    const seen = await this.desk.open(posted.user, posted.reference);
    const matter = await matterOfSafety(this.definitions, seen.row, this.desk.today);
    if (matter) return this.page(seen, withError(posted.body, 'until', `This cannot wait. ${matter.text}`), 422);
    return this.desk.post(posted, {
      shape: SnoozeForm,
      field: 'until',
      page: (opened, form, status) => this.page(opened, form, status),
      commands: ({ until, reason }) => ({ type: 'SnoozeWork', until, reason }),
      notice: 'The case is off the worklist until its day, or until something new happens.',
      to: () => '/worklist',
    });
  }

  @Post('end')
  @FormRoute()
  end(@Posted() posted: Posted): Promise<Page | SeeOther> {
    return this.desk.post(posted, {
      shape: EndForm,
      field: 'end',
      page: (opened, form, status) => this.page(opened, form, status),
      commands: () => ({ type: 'EndSnooze' }),
      notice: 'The case is back on the worklist.',
    });
  }

  private async page(opened: OpenedCase, form: FormState, status = 200): Promise<Page> {
    const { today } = this.desk;
    const most = limitOn('snoozeDays', today).is;
    return new Page(
      'pages/worklist/snooze.njk',
      {
        ...(await this.frame.around(opened)),
        form,
        matter: await matterOfSafety(this.definitions, opened.row, today),
        until: opened.state.snoozedUntil,
        most,
        last: weekdayDate(addDays(today, most)),
      },
      status,
    );
  }
}
