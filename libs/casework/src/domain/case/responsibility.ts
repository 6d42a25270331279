import type { CalendarDay } from '@guardian/kernel';
import type { Holder, ResponsibilityEvent } from './events';
import { type CaseState, type Decides, type Evolves, notPast, refuse, words } from './state';

export type ResponsibilityCommand =
  | { readonly type: 'OfferResponsibility'; readonly to: Holder; readonly replyBy: CalendarDay; readonly summary: string }
  | { readonly type: 'AcceptResponsibility'; readonly acceptedBy: string }
  | { readonly type: 'DeclineResponsibility'; readonly declinedBy: string; readonly reason: string };

export const decideResponsibility: Decides<ResponsibilityCommand> = {
  OfferResponsibility({ to, replyBy, summary }, state, { today }) {
    const from = heldBy(state);
    words('who is asked to hold the patient', to.name);
    if (state.offeredTo)
      refuse('OfferOpen', `${state.offeredTo.name} has been asked already and has not answered.`, { to: state.offeredTo.name });
    if (sameHolder(from, to)) refuse('HoldsAlready', `${to.name} holds this patient already.`, { to: to.name });
    notPast('The reply date', replyBy, today);
    return [{ type: 'ResponsibilityOffered', data: { from, to, replyBy, personal: { summary } } }];
  },

  AcceptResponsibility({ acceptedBy }, state) {
    if (!state.offeredTo) return [];
    words('who accepts', acceptedBy);
    return [{ type: 'ResponsibilityAccepted', data: { to: state.offeredTo, acceptedBy } }];
  },

  DeclineResponsibility({ declinedBy, reason }, state) {
    if (!state.offeredTo) return [];
    words('the reason', reason);
    return [{ type: 'ResponsibilityDeclined', data: { to: state.offeredTo, declinedBy, personal: { reason } } }];
  },
};

const heldBy = (state: CaseState): Holder => state.holder ?? refuse('CaseNotFound', 'There is no such case.');

const sameHolder = (a: Holder, b: Holder): boolean => a.kind === b.kind && a.name === b.name && a.organisation === b.organisation;

export const evolveResponsibility: Evolves<ResponsibilityEvent> = {
  ResponsibilityOffered: (state, { to }) => ({ ...state, offeredTo: to }),
  ResponsibilityAccepted: (state, { to }) => ({ ...state, holder: to, offeredTo: null }),
  ResponsibilityDeclined: (state) => ({ ...state, offeredTo: null }),
};
