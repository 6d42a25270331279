// The requests for tests of one case, as later facts find and change them.
import type { CalendarDay } from '@guardian/kernel';
import type { Account, Fact } from '../engine';
import { dm01Test } from './tests';

export type ActivityType = 'waiting_list' | 'planned' | 'unscheduled';

export interface Reset {
  readonly on: CalendarDay;
  readonly reason: 'did_not_attend' | 'patient_cancelled' | 'two_offers_declined';
}

/** One request for a test, as later facts find it. */
export interface Request {
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

export class Requests {
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
