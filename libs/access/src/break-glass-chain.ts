import type { ChainedTable } from '@guardian/event-store';

/** Whoever opens, gives back or reviews shares this lock while they do, so that nothing appears below what is sealed. */
export const BREAK_GLASS_HOLD = `hashtext('break_glass')`;

/** Who opened which record, as their seals hash it. */
export const BREAK_GLASS: readonly ChainedTable[] = [
  {
    name: 'break_glass',
    columns: ['use_id', 'at', 'until', 'user_id', 'user_name', 'role', 'organisation', 'patient_id', 'reason', 'words'],
    writersHold: BREAK_GLASS_HOLD,
    writtenAt: 'at',
    nameOf: ({ at, user_id: user }) => `${user} at ${at}`,
  },
  {
    name: 'break_glass_end',
    columns: ['use_id', 'at'],
    writersHold: BREAK_GLASS_HOLD,
    writtenAt: 'at',
    nameOf: ({ at, use_id: use }) => `end of ${use} at ${at}`,
  },
  {
    name: 'break_glass_review',
    columns: ['use_id', 'at', 'by_id', 'by_name', 'outcome', 'words'],
    writersHold: BREAK_GLASS_HOLD,
    writtenAt: 'at',
    nameOf: ({ at, by_id: by, use_id: use }) => `${use} by ${by} at ${at}`,
  },
];
