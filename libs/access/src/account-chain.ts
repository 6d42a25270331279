import type { ChainedTable } from '@guardian/event-store';

/** Whoever changes accounts holds this lock while they do. */
export const ACCOUNTS_HOLD = `hashtext('account')`;

/** The changes of accounts as their seals hash them. */
export const ACCOUNT_CHANGES: ChainedTable = {
  name: 'account_change',
  columns: ['at', 'account_id', 'by_id', 'by_name', 'why', 'before', 'after'],
  writersHold: ACCOUNTS_HOLD,
  writtenAt: 'at',
  nameOf: ({ at, account_id: account, by_id: by }) => `${account} by ${by} at ${at}`,
};
