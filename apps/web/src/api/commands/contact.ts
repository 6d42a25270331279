import type { ContactMeans, ContactOutcome, ContactParty } from '@guardian/casework/events';
import type { CalendarDay } from '@guardian/kernel';
import { Choice, Day, Text } from '../../http/fields';
import { Is } from '../json-fields';
import { exactly, takes } from './command-input';

const PARTIES: readonly ContactParty[] = ['patient', 'carer', 'practice', 'hospital', 'diagnostics'];
export const MEANS: readonly ContactMeans[] = ['phone', 'text', 'letter', 'email', 'in-person'];
const OUTCOMES: readonly ContactOutcome[] = ['spoke', 'no-answer', 'left-message', 'wrong-number', 'declined', 'sent'];

class RecordContact {
  @Is('RecordContact')
  type: 'RecordContact';

  @Day({ label: 'The date of the contact', required: 'Enter the date of the contact' })
  on: CalendarDay;

  @Choice({ label: 'who it was', from: PARTIES, required: 'Select who it was' })
  who: ContactParty;

  @Choice({ label: 'how', from: MEANS, required: 'Select how' })
  how: ContactMeans;

  @Choice({ label: 'what happened', from: OUTCOMES, required: 'Select what happened' })
  outcome: ContactOutcome;

  @Text({ label: 'Notes', max: 2_000 })
  notes?: string;

  @Day({ label: 'The date of the next contact' })
  nextOn?: CalendarDay;
}

class CorrectContact {
  @Is('CorrectContact')
  type: 'CorrectContact';

  /** A contact of this case: `c1`, `c2` and so on. */
  @Text({ label: 'The contact', required: 'Enter the id of the contact' })
  contactId: string;

  @Text({ label: 'Notes', max: 2_000, required: 'Enter the right notes' })
  notes: string;

  @Text({ label: 'The reason', max: 500, required: 'Enter why it is corrected' })
  reason: string;
}

export const contactCommands = {
  RecordContact: takes(RecordContact, (given) => ({ notes: '', nextOn: null, ...given })),
  CorrectContact: exactly(CorrectContact),
};
