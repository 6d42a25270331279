import { type CalendarDay, longDate } from '@guardian/kernel';
import { type CaseEvent, type GateEvent, type ProviderRef, WITHOUT_REASONS, type WithoutReason } from './events';
import {
  type CaseContext,
  type CaseState,
  type Decides,
  type Evolves,
  happenedOn,
  type ItemState,
  opened,
  refuse,
  type Route,
  words,
} from './state';

export type GateCommand =
  | { readonly type: 'PassGate' }
  /** Go ahead without: a reason for each outstanding item, and the clinician who decided. */
  | {
      readonly type: 'OverrideGate';
      readonly without: readonly { readonly item: string; readonly reason: WithoutReason }[];
      readonly clinician: string;
    }
  /** Issued when the stated time has run out (rule D1). */
  | { readonly type: 'TakeGateDefault' }
  | { readonly type: 'BypassForRedFlag'; readonly reason: string }
  | { readonly type: 'SendReferral'; readonly to: ProviderRef; readonly on: CalendarDay };

export const decideGate: Decides<GateCommand> = {
  PassGate(_command, state) {
    if (state.progress.gatePassed) return [];
    atTheGate(state);
    const missing = outstandingItems(state);
    if (missing.length > 0) {
      refuse('WorkupOutstanding', `Workup is not complete: ${missing.map((item) => item.name).join(', ')}.`, {
        missing: missing.map((item) => item.code),
      });
    }
    const evidence = Object.values(state.items).map(({ code, status }) => ({
      item: code,
      how: status === 'waived' ? ('waived' as const) : ('completed' as const),
    }));
    return [{ type: 'GatePassed', data: { evidence } }];
  },

  OverrideGate({ without, clinician }, state) {
    if (state.progress.gatePassed) return [];
    atTheGate(state);
    words('the name of the deciding clinician', clinician);
    for (const item of outstandingItems(state)) {
      if (!without.some((given) => given.item === item.code && WITHOUT_REASONS.includes(given.reason))) {
        refuse('ReasonMissing', `Select a reason for going ahead without ${item.name}.`, { item: item.code });
      }
    }
    const reasons = without.filter((given) => outstandingItems(state).some((item) => item.code === given.item));
    if (reasons.length === 0) refuse('NothingOutstanding', 'Nothing is outstanding. Mark the workup complete instead.');
    return [{ type: 'GateOverridden', data: { without: reasons, clinician } }];
  },

  TakeGateDefault(_command, state, context) {
    const { gateDueOn: dueOn, progress } = state;
    if (progress.gatePassed || dueOn === null) return [];
    if (context.today < dueOn) refuse('GateNotDue', `This referral may be held until ${longDate(dueOn)}.`, { dueOn });
    if (progress.accepted) return [{ type: 'GateExpired', data: { dueOn, outstanding: outstandingItems(state).map(({ code }) => code) } }];
    const route = context.route(opened(state).pathway);
    return [accepted(route, dueOn), { type: 'GateExpired', data: { dueOn, outstanding: route.workup.map(({ code }) => code) } }];
  },

  BypassForRedFlag({ reason }, state, context) {
    if (state.progress.gatePassed) return [];
    words('the red flag', reason);
    return bypass(reason, state, context);
  },

  SendReferral({ to, on }, state, { today }) {
    if (!state.progress.gatePassed) refuse('GateClosed', 'Decide the gate before the referral is sent on.');
    happenedOn('The date it was sent', on, state, today);
    return [{ type: 'ReferralSent', data: { to, on } }];
  },
};

/** Never held, not even for acceptance: what is agreed is noted and follows. */
export function bypass(reason: string, state: CaseState, context: CaseContext): CaseEvent[] {
  const bypassed: CaseEvent = { type: 'RedFlagBypassed', data: { personal: { reason } } };
  if (state.progress.accepted) return [bypassed];
  return [accepted(context.route(opened(state).pathway), context.today), bypassed];
}

/** The referral is for this service: the agreed work, copied from the route, and the day until which it may be held. */
export function accepted(route: Route, gateDueOn: CalendarDay): CaseEvent {
  const agreed = route.workup.map(({ code, name, kind, evidenceDays }) => ({ code, name, kind, evidenceDays }));
  return { type: 'ReferralAccepted', data: { agreed, gateDueOn } };
}

export const outstandingItems = (state: CaseState): ItemState[] =>
  Object.values(state.items).filter((item) => item.status === 'outstanding' || item.status === 'requested');

function atTheGate(state: CaseState): void {
  if (!state.progress.accepted) refuse('NotAccepted', 'Accept the referral first.');
  if (state.progress.returned) refuse('AwaitingReferrer', 'This referral is with the referrer. Decide when it comes back.');
}

export const evolveGate: Evolves<GateEvent> = {
  GatePassed: (state) => state,
  GateOverridden: (state) => state,
  GateExpired: (state) => state,
  RedFlagBypassed: (state) => state,
  ReferralSent: (state) => state,
};
