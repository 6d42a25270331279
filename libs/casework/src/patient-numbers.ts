import { DomainError, isTestNhsNumber } from '@guardian/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { patientIdFor } from './identifiers';
import { Records } from './records';
import { IDENTITY_RULES, type IdentityRules } from './identity-rules';

/** Which record an NHS number leads to, straight from the streams: right from the moment that a wrong number was put right. */
@Injectable()
export class PatientNumbers {
  constructor(
    private readonly records: Records,
    @Inject(IDENTITY_RULES) private readonly identityRules: IdentityRules,
  ) {}

  /** Without a number: a new patient for each command. A number that nobody has yet gets the id that its first referral will use. */
  async patientOf(nhsNumber: string | null, commandId: string): Promise<string> {
    for (let nth = 1; ; nth++) {
      const id = this.idFor(nhsNumber, commandId, nth);
      const { identity, leadsTo } = await this.records.patient(id);
      if (leadsTo !== null && (await this.records.patient(leadsTo)).identity?.nhsNumber === nhsNumber) return leadsTo;
      // The record of somebody who had this number by mistake stays where it is: whose number it is gets the next id.
      if (leadsTo === null && (!identity || identity.nhsNumber === nhsNumber)) return id;
    }
  }

  /** Throws `RealNumberInDemonstration` and `TestNumberInService`. */
  requireRange(nhsNumber: string | null): void {
    if (nhsNumber === null || isTestNhsNumber(nhsNumber) === this.identityRules.testNumbersOnly) return;
    throw this.identityRules.testNumbersOnly
      ? new DomainError('RealNumberInDemonstration', 'This is a demonstration: use an NHS number that starts with 999.')
      : new DomainError('TestNumberInService', 'NHS numbers that start with 999 belong to nobody. Check it with the practice.');
  }

  /** The id that a number leads to as long as nothing was put right. */
  idFor(nhsNumber: string | null, commandId: string, nth = 1): string {
    return patientIdFor(nth === 1 || nhsNumber === null ? nhsNumber : `${nhsNumber}/${nth}`, this.identityRules.lookupKey, commandId);
  }
}
