// The rules of the worklist about check-ins, changes of condition, escalations and expedite requests: one for each kind of open matter.
import type { CalendarDay } from '@guardian/kernel';
import type { HarmTrigger, OpenSafety } from '@guardian/casework/events';
import { dueWithinTheWeek, dueWords, when } from './due';
import type { Due, Moment, Told } from './ranking';

interface SafetyRule {
  readonly rule: string;
  readonly due: (open: OpenSafety, at: Moment) => Due | undefined;
  readonly tell: (open: OpenSafety, at: Moment, dueOn: CalendarDay) => Told;
}

const atOnce = ({ dueOn }: OpenSafety): Due => ({ band: 'safety', dueOn });
const onItsDay = ({ dueOn }: OpenSafety, at: Moment): Due | undefined => dueWithinTheWeek(dueOn, at);
const someone = (who: string | null): string => who ?? 'Somebody';

const checkIn: SafetyRule = {
  rule: 'check-in',
  due: onItsDay,
  tell: ({ what }, { today }, dueOn) => ({
    text: what === 'check-in-missed' ? `The check-in was missed. It ${dueWords(dueOn, today)}.` : `The check-in ${dueWords(dueOn, today)}.`,
    until: 'the check-in is done',
    action: { label: 'Check in', path: 'check-ins/new' },
  }),
};

const notAcknowledged = (due: SafetyRule['due'], text: (who: string, is: string) => string): SafetyRule => ({
  rule: 'escalation-not-acknowledged',
  due,
  tell: ({ id, who }, { today }, dueOn) => ({
    text: text(someone(who), dueWords(dueOn, today)),
    until: 'it is acknowledged',
    action: { label: 'Chase the escalation', path: `escalations/${id}` },
  }),
});

const LONG_WAIT: Readonly<Record<HarmTrigger, string>> = {
  'priority-time': 'The patient waited longer than the clinical priority allows.',
  'long-wait': 'The patient waited for very long.',
  'long-cancer-wait': 'The patient waited for very long with a suspected cancer.',
};

export const SAFETY_RULES: Readonly<Record<OpenSafety['what'], SafetyRule>> = {
  'red-flag': {
    rule: 'red-flag-open',
    due: atOnce,
    tell: ({ dueOn }, { today }) => ({
      text: `The check-in ${when(dueOn, today)} raised a red flag or a worse answer. Nobody has written what was done.`,
      until: 'what was done is written',
      action: { label: 'Write what you did', path: 'check-ins/stop' },
    }),
  },
  change: {
    rule: 'condition-changed',
    due: atOnce,
    tell: ({ id, dueOn, who }, { today }) => ({
      text: `The ${someone(who)} reported a change of condition ${when(dueOn, today)}. Nobody has decided what follows.`,
      until: 'it is decided what follows',
      action: { label: 'Decide what follows', path: `check-ins/changes/${id}` },
    }),
  },
  escalation: notAcknowledged(
    // One that cannot wait for the day to end is a matter of safety from the start.
    (open, at) => (open.now || open.dueOn < at.today ? atOnce(open) : onItsDay(open, at)),
    (who, is) => `${who} has not acknowledged the escalation. It ${is}.`,
  ),
  'escalation-passed-on': notAcknowledged(
    atOnce,
    (who) => `Nobody acknowledged the escalation in time. ${who}, the deputy, has it and has not acknowledged it.`,
  ),
  'escalation-acknowledged': {
    rule: 'escalation-not-answered',
    due: onItsDay,
    tell: ({ id, who }, { today }, dueOn) => ({
      text: `${someone(who)} has the escalation and has not answered. The answer ${dueWords(dueOn, today)}.`,
      until: 'it is answered',
      action: { label: 'Record the answer', path: `escalations/${id}` },
    }),
  },
  'check-in': checkIn,
  'check-in-missed': checkIn,
  expedite: {
    rule: 'expedite-not-answered',
    due: onItsDay,
    tell: ({ id, who }, { today }, dueOn) => ({
      text: `${someone(who)} has not answered the request to move the patient forward. The answer ${dueWords(dueOn, today)}.`,
      until: 'it is answered',
      action: { label: 'Record the answer', path: `escalations/expedites/${id}` },
    }),
  },
  'harm-review': {
    rule: 'harm-review-due',
    due: onItsDay,
    tell: ({ id }, { today }, dueOn) => ({
      text: `${LONG_WAIT[id as HarmTrigger]} The harm review ${dueWords(dueOn, today)}.`,
      until: 'the harm review is done',
      action: { label: 'Do the harm review', path: `harm-reviews/${id}` },
    }),
  },
  exit: {
    rule: 'exit-to-review',
    due: onItsDay,
    tell: ({ who, dueOn }, { today }) => ({
      text: `${someone(who)} proposed ${when(dueOn, today)} to take the patient off the list. A second person has to look at it.`,
      until: 'somebody else has agreed or declined',
      action: { label: 'Review the exit', path: 'exit' },
    }),
  },
  'expedite-to-tell': {
    rule: 'expedite-not-told',
    due: onItsDay,
    tell: ({ id, dueOn }, { today }) => ({
      text: `The hospital answered the request to move the patient forward ${when(dueOn, today)}. Patient and referrer do not both know yet.`,
      until: 'both know the reply',
      action: { label: 'Record who was told', path: `escalations/expedites/${id}` },
    }),
  },
  message: {
    rule: 'message-reply',
    // A late answer to an urgent one is a matter of safety.
    due: (open, at) => (open.now && open.dueOn < at.today ? atOnce(open) : onItsDay(open, at)),
    tell: ({ id, who, now }, { today }, dueOn) => ({
      text: `${who ?? 'The team'} has not answered ${now ? 'an urgent message' : 'a message'}. The reply ${dueWords(dueOn, today)}.`,
      until: 'it is answered, or the thread is closed',
      action: { label: 'Open the message', path: `messages/${id}` },
    }),
  },
};
