import type { SignedInUser } from '@guardian/access';
import { outstandingItems, suspectsCancer, WITHOUT_REASONS } from '@guardian/casework';
import { addDays, type CalendarDay } from '@guardian/kernel';
import { limitOn } from '@guardian/pathways';
import { Directory } from '@guardian/directory';
import { Controller, Get, Param, Post } from '@nestjs/common';
import { Choice, Codes, Day, Text } from '../../http/fields';
import { type FormState, newForm, parseForm, typedForm, withError } from '../../http/form';
import { Posted } from '../../http/posted';
import { FormRoute } from '../../http/routes';
import { CurrentUser, May } from '../../http/signed-in';
import { namedChoices } from '../../layout/choices';
import { Page, SeeOther } from '../../layout/page';
import { CaseDesk, type OpenedCase } from '../case/case-desk';
import { shownPractice } from '../case/restricted';
import { CaseFrame } from '../case/case-frame';
import { WITHOUT_WORDS } from '../case/event-words';
import { threeBoxes } from '../case/three-boxes';
import { workupItems } from './workup-items';

const DECISIONS = ['accept', 'complete', 'return', 'go-ahead', 'red-flag'] as const;

class DecideForm {
  @Choice({ label: 'what to do', from: DECISIONS, required: 'Select what to do with this referral' })
  decision: (typeof DECISIONS)[number];
}

class ReturnForm {
  @Codes({ label: 'what is missing', required: 'Select at least 1 thing that is missing' })
  missing: string[];

  @Text({ label: 'The message', max: 2_000, required: 'Enter a message to the referrer' })
  message: string;

  @Day({ label: 'The reply date', required: 'Enter the date to reply by' })
  replyBy: CalendarDay;

  @Text({ label: 'Who is asked if no answer comes', max: 120, required: 'Enter who is asked if no answer comes' })
  escalateTo: string;

  @Choice({ label: 'the answer', from: ['yes'] })
  preview?: 'yes';
}

class GoAheadForm {
  /** `item:reason`, one of each outstanding item. */
  @Codes({ label: 'a reason', required: 'Select a reason for each item' })
  reason: string[];

  @Text({ label: 'The name of the deciding clinician', required: 'Enter the name of the deciding clinician' })
  clinician: string;

  @Choice({ label: 'the answer', from: ['yes'] })
  sure?: 'yes';
}

class RedFlagForm {
  @Text({ label: 'The red flag', max: 500, required: 'Enter the red flag' })
  reason: string;
}

class SendForm {
  @Text({ label: 'The hospital', required: 'Select the hospital' })
  provider: string;

  @Day({ label: 'The date it was sent', required: 'Enter the date it was sent' })
  on: CalendarDay;
}

/** The gate: the decision that the agreed workup is complete, and what may be decided instead (rule D1). */
@Controller('cases/:reference')
@May('work-cases')
export class GateController {
  constructor(
    private readonly desk: CaseDesk,
    private readonly frame: CaseFrame,
    private readonly directory: Directory,
  ) {}

  @Get('workup/decide')
  async decideForm(@CurrentUser() user: SignedInUser, @Param('reference') reference: string): Promise<Page> {
    return this.decidePage(await this.desk.open(user, reference), newForm());
  }

  @Post('workup/decide')
  @FormRoute()
  async decide(@Posted() posted: Posted): Promise<Page | SeeOther> {
    const form = parseForm(DecideForm, posted.body);
    if (form.ok && form.value.decision !== 'accept' && form.value.decision !== 'complete') {
      const opened = await this.desk.open(posted.user, posted.reference);
      return new SeeOther(`/cases/${opened.reference}/workup/${form.value.decision}`);
    }
    return this.desk.post(posted, {
      shape: DecideForm,
      field: 'decision',
      page: (opened, state, status) => this.decidePage(opened, state, status),
      commands: ({ decision }) => ({ type: decision === 'accept' ? 'AcceptReferral' : 'PassGate' }),
      notice: ({ state }) => (state.progress.accepted ? 'Workup complete: the referral can be sent.' : 'Referral accepted.'),
    });
  }

  @Get('workup/return')
  async returnForm(@CurrentUser() user: SignedInUser, @Param('reference') reference: string): Promise<Page> {
    const opened = await this.desk.open(user, reference);
    const missing = workupItems(opened.state).filter((item) => item.missing);
    const message = missing.length
      ? `Please send us: ${missing.map(({ name }) => name).join(', ')}. The patient keeps the place of the first referral date.`
      : '';
    const replyBy = addDays(this.desk.today, limitOn('returnReplyDays', this.desk.today).is);
    const typed = {
      missing: missing.map(({ name }) => name),
      message,
      ...threeBoxes('replyBy', replyBy),
      escalateTo: 'The practice manager',
    };
    return this.returnPage(opened, newForm(typed));
  }

  @Post('workup/return')
  @FormRoute()
  async return(@Posted() posted: Posted): Promise<Page | SeeOther> {
    const form = parseForm(ReturnForm, posted.body);
    if (form.ok && form.value.preview)
      return this.returnPage(await this.desk.open(posted.user, posted.reference), typedForm(posted.body), 200, form.value);
    return this.desk.post(posted, {
      shape: ReturnForm,
      field: 'missing',
      page: (opened, form, status) => this.returnPage(opened, form, status),
      commands: ({ missing, message, replyBy, escalateTo }) => ({ type: 'ReturnReferral', missing, message, replyBy, escalateTo }),
      notice: 'Returned to the referrer. The clock goes on; reminder and reply date are on the worklist.',
    });
  }

  @Get('workup/go-ahead')
  async goAheadForm(@CurrentUser() user: SignedInUser, @Param('reference') reference: string): Promise<Page> {
    return this.goAheadPage(await this.desk.open(user, reference), newForm());
  }

  @Post('workup/go-ahead')
  @FormRoute()
  async goAhead(@Posted() posted: Posted): Promise<Page | SeeOther> {
    const form = parseForm(GoAheadForm, posted.body);
    if (form.ok && !form.value.sure) {
      const opened = await this.desk.open(posted.user, posted.reference);
      const without = outstandingItems(opened.state);
      const unexplained = without.find(({ code }) => !form.value.reason.some((given) => given.startsWith(`${code}:`)));
      if (unexplained) {
        return this.goAheadPage(
          opened,
          withError(posted.body, 'reason', `Select a reason for going ahead without ${unexplained.name}`),
          422,
        );
      }
      return new Page('pages/workup/go-ahead-sure.njk', {
        ...(await this.frame.around(opened)),
        without: without.map((item) => item.name),
        reasons: form.value.reason,
        clinician: form.value.clinician,
        form: newForm(),
      });
    }
    return this.desk.post(posted, {
      shape: GoAheadForm,
      field: 'reason',
      page: (opened, state, status) => this.goAheadPage(opened, state, status),
      commands: ({ reason, clinician }) => ({
        type: 'OverrideGate',
        without: reason.flatMap((given) => {
          const [item = '', code] = given.split(':', 2);
          const known = WITHOUT_REASONS.find((one) => one === code);
          return known ? [{ item, reason: known }] : [];
        }),
        clinician,
      }),
      notice: 'Going ahead: the referral can be sent.',
    });
  }

  @Get('workup/red-flag')
  async redFlagForm(@CurrentUser() user: SignedInUser, @Param('reference') reference: string): Promise<Page> {
    const opened = await this.desk.open(user, reference);
    return new Page('pages/workup/red-flag.njk', { ...(await this.frame.around(opened)), form: newForm() });
  }

  @Post('workup/red-flag')
  @FormRoute()
  redFlag(@Posted() posted: Posted): Promise<Page | SeeOther> {
    return this.desk.post(posted, {
      shape: RedFlagForm,
      field: 'reason',
      page: async (opened, form, status) => new Page('pages/workup/red-flag.njk', { ...(await this.frame.around(opened)), form }, status),
      commands: ({ reason }) => ({ type: 'BypassForRedFlag', reason }),
      notice: 'Not held. Send it to the hospital now; the workup follows.',
      to: (_, { reference }) => `/cases/${reference}/send`,
    });
  }

  @Get('send')
  async sendForm(@CurrentUser() user: SignedInUser, @Param('reference') reference: string): Promise<Page> {
    const opened = await this.desk.open(user, reference);
    const provider = opened.state.provider?.code;
    return this.sendPage(opened, newForm({ ...(provider ? { provider } : {}), ...threeBoxes('on', this.desk.today) }));
  }

  @Post('send')
  @FormRoute()
  send(@Posted() posted: Posted): Promise<Page | SeeOther> {
    return this.desk.post(posted, {
      shape: SendForm,
      field: 'provider',
      page: (opened, form, status) => this.sendPage(opened, form, status),
      commands: async ({ provider, on }) => {
        const name = (await this.directory.providers()).find(({ code }) => code === provider)?.name ?? provider;
        return { type: 'SendReferral', to: { code: provider, name }, on };
      },
      notice: 'The referral is recorded as sent. The hospital has the next move.',
    });
  }

  private async decidePage(opened: OpenedCase, form: FormState, status = 200): Promise<Page> {
    const { progress, gateDueOn } = opened.state;
    const items = workupItems(opened.state);
    return new Page(
      'pages/workup/decide.njk',
      {
        ...(await this.frame.around(opened, 'workup')),
        form,
        items,
        missing: items.filter((item) => item.missing).map(({ name }) => name),
        accepted: progress.accepted,
        returned: progress.returned,
        gatePassed: progress.gatePassed,
        gateDueOn,
        neverHeld: suspectsCancer(opened.state.progress),
      },
      status,
    );
  }

  private async returnPage(opened: OpenedCase, form: FormState, status = 200, letter?: ReturnForm): Promise<Page> {
    const names = workupItems(opened.state).map(({ name }) => name);
    const choices = [...names, 'Clinical details', 'Contact details of the patient', 'Consent'].map((name) => ({
      value: name,
      text: name,
    }));
    const { practiceCode, referredOn } = opened.row;
    const practice = letter && shownPractice(opened, await this.directory.practice(practiceCode, referredOn)).name;
    return new Page('pages/workup/return.njk', { ...(await this.frame.around(opened)), form, choices, letter, practice }, status);
  }

  private async goAheadPage(opened: OpenedCase, form: FormState, status = 200): Promise<Page> {
    const missing = workupItems(opened.state).filter((item) => item.missing);
    const reasons = WITHOUT_REASONS.map((value) => ({ value, text: WITHOUT_WORDS[value] }));
    return new Page('pages/workup/go-ahead.njk', { ...(await this.frame.around(opened)), form, missing, reasons }, status);
  }

  private async sendPage(opened: OpenedCase, form: FormState, status = 200): Promise<Page> {
    const providers = namedChoices(await this.directory.providers());
    return new Page(
      'pages/workup/send.njk',
      { ...(await this.frame.around(opened)), form, providers, gatePassed: opened.state.progress.gatePassed },
      status,
    );
  }
}
