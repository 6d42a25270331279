import type { NextMover } from '@guardian/casework/events';

/** Who has the next move, as the beginning of a sentence. */
export const moverWords: Readonly<Record<NextMover, string>> = {
  'guardian-team': 'Guardian team',
  practice: 'Practice',
  diagnostics: 'Diagnostics',
  hospital: 'Hospital',
  'community-service': 'Community service',
  'as-agreed': 'As agreed',
  nobody: 'Nobody',
};
