// The limits and the bands of each clock, in the days that the rules count: what is inside, and what is over.
import { addDays, type CalendarDay } from '@guardian/kernel';
import { OVER_WEEKS } from '@guardian/waiting-times';
import type { ClockName } from './clock-reading';

/** `standard`: 18 weeks, 6 weeks, or the days of the cancer standard with what comes off. The others are of the RTT clock. */
export type LimitName = 'standard' | 'over-52' | 'over-65';

export const limitsOf = (clock: ClockName): readonly LimitName[] => (clock === 'rtt' ? ['standard', 'over-52', 'over-65'] : ['standard']);

interface Dates {
  readonly start: CalendarDay | null;
  readonly insideUntil: CalendarDay | null;
}

/** The first day on which a clock is over a limit; null where its start is not known. */
export function overOn({ start, insideUntil }: Dates, limit: LimitName): CalendarDay | null {
  if (limit === 'standard') return insideUntil === null ? null : addDays(insideUntil, 1);
  return start === null ? null : addDays(start, limit === 'over-52' ? OVER_WEEKS[52] : OVER_WEEKS[65]);
}

/** The same in SQL, of the columns of oversight_clock: whether a clock is over on a day, which is a parameter such as `$1`. */
export function overSql(limit: LimitName, day: string): string {
  if (limit === 'standard') return `inside_until < ${day}::date`;
  return `start <= ${day}::date - ${limit === 'over-52' ? OVER_WEEKS[52] : OVER_WEEKS[65]}`;
}

export interface WaitBand {
  readonly id: string;
  /** Days waited, both inclusive; null: no end. */
  readonly from: number;
  readonly to: number | null;
}

const upTo = (unit: 'weeks' | 'days', ends: readonly (readonly [label: string, lastDay: number | null])[]): WaitBand[] =>
  ends.map(([label, to], index) => ({ id: `${label}-${unit}`, from: (ends[index - 1]?.[1] ?? -1) + 1, to }));

// RTT weeks end on their last day: 126 days are in 12 to 18 weeks, inside the limit (RTT-M4). Weeks of tests begin on it: 42 days are not
// in 4 to 6 weeks, and over (DX-3).
const RTT = upTo('weeks', [
  ['0-6', 42],
  ['6-12', 84],
  ['12-18', 126],
  ['18-26', 182],
  ['26-39', 273],
  ['39-52', 364],
  ['52-plus', null],
]);
const TESTS = upTo('weeks', [
  ['0-2', 13],
  ['2-4', 27],
  ['4-6', 41],
  ['6-8', 55],
  ['8-10', 69],
  ['10-13', 90],
  ['13-plus', null],
]);
const CANCER = upTo('days', [
  ['0-14', 14],
  ['15-28', 28],
  ['29-31', 31],
  ['32-62', 62],
  ['63-104', 104],
  ['105-plus', null],
]);

export const bandsOf = (clock: ClockName): readonly WaitBand[] => (clock === 'rtt' ? RTT : clock === 'test' ? TESTS : CANCER);
