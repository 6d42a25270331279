import { actorOf, type SignedInUser } from '@guardian/access';
import { CasesLike } from '@guardian/caseload';
import { CLOCK, HandleCaseCommand, type IncomingReferral, partOf, PatientNumbers, Records, TakeInReferral } from '@guardian/casework';
import { type Clock, today } from '@guardian/kernel';
import { PathwayDefinitions } from '@guardian/pathways';
import { ProjectionStatus } from '@guardian/projections';
import { Inject, Injectable } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';

export interface TakenInCase {
  readonly caseId: string;
  readonly reference: string;
  readonly revision: number;
  /** A suspected cancer is not held. */
  readonly sentAtOnce: boolean;
}

/** Takes in one referral that somebody entered, by form or by program. */
@Injectable()
export class ReferralDesk {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly records: Records,
    private readonly projections: ProjectionStatus,
    private readonly definitions: PathwayDefinitions,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly numbers: PatientNumbers,
  ) {}

  /** Notes each open case that may be the same need, or the same person under another record. Answers when lists show the case, or after 2 seconds. */
  async takeIn(user: SignedInUser, referral: IncomingReferral, commandId: string): Promise<TakenInCase> {
    const alike = await this.casesLike(referral, commandId);
    const actor = actorOf(user);
    const taken = await this.commands.execute(new TakeInReferral(referral, { actor, commandId }));
    const { caseId } = taken;
    let { revision, position } = taken;
    for (const other of alike.filter((found) => found.caseId !== caseId)) {
      const suspicion = {
        type: 'SuspectDuplicate',
        otherCaseId: other.caseId,
        otherReference: other.reference,
        because: other.because,
      } as const;
      const envelope = { actor, commandId: partOf(commandId, other.caseId) };
      ({ revision, position } = await this.commands.execute(new HandleCaseCommand(caseId, suspicion, envelope)));
    }
    if (position) {
      await this.projections.waitUntil('caseload-cases', position, 2_000);
      await this.projections.waitUntil('caseload-patients', position, 2_000);
    }
    const { state } = await this.records.case(caseId);
    return { caseId, reference: state.opened?.reference ?? '', revision, sentAtOnce: state.progress.moves.length > 0 };
  }

  private async casesLike({ identity, details, pathwayId }: IncomingReferral, commandId: string) {
    const on = today(this.clock);
    const { specialty } = await this.definitions.current(pathwayId, on);
    const patientId = await this.numbers.patientOf(identity.nhsNumber, commandId);
    const { linkedTo, restricted } = await this.records.patient(patientId);
    const postcode = restricted ? null : (details?.postcode ?? null);
    const subject = { ...identity, patientId, linkedTo, postcode, pathwayId, specialty: specialty.code };
    return this.queries.execute(new CasesLike(subject, null, on));
  }
}
