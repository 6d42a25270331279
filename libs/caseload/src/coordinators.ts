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
