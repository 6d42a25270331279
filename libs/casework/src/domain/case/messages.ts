// Threads between clinicians on a case: a question or a request for advice, and the time by which the other side answers.
import { londonInstant, WorkingDays } from '@guardian/kernel';
import type {
  Correspondent,
  MessageAnswer,
  MessageEvent,
  MessageKind,
  MessageOutcome,
  ProviderRef,
  ReferralPriority,
  RegisteredPractice,
  Side,
} from './events';
import type { MessageThread } from './safety';
import { threadOf } from './said';
import { alive, type CaseContext, type CaseState, type Decides, type Evolves, refuse, words } from './state';

export type MessageCommand =
  | {
      readonly type: 'SendMessage';
      /** Which side asks; the other one answers. */
      readonly from: Side;
      readonly by: Correspondent;
      readonly to: Correspondent;
      readonly kind: MessageKind;
      readonly urgent: boolean;
      /** The referrer agreed that advice may become a referral. */
      readonly mayRefer: boolean;
      readonly text: string;
    }
  | {
      readonly type: 'AnswerMessage';
      readonly threadId: string;
      readonly from: Side;
      readonly by: Correspondent;
      readonly answer: MessageAnswer;
      readonly text: string;
    }
  | { readonly type: 'ReadMessage'; readonly threadId: string; readonly by: string }
  | { readonly type: 'CloseMessageThread'; readonly threadId: string; readonly outcome: Exclude<MessageOutcome, 'referred'> }
  | ConvertAdvice;

/** Opens a case of the same patient, practice and referrer. Done once for a thread, whoever asks and however often. */
export interface ConvertAdvice {
  readonly type: 'ConvertAdvice';
  readonly threadId: string;
  readonly pathwayId: string;
  readonly priority: ReferralPriority;
  /** The practice of the case, as the directory knows it today. */
  readonly practice: RegisteredPractice & { readonly name: string };
  readonly provider: ProviderRef | null;
  readonly reason: string;
}

export const decideMessages: Decides<MessageCommand> = {
  SendMessage({ from, by, to, kind, urgent, mayRefer, text }, state, context) {
    alive(state);
    named('who writes', by);
    named('who is asked', to);
    words('the message', text);
    const threadId = `m${state.entries.filter((type) => type === 'MessageSent').length + 1}`;
    const agreed = kind === 'advice' && mayRefer;
    const replyBy = replyLimit(urgent, context);
    return [{ type: 'MessageSent', data: { threadId, from, by, to, kind, urgent, mayRefer: agreed, replyBy, personal: { text } } }];
  },

  AnswerMessage({ threadId, from, by, answer, text }, state, context) {
    const { urgent } = openThread(threadId, state);
    named('who writes', by);
    words('the message', text);
    const replyBy = answer === 'question' ? replyLimit(urgent, context) : null;
    return [{ type: 'MessageAnswered', data: { threadId, from, by, answer, replyBy, personal: { text } } }];
  },

  ReadMessage({ threadId, by }, state) {
    if (threadIn(threadId, state).read) return [];
    words('who has read it', by);
    return [{ type: 'MessageRead', data: { threadId, by } }];
  },

  CloseMessageThread({ threadId, outcome }, state) {
    const { answered, outcome: closed } = threadIn(threadId, state);
    if (closed !== null) return [];
    if (outcome === 'answered' && !answered)
      refuse('MessageNotAnswered', 'Record the answer first, or say how it was settled.', { threadId });
    return [{ type: 'MessageThreadClosed', data: { threadId, outcome } }];
  },

  ConvertAdvice({ threadId, reason }, state, { referral }) {
    const { referral: already, mayRefer, advised, outcome } = threadIn(threadId, state);
    if (already !== null) return [];
    alive(state);
    if (!mayRefer) refuse('ReferrerNotAgreed', 'The referrer has not agreed that this advice becomes a referral. Ask them first.');
    if (!advised) refuse('AdviceNotGiven', 'There is no advice in this thread yet. Record it first.', { threadId });
    words('the reason for the referral', reason);
    if (!referral) return [];
    return [
      { type: 'AdviceConvertedToReferral', data: { threadId, ...referral } },
      ...(outcome === null ? [{ type: 'MessageThreadClosed', data: { threadId, outcome: 'referred' } } as const] : []),
    ];
  },
};

function named(what: string, { name, role, organisation }: Correspondent): void {
  words(what, name);
  words(`the role of ${name}`, role);
  words(`the organisation of ${name}`, organisation);
}

const workingDays = new WorkingDays();

/** An instant. A limit in working days ends at 17:00 on the last of them. */
function replyLimit(urgent: boolean, { now, today, limit }: CaseContext): string {
  if (urgent) return new Date(Date.parse(now) + limit('messageUrgentReplyHours') * 3_600_000).toISOString();
  return londonInstant(workingDays.add(today, limit('messageReplyWorkingDays')), '17:00').toISOString();
}

function threadIn(threadId: string, state: CaseState): MessageThread {
  return (
    threadOf(state.safety.messages, threadId) ?? refuse('MessageThreadNotFound', 'There is no such message on this case.', { threadId })
  );
}

function openThread(threadId: string, state: CaseState): MessageThread {
  const thread = threadIn(threadId, state);
  if (thread.outcome !== null) refuse('MessageThreadClosed', 'This thread is closed. Send a new message.', { threadId });
  return thread;
}

const same = (state: CaseState): CaseState => state;

/** What they change stands in safety.ts. */
export const evolveMessages: Evolves<MessageEvent> = {
  MessageSent: same,
  MessageAnswered: same,
  MessageRead: same,
  MessageThreadClosed: same,
  AdviceConvertedToReferral: same,
};
