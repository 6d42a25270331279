import type { SignedInUser } from '@guardian/access';
import { needsSecondPerson } from '@guardian/casework';
import type { ClosureReason, Told } from '@guardian/casework/events';
import type { CalendarDay } from '@guardian/kernel';
import { limitOn } from '@guardian/pathways';
import { Controller, Get, Param, Post, Query } from '@nestjs/common';
import { Choice, Day, Text } from '../../http/fields';
import { type FormState, newForm, parseForm } from '../../http/form';
import { InputRefused } from '../../http/input-errors';
import { Posted } from '../../http/posted';
import { FormRoute } from '../../http/routes';
import { CurrentUser, May } from '../../http/signed-in';
import { choices } from '../../layout/choices';
import { Page, SeeOther } from '../../layout/page';
import { toldWords } from '../../layout/words';
import { CaseDesk, type OpenedCase } from '../case/case-desk';
import { CaseFrame } from '../case/case-frame';
import { CLOSURE_WORDS } from '../case/event-words';
import { threeBoxes } from '../case/three-boxes';
import { stillOpen } from './still-open';

const CLOSED = 'The case is closed. It stands in the exit ledger, and can be reopened.';

class CloseForm {
  @Choice({ label: 'the reason', from: Object.keys(CLOSURE_WORDS), required: 'Select the reason for closing' })
  reason: ClosureReason;

  @Day({ label: 'The closing date', required: 'Enter the date of the reason' })
  on: CalendarDay;

  @Text({ label: 'The evidence', max: 2_000, required: 'Enter the evidence for closing' })
  evidence: string;

  @Text({ label: 'The name of the reviewer', required: 'Enter who reviewed the closing' })
  reviewer: string;

  @Choice({ label: 'how the patient was told', from: Object.keys(toldWords), required: 'Select how the patient was told' })
  patientTold: Told;

  @Choice({ label: 'how the referrer was told', from: Object.keys(toldWords), required: 'Select how the referrer was told' })
  referrerTold: Told;

  @Choice({ label: 'the answer', from: ['yes'] })
  sure?: 'yes';
}

class ConfirmForm {
  @Choice({ label: 'that you agree', from: ['yes'], required: 'Tick that you have looked at it and agree' })
  agree: 'yes';
}

class DeclineForm {
  @Text({ label: 'The reason', max: 500, required: 'Enter why the patient stays on the list' })
  reason: string;
}

class ReopenForm {
  @Text({ label: 'The reason', max: 500, required: 'Enter why the case is reopened' })
  reason: string;
}

/** The end of a case, and its return: nobody leaves the list unseen (rule D4). */
@Controller('cases/:reference')
@May('work-cases')
export class ClosingController {
  constructor(
    private readonly desk: CaseDesk,
    private readonly frame: CaseFrame,
  ) {}

  @Get('close')
  async closeForm(
    @CurrentUser() user: SignedInUser,
    @Param('reference') reference: string,
    @Query('reason') reason?: string,
  ): Promise<Page> {
    if (reason !== undefined && !Object.hasOwn(CLOSURE_WORDS, reason)) {
      throw new InputRefused([{ field: 'reason', message: `Guardian does not know "${reason}" here` }]);
    }
    const opened = await this.desk.open(user, reference);
    return this.closePage(opened, newForm({ ...(reason ? { reason } : {}), ...threeBoxes('on', this.desk.today) }));
  }

  @Post('close')
  @FormRoute()
  async close(@Posted() posted: Posted): Promise<Page | SeeOther> {
    const form = parseForm(CloseForm, posted.body);
    const opened = await this.desk.open(posted.user, posted.reference);
    const asks = form.ok && this.asksSomebodyElse(form.value.reason, opened.state);
    if (form.ok && !form.value.sure && !asks) {
      const left = stillOpen(opened);
      if (left.length > 0 && opened.state.followed.length === 0) return this.surePage(opened, form.value, left);
    }
    return this.desk.post(posted, {
      shape: CloseForm,
      field: 'patientTold',
      page: (opened, state, status) => this.closePage(opened, state, status),
      commands: ({ sure: _, ...exit }) => (asks ? { type: 'ProposeExit', ...exit } : { type: 'CloseCase', ...exit }),
      notice: asks ? 'The exit is proposed. The patient stays on the list until a second person has agreed.' : CLOSED,
    });
  }

  /** The exit that waits for a second person (rule D4). */
  @Get('exit')
  async exit(@CurrentUser() user: SignedInUser, @Param('reference') reference: string): Promise<Page> {
    return this.exitPage(await this.desk.open(user, reference), newForm());
  }

  @Post('exit/confirm')
  @FormRoute()
  confirm(@Posted() posted: Posted): Promise<Page | SeeOther> {
    return this.desk.post(posted, {
      shape: ConfirmForm,
      field: 'agree',
      page: (opened, form, status) => this.exitPage(opened, form, status),
      commands: () => ({ type: 'ConfirmExit' }),
      notice: CLOSED,
    });
  }

  @Post('exit/decline')
  @FormRoute()
  decline(@Posted() posted: Posted): Promise<Page | SeeOther> {
    return this.desk.post(posted, {
      shape: DeclineForm,
      field: 'reason',
      page: (opened, form, status) => this.exitPage(opened, form, status),
      commands: ({ reason }) => ({ type: 'DeclineExit', reason }),
      notice: 'The patient stays on the list.',
    });
  }

  @Get('reopen')
  async reopenForm(@CurrentUser() user: SignedInUser, @Param('reference') reference: string): Promise<Page> {
    return this.reopenPage(await this.desk.open(user, reference), newForm());
  }

  @Post('reopen')
  @FormRoute()
  reopen(@Posted() posted: Posted): Promise<Page | SeeOther> {
    return this.desk.post(posted, {
      shape: ReopenForm,
      field: 'reason',
      page: (opened, form, status) => this.reopenPage(opened, form, status),
      commands: ({ reason }) => ({ type: 'ReopenCase', reason }),
      notice: 'The case is open again, where it was.',
    });
  }

  private asksSomebodyElse(reason: ClosureReason, { progress }: OpenedCase['state']): boolean {
    const { today } = this.desk;
    return needsSecondPerson(reason, progress, { today, talkDays: limitOn('exitTalkDays', today).is });
  }

  private async exitPage(opened: OpenedCase, form: FormState, status = 200): Promise<Page> {
    const { exit } = opened.state;
    return new Page(
      'pages/closing/exit.njk',
      {
        ...(await this.frame.around(opened)),
        form,
        exit,
        left: stillOpen(opened),
        own: exit?.proposedBy.id === opened.user.id,
        words: { reason: CLOSURE_WORDS, told: toldWords },
      },
      status,
    );
  }

  private async closePage(opened: OpenedCase, form: FormState, status = 200): Promise<Page> {
    return new Page(
      'pages/closing/close.njk',
      {
        ...(await this.frame.around(opened)),
        form,
        reasons: choices(CLOSURE_WORDS),
        told: choices(toldWords),
        followed: opened.state.followed,
        proposed: opened.state.exit !== null,
        talkDays: limitOn('exitTalkDays', this.desk.today).is,
      },
      status,
    );
  }

  private async surePage(opened: OpenedCase, { on, ...typed }: CloseForm, left: readonly string[]): Promise<Page> {
    return new Page('pages/closing/close-sure.njk', {
      ...(await this.frame.around(opened)),
      left,
      typed: Object.entries({ ...typed, ...threeBoxes('on', on) }),
    });
  }

  private async reopenPage(opened: OpenedCase, form: FormState, status = 200): Promise<Page> {
    return new Page(
      'pages/closing/reopen.njk',
      { ...(await this.frame.around(opened)), form, linked: opened.state.linkedTo !== null },
      status,
    );
  }
}
