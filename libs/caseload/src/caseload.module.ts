import { PathwaysModule } from '@guardian/pathways';
import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CaseListHandler } from './case-list';
import { CaseRow } from './case-row';
import { CasesDueHandler } from './cases-due';
import { CasesLikeHandler, ComparedCasesHandler } from './cases-like';
import { CasesOfPatientsHandler } from './cases-of-patients';
import { ChaseListHandler } from './chase-list';
import { Claims } from './claims';
import { CoordinatorsOfHandler, OpenCasesHeldHandler } from './coordinators';
import { CoverCalendar } from './cover';
import { DataRequestsHandler } from './data-requests';
import { DoneTodayHandler } from './done-today';
import { DeflectionsHandler } from './deflections';
import { DuplicateWatch } from './duplicate-watch';
import { EnquiriesOfCaseHandler, OpenEnquiriesHandler } from './enquiries';
import { EnquiryRow } from './enquiry-row';
import { ErasureDecidedHandler, ErasuresDecidedHandler, ErasuresProposedHandler, ErasuresToDoHandler, StreamsOfHandler } from './erasures';
import { ExitCountsHandler, ExitsHandler } from './exits';
import { FindCaseHandler, OpenCasesOfHandler } from './find-case';
import { HarmReviewCountsHandler, HarmReviewsHandler } from './harm-reviews';
import { CasesOpenedHandler, IsKnownPatientHandler } from './opened-records';
import { RecordOfHandler, RecordsDueHandler } from './kept-records';
import { LivedHistory } from './lived-history';
import { CountMessagesHandler, DigestLooks, MessagesHandler, NewMessagesHandler } from './messages';
import { PatientRow } from './patient-row';
import { PcnCaseloadHandler } from './pcn-caseload';
import { SearchCasesHandler } from './search';
import { SuspectedDuplicatesHandler } from './suspected-duplicates';
import { ThreadRow } from './thread-row';
import { AwaitedRepliesHandler, ValidationRoundHandler } from './validation-round';
import { WorklistHandler } from './worklist';

/** Needs the application's DataSource. */
@Module({
  imports: [CqrsModule, PathwaysModule, TypeOrmModule.forFeature([CaseRow, PatientRow, EnquiryRow, ThreadRow])],
  providers: [
    WorklistHandler,
    CaseListHandler,
    CoordinatorsOfHandler,
    OpenCasesHeldHandler,
    Claims,
    CoverCalendar,
    DataRequestsHandler,
    RecordOfHandler,
    RecordsDueHandler,
    DoneTodayHandler,
    ErasureDecidedHandler,
    ErasuresProposedHandler,
    ErasuresDecidedHandler,
    ErasuresToDoHandler,
    StreamsOfHandler,
    SearchCasesHandler,
    OpenEnquiriesHandler,
    EnquiriesOfCaseHandler,
    DeflectionsHandler,
    FindCaseHandler,
    CasesOpenedHandler,
    IsKnownPatientHandler,
    OpenCasesOfHandler,
    PcnCaseloadHandler,
    CasesDueHandler,
    CasesLikeHandler,
    ComparedCasesHandler,
    CasesOfPatientsHandler,
    SuspectedDuplicatesHandler,
    DuplicateWatch,
    LivedHistory,
    MessagesHandler,
    CountMessagesHandler,
    NewMessagesHandler,
    DigestLooks,
    HarmReviewCountsHandler,
    HarmReviewsHandler,
    ExitCountsHandler,
    ExitsHandler,
    ValidationRoundHandler,
    AwaitedRepliesHandler,
    ChaseListHandler,
  ],
  exports: [Claims, CoverCalendar, DigestLooks, DuplicateWatch, LivedHistory],
})
export class CaseloadModule {}
