// What is asked on the pages of messages, and the words for what is chosen there.
import type { MessageAnswer, MessageKind, MessageOutcome, ReferralPriority, Side } from '@guardian/casework/events';
import { Choice, Text } from '../../http/fields';
import { priorityWords } from '../../layout/words';

export const KINDS: Readonly<Record<MessageKind, string>> = { question: 'Question', advice: 'Request for advice' };
export const ANSWERS: Readonly<Record<MessageAnswer, string>> = { reply: 'Reply', advice: 'Give advice', question: 'Ask back' };
export const FROM: Readonly<Record<Side, string>> = { service: 'We ask them', others: 'They ask us' };
export const YES_NO = { no: 'No', yes: 'Yes' };
export const OUTCOMES: Readonly<Record<Exclude<MessageOutcome, 'referred'>, string>> = {
  answered: 'Answered',
  'settled-otherwise': 'Settled in another way',
  'not-needed': 'No longer needed',
};

const keys = Object.keys;

export class SendForm {
  @Choice({ label: 'who asks', from: keys(FROM), required: 'Select who asks' })
  from: Side;

  @Text({ label: 'The name', required: 'Enter the name of the other side' })
  name: string;

  @Text({ label: 'The role', required: 'Enter their role' })
  role: string;

  @Text({ label: 'The organisation', required: 'Enter their organisation' })
  organisation: string;

  @Choice({ label: 'what it is', from: keys(KINDS), required: 'Select what it is' })
  kind: MessageKind;

  @Choice({ label: 'whether it is urgent', from: keys(YES_NO), required: 'Select whether it is urgent' })
  urgent: 'yes' | 'no';

  @Choice({ label: 'what the referrer agreed to', from: keys(YES_NO), required: 'Select whether the referrer agreed' })
  mayRefer: 'yes' | 'no';

  @Text({ label: 'The message', max: 4_000, required: 'Enter the message' })
  text: string;
}

export class AnswerForm {
  @Choice({ label: 'who writes', from: ['service', 'others'], required: 'Select who writes' })
  from: Side;

  @Choice({ label: 'what it is', from: keys(ANSWERS), required: 'Select what it is' })
  answer: MessageAnswer;

  @Text({ label: 'The message', max: 4_000, required: 'Enter the message' })
  text: string;
}

export class ReadForm {
  @Text({ label: 'The name', required: 'Enter who has read it' })
  readBy: string;
}

export class CloseForm {
  @Choice({ label: 'the outcome', from: keys(OUTCOMES), required: 'Select the outcome' })
  outcome: keyof typeof OUTCOMES;
}

export class ReferForm {
  @Text({ label: 'The pathway', required: 'Select the pathway' })
  pathway: string;

  @Choice({ label: 'the priority', from: keys(priorityWords), required: 'Select the priority' })
  priority: ReferralPriority;

  @Text({ label: 'The hospital' })
  provider?: string;

  @Text({ label: 'The reason', max: 2_000, required: 'Enter the reason for the referral' })
  reason: string;
}

export class LookedForm {
  @Text({ label: 'The time', max: 40, required: 'Open the digest again' })
  until: string;
}
