// The referral-to-treatment clock: the facts of one case lived through, and what stands at the end.
import { type CalendarDay, daysBetween } from '@guardian/kernel';
import { Account, act, type Effects, type Fact, knownOn, type Settings } from '../engine';
import { completedWeeks, OVER_WEEKS, RTT_LIMIT_DAYS, rttWeekBand } from './bands';
import { MISSED } from './missed';
import { NEW_PERIODS } from './new-periods';
import { Pathway, type Period, STATUS_AT_STOP, type StopReason } from './pathway';
import { receive, STARTS } from './starts';
import { STOPS } from './stops';
import { UNCHANGED } from './unchanged';

export type RttState = 'running' | 'stopped' | 'nullified' | 'no_clock' | 'running_unknown_start';
export type RttReturnPart = '1A' | '1B' | '2' | '2A' | '3';

export interface RttReturnCount {
  readonly part: RttReturnPart;
  readonly days: number | null;
}

/** Days and weeks are calendar days and whole weeks (RTT-M1, RTT-M3); null where they do not apply. */
export interface RttPeriod {
  readonly clock_state: RttState;
  readonly clock_start: CalendarDay | null;
  readonly clock_stop: CalendarDay | null;
  readonly stop_reason: StopReason | null;
  readonly rtt_status_code_at_stop: string | null;
  readonly days_waited: number | null;
  readonly weeks_waited_completed: number | null;
  readonly rtt_week_band: string | null;
  readonly within_18_weeks: boolean | null;
}

export interface RttClock extends RttPeriod {
  /** Oldest first. */
  readonly earlier_periods: readonly RttPeriod[];
  /** Set where facts name their pathway. */
  readonly pathway: string | null;
  readonly other_pathways:
    readonly { readonly pathway: string; readonly clock_state: RttState; readonly clock_start: CalendarDay | null }[] | null;
  readonly counts_in_rtt_return: boolean;
  readonly completed_as: 'admitted' | 'non_admitted' | null;
  readonly reporting_provider: string | null;
  readonly reasonable_offers_declined: number | null;
  /** A decision to admit has been made in the present period: part 2A. */
  readonly decision_to_admit: boolean;
  /** The parts of the return for the month of the as-of day, as that month would read if it ended on that day (RTT-M7). */
  readonly rtt_return_parts: readonly RttReturnPart[];
  /** One for each pathway and period that the return counts, all pathways; days null: the start is not known. */
  readonly rtt_return_counts: readonly RttReturnCount[];
  readonly over_52_weeks: boolean | null;
  readonly over_65_weeks: boolean | null;
  readonly over_78_weeks: boolean | null;
  readonly over_104_weeks: boolean | null;
}

const EFFECTS: Effects<Pathway> = {
  ...UNCHANGED,
  ...STARTS,
  ...NEW_PERIODS,
  ...MISSED,
  ...STOPS,
  re_referral_received(pathway, fact) {
    const same = fact['same_request'] !== false;
    if (pathway.running && !same) {
      pathway.account.warn('A new referral arrived while a clock of an earlier one runs: say whether the earlier one has ended.');
    }
    const kept = 'The chosen provider rejected the referral and it was sent on: the original date stays.';
    if (pathway.running && same) pathway.because('RTT-S7', kept);
    if (pathway.running && typeof fact['provider'] === 'string') pathway.provider = fact['provider'];
    if (!pathway.running) receive(pathway, fact, 'RTT-S1', 'A consultant-led service received the referral.');
  },
};

/** A separate condition is a pathway of its own, with its own clock (RTT-N8). */
class Pathways {
  readonly all: Pathway[] = [];

  constructor(private readonly account: Account) {
    this.all.push(new Pathway(null, account));
  }

  get newest(): Pathway {
    return this.all.at(-1) ?? new Pathway(null, this.account);
  }

  /** Those with a clock; the last of them is what the result describes. */
  get withClock(): Pathway[] {
    return this.all.filter(({ last }) => last);
  }

  of(fact: Fact): Pathway {
    const name = fact['pathway'];
    if (typeof name !== 'string') return this.newest;
    const known = this.all.find((pathway) => pathway.name === name);
    if (known) return known;
    const made = new Pathway(name, this.account);
    const unused = this.all.length === 1 && !this.newest.last && this.newest.name === null;
    this.all.splice(unused ? 0 : this.all.length, unused ? 1 : 0, made);
    return made;
  }

  startsAnother({ event, same_condition }: Fact): boolean {
    return event === 'consultant_to_consultant_referral' && same_condition === false && this.newest.last !== undefined;
  }

  separateCondition(fact: Fact): void {
    this.newest.because('RTT-N8', 'A separate condition was found: it gets a pathway and a clock of its own, this clock goes on.');
    const made = this.of({ ...fact, pathway: fact['pathway'] ?? 'new' });
    if (fact['same_provider'] === false) {
      made.startsOnReceipt = { rule: 'RTT-N8', text: 'The other provider received the referral for a separate condition.' };
    } else {
      made.start('RTT-N8', 'A separate condition, referred to a colleague at the same provider: its clock starts that day.');
    }
  }
}

export function rttClock(facts: readonly Fact[], asOf: CalendarDay, settings: Settings): { clock: RttClock; account: Account } {
  const account = new Account('rtt', settings);
  const pathways = new Pathways(account);
  for (const fact of knownOn(facts, asOf)) {
    if (pathways.startsAnother(fact)) {
      account.today = fact.date;
      pathways.separateCondition(fact);
    } else {
      // A death ends every pathway; anything else is about one.
      for (const pathway of fact.event === 'died' ? pathways.all : [pathways.of(fact)]) {
        act(EFFECTS, pathway, fact, account, pathway.running !== undefined || pathways.withClock.length === 0);
      }
    }
  }
  return { clock: result(pathways, asOf), account };
}

function result(pathways: Pathways, asOf: CalendarDay): RttClock {
  const { withClock } = pathways;
  const shown = withClock.at(-1) ?? pathways.newest;
  const { last } = shown;
  const present = periodOf(last, asOf);
  const others = withClock.filter((pathway) => pathway !== shown);
  const over = (weeks: keyof typeof OVER_WEEKS) => (present.days_waited === null ? null : present.days_waited >= OVER_WEEKS[weeks]);
  return {
    ...present,
    earlier_periods: shown.periods.slice(0, -1).map((period) => periodOf(period, asOf)),
    pathway: shown.name,
    other_pathways:
      others.length === 0
        ? null
        : others.map(({ name, last: other }) => {
            const { clock_state, clock_start } = periodOf(other, asOf);
            return { pathway: name ?? 'original', clock_state, clock_start };
          }),
    counts_in_rtt_return: shown.inReturns && last !== undefined && !shown.nullified,
    completed_as: last?.completedAs ?? null,
    reporting_provider: shown.provider,
    reasonable_offers_declined: last?.declinedReasonableOffers ?? null,
    decision_to_admit: last?.decisionToAdmit ?? false,
    rtt_return_parts: [...new Set(countsOf(shown, asOf).map(({ part }) => part))].sort(),
    rtt_return_counts: withClock.flatMap((pathway) => countsOf(pathway, asOf)),
    over_52_weeks: over(52),
    over_65_weeks: over(65),
    over_78_weeks: over(78),
    over_104_weeks: over(104),
  };
}

function periodOf(period: Period | undefined, asOf: CalendarDay): RttPeriod {
  const state = stateOf(period);
  const counted = state === 'running' || state === 'stopped';
  const days = counted && period?.start != null ? daysBetween(period.start, period.stop ?? asOf) : null;
  return {
    clock_state: state,
    clock_start: period?.start ?? null,
    clock_stop: period?.stop ?? null,
    stop_reason: period?.reason ?? null,
    rtt_status_code_at_stop: period?.reason ? STATUS_AT_STOP[period.reason] : null,
    days_waited: days,
    weeks_waited_completed: days === null ? null : completedWeeks(days),
    rtt_week_band: days === null ? null : rttWeekBand(days),
    within_18_weeks: days === null ? null : days <= RTT_LIMIT_DAYS,
  };
}

function stateOf(period: Period | undefined): RttState {
  if (!period) return 'no_clock';
  if (period.stop === null) return period.start === null ? 'running_unknown_start' : 'running';
  return period.reason === 'dna_first_appointment' ? 'nullified' : 'stopped';
}

/** What the return of the as-of day's month counts of these periods (RTT-M7 to RTT-M9). */
function countsOf({ inReturns, periods }: Pathway, asOf: CalendarDay): RttReturnCount[] {
  if (!inReturns) return [];
  const month = asOf.slice(0, 7);
  return periods.flatMap(({ start, stop, reason, completedAs, decisionToAdmit, foundLater }) => {
    if (reason === 'dna_first_appointment') return [];
    const days = start === null ? null : daysBetween(start, stop ?? asOf);
    const late = foundLater !== null && stop !== null && foundLater.slice(0, 7) > stop.slice(0, 7);
    const parts: RttReturnPart[] = [];
    if (stop?.startsWith(month) && !late) parts.push(completedAs === 'admitted' ? '1A' : '1B');
    if (stop === null) parts.push('2');
    if (stop === null && decisionToAdmit) parts.push('2A');
    if (start?.startsWith(month)) parts.push('3');
    return parts.map((part) => ({ part, days }));
  });
}
