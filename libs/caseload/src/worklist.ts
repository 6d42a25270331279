import { readPatients, type Scope } from '@guardian/access';
import { type CalendarDay, WorkingDays } from '@guardian/kernel';
import { PathwayDefinitions } from '@guardian/pathways';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { Conditions } from './conditions';
import { type Cover, CoverCalendar } from './cover';
import { type KeptOrder, KeptOrders } from './kept-orders';
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
  /** How many stand on all pages together: `total`, or as many as a kept order holds. */
  readonly listed: number;
  /** Given when an order was asked to be kept and the list is longer than a page, up to 2,000 cases. */
  readonly order: KeptPages | null;
  /** Colleagues who are away today and whose cases stand in this list too. */
  readonly covering: readonly Cover[];
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

/** Pages that stay as they were first seen. */
export interface KeptPages {
  readonly orderId: string;
  readonly takenAt: Date;
  /** Cases that have become due since then, and stand on none of its pages. */
  readonly newItems: number;
  /** Cases of this page that need nobody any more. */
  readonly gone: readonly ListedCase[];
}

export interface WorklistOptions {
  /** `snoozed`: the cases that are set aside instead; `total` and `inBand` still count those that are due. */
  readonly show?: 'due' | 'snoozed';
  readonly ties?: TieRule;
  /** Whose pages are to stay as they are now, or, with `orderId`, as they were then. */
  readonly keep?: { readonly userId: string; readonly now: Date; readonly orderId?: string };
}

/** Longer lists are shown as they are at each page: nobody works through them in order. */
const MOST_KEPT = 2_000;

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
  private readonly orders: KeptOrders;
  private readonly cover: CoverCalendar;

  constructor(
    private readonly database: DataSource,
    private readonly definitions: PathwayDefinitions,
  ) {
    this.orders = new KeptOrders(database);
    this.cover = new CoverCalendar(database);
  }

  /** All are ranked; words are made, and names looked up, for the one page that is shown. */
  async execute({ scope, of, today, page, size, options }: Worklist): Promise<WorklistView> {
    const { show = 'due', ties = 'risk-of-being-missed', keep } = options;
    const where = new Conditions(scope).add(`c.step <> 'closed'`);
    const covering = of === 'team' ? [] : await this.cover.coveredBy(of.coordinatorId, today);
    if (of !== 'team') where.add('c.coordinator_id = any(?)', [of.coordinatorId, ...covering.map(({ absent }) => absent.id)]);
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
        next = earlier(next, nextDueOn(one, limit, at));
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
    const from = (page - 1) * size;
    const kept = keep && (await this.keptOrder(places, cases, keep, total > size, ties));
    const wanted = kept?.caseIds.slice(from, from + size);
    const shown = await (wanted ? this.these(wanted, places, cases, ties) : this.pageOf(places, cases, from, size, ties));
    const listed = await this.listed(scope, wanted ?? shown.map(({ case: { caseId } }) => caseId));
    const gone = new Set(wanted);
    for (const { case: one } of shown) gone.delete(one.caseId);
    return {
      items: shown.flatMap(({ case: one, tie }) => {
        const found = listed.get(one.caseId);
        const [top, ...more] = reasonsFor(one, limits(one), at);
        return found && top ? [{ ...found, reasons: [top, ...more] as const, snoozedUntil: one.snoozedUntil, tie }] : [];
      }),
      total,
      listed: kept?.caseIds.length ?? (show === 'due' ? total : snoozed),
      order: kept
        ? {
            ...{ orderId: kept.orderId, takenAt: kept.takenAt, newItems: newSince(kept, places, cases) },
            gone: [...gone].flatMap((caseId) => listed.get(caseId) ?? []),
          }
        : null,
      covering,
      inBand,
      snoozed,
      nextBackOn,
      nothingDue: cases.length - total - snoozed,
      nextDueOn: next,
    };
  }

  /** The order that was asked for, as far as it is there; the one of now when the list has pages to turn. */
  private async keptOrder(
    places: Places,
    cases: RankedCases,
    { userId, now, orderId }: NonNullable<WorklistOptions['keep']>,
    hasPages: boolean,
    ties: TieRule,
  ): Promise<KeptOrder | null> {
    const kept = orderId === undefined ? null : await this.orders.read(userId, orderId);
    if (kept || !hasPages || count(places) > MOST_KEPT) return kept;
    const all = await this.pageOf(places, cases, 0, MOST_KEPT, ties);
    return this.orders.keep(
      userId,
      all.map(({ case: { caseId } }) => caseId),
      now,
    );
  }

  private async listed(scope: Scope, caseIds: readonly string[]): Promise<Map<string, ListedCase>> {
    if (caseIds.length === 0) return new Map();
    const listing = `select ${LISTED} from ${CASES_WITH_PATIENTS} where c.case_id = any($1)`;
    const cases = await readPatients<ListedCase>(this.database, scope, listing, [caseIds]);
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
    return (await this.placed(alike, cases, ties)).slice(from - skipped, from - skipped + size);
  }

  /** Of these cases those that are still due, in the order given. */
  private async these(caseIds: readonly string[], places: Places, cases: RankedCases, ties: TieRule): Promise<Placed[]> {
    const wanted = new Set(caseIds);
    const alike = [...places.values()].filter((group) => group.some((n) => wanted.has(cases.caseId(n))));
    const found = new Map((await this.placed(alike, cases, ties)).map((placed) => [placed.case.caseId, placed]));
    return caseIds.flatMap((caseId) => found.get(caseId) ?? []);
  }

  private async placed(alike: readonly number[][], cases: RankedCases, ties: TieRule): Promise<Placed[]> {
    const groups = alike.map((group) => group.map((n) => cases.at(n)));
    return (await inOrder(this.database, groups, ties)).flat();
  }
}

/** By rank, the cases that share it. */
type Places = Map<string, number[]>;

function place(places: Places, rank: string, n: number): void {
  const alike = places.get(rank);
  if (alike) alike.push(n);
  else places.set(rank, [n]);
}

const count = (places: Places): number => [...places.values()].reduce((sum, group) => sum + group.length, 0);

function newSince({ caseIds }: KeptOrder, places: Places, cases: RankedCases): number {
  const known = new Set(caseIds);
  return [...places.values()].flat().filter((n) => !known.has(cases.caseId(n))).length;
}

const earlier = (a: CalendarDay | null, b: CalendarDay | null): CalendarDay | null => (a === null || (b !== null && b < a) ? b : a);
