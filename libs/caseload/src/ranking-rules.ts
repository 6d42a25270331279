// The rules of the worklist: when each applies, which is asked of every open case, and its words, which are only made where they are read.
import { pcnQuietLimit, type QuietLimit, quietLimit, quietUntil } from '@guardian/casework/events';
import { addDays, type CalendarDay, daysBetween, longDate } from '@guardian/kernel';
import { dueWithinTheWeek, dueWords, when } from './due';
import type { Due, Moment, NextAction, Rankable, StepLimit, TestRow, Told } from './ranking';

interface TestRule {
  readonly rule: string;
  readonly due: (test: TestRow, at: Moment) => Due | undefined;
  readonly tell: (test: TestRow, at: Moment, dueOn: CalendarDay) => Told;
}

interface CaseRule {
  readonly rule: string;
  readonly due: (row: Rankable, at: Moment, limit: StepLimit | undefined) => Due | undefined;
  readonly tell: (row: Rankable, at: Moment, dueOn: CalendarDay, limit: StepLimit | undefined) => Told;
}

export const TEST_RULES: readonly TestRule[] = [
  {
    rule: 'result-not-reviewed',
    due({ status, since, outcome }, { today, workingDays, reviewWorkingDays }) {
      if (status !== 'reported') return undefined;
      const dueOn = workingDays.add(since, reviewWorkingDays);
      const late = dueOn < today;
      return { band: late || outcome !== 'normal' ? 'safety' : dueOn === today ? 'due-today' : 'due-this-week', dueOn };
    },
    tell: ({ testId, name, outcome, since }, { today }) => ({
      text: `${name}: ${outcome === 'normal' ? '' : 'not normal, '}the result that came ${when(since, today)} is not reviewed.`,
      until: 'a clinician has reviewed the result',
      action: { label: 'Review the result', path: `tests/${testId}/review` },
    }),
  },
  {
    rule: 'test-to-rebook',
    due: ({ status, since }, { today }) =>
      status === 'to-rebook' ? { band: since < today ? 'past-its-date' : 'due-today', dueOn: since } : undefined,
    tell: ({ testId, name, since }, { today }) => ({
      text: `${name} was missed or cancelled ${when(since, today)} and has no new date.`,
      until: 'the test is booked again',
      action: { label: 'Rebook the test', path: `tests/${testId}/book` },
    }),
  },
];

const NOT_SENT: readonly Rankable['step'][] = ['intake', 'workup', 'returned', 'diagnostics', 'ready'];

export const CASE_RULES: readonly CaseRule[] = [
  {
    rule: 'suspected-cancer-not-sent',
    due: ({ suspectedCancer, step, stepSince }, { cancerSendDays }) =>
      suspectedCancer && NOT_SENT.includes(step) ? { band: 'safety', dueOn: addDays(stepSince, cancerSendDays) } : undefined,
    tell: ({ stepSince }, { today }) => ({
      text: `Suspected cancer, not sent to a hospital yet. It came ${when(stepSince, today)}.`,
      until: 'the referral is sent',
      action: { label: 'Send the referral', path: 'send' },
    }),
  },
  {
    rule: 'gate',
    due: ({ gatePassed, gateDueOn }, at) => (gatePassed ? undefined : dueWithinTheWeek(gateDueOn, at)),
    tell: (_row, { today }, dueOn) => ({
      text: `The gate decision ${dueWords(dueOn, today)}.`,
      until: 'the gate is decided',
      action: { label: 'Decide the gate', path: 'workup/decide' },
    }),
  },
  {
    rule: 'reply',
    due: ({ step, replyBy }, at) => (step === 'returned' ? dueWithinTheWeek(replyBy, at) : undefined),
    tell: ({ replyEscalatedTo: asked }, { today }, dueOn) => ({
      text: `The answer of the practice ${dueWords(dueOn, today)}.${asked ? ` Ask: ${asked}.` : ''}`,
      until: 'the practice answers',
      action: { label: 'Chase the practice', path: 'contacts/new?who=practice' },
    }),
  },
  {
    rule: 'reply-reminder',
    due: ({ step, remindOn, replyBy }, at) =>
      step === 'returned' && replyBy !== null && at.today <= replyBy ? dueWithinTheWeek(remindOn, at) : undefined,
    tell: ({ replyBy }, { today }, dueOn) => ({
      text: `The practice has not answered yet. Its reminder ${dueWords(dueOn, today)}${replyBy ? `, its answer on ${longDate(replyBy)}` : ''}.`,
      until: 'somebody speaks with the practice, or it answers',
      action: { label: 'Remind the practice', path: 'contacts/new?who=practice' },
    }),
  },
  {
    rule: 'contact',
    due: ({ nextContactOn }, at) => dueWithinTheWeek(nextContactOn, at),
    tell: ({ unanswered }, { today }, dueOn) => ({
      text:
        unanswered > 0
          ? `${unanswered} ${unanswered === 1 ? 'try' : 'tries'} without an answer; the next ${dueWords(dueOn, today)}.`
          : `The next contact ${dueWords(dueOn, today)}.`,
      until: 'a contact is recorded',
      action: { label: 'Record contact', path: 'contacts/new' },
    }),
  },
  {
    rule: 'treated-but-open',
    due: ({ treated }, { closeTreatedBy }) => (treated ? { band: 'due-this-week', dueOn: closeTreatedBy } : undefined),
    tell: () => ({
      text: 'The patient was treated and the case is still open.',
      until: 'the case is closed',
      action: { label: 'Close the case', path: 'close?reason=treated' },
    }),
  },
  {
    rule: 'nobody-has-it',
    due: ({ coordinatorId, stepSince }, { today }) =>
      coordinatorId ? undefined : { band: stepSince < today ? 'past-its-date' : 'due-today', dueOn: stepSince },
    tell: () => ({
      text: 'No coordinator has this case.',
      until: 'a coordinator takes it',
      action: { label: 'Take this case', path: 'assign' },
    }),
  },
  {
    rule: 'possible-duplicate',
    due: ({ suspectedDuplicates }, { compareBy }) =>
      suspectedDuplicates.length > 0 ? { band: 'due-this-week', dueOn: compareBy } : undefined,
    tell: () => ({
      text: 'This may be the same need as another open case of the same patient.',
      until: 'the two are compared',
      action: { label: 'Compare', path: 'duplicate' },
    }),
  },
  {
    rule: 'step-target',
    due: ({ stepSince }, at, limit) => (limit ? dueWithinTheWeek(addDays(stepSince, limit.targetDays), at) : undefined),
    tell: ({ nextMover, step, stepSince }, { today }, dueOn) => ({
      text: `${WHO[nextMover]} has had the next move for ${daysBetween(stepSince, today)} days; the target is ${daysBetween(stepSince, dueOn)}.`,
      until: 'the case moves to its next step',
      action: MOVE[step],
    }),
  },
  {
    rule: 'silence',
    due({ lastEventOn }, { today, workingDays }, limit) {
      if (!limit) return undefined;
      const quiet = quietLimit(limit);
      // Working days are never fewer calendar days: most cases are not counted through.
      if (addDays(lastEventOn, quiet.days) >= today) return undefined;
      const dueOn = quietUntil(lastEventOn, quiet, workingDays);
      return dueOn < today ? { band: 'past-its-date', dueOn } : undefined;
    },
    tell({ lastEventOn, nextMover, step }, { today, workingDays, pcnQuietTimes }, _dueOn, limit) {
      const quiet = quietLimit(limit ?? {});
      const pcn = pcnQuietLimit(limit ?? {}, pcnQuietTimes);
      const told = quietUntil(lastEventOn, pcn, workingDays) < today;
      return {
        text:
          `Nothing has happened for ${daysBetween(lastEventOn, today)} days; this step may be quiet for ${inDays(quiet)}. ` +
          `${WHO[nextMover]} has the next move.${told ? ` It is on the list of the PCN too, which looks after ${inDays(pcn)}.` : ''}`,
        until: 'something is recorded',
        action: MOVE[step],
      };
    },
  },
];

const inDays = ({ days, working }: QuietLimit): string => `${days} ${working ? 'working ' : ''}${days === 1 ? 'day' : 'days'}`;

const WHO: Readonly<Record<Rankable['nextMover'], string>> = {
  'guardian-team': 'The Guardian team',
  practice: 'The practice',
  diagnostics: 'Diagnostics',
  hospital: 'The hospital',
  'community-service': 'The community service',
  'as-agreed': 'Whoever was agreed',
  nobody: 'Nobody',
};

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
