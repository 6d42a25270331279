// Who a patient is: what can be, and what is put right.
import { type CalendarDay, DomainError, type E, parseNhsNumber, type Personal } from '@guardian/kernel';

/** PERSON STATED GENDER of the NHS Data Dictionary, as recorded. */
export type Sex = 'female' | 'male' | 'indeterminate' | 'not-known';

export interface Identity {
  /** Ten digits without spaces; null until it is traced. */
  readonly nhsNumber: string | null;
  readonly family: string;
  readonly given: string;
  readonly title: string | null;
  readonly bornOn: CalendarDay;
  readonly sex: Sex;
}

export type IdentityEvent =
  /** Who the patient is was recorded wrongly, and is put right. */
  E<'IdentityCorrected', Personal<{ identity: Identity; because: string }>>;

interface Standing {
  readonly practiceFrom: CalendarDay | null;
  readonly diedOn: CalendarDay | null;
}

export function corrected(
  { identity, because }: { readonly identity: Identity; readonly because: string },
  { practiceFrom, diedOn }: Standing,
  today: CalendarDay,
): IdentityEvent {
  const { bornOn } = identity;
  possible(identity, today);
  if (practiceFrom !== null && practiceFrom < bornOn)
    refuse('ReferredBeforeBirth', 'The date of birth must not be after a referral.', { bornOn, from: practiceFrom });
  if (diedOn !== null && diedOn < bornOn)
    refuse('DeathBeforeBirth', 'The date of birth must not be after the date of death.', { on: diedOn });
  if (because.trim() === '') refuse('WordsMissing', 'Enter why it was wrong.', { what: 'why it was wrong' });
  return { type: 'IdentityCorrected', data: { personal: { identity, because } } };
}

/** Whether there can be such a person. */
export function possible(identity: Identity, today: CalendarDay): void {
  if (identity.nhsNumber !== null) tenDigits(identity.nhsNumber);
  if (identity.family.trim() === '') refuse('WordsMissing', 'Enter the family name.');
  if (identity.bornOn > today) refuse('BornInFuture', 'Date of birth must be today or in the past.', { bornOn: identity.bornOn });
  if (Number(today.slice(0, 4)) - Number(identity.bornOn.slice(0, 4)) > 130) {
    refuse('BornTooLongAgo', 'Check the date of birth: the patient would be over 130 years old.', { bornOn: identity.bornOn });
  }
}

/** Written in another way, the same number would lead to a second patient. */
function tenDigits(nhsNumber: string): void {
  const parsed = parseNhsNumber(nhsNumber);
  if (!parsed.ok || parsed.value !== nhsNumber)
    refuse('NhsNumberWrong', 'Check the NHS number: it must be 10 digits, and the last must fit.');
}

/** The NHS number is held already. The same person: nothing to do. Another birth date: someone typed a wrong number (hazard: wrong patient). */
export function samePerson(held: Identity, given: Identity): [] {
  if (held.bornOn !== given.bornOn) {
    refuse('OtherPersonHasNumber', 'This NHS number is held for someone with another date of birth. Check both with the practice.');
  }
  return [];
}

function refuse(code: string, message: string, facts: Record<string, unknown> = {}): never {
  throw new DomainError(code, message, facts);
}
