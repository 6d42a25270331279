// What comes about when nobody does anything: the commands that the clock issues for a case, and from when.
import { addDays, type CalendarDay, londonInstant } from '@guardian/kernel';
import type { CaseCommand } from './case';
import { openCheckIn } from './safety';
import { allThreads } from './said';
import type { CaseContext, CaseState } from './state';
import { stepOf } from './step';

export interface Deadline {
  readonly kind: 'gate-default' | 'return-escalated' | 'check-in-missed' | 'escalation-passed-on';
  /** Which of several of its kind. */
  readonly key: string;
  /** The instant, as ISO text, from which its command is issued. */
  readonly dueAt: string;
  readonly command: CaseCommand;
}

/** The open deadlines of a case, the next one first. They follow from its events alone: what is closed, met or moved has none left. */
export function deadlinesOf(state: CaseState, limit: CaseContext['limit']): Deadline[] {
  if (stepOf(state.progress) === 'closed') return [];
  return [...escalations(state), ...checkIn(state, limit), ...gate(state), ...answer(state)].sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1));
}

function gate({ progress, gateDueOn }: CaseState): Deadline[] {
  if (progress.gatePassed || gateDueOn === null) return [];
  return [{ kind: 'gate-default', key: 'gate', dueAt: after(gateDueOn), command: { type: 'TakeGateDefault' } }];
}

function answer({ progress, replyBy, escalateTo }: CaseState): Deadline[] {
  if (!progress.returned || replyBy === null || escalateTo === null) return [];
  return [{ kind: 'return-escalated', key: replyBy, dueAt: after(replyBy), command: { type: 'EscalateReturn' } }];
}

function checkIn({ safety }: CaseState, limit: CaseContext['limit']): Deadline[] {
  const open = openCheckIn(safety);
  if (open?.status !== 'planned') return [];
  const dueAt = after(addDays(open.dueOn, limit('checkInGraceDays')));
  return [{ kind: 'check-in-missed', key: open.id, dueAt, command: { type: 'MarkCheckInMissed' } }];
}

const escalations = ({ safety }: CaseState): Deadline[] =>
  allThreads(safety.escalations)
    .filter(({ status, passedOn }) => status === 'raised' && !passedOn)
    .map(({ id, acknowledgeBy }) => ({
      kind: 'escalation-passed-on',
      key: id,
      dueAt: acknowledgeBy,
      command: { type: 'PassEscalationOn', escalationId: id },
    }));

/** Midnight in London at the end of the day. */
const after = (on: CalendarDay): string => londonInstant(addDays(on, 1), '00:00').toISOString();
