import type { ClosureReason, Told } from '@guardian/casework/events';
import type { CalendarDay } from '@guardian/kernel';
import { Choice, Day, Text, Whole } from '../../http/fields';
import { Is } from '../json-fields';
import { exactly } from './command-input';

const REASONS: readonly ClosureReason[] = [
  'treated',
  'discharged-to-primary-care',
  'no-longer-needed',
  'treated-elsewhere',
  'moved-away',
  'died',
  'duplicate',
  'entered-in-error',
];
const TOLD: readonly Told[] = ['phone', 'letter', 'text', 'email', 'in-person', 'not-applicable'];

/** The revision of the wrong entry. */
const Entry = () => Whole({ label: 'The entry', min: 1, max: 1_000_000, required: 'Enter the number of the entry' });
const Why = () => Text({ label: 'The reason', max: 500, required: 'Enter the reason' });

const ENDINGS = ['CloseCase', 'ProposeExit'] as const;

class Ending {
  @Choice({ label: 'the type', from: ENDINGS, required: 'Enter the type' })
  type: (typeof ENDINGS)[number];

  @Choice({ label: 'the reason', from: REASONS, required: 'Select the reason' })
  reason: ClosureReason;

  @Day({ label: 'The closing date', required: 'Enter the closing date' })
  on: CalendarDay;

  @Text({ label: 'The evidence', max: 2_000, required: 'Enter the evidence for closing' })
  evidence: string;

  @Text({ label: 'The reviewer', required: 'Enter who reviewed the closing' })
  reviewer: string;

  @Choice({ label: 'how the patient was told', from: TOLD, required: 'Select how the patient was told' })
  patientTold: Told;

  @Choice({ label: 'how the referrer was told', from: TOLD, required: 'Select how the referrer was told' })
  referrerTold: Told;
}

class CloseCase extends Ending {
  @Is('CloseCase')
  override type: 'CloseCase';
}

class ProposeExit extends Ending {
  @Is('ProposeExit')
  override type: 'ProposeExit';
}

class ConfirmExit {
  @Is('ConfirmExit')
  type: 'ConfirmExit';
}

class DeclineExit {
  @Is('DeclineExit')
  type: 'DeclineExit';

  @Why()
  reason: string;
}

class ReopenCase {
  @Is('ReopenCase')
  type: 'ReopenCase';

  @Why()
  reason: string;
}

class CorrectEntry {
  @Is('CorrectEntry')
  type: 'CorrectEntry';

  @Entry()
  entry: number;

  @Text({ label: 'The correction', max: 2_000, required: 'Enter what is right' })
  correction: string;

  @Why()
  reason: string;
}

class MoveEntryToPatient {
  @Is('MoveEntryToPatient')
  type: 'MoveEntryToPatient';

  @Entry()
  entry: number;

  @Why()
  reason: string;
}

export const exitCommands = {
  CloseCase: exactly(CloseCase),
  ProposeExit: exactly(ProposeExit),
  ConfirmExit: exactly(ConfirmExit),
  DeclineExit: exactly(DeclineExit),
  ReopenCase: exactly(ReopenCase),
  CorrectEntry: exactly(CorrectEntry),
  MoveEntryToPatient: exactly(MoveEntryToPatient),
};
