import { aggregateFilter, type Scope } from '@guardian/access';
import type { Step } from '@guardian/casework/events';
import { type CalendarDay, DomainError } from '@guardian/kernel';
import { limitOn, PathwayDefinitions } from '@guardian/pathways';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { isTooQuiet, quietSteps } from './quiet-steps';
import { WAIT_BANDS, type WaitBand } from './case-list';

export interface PcnCaseloadView {
  readonly open: number;
  readonly medianDays: number | null;
  readonly over18Weeks: number;
  /** Not heard of for longer than the limit after which the PCN has to know. */
  readonly tooQuiet: number;
  readonly byPractice: readonly { practiceCode: string; open: number; over18Weeks: number; medianDays: number }[];
  readonly byStep: readonly { step: Step; open: number }[];
  readonly byPathway: readonly { pathwayId: string; open: number; over18Weeks: number }[];
  readonly byWait: readonly { band: WaitBand; open: number }[];
}

/** The open cases of one PCN, counted. For those with a relationship to its patients: exact counts. */
export class PcnCaseload extends Query<PcnCaseloadView> {
  constructor(
    readonly scope: Scope,
    readonly pcn: { readonly code: string; readonly placeCode: string },
    readonly today: CalendarDay,
  ) {
    super();
  }
}

@QueryHandler(PcnCaseload)
export class PcnCaseloadHandler implements IQueryHandler<PcnCaseload> {
  constructor(
    private readonly database: DataSource,
    private readonly definitions: PathwayDefinitions,
  ) {}

  async execute({ scope, pcn, today }: PcnCaseload): Promise<PcnCaseloadView> {
    const filter = aggregateFilter(scope);
    const own =
      !filter ||
      (filter.column === 'pcn_code' ? filter.value === pcn.code : filter.column === 'place_code' && filter.value === pcn.placeCode);
    if (!own || !scope.mayReadPatients) throw new DomainError('NotFound', 'If you typed the address, check that it is right.');
    const from = `from caseload_case c where pcn_code = $1 and step <> 'closed'`;
    const waited = `($2::date - referred_on)`;
    const over = `count(*) filter (where ${waited} > ${7 * limitOn('rttWeeks', today).is})::int as "over18Weeks"`;
    const median = `percentile_disc(0.5) within group (order by ${waited}) as "medianDays"`;
    const query = <T>(sql: string): Promise<T> => this.database.query(sql, [pcn.code, today]);
    const quiet = await quietSteps(this.definitions, today);
    const [[all], byPractice, byStep, byPathway, waits, [silent]] = await Promise.all([
      query<[Pick<PcnCaseloadView, 'open' | 'medianDays' | 'over18Weeks'>]>(`select count(*)::int as open, ${median}, ${over} ${from}`),
      query<PcnCaseloadView['byPractice']>(
        `select practice_code as "practiceCode", count(*)::int as open, ${over}, ${median} ${from} group by practice_code order by open desc, practice_code`,
      ),
      query<PcnCaseloadView['byStep']>(`select step, count(*)::int as open ${from} and $2::date is not null group by step`),
      query<PcnCaseloadView['byPathway']>(
        `select pathway_id as "pathwayId", count(*)::int as open, ${over} ${from} group by pathway_id order by open desc, pathway_id`,
      ),
      query<{ weeks: number; open: number }[]>(`select ${waited} / 7 as weeks, count(*)::int as open ${from} group by weeks`),
      this.database.query<[Pick<PcnCaseloadView, 'tooQuiet'>]>(
        `select count(*)::int as "tooQuiet" ${from} and ${isTooQuiet('$2', 'pcn')}`,
        [pcn.code, quiet],
      ),
    ]);
    const byWait = (Object.keys(WAIT_BANDS) as WaitBand[]).map((band) => {
      const [low, below] = WAIT_BANDS[band];
      return { band, open: waits.filter((w) => w.weeks >= low && (below === null || w.weeks < below)).reduce((sum, w) => sum + w.open, 0) };
    });
    return { ...all, ...silent, byPractice, byStep, byPathway, byWait };
  }
}
