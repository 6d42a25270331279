// What the national clocks of one case read, as dates: everything that a count of days, a band or a limit follows from on a given day.
import type { CaseFact } from '@guardian/casework/events';
import { addDays, type CalendarDay, parseCalendarDay } from '@guardian/kernel';
import {
  CANCER_LIMIT_DAYS,
  type CancerClocks,
  type CancerStandard,
  type CancerStandardName,
  clocks,
  type DiagnosticClock,
  DM01_LIMIT_DAYS,
  type Fact,
  RTT_LIMIT_DAYS,
  type RttClock,
} from '@guardian/waiting-times';

/** While nothing is known that will change it. */
export const NO_END = '9999-12-31' as CalendarDay;

export type ClockName = 'rtt' | 'test' | CancerStandardName;

/** The reading of one clock over a span of days. Null where it does not apply. */
export interface ClockReading {
  readonly clock: ClockName;
  /** 1 for the pathway, test or treatment that comes first in the engine's answer. */
  readonly n: number;
  /** As the engine says it. */
  readonly state: string;
  /** The clock runs. */
  readonly runs: boolean;
  readonly start: CalendarDay | null;
  readonly stop: CalendarDay | null;
  /** The last day inside the first limit: 18 weeks, 6 weeks, or the days of the cancer standard with what comes off. */
  readonly insideUntil: CalendarDay | null;
  readonly test: string | null;
  readonly activity: string | null;
  readonly stopReason: string | null;
  readonly completedAs: string | null;
  readonly decisionToAdmit: boolean | null;
  /** Null: not known of a second pathway of the case. */
  readonly countsInReturn: boolean | null;
  /** Of the fact that stands on the day of the start. */
  readonly startConfidence: CaseFact['confidence'] | null;
}

export interface Span {
  readonly reading: ClockReading;
  readonly fromDay: CalendarDay;
  /** The first day on which it no longer holds. */
  readonly untilDay: CalendarDay;
}

/**
 * The readings from a day on, each with the days over which it holds. A reading changes on the day of a fact, and by itself on a day that
 * a fact names: a planned test falls due, a wait starts again from a cancelled appointment. Facts are in date order.
 */
export function spansFrom(from: CalendarDay, facts: readonly CaseFact[]): Span[] {
  const days = [...new Set([from, ...facts.flatMap(({ fact }) => daysIn(fact))])].filter((day) => day >= from).sort();
  const spans: Span[] = [];
  let open = new Map<string, Span>();
  for (const day of days) {
    const next = new Map<string, Span>();
    for (const reading of readingsOn(day, facts)) {
      const key = `${reading.clock} ${reading.n}`;
      const before = open.get(key);
      next.set(key, before && isSame(before.reading, reading) ? before : { reading, fromDay: day, untilDay: NO_END });
    }
    for (const [key, span] of open) if (next.get(key) !== span) spans.push({ ...span, untilDay: day });
    open = next;
  }
  return [...spans, ...open.values()];
}

/** A row that says more than a reading still says the same reading. */
export const isSame = (a: ClockReading, b: ClockReading): boolean =>
  (Object.keys(b) as (keyof ClockReading)[]).every((key) => a[key] === b[key]);

const daysIn = (fact: Fact): CalendarDay[] =>
  Object.values(fact).flatMap((value) => (typeof value === 'string' ? (parseCalendarDay(value) ?? []) : []));

function readingsOn(day: CalendarDay, facts: readonly CaseFact[]): ClockReading[] {
  const known = facts.filter(({ fact }) => fact.date <= day);
  const all = known.map(({ fact }) => fact);
  const { rtt, diagnostics, cancer } = clocks(all, day);
  const whole = cancer.adjustment_reason_first_seen === null ? cancer : clocks(all, NO_END).cancer;
  const confidenceOf: ConfidenceOf = (start) => known.find(({ fact }) => fact.date === start)?.confidence ?? null;
  return [
    ...rttReadings(rtt, confidenceOf),
    ...diagnostics.map((test, index) => testReading(test, index + 1, confidenceOf)),
    ...cancerReadings(cancer, whole, confidenceOf),
  ];
}

type ConfidenceOf = (start: CalendarDay | null) => CaseFact['confidence'] | null;

type Said = Pick<ClockReading, 'clock' | 'n' | 'state' | 'start' | 'stop' | 'insideUntil'> & Partial<ClockReading>;

/** Written out: to spread what is null over every reading took longer than to compute it. */
const reading = (said: Said, confidenceOf: ConfidenceOf): ClockReading => ({
  clock: said.clock,
  n: said.n,
  state: said.state,
  runs: said.state === 'running' || said.state === 'running_unknown_start' || said.state === 'waiting',
  start: said.start,
  stop: said.stop,
  insideUntil: said.insideUntil,
  test: said.test ?? null,
  activity: said.activity ?? null,
  stopReason: said.stopReason ?? null,
  completedAs: said.completedAs ?? null,
  decisionToAdmit: said.decisionToAdmit ?? null,
  countsInReturn: said.countsInReturn ?? null,
  startConfidence: confidenceOf(said.start),
});

const lastDayInside = (start: CalendarDay | null, days: number): CalendarDay | null => (start === null ? null : addDays(start, days));

function rttReadings(rtt: RttClock, confidenceOf: ConfidenceOf): ClockReading[] {
  const { clock_state: state, clock_start: start } = rtt;
  if (state === 'no_clock') return [];
  const shown = reading(
    {
      clock: 'rtt',
      n: 1,
      state,
      start,
      stop: rtt.clock_stop,
      insideUntil: lastDayInside(start, RTT_LIMIT_DAYS),
      stopReason: rtt.stop_reason,
      completedAs: rtt.completed_as,
      decisionToAdmit: rtt.decision_to_admit,
      countsInReturn: rtt.counts_in_rtt_return,
    },
    confidenceOf,
  );
  const others = (rtt.other_pathways ?? []).map((other, index) => {
    const insideUntil = lastDayInside(other.clock_start, RTT_LIMIT_DAYS);
    const said = { state: other.clock_state, start: other.clock_start, stop: null, insideUntil } as const;
    return reading({ clock: 'rtt', n: index + 2, ...said }, confidenceOf);
  });
  return [shown, ...others];
}

const testReading = (of: DiagnosticClock, n: number, confidenceOf: ConfidenceOf): ClockReading =>
  reading(
    {
      clock: 'test',
      n,
      state: of.clock_state,
      start: of.clock_start,
      stop: of.clock_stop,
      insideUntil: lastDayInside(of.clock_start, DM01_LIMIT_DAYS - 1),
      test: of.test,
      activity: of.activity_type,
    },
    confidenceOf,
  );

/** What comes off grows with the wait until it is used up: `whole` is the answer of a day on which it is. */
function cancerReadings(cancer: CancerClocks, whole: CancerClocks, confidenceOf: ConfidenceOf): ClockReading[] {
  return (Object.keys(CANCER_LIMIT_DAYS) as CancerStandardName[]).flatMap((clock) => {
    const standard: CancerStandard = cancer[clock];
    if (standard.state === 'not_applicable') return [];
    const { state, start, end } = standard;
    const comesOff = 'adjustment_days' in whole[clock] ? whole[clock].adjustment_days : 0;
    const counts = state === 'running' || state === 'ended';
    const insideUntil = counts ? addDays(start, CANCER_LIMIT_DAYS[clock] + comesOff) : null;
    return [reading({ clock, n: 1, state, start, stop: end, insideUntil }, confidenceOf)];
  });
}
