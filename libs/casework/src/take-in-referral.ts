// A referral as it reaches the service, by form, file or program: the patient is registered and the case is opened.
import { type Handled } from '@guardian/event-store';
import { type CalendarDay, type Clock, DomainError, isTestNhsNumber, today } from '@guardian/kernel';
import { PathwayDefinitions } from '@guardian/pathways';
import { Inject } from '@nestjs/common';
import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { ProviderRef, ReferralPriority, RegisteredPractice } from './domain/case/events';
import type { Circumstances, CommunicationNeeds, ContactDetails, Identity, PatientCommand } from './domain/patient/patient';
import { CLOCK, type Envelope, HandleCaseCommand, HandlePatientCommand } from './handle-commands';
import { caseIdFor, patientIdFor } from './identifiers';

export const IDENTITY_RULES = Symbol('IdentityRules');
export interface IdentityRules {
  /** Key of the hash by which an NHS number leads to its patient. */
  readonly lookupKey: string;
  /** NHS numbers in the 999 range belong to nobody: taken for demonstrations and tests only. */
  readonly testNumbersOnly: boolean;
}

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

/** The case id follows from `envelope.commandId`: the same referral sent again finds its case. */
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
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDENTITY_RULES) private readonly identityRules: IdentityRules,
  ) {}

  async execute({ referral, envelope }: TakeInReferral): Promise<TakenIn> {
    const { identity, practice, provider, onListSince } = referral;
    this.rightRange(identity.nhsNumber);
    // The pathway first: an unknown one must not leave a patient without a case.
    const definition = await this.definitions.current(referral.pathwayId, today(this.clock));
    const patientId = patientIdFor(identity.nhsNumber, this.identityRules.lookupKey, envelope.commandId);
    const caseId = caseIdFor(envelope.commandId);
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
        new HandlePatientCommand(patientId, command, { actor: envelope.actor, commandId: `${envelope.commandId}:${command.type}` }),
      );
    }
    const opening = {
      patientId,
      pathway: { id: definition.id, version: definition.version },
      priority: referral.priority,
      referredOn: referral.referredOn,
      practice,
      source: referral.source,
      reason: referral.reason,
      referrer: referral.referrer,
    };
    const handled = await this.commands.execute(
      new HandleCaseCommand(
        caseId,
        onListSince && provider
          ? { type: 'TakeOnCase', ...opening, provider, onListSince }
          : { type: 'ReceiveReferral', ...opening, provider },
        envelope,
      ),
    );
    return { ...handled, caseId, patientId };
  }

  private rightRange(nhsNumber: string | null): void {
    if (nhsNumber === null || isTestNhsNumber(nhsNumber) === this.identityRules.testNumbersOnly) return;
    throw this.identityRules.testNumbersOnly
      ? new DomainError('RealNumberInDemonstration', 'This is a demonstration: use an NHS number that starts with 999.')
      : new DomainError('TestNumberInService', 'NHS numbers that start with 999 belong to nobody. Check it with the practice.');
  }
}
