import type { CalendarDay } from '@guardian/kernel';
import type { ConditionEvent, ConditionReporter, ContactMeans, TriageOutcome } from './events';
import { threadOf } from './said';
import { alive, type Decides, type Evolves, happenedOn, refuse, words } from './state';

export type ConditionCommand =
  | { readonly type: 'ReportConditionChange'; readonly on: CalendarDay; readonly by: ConditionReporter; readonly what: string }
  | {
      readonly type: 'TriageConditionChange';
      readonly changeId: string;
      readonly outcome: TriageOutcome;
      readonly triagedBy: string;
      readonly reason: string;
      /** The receipt: how whoever reported it was told what happens next. */
      readonly told: ContactMeans;
    };

export const decideCondition: Decides<ConditionCommand> = {
  ReportConditionChange({ on, by, what }, state, { today }) {
    alive(state);
    happenedOn('The date of the report', on, state, today);
    words('what has changed', what);
    const changeId = `n${state.entries.filter((type) => type === 'ConditionChangeReported').length + 1}`;
    return [{ type: 'ConditionChangeReported', data: { changeId, on, by, personal: { what } } }];
  },

  TriageConditionChange({ changeId, outcome, triagedBy, reason, told }, state, { today }) {
    const change = threadOf(state.safety.changes, changeId);
    if (!change) refuse('ConditionChangeNotFound', 'There is no such report on this case.', { changeId });
    if (change.outcome !== null) return [];
    words('who decided what happens next', triagedBy);
    words('why', reason);
    return [{ type: 'ConditionChangeTriaged', data: { changeId, on: today, outcome, triagedBy, told, personal: { reason } } }];
  },
};

/** What they change stands in safety.ts. */
export const evolveCondition: Evolves<ConditionEvent> = {
  ConditionChangeReported: (state) => state,
  ConditionChangeTriaged: (state) => state,
};
