import type { SignedInUser } from '@guardian/access';
import { gateVerdict } from '@guardian/casework';
import type { CalendarDay } from '@guardian/kernel';
import { Controller, Get, Param, Post } from '@nestjs/common';
import { Day, Text } from '../../http/fields';
import { type FormState, newForm } from '../../http/form';
import { NotFound } from '../../http/input-errors';
import { Posted } from '../../http/posted';
import { FormRoute } from '../../http/routes';
import { CurrentUser, May } from '../../http/signed-in';
import { Page, SeeOther } from '../../layout/page';
import { CaseDesk, type OpenedCase } from '../case/case-desk';
import { CaseFrame } from '../case/case-frame';
import { threeBoxes } from '../case/three-boxes';
import { workupItems } from './workup-items';

class DoneForm {
  @Day({ label: 'The date of the evidence', required: 'Enter the date of the evidence' })
  evidenceOn: CalendarDay;

  @Text({ label: 'Where it comes from', required: 'Enter where the evidence comes from' })
  source: string;

  @Text({ label: 'What it says', max: 2_000 })
  finding?: string;
}

class RequestForm {
  @Text({ label: 'Who was asked', required: 'Enter who was asked' })
  from: string;

  @Day({ label: 'The date it is due', required: 'Enter the date it is due' })
  dueOn: CalendarDay;
}

class WaiveForm {
  @Text({ label: 'The reason', max: 500, required: 'Enter the reason for going on without it' })
  reason: string;

  @Text({ label: 'The name of the deciding clinician', required: 'Enter the name of the deciding clinician' })
  clinician: string;

  @Day({ label: 'The date the decision runs out', required: 'Enter the date the decision runs out' })
  expiresOn: CalendarDay;
}

class NoteForm {
  @Text({ label: 'The note', max: 2_000 })
  note?: string;
}

/** The agreed workup of a case: what is there, what is missing, and where it will come from. */
@Controller('cases/:reference/workup')
export class WorkupController {
  constructor(
    private readonly desk: CaseDesk,
    private readonly frame: CaseFrame,
  ) {}

  @Get()
  @May('see-patients')
  async workup(@CurrentUser() user: SignedInUser, @Param('reference') reference: string): Promise<Page> {
    return this.workupPage(await this.desk.open(user, reference), newForm());
  }

  @Post('resubmission')
  @May('work-cases')
  @FormRoute()
  resubmitted(@Posted() posted: Posted): Promise<Page | SeeOther> {
    return this.desk.post(posted, {
      shape: NoteForm,
      field: 'note',
      page: (opened, form, status) => this.workupPage(opened, form, status),
      commands: ({ note = '' }) => ({ type: 'ResubmitReferral', note }),
      notice: 'The referrer’s answer is saved.',
      to: (_, { reference }) => `/cases/${reference}/workup`,
    });
  }

  @Get(':item/done')
  @May('work-cases')
  async doneForm(@CurrentUser() user: SignedInUser, @Param('reference') reference: string, @Param('item') item: string): Promise<Page> {
    const opened = await this.desk.open(user, reference);
    return this.itemPage('pages/workup/item-done.njk', opened, item, newForm(threeBoxes('evidenceOn', this.desk.today)));
  }

  @Post(':item/done')
  @May('work-cases')
  @FormRoute()
  done(@Param('item') item: string, @Posted() posted: Posted): Promise<Page | SeeOther> {
    return this.desk.post(posted, {
      shape: DoneForm,
      field: 'evidenceOn',
      page: (opened, form, status) => this.itemPage('pages/workup/item-done.njk', opened, item, form, status),
      commands: ({ evidenceOn, source, finding = '' }) => ({ type: 'CompleteWorkupItem', item, evidenceOn, source, finding }),
      notice: (opened) => `${nameOf(opened, item)} is recorded as done.`,
      to: (_, { reference }) => `/cases/${reference}/workup`,
    });
  }

  @Get(':item/request')
  @May('work-cases')
  async requestForm(@CurrentUser() user: SignedInUser, @Param('reference') reference: string, @Param('item') item: string): Promise<Page> {
    const opened = await this.desk.open(user, reference);
    return this.itemPage('pages/workup/item-request.njk', opened, item, newForm());
  }

  @Post(':item/request')
  @May('work-cases')
  @FormRoute()
  request(@Param('item') item: string, @Posted() posted: Posted): Promise<Page | SeeOther> {
    return this.desk.post(posted, {
      shape: RequestForm,
      field: 'dueOn',
      page: (opened, form, status) => this.itemPage('pages/workup/item-request.njk', opened, item, form, status),
      commands: ({ from, dueOn }) => ({ type: 'RequestWorkupItem', item, from, dueOn }),
      notice: (opened) => `${nameOf(opened, item)} is recorded as asked for.`,
      to: (_, { reference }) => `/cases/${reference}/workup`,
    });
  }

  @Get(':item/waive')
  @May('work-cases')
  async waiveForm(@CurrentUser() user: SignedInUser, @Param('reference') reference: string, @Param('item') item: string): Promise<Page> {
    return this.itemPage('pages/workup/item-waive.njk', await this.desk.open(user, reference), item, newForm());
  }

  @Post(':item/waive')
  @May('work-cases')
  @FormRoute()
  waive(@Param('item') item: string, @Posted() posted: Posted): Promise<Page | SeeOther> {
    return this.desk.post(posted, {
      shape: WaiveForm,
      field: 'reason',
      page: (opened, form, status) => this.itemPage('pages/workup/item-waive.njk', opened, item, form, status),
      commands: ({ reason, clinician, expiresOn }) => ({ type: 'WaiveWorkupItem', item, reason, clinician, expiresOn }),
      notice: (opened) => `The referral may go on without ${nameOf(opened, item)} until that day.`,
      to: (_, { reference }) => `/cases/${reference}/workup`,
    });
  }

  private async workupPage(opened: OpenedCase, form: FormState, status = 200): Promise<Page> {
    const { progress, gateDueOn, replyBy } = opened.state;
    return new Page(
      'pages/workup/workup.njk',
      {
        ...(await this.frame.around(opened, 'workup')),
        form,
        items: workupItems(opened.state),
        accepted: progress.accepted,
        returned: progress.returned,
        gatePassed: progress.gatePassed,
        gateDueOn,
        replyBy,
        decided: gateVerdict(opened.events) !== null,
      },
      status,
    );
  }

  private async itemPage(template: string, opened: OpenedCase, code: string, form: FormState, status = 200): Promise<Page> {
    const item = workupItems(opened.state).find((found) => found.code === code);
    if (!item) throw new NotFound();
    return new Page(template, { ...(await this.frame.around(opened, 'workup')), form, item }, status);
  }
}

const nameOf = ({ state }: OpenedCase, item: string): string => state.items[item]?.name ?? item;
