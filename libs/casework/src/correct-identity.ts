import { type Handled } from '@guardian/event-store';
import { DomainError } from '@guardian/kernel';
import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Identity } from './domain/patient/identity';
import { type Envelope, HandlePatientCommand } from './handle-commands';
import { partOf } from './identifiers';
import { PatientNumbers } from './patient-numbers';
import { Records } from './records';

/**
 * Puts right who a patient is (UK GDPR, Art. 16). With another NHS number the record is found by that one and no more by the old one, which is
 * free for whoever it belongs to. Throws `OtherPersonHasNumber` when another record has the number: the two are to be linked.
 */
export class CorrectIdentity extends Command<Handled> {
  constructor(
    readonly patientId: string,
    readonly identity: Identity,
    readonly because: string,
    readonly envelope: Envelope,
  ) {
    super();
  }
}

@CommandHandler(CorrectIdentity)
export class CorrectIdentityHandler implements ICommandHandler<CorrectIdentity> {
  constructor(
    private readonly commands: CommandBus,
    private readonly records: Records,
    private readonly numbers: PatientNumbers,
  ) {}

  async execute({ patientId, identity, because, envelope }: CorrectIdentity): Promise<Handled> {
    const { nhsNumber } = identity;
    this.numbers.requireRange(nhsNumber);
    const before = (await this.records.patient(patientId)).identity?.nhsNumber ?? null;
    const correct = () =>
      this.commands.execute(new HandlePatientCommand(patientId, { type: 'CorrectIdentity', identity, because }, envelope));
    if (nhsNumber === null) return correct();
    const held = await this.numbers.patientOf(nhsNumber, '');
    const taken = held !== patientId && (await this.records.patient(held)).identity !== null;
    if (taken && nhsNumber !== before) {
      throw new DomainError(
        'OtherPersonHasNumber',
        'Another record has this NHS number. If both are of one person, link the two records. If not, ask which of them has the wrong number.',
      );
    }
    // What is refused must leave nothing behind: the number leads here only once the record has it.
    const handled = await correct();
    // Also when the record has it already: a stop between the two is made good when it is tried again.
    if (held !== patientId && !taken) {
      const alias = { actor: envelope.actor, commandId: partOf(envelope.commandId, 'number') };
      await this.commands.execute(new HandlePatientCommand(held, { type: 'LeadTo', patientId }, alias));
    }
    return handled;
  }
}
