// What is asked on the pages of enquiries, and the words for what is chosen there.
import type { EnquiryAsker, EnquiryChannel, SavedWork } from '@guardian/casework/events';
import type { CalendarDay } from '@guardian/kernel';
import { Choice, Codes, Day, Text } from '../../http/fields';

export const ASKERS: Readonly<Record<EnquiryAsker, string>> = {
  patient: 'Patient',
  carer: 'Carer or family',
  practice: 'Practice',
  hospital: 'Hospital',
  other: 'Somebody else',
};
export const CHANNELS: Readonly<Record<EnquiryChannel, string>> = {
  phone: 'Phone',
  email: 'E-mail',
  letter: 'Letter',
  'in-person': 'In person',
};
export const SAVED: Readonly<Record<SavedWork, string>> = {
  'practice-call': 'A call to the practice',
  'practice-appointment': 'An appointment at the practice',
  'practice-letter': 'A letter of the practice',
  'hospital-call': 'A call to the hospital',
};

const keys = Object.keys;

export class ReceiveForm {
  @Choice({ label: 'who asks', from: keys(ASKERS), required: 'Select who asks' })
  asker: EnquiryAsker;

  @Text({ label: 'Who asks and how to reach them', required: 'Enter who asks and how to reach them' })
  from: string;

  @Choice({ label: 'how it came', from: keys(CHANNELS), required: 'Select how it came' })
  channel: EnquiryChannel;

  @Day({ label: 'The date of the enquiry', required: 'Enter the date of the enquiry' })
  on: CalendarDay;

  @Text({ label: 'The question', max: 2_000, required: 'Enter what was asked' })
  question: string;

  @Text({ label: 'The place', required: 'Select the place whose team answers' })
  place: string;

  @Day({ label: 'The promised day', required: 'Enter the day by which you promised an answer' })
  promisedBy: CalendarDay;
}

export class FindForm {
  @Text({ label: 'What you search for', max: 100, required: 'Enter an NHS number, a name or a case reference' })
  q: string;
}

export class MatchForm {
  @Text({ label: 'The case', required: 'Select the case' })
  reference: string;
}

export class AnswerForm {
  @Day({ label: 'The date of the answer', required: 'Enter the date of the answer' })
  answeredOn: CalendarDay;

  @Choice({ label: 'how', from: keys(CHANNELS), required: 'Select how you answered' })
  how: EnquiryChannel;

  @Text({ label: 'The answer', max: 2_000, required: 'Enter what you answered' })
  answer: string;

  @Codes({ label: 'what it saved' })
  saved?: SavedWork[];
}

export class PassOnForm {
  @Text({ label: 'Who has it now', required: 'Enter who has to answer it' })
  to: string;

  @Text({ label: 'The reason', max: 500, required: 'Enter why it is passed on' })
  because: string;
}

export class CloseForm {
  @Choice({ label: 'the outcome', from: ['not-for-us'], required: 'Select the outcome' })
  outcome: 'not-for-us';
}
