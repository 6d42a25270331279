import { randomUUID } from 'node:crypto';
import { type Handled, StoreUnavailable, type StreamRunner } from '@guardian/event-store';
import { DomainError } from '@guardian/kernel';
import { type CaseCommand, caseDecider } from './domain/case/case';
import type { FollowCommand } from './domain/case/duplicates';
import { type CaseContext, type CaseState, opened } from './domain/case/state';
import type { Envelope } from './handle-commands';

/** What every step of one command brings along. */
interface Given {
  readonly envelope: Envelope;
  readonly context: CaseContext;
}

/**
 * A case that is followed under another one is told of in the streams of both, and no append spans two. So the other case is told before
 * the link is written, and again after it: whatever happens in between, nobody is followed under a case that could be closed. A writer
 * that dies leaves at most a case that is thought to be followed here and is not; who closes or links this one settles that.
 */
export class DuplicateLinks {
  constructor(private readonly streams: StreamRunner) {}

  /** Does what the command asks of this case, and tells the other one. `decide` appends to this case. */
  async handle(caseId: string, command: CaseCommand, given: Given, decide: () => Promise<Handled>): Promise<Handled> {
    if (command.type === 'CloseCase' || command.type === 'LinkAsDuplicate') await this.settleFollowers(caseId, given);
    if (command.type === 'LinkAsDuplicate') return this.link(caseId, command, given, decide);
    if (command.type !== 'UnlinkCase') return decide();
    const { linkedTo } = await this.state(caseId);
    const handled = await decide();
    if (linkedTo) await this.settle(caseId, linkedTo, given);
    return handled;
  }

  private async link(
    caseId: string,
    command: Extract<CaseCommand, { type: 'LinkAsDuplicate' }>,
    given: Given,
    decide: () => Promise<Handled>,
  ): Promise<Handled> {
    const { state, events } = await this.streams.load(caseDecider, caseId);
    if (events.some(({ metadata }) => metadata.commandId === given.envelope.commandId)) return decide();
    // What is refused anyway leaves no trace in the other case.
    caseDecider.decide(command, state, given.context);
    await this.tell(command.otherCaseId, follows(caseId, state), given);
    try {
      const handled = await decide();
      await this.settle(caseId, command.otherCaseId, given);
      return handled;
    } catch (error) {
      // It may be stored all the same: then the other case has to know of it.
      if (!(error instanceof StoreUnavailable)) await this.settle(caseId, command.otherCaseId, given);
      throw error;
    }
  }

  private async settleFollowers(caseId: string, given: Given): Promise<void> {
    for (const { caseId: follower } of (await this.state(caseId)).followed) await this.settle(follower, caseId, given);
  }

  /** The other case follows this one exactly while this one is linked to it; a link that comes too late is undone. */
  private async settle(caseId: string, otherCaseId: string, given: Given): Promise<void> {
    for (;;) {
      const state = await this.state(caseId);
      const linked = state.linkedTo === otherCaseId;
      try {
        await this.tell(otherCaseId, linked ? follows(caseId, state) : { type: 'ReleaseDuplicate', otherCaseId: caseId }, given);
      } catch (error) {
        if (!(error instanceof DomainError) || error.code !== 'OtherCaseClosed') throw error;
        await this.tell(caseId, { type: 'UnlinkCase' }, given);
        throw error;
      }
      if (((await this.state(caseId)).linkedTo === otherCaseId) === linked) return;
    }
  }

  /** Under an id of its own: it is decided anew each time, and what is so already is not said again. */
  private tell(
    caseId: string,
    command: FollowCommand | { readonly type: 'UnlinkCase' },
    { envelope: { actor, commandId }, context }: Given,
  ): Promise<Handled> {
    return this.streams.handle(caseDecider, caseId, command, { actor, commandId: randomUUID(), causationId: commandId, context });
  }

  private async state(caseId: string): Promise<CaseState> {
    return (await this.streams.load(caseDecider, caseId)).state;
  }
}

const follows = (caseId: string, state: CaseState): FollowCommand => ({
  type: 'FollowDuplicate',
  otherCaseId: caseId,
  otherReference: opened(state).reference,
});
