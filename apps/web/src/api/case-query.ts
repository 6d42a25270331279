import { CASE_SORTS, type CaseFilters, type CaseSort, type TieRule, TIES, WAIT_BANDS, type WaitBand } from '@guardian/caseload';
import { NEXT_MOVER, type NextMover, type ReferralPriority, type Step, STEPS } from '@guardian/casework';
import { Choice, Text, Whole } from '../http/fields';

const OPEN_STEPS = STEPS.filter((step) => step !== 'closed');
const MOVERS = [...new Set(OPEN_STEPS.map((step) => NEXT_MOVER[step]))];
const WAITS = [...(Object.keys(WAIT_BANDS) as WaitBand[]), 'over-18'] as const;
const PRIORITIES: readonly ReferralPriority[] = ['routine', 'urgent', 'two-week-wait'];
const SORTS = Object.keys(CASE_SORTS) as CaseSort[];
const SIZES = ['25', '50', '100'] as const;
const QUIET = ['team', 'pcn'] as const;
const TRUE_OR_FALSE = ['true', 'false'] as const;

/** Which page of a list. */
export class PageQuery {
  @Whole({ label: 'The page', min: 1, max: 100_000 })
  page?: number;

  @Choice({ label: 'the size', from: SIZES })
  size?: (typeof SIZES)[number];
}

/** Which open cases, in which order. */
export class CaseQuery extends PageQuery {
  @Choice({ label: 'the step', from: OPEN_STEPS })
  step?: Step;

  @Choice({ label: 'who has the next move', from: MOVERS })
  nextMover?: NextMover;

  @Text({ label: 'The PCN' })
  pcn?: string;

  @Text({ label: 'The practice' })
  practice?: string;

  @Text({ label: 'The pathway' })
  pathway?: string;

  @Choice({ label: 'the priority', from: PRIORITIES })
  priority?: ReferralPriority;

  /** A user id, or `nobody`. */
  @Text({ label: 'The coordinator' })
  coordinator?: string;

  /** Weeks since the referral. */
  @Choice({ label: 'the wait', from: WAITS })
  wait?: (typeof WAITS)[number];

  /** `true`: only those longer in the step than its target. */
  @Choice({ label: 'true or false', from: TRUE_OR_FALSE })
  pastTarget?: (typeof TRUE_OR_FALSE)[number];

  /** `true`: only suspected cancers. */
  @Choice({ label: 'true or false', from: TRUE_OR_FALSE })
  suspectedCancer?: (typeof TRUE_OR_FALSE)[number];

  /** `team`: quiet for longer than the step allows; `pcn`: for so long that the PCN has to know. */
  @Choice({ label: 'how quiet', from: QUIET })
  quiet?: (typeof QUIET)[number];

  /** By the date of the referral, or by the date on which the step began. */
  @Choice({ label: 'the order', from: SORTS })
  sort?: CaseSort;

  @Choice({ label: 'the direction', from: ['oldest-first', 'newest-first'] })
  direction?: 'oldest-first' | 'newest-first';
}

/** Whose cases. */
export class WorklistQuery extends PageQuery {
  @Choice({ label: 'whose worklist', from: ['me', 'team'] })
  of?: 'me' | 'team';

  /** `snoozed`: the cases that are set aside instead of those that are due. */
  @Choice({ label: 'what to show', from: ['due', 'snoozed'] })
  show?: 'due' | 'snoozed';

  /** What stands first where cases rank alike. */
  @Choice({ label: 'the order of ties', from: TIES })
  ties?: TieRule;
}

export const sizeOf = ({ size = '25' }: PageQuery): 25 | 50 | 100 => Number(size) as 25 | 50 | 100;

export function filtersOf({ page: _page, size: _size, sort: _sort, direction: _direction, ...query }: CaseQuery): CaseFilters {
  return { ...query, pastTarget: query.pastTarget === 'true', suspectedCancer: query.suspectedCancer === 'true' };
}
