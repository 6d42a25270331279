import {
  MESSAGE_ANSWERS,
  MESSAGE_KINDS,
  type MessageAnswer,
  type MessageKind,
  type MessageOutcome,
  type ReferralPriority,
  type Side,
  SIDES,
} from '@guardian/casework/events';
import { Choice, Text } from '../../http/fields';
import { Is, Nested, YesNo } from '../json-fields';
import { type CaseAt, exactly, takes } from './command-input';

class NamedCorrespondent {
  @Text({ label: 'The name', required: 'Enter the name' })
  name: string;

  @Text({ label: 'The role', required: 'Enter the role' })
  role: string;

  @Text({ label: 'The organisation', required: 'Enter the organisation' })
  organisation: string;
}

/** `m1`, `m2` and so on. */
const Thread = () => Text({ label: 'The thread', required: 'Enter the id of the thread' });
const From = () => Choice({ label: 'which side writes', from: SIDES, required: 'Select which side writes' });
const Message = () => Text({ label: 'The message', max: 4_000, required: 'Enter the message' });

class SendMessage {
  @Is('SendMessage')
  type: 'SendMessage';

  @From()
  from: Side;

  @Nested(NamedCorrespondent, { label: 'Who writes', required: 'Enter who writes' })
  by: NamedCorrespondent;

  @Nested(NamedCorrespondent, { label: 'Who is asked', required: 'Enter who is asked' })
  to: NamedCorrespondent;

  @Choice({ label: 'what it is', from: MESSAGE_KINDS, required: 'Select what it is' })
  kind: MessageKind;

  @YesNo({ label: 'Whether it is urgent' })
  urgent?: boolean;

  @YesNo({ label: 'Whether the referrer agreed to a referral' })
  mayRefer?: boolean;

  @Message()
  text: string;
}

class AnswerMessage {
  @Is('AnswerMessage')
  type: 'AnswerMessage';

  @Thread()
  threadId: string;

  @From()
  from: Side;

  @Nested(NamedCorrespondent, { label: 'Who writes', required: 'Enter who writes' })
  by: NamedCorrespondent;

  @Choice({ label: 'what it is', from: MESSAGE_ANSWERS, required: 'Select what it is' })
  answer: MessageAnswer;

  @Message()
  text: string;
}

class ReadMessage {
  @Is('ReadMessage')
  type: 'ReadMessage';

  @Thread()
  threadId: string;

  @Text({ label: 'Who has read it', required: 'Enter who has read it' })
  by: string;
}

const OUTCOMES = ['answered', 'settled-otherwise', 'not-needed'] as const satisfies readonly MessageOutcome[];

class CloseMessageThread {
  @Is('CloseMessageThread')
  type: 'CloseMessageThread';

  @Thread()
  threadId: string;

  @Choice({ label: 'the outcome', from: OUTCOMES, required: 'Select the outcome' })
  outcome: (typeof OUTCOMES)[number];
}

const PRIORITIES: readonly ReferralPriority[] = ['routine', 'urgent', 'two-week-wait'];

class ConvertAdvice {
  @Is('ConvertAdvice')
  type: 'ConvertAdvice';

  @Thread()
  threadId: string;

  @Text({ label: 'The pathway', required: 'Enter the pathway' })
  pathway: string;

  @Choice({ label: 'the priority', from: PRIORITIES, required: 'Select the priority' })
  priority: ReferralPriority;

  /** Code of the hospital asked for. */
  @Text({ label: 'The hospital' })
  provider?: string;

  @Text({ label: 'The reason', max: 2_000, required: 'Enter the reason for the referral' })
  reason: string;
}

export const messageCommands = {
  SendMessage: takes(SendMessage, (given) => ({ urgent: false, mayRefer: false, ...given })),
  AnswerMessage: exactly(AnswerMessage),
  ReadMessage: exactly(ReadMessage),
  CloseMessageThread: exactly(CloseMessageThread),
  ConvertAdvice: takes(ConvertAdvice, async ({ pathway, provider, ...given }, known, { user, opened }: CaseAt) => {
    await known.pathway('pathway', pathway);
    const practice = await known.practice('practice', opened.row.practiceCode, known.today, user);
    return {
      ...given,
      pathwayId: pathway,
      practice: { code: practice.code, name: practice.name, pcn: practice.pcn?.code ?? null, place: practice.place.code },
      provider: provider === undefined ? null : await known.provider('provider', provider),
    };
  }),
};
