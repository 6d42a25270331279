import { aggregateFilter, type Scope } from '@guardian/access';
import { NEXT_MOVER, type NextMover, type Step, STEPS } from '@guardian/casework/events';
import { addDays, type CalendarDay } from '@guardian/kernel';
import { PathwayDefinitions } from '@guardian/pathways';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { daysWithin, suppressed, type Watched } from './domain/waits';

export interface BottleneckFilters {
  readonly pathway?: string;
  readonly provider?: string;
  readonly pcn?: string;
}

/**
 * One step. Null: not to be told, because 1 to 7 people stand behind it (leads), or not known yet.
 * `median` and `nineInTen` are days from entering the step to leaving it, with those who still wait counted.
 */
export interface BottleneckRow {
  readonly step: Step;
  readonly nextMover: NextMover;
  readonly inQueue: number | null;
  readonly pastLimit: number | null;
  readonly median: number | null;
  readonly nineInTen: number | null;
  /** Target of the step in days, where every case counted here has the same; else null. */
  readonly limit: number | null;
  /** Mean per week of the period, one decimal. */
  readonly inPerWeek: number | null;
  readonly outPerWeek: number | null;
  /** Sum of the days that the waiting are over the step's target: what the table is ordered by. */
  readonly daysOverLimit: number | null;
}

export interface BottleneckView {
  /** Most days over the limit first; steps where nothing happened and nobody waits are left out. */
  readonly rows: readonly BottleneckRow[];
  readonly from: CalendarDay;
  readonly to: CalendarDay;
  readonly weeks: number;
  /** Counts of 1 to 7 are hidden and others rounded to 5. */
  readonly suppressed: boolean;
  readonly providers: readonly { code: string; name: string }[];
}

/** Where patients wait: the report over the last `weeks` weeks up to `today`. */
export class Bottlenecks extends Query<BottleneckView> {
  constructor(
    readonly scope: Scope,
    readonly filters: BottleneckFilters,
    readonly today: CalendarDay,
    readonly weeks: 4 | 12 | 26 | 52 = 12,
  ) {
    super();
  }
}

interface Cell {
  readonly step: Step;
  readonly from: number;
  readonly to: number;
  readonly ended: boolean;
  readonly entered: boolean;
  readonly target: number | null;
  readonly n: number;
}

@QueryHandler(Bottlenecks)
export class BottlenecksHandler implements IQueryHandler<Bottlenecks> {
  constructor(
    private readonly database: DataSource,
    private readonly definitions: PathwayDefinitions,
  ) {}

  async execute({ scope, filters, today, weeks }: Bottlenecks): Promise<BottleneckView> {
    const from = addDays(today, -7 * weeks + 1);
    const limits = (await this.definitions.stepLimits()).map(({ pathwayId, version, step, targetDays }) => ({
      pathwayId,
      version,
      step,
      targetDays,
    }));
    const values: unknown[] = [from, today, JSON.stringify(limits)];
    const conditions = [`s.step <> 'closed'`, 's.entered_on <= $2::date', '(s.left_on is null or s.left_on >= $1::date)'];
    const only = (column: string, value: string | undefined): void => {
      if (value !== undefined) conditions.push(`s.${column} = $${values.push(value)}`);
    };
    const filter = aggregateFilter(scope);
    only(filter?.column ?? '', filter?.value);
    only('pathway_id', filters.pathway);
    only('provider_code', filters.provider);
    only('pcn_code', filters.pcn);
    const where = conditions.join(' and ');
    const [cells, providers] = (await Promise.all([
      this.database.query(
        `select s.step, greatest($1::date - s.entered_on, 0) as "from", coalesce(least(s.left_on, $2::date), $2::date) - s.entered_on as "to",
                coalesce(s.left_on <= $2::date, false) as ended, s.entered_on >= $1::date as entered, l."targetDays" as target, count(*)::int as n
           from oversight_stay s
           left join json_to_recordset($3::json) as l("pathwayId" text, version int, step text, "targetDays" int)
             on l."pathwayId" = s.pathway_id and l.version = s.pathway_version and l.step = s.step
          where ${where} group by 1, 2, 3, 4, 5, 6`,
        values,
      ),
      this.database.query(
        `select distinct provider_code as code, provider_name as name from oversight_stay where provider_code is not null order by name`,
      ),
    ])) as [Cell[], { code: string; name: string }[]];
    const hide = !scope.mayReadPatients;
    const rows = STEPS.map((step) =>
      summarise(
        step,
        cells.filter((cell) => cell.step === step),
        weeks,
      ),
    )
      .filter((row) => row !== undefined)
      .sort((a, b) => b.daysOverLimit - a.daysOverLimit || b.inQueue - a.inQueue)
      .map((row) => (hide ? hideSmall(row, weeks) : shown(row)));
    return { rows, from, to: today, weeks, suppressed: hide, providers };
  }
}

type Counted = {
  readonly [K in keyof BottleneckRow]: K extends 'median' | 'nineInTen' | 'limit' ? number | null : NonNullable<BottleneckRow[K]>;
} & {
  readonly entered: number;
  readonly left: number;
};

function summarise(step: Step, cells: readonly Cell[], weeks: number): Counted | undefined {
  if (cells.length === 0) return undefined;
  const sum = (of: (cell: Cell) => number): number => cells.reduce((total, cell) => total + of(cell), 0);
  const over = (cell: Cell): number => (cell.ended || cell.target === null ? 0 : Math.max(0, cell.to - cell.target));
  const entered = sum((cell) => (cell.entered ? cell.n : 0));
  const left = sum((cell) => (cell.ended ? cell.n : 0));
  const watched: readonly Watched[] = cells;
  const [limit = null, ...otherLimits] = new Set(cells.map((cell) => cell.target));
  return {
    step,
    nextMover: NEXT_MOVER[step],
    inQueue: sum((cell) => (cell.ended ? 0 : cell.n)),
    pastLimit: sum((cell) => (over(cell) > 0 ? cell.n : 0)),
    median: daysWithin(0.5, watched),
    nineInTen: daysWithin(0.9, watched),
    limit: otherLimits.length === 0 ? limit : null,
    inPerWeek: perWeek(entered, weeks),
    outPerWeek: perWeek(left, weeks),
    daysOverLimit: sum((cell) => over(cell) * cell.n),
    entered,
    left,
  };
}

const shown = ({ entered: _entered, left: _left, ...row }: Counted): BottleneckRow => row;

const perWeek = (n: number, weeks: number): number => Math.round((n / weeks) * 10) / 10;

/** Rates come from rounded parts; a median over 1 to 7 people is not told. */
function hideSmall({ entered, left, ...row }: Counted, weeks: number): BottleneckRow {
  const people = row.inQueue + left;
  const few = people <= 7;
  const pastLimit = suppressed(row.pastLimit);
  const rate = (n: number): number | null => {
    const rounded = suppressed(n);
    return rounded === null ? null : perWeek(rounded, weeks);
  };
  return {
    ...row,
    inQueue: suppressed(row.inQueue),
    pastLimit,
    median: few ? null : row.median,
    nineInTen: few ? null : row.nineInTen,
    inPerWeek: rate(entered),
    outPerWeek: rate(left),
    daysOverLimit: pastLimit === null ? null : Math.round(row.daysOverLimit / 5) * 5,
  };
}
