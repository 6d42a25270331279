import { WITHOUT_REASONS } from '@guardian/casework';
import type { CalendarDay } from '@guardian/kernel';
import { Choice, Day, Text } from '../../http/fields';
import { Is, NestedList } from '../json-fields';
import { exactly, takes } from './command-input';

class PassGate {
  @Is('PassGate')
  type: 'PassGate';
}

class WithoutItem {
  @Text({ label: 'The item', required: 'Enter the code of an agreed item' })
  item: string;

  @Choice({ label: 'the reason', from: WITHOUT_REASONS, required: 'Select the reason for going ahead without it' })
  reason: (typeof WITHOUT_REASONS)[number];
}

class OverrideGate {
  @Is('OverrideGate')
  type: 'OverrideGate';

  @NestedList(WithoutItem, { label: 'What is left out', required: 'Give a reason for each outstanding item' })
  without: WithoutItem[];

  @Text({ label: 'The name of the deciding clinician', required: 'Enter the name of the deciding clinician' })
  clinician: string;
}

class TakeGateDefault {
  @Is('TakeGateDefault')
  type: 'TakeGateDefault';
}

class BypassForRedFlag {
  @Is('BypassForRedFlag')
  type: 'BypassForRedFlag';

  @Text({ label: 'The red flag', max: 500, required: 'Enter the red flag' })
  reason: string;
}

class SendReferral {
  @Is('SendReferral')
  type: 'SendReferral';

  /** Code of the provider. */
  @Text({ label: 'The hospital', required: 'Enter the code of the hospital' })
  to: string;

  @Day({ label: 'The date it was sent', required: 'Enter the date it was sent' })
  on: CalendarDay;
}

export const gateCommands = {
  PassGate: exactly(PassGate),
  OverrideGate: exactly(OverrideGate),
  TakeGateDefault: exactly(TakeGateDefault),
  BypassForRedFlag: exactly(BypassForRedFlag),
  SendReferral: takes(SendReferral, async (given, known) => ({ ...given, to: await known.provider('to', given.to) })),
};
