import { readPatients, type Scope } from '@guardian/access';
import { type CalendarDay, WorkingDays } from '@guardian/kernel';
import { PathwayDefinitions } from '@guardian/pathways';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { Conditions } from './conditions';
import { CASES_WITH_PATIENTS, LISTED, type ListedCase } from './listed-case';
import { RankedCases } from './ranked-cases';
import { isSnoozed, momentOn, mostPressing } from './ranking';
import { limitsByStep } from './step-limits';

export interface DoneCase extends ListedCase {
  /** When this person last saved something on it. */
  readonly savedAt: Date;
}

/** Cases on which somebody saved something today and that need nobody any more today, last first. */
export class DoneToday extends Query<DoneCase[]> {
  constructor(
    readonly scope: Scope,
    readonly userId: string,
    readonly today: CalendarDay,
  ) {
    super();
  }
}

@QueryHandler(DoneToday)
export class DoneTodayHandler implements IQueryHandler<DoneToday> {
  private readonly workingDays = new WorkingDays();

  constructor(
    private readonly database: DataSource,
    private readonly definitions: PathwayDefinitions,
  ) {}

  async execute({ scope, userId, today }: DoneToday): Promise<DoneCase[]> {
    const where = new Conditions(scope);
    const worked = `select case_id from caseload_worked_on where user_id = ${where.param(userId)} and worked_on = ${where.param(today)}`;
    const cases = await RankedCases.read(this.database, where.add(`c.case_id in (${worked})`));
    if (cases.length === 0) return [];
    const limits = await limitsByStep(this.definitions);
    const at = momentOn(today, this.workingDays);
    const done: string[] = [];
    cases.forEach((one) => {
      const top = mostPressing(one, limits(one), at);
      if (!top || top.band === 'due-this-week' || isSnoozed(one, top, at)) done.push(one.caseId);
    });
    return readPatients<DoneCase>(
      this.database,
      scope,
      `select ${LISTED}, w.saved_at as "savedAt" from ${CASES_WITH_PATIENTS}
         join caseload_worked_on w on w.case_id = c.case_id and w.user_id = $2 and w.worked_on = $3
        where c.case_id = any($1) order by w.saved_at desc, c.case_id`,
      [done, userId, today],
    );
  }
}
