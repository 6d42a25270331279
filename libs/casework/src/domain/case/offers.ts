import type { CalendarDay } from '@guardian/kernel';
import type { CaseEvent, CaseEventOf, OfferEvent } from './events';
import { type CaseState, type Decides, type Evolves, happenedOn, notPast, refuse } from './state';

export type OfferCommand =
  | { readonly type: 'OfferService'; readonly service: string; readonly name: string; readonly on: CalendarDay }
  | { readonly type: 'AcceptService'; readonly service: string; readonly on: CalendarDay; readonly reviewOn?: CalendarDay }
  | { readonly type: 'DeclineService'; readonly service: string; readonly on: CalendarDay }
  | { readonly type: 'GiveTimeForService'; readonly service: string; readonly on: CalendarDay; readonly askAgainOn: CalendarDay }
  | { readonly type: 'ReviewService'; readonly service: string; readonly on: CalendarDay; readonly reviewOn: CalendarDay }
  | {
      readonly type: 'RecordServiceOutcome';
      readonly service: string;
      readonly on: CalendarDay;
      readonly outcome: 'resolved' | 'still-needs-hospital';
    };

export interface OfferedService {
  readonly name: string;
  readonly status: 'offered' | 'accepted' | 'declined' | 'finished';
  /** The day on which it came to this. */
  readonly since: CalendarDay;
  /** The day agreed for the next look: when the patient is asked again, or the care is reviewed. Null: the limits of the service say. */
  readonly lookOn: CalendarDay | null;
}

/** By the service's code; plain JSON, so that a read model can keep it in a row. */
export type OfferedServices = Readonly<Record<string, OfferedService>>;

/** An offer without its answer, or care that is to be reviewed and to have an outcome. */
export interface OpenService {
  readonly what: 'service-unanswered' | 'service-review';
  readonly service: string;
  readonly name: string;
  readonly since: CalendarDay;
  readonly lookOn: CalendarDay | null;
}

export const openServices = (services: OfferedServices): OpenService[] =>
  Object.entries(services).flatMap(([service, { status, name, since, lookOn }]): OpenService[] => {
    if (status === 'offered') return [{ what: 'service-unanswered', service, name, since, lookOn }];
    return status === 'accepted' ? [{ what: 'service-review', service, name, since, lookOn }] : [];
  });

const statusOf = ({ services }: CaseState, service: string) => (Object.hasOwn(services, service) ? services[service]?.status : undefined);

export const decideOffers: Decides<OfferCommand> = {
  OfferService({ service, name, on }, state, { today }) {
    happenedOn('The date of the offer', on, state, today);
    const status = statusOf(state, service);
    if (status === 'offered' || status === 'accepted') return [];
    return [{ type: 'ServiceOffered', data: { service, name, on } }];
  },
  AcceptService({ service, on, reviewOn }, state, { today }) {
    happenedOn('The date', on, state, today);
    if (reviewOn) notPast('The review date', reviewOn, today);
    offered(service, state);
    return [{ type: 'ServiceAccepted', data: { service, on, ...(reviewOn ? { reviewOn } : {}) } }];
  },
  DeclineService({ service, on }, state, { today }) {
    happenedOn('The date', on, state, today);
    offered(service, state);
    return [{ type: 'ServiceDeclined', data: { service, on } }];
  },
  GiveTimeForService({ service, on, askAgainOn }, state, { today }) {
    happenedOn('The date', on, state, today);
    notPast('The date to ask again', askAgainOn, today);
    offered(service, state);
    return [{ type: 'ServiceTimeGiven', data: { service, on, askAgainOn } }];
  },
  ReviewService({ service, on, reviewOn }, state, { today }) {
    happenedOn('The date', on, state, today);
    notPast('The next review date', reviewOn, today);
    taken(service, state);
    return [{ type: 'ServiceReviewed', data: { service, on, reviewOn } }];
  },
  RecordServiceOutcome({ service, on, outcome }, state, { today }) {
    happenedOn('The date', on, state, today);
    taken(service, state);
    return [{ type: 'ServiceOutcomeRecorded', data: { service, on, outcome } }];
  },
};

function offered(service: string, state: CaseState): void {
  if (statusOf(state, service) !== 'offered')
    refuse('ServiceNotOffered', 'This service was not offered, or the offer was answered.', { service });
}

function taken(service: string, state: CaseState): void {
  if (statusOf(state, service) !== 'accepted') refuse('ServiceNotTaken', 'The patient is not with this service.', { service });
}

type Hears = { readonly [T in OfferEvent['type']]: (data: CaseEventOf<T>['data']) => Partial<OfferedService> };

const HEARD: Hears = {
  ServiceOffered: ({ name, on }) => ({ name, status: 'offered', since: on, lookOn: null }),
  ServiceAccepted: ({ on, reviewOn }) => ({ status: 'accepted', since: on, lookOn: reviewOn ?? null }),
  ServiceDeclined: ({ on }) => ({ status: 'declined', since: on, lookOn: null }),
  ServiceTimeGiven: ({ askAgainOn }) => ({ lookOn: askAgainOn }),
  ServiceReviewed: ({ reviewOn }) => ({ lookOn: reviewOn }),
  ServiceOutcomeRecorded: ({ on }) => ({ status: 'finished', since: on, lookOn: null }),
};

const isOfferEvent = (event: CaseEvent): event is OfferEvent => Object.hasOwn(HEARD, event.type);

/** The services of a case after an event. Deciders and read models use this same function. */
export function servicesAfter(services: OfferedServices, event: CaseEvent): OfferedServices {
  if (!isOfferEvent(event)) return services;
  const { service } = event.data;
  const before = Object.hasOwn(services, service) ? services[service] : undefined;
  const first: OfferedService = { name: service, status: 'offered', since: event.data.on, lookOn: null };
  const hear = HEARD[event.type] as (data: OfferEvent['data']) => Partial<OfferedService>;
  return { ...services, [service]: { ...first, ...before, ...hear(event.data) } };
}

const heard =
  <T extends OfferEvent['type']>(type: T) =>
  (state: CaseState, data: CaseEventOf<T>['data']): CaseState => ({
    ...state,
    services: servicesAfter(state.services, { type, data } as CaseEvent),
  });

export const evolveOffers: Evolves<OfferEvent> = {
  ServiceOffered: heard('ServiceOffered'),
  ServiceAccepted: heard('ServiceAccepted'),
  ServiceDeclined: heard('ServiceDeclined'),
  ServiceTimeGiven: heard('ServiceTimeGiven'),
  ServiceReviewed: heard('ServiceReviewed'),
  ServiceOutcomeRecorded: heard('ServiceOutcomeRecorded'),
};
