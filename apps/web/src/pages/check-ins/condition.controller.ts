import { roleMay, type SignedInUser } from '@guardian/access';
import { threadOf } from '@guardian/casework';
import { type ConditionReporter, type ContactMeans, TRIAGE_OUTCOMES, type TriageOutcome } from '@guardian/casework/events';
import type { CalendarDay } from '@guardian/kernel';
import { Controller, Get, Param, Post } from '@nestjs/common';
import { Choice, Day, Text } from '../../http/fields';
import { type FormState, newForm } from '../../http/form';
import { NotFound } from '../../http/input-errors';
import { Posted } from '../../http/posted';
import { FormRoute } from '../../http/routes';
import { CurrentUser, May } from '../../http/signed-in';
import { choices } from '../../layout/choices';
import { Page, SeeOther } from '../../layout/page';
import { CaseDesk, type OpenedCase } from '../case/case-desk';
import { CaseFrame } from '../case/case-frame';
import { MEANS_WORDS, REPORTER_WORDS, TRIAGE_WORDS } from '../case/safety-words';
import { threeBoxes } from '../case/three-boxes';
import { writtenAbout } from '../case/written-about';

class ReportForm {
  @Choice({ label: 'who reported it', from: Object.keys(REPORTER_WORDS), required: 'Select who reported it' })
  by: ConditionReporter;

  @Day({ label: 'The date of the report', required: 'Enter the date of the report' })
  on: CalendarDay;

  @Text({ label: 'What has changed', max: 2_000, required: 'Enter what has changed' })
  what: string;
}

class TriageForm {
  @Choice({ label: 'what happens next', from: TRIAGE_OUTCOMES, required: 'Select what happens next' })
  outcome: TriageOutcome;

  @Text({ label: 'The name', required: 'Enter who decided' })
  triagedBy: string;

  @Text({ label: 'The reason', max: 2_000, required: 'Enter why' })
  reason: string;

  @Choice({ label: 'how', from: Object.keys(MEANS_WORDS), required: 'Select how they were told what happens next' })
  told: ContactMeans;
}

/** Where a change of condition leads. */
const LEADS_TO: Readonly<Record<TriageOutcome, (changeId: string) => string>> = {
  emergency: (changeId) => `/escalations/new?after=${changeId}`,
  'same-day': (changeId) => `/escalations/new?after=${changeId}`,
  'ask-a-clinician': (changeId) => `/escalations/new?after=${changeId}`,
  'earlier-check-in': () => '/check-ins',
  'no-change-of-plan': () => '',
};

/** A change of condition, reported by patient, carer or practice at any time; then what follows, and the receipt. */
@Controller('cases/:reference/check-ins/changes')
@May('work-cases')
export class ConditionController {
  constructor(
    private readonly desk: CaseDesk,
    private readonly frame: CaseFrame,
  ) {}

  @Get('new')
  async reportForm(@CurrentUser() user: SignedInUser, @Param('reference') reference: string): Promise<Page> {
    const opened = await this.desk.open(user, reference);
    return this.reportPage(opened, newForm({ by: 'patient', ...threeBoxes('on', this.desk.today) }));
  }

  @Post('new')
  @FormRoute()
  report(@Posted() posted: Posted): Promise<Page | SeeOther> {
    return this.desk.post(posted, {
      shape: ReportForm,
      field: 'what',
      page: (opened, form, status) => this.reportPage(opened, form, status),
      commands: ({ by, on, what }) => ({ type: 'ReportConditionChange', by, on, what }),
      notice: 'The report is saved. Decide now what follows.',
      to: (_, { reference, state }) => {
        const reported = state.entries.filter((type) => type === 'ConditionChangeReported').length;
        return `/cases/${reference}/check-ins/changes/n${reported + 1}`;
      },
    });
  }

  @Get(':change')
  async triageForm(
    @CurrentUser() user: SignedInUser,
    @Param('reference') reference: string,
    @Param('change') changeId: string,
  ): Promise<Page> {
    const typed = roleMay(user.role, 'decide-clinically') ? { triagedBy: user.name } : {};
    return this.triagePage(await this.desk.open(user, reference), changeId, newForm({ ...typed, told: 'phone' }));
  }

  @Post(':change')
  @FormRoute()
  triage(@Param('change') changeId: string, @Posted() posted: Posted): Promise<Page | SeeOther> {
    return this.desk.post(posted, {
      shape: TriageForm,
      field: 'outcome',
      page: (opened, form, status) => this.triagePage(opened, changeId, form, status),
      commands: ({ outcome, triagedBy, reason, told }) => ({ type: 'TriageConditionChange', changeId, outcome, triagedBy, reason, told }),
      notice: 'Saved: what follows, and how they were told.',
      to: ({ outcome }, { reference }) => `/cases/${reference}${LEADS_TO[outcome](changeId)}`,
    });
  }

  private async reportPage(opened: OpenedCase, form: FormState, status = 200): Promise<Page> {
    return new Page('pages/check-ins/report.njk', { ...(await this.frame.around(opened)), form, by: choices(REPORTER_WORDS) }, status);
  }

  private async triagePage(opened: OpenedCase, changeId: string, form: FormState, status = 200): Promise<Page> {
    const change = threadOf(opened.state.safety.changes, changeId);
    if (!change) throw new NotFound();
    const written = writtenAbout(opened, 'ConditionChangeReported', (data) => data.changeId === changeId);
    return new Page(
      'pages/check-ins/triage.njk',
      {
        ...(await this.frame.around(opened)),
        form,
        changeId,
        on: change.on,
        reporter: change.by,
        by: REPORTER_WORDS[change.by],
        what: written?.personal.what ?? null,
        decided: change.outcome && TRIAGE_WORDS[change.outcome],
        outcomes: choices(TRIAGE_WORDS),
        told: choices(MEANS_WORDS),
      },
      status,
    );
  }
}
