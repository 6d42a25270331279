import type { Handled, StreamRunner } from '@guardian/event-store';
import { DomainError } from '@guardian/kernel';
import type { PathwayDefinitions } from '@guardian/pathways';
import { type CaseCommand, caseDecider } from './domain/case/case';
import type { CaseEventOf } from './domain/case/events';
import type { ConvertAdvice } from './domain/case/messages';
import { threadOf } from './domain/case/said';
import { type CaseContext, opened } from './domain/case/state';
import type { Envelope } from './handle-commands';
import { caseIdFor, partOf } from './identifiers';

/**
 * Advice that becomes a referral is told of in two streams. The new case comes first, under an id that follows from the thread alone: who
 * tries again, or at another desk, finds it there, and the thread gets its reference.
 */
export class AdviceReferrals {
  constructor(
    private readonly streams: StreamRunner,
    private readonly definitions: PathwayDefinitions,
    private readonly receive: (caseId: string, command: CaseCommand, envelope: Envelope) => Promise<Handled>,
  ) {}

  async convert(caseId: string, command: ConvertAdvice, given: { envelope: Envelope; context: CaseContext }): Promise<Handled> {
    const { envelope, context } = given;
    const { state, events, revision } = await this.streams.load(caseDecider, caseId);
    // What is refused anyway opens no case.
    caseDecider.decide(command, state, context);
    const stale = envelope.ifRevision !== undefined && envelope.ifRevision !== revision;
    const done = threadOf(state.safety.messages, command.threadId)?.referral != null;
    if (stale || done) return this.streams.handle(caseDecider, caseId, command, { ...envelope, context });
    const commandId = partOf(caseId, `advice ${command.threadId}`);
    const otherCaseId = caseIdFor(commandId);
    const first = events[0]?.data as CaseEventOf<'ReferralReceived'>['data'];
    if ((await this.streams.load(caseDecider, otherCaseId)).revision === 0) {
      const { pathwayId, priority, practice, provider, reason } = command;
      const { patientId, reference } = opened(state);
      const { version } = await this.definitions.current(pathwayId, context.today);
      const opening: CaseCommand = {
        type: 'ReceiveReferral',
        ...{ patientId, practice, priority, provider, reason, referrer: first.personal.referrer },
        pathway: { id: pathwayId, version },
        referredOn: context.today,
        source: { system: 'form', identifier: `${reference} ${command.threadId}` },
      };
      try {
        await this.receive(otherCaseId, opening, { actor: envelope.actor, commandId });
      } catch (error) {
        // Another desk opened it at the same moment, with other words.
        if (!(error instanceof DomainError) || error.code !== 'CommandIdReused') throw error;
      }
    }
    const { reference: otherReference } = opened((await this.streams.load(caseDecider, otherCaseId)).state);
    const referral = { otherCaseId, otherReference };
    return this.streams.handle(caseDecider, caseId, command, { ...envelope, context: { ...context, referral } });
  }
}
