import { addDays, londonDay } from '@guardian/kernel';
import { limitOn } from '@guardian/pathways';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { LivedHistory } from './lived-history';

/**
 * Open cases in which some deadline has gone by at this instant, as far as they are folded: at most 1,000 of each kind, escalations first.
 * Which deadline it is, the case itself says. For the worker, so without a scope. None while a history is being lived through.
 */
export class CasesDue extends Query<string[]> {
  constructor(readonly now: Date) {
    super();
  }
}

@QueryHandler(CasesDue)
export class CasesDueHandler implements IQueryHandler<CasesDue> {
  constructor(
    private readonly database: DataSource,
    private readonly history: LivedHistory,
  ) {}

  async execute({ now }: CasesDue): Promise<string[]> {
    const today = londonDay(now);
    const due = await this.database.query<{ caseId: string }[]>(DUE, [
      now.toISOString(),
      addDays(today, -limitOn('checkInGraceDays', today).is),
      today,
    ]);
    // Asked afterwards: who begins between the two statements has no case in the list yet.
    return (await this.history.isUnderWay()) ? [] : due.map(({ caseId }) => caseId);
  }
}

const DUE = `
  select case_id as "caseId" from (
    (select case_id, 1 as urgency, row_number() over (order by pass_on_at, case_id) as nth from caseload_case
      where pass_on_at <= $1 and step <> 'closed' order by pass_on_at, case_id limit 1000)
    union all
    (select case_id, 2, row_number() over (order by check_in_due_on, case_id) from caseload_case
      where check_in_due_on < $2 and step <> 'closed' order by check_in_due_on, case_id limit 1000)
    union all
    (select case_id, 3, row_number() over (order by gate_due_on, case_id) from caseload_case
      where gate_due_on < $3 and not gate_passed and step <> 'closed' order by gate_due_on, case_id limit 1000)
    union all
    (select case_id, 4, row_number() over (order by reply_by, case_id) from caseload_case
      where reply_by < $3 and reply_escalated_to is null and step <> 'closed' order by reply_by, case_id limit 1000)
  ) due
  group by case_id order by min(urgency), min(nth), case_id`;
