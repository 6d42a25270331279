export { broughtIn, type Bucket, BUCKETS, type Counts, leftOut } from './buckets';
export { type Column, COLUMNS } from './columns';
export { ImportReports } from './import-reports';
export { IntakeJobs } from './intake-jobs';
export { IntakeModule } from './intake.module';
export { type Checked, ReferralImports, type WorkOptions } from './referral-imports';
export { intakeEntities, intakeMigrations, ReferralImport, ReferralImportProblem } from './tables';
export { referralsTemplate } from './template';
