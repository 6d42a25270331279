import { Accounts, scopeCovers, type SignedInUser } from '@guardian/access';
import { type CaseRow, CoordinatorsOf, CoverCalendar } from '@guardian/caseload';
import { type CalendarDay, longDate } from '@guardian/kernel';
import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { Choice } from '../../layout/choices';
import { counted } from '../../layout/filters';

/** Coordinators to choose from, each with what speaks for or against: how many open cases they have, and whether they are away. */
@Injectable()
export class Colleagues {
  constructor(
    private readonly accounts: Accounts,
    private readonly queries: QueryBus,
    private readonly cover: CoverCalendar,
  ) {}

  /** Who may open this case. */
  async of(row: Pick<CaseRow, 'placeCode' | 'pcnCode' | 'practiceCode'>): Promise<SignedInUser[]> {
    return (await this.accounts.current('coordinator')).filter(({ scope }) => scopeCovers(scope, row));
  }

  /** Of the same patients: who work with, and stand in for, each other. */
  async beside({ scope }: SignedInUser): Promise<SignedInUser[]> {
    const all = await this.accounts.current('coordinator');
    return all.filter((other) => other.scope.kind === scope.kind && other.scope.code === scope.code);
  }

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
