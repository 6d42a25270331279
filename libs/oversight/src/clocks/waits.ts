import { aggregateFilter, type Scope } from '@guardian/access';
import { addDays, type CalendarDay, daysBetween } from '@guardian/kernel';
import { readRows } from '@guardian/projections';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { suppressed } from '../domain/waits';
import type { ClockName } from './clock-reading';
import { bandsOf, type LimitName, limitsOf, overOn, overSql, type WaitBand } from './limits';
import { type ClockFilters, RunningClocks } from './running-clocks';

/** Weeks ahead of the as-of day. */
export const HORIZONS = [2, 4, 8] as const;
export type Horizon = (typeof HORIZONS)[number];

/** By what the table counts. */
export const GROUPS = { specialty: 'specialty', provider: 'provider_code', pcn: 'pcn_code', practice: 'practice_code' } as const;
export type Group = keyof typeof GROUPS;

/** Null: not to be told, because 1 to 7 patients stand behind it. */
export type Count = number | null;

export interface LimitCount {
  readonly limit: LimitName;
  /** Over it on the as-of day. */
  readonly over: Count;
  /** Clocks that will have gone over it 2, 4 and 8 weeks later if nothing happens; not counted on a day that has passed. */
  readonly ahead: Readonly<Record<Horizon, Count>> | null;
}

export interface WaitsView {
  readonly running: Count;
  /** Clocks that run, and nobody knows since when: in no band and in no limit. */
  readonly unknownStart: Count;
  readonly bands: readonly (WaitBand & { readonly patients: Count })[];
  readonly limits: readonly LimitCount[];
  /** Most over the standard first. A code of null: not known. */
  readonly groups: readonly { readonly code: string | null; readonly running: Count; readonly over: Count }[];
  /** Counts of 1 to 7 are hidden and others rounded to 5. */
  readonly suppressed: boolean;
}

/** The clocks of one kind that run on a day, counted: by band, over their limits, and over them soon. */
export class Waits extends Query<WaitsView> {
  constructor(
    readonly scope: Scope,
    readonly clock: ClockName,
    readonly filters: ClockFilters,
    readonly asOf: CalendarDay,
    readonly today: CalendarDay,
    readonly group: Group = 'pcn',
  ) {
    super();
  }
}

/** Clocks with the same dates, from one day until another within what is asked for. */
interface Cell {
  readonly start: CalendarDay | null;
  readonly insideUntil: CalendarDay | null;
  readonly from: CalendarDay;
  readonly until: CalendarDay;
  readonly n: number;
}

/** Clocks of one code on the as-of day, whatever their dates. */
interface GroupCount {
  readonly code: string | null;
  readonly running: number;
  readonly over: number;
}

@QueryHandler(Waits)
export class WaitsHandler implements IQueryHandler<Waits> {
  constructor(private readonly database: DataSource) {}

  async execute({ scope, clock, filters, asOf, today, group }: Waits): Promise<WaitsView> {
    const running = new RunningClocks(clock, asOf, aggregateFilter(scope), filters);
    const end = running.param(addDays(asOf, 7 * Math.max(...HORIZONS) + 1));
    // One pass over the index for both: they agree, and cost a fifth less than two.
    const counted = await readRows<Cell & GroupCount & { readonly ofGroup: boolean }>(
      this.database,
      `with cells as (
         select ${GROUPS[group]} as code, start, inside_until, greatest(from_day, $1::date) as since, least(counted_until, ${end}::date) as until,
                count(*) as n
           ${running.sql} and from_day < ${end}::date group by 1, 2, 3, 4, 5)
       select grouping(code) = 0 as "ofGroup", code, start, inside_until as "insideUntil", since as "from", until, sum(n)::int as n,
              coalesce(sum(n) filter (where since = $1::date), 0)::int as running,
              coalesce(sum(n) filter (where since = $1::date and ${overSql('standard', '$1')}), 0)::int as over
         from cells group by grouping sets ((start, inside_until, since, until), (code))
        order by over desc, running desc, code`,
      running.values,
    );
    const groups = counted.filter((count) => count.ofGroup && count.running > 0);
    const cells = counted.filter(({ ofGroup }) => !ofGroup);
    const now = cells.filter(({ from }) => from <= asOf);
    const told = scope.mayReadPatients ? (count: number): Count => count : suppressed;
    return {
      running: told(sum(now)),
      unknownStart: told(sum(now.filter(({ start }) => start === null))),
      bands: bandsOf(clock).map((band) => ({ ...band, patients: told(sum(now.filter(({ start }) => isIn(band, start, asOf)))) })),
      limits: limitsOf(clock).map((limit) => ({
        limit,
        over: told(sum(now.filter((cell) => isOver(cell, limit, asOf)))),
        ahead:
          asOf < today
            ? null
            : {
                2: told(goingOver(cells, limit, asOf, 2)),
                4: told(goingOver(cells, limit, asOf, 4)),
                8: told(goingOver(cells, limit, asOf, 8)),
              },
      })),
      groups: groups.map(({ code, running: all, over }) => ({ code, running: told(all), over: told(over) })),
      suppressed: !scope.mayReadPatients,
    };
  }
}

const sum = (cells: readonly Cell[]): number => cells.reduce((total, { n }) => total + n, 0);

const isIn = ({ from, to }: WaitBand, start: CalendarDay | null, asOf: CalendarDay): boolean => {
  if (start === null) return false;
  const days = daysBetween(start, asOf);
  return days >= from && (to === null || days <= to);
};

function isOver(cell: Cell, limit: LimitName, on: CalendarDay): boolean {
  const first = overOn(cell, limit);
  return first !== null && first <= on;
}

/** By the readings of the later day, which differ from today's where a planned test falls due or a wait starts again. */
function goingOver(cells: readonly Cell[], limit: LimitName, asOf: CalendarDay, weeks: Horizon): number {
  const on = addDays(asOf, 7 * weeks);
  return sum(cells.filter((cell) => cell.from <= on && cell.until > on && isOver(cell, limit, on) && !isOver(cell, limit, asOf)));
}
