// Silence is an alarm (rule D2): when a step has been quiet for longer than its pathway allows, and when the PCN has to know.
import { addDays, type CalendarDay, londonDay, WorkingDays } from '@guardian/kernel';
import type { CaseEvent, SilenceEvent } from './events';
import { type CaseContext, type CaseState, type Decides, type Evolves, opened, refuse } from './state';
import { stepOf } from './step';

/** Issued when time has run out; refused while the step may be quiet. */
export type SilenceCommand = { readonly type: 'MarkStepQuiet' } | { readonly type: 'TellPcnOfSilence' };

/** How long a step may pass without news, in calendar or in working days, and how long before the PCN is told, in the same unit. */
export interface QuietLimits {
  readonly quietDays?: number;
  readonly quietWorkingDays?: number;
  readonly pcnQuietDays?: number;
  readonly pcnQuietWorkingDays?: number;
}

export interface QuietLimit {
  readonly days: number;
  readonly working: boolean;
}

export const quietLimit = ({ quietDays = 0, quietWorkingDays }: QuietLimits): QuietLimit =>
  quietWorkingDays === undefined ? { days: quietDays, working: false } : { days: quietWorkingDays, working: true };

/** `times`: how many times the first limit it is where the pathway says nothing. */
export function pcnQuietLimit(limits: QuietLimits, times: number): QuietLimit {
  const { days, working } = quietLimit(limits);
  return { days: limits.pcnQuietDays ?? limits.pcnQuietWorkingDays ?? days * times, working };
}

/** The last day on which a case that was last heard of on this day may be quiet. It is too quiet from the next day on. */
export const quietUntil = (lastNewsOn: CalendarDay, { days, working }: QuietLimit, workingDays: WorkingDays): CalendarDay =>
  working ? workingDays.add(lastNewsOn, days) : addDays(lastNewsOn, days);

/** The other way round: a case that was last heard of before this day is too quiet today. */
export function quietBefore(today: CalendarDay, limit: QuietLimit, workingDays: WorkingDays): CalendarDay {
  if (!limit.working) return addDays(today, -limit.days);
  let on = today;
  while (quietUntil(addDays(on, -1), limit, workingDays) >= today) on = addDays(on, -1);
  return on;
}

// That a case is set aside, or that time ran out, is no news of it: a step that is quiet stays quiet.
const NO_NEWS: readonly CaseEvent['type'][] = [
  'WorkSnoozed',
  'SnoozeEnded',
  'DuplicateSuspected',
  'ReturnEscalated',
  'CheckInPlanned',
  'CheckInMissed',
  'EscalationPassedOn',
  'HarmReviewOpened',
  'ValidationFellDue',
  'ValidationUnanswered',
  'WorkupItemExpired',
  'ResponsibilityOfferUnanswered',
  'MessageRead',
  'StepWentQuiet',
  'SilenceReachedPcn',
];

/** Whether somebody did or said something about the patient. */
export const isNews = (type: CaseEvent['type']): boolean => !NO_NEWS.includes(type);

export interface LastNews {
  /** Revision of the last event that is news. */
  readonly entry: number;
  /** The last day on which any was recorded. */
  readonly on: CalendarDay;
}

export function lastNews(
  events: readonly { readonly type: string; readonly revision: number; readonly metadata: { readonly recordedAt: string } }[],
): LastNews | null {
  const news = events.filter(({ type }) => isNews(type as CaseEvent['type']));
  const entry = news.at(-1)?.revision;
  const on = news.map(({ metadata }) => londonDay(new Date(metadata.recordedAt))).sort();
  return entry === undefined ? null : { entry, on: on.at(-1) as CalendarDay };
}

/** Whom the silence of now has reached; the worklist shows it to the team by itself. */
export function silenceTold({ entries }: CaseState): { readonly team: boolean; readonly pcn: boolean } {
  const since = entries.slice(entries.findLastIndex(isNews) + 1);
  return { team: since.includes('StepWentQuiet'), pcn: since.includes('SilenceReachedPcn') };
}

const workingDays = new WorkingDays();

export const decideSilence: Decides<SilenceCommand> = {
  MarkStepQuiet: (_command, state, context) =>
    silenceTold(state).team ? [] : tooQuiet('StepWentQuiet', state, context, (limits) => quietLimit(limits)),

  TellPcnOfSilence: (_command, state, context) =>
    silenceTold(state).pcn
      ? []
      : tooQuiet('SilenceReachedPcn', state, context, (limits) => pcnQuietLimit(limits, context.limit('pcnQuietTimes'))),
};

function tooQuiet(
  type: SilenceEvent['type'],
  state: CaseState,
  context: CaseContext,
  limitOf: (limits: QuietLimits) => QuietLimit,
): readonly CaseEvent[] {
  // Whoever was just heard of is not quiet: the silence that the command was issued for is over.
  const { heard, today } = context;
  if (heard?.entry !== state.entries.findLastIndex(isNews) + 1) return [];
  const step = stepOf(state.progress);
  const limits = context.route(opened(state).pathway).steps[step];
  if (!limits) return [];
  const until = quietUntil(heard.on, limitOf(limits), workingDays);
  if (today <= until) refuse('StepNotQuiet', 'This step may still be quiet.', { step, until });
  return [{ type, data: { step, since: heard.on } }];
}

/** The entries themselves say whom a silence has reached. */
export const evolveSilence: Evolves<SilenceEvent> = {
  StepWentQuiet: (state) => state,
  SilenceReachedPcn: (state) => state,
};
