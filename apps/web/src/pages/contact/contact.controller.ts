import type { SignedInUser } from '@guardian/access';
import { type ContactMeans, type ContactOutcome, type ContactParty, unansweredTries } from '@guardian/casework/events';
import { EnquiriesOfCase } from '@guardian/caseload';
import { addDays, type CalendarDay } from '@guardian/kernel';
import { PathwayDefinitions } from '@guardian/pathways';
import { Controller, Get, Param, Post, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Choice, Day, Text } from '../../http/fields';
import { type FormState, newForm } from '../../http/form';
import { Posted } from '../../http/posted';
import { FormRoute } from '../../http/routes';
import { CurrentUser, May } from '../../http/signed-in';
import { choices } from '../../layout/choices';
import { Page, SeeOther } from '../../layout/page';
import { CaseDesk, type OpenedCase } from '../case/case-desk';
import { CaseFrame } from '../case/case-frame';
import { threeBoxes } from '../case/three-boxes';
import { timeline } from '../case/timeline';

const WHO = { patient: 'Patient', carer: 'Carer', practice: 'Practice', hospital: 'Hospital', diagnostics: 'Diagnostics' } as const;
export const HOW = { phone: 'Phone', text: 'Text message', letter: 'Letter', email: 'E-mail', 'in-person': 'In person' } as const;
export const OUTCOME = {
  spoke: 'Spoke',
  'no-answer': 'No answer',
  'left-message': 'Left a message',
  'wrong-number': 'Wrong number',
  declined: 'Declined to talk',
  sent: 'Sent (letter, text or e-mail)',
} as const;

class ContactForm {
  @Choice({ label: 'who it was', from: Object.keys(WHO), required: 'Select who it was' })
  who: ContactParty;

  @Choice({ label: 'how', from: Object.keys(HOW), required: 'Select how' })
  how: ContactMeans;

  @Choice({ label: 'what happened', from: Object.keys(OUTCOME), required: 'Select what happened' })
  outcome: ContactOutcome;

  @Day({ label: 'The date of the contact', required: 'Enter the date of the contact' })
  on: CalendarDay;

  @Text({ label: 'Notes', max: 2_000 })
  notes?: string;

  @Day({ label: 'The date of the next contact' })
  nextOn?: CalendarDay;
}

@Controller('cases/:reference/contacts')
export class ContactController {
  constructor(
    private readonly desk: CaseDesk,
    private readonly frame: CaseFrame,
    private readonly definitions: PathwayDefinitions,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @May('see-patients')
  async contacts(@CurrentUser() user: SignedInUser, @Param('reference') reference: string): Promise<Page> {
    const opened = await this.desk.open(user, reference);
    return new Page('pages/contact/contacts.njk', {
      ...(await this.frame.around(opened, 'contacts')),
      days: timeline(opened.events, 'contact'),
      enquiries: await this.queries.execute(new EnquiriesOfCase(user.scope, opened.caseId)),
    });
  }

  @Get('new')
  @May('work-cases')
  async form(@CurrentUser() user: SignedInUser, @Param('reference') reference: string, @Query('who') who?: string): Promise<Page> {
    const opened = await this.desk.open(user, reference);
    return this.page(
      opened,
      newForm({ who: who && Object.hasOwn(WHO, who) ? who : 'patient', how: 'phone', ...threeBoxes('on', this.desk.today) }),
    );
  }

  @Post('new')
  @May('work-cases')
  @FormRoute()
  async record(@Posted() posted: Posted): Promise<Page | SeeOther> {
    return this.desk.post(posted, {
      shape: ContactForm,
      field: 'on',
      page: (opened, form, status) => this.page(opened, form, status),
      commands: async ({ who, how, outcome, on, notes = '', nextOn }, opened) => ({
        type: 'RecordContact',
        ...{ who, how, outcome, on, notes },
        nextOn: nextOn ?? (await this.nextTry(opened, who, outcome, on)),
      }),
      notice: 'Contact saved.',
    });
  }

  /** The pathway's rule for calls that nobody answers: the next try, in days, while there are tries left. */
  private async nextTry(
    { row, state }: OpenedCase,
    who: ContactParty,
    outcome: ContactOutcome,
    on: CalendarDay,
  ): Promise<CalendarDay | null> {
    if (who !== 'patient' || outcome !== 'no-answer') return null;
    const { contactRetry } = await this.definitions.get(row.pathwayId, row.pathwayVersion);
    const unanswered = unansweredTries(state.progress) + 1;
    return unanswered < contactRetry.tries && on >= this.desk.today ? addDays(on, contactRetry.daysBetween) : null;
  }

  private async page(opened: OpenedCase, form: FormState, status = 200): Promise<Page> {
    const { contactRetry } = await this.definitions.get(opened.row.pathwayId, opened.row.pathwayVersion);
    return new Page(
      'pages/contact/record-contact.njk',
      { ...(await this.frame.around(opened)), form, who: choices(WHO), how: choices(HOW), outcome: choices(OUTCOME), contactRetry },
      status,
    );
  }
}
