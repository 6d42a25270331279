import { readPatients, type Scope } from '@guardian/access';
import type { NextMover, Step } from '@guardian/casework/events';
import { addDays, type CalendarDay } from '@guardian/kernel';
import { limitOn, PathwayDefinitions } from '@guardian/pathways';
import { readRows } from '@guardian/projections';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { Conditions } from './conditions';
import { isTooQuiet, quietSteps } from './quiet-steps';
import { CASES_WITH_PATIENTS, LISTED, type ListedCase } from './listed-case';

/** Weeks since the referral, from and below. */
export const WAIT_BANDS = {
  '0-6': [0, 6],
  '6-12': [6, 12],
  '12-18': [12, 18],
  '18-26': [18, 26],
  '26-39': [26, 39],
  '39-52': [39, 52],
  '52+': [52, null],
} as const satisfies Readonly<Record<string, readonly [number, number | null]>>;
export type WaitBand = keyof typeof WAIT_BANDS;

export interface CaseFilters {
  readonly step?: Step;
  readonly nextMover?: NextMover;
  readonly pcn?: string;
  readonly practice?: string;
  readonly pathway?: string;
  readonly priority?: string;
  /** A user id, or `nobody`. */
  readonly coordinator?: string;
  /** `over-18`: over the RTT standard of the day. */
  readonly wait?: WaitBand | 'over-18';
  /** Longer in the step than its target. */
  readonly pastTarget?: boolean;
  readonly suspectedCancer?: boolean;
  /** Not heard of for longer than its step allows: the first limit, or the one after which the PCN has to know. */
  readonly quiet?: 'team' | 'pcn';
}

export const CASE_SORTS = { wait: 'c.referred_on', step: 'c.step_since' } as const;
export type CaseSort = keyof typeof CASE_SORTS;

export interface CaseListView {
  readonly cases: readonly ListedCase[];
  readonly total: number;
}

/** Open cases, oldest date first by default. `page` counts from 1. */
export class CaseList extends Query<CaseListView> {
  constructor(
    readonly scope: Scope,
    readonly filters: CaseFilters,
    readonly today: CalendarDay,
    readonly sort: CaseSort = 'wait',
    readonly newestFirst = false,
    readonly page = 1,
    readonly size: 25 | 50 | 100 = 25,
  ) {
    super();
  }
}

@QueryHandler(CaseList)
export class CaseListHandler implements IQueryHandler<CaseList> {
  constructor(
    private readonly database: DataSource,
    private readonly definitions: PathwayDefinitions,
  ) {}

  async execute({ scope, filters, today, sort, newestFirst, page, size }: CaseList): Promise<CaseListView> {
    const where = new Conditions(scope).add(`c.step <> 'closed'`);
    if (filters.step) where.add('c.step = ?', filters.step);
    if (filters.nextMover) where.add('c.next_mover = ?', filters.nextMover);
    if (filters.pcn) where.add('c.pcn_code = ?', filters.pcn);
    if (filters.practice) where.ofPractice(filters.practice);
    if (filters.pathway) where.add('c.pathway_id = ?', filters.pathway);
    if (filters.priority) where.add('c.priority = ?', filters.priority);
    if (filters.suspectedCancer) where.add('c.suspected_cancer');
    if (filters.coordinator === 'nobody') where.add('c.coordinator_id is null');
    else if (filters.coordinator) where.add('c.coordinator_id = ?', filters.coordinator);
    if (filters.wait === 'over-18') where.add('c.referred_on < ?::date', addDays(today, -7 * limitOn('rttWeeks', today).is));
    else if (filters.wait) {
      const [from, below] = WAIT_BANDS[filters.wait];
      where.add('c.referred_on <= ?::date', addDays(today, -7 * from));
      if (below !== null) where.add('c.referred_on > ?::date', addDays(today, -7 * below));
    }
    if (filters.pastTarget) {
      const limits = JSON.stringify(
        (await this.definitions.stepLimits()).map(({ pathwayId, version, step, targetDays }) => ({ pathwayId, version, step, targetDays })),
      );
      where.add(
        `exists (select from json_to_recordset(${where.param(limits)}::json) as l("pathwayId" text, version int, step text, "targetDays" int)
                  where l."pathwayId" = c.pathway_id and l.version = c.pathway_version and l.step = c.step
                    and c.step_since + l."targetDays" < ?::date)`,
        today,
      );
    }
    if (filters.quiet) where.add(isTooQuiet(where.param(await quietSteps(this.definitions, today)), filters.quiet));
    // Page and count are two statements: five times cheaper than a window count.
    const direction = newestFirst ? 'desc' : 'asc';
    const order = `order by ${CASE_SORTS[sort]} ${direction}, c.case_id ${direction}`;
    const [found, [counted]] = await Promise.all([
      // The page is cut before the wall, from an index that has no place for what the wall asks of each row that is passed over.
      readRows<{ caseId: string }>(
        this.database,
        `select c.case_id as "caseId" from caseload_case c ${where.sql} ${order} limit ${size} offset ${(page - 1) * size}`,
        where.values,
      ),
      readRows<{ total: number }>(this.database, `select count(*)::int as total from caseload_case c ${where.sql}`, where.values),
    ]);
    const cases = await readPatients<ListedCase>(
      this.database,
      scope,
      `select ${LISTED} from ${CASES_WITH_PATIENTS} where c.case_id = any($1) ${order}`,
      [found.map(({ caseId }) => caseId)],
    );
    return { cases, total: counted?.total ?? 0 };
  }
}
