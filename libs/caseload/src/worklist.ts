import type { Scope } from '@guardian/access';
import { type CalendarDay, WorkingDays } from '@guardian/kernel';
import { PathwayDefinitions } from '@guardian/pathways';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { Conditions } from './conditions';
import { CASES_WITH_PATIENTS, LISTED, type ListedCase } from './listed-case';
import { RankedCases } from './ranked-cases';
import { type Band, isSnoozed, momentOn, mostPressing, nextDueOn, rankKey, type Reason, reasonsFor } from './ranking';
import { limitsByStep } from './step-limits';
import { inOrder, type Placed, type Tie, type TieRule } from './ties';

export interface WorklistItem extends ListedCase {
  /** At least one; the first is the most pressing. */
  readonly reasons: readonly [Reason, ...Reason[]];
  /** The day on which a case that was set aside comes back; null when it was not. */
  readonly snoozedUntil: CalendarDay | null;
  /** How it stands among those that rank alike; null when none does. */
  readonly tie: Tie | null;
}

export interface WorklistView {
  /** One page, most urgent first; of cases that are set aside, those first that come back first. */
  readonly items: readonly WorklistItem[];
  readonly total: number;
  readonly inBand: Readonly<Record<Band, number>>;
  /** Cases with something due that are set aside. */
  readonly snoozed: number;
  /** The first day on which one of those comes back; null when there is none. */
  readonly nextBackOn: CalendarDay | null;
  /** Open cases of the same people that need nothing within the week. */
  readonly nothingDue: number;
  /** The first day on which one of those will be due; null when none will. */
  readonly nextDueOn: CalendarDay | null;
}

export interface WorklistOptions {
  /** `snoozed`: the cases that are set aside instead; `total` and `inBand` still count those that are due. */
  readonly show?: 'due' | 'snoozed';
  readonly ties?: TieRule;
}

/** Open cases of a coordinator, or of the whole team and those that nobody has. `page` counts from 1. */
export class Worklist extends Query<WorklistView> {
  constructor(
    readonly scope: Scope,
    readonly of: { readonly coordinatorId: string } | 'team',
    readonly today: CalendarDay,
    readonly page = 1,
    readonly size = 25,
    readonly options: WorklistOptions = {},
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
  async execute({ scope, of, today, page, size, options }: Worklist): Promise<WorklistView> {
    const { show = 'due', ties = 'risk-of-being-missed' } = options;
    const where = new Conditions(scope).add(`c.step <> 'closed'`);
    if (of !== 'team') where.add('c.coordinator_id = ?', of.coordinatorId);
    const limits = await limitsByStep(this.definitions);
    const cases = await RankedCases.read(this.database, where);
    const at = momentOn(today, this.workingDays);
    const places: Places = new Map();
    const inBand: Record<Band, number> = { safety: 0, 'past-its-date': 0, 'due-today': 0, 'due-this-week': 0 };
    let total = 0;
    let snoozed = 0;
    let nextBackOn: CalendarDay | null = null;
    let next: CalendarDay | null = null;
    cases.forEach((one, n) => {
      const limit = limits(one);
      const top = mostPressing(one, limit, at);
      if (!top) {
        next = earlier(next, nextDueOn(one, limit));
      } else if (isSnoozed(one, top, at)) {
        snoozed++;
        nextBackOn = earlier(nextBackOn, one.snoozedUntil);
        if (show === 'snoozed') place(places, `${one.snoozedUntil} ${rankKey(top)}`, n);
      } else {
        total++;
        inBand[top.band]++;
        if (show === 'due') place(places, rankKey(top), n);
      }
    });
    const shown = await this.pageOf(places, cases, (page - 1) * size, size, ties);
    const listed = await this.listed(shown);
    return {
      items: shown.flatMap(({ case: one, tie }) => {
        const found = listed.get(one.caseId);
        const [top, ...more] = reasonsFor(one, limits(one), at);
        return found && top ? [{ ...found, reasons: [top, ...more] as const, snoozedUntil: one.snoozedUntil, tie }] : [];
      }),
      total,
      inBand,
      snoozed,
      nextBackOn,
      nothingDue: cases.length - total - snoozed,
      nextDueOn: next,
    };
  }

  private async listed(page: readonly Placed[]): Promise<Map<string, ListedCase>> {
    const cases: ListedCase[] = await this.database.query(`select ${LISTED} from ${CASES_WITH_PATIENTS} where c.case_id = any($1)`, [
      page.map(({ case: { caseId } }) => caseId),
    ]);
    return new Map(cases.map((one) => [one.caseId, one]));
  }

  /** Only those that share a rank with the page are compared with each other. */
  private async pageOf(places: Places, cases: RankedCases, from: number, size: number, ties: TieRule): Promise<Placed[]> {
    const alike: number[][] = [];
    let before = 0;
    let skipped = 0;
    for (const [, group] of [...places].sort(([a], [b]) => (a < b ? -1 : 1))) {
      if (before >= from + size) break;
      if (before + group.length > from) alike.push(group);
      else skipped += group.length;
      before += group.length;
    }
    const groups = alike.map((group) => group.map((n) => cases.at(n)));
    return (await inOrder(this.database, groups, ties)).flat().slice(from - skipped, from - skipped + size);
  }
}

/** By rank, the cases that share it. */
type Places = Map<string, number[]>;

function place(places: Places, rank: string, n: number): void {
  const alike = places.get(rank);
  if (alike) alike.push(n);
  else places.set(rank, [n]);
}

const earlier = (a: CalendarDay | null, b: CalendarDay | null): CalendarDay | null => (a === null || (b !== null && b < a) ? b : a);
