import type { BreakGlassReason, BreakGlassReview } from '@guardian/access';

/** What a reviewer can make something of. */
export const FEWEST_LETTERS = 15;

export const REASON_WORDS: Readonly<Record<BreakGlassReason, string>> = {
  emergency: 'The patient is in danger now',
  safeguarding: 'Safeguarding of a child or an adult',
  'patient-asks': 'The patient, or who speaks for them, has turned to me',
  'covers-for-a-colleague': 'I stand in for somebody who cares for the patient',
  other: 'Something else',
};

export const OUTCOME_WORDS: Readonly<Record<BreakGlassReview['outcome'], string>> = {
  right: 'There was good reason for it',
  wrong: 'It was not right: it is followed up',
};
