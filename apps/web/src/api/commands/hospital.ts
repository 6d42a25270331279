import { HOSPITAL_FACTS, type HospitalFactKind } from '@guardian/waiting-times';
import type { CalendarDay } from '@guardian/kernel';
import { Choice, Day, Text } from '../../http/fields';
import { Is, NamedValues } from '../json-fields';
import { exactly, takes } from './command-input';

const CONFIDENCE = ['confirmed', 'reported', 'estimated'] as const;
const SCHEMES = ['P', 'D', 'urgency'] as const;

class RecordHospitalFact {
  @Is('RecordHospitalFact')
  type: 'RecordHospitalFact';

  @Choice({ label: 'the kind of fact', from: Object.keys(HOSPITAL_FACTS), required: 'Select the kind of fact' })
  kind: HospitalFactKind;

  @Day({ label: 'The date', required: 'Enter the date on which it happened' })
  on: CalendarDay;

  @NamedValues({ label: 'The details' })
  facts?: Record<string, string | number | boolean>;

  @Text({ label: 'The source', required: 'Enter where the fact comes from' })
  source: string;

  @Choice({ label: 'the confidence', from: CONFIDENCE, required: 'Select how sure this is' })
  confidence: (typeof CONFIDENCE)[number];
}

class RecordPriority {
  @Is('RecordPriority')
  type: 'RecordPriority';

  @Choice({ label: 'the scheme', from: SCHEMES, required: 'Select the scheme of the priority' })
  scheme: (typeof SCHEMES)[number];

  @Text({ label: 'The priority', max: 20, required: 'Enter the priority' })
  code: string;

  @Day({ label: 'The date', required: 'Enter the date of the priority' })
  on: CalendarDay;
}

class ChangeProvider {
  @Is('ChangeProvider')
  type: 'ChangeProvider';

  /** Code of the provider. */
  @Text({ label: 'The hospital', required: 'Enter the code of the hospital' })
  to: string;

  @Day({ label: 'The date', required: 'Enter the date of the change' })
  on: CalendarDay;
}

export const hospitalCommands = {
  RecordHospitalFact: takes(RecordHospitalFact, (given) => ({ facts: {}, ...given })),
  RecordPriority: exactly(RecordPriority),
  ChangeProvider: takes(ChangeProvider, async (given, known) => ({ ...given, to: await known.provider('to', given.to) })),
};
