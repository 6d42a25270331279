import { actorOf, type SignedInUser } from '@guardian/access';
import { OpenCasesOf } from '@guardian/caseload';
import {
  HandleCaseCommand,
  IDENTITY_RULES,
  type IdentityRules,
  type IncomingReferral,
  partOf,
  patientIdFor,
  Records,
  TakeInReferral,
} from '@guardian/casework';
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
    @Inject(IDENTITY_RULES) private readonly identityRules: IdentityRules,
  ) {}

  /** Notes each open case of the patient on this pathway as a possible duplicate. Answers when lists show the case, or after 2 seconds. */
  async takeIn(user: SignedInUser, referral: IncomingReferral, commandId: string): Promise<TakenInCase> {
    const { nhsNumber } = referral.identity;
    const patientId = patientIdFor(nhsNumber, this.identityRules.lookupKey, commandId);
    const same = nhsNumber === null ? [] : await this.queries.execute(new OpenCasesOf(patientId, referral.pathwayId));
    const actor = actorOf(user);
    const taken = await this.commands.execute(new TakeInReferral(referral, { actor, commandId }));
    const { caseId } = taken;
    let { revision, position } = taken;
    for (const other of same.filter((found) => found.caseId !== caseId)) {
      const suspicion = {
        type: 'SuspectDuplicate',
        otherCaseId: other.caseId,
        otherReference: other.reference,
        because: ['same NHS number', 'same pathway', 'both open'],
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
}
