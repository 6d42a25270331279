// What the three engines share: facts, reasons, and the table that says of every fact what it does to a clock.
import { type CalendarDay, daysBetween } from '@guardian/kernel';
import type { HospitalFactKind } from './facts';
import { type Conflict, readingWarning, type Readings } from './readings';
import type { Unconfirmed } from './unconfirmed';

/** One dated happening; the keys beside `event` and `date` are those of `HOSPITAL_FACTS`. */
export type Fact = { readonly event: HospitalFactKind; readonly date: CalendarDay } & {
  readonly [key: string]: string | number | boolean | undefined;
};

export interface Reason {
  readonly on: CalendarDay;
  readonly clock: 'rtt' | 'diagnostics' | 'cancer';
  /** The happening that did it; null: only a day that came. */
  readonly fact: HospitalFactKind | null;
  /** Of the national rules as numbered in docs/waiting-times.md, for example `RTT-S1`. */
  readonly rule: string;
  readonly text: string;
}

export interface Settings {
  readonly readings: Readings;
  readonly unconfirmed: Unconfirmed;
}

/** What a fact does to a clock: a change, one plain sentence on why it changes nothing, or `null`: it is not about this clock. */
export type Effect<S> = ((clock: S, fact: Fact) => void) | { readonly rule: string; readonly text: string } | null;

/** Total: a new fact does not compile until each engine says what it does. */
export type Effects<S> = { readonly [F in HospitalFactKind]: Effect<S> };

export const nothing = (rule: string, text: string): { readonly rule: string; readonly text: string } => ({ rule, text });

/** Collects, in the order of the facts, why a clock reads what it reads. */
export class Account {
  readonly reasons: Reason[] = [];
  readonly warnings: string[] = [];
  /** The day of the fact that is being looked at. */
  today: CalendarDay;
  /** The fact itself, while it acts. */
  fact: HospitalFactKind | null = null;

  constructor(
    private readonly clock: Reason['clock'],
    readonly settings: Settings,
  ) {}

  because(rule: string, text: string, on: CalendarDay = this.today): void {
    this.reasons.push({ on, clock: this.clock, fact: this.fact, rule, text });
  }

  warn(text: string): void {
    if (!this.warnings.includes(text)) this.warnings.push(text);
  }

  /** Says that a conflict between national texts was decided by configuration, and how. */
  readAs(conflict: Conflict): void {
    this.warn(readingWarning(conflict, this.settings.readings));
  }
}

/** RTT-W6: a date at least three weeks after the offer is made. */
export const isReasonableOffer = (made: CalendarDay, forDate: CalendarDay): boolean => daysBetween(made, forDate) >= 21;

/** Lets one fact act. `tells`: whether a fact without effect is worth a sentence. */
export function act<S>(effects: Partial<Effects<S>>, clock: S, fact: Fact, account: Account, tells: boolean): void {
  account.today = fact.date;
  account.fact = fact.event;
  const effect = effects[fact.event];
  if (typeof effect === 'function') effect(clock, fact);
  else if (effect && tells) account.because(effect.rule, effect.text);
  account.fact = null;
}

/** Facts dated after the as-of day are not known on it. */
export const knownOn = (facts: readonly Fact[], asOf: CalendarDay): readonly Fact[] => facts.filter(({ date }) => date <= asOf);
