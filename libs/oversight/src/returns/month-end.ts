// What the national returns count of a case at a month end: pure, from the facts that were known.
import { addDays, type CalendarDay } from '@guardian/kernel';
import { type Clocks, dm01Band, dm01Test, type Dm01Test, type RttReturnPart, RTT_LIMIT_DAYS, rttWeekBand } from '@guardian/waiting-times';
import { type RttFunction, rttFunction } from './treatment-functions';

export type RttPart = RttReturnPart;

/** A pathway in one cell of the RTT return. */
export interface RttCount {
  readonly part: RttPart;
  readonly function: RttFunction;
  /** Week band; `unknown`: the clock start cannot be found. Part 3 has none: `all`. */
  readonly band: string;
}

export interface Dm01Count {
  readonly test: Dm01Test;
  readonly kind: 'waiting' | 'activity';
  /** Band of those who wait, activity type of what was done in the month. */
  readonly of: string;
  /** Days waited; null for activity. */
  readonly days: number | null;
}

/** Days from which a test counts as late in the diagnostics return. */
export const SIX_WEEKS = 42;
export const THIRTEEN_WEEKS = 91;

/** The last day of a month written `2026-07`; undefined for anything else. */
export function monthEnd(month: string): CalendarDay | undefined {
  if (!/^\d{4}-(?:0[1-9]|1[0-2])$/.test(month)) return undefined;
  const [year = 0, number = 0] = month.split('-').map(Number);
  const next = number === 12 ? `${year + 1}-01-01` : `${year}-${String(number + 1).padStart(2, '0')}-01`;
  return addDays(next as CalendarDay, -1);
}

/**
 * The cells that a case is counted in (RTT-M7), by its clocks as of the month end: a stop on the first of the next month is still
 * incomplete (RTT-M8). `followed`: Guardian still follows the case then; one that it has closed is not known to wait any more.
 */
export function rttCounts({ rtt }: Clocks, specialty: string, followed: boolean): RttCount[] {
  const counted = rttFunction(specialty);
  return rtt.rtt_return_counts
    .filter(({ part }) => followed || (part !== '2' && part !== '2A'))
    .map(({ part, days }) => ({ part, function: counted, band: part === '3' ? 'all' : days === null ? 'unknown' : rttWeekBand(days) }));
}

/** Each test that waits at the month end, and each that was done in the month (DX-3, DX-7). */
export function dm01Counts({ diagnostics }: Clocks, end: CalendarDay, followed: boolean): Dm01Count[] {
  return diagnostics.flatMap(
    ({ test: name, clock_state: state, days_waited: days, done_on: done, activity_type: activity }): Dm01Count[] => {
      const test = dm01Test(name);
      if (!test) return [];
      if (state === 'waiting' && days !== null) return followed ? [{ test, kind: 'waiting', of: dm01Band(days), days }] : [];
      const leftOut = state === 'out_of_scope' && activity !== 'unscheduled';
      return done?.startsWith(end.slice(0, 7)) && !leftOut ? [{ test, kind: 'activity', of: activity, days: null }] : [];
    },
  );
}

/** Bands up to 17-18 hold the waits of 126 days and fewer. An unknown start is in neither. */
export const isWithin18Weeks = (band: string): boolean => Number(band.split('-')[0]) < RTT_LIMIT_DAYS / 7;

export interface Check {
  readonly name: string;
  readonly holds: boolean;
  readonly says: string;
}

const FIRST_FOUR: readonly string[] = ['0-1', '1-2', '2-3', '3-4'];

/** Number of pathways by part, function and band: `1A 110 5-6`. */
export type RttTally = ReadonlyMap<string, number>;
export const tallyKey = ({ part, function: code, band }: RttCount): string => `${part} ${code} ${band}`;

/** The central checks worth copying (RTT-M13). `before`: the same return for the month before. */
export function centralChecks(now: RttTally, before: RttTally): Check[] {
  const of = (part: RttPart, bands?: readonly string[]) =>
    [...now].reduce((sum, [key, count]) => {
      const [its, , band = ''] = key.split(' ');
      return its === part && (!bands || bands.includes(band)) ? sum + count : sum;
    }, 0);
  const [incomplete, admitted, started, young] = [of('2'), of('2A'), of('3'), of('2', FIRST_FOUR)];
  const repeats = now.size > 0 && now.size === before.size && [...now].every(([key, count]) => before.get(key) === count);
  const lowest = Math.min(0, ...now.values());
  return [
    { name: 'Part 2A is no more than part 2', holds: admitted <= incomplete, says: `${admitted} of ${incomplete}` },
    {
      name: 'Part 3 is no less than part 2 in its first four bands',
      holds: started >= young,
      says: `${started} started, ${young} waiting`,
    },
    { name: 'No number is negative', holds: lowest >= 0, says: `the lowest is ${lowest}` },
    { name: 'The month does not repeat the month before', holds: !repeats, says: 'compared cell by cell' },
  ];
}
