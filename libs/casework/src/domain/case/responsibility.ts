import { type CalendarDay, longDate } from '@guardian/kernel';
import type { CaseEvent, Holder, ResponsibilityEvent } from './events';
import { type CaseState, type Decides, type Evolves, notPast, refuse, words } from './state';

export type ResponsibilityCommand =
  | { readonly type: 'OfferResponsibility'; readonly to: Holder; readonly replyBy: CalendarDay; readonly summary: string }
  | { readonly type: 'AcceptResponsibility'; readonly acceptedBy: string }
  | { readonly type: 'DeclineResponsibility'; readonly declinedBy: string; readonly reason: string }
  | { readonly type: 'WithdrawResponsibilityOffer'; readonly reason: string }
  /** Issued when the reply date has gone by; refused before. */
  | { readonly type: 'MarkOfferUnanswered' };

export const decideResponsibility: Decides<ResponsibilityCommand> = {
  OfferResponsibility({ to, replyBy, summary }, state, { today }) {
    const from = heldBy(state);
    words('who is asked to hold the patient', to.name);
    words('the organisation of who is asked', to.organisation);
    if (state.offer) {
      const { name } = state.offer.to;
      refuse('OfferOpen', `${name} has been asked already and has not answered. Withdraw that offer to ask somebody else.`, { to: name });
    }
    if (sameHolder(from, to)) refuse('HoldsAlready', `${to.name} holds this patient already.`, { to: to.name });
    notPast('The reply date', replyBy, today);
    return [{ type: 'ResponsibilityOffered', data: { from, to, replyBy, personal: { summary } } }];
  },

  AcceptResponsibility({ acceptedBy }, { offer }) {
    if (!offer) return [];
    words('who accepts', acceptedBy);
    return [{ type: 'ResponsibilityAccepted', data: { to: offer.to, acceptedBy } }];
  },

  DeclineResponsibility({ declinedBy, reason }, { offer }) {
    if (!offer) return [];
    words('the reason', reason);
    return [{ type: 'ResponsibilityDeclined', data: { to: offer.to, declinedBy, personal: { reason } } }];
  },

  WithdrawResponsibilityOffer({ reason }, { offer }) {
    if (!offer) return [];
    words('why the offer is withdrawn', reason);
    return [{ type: 'ResponsibilityOfferWithdrawn', data: { to: offer.to, personal: { reason } } }];
  },

  MarkOfferUnanswered(_command, { offer }, { today }) {
    if (!offer || offer.unanswered) return [];
    const { to, replyBy } = offer;
    if (today <= replyBy) refuse('OfferNotDue', `${to.name} may answer until ${longDate(replyBy)}.`, { replyBy });
    return [{ type: 'ResponsibilityOfferUnanswered', data: { to, replyBy } }];
  },
};

const heldBy = (state: CaseState): Holder => state.holder ?? refuse('CaseNotFound', 'There is no such case.');

const sameHolder = (a: Holder, b: Holder): boolean => a.kind === b.kind && a.name === b.name && a.organisation === b.organisation;

/** Who is asked to hold the patient and has not said yes or no. */
export interface OpenOffer {
  readonly to: Holder;
  readonly replyBy: CalendarDay;
  /** The reply date has gone by, and it was noticed. */
  readonly unanswered: boolean;
}

const ENDS_OFFER: readonly CaseEvent['type'][] = ['ResponsibilityAccepted', 'ResponsibilityDeclined', 'ResponsibilityOfferWithdrawn'];

/** The open offer of a case, after this event. */
export function offerAfter(offer: OpenOffer | null, { type, data }: CaseEvent): OpenOffer | null {
  if (type === 'ResponsibilityOffered') return { to: data.to, replyBy: data.replyBy, unanswered: false };
  if (type === 'ResponsibilityOfferUnanswered') return offer && { ...offer, unanswered: true };
  return ENDS_OFFER.includes(type) ? null : offer;
}

/** The offer is kept beside, by `offerAfter`. */
export const evolveResponsibility: Evolves<ResponsibilityEvent> = {
  ResponsibilityOffered: (state) => state,
  ResponsibilityOfferUnanswered: (state) => state,
  ResponsibilityOfferWithdrawn: (state) => state,
  ResponsibilityAccepted: (state, { to }) => ({ ...state, holder: to }),
  ResponsibilityDeclined: (state) => state,
};
