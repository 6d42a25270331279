// What the national returns count of a case at a month end: pure, from the facts that were known.
import { addDays, type CalendarDay, daysBetween } from '@guardian/kernel';
import { clocks, dm01Band, dm01Test, type Dm01Test, type Fact, type RttPeriod, rttWeekBand } from '@guardian/waiting-times';
import { type RttFunction, rttFunction } from './treatment-functions';

export const RTT_PARTS = ['1A', '1B', '2', '2A', '3'] as const;
export type RttPart = (typeof RTT_PARTS)[number];

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

/** The last day of a month written `2026-07`; undefined for anything else. */
export function monthEnd(month: string): CalendarDay | undefined {
  if (!/^\d{4}-(?:0[1-9]|1[0-2])$/.test(month)) return undefined;
  const [year = 0, number = 0] = month.split('-').map(Number);
  const next = number === 12 ? `${year + 1}-01-01` : `${year}-${String(number + 1).padStart(2, '0')}-01`;
  return addDays(next as CalendarDay, -1);
}

/**
 * The cells that a case is counted in (RTT-M7). `followed`: Guardian still follows the case at the month end; a case that it has closed is
 * not known to wait any more. Facts in date order; the clocks read as of the month end, so that a stop on the first of the next month is
 * still incomplete (RTT-M8).
 */
export function rttCounts(facts: readonly Fact[], specialty: string, end: CalendarDay, followed: boolean): RttCount[] {
  const { rtt } = clocks(facts, end);
  const counted = rttFunction(specialty);
  const cell = (part: RttPart, band: string): RttCount => ({ part, function: counted, band });
  const counts: RttCount[] = [];
  if (rtt.rtt_return_parts.length > 0) {
    for (const period of [...rtt.earlier_periods, rtt]) {
      const part = completedIn(facts, period, end);
      if (part && period.rtt_week_band !== null) counts.push(cell(part, period.rtt_week_band));
      if (period.clock_state !== 'nullified' && period.clock_start?.startsWith(end.slice(0, 7))) counts.push(cell('3', 'all'));
    }
  }
  if (followed && rtt.rtt_return_parts.includes('2')) {
    const band = rtt.rtt_week_band ?? 'unknown';
    counts.push(cell('2', band));
    if (rtt.decision_to_admit) counts.push(cell('2A', band));
  }
  for (const { clock_state, clock_start } of followed ? (rtt.other_pathways ?? []) : []) {
    if (clock_state === 'running' && clock_start) counts.push(cell('2', rttWeekBand(daysBetween(clock_start, end))));
  }
  return counts;
}

/** Read on the day of the stop, on which the period was the present one. */
function completedIn(facts: readonly Fact[], { clock_state: state, clock_stop: stop }: RttPeriod, end: CalendarDay): RttPart | undefined {
  if (state !== 'stopped' || !stop?.startsWith(end.slice(0, 7))) return undefined;
  const { rtt } = clocks(facts, stop);
  if (rtt.clock_stop !== stop) return undefined;
  return rtt.completed_as === 'admitted' ? '1A' : '1B';
}

/** Each test that waits at the month end, and each that was done in the month (DX-3, DX-7). */
export function dm01Counts(facts: readonly Fact[], end: CalendarDay, followed: boolean): Dm01Count[] {
  return clocks(facts, end).diagnostics.flatMap((clock): Dm01Count[] => {
    const test = dm01Test(clock.test);
    if (!test) return [];
    if (clock.clock_state === 'waiting' && clock.days_waited !== null) {
      return followed ? [{ test, kind: 'waiting', of: dm01Band(clock.days_waited), days: clock.days_waited }] : [];
    }
    const done = facts.find(({ event, date, test: name }) => event === 'diagnostic_test_done' && name === clock.test && date <= end)?.date;
    const on = clock.clock_stop ?? (clock.clock_state === 'not_started' ? done : undefined);
    return on?.startsWith(end.slice(0, 7)) ? [{ test, kind: 'activity', of: clock.activity_type, days: null }] : [];
  });
}

export interface Check {
  readonly name: string;
  readonly holds: boolean;
  readonly says: string;
}

const FIRST_FOUR: readonly string[] = ['0-1', '1-2', '2-3', '3-4'];

/** The central checks worth copying (RTT-M13). `before`: the same return for the month before. */
export function centralChecks(now: readonly RttCount[], before: readonly RttCount[]): Check[] {
  const of = (part: RttPart, counts = now) => counts.filter((count) => count.part === part);
  const [incomplete, admitted, started] = [of('2').length, of('2A').length, of('3').length];
  const young = of('2').filter(({ band }) => FIRST_FOUR.includes(band)).length;
  const lines = (counts: readonly RttCount[]) =>
    counts
      .map(({ part, function: code, band }) => `${part} ${code} ${band}`)
      .sort()
      .join();
  return [
    { name: 'Part 2A is no more than part 2', holds: admitted <= incomplete, says: `${admitted} of ${incomplete}` },
    {
      name: 'Part 3 is no less than part 2 in its first four bands',
      holds: started >= young,
      says: `${started} started, ${young} waiting`,
    },
    {
      name: 'The month does not repeat the month before',
      holds: now.length === 0 || lines(now) !== lines(before),
      says: 'compared cell by cell',
    },
  ];
}
