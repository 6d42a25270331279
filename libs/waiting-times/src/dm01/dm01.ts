// The diagnostics clocks: one for each test that was asked for (rules DX-1 to DX-11). They never touch the RTT clock (DX-10).
import { type CalendarDay, daysBetween } from '@guardian/kernel';
import { Account, act, type Effects, type Fact, knownOn, nothing, type Settings } from '../engine';
import { completedWeeks } from '../rtt/bands';
import { DM01_LIMIT_DAYS, dm01Band, dm01Test } from './tests';

export type ActivityType = 'waiting_list' | 'planned' | 'unscheduled';

export interface Reset {
  readonly on: CalendarDay;
  readonly reason: 'did_not_attend' | 'patient_cancelled' | 'two_offers_declined';
}

/** One test. Days are calendar days; null where they do not apply. */
export interface DiagnosticClock {
  readonly test: string;
  readonly clock_state: 'waiting' | 'done' | 'not_started' | 'out_of_scope';
  readonly clock_start: CalendarDay | null;
  readonly clock_stop: CalendarDay | null;
  readonly days_waited: number | null;
  readonly weeks_waited_completed: number | null;
  readonly dm01_band: string | null;
  readonly within_6_weeks: boolean | null;
  /** The day on which the test was done, also where nobody waited for it: what activity is counted by. */
  readonly done_on: CalendarDay | null;
  readonly activity_type: ActivityType;
  /** Days on which the wait started again from zero, oldest first. */
  readonly resets: readonly Reset[];
}

/** One request for a test, as later facts find it. */
interface Request {
  readonly test: string;
  activity: ActivityType;
  start: CalendarDay | null;
  stop: CalendarDay | null;
  /** A planned test waits from its due date on, and not before. */
  due: CalendarDay | null;
  outOfScope: boolean;
  resets: Reset[];
  offers: { readonly made: CalendarDay; readonly forDate: CalendarDay; declined: boolean }[];
  bookedFor: CalendarDay | null;
}

const REASONABLE_NOTICE_DAYS = 21;

class Requests {
  readonly all: Request[] = [];
  commissionedElsewhere = false;
  private inErs: string | null = null;

  constructor(readonly account: Account) {}

  /** Requests whose test has not been done and that count. */
  get open(): Request[] {
    return this.all.filter(({ stop, outOfScope }) => stop === null && !outOfScope);
  }

  /** The open request for the fact's test; without a test, the only open one. */
  openFor(fact: Fact): Request | undefined {
    const { test } = fact;
    const { open } = this;
    if (typeof test === 'string') {
      const counted = dm01Test(test);
      return open.find((request) => request.test === test) ?? open.find((request) => counted && dm01Test(request.test) === counted);
    }
    if (open.length > 1) this.account.warn(`"${fact.event}" of ${fact.date} does not say which test: no diagnostic clock is changed.`);
    return open.length === 1 ? open[0] : undefined;
  }

  rememberErs(fact: Fact): void {
    this.inErs = typeof fact['test'] === 'string' ? fact['test'] : null;
  }

  ersTest(fact: Fact): string | null {
    return typeof fact['test'] === 'string' ? fact['test'] : this.inErs;
  }

  private add(test: string, given: Partial<Request>): Request {
    const request: Request = {
      ...{ test, activity: 'waiting_list', start: null, stop: null, due: null, outOfScope: false, resets: [], offers: [], bookedFor: null },
      ...given,
    };
    this.all.push(request);
    return request;
  }

  request(test: string, fact: Fact, rule: string, text: string): void {
    const excluded = this.exclusion(test, fact);
    if (excluded) {
      this.add(test, { outOfScope: true, activity: excluded.activity });
      this.account.because(excluded.rule, excluded.text);
    } else if (this.open.some((request) => request.test === test)) {
      this.account.because('DX-5', `${test}: asked for already, the earlier request keeps its clock.`);
    } else {
      this.add(test, { start: fact.date });
      this.account.because(rule, text);
    }
  }

  private exclusion(test: string, fact: Fact): { activity: ActivityType; rule: string; text: string } | undefined {
    const { excludedFromDm01 } = this.account.settings.unconfirmed;
    const leftOut = (kind: (typeof excludedFromDm01)[number]) => excludedFromDm01.includes(kind);
    const out = (rule: string, text: string, activity: ActivityType = 'waiting_list') => ({ rule, text: `${test}: ${text}`, activity });
    if (!dm01Test(test)) return out('DX-5', 'not one of the fifteen tests of the return.');
    if (fact['primary_purpose'] === 'therapeutic' && leftOut('therapeutic'))
      return out('DX-5', 'the primary purpose is treatment, not diagnosis.');
    if (fact['patient_is_inpatient'] === true && leftOut('inpatient'))
      return out('DX-11', 'for an inpatient: unscheduled, not a wait.', 'unscheduled');
    if (String(fact['source'] ?? '').includes('screening') && leftOut('screening')) return out('DX-11', 'part of a screening programme.');
    if (this.commissionedElsewhere && leftOut('non_english_commissioner')) return out('DX-11', 'commissioned outside England.');
    return undefined;
  }

  plan(test: string, due: CalendarDay): void {
    const known = this.open.find((request) => request.test === test);
    if (known?.start) {
      this.account.because('DX-5', `${test}: waits already, the plan changes nothing.`);
      return;
    }
    if (known) known.due = due;
    else this.add(test, { activity: 'planned', due, outOfScope: !dm01Test(test) });
    this.account.because('DX-6', `${test}: planned for ${due}, no wait until then.`);
  }

  /** From its due date on, a planned test waits (DX-6). Called as the days go by. */
  fallDue(day: CalendarDay, until: 'before' | 'on'): void {
    for (const request of this.open) {
      if (request.due === null || request.start !== null || request.due > day || (until === 'before' && request.due === day)) continue;
      request.start = request.due;
      request.activity = 'waiting_list';
      this.account.because(
        'DX-6',
        `${request.test}: the planned date has come and the test is not done, so its wait counts from that date.`,
        request.due,
      );
    }
  }

  done(fact: Fact): void {
    const request = this.openFor(fact) ?? this.all.find(({ test, stop }) => stop === null && test === fact['test']);
    if (!request) return;
    request.stop = fact.date;
    if (request.outOfScope) return;
    if (request.due !== null && (request.start === null || fact.date <= request.due)) {
      request.start = null;
      request.activity = 'planned';
      this.account.because('DX-6', `${request.test}: done as planned, never a wait.`);
    } else {
      this.account.because('DX-1', `${request.test}: done, which ends its wait; the report does not matter.`);
    }
  }

  /** The wait starts again from zero on a day, which may still lie ahead: until then the old wait goes on. */
  reset(request: Request, on: CalendarDay, reason: Reset['reason'], rule: string, text: string): void {
    request.resets.push({ on, reason });
    this.account.because(rule, `${request.test}: ${text} Its wait starts again from ${on}.`);
  }

  leave(rule: string, text: string): void {
    for (const request of this.open) {
      request.outOfScope = true;
      this.account.because(rule, `${request.test}: ${text}`);
    }
  }
}

function missed(requests: Requests, fact: Fact): void {
  const request = requests.openFor(fact);
  if (!request?.start || !requests.account.settings.unconfirmed.testWaitRestartsWhenPatientMissesOrCancels) return;
  requests.reset(request, fact.date, 'did_not_attend', 'DX-8', 'the patient did not come.');
}

const missedIfTest = (requests: Requests, fact: Fact): void => {
  if (fact['appointment'] === 'diagnostic_test') missed(requests, fact);
};

function cancelled(requests: Requests, fact: Fact): void {
  const { account } = requests;
  if (fact['test'] === undefined && fact['appointment'] !== 'diagnostic_test') return;
  const request = requests.openFor(fact);
  if (!request?.start || !account.settings.unconfirmed.testWaitRestartsWhenPatientMissesOrCancels) return;
  const booked = (fact['for_date'] as CalendarDay | undefined) ?? request.bookedFor;
  const appointment = booked !== null && booked > fact.date ? booked : fact.date;
  if (appointment !== fact.date) account.readAs('CF9');
  const on = account.settings.readings.CF9 === 'appointment_date' ? appointment : fact.date;
  requests.reset(request, on, 'patient_cancelled', 'DX-8', 'the patient cancelled the appointment.');
  request.bookedFor = null;
}

function offered(requests: Requests, fact: Fact): void {
  const forDate = fact['for_date'] as CalendarDay | undefined;
  const request = fact['purpose'] === 'admission' ? undefined : requests.open.find(({ test }) => test === fact['test']);
  if (request && forDate) request.offers.push({ made: fact.date, forDate, declined: false });
}

/** Two dates with three weeks' notice, both declined: the wait may start again from the first date offered (DX-9). */
function declined(requests: Requests, fact: Fact): void {
  for (const request of requests.open) {
    const offer = request.offers.find(({ forDate, declined: already }) => !already && (fact['for_date'] ?? forDate) === forDate);
    if (!offer) continue;
    offer.declined = true;
    const reasonable = request.offers.filter((made) => made.declined && daysBetween(made.made, made.forDate) >= REASONABLE_NOTICE_DAYS);
    const [first] = reasonable;
    if (!first || reasonable.length < 2 || !requests.account.settings.unconfirmed.testWaitRestartsAfterTwoDeclinedOffers) continue;
    requests.reset(request, first.forDate, 'two_offers_declined', 'DX-9', 'two reasonable dates were declined.');
    request.offers = [];
    return;
  }
}

function inErs(rule: string, how: string) {
  return (requests: Requests, fact: Fact): void => {
    const test = requests.ersTest(fact);
    if (test) requests.request(test, fact, rule, `${test}: ${how}, which starts its wait.`);
  };
}

const EFFECTS: Partial<Effects<Requests>> = {
  diagnostic_test_requested(requests, fact) {
    const { test } = fact;
    if (typeof test === 'string') requests.request(test, fact, 'DX-1', `${test}: asked for, which starts its wait.`);
  },
  ers_referral_created: (requests, fact) => requests.rememberErs(fact),
  ers_ubrn_converted: inErs('DX-1', 'first booked in e-RS'),
  ers_asi_worklist_entered: inErs('DX-1', 'on the slot issue worklist'),
  diagnostic_test_done: (requests, fact) => requests.done(fact),
  surveillance_test_done: (requests, fact) => requests.done(fact),
  diagnostic_result_reported: nothing('DX-1', 'A result changes nothing: the wait ended when the test was done.'),

  appointment_booked(requests, fact) {
    const request = fact['test'] === undefined ? undefined : requests.openFor(fact);
    if (request) request.bookedFor = (fact['for_date'] as CalendarDay | undefined) ?? null;
  },
  dna_diagnostic_test: missed,
  dna_first_appointment: missedIfTest,
  dna_subsequent: missedIfTest,
  patient_cancelled: cancelled,
  provider_cancelled: nothing('DX-8', 'A cancellation by the provider does not change the wait for the test.'),
  appointment_offered: offered,
  offer_declined: declined,

  planned_diagnostic_listed(requests, fact) {
    const { test, due_date: due } = fact;
    if (typeof test !== 'string') return;
    if (typeof due === 'string') requests.plan(test, due as CalendarDay);
    else requests.account.warn(`A planned ${test} has no due date: it cannot be seen to be overdue.`);
  },
  planned_due_date_reached(requests, fact) {
    const { test } = fact;
    if (typeof test !== 'string') return;
    const known = requests.openFor(fact);
    if (fact['treated'] === true) {
      if (known) requests.done(fact);
    } else if (!known) {
      requests.plan(test, fact.date);
      requests.fallDue(fact.date, 'on');
    }
  },

  referral_received(requests, fact) {
    const country = fact['commissioner_country'];
    if (typeof country === 'string') requests.commissionedElsewhere = country !== 'England';
  },
  commissioner_responsibility_moves_to_england(requests) {
    requests.commissionedElsewhere = false;
  },
  patient_opts_for_private_diagnostics(requests) {
    if (requests.account.settings.unconfirmed.excludedFromDm01.includes('private'))
      requests.leave('DX-11', 'the patient has it done privately.');
  },
  patient_declined_all_diagnostics: (requests) => requests.leave('DX-5', 'the patient declines every test: nobody waits for it.'),
  died: (requests) => requests.leave('DX-5', 'the patient has died: nobody waits for it.'),
};

/** One clock for each request, in the order of the requests. */
export function diagnosticClocks(
  facts: readonly Fact[],
  asOf: CalendarDay,
  settings: Settings,
): { clocks: DiagnosticClock[]; account: Account } {
  const account = new Account('diagnostics', settings);
  const requests = new Requests(account);
  for (const fact of knownOn(facts, asOf)) {
    requests.fallDue(fact.date, 'before');
    act(EFFECTS, requests, fact, account, requests.open.length > 0);
  }
  requests.fallDue(asOf, 'on');
  return { clocks: requests.all.map((request) => clockOf(request, asOf)), account };
}

function clockOf({ test, activity, start, stop, outOfScope, resets }: Request, asOf: CalendarDay): DiagnosticClock {
  const until = stop ?? asOf;
  const reached = resets.filter(({ on }) => on <= until);
  const from = outOfScope || start === null ? null : (reached.at(-1)?.on ?? start);
  const days = from === null ? null : daysBetween(from, until);
  const state = outOfScope ? 'out_of_scope' : from === null ? 'not_started' : stop === null ? 'waiting' : 'done';
  return {
    test,
    clock_state: state,
    clock_start: from,
    clock_stop: from === null ? null : stop,
    days_waited: days,
    weeks_waited_completed: days === null ? null : completedWeeks(days),
    dm01_band: days === null ? null : dm01Band(days),
    within_6_weeks: days === null ? null : days < DM01_LIMIT_DAYS,
    done_on: stop,
    activity_type: activity,
    resets: reached,
  };
}
