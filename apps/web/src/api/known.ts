import { Accounts, practicesIn, scopeConcerns, scopeCovers, type SignedInUser } from '@guardian/access';
import { FindCase } from '@guardian/caseload';
import { CLOCK } from '@guardian/casework';
import type { Coordinator, ProviderRef } from '@guardian/casework/events';
import { Directory, type Named, type PcnOnDay, type PracticeOnDay } from '@guardian/directory';
import { type CalendarDay, type Clock, today } from '@guardian/kernel';
import { PathwayDefinitions } from '@guardian/pathways';
import { Inject, Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { InputRefused } from '../http/input-errors';
import type { OpenedCase } from '../pages/case/case-desk';
import { refuseInSafety } from '../pages/worklist/snooze-rule';

/**
 * What a program names by code, looked up: names come from the directory and never from the body. Every method throws InputRefused
 * that names the field, in the same words for what is not there and for what is not this user's.
 */
@Injectable()
export class Known {
  constructor(
    private readonly directory: Directory,
    private readonly definitions: PathwayDefinitions,
    private readonly queries: QueryBus,
    private readonly accounts: Accounts,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  get today(): CalendarDay {
    return today(this.clock);
  }

  async provider(field: string, code: string): Promise<ProviderRef> {
    const { name } = oneOf(await this.directory.providers(), field, code);
    return { code, name };
  }

  /** Those who may open the case. */
  async coordinator(field: string, id: string, { row }: OpenedCase): Promise<Coordinator> {
    const found = (await this.accounts.current('coordinator')).find((user) => user.id === id && scopeCovers(user.scope, row));
    return found ? { id, name: found.name } : unknown(field, id);
  }

  /** A test of the case's pathway, with the agreed item that its result completes. */
  async test(field: string, code: string, { row, state }: OpenedCase): Promise<{ name: string; item: string | null }> {
    const { tests, workup } = await this.definitions.get(row.pathwayId, row.pathwayVersion);
    const { name } = oneOf(tests, field, code);
    const item = workup.find(({ testCode }) => testCode === code)?.code;
    return { name, item: item !== undefined && Object.hasOwn(state.items, item) ? item : null };
  }

  /** Throws SafetyNotSnoozed. */
  notInSafety({ row }: OpenedCase): Promise<void> {
    return refuseInSafety(this.definitions, row, this.today);
  }

  async caseId(field: string, reference: string, { scope }: SignedInUser): Promise<string> {
    const found = await this.queries.execute(new FindCase(scope, reference));
    return found ? found.row.caseId : unknown(field, reference);
  }

  /** Open on that day. */
  async practice(field: string, code: string, onDay: CalendarDay, { scope }: SignedInUser): Promise<PracticeOnDay> {
    const found = await this.directory.practice(code, onDay);
    return practicesIn(scope, found ? [found] : [])[0] ?? unknown(field, code);
  }

  async pcn(field: string, code: string, { scope }: SignedInUser): Promise<PcnOnDay> {
    const found = oneOf(await this.directory.pcns(this.today), field, code);
    const belongs = { placeCode: found.place.code, pcnCode: code, practiceCode: null };
    return scopeConcerns(scope, belongs) ? found : unknown(field, code);
  }

  async pathway(field: string, id: string): Promise<void> {
    const all = await this.definitions.all(this.today);
    if (!all.some((definition) => definition.id === id)) unknown(field, id);
  }
}

function oneOf<T extends Named>(all: readonly T[], field: string, code: string): T {
  return all.find((one) => one.code === code) ?? unknown(field, code);
}

function unknown(field: string, value: string): never {
  throw new InputRefused([{ field, message: `"${value.slice(0, 60)}" is not known here` }]);
}
