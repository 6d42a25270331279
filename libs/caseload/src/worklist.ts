import type { Scope } from '@guardian/access';
import { type CalendarDay, WorkingDays } from '@guardian/kernel';
import { PathwayDefinitions } from '@guardian/pathways';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { Conditions } from './conditions';
import { compareRanked, type Rankable, type Reason, reasonsFor } from './ranking';
import { CASES_WITH_PATIENTS, LISTED, type ListedCase } from './listed-case';
import { limitsByStep } from './step-limits';

export interface WorklistItem extends ListedCase {
  /** At least one; the first is the most pressing. */
  readonly reasons: readonly Reason[];
}

export interface WorklistView {
  /** Most urgent first. */
  readonly items: readonly WorklistItem[];
  /** Open cases of the same people that need nothing within the week. */
  readonly nothingDue: number;
}

/** Every open case of a coordinator, or of the whole team and those that nobody has. */
export class Worklist extends Query<WorklistView> {
  constructor(
    readonly scope: Scope,
    readonly of: { readonly coordinatorId: string } | 'team',
    readonly today: CalendarDay,
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

  async execute({ scope, of, today }: Worklist): Promise<WorklistView> {
    const where = new Conditions(scope).add(`c.step <> 'closed'`);
    if (of !== 'team') where.add('c.coordinator_id = ?', of.coordinatorId);
    const limits = await limitsByStep(this.definitions);
    const rows: (ListedCase & Rankable)[] = await this.database.query(
      `select ${LISTED}, c.gate_passed as "gatePassed", c.treated, c.gate_due_on as "gateDueOn", c.reply_by as "replyBy",
              c.next_contact_on as "nextContactOn", c.unanswered, c.suspected_duplicates as "suspectedDuplicates"
         from ${CASES_WITH_PATIENTS} ${where.sql}`,
      where.values,
    );
    const items = rows
      .map((row) => ({ ...row, reasons: reasonsFor(row, limits(row), today, this.workingDays) }))
      .flatMap((item) => (item.reasons[0] ? [{ ...item, top: item.reasons[0] }] : []))
      .sort(compareRanked);
    return { items, nothingDue: rows.length - items.length };
  }
}
