// The diagnostics clocks: one for each test that was asked for (rules DX-1 to DX-11). They never touch the RTT clock (DX-10).
import { type CalendarDay, daysBetween } from '@guardian/kernel';
import { Account, act, type Effects, type Fact, isReasonableOffer, knownOn, nothing, type Settings } from '../engine';
import { completedWeeks } from '../rtt/bands';
import { type ActivityType, type Request, Requests, type Reset } from './requests';
import { DM01_LIMIT_DAYS, dm01Band } from './tests';

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
    const reasonable = request.offers.filter((made) => made.declined && isReasonableOffer(made.made, made.forDate));
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
