import type { SignedInUser } from '@guardian/access';
import type { EnquiryCommand } from '@guardian/casework';
import type { EnquiryAsker, SavedWork } from '@guardian/casework/events';
import type { CalendarDay } from '@guardian/kernel';
import { Choice, Codes, Day, Text } from '../../http/fields';
import { Is } from '../json-fields';
import { type CommandInput, exactly, takes } from './command-input';

type Channel = Extract<EnquiryCommand, { type: 'ReceiveEnquiry' }>['channel'];

const CHANNELS: readonly Channel[] = ['phone', 'email', 'letter', 'in-person'];
const OUTCOMES = ['answered', 'passed-on', 'not-for-us'] as const;

const ASKERS: readonly EnquiryAsker[] = ['patient', 'carer', 'practice', 'hospital', 'other'];

export class ReceiveEnquiry {
  @Choice({ label: 'how it came', from: CHANNELS, required: 'Select how it came' })
  channel: Channel;

  @Day({ label: 'The date of the enquiry', required: 'Enter the date of the enquiry' })
  on: CalendarDay;

  @Choice({ label: 'who asks', from: ASKERS })
  asker?: EnquiryAsker;

  @Text({ label: 'The place whose team answers' })
  place?: string;

  @Day({ label: 'The promised day' })
  promisedBy?: CalendarDay;

  @Text({ label: 'Who asked', required: 'Enter who asked' })
  from: string;

  @Text({ label: 'The question', max: 2_000, required: 'Enter what was asked' })
  question: string;
}

class MatchEnquiry {
  @Is('MatchEnquiry')
  type: 'MatchEnquiry';

  @Text({ label: 'The case', required: 'Enter the reference of the case' })
  reference: string;
}

class AnswerEnquiry {
  @Is('AnswerEnquiry')
  type: 'AnswerEnquiry';

  @Day({ label: 'The date of the answer', required: 'Enter the date of the answer' })
  on: CalendarDay;

  @Choice({ label: 'how', from: CHANNELS, required: 'Select how it was answered' })
  how: Channel;

  @Text({ label: 'The answer', max: 2_000, required: 'Enter the answer' })
  answer: string;

  @Codes({ label: 'what it saved' })
  saved?: SavedWork[];
}

class PassOnEnquiry {
  @Is('PassOnEnquiry')
  type: 'PassOnEnquiry';

  @Text({ label: 'Who has it now', required: 'Enter who has to answer it' })
  to: string;

  @Text({ label: 'The reason', max: 500, required: 'Enter why it is passed on' })
  because: string;
}

class CloseEnquiry {
  @Is('CloseEnquiry')
  type: 'CloseEnquiry';

  @Choice({ label: 'the outcome', from: OUTCOMES, required: 'Select the outcome' })
  outcome: (typeof OUTCOMES)[number];
}

export type EnquiryCommandType = Exclude<EnquiryCommand['type'], 'ReceiveEnquiry'>;

/** A command that is not here does not compile. */
export const enquiryCommands: { readonly [T in EnquiryCommandType]: CommandInput<Extract<EnquiryCommand, { type: T }>, SignedInUser> } = {
  MatchEnquiry: takes(MatchEnquiry, async ({ type, reference }, known, user: SignedInUser) => ({
    type,
    caseId: await known.caseId('reference', reference, user),
  })),
  AnswerEnquiry: exactly(AnswerEnquiry),
  PassOnEnquiry: exactly(PassOnEnquiry),
  CloseEnquiry: exactly(CloseEnquiry),
};
