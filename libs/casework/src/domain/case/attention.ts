// When a case is looked at: it can be set aside on the worklist for a while, and anything new brings it back.
import { addDays, type CalendarDay } from '@guardian/kernel';
import type { AttentionEvent, CaseEvent } from './events';
import { type Decides, type Evolves, refuse, words } from './state';

export type AttentionCommand =
  /** `until`: the day on which the case is back. */
  { readonly type: 'SnoozeWork'; readonly until: CalendarDay; readonly reason: string } | { readonly type: 'EndSnooze' };

export const decideAttention: Decides<AttentionCommand> = {
  SnoozeWork({ until, reason }, _state, { today, limit }) {
    if (until <= today) refuse('DateInPast', 'The day on which the case comes back must be tomorrow or later.', { until, today });
    const most = limit('snoozeDays');
    if (until > addDays(today, most)) refuse('SnoozeTooLong', `A case can be set aside for ${most} days at most.`, { until, most });
    words('why it can wait', reason);
    return [{ type: 'WorkSnoozed', data: { until, personal: { reason } } }];
  },

  EndSnooze: (_command, state) => (state.snoozedUntil === null ? [] : [{ type: 'SnoozeEnded', data: { until: state.snoozedUntil } }]),
};

/** The day is kept beside, by `snoozeAfter`: every event of a case has a say in it. */
export const evolveAttention: Evolves<AttentionEvent> = {
  WorkSnoozed: (state) => state,
  SnoozeEnded: (state) => state,
};

/**
 * The day until which the case is set aside, after this event. Whatever happens ends a snooze, because who set the case aside did not
 * know of it. Words of a contact that are put right do not, nor that a message was read or the step went quiet; that the silence reached the PCN does.
 */
export function snoozeAfter(until: CalendarDay | null, event: CaseEvent): CalendarDay | null {
  if (event.type === 'WorkSnoozed') return event.data.until;
  return ['ContactCorrected', 'MessageRead', 'StepWentQuiet'].includes(event.type) ? until : null;
}
