import { londonInstant, WorkingDays } from '@guardian/kernel';
import type { Addressee, EscalationEvent, Urgency } from './events';
import type { Escalation } from './safety';
import { threadOf } from './said';
import { type CaseContext, type CaseState, type Decides, type Evolves, refuse, words } from './state';

export type EscalationCommand =
  | {
      readonly type: 'RaiseEscalation';
      readonly to: Addressee;
      /** Gets it when nobody acknowledges it in time. */
      readonly deputy: Addressee;
      readonly urgency: Urgency;
      readonly question: string;
      /** What the one who answers has to know. */
      readonly facts: string;
    }
  | { readonly type: 'AcknowledgeEscalation'; readonly escalationId: string; readonly by: string }
  | { readonly type: 'ResolveEscalation'; readonly escalationId: string; readonly by: string; readonly answer: string }
  /** Issued when its time to be acknowledged has run out. */
  | { readonly type: 'PassEscalationOn'; readonly escalationId: string };

export const decideEscalation: Decides<EscalationCommand> = {
  RaiseEscalation({ to, deputy, urgency, question, facts }, state, context) {
    words('who is asked', to.name);
    words('a deputy', deputy.name);
    words('the question', question);
    if (deputy.name === to.name && deputy.role === to.role)
      refuse('DeputyIsTheSame', 'Enter a deputy who is somebody else.', { deputy: deputy.name });
    const escalationId = `e${state.entries.filter((type) => type === 'EscalationRaised').length + 1}`;
    const acknowledgeBy = limitOf(urgency, context);
    return [{ type: 'EscalationRaised', data: { escalationId, to, deputy, urgency, acknowledgeBy, personal: { question, facts } } }];
  },

  AcknowledgeEscalation({ escalationId, by }, state) {
    if (escalationOf(escalationId, state).status !== 'raised') return [];
    words('who acknowledges it', by);
    return [{ type: 'EscalationAcknowledged', data: { escalationId, by } }];
  },

  ResolveEscalation({ escalationId, by, answer }, state) {
    if (escalationOf(escalationId, state).status === 'resolved') return [];
    words('who answers', by);
    words('the answer', answer);
    return [{ type: 'EscalationResolved', data: { escalationId, by, personal: { answer } } }];
  },

  PassEscalationOn({ escalationId }, state, context) {
    const { status, passedOn, to, deputy, urgency, acknowledgeBy } = escalationOf(escalationId, state);
    if (status !== 'raised' || passedOn) return [];
    if (context.now < acknowledgeBy) refuse('EscalationNotDue', `${to.name} still has time to acknowledge it.`, { acknowledgeBy });
    // It is late already: the deputy is not given working days again.
    const next = limitOf(urgency === 'now' ? 'now' : 'today', context);
    return [{ type: 'EscalationPassedOn', data: { escalationId, from: to, to: deputy, acknowledgeBy: next } }];
  },
};

const workingDays = new WorkingDays();

/** The instant by which it has to be acknowledged. A limit in working days ends at 17:00 on the last of them. */
function limitOf(urgency: Urgency, { now, today, limit }: CaseContext): string {
  if (urgency === 'soon') return londonInstant(workingDays.add(today, limit('escalationSoonWorkingDays')), '17:00').toISOString();
  const minutes = limit(urgency === 'now' ? 'escalationNowMinutes' : 'escalationTodayMinutes');
  return new Date(Date.parse(now) + minutes * 60_000).toISOString();
}

function escalationOf(escalationId: string, state: CaseState): Escalation {
  return (
    threadOf(state.safety.escalations, escalationId) ??
    refuse('EscalationNotFound', 'There is no such escalation on this case.', { escalationId })
  );
}

const same = (state: CaseState): CaseState => state;

/** What they change stands in safety.ts. */
export const evolveEscalation: Evolves<EscalationEvent> = {
  EscalationRaised: same,
  EscalationAcknowledged: same,
  EscalationResolved: same,
  EscalationPassedOn: same,
};
