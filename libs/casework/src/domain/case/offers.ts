import type { CalendarDay } from '@guardian/kernel';
import type { OfferEvent } from './events';
import { type CaseState, type Decides, type Evolves, happenedOn, refuse } from './state';

export type OfferCommand =
  | { readonly type: 'OfferService'; readonly service: string; readonly name: string; readonly on: CalendarDay }
  | { readonly type: 'AcceptService'; readonly service: string; readonly on: CalendarDay }
  | { readonly type: 'DeclineService'; readonly service: string; readonly on: CalendarDay }
  | {
      readonly type: 'RecordServiceOutcome';
      readonly service: string;
      readonly on: CalendarDay;
      readonly outcome: 'resolved' | 'still-needs-hospital';
    };

export const decideOffers: Decides<OfferCommand> = {
  OfferService({ service, name, on }, state, { today }) {
    happenedOn('The date of the offer', on, state, today);
    if (state.services[service] === 'offered' || state.services[service] === 'accepted') return [];
    return [{ type: 'ServiceOffered', data: { service, name, on } }];
  },
  AcceptService({ service, on }, state, { today }) {
    happenedOn('The date', on, state, today);
    offered(service, state);
    return [{ type: 'ServiceAccepted', data: { service, on } }];
  },
  DeclineService({ service, on }, state, { today }) {
    happenedOn('The date', on, state, today);
    offered(service, state);
    return [{ type: 'ServiceDeclined', data: { service, on } }];
  },
  RecordServiceOutcome({ service, on, outcome }, state, { today }) {
    happenedOn('The date', on, state, today);
    if (state.services[service] !== 'accepted') refuse('ServiceNotTaken', 'The patient is not with this service.', { service });
    return [{ type: 'ServiceOutcomeRecorded', data: { service, on, outcome } }];
  },
};

function offered(service: string, state: CaseState): void {
  if (state.services[service] !== 'offered')
    refuse('ServiceNotOffered', 'This service was not offered, or the offer was answered.', { service });
}

const withService = (state: CaseState, service: string, now: CaseState['services'][string]): CaseState => ({
  ...state,
  services: { ...state.services, [service]: now },
});

export const evolveOffers: Evolves<OfferEvent> = {
  ServiceOffered: (state, { service }) => withService(state, service, 'offered'),
  ServiceAccepted: (state, { service }) => withService(state, service, 'accepted'),
  ServiceDeclined: (state, { service }) => withService(state, service, 'declined'),
  ServiceOutcomeRecorded: (state, { service }) => withService(state, service, 'finished'),
};
