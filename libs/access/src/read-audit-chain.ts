import type { ChainedTable } from '@guardian/event-store';

/** Whoever writes down a look shares this lock while they do, so that none appears below what is sealed. */
export const LOOKS_HOLD = '4719350014';

/** The read audit as its seals hash it. Answers are written down by several processes at once, so positions do not follow commits. */
export const READ_AUDIT: ChainedTable = {
  name: 'read_audit',
  columns: [
    'at',
    'user_id',
    'user_name',
    'role',
    'organisation',
    'patients',
    'purpose',
    'action',
    'method',
    'route',
    'status',
    'from_address',
    'request_id',
  ],
  writersHold: LOOKS_HOLD,
  writtenAt: 'at',
  nameOf: ({ at, user_id: user, method, route }) => `${user} at ${at}, ${method} ${route}`,
};
