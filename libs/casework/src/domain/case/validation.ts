// Whether who waits still needs the appointment (rule D4). No reply asks in another way, and then asks for a person; it closes nothing.
import { addDays, type CalendarDay, daysBetween, longDate } from '@guardian/kernel';
import type { ContactMeans, ValidationAnswer, ValidationEvent } from './events';
import { isWaiting } from './harm-watch';
import { proposedExit, type Safety, type Validation, type ValidationDue, validationDue, validationsOf } from './safety';
import { alive, type CaseContext, type CaseState, type Decides, type Evolves, happenedOn, notPast, refuse } from './state';
import { type Progress, suspectsCancer } from './step';

export type ValidationCommand =
  | { readonly type: 'AskValidation'; readonly how: ContactMeans; readonly replyBy: CalendarDay }
  | { readonly type: 'AnswerValidation'; readonly on: CalendarDay; readonly answer: ValidationAnswer }
  /** Issued when the patient has waited for long enough to be asked. */
  | { readonly type: 'MarkValidationDue' }
  /** Issued when the reply date has passed. */
  | { readonly type: 'MarkValidationUnanswered' };

/** How the patient was asked since they last answered. */
export interface Asking {
  readonly last: (Validation & { readonly id: string }) | undefined;
  /** Each way in which they were asked. */
  readonly ways: readonly ContactMeans[];
  /** How many questions passed their reply date. */
  readonly misses: number;
}

/** So many questions in writing may stay without a reply; then somebody has to speak with the patient. */
const MOST_MISSES = 2;

export function asking(safety: Safety): Asking {
  const all = validationsOf(safety);
  const since = all.slice(all.findLastIndex(({ answer }) => answer !== null) + 1);
  return { last: all.at(-1), ways: since.map(({ how }) => how), misses: since.filter(({ missed }) => missed).length };
}

export const needsAPerson = ({ misses }: Asking): boolean => misses >= MOST_MISSES;

/** The question whose reply date can still pass. */
export function awaitedReply(progress: Progress, safety: Safety): (Validation & { readonly id: string }) | undefined {
  const { last } = asking(safety);
  return last?.answer === null && !last.missed && isWaiting(progress, safety) ? last : undefined;
}

/** Whether the patient is to be asked when they have waited long enough: who may have cancer is never asked whether they want to go. */
export const isValidated = (progress: Progress, safety: Safety): boolean => isWaiting(progress, safety) && !suspectsCancer(progress);

/** The first day on which the patient is to be asked, or asked again; null where nobody is. */
export function nextValidation({ progress, safety, opened }: CaseState, limit: CaseContext['limit']): CalendarDay | null {
  if (!opened || !isValidated(progress, safety)) return null;
  return validationDue(safety)?.nextOn ?? addDays(opened.referredOn, 7 * limit('validationFirstWeeks'));
}

/** What of it waits for somebody: the last thing that happened says what is to be done. */
export interface OpenValidation {
  readonly what: 'validation-due' | 'validation-second-way' | 'validation-needs-a-person' | 'validation-not-needed' | 'validation-unsure';
  readonly since: CalendarDay;
}

export function openValidation(progress: Progress, safety: Safety): OpenValidation[] {
  if (!isWaiting(progress, safety)) return [];
  const asked = asking(safety);
  const { last } = asked;
  if (last?.answer === null) {
    if (!last.missed) return [];
    return [{ what: needsAPerson(asked) ? 'validation-needs-a-person' : 'validation-second-way', since: addDays(last.replyBy, 1) }];
  }
  if (last?.answer === 'unsure') return [{ what: 'validation-unsure', since: last.answeredOn }];
  if (last?.answer === 'not-needed') return proposedExit(safety) ? [] : [{ what: 'validation-not-needed', since: last.answeredOn }];
  const due = dueFor(progress, safety);
  return due ? [{ what: 'validation-due', since: due.dueOn }] : [];
}

/** What fell due and was not answered since. */
function dueFor(progress: Progress, safety: Safety): ValidationDue | undefined {
  const due = validationDue(safety);
  const answered = validationsOf(safety).some(({ answeredOn }) => answeredOn !== null && due !== undefined && answeredOn >= due.dueOn);
  return answered || !isValidated(progress, safety) ? undefined : due;
}

export const decideValidation: Decides<ValidationCommand> = {
  AskValidation({ how, replyBy }, state, { today }) {
    alive(state);
    notPast('The reply date', replyBy, today);
    const asked = asking(state.safety);
    if (needsAPerson(asked))
      refuse('NeedsAPerson', 'The patient was asked twice and has not replied. Speak with them, and record what they say.');
    if (asked.ways.includes(how))
      refuse('AskedThatWay', 'The patient was asked in this way and has not answered. Ask in another way.', { how });
    return [{ type: 'ValidationAsked', data: { on: today, how, replyBy } }];
  },

  AnswerValidation({ on, answer }, state, { today }) {
    const { last } = asking(state.safety);
    if (!last) refuse('NotAsked', 'The patient has not been asked yet.');
    if (last.answer === 'still-needed') refuse('NotAsked', 'The patient has answered that it is still needed, and was not asked again.');
    happenedOn('The date of the answer', on, state, today);
    return [{ type: 'ValidationAnswered', data: { on, answer } }];
  },

  MarkValidationDue(_, state, { today, limit }) {
    const next = nextValidation(state, limit);
    if (next === null || !state.opened) return [];
    const { referredOn } = state.opened;
    if (today < next) refuse('ValidationNotDue', `The patient is to be asked from ${longDate(next)} on.`, { next });
    const on = (weeks: number): CalendarDay => addDays(referredOn, 7 * weeks);
    // Of several that went by, the last one: the patient is asked once.
    let weeks = Math.ceil(daysBetween(referredOn, next) / 7);
    while (on(weeksAfter(weeks, limit)) <= today) weeks = weeksAfter(weeks, limit);
    return [{ type: 'ValidationFellDue', data: { weeks, dueOn: on(weeks), nextOn: on(weeksAfter(weeks, limit)) } }];
  },

  MarkValidationUnanswered(_, { progress, safety }, { today }) {
    const awaited = awaitedReply(progress, safety);
    if (!awaited) return [];
    const { replyBy } = awaited;
    if (today <= replyBy) refuse('ReplyNotOverdue', `The patient has until ${longDate(replyBy)} to answer.`, { replyBy });
    return [{ type: 'ValidationUnanswered', data: { replyBy } }];
  },
};

/** How long the patient has waited when they are asked after this many weeks: at stated weeks, and then again and again. */
function weeksAfter(weeks: number, limit: CaseContext['limit']): number {
  const stated = [limit('validationFirstWeeks'), limit('validationSecondWeeks'), limit('validationThirdWeeks')];
  return stated.find((one) => one > weeks) ?? weeks + limit('validationAgainWeeks');
}

/** What they change stands in safety.ts. */
export const evolveValidation: Evolves<ValidationEvent> = {
  ValidationFellDue: (state) => state,
  ValidationAsked: (state) => state,
  ValidationUnanswered: (state) => state,
  ValidationAnswered: (state) => state,
};
