// How long a patient has waited, in each of the ways in which a wait that is too long asks for a harm review.
import type { CalendarDay } from '@guardian/kernel';
import type { CaseEvent } from './events';
import { hospitalStep } from './hospital-moves';
import { latest, type Said, without } from './said';
import type { Safety } from './safety';
import { type Progress, suspectsCancer } from './step';

/** Clinical priorities that allow a stated time; the others (P4 to P6) name none. */
export const TIMED_CODES = ['P1a', 'P1b', 'P2', 'P3'] as const;
export type TimedCode = (typeof TIMED_CODES)[number];

/** Which limit a wait is held against. */
export type HarmLimit =
  | { readonly trigger: 'priority-time'; readonly code: TimedCode }
  | { readonly trigger: 'long-wait' | 'long-cancer-wait'; readonly code: null };

/** A wait that is going on, for which no harm review was opened yet. */
export type HarmWatch = HarmLimit & { readonly since: CalendarDay };

/** What the hospital's side says of the wait, entry by entry. Plain JSON, so that a read model can keep it in a row. */
export interface Wait {
  /** P codes with the day of each. */
  readonly codes: readonly Said<{ readonly code: string; readonly on: CalendarDay }>[];
  readonly ended: readonly Said<'cancer' | 'all'>[];
}

export const initialWait: Wait = { codes: [], ended: [] };

const ENDS: Readonly<Record<string, 'cancer' | 'all'>> = { patient_informed_cancer_ruled_out: 'cancer', died: 'all' };

/** The same object where the event says nothing of it. */
export function heardOfWait(wait: Wait, event: CaseEvent, entry: number): Wait {
  if (event.type === 'PriorityRecorded' && event.data.scheme === 'P') {
    const { code, on } = event.data;
    return { ...wait, codes: [...wait.codes, { entry, is: { code, on } }] };
  }
  const ends = event.type === 'HospitalFactRecorded' ? ENDS[event.data.kind] : undefined;
  return ends ? { ...wait, ended: [...wait.ended, { entry, is: ends }] } : wait;
}

export const waitWithout = ({ codes, ended }: Wait, entry: number): Wait => ({
  codes: without(codes, entry),
  ended: without(ended, entry),
});

/** Whether the patient waits for treatment. Who is monitored as agreed does not. */
export const isWaiting = (progress: Progress, { wait }: Safety): boolean =>
  !progress.closed &&
  progress.treatments.length === 0 &&
  !wait.ended.some(({ is }) => is === 'all') &&
  hospitalStep(progress) !== 'monitoring';

/**
 * The waits that are still watched. All of them count calendar days and none pauses (rule D6); from the referral on, so that a review is
 * never later than by the national clocks, which begin when the hospital has the referral.
 */
export function harmWatches(progress: Progress, safety: Safety, referredOn: CalendarDay): HarmWatch[] {
  if (!isWaiting(progress, safety)) return [];
  const { wait, harmReviews } = safety;
  const ended = wait.ended.map(({ is }) => is);
  const watches: HarmWatch[] = [...timed(wait), { trigger: 'long-wait', code: null, since: referredOn }];
  if (suspectsCancer(progress) && !ended.includes('cancer')) {
    watches.push({ trigger: 'long-cancer-wait', code: null, since: referredOn });
  }
  return watches.filter(({ trigger }) => !Object.hasOwn(harmReviews, trigger));
}

/** By the code that holds now. To record the same one again does not begin its time anew. */
function timed({ codes }: Wait): HarmWatch[] {
  const code = TIMED_CODES.find((one) => one === latest(codes)?.code);
  if (!code) return [];
  const before = codes.findLastIndex(({ is }) => is.code !== code);
  const since = codes.slice(before + 1).reduce((first, { is }) => (is.on < first ? is.on : first), '9999-12-31' as CalendarDay);
  return [{ trigger: 'priority-time', code, since }];
}
