// What the month-end returns go through: every case that somebody may count, with the facts of its clocks.
import type { ScopeFilter } from '@guardian/access';
import { type CaseFacts, factsInOrder } from '@guardian/casework/events';
import type { CalendarDay } from '@guardian/kernel';
import { readRows } from '@guardian/projections';
import { clocks, type Fact } from '@guardian/waiting-times';
import type { DataSource } from 'typeorm';
import type { Ending } from '../clocks/case-clocks';
import { type Dm01Count, dm01Counts, rttCounts, type RttCount } from './month-end';

/** Facts known on the last day of the month, or all that are known now. */
export type Known = 'then' | 'now';

export interface CaseToCount {
  readonly caseId: string;
  readonly reference: string;
  readonly patientId: string;
  readonly endings: readonly Ending[];
  readonly specialty: string;
  readonly placeCode: string;
  readonly facts: CaseFacts;
}

const A_PAGE = 1_000;
/** Cases that were none: a mistake, or followed under another one. */
const NOT_CASES: readonly (string | null)[] = ['entered-in-error', 'duplicate'];

/** A thousand cases at a time, so that memory does not grow with their number. */
export async function* casesToCount(database: DataSource, filter: ScopeFilter): AsyncGenerator<CaseToCount[]> {
  const within = filter ? `and ${filter.column} = $2` : '';
  for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
    const page: CaseToCount[] = await readRows<CaseToCount>(
      database,
      `select case_id as "caseId", reference, patient_id as "patientId", endings, specialty,
              place_code as "placeCode", facts
         from oversight_clock_case where case_id > $1 ${within} order by case_id limit ${A_PAGE}`,
      [after, ...(filter ? [filter.value] : [])],
    );
    const last = page.at(-1);
    if (!last) return;
    yield page;
    after = last.caseId;
  }
}

export interface KnownCase {
  readonly specialty: string;
  readonly facts: readonly Fact[];
  readonly closedOn: CalendarDay | null;
}

/** What was known of a case; undefined of one that was known to be none. */
export function knownCase({ facts, endings, specialty }: CaseToCount, end: CalendarDay, known: Known): KnownCase | undefined {
  const until = known === 'then' ? end : undefined;
  const ending = endings.findLast(({ knownOn }) => until === undefined || knownOn <= until);
  if (NOT_CASES.includes(ending?.closeReason ?? null)) return undefined;
  return { specialty, closedOn: ending?.closedOn ?? null, facts: factsInOrder(facts, until).map(({ fact }) => fact) };
}

/** The cells of both returns that a case is counted in at a month end. */
export function countsOf({ specialty, facts, closedOn }: KnownCase, end: CalendarDay): { rtt: RttCount[]; dm01: Dm01Count[] } {
  const read = clocks(facts, end);
  const followed = closedOn === null || closedOn > end;
  return { rtt: rttCounts(read, specialty, followed), dm01: dm01Counts(read, end, followed) };
}
