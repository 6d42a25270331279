import type { SignedInUser } from '@guardian/access';
import { threadOf } from '@guardian/casework';
import { type ContactMeans, EXPEDITE_CRITERIA, type ExpediteCriterion } from '@guardian/casework/events';
import type { CalendarDay } from '@guardian/kernel';
import { limitOn } from '@guardian/pathways';
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
import { CRITERION_WORDS, MEANS_WORDS } from '../case/safety-words';
import { threeBoxes } from '../case/three-boxes';
import { writtenAbout } from '../case/written-about';

const OUTCOMES = { agreed: 'Agreed', declined: 'Declined' } as const;
const TO_TELL = { patient: 'The patient', referrer: 'The referrer' } as const;

class RequestForm {
  @Choice({ label: 'the criterion', from: EXPEDITE_CRITERIA, required: 'Select what is new' })
  criterion: ExpediteCriterion;

  @Text({ label: 'The name', required: 'Enter who is asked' })
  to: string;

  @Text({ label: 'The role', required: 'Enter the service or role of who is asked' })
  toRole: string;

  @Text({ label: 'What is new', max: 2_000, required: 'Enter what is new' })
  grounds: string;
}

class AnswerForm {
  @Choice({ label: 'the answer', from: Object.keys(OUTCOMES), required: 'Select the answer' })
  outcome: keyof typeof OUTCOMES;

  @Day({ label: 'The date of the answer', required: 'Enter the date of the answer' })
  answeredOn: CalendarDay;

  @Text({ label: 'The name', required: 'Enter who answered' })
  answeredBy: string;

  @Text({ label: 'The reply', max: 2_000, required: 'Enter the reply' })
  reply: string;
}

class ToldForm {
  @Choice({ label: 'who was told', from: Object.keys(TO_TELL), required: 'Select who was told' })
  who: keyof typeof TO_TELL;

  @Choice({ label: 'how', from: Object.keys(MEANS_WORDS), required: 'Select how they were told' })
  how: ContactMeans;

  @Day({ label: 'The date', required: 'Enter the date on which they were told' })
  toldOn: CalendarDay;
}

/** A request to move the patient forward on stated grounds: answered, and the reply told to patient and referrer. */
@Controller('cases/:reference/escalations/expedites')
@May('work-cases')
export class ExpeditesController {
  constructor(
    private readonly desk: CaseDesk,
    private readonly frame: CaseFrame,
  ) {}

  @Get('new')
  async requestForm(@CurrentUser() user: SignedInUser, @Param('reference') reference: string): Promise<Page> {
    const opened = await this.desk.open(user, reference);
    const { provider } = opened.state;
    return this.requestPage(opened, newForm(provider ? { to: provider.name, toRole: 'Hospital booking office' } : {}));
  }

  @Post('new')
  @FormRoute()
  request(@Posted() posted: Posted): Promise<Page | SeeOther> {
    return this.desk.post(posted, {
      shape: RequestForm,
      field: 'to',
      page: (opened, form, status) => this.requestPage(opened, form, status),
      commands: ({ criterion, to, toRole, grounds }) => ({
        type: 'RequestExpedite',
        criterion,
        to: { name: to, role: toRole },
        grounds,
      }),
      notice: 'The request is saved. It stays on the worklist until it is answered and told.',
      to: (_, { reference }) => `/cases/${reference}/escalations`,
    });
  }

  @Get(':expedite')
  async expedite(
    @CurrentUser() user: SignedInUser,
    @Param('reference') reference: string,
    @Param('expedite') expediteId: string,
  ): Promise<Page> {
    const opened = await this.desk.open(user, reference);
    const who = threadOf(opened.state.safety.expedites, expediteId)?.patientTold ? 'referrer' : 'patient';
    const { today } = this.desk;
    return this.page(opened, expediteId, newForm({ who, ...threeBoxes('answeredOn', today), ...threeBoxes('toldOn', today) }));
  }

  @Post(':expedite/answer')
  @FormRoute()
  answer(@Param('expedite') expediteId: string, @Posted() posted: Posted): Promise<Page | SeeOther> {
    return this.desk.post(posted, {
      shape: AnswerForm,
      field: 'answeredOn',
      page: (opened, form, status) => this.page(opened, expediteId, form, status),
      commands: ({ outcome, answeredOn, answeredBy, reply }) => ({
        type: 'AnswerExpedite',
        ...{ expediteId, on: answeredOn, outcome, answeredBy, reply },
      }),
      notice: 'The reply is saved. Tell the patient and the referrer.',
      to: (_, { reference }) => `/cases/${reference}/escalations/expedites/${expediteId}`,
    });
  }

  @Post(':expedite/told')
  @FormRoute()
  told(@Param('expedite') expediteId: string, @Posted() posted: Posted): Promise<Page | SeeOther> {
    return this.desk.post(posted, {
      shape: ToldForm,
      field: 'toldOn',
      page: (opened, form, status) => this.page(opened, expediteId, form, status),
      commands: ({ who, how, toldOn }) => ({ type: 'TellExpediteAnswer', expediteId, who, on: toldOn, how }),
      notice: 'Saved: who was told the reply.',
      to: (_, { reference }) => `/cases/${reference}/escalations/expedites/${expediteId}`,
    });
  }

  private async requestPage(opened: OpenedCase, form: FormState, status = 200): Promise<Page> {
    return new Page(
      'pages/escalations/request-expedite.njk',
      {
        ...(await this.frame.around(opened)),
        form,
        criteria: choices(CRITERION_WORDS),
        workingDays: limitOn('expediteAnswerWorkingDays', this.desk.today).is,
      },
      status,
    );
  }

  private async page(opened: OpenedCase, expediteId: string, form: FormState, status = 200): Promise<Page> {
    const expedite = threadOf(opened.state.safety.expedites, expediteId);
    if (!expedite) throw new NotFound();
    const asked = writtenAbout(opened, 'ExpediteRequested', (data) => data.expediteId === expediteId);
    const answered = writtenAbout(opened, 'ExpediteAnswered', (data) => data.expediteId === expediteId);
    const toTell = Object.entries(TO_TELL).filter(([who]) => !(who === 'patient' ? expedite.patientTold : expedite.referrerTold));
    return new Page(
      'pages/escalations/expedite.njk',
      {
        ...(await this.frame.around(opened)),
        form,
        expediteId,
        expedite,
        criterion: asked ? CRITERION_WORDS[asked.criterion] : '',
        grounds: asked?.personal.grounds ?? null,
        reply: answered ? { by: answered.answeredBy, text: answered.personal.reply } : null,
        outcomes: choices(OUTCOMES),
        toTell: toTell.map(([value, text]) => ({ value, text })),
        means: choices(MEANS_WORDS),
      },
      status,
    );
  }
}
