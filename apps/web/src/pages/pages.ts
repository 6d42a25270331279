// Every page that somebody works on, by journey.
import { AccountsController } from './accounts/accounts.controller';
import { Scopes } from './accounts/scopes';
import { AuditController } from './audit/audit.controller';
import { LookedAtController } from './audit/looked-at.controller';
import { BreakGlassController } from './break-glass/break-glass.controller';
import { BreakGlassReviewsController } from './break-glass/break-glass-reviews.controller';
import { BulkHandOverController } from './assignment/bulk-hand-over.controller';
import { ClinicalReviewsController } from './data-requests/clinical-reviews.controller';
import { DataPackageController } from './data-requests/package.controller';
import { RectificationController } from './data-requests/rectification.controller';
import { RequestDesk } from './data-requests/request-desk';
import { DataRequestsController } from './data-requests/requests.controller';
import { CoverController } from './assignment/cover.controller';
import { Colleagues } from './assignment/colleagues';
import { AssignmentController } from './assignment/assignment.controller';
import { AsOfController } from './as-of/as-of.controller';
import { BatonController } from './baton/baton.controller';
import { CaseController } from './case/case.controller';
import { CaseDesk } from './case/case-desk';
import { CaseFrame } from './case/case-frame';
import { CheckInsController } from './check-ins/check-ins.controller';
import { ConditionController } from './check-ins/condition.controller';
import { ChaseController } from './chase/chase.controller';
import { ClockController } from './clock/clock.controller';
import { ClosingController } from './closing/closing.controller';
import { ClocksController } from './clocks/clocks.controller';
import { ContactController } from './contact/contact.controller';
import { CorrectionsController } from './corrections/corrections.controller';
import { DuplicatesController } from './duplicates/duplicates.controller';
import { SuspectedController } from './duplicates/suspected.controller';
import { DeflectionsController } from './enquiries/deflections.controller';
import { EnquiriesController } from './enquiries/enquiries.controller';
import { EnquiryDesk } from './enquiries/enquiry-desk';
import { EscalationsController } from './escalations/escalations.controller';
import { ExpeditesController } from './escalations/expedites.controller';
import { ExportAnswersController } from './exports/export-answers.controller';
import { ExportsController } from './exports/exports.controller';
import { ExitsController } from './exits/exits.controller';
import { HarmReviewListController } from './harm-reviews/harm-review-list.controller';
import { HarmReviewsController } from './harm-reviews/harm-reviews.controller';
import { HospitalFactsController } from './hospital-facts/hospital-facts.controller';
import { MessageCount } from './messages/message-count';
import { MessagesController } from './messages/messages.controller';
import { ThreadsController } from './messages/threads.controller';
import { OrganisationsController } from './organisations/organisations.controller';
import { OffersController } from './offers/offers.controller';
import { ValidationRoundController } from './validation/validation-round.controller';
import { ValidationController } from './validation/validation.controller';
import { OrderController } from './tests/order.controller';
import { TestsController } from './tests/tests.controller';
import { TestsElsewhere } from './tests/tests-elsewhere';
import { GateController } from './workup/gate.controller';
import { ReceiveReferralController } from './receive-referral/receive-referral.controller';
import { ReferralDesk } from './receive-referral/referral-desk';
import { ReferralImportsController } from './referral-imports/referral-imports.controller';
import { VerdictController } from './workup/verdict.controller';
import { WorkupController } from './workup/workup.controller';
import { AdminController } from './admin/admin.controller';
import { BottlenecksController } from './bottlenecks/bottlenecks.controller';
import { CaseloadController } from './caseload/caseload.controller';
import { ListDesk } from './caseload/list-desk';
import { OneByOne } from './caseload/one-by-one';
import { ReferralsController } from './caseload/referrals.controller';
import { PcnController } from './pcn/pcn.controller';
import { ErasuresController } from './erasures/erasures.controller';
import { IdentityController } from './identity/identity.controller';
import { RestrictedController } from './restricted/restricted.controller';
import { RetentionController } from './retention/retention.controller';
import { ReturnsController } from './returns/returns.controller';
import { PatientSearch } from './search/patient-search';
import { SessionsController } from './sessions/sessions.controller';
import { SearchController } from './search/search.controller';
import { WaitsController } from './waits/waits.controller';
import { SnoozeController } from './worklist/snooze.controller';
import { WorkCount } from './worklist/work-count';
import { WorklistController } from './worklist/worklist.controller';

// The gate before the workup: `workup/decide` must not be taken for an item.
export const pageControllers = [
  ReceiveReferralController,
  ReferralImportsController,
  CaseController,
  LookedAtController,
  ClocksController,
  AsOfController,
  ContactController,
  GateController,
  VerdictController,
  WorkupController,
  OrderController,
  TestsController,
  HospitalFactsController,
  ClosingController,
  BatonController,
  ConditionController,
  CheckInsController,
  ExpeditesController,
  EscalationsController,
  ThreadsController,
  OffersController,
  HarmReviewsController,
  ValidationController,
  ValidationRoundController,
  HarmReviewListController,
  AssignmentController,
  DuplicatesController,
  CorrectionsController,
  SnoozeController,
  ChaseController,
  BulkHandOverController,
  CoverController,
  WorklistController,
  CaseloadController,
  SearchController,
  SuspectedController,
  ReferralsController,
  PcnController,
  BottlenecksController,
  ReturnsController,
  WaitsController,
  EnquiriesController,
  MessagesController,
  DeflectionsController,
  ExitsController,
  AdminController,
  AccountsController,
  OrganisationsController,
  AuditController,
  ExportsController,
  ExportAnswersController,
  DataRequestsController,
  DataPackageController,
  RectificationController,
  ClinicalReviewsController,
  BreakGlassController,
  BreakGlassReviewsController,
  RetentionController,
  RestrictedController,
  IdentityController,
  ErasuresController,
  SessionsController,
  ClockController,
];

export const pageProviders = [
  TestsElsewhere,
  CaseDesk,
  CaseFrame,
  Colleagues,
  Scopes,
  ListDesk,
  OneByOne,
  PatientSearch,
  RequestDesk,
  WorkCount,
  ReferralDesk,
  EnquiryDesk,
  MessageCount,
];
