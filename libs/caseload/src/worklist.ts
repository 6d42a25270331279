import type { Scope } from '@guardian/access';
import { type CalendarDay, WorkingDays } from '@guardian/kernel';
import { PathwayDefinitions } from '@guardian/pathways';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { Conditions } from './conditions';
import { type Band, BANDS, compareRanked, nextDueOn, type Rankable, type Reason, reasonsFor } from './ranking';
import { CASES_WITH_PATIENTS, LISTED, type ListedCase } from './listed-case';
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

type RankedRow = Rankable & Pick<ListedCase, 'caseId' | 'pathwayId' | 'pathwayVersion'>;

@QueryHandler(Worklist)
export class WorklistHandler implements IQueryHandler<Worklist> {
  private readonly workingDays = new WorkingDays();

  constructor(
    private readonly database: DataSource,
    private readonly definitions: PathwayDefinitions,
  ) {}

  async execute({ scope, of, today, page, size }: Worklist): Promise<WorklistView> {
    const where = new Conditions(scope).add(`c.step <> 'closed'`);
    if (of !== 'team') where.add('c.coordinator_id = ?', of.coordinatorId);
    const limits = await limitsByStep(this.definitions);
    // All are ranked, so only what the ranking looks at is read; names come for the one page that is shown.
    const rows: RankedRow[] = await this.database.query(
      `select c.case_id as "caseId", c.pathway_id as "pathwayId", c.pathway_version as "pathwayVersion", c.step, c.step_since as "stepSince",
              c.next_mover as "nextMover", c.suspected_cancer as "suspectedCancer", c.referred_on as "referredOn",
              c.gate_passed as "gatePassed", c.treated, c.gate_due_on as "gateDueOn", c.reply_by as "replyBy",
              c.next_contact_on as "nextContactOn", c.unanswered, c.last_event_on as "lastEventOn",
              c.suspected_duplicates as "suspectedDuplicates", c.coordinator_id as "coordinatorId", c.tests
         from caseload_case c ${where.sql}`,
      where.values,
    );
    const ranked: { row: RankedRow; referredOn: CalendarDay; top: Reason; reasons: [Reason, ...Reason[]] }[] = [];
    let next: CalendarDay | null = null;
    for (const row of rows) {
      const [top, ...more] = reasonsFor(row, limits(row), today, this.workingDays);
      if (top) {
        ranked.push({ row, referredOn: row.referredOn, top, reasons: [top, ...more] });
        continue;
      }
      const due = nextDueOn(row, limits(row));
      if (due !== null && (next === null || due < next)) next = due;
    }
    ranked.sort(compareRanked);
    const inBand = Object.fromEntries(BANDS.map((band) => [band, 0])) as Record<Band, number>;
    for (const { top } of ranked) inBand[top.band] += 1;
    return {
      items: await this.listed(ranked.slice((page - 1) * size, page * size)),
      total: ranked.length,
      inBand,
      nothingDue: rows.length - ranked.length,
      nextDueOn: next,
    };
  }

  private async listed(page: readonly { row: RankedRow; reasons: [Reason, ...Reason[]] }[]): Promise<WorklistItem[]> {
    const cases: ListedCase[] = await this.database.query(`select ${LISTED} from ${CASES_WITH_PATIENTS} where c.case_id = any($1)`, [
      page.map(({ row }) => row.caseId),
    ]);
    const byId = new Map(cases.map((one) => [one.caseId, one]));
    return page.flatMap(({ row, reasons }) => {
      const found = byId.get(row.caseId);
      return found ? [{ ...found, reasons }] : [];
    });
  }
}
