// A referral as it reaches the service, by form, file or program: the patient is registered and the case is opened.
import { isDeepStrictEqual } from 'node:util';
import { type Handled } from '@guardian/event-store';
import { type CalendarDay, type Clock, DomainError, today } from '@guardian/kernel';
import { limitOn, PathwayDefinitions } from '@guardian/pathways';
import { Inject } from '@nestjs/common';
import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CaseCommand, caseDecider } from './domain/case/case';
import type { CaseEventOf, ProviderRef, ReferralPriority, RegisteredPractice } from './domain/case/events';
import type { Identity } from './domain/patient/identity';
import type { Circumstances, CommunicationNeeds, ContactDetails, PatientCommand } from './domain/patient/patient';
import { CLOCK, type Envelope, HandleCaseCommand, HandlePatientCommand } from './handle-commands';
import { caseIdFor, partOf } from './identifiers';
import { PatientNumbers } from './patient-numbers';
import { type CaseRecord, Records } from './records';

export interface IncomingReferral {
  readonly identity: Identity;
  readonly details?: ContactDetails;
  readonly needs?: CommunicationNeeds;
  readonly circumstances?: Circumstances;
  /** As the directory knows it on the day of the referral. */
  readonly practice: RegisteredPractice & { readonly name: string };
  readonly pathwayId: string;
  readonly priority: ReferralPriority;
  readonly referredOn: CalendarDay;
  readonly reason: string;
  readonly referrer: string;
  readonly source: { readonly system: 'form' | 'file' | 'api' | 'demo'; readonly identifier: string | null };
  /** The hospital asked for, or, with `onListSince`, the one whose list the patient is on. */
  readonly provider: ProviderRef | null;
  readonly onListSince: CalendarDay | null;
}

export interface TakenIn extends Handled {
  readonly caseId: string;
  readonly patientId: string;
}

/**
 * The case id follows from `envelope.commandId`: the same referral sent again finds its case, also when the directory or the pathway
 * has changed since. Another referral under the same id is refused with CommandIdReused.
 */
export class TakeInReferral extends Command<TakenIn> {
  constructor(
    readonly referral: IncomingReferral,
    readonly envelope: Envelope,
  ) {
    super();
  }
}

@CommandHandler(TakeInReferral)
export class TakeInReferralHandler implements ICommandHandler<TakeInReferral> {
  constructor(
    private readonly commands: CommandBus,
    private readonly definitions: PathwayDefinitions,
    private readonly records: Records,
    private readonly numbers: PatientNumbers,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ referral, envelope }: TakeInReferral): Promise<TakenIn> {
    const { identity, practice } = referral;
    this.numbers.requireRange(identity.nhsNumber);
    const caseId = caseIdFor(envelope.commandId);
    const patientId = await this.numbers.patientOf(identity.nhsNumber, envelope.commandId);
    const known = await this.records.case(caseId);
    if (known.revision > 0) {
      // Sent again after the number was put right, it still names the record that it opened.
      const ids = [patientId, this.numbers.idFor(identity.nhsNumber, envelope.commandId)];
      return answered(known, referral, ids.find((id) => id === known.state.opened?.patientId) ?? patientId, envelope.commandId);
    }
    const definition = await this.definitions.current(referral.pathwayId, today(this.clock));
    const opening = openingCommand(referral, patientId, definition);
    // A referral that is refused must not leave a patient without a case: the case is decided before the patient is registered.
    const on = today(this.clock);
    caseDecider.decide(opening, caseDecider.initialState, {
      today: on,
      now: this.clock.now().toISOString(),
      newReference: '',
      route: () => definition,
      limit: (name) => limitOn(name, on).is,
      heard: null,
      actor: envelope.actor,
      other: null,
    });
    const { name: _, ...registered } = practice;
    const patientCommands: PatientCommand[] = [
      { type: 'RegisterPatient', identity, practice: registered, from: referral.referredOn },
      { type: 'RecordPracticeRegistration', practice: registered, from: referral.referredOn },
      ...(referral.details ? [{ type: 'RecordContactDetails', details: referral.details } as const] : []),
      ...(referral.needs ? [{ type: 'RecordCommunicationNeeds', needs: referral.needs } as const] : []),
      ...(referral.circumstances ? [{ type: 'RecordCircumstances', circumstances: referral.circumstances } as const] : []),
    ];
    for (const command of patientCommands) {
      await this.commands.execute(
        new HandlePatientCommand(patientId, command, { actor: envelope.actor, commandId: partOf(envelope.commandId, command.type) }),
      );
    }
    const handled = await this.commands.execute(new HandleCaseCommand(caseId, opening, envelope));
    return { ...handled, caseId, patientId };
  }
}

function openingCommand(referral: IncomingReferral, patientId: string, { id, version }: { id: string; version: number }): CaseCommand {
  const { priority, referredOn, practice, source, reason, referrer, provider, onListSince } = referral;
  const opening = { patientId, pathway: { id, version }, priority, referredOn, practice, source, reason, referrer };
  return onListSince && provider
    ? { type: 'TakeOnCase', ...opening, provider, onListSince }
    : { type: 'ReceiveReferral', ...opening, provider };
}

/** What the first sending of this referral was answered. Only the referral itself has to be the same, not what was looked up for it. */
function answered({ caseId, events }: CaseRecord, referral: IncomingReferral, patientId: string, commandId: string): TakenIn {
  const first = events[0]?.data as CaseEventOf<'ReferralReceived'>['data'] & Partial<CaseEventOf<'CaseTakenOn'>['data']>;
  const { reason, referrer, pathwayId, priority, referredOn, source, practice, onListSince } = referral;
  const same = isDeepStrictEqual(
    [
      first.patientId,
      first.personal,
      first.pathway.id,
      first.priority,
      first.referredOn,
      first.source,
      first.practice.code,
      first.onListSince,
    ],
    [patientId, { reason, referrer }, pathwayId, priority, referredOn, source, practice.code, onListSince ?? undefined],
  );
  const last = events.findLast((event) => event.metadata.commandId === commandId);
  if (!same || !last) {
    throw new DomainError(
      'CommandIdReused',
      'This referral was already sent with other content. Open the form again and send it once more.',
      {
        commandId,
      },
    );
  }
  // The stream begins with what this command appended.
  const { stream, revision, position } = last;
  return { stream, revision, position, appended: revision, replayed: true, caseId, patientId };
}
