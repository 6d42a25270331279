import { OpenCasesOf } from '@guardian/caseload';
import { type FindOpenCases, IntakeModule, OPEN_CASES } from '@guardian/intake';
import { Global, Module } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ReferralImportsController } from './referral-imports.controller';

/** Global for OPEN_CASES, by which the import finds what a referral may be a duplicate of. */
@Global()
@Module({
  imports: [IntakeModule],
  controllers: [ReferralImportsController],
  providers: [
    {
      provide: OPEN_CASES,
      inject: [QueryBus],
      useFactory:
        (queries: QueryBus): FindOpenCases =>
        (patientId, pathwayId) =>
          queries.execute(new OpenCasesOf(patientId, pathwayId)),
    },
  ],
  exports: [OPEN_CASES],
})
export class ReferralImportsModule {}
