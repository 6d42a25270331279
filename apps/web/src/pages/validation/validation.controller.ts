import { roleMay, type SignedInUser } from '@guardian/access';
import { nextValidation } from '@guardian/casework';
import {
  asking,
  type ContactMeans,
  isWaiting,
  latest,
  needsAPerson,
  VALIDATION_ANSWERS,
  type ValidationAnswer,
  validationsOf,
} from '@guardian/casework/events';
import { addDays, type CalendarDay } from '@guardian/kernel';
import { limitOn } from '@guardian/pathways';
import { Controller, Get, Param, Post } from '@nestjs/common';
import { Choice, Day } from '../../http/fields';
import { type FormState, newForm } from '../../http/form';
import { Posted } from '../../http/posted';
import { FormRoute } from '../../http/routes';
import { CurrentUser, May } from '../../http/signed-in';
import { choices } from '../../layout/choices';
import { Page, SeeOther } from '../../layout/page';
import { CaseDesk, type OpenedCase } from '../case/case-desk';
import { CaseFrame } from '../case/case-frame';
import { MEANS_WORDS, VALIDATION_ANSWER_WORDS } from '../case/safety-words';
import { threeBoxes } from '../case/three-boxes';

class AskForm {
  @Choice({ label: 'how the patient is asked', from: Object.keys(MEANS_WORDS), required: 'Select how the patient is asked' })
  how: ContactMeans;

  @Day({ label: 'The reply date', required: 'Enter the date to reply by' })
  replyBy: CalendarDay;
}

class AnswerForm {
  @Choice({ label: 'the answer', from: VALIDATION_ANSWERS, required: 'Select what the patient said' })
  answer: ValidationAnswer;

  @Day({ label: 'The date of the answer', required: 'Enter the date of the answer' })
  answeredOn: CalendarDay;
}

/** Whether the patient still needs the appointment: asked, asked in another way, and answered. Nothing here closes a case (rule D4). */
@Controller('cases/:reference/validation')
export class ValidationController {
  constructor(
    private readonly desk: CaseDesk,
    private readonly frame: CaseFrame,
  ) {}

  @Get()
  @May('see-patients')
  async questions(@CurrentUser() user: SignedInUser, @Param('reference') reference: string): Promise<Page> {
    return this.page(await this.desk.open(user, reference), newForm());
  }

  @Post('ask')
  @May('work-cases')
  @FormRoute()
  ask(@Posted() posted: Posted): Promise<Page | SeeOther> {
    return this.desk.post(posted, {
      shape: AskForm,
      field: 'how',
      page: (opened, form, status) => this.page(opened, form, status),
      commands: ({ how, replyBy }) => ({ type: 'AskValidation', how, replyBy }),
      notice: 'Saved that the patient was asked.',
      to: ({ how }, { reference }) => `/cases/${reference}${how === 'phone' || how === 'in-person' ? '/validation' : ''}`,
    });
  }

  @Post('answer')
  @May('work-cases')
  @FormRoute()
  answer(@Posted() posted: Posted): Promise<Page | SeeOther> {
    return this.desk.post(posted, {
      shape: AnswerForm,
      field: 'answer',
      page: (opened, form, status) => this.page(opened, form, status),
      commands: ({ answer, answeredOn }) => ({ type: 'AnswerValidation', answer, on: answeredOn }),
      notice: 'Answer saved. The patient stays on the list.',
      to: ({ answer }, { reference }) => `/cases/${reference}${answer === 'not-needed' ? '/close?reason=no-longer-needed' : ''}`,
    });
  }

  private async page(opened: OpenedCase, { typed, errors }: FormState, status = 200): Promise<Page> {
    const { state, patient, user } = opened;
    const { today } = this.desk;
    const asked = asking(state.safety);
    const mayText = patient.needs?.mayBeTexted !== false;
    const left = choices(MEANS_WORDS).filter(({ value }) => !asked.ways.includes(value as ContactMeans) && (mayText || value !== 'text'));
    const filled = {
      ...threeBoxes('replyBy', addDays(today, limitOn('validationReplyDays', today).is)),
      ...threeBoxes('answeredOn', today),
    };
    const open = roleMay(user.role, 'work-cases') && !state.progress.closed && isWaiting(state.progress, state.safety);
    return new Page(
      'pages/validation/validation.njk',
      {
        ...(await this.frame.around(opened)),
        form: { typed: { ...filled, ...typed }, errors },
        questions: validationsOf(state.safety).reverse(),
        next: nextValidation(state, (name) => limitOn(name, today).is),
        today,
        died: latest(state.deaths) !== null,
        person: needsAPerson(asked),
        mayAsk: open && !needsAPerson(asked) && left.length > 0,
        mayAnswer: open && asked.last !== undefined && asked.last.answer !== 'still-needed',
        ways: left,
        mayText,
        answers: choices(VALIDATION_ANSWER_WORDS),
        words: { how: MEANS_WORDS, answer: VALIDATION_ANSWER_WORDS },
      },
      status,
    );
  }
}
