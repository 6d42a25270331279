import { addDays, type CalendarDay, longDate } from '@guardian/kernel';
import { answersTo, judge } from './check-in-answers';
import type { CaseEvent, CheckInAnswer, CheckInEvent } from './events';
import { checkInsDone, isToActOn, openCheckIn } from './safety';
import { threadOf } from './said';
import { alive, type CaseContext, type CaseState, type Decides, type Evolves, happenedOn, notPast, opened, refuse, words } from './state';

export type CheckInCommand =
  /** Once more: for another day. */
  | { readonly type: 'PlanCheckIn'; readonly dueOn: CalendarDay }
  | {
      readonly type: 'CompleteCheckIn';
      readonly on: CalendarDay;
      readonly who: 'patient' | 'carer';
      readonly answers: readonly CheckInAnswer[];
      readonly notes: string;
      /** When to ask again; null when no more check-in is wanted. */
      readonly nextOn: CalendarDay | null;
    }
  /** What was done about a red flag or a worse answer. */
  | { readonly type: 'ActOnCheckIn'; readonly checkInId: string; readonly did: string }
  /** Issued when the days of grace after its date are over. */
  | { readonly type: 'MarkCheckInMissed' };

export const decideCheckIns: Decides<CheckInCommand> = {
  PlanCheckIn({ dueOn }, state, context) {
    alive(state);
    notPast('The date of the check-in', dueOn, context.today);
    return planned(dueOn, state, context, openCheckIn(state.safety), 1);
  },

  CompleteCheckIn({ on, who, answers, notes, nextOn }, state, context) {
    alive(state);
    happenedOn('The date of the check-in', on, state, context.today);
    if (nextOn) notPast('The date of the next check-in', nextOn, context.today);
    const { questions } = context.route(opened(state).pathway).checkIn;
    const given = answersTo(questions, answers);
    const last = checkInsDone(state.safety).at(-1)?.answers;
    const verdict = judge(questions, given, last, context.limit('checkInWorsePoints'));
    const done = openCheckIn(state.safety);
    const completed: CaseEvent = {
      type: 'CheckInCompleted',
      data: { checkInId: done?.id ?? newId(state, 1), on, who, answers: given, ...verdict, personal: { notes } },
    };
    // A check-in whose answers were taken back is open again beside the one that was planned after it.
    const { [done?.id ?? '']: _, ...others } = state.safety.checkIns;
    const next = openCheckIn({ ...state.safety, checkIns: others });
    return nextOn ? [completed, ...planned(nextOn, state, context, next, 2)] : [completed];
  },

  ActOnCheckIn({ checkInId, did }, state) {
    const checkIn = threadOf(state.safety.checkIns, checkInId);
    if (!checkIn) refuse('CheckInNotFound', 'There is no such check-in on this case.', { checkInId });
    words('what you did', did);
    return isToActOn(checkIn) ? [{ type: 'CheckInActedOn', data: { checkInId, personal: { did } } }] : [];
  },

  MarkCheckInMissed(_command, state, { today, limit }) {
    const due = openCheckIn(state.safety);
    if (due?.status !== 'planned') return [];
    const until = addDays(due.dueOn, limit('checkInGraceDays'));
    if (today <= until) refuse('CheckInNotDue', `This check-in may still be done until ${longDate(until)}.`, { until });
    return [{ type: 'CheckInMissed', data: { checkInId: due.id, dueOn: due.dueOn } }];
  },
};

function planned(
  dueOn: CalendarDay,
  state: CaseState,
  context: CaseContext,
  due: ReturnType<typeof openCheckIn>,
  nth: number,
): CaseEvent[] {
  if (due?.status === 'planned' && due.dueOn === dueOn) return [];
  const questions = context.route(opened(state).pathway).checkIn.questions.map(({ code }) => code);
  return [{ type: 'CheckInPlanned', data: { checkInId: due?.id ?? newId(state, nth), dueOn, questions } }];
}

/** Counted by entries: what was taken back keeps its number. */
const newId = ({ entries }: CaseState, nth: number): string =>
  `k${entries.filter((type) => type === 'CheckInPlanned' || type === 'CheckInCompleted').length + nth}`;

const same = (state: CaseState): CaseState => state;

/** What they change stands in safety.ts. */
export const evolveCheckIns: Evolves<CheckInEvent> = {
  CheckInPlanned: same,
  CheckInCompleted: same,
  CheckInActedOn: same,
  CheckInMissed: same,
};
