import { actorOf, type SignedInUser } from '@guardian/access';
import { FindCase } from '@guardian/caseload';
import { type CaseCommand, type CaseState, HandleCaseCommand, partOf, Records } from '@guardian/casework';
import type { Position } from '@guardian/event-store';
import { ProjectionStatus } from '@guardian/projections';
import { Injectable } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { isForTheForm } from '../case/case-desk';

/** What is to be done with a case of several: a command, nothing because it is so already, or why it is left as it is. */
export type WithOne = { readonly command: CaseCommand } | 'is-so-already' | { readonly left: string };

/** Several cases from one form, each as if alone: what stands against one keeps no other from being done, and a retry does none twice. */
@Injectable()
export class OneByOne {
  constructor(
    private readonly queries: QueryBus,
    private readonly commands: CommandBus,
    private readonly records: Records,
    private readonly projections: ProjectionStatus,
  ) {}

  /** Goes on when the lists show it, or after a second. `left` says of each case that was left, why. */
  async each(
    user: SignedInUser,
    { commandId, references }: { readonly commandId: string; readonly references: string | readonly string[] },
    withOne: (state: CaseState) => WithOne,
  ): Promise<{ readonly done: number; readonly left: readonly string[] }> {
    const left: string[] = [];
    let done = 0;
    let last: Position | undefined;
    for (const reference of [references].flat()) {
      const outcome = await this.one(user, reference, partOf(commandId, reference), withOne);
      if (typeof outcome === 'string') left.push(`${reference}: ${outcome}`);
      else {
        done++;
        last = outcome.position ?? last;
      }
    }
    if (last) await this.projections.waitUntil('caseload-cases', last, 1_000);
    return { done, left };
  }

  /** Where it stands in the log, or why the case was left. */
  private async one(
    user: SignedInUser,
    reference: string,
    commandId: string,
    withOne: (state: CaseState) => WithOne,
  ): Promise<{ readonly position: Position | undefined } | string> {
    const found = await this.queries.execute(new FindCase(user.scope, reference));
    if (!found) return 'there is no such case.';
    const { caseId } = found.row;
    const what = withOne((await this.records.case(caseId)).state);
    if (what === 'is-so-already') return { position: undefined };
    if ('left' in what) return what.left;
    try {
      const { position } = await this.commands.execute(new HandleCaseCommand(caseId, what.command, { actor: actorOf(user), commandId }));
      return { position };
    } catch (error) {
      if (!isForTheForm(error)) throw error;
      return error.message;
    }
  }
}

/** `notice`: what was done with the others. */
export const withThoseLeft = (notice: string, what: string, left: readonly string[]): string =>
  left.length > 0 ? `${notice} ${what}: ${left.join(' ')}` : notice;
