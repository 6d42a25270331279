import { type ContactMeans, VALIDATION_ANSWERS, type ValidationAnswer } from '@guardian/casework/events';
import type { CalendarDay } from '@guardian/kernel';
import { Choice, Day } from '../../http/fields';
import { Is } from '../json-fields';
import { exactly } from './command-input';
import { MEANS } from './contact';

class AskValidation {
  @Is('AskValidation')
  type: 'AskValidation';

  @Choice({ label: 'how', from: MEANS, required: 'Select how the patient is asked' })
  how: ContactMeans;

  @Day({ label: 'The reply date', required: 'Enter the date to reply by' })
  replyBy: CalendarDay;
}

class AnswerValidation {
  @Is('AnswerValidation')
  type: 'AnswerValidation';

  @Day({ label: 'The date of the answer', required: 'Enter the date of the answer' })
  on: CalendarDay;

  @Choice({ label: 'the answer', from: VALIDATION_ANSWERS, required: 'Select the answer' })
  answer: ValidationAnswer;
}

class MarkValidationDue {
  @Is('MarkValidationDue')
  type: 'MarkValidationDue';
}

class MarkValidationUnanswered {
  @Is('MarkValidationUnanswered')
  type: 'MarkValidationUnanswered';
}

export const validationCommands = {
  AskValidation: exactly(AskValidation),
  AnswerValidation: exactly(AnswerValidation),
  MarkValidationDue: exactly(MarkValidationDue),
  MarkValidationUnanswered: exactly(MarkValidationUnanswered),
};
