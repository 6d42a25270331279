import type { CalendarDay } from '@guardian/kernel';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { LivedHistory } from './lived-history';

export interface OverdueGate {
  readonly caseId: string;
  readonly gateDueOn: CalendarDay;
}

/**
 * Referrals that were held for as long as they may be: at most 1,000, longest over first. For the worker, so without a scope. None while
 * a history is being lived through.
 */
export class OverdueGates extends Query<OverdueGate[]> {
  constructor(readonly today: CalendarDay) {
    super();
  }
}

@QueryHandler(OverdueGates)
export class OverdueGatesHandler implements IQueryHandler<OverdueGates> {
  constructor(
    private readonly database: DataSource,
    private readonly history: LivedHistory,
  ) {}

  async execute({ today }: OverdueGates): Promise<OverdueGate[]> {
    const overdue = await this.database.query<OverdueGate[]>(
      `select case_id as "caseId", gate_due_on as "gateDueOn" from caseload_case
        where gate_due_on < $1 and not gate_passed and step <> 'closed' order by gate_due_on, case_id limit 1000`,
      [today],
    );
    // Asked afterwards: who begins between the two statements has no case in the list yet.
    return (await this.history.isUnderWay()) ? [] : overdue;
  }
}
