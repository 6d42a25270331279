import type { Scope } from '@guardian/access';
import { readRows } from '@guardian/projections';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { Conditions } from './conditions';

export interface ListedCoordinator {
  readonly id: string;
  readonly name: string;
}

export interface CoordinatorWithCases extends ListedCoordinator {
  readonly openCases: number;
}

/** Everybody who has, or last had, a case of this scope, by name. */
export class CoordinatorsOf extends Query<CoordinatorWithCases[]> {
  constructor(readonly scope: Scope) {
    super();
  }
}

/** How many open cases each of these coordinators has, of whichever place: counts, and nobody's name. Who has none is left out. */
export class OpenCasesHeld extends Query<ReadonlyMap<string, number>> {
  constructor(readonly coordinatorIds: readonly string[]) {
    super();
  }
}

@QueryHandler(OpenCasesHeld)
export class OpenCasesHeldHandler implements IQueryHandler<OpenCasesHeld> {
  constructor(private readonly database: DataSource) {}

  async execute({ coordinatorIds }: OpenCasesHeld): Promise<ReadonlyMap<string, number>> {
    const rows = await readRows<{ id: string; held: number }>(
      this.database,
      `select coordinator_id as id, count(*)::int as held from caseload_case
        where coordinator_id = any($1) and step <> 'closed' group by 1`,
      [coordinatorIds],
    );
    return new Map(rows.map(({ id, held }) => [id, held]));
  }
}

@QueryHandler(CoordinatorsOf)
export class CoordinatorsOfHandler implements IQueryHandler<CoordinatorsOf> {
  constructor(private readonly database: DataSource) {}

  execute({ scope }: CoordinatorsOf): Promise<CoordinatorWithCases[]> {
    const where = new Conditions(scope).add('c.coordinator_id is not null');
    return readRows(
      this.database,
      `select c.coordinator_id as id, max(c.coordinator_name) as name,
         (count(*) filter (where c.step <> 'closed'))::int as "openCases"
       from caseload_case c ${where.sql} group by 1 order by 2, 1`,
      where.values,
    );
  }
}
