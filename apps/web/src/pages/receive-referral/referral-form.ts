import type { ReferralPriority, Sex } from '@guardian/casework/events';
import { type CalendarDay, type NhsNumberProblem, parseNhsNumber } from '@guardian/kernel';
import { Choice, Day, Text } from '../../http/fields';
import { priorityWords } from '../../layout/words';

export const SEXES: Readonly<Record<Sex, string>> = {
  female: 'Female',
  male: 'Male',
  indeterminate: 'Indeterminate',
  'not-known': 'Not known',
};

/** The first page: who the patient is. */
export class PatientForm {
  @Text({ label: 'NHS number', max: 40 })
  nhsNumber?: string;

  @Choice({ label: 'that there is no NHS number', from: ['yes'] })
  noNumber?: 'yes';

  @Text({ label: 'Family name', max: 120, required: 'Enter the family name' })
  family: string;

  @Text({ label: 'Given name', max: 120, required: 'Enter the given name' })
  given: string;

  @Day({ label: 'Date of birth', required: 'Enter the date of birth' })
  bornOn: CalendarDay;

  @Choice({ label: 'sex', from: Object.keys(SEXES), required: 'Select sex as recorded' })
  sex: Sex;

  @Text({ label: 'Address', max: 400 })
  address?: string;

  @Text({ label: 'Postcode', max: 10 })
  postcode?: string;

  @Text({ label: 'Mobile phone', max: 30 })
  mobilePhone?: string;

  @Choice({ label: 'the agreement to text messages', from: ['yes'] })
  mayBeTexted?: 'yes';

  @Text({ label: 'Language', max: 60 })
  language?: string;

  @Choice({ label: 'that an interpreter is needed', from: ['yes'] })
  interpreter?: 'yes';
}

/** Both pages. */
export class ReferralForm extends PatientForm {
  @Text({ label: 'Practice', required: 'Select the practice' })
  practice: string;

  @Text({ label: 'Pathway', required: 'Select the pathway' })
  pathway: string;

  @Choice({ label: 'the priority', from: Object.keys(priorityWords), required: 'Select the priority' })
  priority: ReferralPriority;

  @Day({ label: 'The date of the decision to refer', required: 'Enter the date of the decision to refer' })
  referredOn: CalendarDay;

  @Text({ label: 'Referrer', required: 'Enter who referred the patient' })
  referrer: string;

  @Text({ label: 'The reason', max: 2_000, required: 'Enter the reason for the referral' })
  reason: string;

  @Text({ label: 'Hospital' })
  provider?: string;

  @Day({ label: 'The date on the hospital list' })
  onListSince?: CalendarDay;
}

/** The fields that each page shows; the others travel with it, hidden. */
export const PAGE_FIELDS = {
  patient: [
    ...['nhsNumber', 'noNumber', 'family', 'given', 'bornOn-day', 'bornOn-month', 'bornOn-year', 'sex', 'address', 'postcode'],
    ...['mobilePhone', 'mayBeTexted', 'language', 'interpreter'],
  ],
  referral: [
    ...['practice', 'pathway', 'priority', 'referredOn-day', 'referredOn-month', 'referredOn-year', 'referrer', 'reason', 'provider'],
    ...['onListSince-day', 'onListSince-month', 'onListSince-year'],
  ],
  check: [],
} as const satisfies Record<string, readonly string[]>;

const PROBLEMS: Readonly<Record<NhsNumberProblem, string>> = {
  missing: 'Enter an NHS number, or tick that you do not have it',
  'national-insurance-number': 'That looks like a National Insurance number',
  'not-ten-digits': 'NHS number must have 10 digits',
  'check-digit': 'Check the NHS number: a digit may be wrong',
};

/** The NHS number without spaces, null for "I do not have it", or what is wrong with it. */
export function nhsNumberOf({
  nhsNumber = '',
  noNumber,
}: Pick<PatientForm, 'nhsNumber' | 'noNumber'>): { value: string | null } | { problem: string } {
  if (nhsNumber === '' && noNumber) return { value: null };
  const parsed = parseNhsNumber(nhsNumber);
  return parsed.ok ? { value: parsed.value } : { problem: PROBLEMS[parsed.problem] };
}
