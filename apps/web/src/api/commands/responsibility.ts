import type { Holder } from '@guardian/casework/events';
import type { CalendarDay } from '@guardian/kernel';
import { Choice, Day, Text } from '../../http/fields';
import { Is, Nested } from '../json-fields';
import { exactly, takes } from './command-input';

const KINDS: readonly Holder['kind'][] = ['practice', 'guardian-team', 'clinician', 'hospital', 'community-service'];

class NewHolder {
  @Choice({ label: 'the kind of holder', from: KINDS, required: 'Select the kind of holder' })
  kind: Holder['kind'];

  @Text({ label: 'The name', required: 'Enter who is asked to hold the patient' })
  name: string;

  @Text({ label: 'The organisation', required: 'Enter the organisation' })
  organisation: string;
}

class OfferResponsibility {
  @Is('OfferResponsibility')
  type: 'OfferResponsibility';

  @Nested(NewHolder, { label: 'The new holder', required: 'Enter who is asked to hold the patient' })
  to: NewHolder;

  @Day({ label: 'The reply date', required: 'Enter the date to reply by' })
  replyBy: CalendarDay;

  @Text({ label: 'The summary', max: 2_000 })
  summary?: string;
}

class AcceptResponsibility {
  @Is('AcceptResponsibility')
  type: 'AcceptResponsibility';

  @Text({ label: 'Who accepts', required: 'Enter who accepts' })
  acceptedBy: string;
}

class DeclineResponsibility {
  @Is('DeclineResponsibility')
  type: 'DeclineResponsibility';

  @Text({ label: 'Who declines', required: 'Enter who declines' })
  declinedBy: string;

  @Text({ label: 'The reason', max: 500, required: 'Enter the reason' })
  reason: string;
}

class WithdrawResponsibilityOffer {
  @Is('WithdrawResponsibilityOffer')
  type: 'WithdrawResponsibilityOffer';

  @Text({ label: 'The reason', max: 500, required: 'Enter why the offer is withdrawn' })
  reason: string;
}

class MarkOfferUnanswered {
  @Is('MarkOfferUnanswered')
  type: 'MarkOfferUnanswered';
}

export const responsibilityCommands = {
  WithdrawResponsibilityOffer: exactly(WithdrawResponsibilityOffer),
  MarkOfferUnanswered: exactly(MarkOfferUnanswered),
  OfferResponsibility: takes(OfferResponsibility, (given) => ({ summary: '', ...given })),
  AcceptResponsibility: exactly(AcceptResponsibility),
  DeclineResponsibility: exactly(DeclineResponsibility),
};
