import type { CalendarDay } from '@guardian/kernel';
import { Choice, Day, Text } from '../../http/fields';
import { Is } from '../json-fields';
import { exactly } from './command-input';

const OUTCOMES = ['resolved', 'still-needs-hospital'] as const;

const ServiceCode = () => Text({ label: 'The service', required: 'Enter the code of the service' });
const On = () => Day({ label: 'The date', required: 'Enter the date' });

class OfferService {
  @Is('OfferService')
  type: 'OfferService';

  @ServiceCode()
  service: string;

  @Text({ label: 'The name of the service', required: 'Enter the name of the service' })
  name: string;

  @On()
  on: CalendarDay;
}

class AcceptService {
  @Is('AcceptService')
  type: 'AcceptService';

  @ServiceCode()
  service: string;

  @On()
  on: CalendarDay;

  @Day({ label: 'The review date' })
  reviewOn?: CalendarDay;
}

class GiveTimeForService {
  @Is('GiveTimeForService')
  type: 'GiveTimeForService';

  @ServiceCode()
  service: string;

  @On()
  on: CalendarDay;

  @Day({ label: 'The date to ask again', required: 'Enter the date to ask again' })
  askAgainOn: CalendarDay;
}

class ReviewService {
  @Is('ReviewService')
  type: 'ReviewService';

  @ServiceCode()
  service: string;

  @On()
  on: CalendarDay;

  @Day({ label: 'The next review date', required: 'Enter the next review date' })
  reviewOn: CalendarDay;
}

class DeclineService {
  @Is('DeclineService')
  type: 'DeclineService';

  @ServiceCode()
  service: string;

  @On()
  on: CalendarDay;
}

class RecordServiceOutcome {
  @Is('RecordServiceOutcome')
  type: 'RecordServiceOutcome';

  @ServiceCode()
  service: string;

  @On()
  on: CalendarDay;

  @Choice({ label: 'the outcome', from: OUTCOMES, required: 'Select the outcome' })
  outcome: (typeof OUTCOMES)[number];
}

export const offerCommands = {
  OfferService: exactly(OfferService),
  AcceptService: exactly(AcceptService),
  DeclineService: exactly(DeclineService),
  GiveTimeForService: exactly(GiveTimeForService),
  ReviewService: exactly(ReviewService),
  RecordServiceOutcome: exactly(RecordServiceOutcome),
};
