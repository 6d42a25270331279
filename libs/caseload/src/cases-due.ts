import { harmDays, TIMED_CODES } from '@guardian/casework/events';
import { addDays, type CalendarDay, londonDay } from '@guardian/kernel';
import { type LimitName, limitOn, PathwayDefinitions } from '@guardian/pathways';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { LivedHistory } from './lived-history';
import { QUIET_STEPS, quietSteps } from './quiet-steps';

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
    private readonly definitions: PathwayDefinitions,
  ) {}

  async execute({ now }: CasesDue): Promise<string[]> {
    const today = londonDay(now);
    const quiet = await quietSteps(this.definitions, today);
    const due = await this.database.query<{ caseId: string }[]>(DUE, [
      now.toISOString(),
      addDays(today, -limitOn('checkInGraceDays', today).is),
      today,
      quiet,
      ...harmBefore(today),
      addDays(today, -7 * limitOn('validationFirstWeeks', today).is),
    ]);
    // Asked afterwards: who begins between the two statements has no case in the list yet.
    return (await this.history.isUnderWay()) ? [] : due.map(({ caseId }) => caseId);
  }
}

/** A wait of each kind that began before its day is past its limit today; the last one is JSON, by P code. */
function harmBefore(today: CalendarDay): string[] {
  const limit = (name: LimitName): number => limitOn(name, today).is;
  const before = (...of: Parameters<typeof harmDays>): CalendarDay => addDays(today, -harmDays(...of));
  return [
    before({ trigger: 'long-wait', code: null }, limit),
    before({ trigger: 'long-cancer-wait', code: null }, limit),
    JSON.stringify(TIMED_CODES.map((code) => ({ code, before: before({ trigger: 'priority-time', code }, limit) }))),
  ];
}

/** One look into the index for each step: nobody counts through the cases that are not quiet. */
const quiet = (urgency: number, told: string, before: string): string => `
    (select c.case_id, ${urgency}, row_number() over (order by c.last_event_on, c.case_id) from ${QUIET_STEPS('$4')}
      cross join lateral (
        select case_id, last_event_on from caseload_case
         where coalesce(quiet_told, '') = '${told}' and pathway_id = q."pathwayId" and pathway_version = q.version and step = q.step
           and step <> 'closed' and last_event_on < q.${before}
         order by last_event_on limit 1000) c
      order by c.last_event_on, c.case_id limit 1000)`;

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
    union all
    (select case_id, 5, row_number() over (order by baton_due_on, case_id) from caseload_case
      where baton_due_on < $3 and step <> 'closed' order by baton_due_on, case_id limit 1000)
    union all
    (select case_id, 6, row_number() over (order by evidence_until, case_id) from caseload_case
      where evidence_until < $3 and step <> 'closed' order by evidence_until, case_id limit 1000)
    union all ${quiet(7, 'team', '"pcnBefore"')}
    union all ${quiet(8, '', 'before')}
    union all
    (select case_id, 9, row_number() over (order by harm_cancer_since, case_id) from caseload_case
      where harm_cancer_since < $6 order by harm_cancer_since, case_id limit 1000)
    union all
    (select c.case_id, 10, row_number() over (order by c.harm_code_since, c.case_id) from json_to_recordset($7::json) as q(code text, before date)
      cross join lateral (
        select case_id, harm_code_since from caseload_case where harm_code = q.code and harm_code_since < q.before
         order by harm_code_since limit 1000) c
      order by c.harm_code_since, c.case_id limit 1000)
    union all
    (select case_id, 11, row_number() over (order by harm_wait_since, case_id) from caseload_case
      where harm_wait_since < $5 order by harm_wait_since, case_id limit 1000)
    union all
    (select case_id, 12, row_number() over (order by validation_reply_by, case_id) from caseload_case
      where validation_reply_by < $3 order by validation_reply_by, case_id limit 1000)
    union all
    (select case_id, 13, row_number() over (order by validation_next_on, case_id) from caseload_case
      where validation_next_on <= $3 order by validation_next_on, case_id limit 1000)
    union all
    (select case_id, 14, row_number() over (order by validation_since, case_id) from caseload_case
      where validation_since <= $8 order by validation_since, case_id limit 1000)
  ) due
  group by case_id order by min(urgency), min(nth), case_id`;
