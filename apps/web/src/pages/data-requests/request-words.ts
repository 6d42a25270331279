import type { DataRequestKind, DataRequestOutcome } from '@guardian/casework/events';

export const KIND_WORDS: Readonly<Record<DataRequestKind, string>> = {
  'subject-access': 'A copy of their data (subject access)',
  rectification: 'To have something put right',
  erasure: 'To have data erased',
  restriction: 'To have the use of data limited',
  objection: 'That their data is not used',
};

export const OUTCOME_WORDS: Readonly<Record<DataRequestOutcome, string>> = {
  answered: 'Answered',
  refused: 'Refused, and told why',
  withdrawn: 'Withdrawn by whoever asked',
};
