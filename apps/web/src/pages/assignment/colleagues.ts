import { demoUsers, scopeCovers, type SignedInUser } from '@guardian/access';
import { type CaseRow, CoordinatorsOf, CoverCalendar } from '@guardian/caseload';
import { type CalendarDay, longDate } from '@guardian/kernel';
import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { Choice } from '../../layout/choices';
import { counted } from '../../layout/filters';

/** The coordinators who may open this case. */
export const coordinatorsOf = (row: Pick<CaseRow, 'placeCode' | 'pcnCode' | 'practiceCode'>): SignedInUser[] =>
  demoUsers.filter(({ role, scope }) => role === 'coordinator' && scopeCovers(scope, row));

/** The coordinators of the same patients: who work with, and stand in for, each other. */
export const coordinatorsBeside = ({ scope }: SignedInUser): SignedInUser[] =>
  demoUsers.filter((other) => other.role === 'coordinator' && other.scope.kind === scope.kind && other.scope.code === scope.code);

/** Coordinators to choose from, each with what speaks for or against: how many open cases they have, and whether they are away. */
@Injectable()
export class Colleagues {
  constructor(
    private readonly queries: QueryBus,
    private readonly cover: CoverCalendar,
  ) {}

  async choices(user: SignedInUser, coordinators: readonly SignedInUser[], today: CalendarDay): Promise<(Choice & { hint: string })[]> {
    const [caseloads, covers] = await Promise.all([
      this.queries.execute(new CoordinatorsOf(user.scope)),
      this.cover.of(
        coordinators.map(({ id }) => id),
        today,
      ),
    ]);
    return coordinators.map(({ id, name, organisation }) => {
      const { openCases } = caseloads.find((one) => one.id === id) ?? { openCases: 0 };
      const away = covers.find(({ absent, fromOn }) => absent.id === id && fromOn <= today);
      return {
        value: id,
        text: id === user.id ? `${name} (you)` : name,
        hint: `${organisation}. ${counted(openCases, 'open case')}${away ? `. Away until ${longDate(away.toOn)}` : ''}`,
      };
    });
  }
}
