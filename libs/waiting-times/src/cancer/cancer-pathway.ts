// The working state of one cancer pathway: its clocks, and what later facts need to know of earlier ones.
import { type CalendarDay, daysBetween } from '@guardian/kernel';
import type { Account, Fact } from '../engine';

/** 01 died, 02 declined all diagnostics, 04 went private, 05 repeated missed or cancelled appointments (CA-3). */
export type ExclusionReason = '01' | '02' | '04' | '05';

export const isExclusion = (ending: Ending): ending is ExclusionReason => /^\d/.test(ending);

type Ending = 'treated' | 'told' | 'no_cancer' | 'declined' | ExclusionReason;

export interface Clock {
  start: CalendarDay;
  end: CalendarDay | null;
  ending: Ending | null;
  /** Days that come off for declined admission dates. */
  declinedDays: number;
}

export const begun = (start: CalendarDay): Clock => ({ start, end: null, ending: null, declinedDays: 0 });

/** Cancers that the data dictionary gives 31 days from the referral (CF7). */
const FROM_REFERRAL_SITES: readonly unknown[] = ['testicular', 'acute_leukaemia', 'leukaemia', 'childrens', 'children'];
const ADMITTED: readonly unknown[] = ['ordinary_admission', 'daycase', 'inpatient'];

export class CancerPathway {
  diagnosis: Clock | null = null;
  treatment62: Clock | null = null;
  readonly treatments31: Clock[] = [];
  excluded = false;
  firstSeen = false;
  missedFirst = false;
  firstSeenDays = 0;
  missedOrCancelled = 0;
  ersTwoWeekWait = false;
  admissionOffered: { readonly forDate: CalendarDay | undefined } | null = null;
  declinedDate: { readonly on: CalendarDay; readonly until: CalendarDay | null } | null = null;

  constructor(readonly account: Account) {}

  get open31(): Clock | undefined {
    const newest = this.treatments31.at(-1);
    return newest?.end === null ? newest : undefined;
  }

  get waitsForDiagnosis(): boolean {
    return this.diagnosis?.end === null;
  }

  because(rule: string, text: string): void {
    this.account.because(rule, text);
  }

  refer(fact: Fact, what: string): void {
    if (this.treatment62?.end === null) return;
    if (this.treatment62 || this.excluded) this.account.warn('A later cancer referral: the clocks of the one before are no longer shown.');
    this.excluded = false;
    this.firstSeen = false;
    this.missedFirst = false;
    this.firstSeenDays = 0;
    this.missedOrCancelled = 0;
    this.diagnosis = begun(fact.date);
    this.treatment62 = begun(fact.date);
    this.because('CA-1', `${what}: the 28 and 62 day clocks start.`);
    if (!FROM_REFERRAL_SITES.includes(fact['site'])) return;
    this.account.readAs('CF7');
    if (this.account.settings.readings.CF7 !== 'from_referral') return;
    this.treatments31.push(begun(fact.date));
    this.because('CA-11', 'For this cancer the 31 days count from the referral.');
  }

  end(clock: Clock | null | undefined, ending: Ending, on: CalendarDay = this.account.today): void {
    if (clock?.end !== null) return;
    clock.end = on;
    clock.ending = ending;
  }

  told(rule: string, text: string): void {
    if (!this.waitsForDiagnosis) return;
    this.end(this.diagnosis, 'told');
    this.because(rule, text);
  }

  exclude(reason: ExclusionReason, text: string): void {
    if (!this.waitsForDiagnosis) return;
    this.end(this.diagnosis, reason);
    this.treatment62 = null;
    this.treatments31.length = 0;
    this.excluded = true;
    this.because('CA-3', `${text}: left out of the 28 day standard (reason ${reason}).`);
  }

  /** A decision to treat, or the earliest date on which a treatment is appropriate. */
  decide(text: string): void {
    this.told('CA-2', 'A decision to treat comes before the diagnosis was told: it ends the 28 day clock.');
    if (this.open31) return;
    this.treatments31.push(begun(this.account.today));
    this.because('CA-1', text);
  }

  treat(setting: unknown): void {
    if (!this.treatment62 && !this.open31) return;
    this.told('CA-2', 'Treatment starts before the diagnosis was told: it ends the 28 day clock.');
    const until = this.declinedDate?.until ?? this.account.today;
    const days = this.declinedDate && ADMITTED.includes(setting) ? Math.max(0, daysBetween(this.declinedDate.on, until)) : 0;
    for (const clock of [this.open31, this.treatment62]) {
      if (clock?.end !== null) continue;
      clock.declinedDays = days;
      this.end(clock, 'treated');
    }
    this.declinedDate = null;
    this.because('CA-8', 'Treatment starts: the 31 day clock ends, and the 62 day clock with the first treatment.');
    if (days > 0) this.because('CA-7', `The patient declined an admission date: ${days} days come off.`);
  }

  rebooked(): void {
    if (!this.missedFirst || this.firstSeen || !this.diagnosis || !this.account.settings.unconfirmed.firstSeenAdjustment) return;
    this.missedFirst = false;
    this.firstSeenDays = daysBetween(this.diagnosis.start, this.account.today);
    this.because(
      'CA-5',
      `The patient rebooks the first appointment: ${this.firstSeenDays} days since the referral come off 28 and 62 days.`,
    );
  }
}
