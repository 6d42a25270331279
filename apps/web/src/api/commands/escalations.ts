import { type ContactMeans, EXPEDITE_CRITERIA, type ExpediteCriterion, URGENCIES, type Urgency } from '@guardian/casework/events';
import type { CalendarDay } from '@guardian/kernel';
import { Choice, Day, Text } from '../../http/fields';
import { Is, Nested } from '../json-fields';
import { exactly, takes } from './command-input';

const MEANS: readonly ContactMeans[] = ['phone', 'text', 'letter', 'email', 'in-person'];

class AskedPerson {
  @Text({ label: 'The name', required: 'Enter the name' })
  name: string;

  @Text({ label: 'The role', required: 'Enter the role' })
  role: string;
}

/** `e1`, `e2` and so on. */
const Escalation = () => Text({ label: 'The escalation', required: 'Enter the id of the escalation' });
/** `x1`, `x2` and so on. */
const Expedite = () => Text({ label: 'The request', required: 'Enter the id of the request' });

class RaiseEscalation {
  @Is('RaiseEscalation')
  type: 'RaiseEscalation';

  @Nested(AskedPerson, { label: 'Who is asked', required: 'Enter who is asked' })
  to: AskedPerson;

  @Nested(AskedPerson, { label: 'The deputy', required: 'Enter a deputy' })
  deputy: AskedPerson;

  @Choice({ label: 'how urgent it is', from: URGENCIES, required: 'Select how urgent it is' })
  urgency: Urgency;

  @Text({ label: 'The question', max: 2_000, required: 'Enter the question' })
  question: string;

  @Text({ label: 'The facts', max: 4_000 })
  facts?: string;
}

class AcknowledgeEscalation {
  @Is('AcknowledgeEscalation')
  type: 'AcknowledgeEscalation';

  @Escalation()
  escalationId: string;

  @Text({ label: 'Who acknowledges it', required: 'Enter who acknowledges it' })
  by: string;
}

class ResolveEscalation {
  @Is('ResolveEscalation')
  type: 'ResolveEscalation';

  @Escalation()
  escalationId: string;

  @Text({ label: 'Who answers', required: 'Enter who answers' })
  by: string;

  @Text({ label: 'The answer', max: 2_000, required: 'Enter the answer' })
  answer: string;
}

class PassEscalationOn {
  @Is('PassEscalationOn')
  type: 'PassEscalationOn';

  @Escalation()
  escalationId: string;
}

class RequestExpedite {
  @Is('RequestExpedite')
  type: 'RequestExpedite';

  @Choice({ label: 'the criterion', from: EXPEDITE_CRITERIA, required: 'Select what is new' })
  criterion: ExpediteCriterion;

  @Nested(AskedPerson, { label: 'Who is asked', required: 'Enter who is asked' })
  to: AskedPerson;

  @Text({ label: 'What is new', max: 2_000, required: 'Enter what is new' })
  grounds: string;
}

class AnswerExpedite {
  @Is('AnswerExpedite')
  type: 'AnswerExpedite';

  @Expedite()
  expediteId: string;

  @Day({ label: 'The date of the answer', required: 'Enter the date of the answer' })
  on: CalendarDay;

  @Choice({ label: 'the answer', from: ['agreed', 'declined'], required: 'Select the answer' })
  outcome: 'agreed' | 'declined';

  @Text({ label: 'Who answered', required: 'Enter who answered' })
  answeredBy: string;

  @Text({ label: 'The reply', max: 2_000, required: 'Enter the reply' })
  reply: string;
}

class TellExpediteAnswer {
  @Is('TellExpediteAnswer')
  type: 'TellExpediteAnswer';

  @Expedite()
  expediteId: string;

  @Choice({ label: 'who was told', from: ['patient', 'referrer'], required: 'Select who was told' })
  who: 'patient' | 'referrer';

  @Day({ label: 'The date', required: 'Enter the date' })
  on: CalendarDay;

  @Choice({ label: 'how', from: MEANS, required: 'Select how' })
  how: ContactMeans;
}

export const escalationCommands = {
  RaiseEscalation: takes(RaiseEscalation, (given) => ({ facts: '', ...given })),
  AcknowledgeEscalation: exactly(AcknowledgeEscalation),
  ResolveEscalation: exactly(ResolveEscalation),
  PassEscalationOn: exactly(PassEscalationOn),
  RequestExpedite: exactly(RequestExpedite),
  AnswerExpedite: exactly(AnswerExpedite),
  TellExpediteAnswer: exactly(TellExpediteAnswer),
};
