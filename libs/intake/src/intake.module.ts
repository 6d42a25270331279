import { CaseloadModule } from '@guardian/caseload';
import { CaseworkModule } from '@guardian/casework';
import { DirectoryModule } from '@guardian/directory';
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ImportReports } from './import-reports';
import { IntakeJobs } from './intake-jobs';
import { IntakeDesk } from './intake-desk';
import { ReferralImports } from './referral-imports';
import { RowSurroundings } from './surroundings';
import { intakeEntities } from './tables';

/** Needs from the application what CaseworkModule needs, and TypeORM's data source. */
@Module({
  imports: [CaseworkModule, CaseloadModule, DirectoryModule, TypeOrmModule.forFeature(intakeEntities)],
  providers: [IntakeDesk, RowSurroundings, ReferralImports, ImportReports, IntakeJobs],
  exports: [ReferralImports, ImportReports, IntakeJobs],
})
export class IntakeModule {}
