import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { PathwaysModule } from '@guardian/pathways';
import { CaseCommandHandler, EnquiryCommandHandler, PatientCommandHandler } from './handle-commands';
import { CorrectIdentityHandler } from './correct-identity';
import { PatientNumbers } from './patient-numbers';
import { Records } from './records';
import { TakeInReferralHandler } from './take-in-referral';

/** Needs from the application: StreamRunner, CLOCK, NUMBERS, IDENTITY_RULES (a global module of the composition root). */
@Module({
  imports: [CqrsModule, PathwaysModule],
  providers: [
    CaseCommandHandler,
    PatientCommandHandler,
    EnquiryCommandHandler,
    TakeInReferralHandler,
    CorrectIdentityHandler,
    PatientNumbers,
    Records,
  ],
  exports: [CqrsModule, PathwaysModule, PatientNumbers, Records],
})
export class CaseworkModule {}
