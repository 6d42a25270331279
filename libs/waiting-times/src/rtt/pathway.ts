// The working state of one RTT pathway: its periods, and what later facts need to know of earlier ones.
import type { CalendarDay } from '@guardian/kernel';
import { type Account, type Fact, isReasonableOffer } from '../engine';

export type StopReason =
  | 'active_monitoring_by_clinician'
  | 'active_monitoring_by_patient'
  | 'added_to_transplant_list'
  | 'decision_not_to_treat'
  | 'died'
  | 'discharged_after_dna'
  | 'dna_first_appointment'
  | 'first_treatment'
  | 'patient_declined_treatment'
  | 'returned_to_primary_care';

/** Status at the stop (national codes 30 to 36). */
export const STATUS_AT_STOP: Readonly<Record<StopReason, string>> = {
  first_treatment: '30',
  active_monitoring_by_patient: '31',
  active_monitoring_by_clinician: '32',
  dna_first_appointment: '33',
  returned_to_primary_care: '34',
  decision_not_to_treat: '34',
  discharged_after_dna: '34',
  added_to_transplant_list: '34',
  patient_declined_treatment: '35',
  died: '36',
};

/** From a clock start to a clock stop. `start` null: known to run, and nobody knows since when (RTT-S15). */
export interface Period {
  start: CalendarDay | null;
  stop: CalendarDay | null;
  /** `null` at a stop that a validation found without saying what it was. */
  reason: StopReason | null;
  completedAs: 'admitted' | 'non_admitted' | null;
  decisionToAdmit: boolean;
  /** Found after the month of its stop: true date kept, not added to that month's completed (RTT-M9). */
  foundLater: CalendarDay | null;
  declinedReasonableOffers: number | null;
}

/** A stop or a start that counts from the day on which the patient is told. */
interface Untold {
  readonly decidedOn: CalendarDay;
  readonly happens: (on: CalendarDay) => boolean;
}

interface Offer {
  readonly made: CalendarDay;
  readonly forDate: CalendarDay | undefined;
}

export class Pathway {
  readonly periods: Period[] = [];
  /** Counts in the returns: consultant-led community services keep RTT rules and are left out of them (RTT-P7). */
  inReturns = true;
  provider: string | null = null;
  twoWeekWait = false;
  straightToTest = false;
  /** The patient has been seen in the present period. */
  attended = false;
  /** The present period was started by a telephone call that a letter may yet replace (RTT-S10). */
  startedByCall = false;
  /** Commissioned by another UK country: a clock of ours only when responsibility moves (RTT-S12). */
  commissionedElsewhere = false;
  /** A referral was made that has no RTT clock of its own (RTT-P4 to RTT-P6). */
  hadReferralWithoutClock = false;
  /** Another provider gives an opinion only; the sender keeps responsibility (RTT-T2). */
  opinionOnly = false;
  therapyIsDefinitive = false;
  /** A surveillance test found something: a decision to treat after it is a new one (RTT-AM8). */
  abnormalCheck = false;
  /** Admitted for a test only: treatment given there all the same is treatment of an admitted patient (RTT-E4). */
  admittedForTestOn: CalendarDay | null = null;
  dead = false;
  /** A later appointment, test or admission that was missed, and nothing booked or attended since. */
  missedOn: CalendarDay | null = null;
  /** Admitted for treatment; open until the patient is treated, sent home or told that there will be none. */
  admission: { readonly on: CalendarDay; stops: boolean } | null = null;
  selfReferral: { readonly on: CalendarDay; readonly agreed: boolean } | null = null;
  adviceRequestedOn: CalendarDay | null = null;
  planned: { readonly due: CalendarDay | null } | null = null;
  /** A clock that starts on the day another provider receives the referral (RTT-N2). */
  startsOnReceipt: { readonly rule: string; readonly text: string } | null = null;
  secondSide: { appropriate?: CalendarDay; available?: CalendarDay } = {};
  offers: Offer[] = [];
  untold: Untold | null = null;
  /** The last decision of which nobody said when the patient was told: taken as told that day. */
  takenAsTold: { readonly period: Period; readonly end: 'start' | 'stop' } | null = null;
  ers: { service?: string; test?: string; twoWeekWait?: boolean } = {};
  /** The present period was started by the due date of a planned treatment (CF6). */
  startedByDueDate = false;

  constructor(
    readonly name: string | null,
    readonly account: Account,
  ) {}

  get last(): Period | undefined {
    return this.periods.at(-1);
  }

  /** The period whose clock runs. */
  get running(): Period | undefined {
    return this.last?.stop === null ? this.last : undefined;
  }

  get nullified(): boolean {
    return this.last?.reason === 'dna_first_appointment';
  }

  get monitored(): boolean {
    return this.last?.reason === 'active_monitoring_by_clinician' || this.last?.reason === 'active_monitoring_by_patient';
  }

  because(rule: string, text: string, on?: CalendarDay): void {
    this.account.because(rule, text, on);
  }

  start(rule: string, text: string, on: CalendarDay | null = this.account.today): boolean {
    if (this.running) return false;
    if (this.dead) {
      this.because('RTT-E10', 'The patient has died: nothing starts a clock any more.');
      return false;
    }
    // Periods of one pathway follow one another (RTT-W1): a start that counts back does not reach into the period before.
    const before = this.last?.stop;
    this.periods.push({
      start: on !== null && before != null && on < before ? before : on,
      stop: null,
      reason: null,
      completedAs: null,
      decisionToAdmit: false,
      foundLater: null,
      declinedReasonableOffers: null,
    });
    this.attended = false;
    this.startedByCall = false;
    this.startedByDueDate = false;
    this.therapyIsDefinitive = false;
    this.abnormalCheck = false;
    this.admittedForTestOn = null;
    this.missedOn = null;
    this.admission = null;
    this.startsOnReceipt = null;
    this.secondSide = {};
    this.offers = [];
    this.untold = null;
    this.because(rule, text, this.last?.start ?? undefined);
    return true;
  }

  stop(reason: StopReason, rule: string, text: string, on: CalendarDay = this.account.today): boolean {
    const period = this.running;
    if (!period) return false;
    period.stop = period.start !== null && on < period.start ? period.start : on;
    period.reason = reason;
    period.completedAs = reason === 'dna_first_appointment' ? null : 'non_admitted';
    this.missedOn = null;
    this.untold = null;
    this.because(rule, text, period.stop);
    return true;
  }

  /** What was taken for a stop was none: the same clock goes on. */
  goOn(rule: string, text: string): void {
    const period = this.last;
    if (!period) return;
    Object.assign(period, { stop: null, reason: null, completedAs: null });
    this.because(rule, text);
  }

  /** A decision counts from the day it is told (CF4). Where nobody says when, it is taken as told that day until a telling is recorded. */
  whenTold(fact: Fact, end: 'start' | 'stop', happens: (on: CalendarDay) => boolean): void {
    const told = fact['communicated_to_patient'];
    if (told === false) {
      this.untold = { decidedOn: fact.date, happens };
      this.because('RTT-E13', 'The decision has not been told to the patient: nothing changes until it is.');
      this.account.warn(`The decision of ${fact.date} has not been told to the patient: it does not count yet.`);
    } else if (happens(fact.date) && told === undefined && this.last) {
      this.takenAsTold = { period: this.last, end };
    }
  }

  /** The telling itself. */
  told(on: CalendarDay): void {
    const { untold, takenAsTold } = this;
    const useTelling = this.account.settings.readings.CF4 === 'communication_date';
    if (untold) {
      this.untold = null;
      if (untold.decidedOn !== on) this.account.readAs('CF4');
      untold.happens(useTelling ? on : untold.decidedOn);
    } else if (takenAsTold && takenAsTold.period === this.last) {
      const { period, end } = takenAsTold;
      this.takenAsTold = null;
      if (period[end] === on || (end === 'start' && period.stop !== null)) return;
      this.account.readAs('CF4');
      if (!useTelling) return;
      period[end] = on;
      this.because(
        'RTT-E13',
        `The patient is told: the clock ${end === 'stop' ? 'stops' : 'starts'} today and not on the day of the decision.`,
      );
    }
  }

  takeOffer(fact: Fact): void {
    this.missedOn = null;
    this.offers.push({ made: fact.date, forDate: fact['for_date'] as CalendarDay | undefined });
  }

  /** The offer for this date, or the newest where no date is given. */
  decline(forDate: CalendarDay | undefined): void {
    const period = this.running;
    if (!period) return;
    const offer = forDate === undefined ? this.offers.at(-1) : this.offers.findLast((made) => made.forDate === forDate);
    const reasonable = offer?.forDate !== undefined && isReasonableOffer(offer.made, offer.forDate);
    period.declinedReasonableOffers = (period.declinedReasonableOffers ?? 0) + (reasonable ? 1 : 0);
    const what = reasonable
      ? 'A reasonable date was declined'
      : 'A date was declined that is not known to be a reasonable offer (three weeks’ notice)';
    this.because('RTT-X4', `${what}: the clock goes on.`);
  }
}
