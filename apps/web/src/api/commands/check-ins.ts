import { type ConditionReporter, type ContactMeans, TRIAGE_OUTCOMES, type TriageOutcome } from '@guardian/casework/events';
import type { CalendarDay } from '@guardian/kernel';
import { Choice, Day, Text } from '../../http/fields';
import { Is, NestedList } from '../json-fields';
import { exactly, takes } from './command-input';

const REPORTERS: readonly ConditionReporter[] = ['patient', 'carer', 'practice'];
const MEANS: readonly ContactMeans[] = ['phone', 'text', 'letter', 'email', 'in-person'];

class PlanCheckIn {
  @Is('PlanCheckIn')
  type: 'PlanCheckIn';

  @Day({ label: 'The date of the check-in', required: 'Enter the date of the check-in' })
  dueOn: CalendarDay;
}

class Answer {
  /** Code of a question of the pathway version that the case keeps. */
  @Text({ label: 'The question', required: 'Enter the code of the question' })
  question: string;

  /** `better`, `same` or `worse`; `0` to `10`; `yes` or `no`. */
  @Text({ label: 'The answer', max: 10, required: 'Enter the answer' })
  answer: string;
}

class CompleteCheckIn {
  @Is('CompleteCheckIn')
  type: 'CompleteCheckIn';

  @Day({ label: 'The date of the check-in', required: 'Enter the date of the check-in' })
  on: CalendarDay;

  @Choice({ label: 'who answered', from: ['patient', 'carer'], required: 'Select who answered' })
  who: 'patient' | 'carer';

  @NestedList(Answer, { label: 'The answers', required: 'Give an answer to each question' })
  answers: Answer[];

  @Text({ label: 'Notes', max: 2_000 })
  notes?: string;

  /** Left out: no more check-in is planned. */
  @Day({ label: 'The date of the next check-in' })
  nextOn?: CalendarDay;
}

class ActOnCheckIn {
  @Is('ActOnCheckIn')
  type: 'ActOnCheckIn';

  @Text({ label: 'The check-in', required: 'Enter the id of the check-in' })
  checkInId: string;

  @Text({ label: 'What you did', max: 2_000, required: 'Enter what you did' })
  did: string;
}

class MarkCheckInMissed {
  @Is('MarkCheckInMissed')
  type: 'MarkCheckInMissed';
}

class ReportConditionChange {
  @Is('ReportConditionChange')
  type: 'ReportConditionChange';

  @Day({ label: 'The date of the report', required: 'Enter the date of the report' })
  on: CalendarDay;

  @Choice({ label: 'who reported it', from: REPORTERS, required: 'Select who reported it' })
  by: ConditionReporter;

  @Text({ label: 'What has changed', max: 2_000, required: 'Enter what has changed' })
  what: string;
}

class TriageConditionChange {
  @Is('TriageConditionChange')
  type: 'TriageConditionChange';

  @Text({ label: 'The report', required: 'Enter the id of the report' })
  changeId: string;

  @Choice({ label: 'what happens next', from: TRIAGE_OUTCOMES, required: 'Select what happens next' })
  outcome: TriageOutcome;

  @Text({ label: 'Who decided', required: 'Enter who decided what happens next' })
  triagedBy: string;

  @Text({ label: 'The reason', max: 2_000, required: 'Enter why' })
  reason: string;

  @Choice({ label: 'how they were told', from: MEANS, required: 'Select how whoever reported it was told' })
  told: ContactMeans;
}

export const checkInCommands = {
  PlanCheckIn: exactly(PlanCheckIn),
  CompleteCheckIn: takes(CompleteCheckIn, (given) => ({ notes: '', nextOn: null, ...given })),
  ActOnCheckIn: exactly(ActOnCheckIn),
  MarkCheckInMissed: exactly(MarkCheckInMissed),
  ReportConditionChange: exactly(ReportConditionChange),
  TriageConditionChange: exactly(TriageConditionChange),
};
