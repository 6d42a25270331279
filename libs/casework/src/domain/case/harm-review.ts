// Whether a wait that went past its limit did harm: a review for each limit, opened by itself and once.
import { addDays, type CalendarDay, longDate } from '@guardian/kernel';
import type { HarmGrade, HarmReviewEvent, HarmTrigger } from './events';
import { type HarmLimit, type HarmWatch, harmWatches, type TimedCode } from './harm-watch';
import { threadOf } from './said';
import { type CaseContext, type CaseState, type Decides, type Evolves, happenedOn, refuse, type ServiceLimit, words } from './state';

export type HarmReviewCommand =
  /** Issued when the wait has gone past its limit. */
  | { readonly type: 'OpenHarmReview'; readonly trigger: HarmTrigger }
  | {
      readonly type: 'CompleteHarmReview';
      readonly trigger: HarmTrigger;
      readonly on: CalendarDay;
      readonly grade: HarmGrade;
      readonly reviewer: string;
      readonly learning: string;
    };

const CODE_DAYS: Readonly<Record<TimedCode, ServiceLimit>> = {
  P1a: 'harmP1aDays',
  P1b: 'harmP1bDays',
  P2: 'harmP2Days',
  P3: 'harmP3Days',
};

/** How many calendar days a wait may last. */
export function harmDays({ trigger, code }: HarmLimit, limit: CaseContext['limit']): number {
  switch (trigger) {
    case 'priority-time':
      return limit(CODE_DAYS[code]);
    case 'long-wait':
      return 7 * limit('harmWaitWeeks');
    case 'long-cancer-wait':
      return limit('harmCancerDays');
  }
}

/** The waits of a case that are still watched, each with its last day inside the limit. */
export function watched(state: CaseState, limit: CaseContext['limit']): (HarmWatch & { readonly until: CalendarDay })[] {
  if (!state.opened) return [];
  return harmWatches(state.progress, state.safety, state.opened.referredOn).map((watch) => ({
    ...watch,
    until: addDays(watch.since, harmDays(watch, limit)),
  }));
}

export const decideHarmReview: Decides<HarmReviewCommand> = {
  OpenHarmReview({ trigger }, state, { today, limit }) {
    if (threadOf(state.safety.harmReviews, trigger)) return [];
    const watch = watched(state, limit).find((one) => one.trigger === trigger);
    if (!watch) refuse('HarmReviewNotDue', 'The patient is not waiting in a way that asks for this harm review.', { trigger });
    const { since, code, until } = watch;
    if (today <= until) {
      refuse('HarmReviewNotDue', `The wait is inside its limit until ${longDate(until)}.`, { trigger, until });
    }
    const dueOn = addDays(today, limit('harmReviewDays'));
    return [{ type: 'HarmReviewOpened', data: { trigger, since, days: harmDays(watch, limit), code, dueOn } }];
  },

  CompleteHarmReview({ trigger, on, grade, reviewer, learning }, state, { today }) {
    const review = threadOf(state.safety.harmReviews, trigger);
    if (!review) refuse('HarmReviewNotFound', 'There is no such harm review on this case.', { trigger });
    if (review.grade !== null) return [];
    happenedOn('The date of the review', on, state, today);
    words('who reviewed it', reviewer);
    words('what is to be learned', learning);
    return [{ type: 'HarmReviewCompleted', data: { trigger, on, grade, reviewer, personal: { learning } } }];
  },
};

/** What they change stands in safety.ts. */
export const evolveHarmReview: Evolves<HarmReviewEvent> = {
  HarmReviewOpened: (state) => state,
  HarmReviewCompleted: (state) => state,
};
