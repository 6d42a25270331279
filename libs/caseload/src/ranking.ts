// Why a case is on the worklist and where. Pure: the same function feeds the list, the case page's Now box and the counts.
import { addDays, type CalendarDay, type WorkingDays } from '@guardian/kernel';
import {
  type NextMover,
  type OpenHospital,
  type OpenSafety,
  type OpenService,
  type OpenValidation,
  quietLimit,
  type QuietLimits,
  quietUntil,
  type Step,
} from '@guardian/casework/events';
import { limitOn } from '@guardian/pathways';
import { OPEN_WORK_RULES } from './open-work-rules';
import { CASE_RULES, TEST_RULES } from './ranking-rules';
import { SAFETY_RULES } from './safety-rules';

export const BANDS = ['safety', 'past-its-date', 'due-today', 'due-this-week'] as const;
export type Band = (typeof BANDS)[number];

/** One named thing to do, with the page that does it. `path` is relative to the case. */
export interface NextAction {
  readonly label: string;
  readonly path: string;
}

/** What the order of a list depends on. */
export interface Due {
  readonly band: Band;
  readonly dueOn: CalendarDay;
}

export interface Told {
  /** In words for the coordinator, with the facts that made it. */
  readonly text: string;
  /** What would take the case down from here. */
  readonly until: string;
  readonly action: NextAction;
}

export interface Reason extends Due, Told {
  readonly rule: string;
}

export interface StepLimit extends QuietLimits {
  readonly targetDays: number;
}

export interface TestRow {
  readonly testId: string;
  readonly name: string;
  readonly status: 'ordered' | 'booked' | 'to-rebook' | 'performed' | 'reported' | 'acknowledged' | 'told' | 'withdrawn';
  /** The day on which it came to this status. */
  readonly since: CalendarDay;
  readonly bookedFor: CalendarDay | null;
  readonly outcome: 'normal' | 'abnormal' | 'needs-action' | null;
}

/** Something that waits for somebody since a day, and is neither a test nor a matter of safety. */
export interface OpenWork {
  readonly what: OpenHospital['what'] | OpenService['what'] | OpenValidation['what'] | 'evidence-out-of-date' | 'baton-unanswered';
  /** Of an offer of the baton: the day by which it was to be answered. */
  readonly since: CalendarDay;
  /** Of the agreed item or the service, or of who is asked. */
  readonly name?: string;
  /** Code of a community service. */
  readonly service?: string;
  /** The day agreed for it; null or left out: a limit says. */
  readonly lookOn?: CalendarDay | null;
}

/** What the ranking looks at. */
export interface Rankable {
  readonly step: Step;
  readonly stepSince: CalendarDay;
  readonly nextMover: NextMover;
  readonly suspectedCancer: boolean;
  readonly referredOn: CalendarDay;
  readonly gatePassed: boolean;
  readonly treated: boolean;
  readonly gateDueOn: CalendarDay | null;
  readonly replyBy: CalendarDay | null;
  readonly remindOn: CalendarDay | null;
  readonly replyEscalatedTo: string | null;
  readonly nextContactOn: CalendarDay | null;
  /** Tries without an answer since somebody last spoke with the patient. */
  readonly unanswered: number;
  readonly lastEventOn: CalendarDay;
  /** The day on which a case that was set aside comes back. */
  readonly snoozedUntil: CalendarDay | null;
  readonly suspectedDuplicates: readonly string[];
  readonly coordinatorId: string | null;
  readonly tests: readonly TestRow[];
  readonly openSafety: readonly OpenSafety[];
  readonly openWork: readonly OpenWork[];
}

/** The day for which cases are ranked, and what holds on it. */
export interface Moment {
  readonly today: CalendarDay;
  readonly weekAhead: CalendarDay;
  readonly workingDays: WorkingDays;
  readonly reviewWorkingDays: number;
  readonly cancerSendDays: number;
  readonly compareBy: CalendarDay;
  readonly closeTreatedBy: CalendarDay;
  readonly pcnQuietTimes: number;
  readonly evidenceRenewDays: number;
  readonly deferredDays: number;
  readonly serviceAnswerDays: number;
  readonly serviceReviewDays: number;
  readonly validationAskDays: number;
  /** Days after which a referral that nobody books is noticed, late, urgent and gone. */
  readonly ersDays: { readonly notice: number; readonly warning: number; readonly urgent: number; readonly lapse: number };
}

export const momentOn = (today: CalendarDay, workingDays: WorkingDays): Moment => ({
  today,
  weekAhead: addDays(today, 7),
  workingDays,
  reviewWorkingDays: limitOn('resultReviewWorkingDays', today).is,
  cancerSendDays: limitOn('suspectedCancerSendDays', today).is,
  compareBy: addDays(today, limitOn('duplicateCompareDays', today).is),
  closeTreatedBy: addDays(today, limitOn('treatedCloseDays', today).is),
  pcnQuietTimes: limitOn('pcnQuietTimes', today).is,
  evidenceRenewDays: limitOn('evidenceRenewDays', today).is,
  deferredDays: limitOn('deferredToProviderDays', today).is,
  serviceAnswerDays: limitOn('serviceAnswerDays', today).is,
  serviceReviewDays: limitOn('serviceReviewDays', today).is,
  validationAskDays: limitOn('validationAskDays', today).is,
  ersDays: {
    notice: limitOn('ersNoticeDays', today).is,
    warning: limitOn('ersWarningDays', today).is,
    urgent: limitOn('ersUrgentDays', today).is,
    lapse: limitOn('ersLapseDays', today).is,
  },
});

/** At most one reason per rule, and per test and open matter, most pressing first; none when nothing is due within the week. */
export function reasonsFor(row: Rankable, limit: StepLimit | undefined, at: Moment): Reason[] {
  const reasons: Reason[] = [];
  forEachDue(row, limit, at, (due, rule, tell) => reasons.push({ rule, ...due, ...tell() }));
  return reasons.sort(comparePressing);
}

/** The first of `reasonsFor` without its words, which cost more than the order: of a whole team's cases only one page is told. */
export function mostPressing(row: Rankable, limit: StepLimit | undefined, at: Moment): Due | undefined {
  let top: Due | undefined;
  forEachDue(row, limit, at, (due) => {
    if (top === undefined || comparePressing(due, top) < 0) top = due;
  });
  return top;
}

function forEachDue(
  row: Rankable,
  limit: StepLimit | undefined,
  at: Moment,
  found: (due: Due, rule: string, tell: () => Told) => void,
): void {
  if (row.step === 'closed') return;
  for (const { rule, due, tell } of row.tests.length > 0 ? TEST_RULES : []) {
    for (const test of row.tests) {
      const is = due(test, at);
      if (is) found(is, rule, () => tell(test, at, is.dueOn));
    }
  }
  for (const open of row.openSafety) {
    const { rule, due, tell } = SAFETY_RULES[open.what];
    const is = due(open, at);
    if (is) found(is, rule, () => tell(open, at, is.dueOn));
  }
  for (const open of row.openWork) {
    const { due, tell } = OPEN_WORK_RULES[open.what];
    const is = due(open, at);
    if (is) found(is, open.what, () => tell(open, at, is.dueOn));
  }
  for (const { rule, due, tell } of CASE_RULES) {
    const is = due(row, at, limit);
    if (is) found(is, rule, () => tell(row, at, is.dueOn, limit));
  }
}

/** Whether the case is off the list today: set aside until a later day, and safety is not at stake. */
export const isSnoozed = ({ snoozedUntil }: Pick<Rankable, 'snoozedUntil'>, top: Due, { today }: Moment): boolean =>
  snoozedUntil !== null && snoozedUntil > today && top.band !== 'safety';

/** Of a case that needs nothing within the week: the first day on which something will be due. Null when nothing ever will. */
export function nextDueOn(row: Rankable, limit: StepLimit | undefined, at: Moment): CalendarDay | null {
  const days = [
    ...row.openSafety.map(({ dueOn }) => dueOn),
    ...row.openWork.map((open) => OPEN_WORK_RULES[open.what].from(open, at)),
    row.gatePassed ? null : row.gateDueOn,
    ...(row.step === 'returned' ? [row.remindOn, row.replyBy] : []),
    row.nextContactOn,
    limit ? addDays(row.stepSince, limit.targetDays) : null,
    // Silence is not announced: it is due on the day after the last quiet one.
    limit ? addDays(quietUntil(row.lastEventOn, quietLimit(limit), at.workingDays), 1) : null,
  ];
  return days.filter((due) => due !== null).sort(compare)[0] ?? null;
}

/** Text by which cases sort: band, then most days over. */
export const rankKey = ({ band, dueOn }: Due): string => `${RANK[band]} ${dueOn}`;

interface Waiting {
  readonly referredOn: CalendarDay;
  readonly caseId: string;
}

/** Of two that rank alike the one that waits longer, and always the same one first: no case falls between two pages. */
export const compareWaits = (a: Waiting, b: Waiting): number => compare(a.referredOn, b.referredOn) || compare(a.caseId, b.caseId);

const RANK: Readonly<Record<Band, number>> = { safety: 0, 'past-its-date': 1, 'due-today': 2, 'due-this-week': 3 };

const comparePressing = (a: Due, b: Due): number => RANK[a.band] - RANK[b.band] || compare(a.dueOn, b.dueOn);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
