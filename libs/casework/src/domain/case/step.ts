// Where a case is now: exactly one step, from its events alone. Deciders and read models use this same function.
import { type CalendarDay, unreachable } from '@guardian/kernel';
import { takenBackBy } from './corrections';
import type { CaseEvent, ContactOutcome, ContactParty, Coordinator, ProviderRef, ReferralPriority } from './events';
import { hospitalFact, type HospitalMove, hospitalStep } from './hospital-moves';
import { latest, type Said, without } from './said';

export const STEPS = [
  'intake',
  'workup',
  'returned',
  'diagnostics',
  'ready',
  'awaiting-acceptance',
  'awaiting-first-appointment',
  'awaiting-decision',
  'awaiting-treatment',
  'with-tier-two',
  'monitoring',
  'closed',
] as const;
export type Step = (typeof STEPS)[number];

export type NextMover = 'guardian-team' | 'practice' | 'diagnostics' | 'hospital' | 'community-service' | 'as-agreed' | 'nobody';

export const NEXT_MOVER: Readonly<Record<Step, NextMover>> = {
  intake: 'guardian-team',
  workup: 'practice',
  returned: 'practice',
  diagnostics: 'diagnostics',
  ready: 'guardian-team',
  'awaiting-acceptance': 'hospital',
  'awaiting-first-appointment': 'hospital',
  'awaiting-decision': 'hospital',
  'awaiting-treatment': 'hospital',
  'with-tier-two': 'community-service',
  monitoring: 'as-agreed',
  closed: 'nobody',
};

/** What the step depends on, and what stands beside it; plain JSON, so that a read model can keep it in a row. */
export interface Progress {
  readonly accepted: boolean;
  readonly returned: boolean;
  /** When the practice is to be reminded that an answer is due; null when none is. */
  readonly remindOn: CalendarDay | null;
  readonly agreed: Readonly<Record<string, 'item' | 'test'>>;
  /** Of agreed items, the entries that say that it is there, or can be left out; a corrected entry is taken out. */
  readonly met: Readonly<Record<string, readonly number[]>>;
  readonly gatePassed: boolean;
  /** Sendings, and hospital facts that move the step or an appointment; corrected ones are taken out. */
  readonly moves: readonly HospitalMove[];
  /** Services that the patient is with. */
  readonly withTierTwo: readonly string[];
  /** Entries that say the patient was treated. */
  readonly treatments: readonly number[];
  readonly priorities: readonly Said<ReferralPriority>[];
  /** The pathway or the referral said so from the start. */
  readonly suspectedCancer: boolean;
  /** Hospitals that the referral went to. */
  readonly providers: readonly Said<ProviderRef>[];
  /** Who works the case, the last one now. */
  readonly coordinators: readonly Said<Coordinator>[];
  /** The hospital's next date for the patient; null where it was used up, missed or cancelled. */
  readonly appointments: readonly Said<CalendarDay | null>[];
  /** Talks and tries, of which nothing is repeated here but what the next one depends on. */
  readonly contacts: readonly Said<ContactMade>[];
  readonly closed: boolean;
}

export interface ContactMade {
  readonly on: CalendarDay;
  readonly who: ContactParty;
  readonly outcome: ContactOutcome;
  readonly nextOn: CalendarDay | null;
}

export const initialProgress: Progress = {
  accepted: false,
  returned: false,
  remindOn: null,
  agreed: {},
  met: {},
  gatePassed: false,
  moves: [],
  withTierTwo: [],
  treatments: [],
  priorities: [],
  suspectedCancer: false,
  providers: [],
  coordinators: [],
  appointments: [],
  contacts: [],
  closed: false,
};

export function stepOf(progress: Progress): Step {
  if (progress.closed) return 'closed';
  const hospital = hospitalStep(progress);
  // Another service never hides that a suspected cancer is still to be sent (rule D1).
  const toBeSent = suspectsCancer(progress) && !hospital;
  if (progress.withTierTwo.length > 0 && !toBeSent) return 'with-tier-two';
  if (hospital) return hospital;
  if (progress.returned) return 'returned';
  if (!progress.accepted) return 'intake';
  if (progress.gatePassed) return 'ready';
  const outstanding = Object.entries(progress.agreed).filter(([item]) => !isMet(progress, item));
  if (outstanding.length === 0) return 'ready';
  return outstanding.every(([, kind]) => kind === 'test') ? 'diagnostics' : 'workup';
}

/** From the start, or since its priority was raised. Such a case is never held, and its list entry says so. */
export const suspectsCancer = ({ suspectedCancer, priorities }: Progress): boolean =>
  suspectedCancer || latest(priorities) === 'two-week-wait';

/** `entry` is the event's revision in its stream. */
export function advance(progress: Progress, event: CaseEvent, entry: number): Progress {
  switch (event.type) {
    case 'ReferralReceived':
      return { ...progress, suspectedCancer: event.data.suspectedCancer, priorities: [{ entry, is: event.data.priority }] };
    case 'CaseTakenOn':
      return {
        ...progress,
        accepted: true,
        gatePassed: true,
        suspectedCancer: event.data.suspectedCancer,
        priorities: [{ entry, is: event.data.priority }],
        providers: [{ entry, is: event.data.provider }],
        moves: [{ entry, on: event.data.onListSince, to: 'awaiting-first-appointment' }],
      };
    case 'ReferralAccepted': {
      const agreed = Object.fromEntries(event.data.agreed.map((item) => [item.code, item.kind]));
      return { ...progress, accepted: true, agreed };
    }
    case 'ReferralReturned':
      return { ...progress, returned: true, remindOn: event.data.remindOn ?? null };
    case 'ReferralResubmitted':
      return { ...progress, returned: false, remindOn: null };
    case 'WorkupItemCompleted':
    case 'WorkupItemWaived':
    case 'ExistingResultReused':
      return { ...progress, met: { ...progress.met, [event.data.item]: [...(progress.met[event.data.item] ?? []), entry] } };
    case 'WorkupItemExpired':
      return { ...progress, met: metWithout(progress, progress.met[event.data.item] ?? []) };
    case 'GatePassed':
    case 'GateOverridden':
    case 'GateExpired':
    case 'RedFlagBypassed':
      return { ...progress, gatePassed: true, returned: false, remindOn: null };
    case 'ReferralSent':
      return {
        ...progress,
        moves: [...progress.moves, { entry, on: event.data.on, to: 'awaiting-acceptance' }],
        providers: [...progress.providers, { entry, is: event.data.to }],
      };
    case 'ProviderChanged':
      return { ...progress, providers: [...progress.providers, { entry, is: event.data.to }] };
    case 'PriorityRecorded':
      return event.data.scheme === 'urgency'
        ? { ...progress, priorities: [...progress.priorities, { entry, is: event.data.code as ReferralPriority }] }
        : progress;
    case 'HospitalFactRecorded':
      return hospitalFact(progress, event.data, entry);
    case 'EntryCorrected':
    case 'EntryMovedToPatient': {
      const wrong = takenBackBy(event);
      return wrong === null ? progress : progressWithout(progress, wrong);
    }
    case 'ContactRecorded': {
      const { on, who, outcome, nextOn } = event.data;
      return { ...progress, contacts: [...progress.contacts, { entry, is: { on, who, outcome, nextOn } }] };
    }
    case 'CheckInCompleted': {
      // Somebody spoke with them: no other contact is due until one is planned again.
      const { on, who } = event.data;
      return { ...progress, contacts: [...progress.contacts, { entry, is: { on, who, outcome: 'spoke', nextOn: null } }] };
    }
    case 'ServiceAccepted':
      return { ...progress, withTierTwo: [...progress.withTierTwo, event.data.service] };
    case 'ServiceOutcomeRecorded':
      return { ...progress, withTierTwo: progress.withTierTwo.filter((service) => service !== event.data.service) };
    case 'CaseAssigned':
      return { ...progress, coordinators: [...progress.coordinators, { entry, is: event.data.coordinator }] };
    case 'CaseHandedOver':
      return { ...progress, coordinators: [...progress.coordinators, { entry, is: event.data.to }] };
    case 'CaseClosed':
      return { ...progress, closed: true };
    case 'CaseReopened':
    case 'CaseUnlinked':
      return { ...progress, closed: false };
    case 'CaseLinkedAsDuplicate':
      return { ...progress, closed: true };
    case 'ReturnEscalated':
    case 'DuplicateSuspected':
    case 'DuplicateAskedAbout':
    case 'DuplicateLinkProposed':
    case 'DuplicateDismissed':
    case 'DuplicateFollowed':
    case 'DuplicateReleased':
    case 'WorkupItemRequested':
    case 'DiagnosticOrdered':
    case 'DiagnosticBooked':
    case 'DiagnosticPerformed':
    case 'DiagnosticMissed':
    case 'DiagnosticCancelled':
    case 'DiagnosticReported':
    case 'DiagnosticAcknowledged':
    case 'DiagnosticResultTold':
    case 'ContactCorrected':
    case 'ValidationFellDue':
    case 'ValidationAsked':
    case 'ValidationUnanswered':
    case 'ValidationAnswered':
    case 'ResponsibilityOffered':
    case 'ResponsibilityAccepted':
    case 'ResponsibilityDeclined':
    case 'ResponsibilityOfferUnanswered':
    case 'ResponsibilityOfferWithdrawn':
    case 'ServiceOffered':
    case 'ServiceDeclined':
    case 'ServiceTimeGiven':
    case 'ServiceReviewed':
    case 'CheckInPlanned':
    case 'CheckInActedOn':
    case 'CheckInMissed':
    case 'ConditionChangeReported':
    case 'ConditionChangeTriaged':
    case 'EscalationRaised':
    case 'EscalationAcknowledged':
    case 'EscalationResolved':
    case 'EscalationPassedOn':
    case 'ExpediteRequested':
    case 'ExpediteAnswered':
    case 'ExpediteAnswerTold':
    case 'MessageSent':
    case 'MessageAnswered':
    case 'MessageRead':
    case 'MessageThreadClosed':
    case 'AdviceConvertedToReferral':
    case 'ExitProposed':
    case 'ExitDeclined':
    case 'HarmReviewOpened':
    case 'HarmReviewCompleted':
    case 'WorkSnoozed':
    case 'SnoozeEnded':
    case 'StepWentQuiet':
    case 'SilenceReachedPcn':
    case 'CaseErased':
      return progress;
    default:
      return unreachable(event);
  }
}

/** Tries to reach the patient without an answer since somebody last spoke with them; talks with others do not count. */
export function unansweredTries({ contacts }: Progress): number {
  const outcomes = contacts.filter(({ is }) => is.who === 'patient').map(({ is }) => is.outcome);
  return outcomes.slice(outcomes.lastIndexOf('spoke') + 1).filter((outcome) => outcome === 'no-answer').length;
}

/** The day of the reminder, unless somebody has spoken with the practice on it or later. */
export const openReminder = ({ remindOn, contacts }: Progress): CalendarDay | null =>
  remindOn !== null && contacts.some(({ is }) => is.who === 'practice' && is.on >= remindOn) ? null : remindOn;

/** Whether an agreed item is there, or can be left out. */
const isMet = ({ met }: Progress, item: string): boolean => Object.hasOwn(met, item);

function metWithout({ met }: Progress, wrong: readonly number[]): Progress['met'] {
  const left = Object.entries(met).map(([item, by]) => [item, by.filter((entry) => !wrong.includes(entry))] as const);
  return Object.fromEntries(left.filter(([, by]) => by.length > 0));
}

function progressWithout(progress: Progress, wrong: number): Progress {
  return {
    ...progress,
    met: metWithout(progress, [wrong]),
    moves: without(progress.moves, wrong),
    treatments: progress.treatments.filter((entry) => entry !== wrong),
    priorities: without(progress.priorities, wrong),
    providers: without(progress.providers, wrong),
    coordinators: without(progress.coordinators, wrong),
    appointments: without(progress.appointments, wrong),
    contacts: without(progress.contacts, wrong),
  };
}

/**
 * The day on which an event took effect for the step: the day people mean when it has one, else the day it was recorded.
 * A hospital fact that is recorded late still moved the patient on its own day.
 */
export function effectiveOn(event: CaseEvent, recordedOn: CalendarDay): CalendarDay {
  if (event.type === 'CaseTakenOn') return event.data.onListSince;
  const dated =
    event.type === 'ReferralSent' ||
    event.type === 'HospitalFactRecorded' ||
    event.type === 'ServiceAccepted' ||
    event.type === 'ServiceOutcomeRecorded' ||
    event.type === 'CaseClosed';
  return dated ? event.data.on : recordedOn;
}
