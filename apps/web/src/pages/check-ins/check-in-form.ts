import type { CheckInAnswer } from '@guardian/casework/events';
import type { CalendarDay } from '@guardian/kernel';
import type { PathwayDefinition } from '@guardian/pathways';
import { Choice, Day, Text, Whole } from '../../http/fields';
import type { InputClass } from '../../http/strict-input';
import { answersOf, fieldOf } from './check-in-view';

/** Who answered, when, and what is next; the questions of a pathway version are added to it. */
export class CheckInForm {
  @Choice({ label: 'who answered', from: ['patient', 'carer'], required: 'Select who answered' })
  who: 'patient' | 'carer';

  @Day({ label: 'The date of the check-in', required: 'Enter the date of the check-in' })
  on: CalendarDay;

  @Text({ label: 'Notes', max: 2_000 })
  notes?: string;

  @Day({ label: 'The date of the next check-in' })
  nextOn?: CalendarDay;
}

const forms = new Map<string, InputClass<CheckInForm>>();

/** Made once for each pathway version: a form class remembers its rules for as long as the process lives. */
export function checkInFormOf({ id, version, checkIn: { questions } }: PathwayDefinition): InputClass<CheckInForm> {
  const key = `${id} ${version}`;
  const made = forms.get(key);
  if (made) return made;
  class CheckInOfPathway extends CheckInForm {}
  for (const question of questions) {
    const required = `Answer the question: ${question.text}`;
    const rule =
      question.kind === 'scale-0-10'
        ? Whole({ label: 'The answer', min: 0, max: 10, required })
        : Choice({ label: 'the answer', from: answersOf(question), required });
    rule(CheckInOfPathway.prototype, fieldOf(question));
  }
  forms.set(key, CheckInOfPathway);
  return CheckInOfPathway;
}

export function answersIn({ checkIn: { questions } }: PathwayDefinition, form: CheckInForm): CheckInAnswer[] {
  const given = form as unknown as Readonly<Record<string, string | number | undefined>>;
  return questions.flatMap((question) => {
    const answer = given[fieldOf(question)];
    return answer === undefined ? [] : [{ question: question.code, answer: String(answer) }];
  });
}
