// Why a case is on the worklist and where. Pure: the same function feeds the list, the case page's Now box and the counts.
import { addDays, type CalendarDay, daysBetween, type WorkingDays } from '@guardian/kernel';
import type { NextMover, Step } from '@guardian/casework/events';

export const BANDS = ['safety', 'past-its-date', 'due-today', 'due-this-week'] as const;
export type Band = (typeof BANDS)[number];

/** One named thing to do, with the page that does it. `path` is relative to the case. */
export interface NextAction {
  readonly label: string;
  readonly path: string;
}

export interface Reason {
  readonly rule: string;
  readonly band: Band;
  /** In words for the coordinator, with the facts that made it. */
  readonly text: string;
  readonly dueOn: CalendarDay;
  /** What would take the case down from here. */
  readonly until: string;
  readonly action: NextAction;
}

export interface StepLimit {
  readonly targetDays: number;
  readonly quietDays: number;
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
  readonly nextContactOn: CalendarDay | null;
  /** Tries without an answer since somebody last spoke with the patient. */
  readonly unanswered: number;
  readonly lastEventOn: CalendarDay;
  readonly suspectedDuplicates: readonly string[];
  readonly coordinatorId: string | null;
  readonly tests: readonly TestRow[];
}

const WHO: Readonly<Record<Rankable['nextMover'], string>> = {
  'guardian-team': 'the Guardian team',
  practice: 'the practice',
  diagnostics: 'diagnostics',
  hospital: 'the hospital',
  'community-service': 'the community service',
  'as-agreed': 'whoever was agreed',
  nobody: 'nobody',
};

/** A result has to be read within this many working days. */
const REVIEW_WORKING_DAYS = 2;
/** A suspected cancer has to be on its way within this many days. */
const CANCER_SEND_DAYS = 1;

/** At most one reason per rule, most pressing first; none when nothing is due within the week. */
export function reasonsFor(row: Rankable, limit: StepLimit | undefined, today: CalendarDay, workingDays: WorkingDays): Reason[] {
  if (row.step === 'closed') return [];
  const reasons: (Reason | undefined)[] = [
    ...row.tests.map((test) => unreviewed(test, today, workingDays)),
    ...row.tests.map((test) => toRebook(test, today)),
    cancerNotSent(row, today),
    due('gate', row.gatePassed ? null : row.gateDueOn, today, {
      text: (due) => `The gate decision ${due}.`,
      until: 'the gate is decided',
      action: { label: 'Decide the gate', path: 'workup/decide' },
    }),
    due('reply', row.step === 'returned' ? row.replyBy : null, today, {
      text: (due) => `The answer of the practice ${due}.`,
      until: 'the practice answers',
      action: { label: 'Chase the practice', path: 'contacts/new?who=practice' },
    }),
    due('contact', row.nextContactOn, today, {
      text: (due) =>
        row.unanswered > 0
          ? `${row.unanswered} ${row.unanswered === 1 ? 'try' : 'tries'} without an answer; the next ${due}.`
          : `The next contact ${due}.`,
      until: 'a contact is recorded',
      action: { label: 'Record contact', path: 'contacts/new' },
    }),
    treatedButOpen(row, today),
    unassigned(row, today),
    duplicate(row, today),
    limit && pastTarget(row, limit, today),
    limit && quiet(row, limit, today),
  ];
  return reasons
    .filter((reason) => reason !== undefined)
    .sort((a, b) => BANDS.indexOf(a.band) - BANDS.indexOf(b.band) || compare(a.dueOn, b.dueOn));
}

/** Of a case that needs nothing within the week: the first day on which something will be due. Null when nothing ever will. */
export function nextDueOn(row: Rankable, limit: StepLimit | undefined): CalendarDay | null {
  const days = [
    row.gatePassed ? null : row.gateDueOn,
    row.step === 'returned' ? row.replyBy : null,
    row.nextContactOn,
    limit ? addDays(row.stepSince, limit.targetDays) : null,
    // Silence is not announced: it is due on the day after the last quiet one.
    limit ? addDays(row.lastEventOn, limit.quietDays + 1) : null,
  ];
  return days.filter((due) => due !== null).sort(compare)[0] ?? null;
}

/** Band, then most days over, then longest wait. */
export function compareRanked(a: { top: Reason; referredOn: CalendarDay }, b: { top: Reason; referredOn: CalendarDay }): number {
  return BANDS.indexOf(a.top.band) - BANDS.indexOf(b.top.band) || compare(a.top.dueOn, b.top.dueOn) || compare(a.referredOn, b.referredOn);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** "5 days ago", "today", "in 3 days". */
export function when(dueOn: CalendarDay, today: CalendarDay): string {
  const days = daysBetween(dueOn, today);
  if (days === 0) return 'today';
  const count = Math.abs(days) === 1 ? '1 day' : `${Math.abs(days)} days`;
  return days > 0 ? `${count} ago` : `in ${count}`;
}

/** "was due 5 days ago", "is due today", "is due in 3 days". */
const dueWords = (dueOn: CalendarDay, today: CalendarDay): string => `${dueOn < today ? 'was' : 'is'} due ${when(dueOn, today)}`;

function bandOf(dueOn: CalendarDay, today: CalendarDay): Band | undefined {
  if (dueOn < today) return 'past-its-date';
  if (dueOn === today) return 'due-today';
  return dueOn <= addDays(today, 7) ? 'due-this-week' : undefined;
}

function due(
  rule: string,
  dueOn: CalendarDay | null,
  today: CalendarDay,
  say: { text: (due: string) => string; until: string; action: NextAction },
): Reason | undefined {
  const band = dueOn ? bandOf(dueOn, today) : undefined;
  return dueOn && band ? { rule, band, dueOn, text: say.text(dueWords(dueOn, today)), until: say.until, action: say.action } : undefined;
}

function unreviewed(test: TestRow, today: CalendarDay, workingDays: WorkingDays): Reason | undefined {
  if (test.status !== 'reported') return undefined;
  const dueOn = workingDays.add(test.since, REVIEW_WORKING_DAYS);
  const late = dueOn < today;
  return {
    rule: 'result-not-reviewed',
    band: late || test.outcome !== 'normal' ? 'safety' : dueOn === today ? 'due-today' : 'due-this-week',
    dueOn,
    text: `${test.name}: ${test.outcome === 'normal' ? '' : 'not normal, '}the result that came ${when(test.since, today)} is not reviewed.`,
    until: 'a clinician has reviewed the result',
    action: { label: 'Review the result', path: `tests/${test.testId}/review` },
  };
}

function toRebook(test: TestRow, today: CalendarDay): Reason | undefined {
  if (test.status !== 'to-rebook') return undefined;
  return {
    rule: 'test-to-rebook',
    band: test.since < today ? 'past-its-date' : 'due-today',
    dueOn: test.since,
    text: `${test.name} was missed or cancelled ${when(test.since, today)} and has no new date.`,
    until: 'the test is booked again',
    action: { label: 'Rebook the test', path: `tests/${test.testId}/book` },
  };
}

function cancerNotSent(row: Rankable, today: CalendarDay): Reason | undefined {
  if (!row.suspectedCancer || !['intake', 'workup', 'returned', 'diagnostics', 'ready'].includes(row.step)) return undefined;
  return {
    rule: 'suspected-cancer-not-sent',
    band: 'safety',
    dueOn: addDays(row.stepSince, CANCER_SEND_DAYS),
    text: `Suspected cancer, not sent to a hospital yet. It came ${when(row.stepSince, today)}.`,
    until: 'the referral is sent',
    action: { label: 'Send the referral', path: 'send' },
  };
}

function treatedButOpen(row: Rankable, today: CalendarDay): Reason | undefined {
  if (!row.treated) return undefined;
  return {
    rule: 'treated-but-open',
    band: 'due-this-week',
    dueOn: addDays(today, 7),
    text: 'The patient was treated and the case is still open.',
    until: 'the case is closed',
    action: { label: 'Close the case', path: 'close?reason=treated' },
  };
}

function unassigned(row: Rankable, today: CalendarDay): Reason | undefined {
  if (row.coordinatorId) return undefined;
  return {
    rule: 'nobody-has-it',
    band: row.stepSince < today ? 'past-its-date' : 'due-today',
    dueOn: row.stepSince,
    text: 'No coordinator has this case.',
    until: 'a coordinator takes it',
    action: { label: 'Take this case', path: 'assign' },
  };
}

function duplicate(row: Rankable, today: CalendarDay): Reason | undefined {
  if (row.suspectedDuplicates.length === 0) return undefined;
  return {
    rule: 'possible-duplicate',
    band: 'due-this-week',
    dueOn: addDays(today, 5),
    text: 'This may be the same need as another open case of the same patient.',
    until: 'the two are compared',
    action: { label: 'Compare', path: 'duplicate' },
  };
}

function pastTarget(row: Rankable, { targetDays }: StepLimit, today: CalendarDay): Reason | undefined {
  const dueOn = addDays(row.stepSince, targetDays);
  const band = bandOf(dueOn, today);
  if (!band) return undefined;
  return {
    rule: 'step-target',
    band,
    dueOn,
    text: `${capital(WHO[row.nextMover])} has had the next move for ${daysBetween(row.stepSince, today)} days; the target is ${targetDays}.`,
    until: 'the case moves to its next step',
    action: MOVE[row.step],
  };
}

function quiet(row: Rankable, { quietDays }: StepLimit, today: CalendarDay): Reason | undefined {
  const dueOn = addDays(row.lastEventOn, quietDays);
  if (dueOn >= today) return undefined;
  return {
    rule: 'silence',
    band: 'past-its-date',
    dueOn,
    text: `Nothing has happened for ${daysBetween(row.lastEventOn, today)} days; this step may be quiet for ${quietDays}.`,
    until: 'something is recorded',
    action: { label: 'Record contact', path: 'contacts/new' },
  };
}

const MOVE: Readonly<Record<Rankable['step'], NextAction>> = {
  intake: { label: 'Accept or return', path: 'workup/decide' },
  workup: { label: 'Chase the practice', path: 'contacts/new?who=practice' },
  returned: { label: 'Chase the practice', path: 'contacts/new?who=practice' },
  diagnostics: { label: 'Chase the test', path: 'contacts/new?who=diagnostics' },
  ready: { label: 'Send the referral', path: 'send' },
  'awaiting-acceptance': { label: 'Chase the hospital', path: 'contacts/new?who=hospital' },
  'awaiting-first-appointment': { label: 'Chase the hospital', path: 'contacts/new?who=hospital' },
  'awaiting-decision': { label: 'Chase the hospital', path: 'contacts/new?who=hospital' },
  'awaiting-treatment': { label: 'Chase the hospital', path: 'contacts/new?who=hospital' },
  'with-tier-two': { label: 'Record the outcome', path: 'contacts/new' },
  monitoring: { label: 'Record contact', path: 'contacts/new' },
  closed: { label: 'Open', path: '' },
};

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
