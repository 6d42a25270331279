import type { Scope } from '@guardian/access';
import { type CalendarDay, WorkingDays } from '@guardian/kernel';
import { PathwayDefinitions } from '@guardian/pathways';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { Conditions } from './conditions';
import { CASES_WITH_PATIENTS, LISTED, type ListedCase } from './listed-case';
import { type RankedCase, RankedCases } from './ranked-cases';
import { type Band, compareWaits, momentOn, mostPressing, nextDueOn, rankKey, type Reason, reasonsFor } from './ranking';
import { limitsByStep } from './step-limits';

export interface WorklistItem extends ListedCase {
  /** At least one; the first is the most pressing. */
  readonly reasons: readonly [Reason, ...Reason[]];
}

export interface WorklistView {
  /** One page, most urgent first. */
  readonly items: readonly WorklistItem[];
  readonly total: number;
  readonly inBand: Readonly<Record<Band, number>>;
  /** Open cases of the same people that need nothing within the week. */
  readonly nothingDue: number;
  /** The first day on which one of those will be due; null when none will. */
  readonly nextDueOn: CalendarDay | null;
}

/** Open cases of a coordinator, or of the whole team and those that nobody has. `page` counts from 1. */
export class Worklist extends Query<WorklistView> {
  constructor(
    readonly scope: Scope,
    readonly of: { readonly coordinatorId: string } | 'team',
    readonly today: CalendarDay,
    readonly page = 1,
    readonly size = 25,
  ) {
    super();
  }
}

@QueryHandler(Worklist)
export class WorklistHandler implements IQueryHandler<Worklist> {
  private readonly workingDays = new WorkingDays();

  constructor(
    private readonly database: DataSource,
    private readonly definitions: PathwayDefinitions,
  ) {}

  /** All are ranked; words are made, and names looked up, for the one page that is shown. */
  async execute({ scope, of, today, page, size }: Worklist): Promise<WorklistView> {
    const where = new Conditions(scope).add(`c.step <> 'closed'`);
    if (of !== 'team') where.add('c.coordinator_id = ?', of.coordinatorId);
    const limits = await limitsByStep(this.definitions);
    const cases = await RankedCases.read(this.database, where);
    const at = momentOn(today, this.workingDays);
    const places: Places = new Map();
    const inBand: Record<Band, number> = { safety: 0, 'past-its-date': 0, 'due-today': 0, 'due-this-week': 0 };
    let total = 0;
    let next: CalendarDay | null = null;
    cases.forEach((one, n) => {
      const limit = limits(one);
      const top = mostPressing(one, limit, at);
      if (top) {
        const key = rankKey(top);
        const place = places.get(key);
        if (place) place.push(n);
        else places.set(key, [n]);
        inBand[top.band]++;
        total++;
        return;
      }
      const due = nextDueOn(one, limit);
      if (due !== null && (next === null || due < next)) next = due;
    });
    const shown = pageOf(places, cases, (page - 1) * size, size);
    const listed = await this.listed(shown);
    return {
      items: shown.flatMap((one) => {
        const found = listed.get(one.caseId);
        const [top, ...more] = reasonsFor(one, limits(one), at);
        return found && top ? [{ ...found, reasons: [top, ...more] as const }] : [];
      }),
      total,
      inBand,
      nothingDue: cases.length - total,
      nextDueOn: next,
    };
  }

  private async listed(page: readonly RankedCase[]): Promise<Map<string, ListedCase>> {
    const cases: ListedCase[] = await this.database.query(`select ${LISTED} from ${CASES_WITH_PATIENTS} where c.case_id = any($1)`, [
      page.map(({ caseId }) => caseId),
    ]);
    return new Map(cases.map((one) => [one.caseId, one]));
  }
}

/** By rank, the cases that share it: only those that share one with the page are compared with each other. */
type Places = Map<string, number[]>;

function pageOf(places: Places, cases: RankedCases, from: number, size: number): RankedCase[] {
  const page: RankedCase[] = [];
  let before = 0;
  for (const [, place] of [...places].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (before >= from + size) break;
    if (before + place.length > from) {
      const inOrder = place.map((n) => cases.at(n)).sort(compareWaits);
      page.push(...inOrder.slice(Math.max(0, from - before), from + size - before));
    }
    before += place.length;
  }
  return page;
}
