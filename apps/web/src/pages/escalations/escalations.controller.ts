import type { SignedInUser } from '@guardian/access';
import { allThreads, threadOf } from '@guardian/casework';
import { type Holder, URGENCIES, type Urgency } from '@guardian/casework/events';
import { limitOn, PathwayDefinitions } from '@guardian/pathways';
import { Controller, Get, Param, Post, Query } from '@nestjs/common';
import { Choice, Text } from '../../http/fields';
import { type FormState, newForm } from '../../http/form';
import { NotFound } from '../../http/input-errors';
import { Posted } from '../../http/posted';
import { FormRoute } from '../../http/routes';
import { CurrentUser, May } from '../../http/signed-in';
import { choices } from '../../layout/choices';
import { Page, SeeOther } from '../../layout/page';
import { CaseDesk, type OpenedCase } from '../case/case-desk';
import { CaseFrame } from '../case/case-frame';
import { timeline } from '../case/timeline';
import { writtenAbout } from '../case/written-about';
import { escalationFacts } from './escalation-facts';

const ROLES: Readonly<Record<Holder['kind'], string>> = {
  practice: 'Referring practice',
  'guardian-team': 'Guardian team',
  clinician: 'Clinician',
  hospital: 'Hospital',
  'community-service': 'Community service',
};

class RaiseForm {
  @Text({ label: 'The name', required: 'Enter who is asked' })
  to: string;

  @Text({ label: 'The role', required: 'Enter the role of who is asked' })
  toRole: string;

  @Text({ label: 'The name of the deputy', required: 'Enter a deputy, who gets it when nobody acknowledges it in time' })
  deputy: string;

  @Text({ label: 'The role of the deputy', required: 'Enter the role of the deputy' })
  deputyRole: string;

  @Choice({ label: 'how urgent it is', from: URGENCIES, required: 'Select how urgent it is' })
  urgency: Urgency;

  @Text({ label: 'The question', max: 2_000, required: 'Enter the question' })
  question: string;

  @Text({ label: 'The facts', max: 4_000 })
  facts?: string;
}

class AcknowledgeForm {
  @Text({ label: 'The name', required: 'Enter who acknowledges it' })
  acknowledgedBy: string;
}

class AnswerForm {
  @Text({ label: 'The name', required: 'Enter who answers' })
  answeredBy: string;

  @Text({ label: 'The answer', max: 2_000, required: 'Enter the answer' })
  answer: string;
}

/** A clinical question that somebody has to acknowledge by a time, or the deputy gets it. */
@Controller('cases/:reference/escalations')
export class EscalationsController {
  constructor(
    private readonly desk: CaseDesk,
    private readonly frame: CaseFrame,
    private readonly definitions: PathwayDefinitions,
  ) {}

  @Get()
  @May('see-patients')
  async escalations(@CurrentUser() user: SignedInUser, @Param('reference') reference: string): Promise<Page> {
    const opened = await this.desk.open(user, reference);
    const { escalations, expedites } = opened.state.safety;
    return new Page('pages/escalations/escalations.njk', {
      ...(await this.frame.around(opened, 'escalations')),
      open: allThreads(escalations).filter(({ status }) => status !== 'resolved'),
      expedites: allThreads(expedites).filter(({ outcome, patientTold, referrerTold }) => !outcome || !patientTold || !referrerTold),
      history: timeline(opened.events, 'safety'),
    });
  }

  @Get('new')
  @May('work-cases')
  async raiseForm(@CurrentUser() user: SignedInUser, @Param('reference') reference: string, @Query('after') after?: string): Promise<Page> {
    const opened = await this.desk.open(user, reference);
    const { row, state } = opened;
    const { today } = this.desk;
    const points = limitOn('checkInWorsePoints', today).is;
    const definition = await this.definitions.get(row.pathwayId, row.pathwayVersion);
    const filled = escalationFacts(opened, definition, { after: after ?? '', today, points });
    const to = state.holder ? { to: state.holder.name, toRole: ROLES[state.holder.kind] } : {};
    return this.raisePage(opened, newForm({ ...filled, ...to }));
  }

  @Post('new')
  @May('work-cases')
  @FormRoute()
  raise(@Posted() posted: Posted): Promise<Page | SeeOther> {
    return this.desk.post(posted, {
      shape: RaiseForm,
      field: 'deputy',
      page: (opened, form, status) => this.raisePage(opened, form, status),
      commands: ({ to, toRole, deputy, deputyRole, urgency, question, facts = '' }) => ({
        type: 'RaiseEscalation',
        to: { name: to, role: toRole },
        deputy: { name: deputy, role: deputyRole },
        urgency,
        question,
        facts,
      }),
      notice: 'The escalation is saved. It stays on the worklist until it is answered.',
      to: (_, { reference }) => `/cases/${reference}/escalations`,
    });
  }

  @Get(':escalation')
  @May('see-patients')
  async escalation(
    @CurrentUser() user: SignedInUser,
    @Param('reference') reference: string,
    @Param('escalation') escalationId: string,
  ): Promise<Page> {
    return this.page(await this.desk.open(user, reference), escalationId, newForm());
  }

  @Post(':escalation/acknowledgement')
  @May('work-cases')
  @FormRoute()
  acknowledge(@Param('escalation') escalationId: string, @Posted() posted: Posted): Promise<Page | SeeOther> {
    return this.desk.post(posted, {
      shape: AcknowledgeForm,
      field: 'acknowledgedBy',
      page: (opened, form, status) => this.page(opened, escalationId, form, status),
      commands: ({ acknowledgedBy }) => ({ type: 'AcknowledgeEscalation', escalationId, by: acknowledgedBy }),
      notice: 'Acknowledged. It is to be answered now.',
      to: (_, { reference }) => `/cases/${reference}/escalations/${escalationId}`,
    });
  }

  @Post(':escalation/answer')
  @May('work-cases')
  @FormRoute()
  answer(@Param('escalation') escalationId: string, @Posted() posted: Posted): Promise<Page | SeeOther> {
    return this.desk.post(posted, {
      shape: AnswerForm,
      field: 'answer',
      page: (opened, form, status) => this.page(opened, escalationId, form, status),
      commands: ({ answeredBy, answer }) => ({ type: 'ResolveEscalation', escalationId, by: answeredBy, answer }),
      notice: 'The answer is saved.',
    });
  }

  private async raisePage(opened: OpenedCase, form: FormState, status = 200): Promise<Page> {
    const limit = (name: 'escalationNowMinutes' | 'escalationTodayMinutes' | 'escalationSoonWorkingDays') =>
      limitOn(name, this.desk.today).is;
    const urgencies: Readonly<Record<Urgency, string>> = {
      now: `Now: acknowledged within ${limit('escalationNowMinutes')} minutes`,
      today: `Today: acknowledged within ${limit('escalationTodayMinutes') / 60} hours`,
      soon: `Soon: acknowledged within ${limit('escalationSoonWorkingDays')} working days`,
    };
    return new Page('pages/escalations/raise.njk', { ...(await this.frame.around(opened)), form, urgencies: choices(urgencies) }, status);
  }

  private async page(opened: OpenedCase, escalationId: string, form: FormState, status = 200): Promise<Page> {
    const escalation = threadOf(opened.state.safety.escalations, escalationId);
    if (!escalation) throw new NotFound();
    const asked = writtenAbout(opened, 'EscalationRaised', (data) => data.escalationId === escalationId);
    const answered = writtenAbout(opened, 'EscalationResolved', (data) => data.escalationId === escalationId);
    const having = writtenAbout(opened, 'EscalationAcknowledged', (data) => data.escalationId === escalationId);
    return new Page(
      'pages/escalations/escalation.njk',
      {
        ...(await this.frame.around(opened)),
        form,
        escalationId,
        escalation,
        asked: asked?.personal ?? null,
        acknowledgedBy: having?.by ?? null,
        answer: answered ? { by: answered.by, text: answered.personal.answer } : null,
      },
      status,
    );
  }
}
