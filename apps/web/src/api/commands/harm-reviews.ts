import { HARM_GRADES, HARM_TRIGGERS, type HarmGrade, type HarmTrigger } from '@guardian/casework/events';
import type { CalendarDay } from '@guardian/kernel';
import { Choice, Day, Text } from '../../http/fields';
import { Is } from '../json-fields';
import { exactly } from './command-input';

const Trigger = () => Choice({ label: 'the harm review', from: HARM_TRIGGERS, required: 'Enter what the harm review is for' });

class OpenHarmReview {
  @Is('OpenHarmReview')
  type: 'OpenHarmReview';

  @Trigger()
  trigger: HarmTrigger;
}

class CompleteHarmReview {
  @Is('CompleteHarmReview')
  type: 'CompleteHarmReview';

  @Trigger()
  trigger: HarmTrigger;

  @Day({ label: 'The date of the review', required: 'Enter the date of the review' })
  on: CalendarDay;

  @Choice({ label: 'the harm', from: HARM_GRADES, required: 'Select how much harm the wait did' })
  grade: HarmGrade;

  @Text({ label: 'The name', required: 'Enter who reviewed it' })
  reviewer: string;

  @Text({ label: 'What is to be learned', max: 4_000, required: 'Enter what is to be learned' })
  learning: string;
}

export const harmReviewCommands = {
  OpenHarmReview: exactly(OpenHarmReview),
  CompleteHarmReview: exactly(CompleteHarmReview),
};
