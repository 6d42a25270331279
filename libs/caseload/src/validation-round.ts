import { readPatients, type Scope } from '@guardian/access';
import type { CalendarDay } from '@guardian/kernel';
import { readRows } from '@guardian/projections';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { Conditions } from './conditions';
import { CASES_WITH_PATIENTS, LISTED, type ListedCase } from './listed-case';

/** How many can be asked at once. By telephone or in person they are asked one by one. */
export const ROUND_WAYS = ['letter', 'text', 'email'] as const;
export type RoundWay = (typeof ROUND_WAYS)[number];

/** Why somebody who is to be asked is not asked in a round. */
export const ROUND_REASONS = [
  'died',
  'restricted',
  'asked-that-way',
  'interpreter',
  'not-texted',
  'no-number',
  'no-address',
  'format',
] as const;
export type RoundReason = (typeof ROUND_REASONS)[number];

export interface RoundFilters {
  readonly practice?: string;
  readonly pathway?: string;
}

export interface ValidationRoundView {
  /** To be asked in this way, the longest wait first. */
  readonly toAsk: readonly ListedCase[];
  readonly total: number;
  /** To be asked in another way, or by somebody who knows them. */
  readonly left: readonly (ListedCase & { readonly because: RoundReason })[];
  readonly leftTotal: number;
}

/** Who is to be asked whether the appointment is still needed. Throws NotAllowed for a scope that may not read patients. */
export class ValidationRound extends Query<ValidationRoundView> {
  constructor(
    readonly scope: Scope,
    readonly how: RoundWay,
    readonly filters: RoundFilters = {},
    readonly most = 100,
  ) {
    super();
  }
}

/** A question whose reply has not come, and whose reply date has not passed. */
export interface AwaitedReply extends ListedCase {
  readonly ways: readonly string[];
  readonly replyBy: CalendarDay;
}

/** Who was asked and can still reply, the first reply date first. Throws as above. `page` from 1. */
export class AwaitedReplies extends Query<{ readonly asked: readonly AwaitedReply[]; readonly total: number }> {
  constructor(
    readonly scope: Scope,
    readonly filters: RoundFilters = {},
    readonly page = 1,
    readonly size = 25,
  ) {
    super();
  }
}

/**
 * What stands against a letter, a text or an e-mail; null where the patient can be asked that way. The first reason counts. Where no details were
 * ever recorded, whoever sends it has them.
 */
const because = (how: string): string => `case
  when p.died_on is not null then 'died'
  when p.restricted then 'restricted'
  when ${how} = any(c.validation_ways) then 'asked-that-way'
  when (p.needs->>'interpreter')::boolean then 'interpreter'
  when ${how} = 'text' and not coalesce((p.needs->>'mayBeTexted')::boolean, true) then 'not-texted'
  when p.needs->>'format' = 'easy-read' or (${how} = 'letter' and p.needs->>'format' <> 'standard') then 'format'
  when ${how} = 'text' and p.details is not null and p.details->>'mobilePhone' is null then 'no-number'
  when ${how} = 'email' and p.details is not null and p.details->>'email' is null then 'no-address'
  when ${how} = 'letter' and p.details is not null and p.details->>'address' is null then 'no-address'
end`;

function filtered(where: Conditions, { practice, pathway }: RoundFilters): Conditions {
  if (practice) where.ofPractice(practice);
  if (pathway) where.add('c.pathway_id = ?', pathway);
  return where;
}

@QueryHandler(ValidationRound)
export class ValidationRoundHandler implements IQueryHandler<ValidationRound> {
  constructor(private readonly database: DataSource) {}

  async execute({ scope, how, filters, most }: ValidationRound): Promise<ValidationRoundView> {
    const where = filtered(new Conditions(scope).add(`c.validation_open in ('validation-due', 'validation-second-way')`), filters);
    const due = `select ${LISTED}, ${because(`${where.param(how)}::text`)} as because from ${CASES_WITH_PATIENTS} ${where.sql}`;
    const listed = (is: string): Promise<(ListedCase & { because: RoundReason })[]> =>
      readPatients(
        this.database,
        scope,
        `select * from (${due}) due where because is ${is} order by "referredOn", "caseId" limit ${most}`,
        where.values,
      );
    const [toAsk, left, [counted]] = await Promise.all([
      listed('null'),
      listed('not null'),
      readRows<{ total: number; left: number }>(
        this.database,
        `select (count(*) filter (where because is null))::int as total, count(because)::int as left from (${due}) due`,
        where.values,
      ),
    ]);
    return { toAsk, total: counted?.total ?? 0, left, leftTotal: counted?.left ?? 0 };
  }
}

@QueryHandler(AwaitedReplies)
export class AwaitedRepliesHandler implements IQueryHandler<AwaitedReplies> {
  constructor(private readonly database: DataSource) {}

  async execute({ scope, filters, page, size }: AwaitedReplies) {
    const where = filtered(new Conditions(scope).add('c.validation_reply_by is not null'), filters);
    const [asked, [counted]] = await Promise.all([
      readPatients<AwaitedReply>(
        this.database,
        scope,
        `select ${LISTED}, c.validation_ways as ways, c.validation_reply_by as "replyBy" from ${CASES_WITH_PATIENTS} ${where.sql}
          order by c.validation_reply_by, c.referred_on, c.case_id limit ${size} offset ${(page - 1) * size}`,
        where.values,
      ),
      readRows<{ total: number }>(this.database, `select count(*)::int as total from ${CASES_WITH_PATIENTS} ${where.sql}`, where.values),
    ]);
    return { asked, total: counted?.total ?? 0 };
  }
}
