import type { ReferralPriority, Sex } from '@guardian/casework';
import type { CalendarDay } from '@guardian/kernel';
import { Choice, Day, Text, Whole } from '../http/fields';
import { Nested, YesNo } from './json-fields';

const SEXES: readonly Sex[] = ['female', 'male', 'indeterminate', 'not-known'];
const PRIORITIES: readonly ReferralPriority[] = ['routine', 'urgent', 'two-week-wait'];
const FORMATS = ['standard', 'large-print', 'easy-read', 'braille', 'audio'] as const;
const FRAILTIES = ['none', 'mild', 'moderate', 'severe'] as const;

class PatientIdentity {
  /** Ten digits; spaces and hyphens between them are taken out. Left out while it is not traced. */
  @Text({ label: 'NHS number', max: 40 })
  nhsNumber?: string;

  @Text({ label: 'Family name', max: 120, required: 'Enter the family name' })
  family: string;

  @Text({ label: 'Given name', max: 120, required: 'Enter the given name' })
  given: string;

  @Text({ label: 'Title', max: 40 })
  title?: string;

  @Day({ label: 'Date of birth', required: 'Enter the date of birth' })
  bornOn: CalendarDay;

  @Choice({ label: 'sex', from: SEXES, required: 'Select sex as recorded' })
  sex: Sex;
}

class PatientContactDetails {
  @Text({ label: 'Address', max: 400 })
  address?: string;

  @Text({ label: 'Postcode', max: 10 })
  postcode?: string;

  @Text({ label: 'Home phone', max: 30 })
  homePhone?: string;

  @Text({ label: 'Mobile phone', max: 30 })
  mobilePhone?: string;

  @Text({ label: 'Email', max: 254 })
  email?: string;
}

class PatientCommunicationNeeds {
  @Text({ label: 'Language', max: 60 })
  language?: string;

  @YesNo({ label: 'Whether an interpreter is needed' })
  interpreter?: boolean;

  @Choice({ label: 'the format', from: FORMATS })
  format?: (typeof FORMATS)[number];

  @Text({ label: 'Adjustments', max: 500 })
  adjustments?: string;

  @YesNo({ label: 'Whether the patient may be texted' })
  mayBeTexted?: boolean;
}

class PatientCircumstances {
  @Whole({ label: 'The deprivation decile', min: 1, max: 10 })
  deprivationDecile?: number;

  @Text({ label: 'Ethnicity', max: 60 })
  ethnicity?: string;

  @YesNo({ label: 'Whether there is a learning disability' })
  learningDisability?: boolean;

  @YesNo({ label: 'Whether the patient is a carer' })
  carer?: boolean;

  @Choice({ label: 'the frailty', from: FRAILTIES })
  frailty?: (typeof FRAILTIES)[number];
}

/** One referral of one patient for one problem. */
export class ReferralInput {
  @Nested(PatientIdentity, { label: 'The patient', required: 'Enter the patient' })
  patient: PatientIdentity;

  @Nested(PatientContactDetails, { label: 'Contact details' })
  details?: PatientContactDetails;

  @Nested(PatientCommunicationNeeds, { label: 'Communication needs' })
  needs?: PatientCommunicationNeeds;

  @Nested(PatientCircumstances, { label: 'Circumstances' })
  circumstances?: PatientCircumstances;

  /** National code of the practice. */
  @Text({ label: 'The practice', required: 'Enter the code of the practice' })
  practice: string;

  /** Id of the pathway. */
  @Text({ label: 'The pathway', required: 'Enter the id of the pathway' })
  pathway: string;

  @Choice({ label: 'the priority', from: PRIORITIES, required: 'Select the priority' })
  priority: ReferralPriority;

  /** The day of the decision to refer. */
  @Day({ label: 'The referral date', required: 'Enter the date of the decision to refer' })
  referredOn: CalendarDay;

  @Text({ label: 'The reason', max: 2_000, required: 'Enter the reason for the referral' })
  reason: string;

  @Text({ label: 'The referrer', required: 'Enter who referred the patient' })
  referrer: string;

  /** Code of the hospital that was asked for, or with `onListSince` of the one whose list the patient is on. */
  @Text({ label: 'The hospital' })
  provider?: string;

  @Day({ label: 'The date on the hospital list' })
  onListSince?: CalendarDay;

  /** What the sending system calls this referral. */
  @Text({ label: 'The identifier', max: 100 })
  identifier?: string;
}
