import { addDays, type CalendarDay, longDate } from '@guardian/kernel';
import type { CaseEvent, Coordinator, IntakeEvent, PathwayRef, ProviderRef, ReferralPriority, RegisteredPractice } from './events';
import { accepted } from './gate';
import { type CaseContext, type Decides, type Evolves, happenedOn, type ItemState, notPast, opened, refuse, words } from './state';
import { suspectsCancer } from './step';
import { itemFrom } from './workup';
import type { CaseState } from './state';

interface Opening {
  readonly patientId: string;
  readonly pathway: PathwayRef;
  readonly priority: ReferralPriority;
  readonly referredOn: CalendarDay;
  readonly practice: RegisteredPractice & { readonly name: string };
  readonly source: { readonly system: 'form' | 'file' | 'api' | 'demo'; readonly identifier: string | null };
  readonly reason: string;
  readonly referrer: string;
}

export type IntakeCommand =
  /** `provider`: the hospital that the referrer asked for, if known. A suspected cancer goes there at once. */
  | ({ readonly type: 'ReceiveReferral'; readonly provider: ProviderRef | null } & Opening)
  | ({ readonly type: 'TakeOnCase'; readonly provider: ProviderRef; readonly onListSince: CalendarDay } & Opening)
  | { readonly type: 'AcceptReferral' }
  | {
      readonly type: 'ReturnReferral';
      readonly missing: readonly string[];
      readonly message: string;
      readonly replyBy: CalendarDay;
      /** Who is asked when no answer comes; the practice manager unless told. */
      readonly escalateTo?: string;
    }
  /** Issued when the reply date has passed without an answer. */
  | { readonly type: 'EscalateReturn' }
  | { readonly type: 'ResubmitReferral'; readonly note: string }
  | { readonly type: 'AssignCase'; readonly coordinator: Coordinator }
  | { readonly type: 'HandOverCase'; readonly to: Coordinator; readonly note: string };

const PRACTICE_MANAGER = 'The practice manager';

export const decideIntake: Decides<IntakeCommand> = {
  ReceiveReferral(command, state, context) {
    const { route, opening } = open(command, state, context);
    const received: CaseEvent = { type: 'ReferralReceived', data: opening };
    if (!opening.suspectedCancer) return [received];
    // Rule D1: a suspected cancer is never held, not even in intake. The agreed workup follows it.
    return [
      received,
      accepted(route, context.today),
      { type: 'RedFlagBypassed', data: { personal: { reason: 'Suspected cancer' } } },
      ...(command.provider ? [{ type: 'ReferralSent', data: { to: command.provider, on: context.today } } as const] : []),
    ];
  },

  TakeOnCase(command, state, context) {
    const { opening } = open(command, state, context);
    happenedOn('The date on the hospital list', command.onListSince, state, context.today);
    if (command.onListSince < command.referredOn) {
      refuse('DateBeforeReferral', 'The date on the hospital list must not be before the referral.', {
        on: command.onListSince,
        referredOn: command.referredOn,
      });
    }
    return [{ type: 'CaseTakenOn', data: { ...opening, provider: command.provider, onListSince: command.onListSince } }];
  },

  AcceptReferral(_command, state, context) {
    if (state.progress.accepted) return [];
    if (state.progress.returned) refuse('AwaitingReferrer', 'This referral is with the referrer. It can be accepted when it comes back.');
    const route = context.route(opened(state).pathway);
    return [accepted(route, addDays(context.today, route.gateHoldDays))];
  },

  ReturnReferral(command, state, context) {
    if (suspectsCancer(state.progress))
      refuse('NeverHeld', 'A suspected cancer is never returned. It goes on, and what is missing follows.');
    if (state.progress.gatePassed) refuse('AlreadyPastGate', 'This referral has passed the gate and can not be returned.');
    if (state.progress.returned) refuse('AwaitingReferrer', 'This referral is with the referrer already.');
    if (command.missing.length === 0) refuse('NothingMissing', 'Select at least 1 thing that is missing.');
    words('a message to the referrer', command.message);
    notPast('The reply date', command.replyBy, context.today);
    const { missing, message, replyBy, escalateTo = PRACTICE_MANAGER } = command;
    words('who is asked if no answer comes', escalateTo);
    const reminder = addDays(replyBy, -context.limit('returnReminderDays'));
    const remindOn = reminder > context.today ? reminder : context.today;
    // Rule D1: what nobody accepted yet is held for a stated time too, and no return makes it longer.
    const gateDueOn = state.gateDueOn ?? addDays(context.today, context.route(opened(state).pathway).gateHoldDays);
    return [{ type: 'ReferralReturned', data: { missing, replyBy, remindOn, escalateTo, gateDueOn, personal: { message } } }];
  },

  EscalateReturn(_command, state, { today }) {
    const { progress, replyBy, escalateTo } = state;
    if (!progress.returned || replyBy === null || escalateTo === null) return [];
    if (today <= replyBy) refuse('ReplyNotDue', `The practice may answer until ${longDate(replyBy)}.`, { replyBy });
    return [{ type: 'ReturnEscalated', data: { replyBy, to: escalateTo } }];
  },

  ResubmitReferral(command, state) {
    if (!state.progress.returned) return [];
    return [{ type: 'ReferralResubmitted', data: { personal: { note: command.note } } }];
  },

  AssignCase({ coordinator }, state) {
    if (state.coordinator?.id === coordinator.id) return [];
    if (state.coordinator)
      refuse('AlreadyAssigned', `This case is with ${state.coordinator.name}. Hand it over instead.`, { with: state.coordinator.name });
    return [{ type: 'CaseAssigned', data: { coordinator } }];
  },

  HandOverCase({ to, note }, state) {
    if (!state.coordinator) refuse('NotAssigned', 'Nobody has this case yet. Assign it first.');
    if (state.coordinator.id === to.id) return [];
    return [{ type: 'CaseHandedOver', data: { from: state.coordinator, to, personal: { note } } }];
  },
};

function open(command: Extract<IntakeCommand, Opening>, state: CaseState, context: CaseContext) {
  if (state.opened) refuse('CaseExists', 'This referral is here already.', { reference: state.opened.reference });
  words('the reason for the referral', command.reason);
  happenedOn('The referral date', command.referredOn, state, context.today);
  const route = context.route(command.pathway);
  const { name, ...practice } = command.practice;
  return {
    route,
    opening: {
      reference: context.newReference,
      patientId: command.patientId,
      pathway: command.pathway,
      specialty: route.specialty.code,
      priority: command.priority,
      suspectedCancer: route.suspectedCancer || command.priority === 'two-week-wait',
      referredOn: command.referredOn,
      practice,
      holder: { kind: 'practice', name: command.referrer || name, organisation: name } as const,
      source: command.source,
      personal: { reason: command.reason, referrer: command.referrer },
    },
  };
}

export const evolveIntake: Evolves<IntakeEvent> = {
  ReferralReceived: (state, data) => ({ ...state, ...openedFrom(data) }),
  CaseTakenOn: (state, data) => ({ ...state, ...openedFrom(data) }),
  ReferralAccepted: (state, { agreed, gateDueOn }) => ({
    ...state,
    gateDueOn,
    items: Object.fromEntries(agreed.map((item): [string, ItemState] => [item.code, itemFrom(item, [])])),
  }),
  ReferralReturned: (state, { replyBy, escalateTo = PRACTICE_MANAGER, gateDueOn }) => ({
    ...state,
    replyBy,
    escalateTo,
    gateDueOn: gateDueOn ?? state.gateDueOn,
  }),
  ReturnEscalated: (state) => ({ ...state, escalateTo: null }),
  ReferralResubmitted: (state) => ({ ...state, replyBy: null, escalateTo: null }),
  CaseAssigned: (state) => state,
  CaseHandedOver: (state) => state,
};

const openedFrom = (data: Extract<IntakeEvent, { type: 'ReferralReceived' | 'CaseTakenOn' }>['data']) => ({
  opened: {
    reference: data.reference,
    patientId: data.patientId,
    pathway: data.pathway,
    specialty: data.specialty,
    practice: data.practice,
    referredOn: data.referredOn,
    suspectedCancer: data.suspectedCancer,
  },
  holder: data.holder,
});
