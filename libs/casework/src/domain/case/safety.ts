// What is open about the patient's safety, and between clinicians. Deciders and read models use this same function; it keeps nothing personal.
import { type CalendarDay, londonDay } from '@guardian/kernel';
import { takenBackBy } from './corrections';
import type {
  Addressee,
  CaseEvent,
  CaseEventOf,
  CheckInAnswer,
  CheckInEvent,
  Compared,
  ContactMeans,
  ConditionEvent,
  ConditionReporter,
  EscalationEvent,
  ExitEvent,
  ExpediteEvent,
  MessageEvent,
  MessageKind,
  MessageOutcome,
  Correspondent,
  Side,
  HarmGrade,
  HarmReviewEvent,
  TriageOutcome,
  Urgency,
  ValidationAnswer,
  ValidationEvent,
} from './events';
import { heardOfWait, initialWait, type Wait, waitWithout } from './harm-watch';
import { allThreads, open, type Said, say, threadOf, type Threads, threadsWithout, without } from './said';

export interface CheckIn {
  readonly status: 'planned' | 'missed' | 'done';
  readonly dueOn: CalendarDay;
  readonly on: CalendarDay | null;
  readonly answers: readonly CheckInAnswer[];
  readonly compared: Compared | null;
  /** Codes of the questions whose answers raised one. */
  readonly redFlags: readonly string[];
  /** Whether somebody wrote down what was done about a red flag or a worse answer. */
  readonly actedOn: boolean;
}

export interface ConditionChange {
  readonly on: CalendarDay;
  readonly by: ConditionReporter;
  readonly outcome: TriageOutcome | null;
}

export interface Escalation {
  readonly status: 'raised' | 'acknowledged' | 'resolved';
  readonly to: Addressee;
  readonly deputy: Addressee;
  readonly urgency: Urgency;
  /** An instant, as ISO text. */
  readonly acknowledgeBy: string;
  readonly passedOn: boolean;
}

export interface Expedite {
  readonly on: CalendarDay;
  readonly to: Addressee;
  readonly answerBy: CalendarDay;
  readonly outcome: 'agreed' | 'declined' | null;
  readonly answeredOn: CalendarDay | null;
  readonly patientTold: boolean;
  readonly referrerTold: boolean;
}

/** A thread between the service and others. */
export interface MessageThread {
  readonly kind: MessageKind;
  readonly urgent: boolean;
  readonly mayRefer: boolean;
  /** The other side: who was asked, or who asked. */
  readonly others: Correspondent;
  /** Whose answer is awaited, until an instant as ISO text; null when nobody's. */
  readonly awaits: Side | null;
  readonly replyBy: string | null;
  /** Of the last message. */
  readonly from: Side;
  readonly by: Correspondent;
  readonly read: boolean;
  readonly answered: boolean;
  readonly advised: boolean;
  /** Null: open. */
  readonly outcome: MessageOutcome | null;
  /** Of the case that the advice became. */
  readonly referral: string | null;
}

export interface ProposedExit {
  readonly on: CalendarDay;
  /** The name of who proposed it. */
  readonly by: string;
}

/** Its id is its trigger: there is one for each. */
export interface HarmReview {
  /** The wait began on this day, and may last for so many days. */
  readonly since: CalendarDay;
  readonly days: number;
  readonly code: string | null;
  readonly dueOn: CalendarDay;
  /** Null until it is done. */
  readonly on: CalendarDay | null;
  readonly grade: HarmGrade | null;
  readonly reviewer: string | null;
}

export interface ValidationDue {
  readonly weeks: number;
  readonly dueOn: CalendarDay;
  /** From when on they are asked again. */
  readonly nextOn: CalendarDay;
}

/** One question whether the appointment is still needed. */
export type Validation = {
  readonly on: CalendarDay;
  readonly how: ContactMeans;
  readonly replyBy: CalendarDay;
  /** Nobody answered by then; an answer may still come. */
  readonly missed: boolean;
} & ({ readonly answer: null; readonly answeredOn: null } | { readonly answer: ValidationAnswer; readonly answeredOn: CalendarDay });

/** Plain JSON, so that a read model can keep it in a row. */
export interface Safety {
  readonly checkIns: Threads<CheckIn>;
  readonly changes: Threads<ConditionChange>;
  readonly escalations: Threads<Escalation>;
  readonly expedites: Threads<Expedite>;
  readonly messages: Threads<MessageThread>;
  readonly harmReviews: Threads<HarmReview>;
  /** At most one: the exit that a second person is asked to confirm. */
  readonly exits: Threads<ProposedExit>;
  readonly validations: Threads<Validation>;
  /** At most one: the last time that the patient was to be asked. */
  readonly validationDue: Threads<ValidationDue>;
  readonly wait: Wait;
}

export const initialSafety: Safety = {
  checkIns: {},
  changes: {},
  escalations: {},
  expedites: {},
  messages: {},
  harmReviews: {},
  exits: {},
  validations: {},
  validationDue: {},
  wait: initialWait,
};

type Heard =
  | Extract<ExitEvent, { type: 'ExitProposed' | 'ExitDeclined' }>
  | CheckInEvent
  | ConditionEvent
  | EscalationEvent
  | ExpediteEvent
  | MessageEvent
  | HarmReviewEvent
  | ValidationEvent;

const HEARD: { readonly [T in Heard['type']]: (safety: Safety, data: CaseEventOf<T>['data'], entry: number) => Safety } = {
  CheckInPlanned: (safety, { checkInId, dueOn }, entry) => checkIn(safety, checkInId, entry, { status: 'planned', dueOn }),
  CheckInMissed: (safety, { checkInId, dueOn }, entry) => checkIn(safety, checkInId, entry, { status: 'missed', dueOn }),
  CheckInCompleted: (safety, { checkInId, on, answers, compared, redFlags }, entry) => {
    const dueOn = Object.hasOwn(safety.checkIns, checkInId) ? {} : { dueOn: on };
    return checkIn(safety, checkInId, entry, { status: 'done', ...dueOn, on, answers, compared, redFlags });
  },
  CheckInActedOn: (safety, { checkInId }, entry) => ({ ...safety, checkIns: say(safety.checkIns, checkInId, entry, { actedOn: true }) }),
  ConditionChangeReported: (safety, { changeId, on, by }, entry) => ({
    ...safety,
    changes: open(safety.changes, changeId, entry, { on, by, outcome: null }),
  }),
  ConditionChangeTriaged: (safety, { changeId, outcome }, entry) => ({
    ...safety,
    changes: say(safety.changes, changeId, entry, { outcome }),
  }),
  EscalationRaised: (safety, { escalationId, to, deputy, urgency, acknowledgeBy }, entry) => {
    const raised = { status: 'raised', to, deputy, urgency, acknowledgeBy, passedOn: false } as const;
    return { ...safety, escalations: open(safety.escalations, escalationId, entry, raised) };
  },
  EscalationPassedOn: (safety, { escalationId, to, acknowledgeBy }, entry) =>
    escalation(safety, escalationId, entry, { to, acknowledgeBy, passedOn: true }),
  EscalationAcknowledged: (safety, { escalationId }, entry) => escalation(safety, escalationId, entry, { status: 'acknowledged' }),
  EscalationResolved: (safety, { escalationId }, entry) => escalation(safety, escalationId, entry, { status: 'resolved' }),
  ExpediteRequested: (safety, { expediteId, on, to, answerBy }, entry) => {
    const asked = { on, to, answerBy, outcome: null, answeredOn: null, patientTold: false, referrerTold: false };
    return { ...safety, expedites: open(safety.expedites, expediteId, entry, asked) };
  },
  ExpediteAnswered: (safety, { expediteId, on, outcome }, entry) => expedite(safety, expediteId, entry, { outcome, answeredOn: on }),
  ExpediteAnswerTold: (safety, { expediteId, who }, entry) =>
    expedite(safety, expediteId, entry, who === 'patient' ? { patientTold: true } : { referrerTold: true }),
  MessageSent: (safety, { threadId, from, by, to, kind, urgent, mayRefer, replyBy }, entry) => ({
    ...safety,
    messages: open(safety.messages, threadId, entry, {
      ...{ kind, urgent, mayRefer, from, by, replyBy, others: from === 'others' ? by : to, awaits: otherSide(from) },
      ...{ read: false, answered: false, advised: false, outcome: null, referral: null },
    }),
  }),
  MessageAnswered: (safety, { threadId, from, by, answer, replyBy }, entry) => {
    const awaited = threadOf(safety.messages, threadId)?.awaits === from;
    return message(safety, threadId, entry, {
      ...{ from, by, read: false },
      ...(from === 'others' && { others: by }),
      ...(answer === 'question' ? { awaits: otherSide(from), replyBy } : awaited && { awaits: null, replyBy: null, answered: true }),
      ...(answer === 'advice' && { advised: true }),
    });
  },
  MessageRead: (safety, { threadId }, entry) => message(safety, threadId, entry, { read: true }),
  MessageThreadClosed: (safety, { threadId, outcome }, entry) => message(safety, threadId, entry, { outcome }),
  AdviceConvertedToReferral: (safety, { threadId, otherReference }, entry) =>
    message(safety, threadId, entry, { referral: otherReference }),
  HarmReviewOpened: (safety, { trigger, since, days, code, dueOn }, entry) => {
    const opened = { since, days, code, dueOn, on: null, grade: null, reviewer: null };
    return { ...safety, harmReviews: open(safety.harmReviews, trigger, entry, opened) };
  },
  HarmReviewCompleted: (safety, { trigger, on, grade, reviewer }, entry) => ({
    ...safety,
    harmReviews: say(safety.harmReviews, trigger, entry, { on, grade, reviewer }),
  }),
  ExitProposed: (safety, { proposedBy, proposedOn }, entry) => ({
    ...safety,
    exits: open({}, EXIT, entry, { by: proposedBy.name, on: proposedOn }),
  }),
  ExitDeclined: (safety) => ({ ...safety, exits: {} }),
  ValidationFellDue: (safety, due, entry) => ({ ...safety, validationDue: open({}, DUE, entry, due) }),
  ValidationAsked: (safety, { on, how, replyBy }, entry) => ({
    ...safety,
    validations: open(safety.validations, `v${entry}`, entry, { on, how, replyBy, missed: false, answer: null, answeredOn: null }),
  }),
  ValidationUnanswered: (safety, _, entry) => lastValidation(safety, entry, { missed: true }),
  ValidationAnswered: (safety, { on, answer }, entry) => ({
    ...lastValidation(safety, entry, { answer, answeredOn: on }),
    // Who says that it is still needed stays: nobody may agree to an exit any more.
    ...(answer === 'still-needed' && { exits: {} }),
  }),
};

/** `entry` is the event's revision in its stream. */
export function advanceSafety(safety: Safety, event: CaseEvent, entry: number): Safety {
  const wrong = takenBackBy(event);
  if (wrong !== null) return takenBack(safety, wrong);
  if (!isHeard(event)) {
    const wait = heardOfWait(safety.wait, event, entry);
    const exits = endsProposal(event) ? initialSafety.exits : safety.exits;
    return wait === safety.wait && exits === safety.exits ? safety : { ...safety, wait, exits };
  }
  const hear = HEARD[event.type] as (safety: Safety, data: Heard['data'], entry: number) => Safety;
  return hear(safety, event.data, entry);
}

const EXIT = 'exit';
const DUE = 'due';
/** The case has left: nobody may agree to its exit any more. */
const endsProposal = ({ type }: CaseEvent): boolean => type === 'CaseClosed' || type === 'CaseLinkedAsDuplicate';

const isHeard = (event: CaseEvent): event is Heard => Object.hasOwn(HEARD, event.type);

const takenBack = (safety: Safety, wrong: number): Safety => {
  const { checkIns, changes, escalations, expedites, messages, harmReviews, exits, validations, validationDue: due, wait } = safety;
  return {
    checkIns: checkInsWithout(checkIns, wrong),
    changes: threadsWithout(changes, wrong),
    escalations: threadsWithout(escalations, wrong),
    expedites: threadsWithout(expedites, wrong),
    messages: threadsWithout(messages, wrong),
    harmReviews: threadsWithout(harmReviews, wrong),
    exits: threadsWithout(exits, wrong),
    validations: threadsWithout(validations, wrong),
    validationDue: threadsWithout(due, wrong),
    wait: waitWithout(wait, wrong),
  };
};

/** Answers stand without the plan to ask for them; a plan that was made again stands without the first. */
function checkInsWithout(checkIns: Safety['checkIns'], wrong: number): Safety['checkIns'] {
  const left = Object.entries(checkIns).flatMap(([id, said]) => {
    const [first, ...later] = without(said, wrong);
    if (first?.is.status === undefined) return [];
    const { dueOn = first.is.on, ...is } = first.is;
    return [[id, [{ entry: first.entry, is: { ...asPlanned, ...is, ...(dueOn && { dueOn }) } }, ...later]] as const];
  });
  return Object.fromEntries(left);
}

const escalation = (safety: Safety, id: string, entry: number, is: Partial<Escalation>): Safety => ({
  ...safety,
  escalations: say(safety.escalations, id, entry, is),
});

const expedite = (safety: Safety, id: string, entry: number, is: Partial<Expedite>): Safety => ({
  ...safety,
  expedites: say(safety.expedites, id, entry, is),
});

const message = (safety: Safety, id: string, entry: number, is: Partial<MessageThread>): Safety => ({
  ...safety,
  messages: say(safety.messages, id, entry, is),
});

function lastValidation(safety: Safety, entry: number, is: Partial<Validation>): Safety {
  const last = validationsOf(safety).at(-1);
  return last ? { ...safety, validations: say(safety.validations, last.id, entry, is) } : safety;
}

const otherSide = (side: Side): Side => (side === 'service' ? 'others' : 'service');

const asPlanned = { on: null, answers: [], compared: null, redFlags: [], actedOn: false } as const;

/** Planned or, when nobody planned it, done: either may be the first that is said of it. */
function checkIn(safety: Safety, id: string, entry: number, is: Partial<CheckIn> & Pick<CheckIn, 'status'>): Safety {
  const { checkIns } = safety;
  const first = { ...asPlanned, ...is };
  const said = Object.hasOwn(checkIns, id) ? say(checkIns, id, entry, is) : { ...checkIns, [id]: [{ entry, is: first }] };
  return { ...safety, checkIns: said };
}

/** The check-in that is to be done next, planned or missed. */
export const openCheckIn = ({ checkIns }: Safety): (CheckIn & { readonly id: string }) | undefined =>
  allThreads(checkIns)
    .filter(({ status }) => status !== 'done')
    .sort((a, b) => (a.dueOn < b.dueOn ? -1 : 1))[0];

/** Those that were done, oldest first. */
export const checkInsDone = ({ checkIns }: Safety): (CheckIn & { readonly id: string })[] =>
  allThreads(checkIns)
    .filter(({ status }) => status === 'done')
    .sort((a, b) => ((a.on ?? '') < (b.on ?? '') ? -1 : a.on === b.on ? 0 : 1));

/** A red flag or a worse answer, of which nobody has written yet what was done. */
export const isToActOn = ({ status, compared, redFlags, actedOn }: CheckIn): boolean =>
  status === 'done' && !actedOn && (compared === 'worse' || redFlags.length > 0);

/** One open thing, as a list ranks it. */
export interface OpenSafety {
  readonly what:
    | 'red-flag'
    | 'change'
    | 'escalation'
    | 'escalation-passed-on'
    | 'escalation-acknowledged'
    | 'check-in'
    | 'check-in-missed'
    | 'expedite'
    | 'expedite-to-tell'
    | 'message'
    | 'harm-review'
    | 'exit';
  readonly id: string;
  readonly dueOn: CalendarDay;
  /** Who is asked, or who reported; null where that says nothing, or where it is the service itself. */
  readonly who: string | null;
  /** An escalation that cannot wait for the day to end, or an urgent message. */
  readonly now: boolean;
}

/** Everything that waits for somebody. */
export function openSafety(safety: Safety): OpenSafety[] {
  const checkIns = allThreads(safety.checkIns).flatMap((one): OpenSafety[] => {
    if (isToActOn(one)) return [{ what: 'red-flag', id: one.id, dueOn: one.on ?? one.dueOn, who: null, now: false }];
    if (one.status === 'done') return [];
    return [{ what: one.status === 'missed' ? 'check-in-missed' : 'check-in', id: one.id, dueOn: one.dueOn, who: null, now: false }];
  });
  const changes = allThreads(safety.changes).flatMap(({ id, on, by, outcome }): OpenSafety[] =>
    outcome === null ? [{ what: 'change', id, dueOn: on, who: by, now: false }] : [],
  );
  const escalations = allThreads(safety.escalations).flatMap(({ id, status, to, urgency, acknowledgeBy, passedOn }): OpenSafety[] => {
    if (status === 'resolved') return [];
    const what = status === 'acknowledged' ? 'escalation-acknowledged' : passedOn ? 'escalation-passed-on' : 'escalation';
    return [{ what, id, dueOn: londonDay(new Date(acknowledgeBy)), who: to.name, now: urgency === 'now' }];
  });
  const expedites = allThreads(safety.expedites).flatMap((one): OpenSafety[] => {
    if (one.outcome === null) return [{ what: 'expedite', id: one.id, dueOn: one.answerBy, who: one.to.name, now: false }];
    const untold = !one.patientTold || !one.referrerTold;
    return untold ? [{ what: 'expedite-to-tell', id: one.id, dueOn: one.answeredOn ?? one.answerBy, who: null, now: false }] : [];
  });
  const messages = allThreads(safety.messages).flatMap(({ id, others, awaits, replyBy, urgent, outcome }): OpenSafety[] => {
    if (outcome !== null || awaits === null || replyBy === null) return [];
    const who = awaits === 'others' ? others.name : null;
    return [{ what: 'message', id, dueOn: londonDay(new Date(replyBy)), who, now: urgent }];
  });
  const harm = harmReviewsOf(safety).flatMap(({ id, dueOn, grade }): OpenSafety[] =>
    grade === null ? [{ what: 'harm-review', id, dueOn, who: null, now: false }] : [],
  );
  const exit = proposedExit(safety);
  const exits: OpenSafety[] = exit ? [{ what: 'exit', id: EXIT, dueOn: exit.on, who: exit.by, now: false }] : [];
  return [...checkIns, ...changes, ...escalations, ...expedites, ...messages, ...harm, ...exits];
}

/** The exit that waits for a second person. */
export const proposedExit = ({ exits }: Safety): ProposedExit | undefined => threadOf(exits, EXIT);

/** The last time that the patient was to be asked whether the appointment is still needed. */
export const validationDue = ({ validationDue: due }: Safety): ValidationDue | undefined => threadOf(due, DUE);

/** Each question, oldest first: PostgreSQL keeps keys that are numbered alike in their order. */
export const validationsOf = ({ validations }: Safety): (Validation & { readonly id: string })[] => allThreads(validations);

/** In the order in which they were opened. */
export const harmReviewsOf = ({ harmReviews }: Safety): (HarmReview & { readonly id: string })[] => allThreads(harmReviews);

/** By when the first escalation that nobody has acknowledged goes to its deputy: an instant; null when none does. */
export const passOnAt = ({ escalations }: Safety): string | null =>
  allThreads(escalations)
    .filter(({ status, passedOn }) => status === 'raised' && !passedOn)
    .map(({ acknowledgeBy }) => acknowledgeBy)
    .sort()[0] ?? null;

const RESTED_ON: readonly CaseEvent['type'][] = [
  'CheckInPlanned',
  'CheckInCompleted',
  'ConditionChangeReported',
  'EscalationRaised',
  'ExpediteRequested',
  'ExpediteAnswered',
  'MessageSent',
  'ValidationAsked',
];

/**
 * Later entries about the same thing that rest on this one: what was done about answers, the triage of a report, the answer to a request
 * or a question, and that a planned check-in was missed.
 */
export function safetyRestingOn(entry: number, { safety, entries }: { safety: Safety; entries: readonly CaseEvent['type'][] }): number[] {
  const type = entries[entry - 1];
  if (type === undefined || !RESTED_ON.includes(type)) return [];
  const all: (readonly Said<unknown>[])[] = Object.values(safety).flatMap((threads: Threads<unknown>) => Object.values(threads));
  const thread = all.find((said) => said.some((one) => one.entry === entry)) ?? [];
  const later = thread.map((one) => one.entry).filter((one) => one > entry);
  if (type !== 'CheckInPlanned') return later;
  return later.slice(0, 1).filter((next) => entries[next - 1] === 'CheckInMissed');
}
