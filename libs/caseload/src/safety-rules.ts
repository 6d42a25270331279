// The rules of the worklist about check-ins, changes of condition, escalations and expedite requests.
import type { CalendarDay } from '@guardian/kernel';
import type { OpenSafety } from '@guardian/casework/events';
import { dueWithinTheWeek, dueWords, when } from './due';
import type { Due, Moment, Told } from './ranking';
import type { CaseRule } from './ranking-rules';

/** A rule about the first thing of its kind that is open on the case. */
function about(
  rule: string,
  kinds: readonly OpenSafety['what'][],
  due: (open: OpenSafety, at: Moment) => Due | undefined,
  tell: (open: OpenSafety, at: Moment, dueOn: CalendarDay) => Told,
): CaseRule {
  const first = (all: readonly OpenSafety[]): OpenSafety | undefined =>
    all.reduce<OpenSafety | undefined>(
      (found, one) => (kinds.includes(one.what) && (!found || one.dueOn < found.dueOn) ? one : found),
      undefined,
    );
  return {
    rule,
    due({ openSafety }, at) {
      if (openSafety.length === 0) return undefined;
      const open = first(openSafety);
      return open && due(open, at);
    },
    tell(row, at, dueOn) {
      const open = first(row.openSafety);
      if (!open) throw new Error(`${rule} tells of nothing`);
      return tell(open, at, dueOn);
    },
  };
}

const atOnce = ({ dueOn }: OpenSafety): Due => ({ band: 'safety', dueOn });
const onItsDay = ({ dueOn }: OpenSafety, at: Moment): Due | undefined => dueWithinTheWeek(dueOn, at);
const someone = (who: string | null): string => who ?? 'Somebody';

export const SAFETY_RULES: readonly CaseRule[] = [
  about('red-flag-open', ['red-flag'], atOnce, ({ dueOn }, { today }) => ({
    text: `The check-in ${when(dueOn, today)} raised a red flag or a worse answer. Nobody has written what was done.`,
    until: 'what was done is written',
    action: { label: 'Write what you did', path: 'check-ins/stop' },
  })),
  about('condition-changed', ['change'], atOnce, ({ id, dueOn, who }, { today }) => ({
    text: `The ${someone(who)} reported a change of condition ${when(dueOn, today)}. Nobody has decided what follows.`,
    until: 'it is decided what follows',
    action: { label: 'Decide what follows', path: `check-ins/changes/${id}` },
  })),
  about(
    'escalation-not-acknowledged',
    ['escalation', 'escalation-passed-on'],
    // One that cannot wait for the day to end is a matter of safety from the start, and so is one that went to the deputy.
    (open, at) =>
      open.now || open.what === 'escalation-passed-on' || open.dueOn < at.today ? atOnce(open) : dueWithinTheWeek(open.dueOn, at),
    ({ what, id, who }, { today }, dueOn) => ({
      text:
        what === 'escalation-passed-on'
          ? `Nobody acknowledged the escalation in time. ${someone(who)}, the deputy, has it and has not acknowledged it.`
          : `${someone(who)} has not acknowledged the escalation. It ${dueWords(dueOn, today)}.`,
      until: 'it is acknowledged',
      action: { label: 'Chase the escalation', path: `escalations/${id}` },
    }),
  ),
  about('escalation-not-answered', ['escalation-acknowledged'], onItsDay, ({ id, who }, { today }, dueOn) => ({
    text: `${someone(who)} has the escalation and has not answered. The answer ${dueWords(dueOn, today)}.`,
    until: 'it is answered',
    action: { label: 'Record the answer', path: `escalations/${id}` },
  })),
  about('check-in', ['check-in', 'check-in-missed'], onItsDay, ({ what }, { today }, dueOn) => ({
    text: what === 'check-in-missed' ? `The check-in was missed. It ${dueWords(dueOn, today)}.` : `The check-in ${dueWords(dueOn, today)}.`,
    until: 'the check-in is done',
    action: { label: 'Check in', path: 'check-ins/new' },
  })),
  about('expedite-not-answered', ['expedite'], onItsDay, ({ id, who }, { today }, dueOn) => ({
    text: `${someone(who)} has not answered the request to move the patient forward. The answer ${dueWords(dueOn, today)}.`,
    until: 'it is answered',
    action: { label: 'Record the answer', path: `escalations/expedites/${id}` },
  })),
  about('expedite-not-told', ['expedite-to-tell'], onItsDay, ({ id, dueOn }, { today }) => ({
    text: `The hospital answered the request to move the patient forward ${when(dueOn, today)}. Patient and referrer do not both know yet.`,
    until: 'both know the reply',
    action: { label: 'Record who was told', path: `escalations/expedites/${id}` },
  })),
];
