import { caseRows, CaseRow } from './case-row';
import { DataRequestRow } from './data-request-row';
import { enquiryRows, EnquiryRow } from './enquiry-row';
import { ErasureRow } from './erasure-row';
import { ExitRow } from './exit-row';
import { patientRows, PatientRow } from './patient-row';
import { ThreadRow } from './thread-row';

export { CASE_SORTS, type CaseFilters, CaseList, type CaseListView, type CaseSort, WAIT_BANDS, type WaitBand } from './case-list';
export { CaseRow } from './case-row';
export { CasesDue } from './cases-due';
export { CasesLike, type ComparedCase, ComparedCases, type LikeCase } from './cases-like';
export { CasesOfPatients, type CaseOfPatient } from './cases-of-patients';
export { CaseloadModule } from './caseload.module';
export { type Band, BANDS, momentOn, type NextAction, type Reason, reasonsFor, type StepLimit, type TestRow } from './ranking';
export { type ChasedCase, type ChaseGroup, ChaseList } from './chase-list';
export { type Claim, Claims } from './claims';
export { CoordinatorsOf, type ListedCoordinator, OpenCasesHeld } from './coordinators';
export { type Cover, CoverCalendar } from './cover';
export { type DeflectionMonth, Deflections } from './deflections';
export { EnquiriesOfCase, type EnquiriesView, type ListedEnquiry, OpenEnquiries } from './enquiries';
export { DATA_REQUEST_LISTS, type DataRequestListName, DataRequests, type ListedDataRequest } from './data-requests';
export { DuplicateWatch } from './duplicate-watch';
export { ErasureRow } from './erasure-row';
export {
  ErasureDecided,
  ErasuresDecided,
  ErasuresProposed,
  ErasuresToDo,
  type ProposedErasure,
  StreamsOf,
  type StreamsOfPatient,
} from './erasures';
export { type DoneCase, DoneToday } from './done-today';
export {
  AwaitedReplies,
  type AwaitedReply,
  ROUND_WAYS,
  type RoundFilters,
  type RoundReason,
  type RoundWay,
  ValidationRound,
} from './validation-round';
export { ExitCounts, type ExitFilters, Exits, type ListedExit } from './exits';
export { FindCase, type FoundCase, type OpenCase, OpenCasesOf } from './find-case';
export { type HarmReviewCount, HarmReviewCounts, HarmReviews, type ListedHarmReview } from './harm-reviews';
export type { ListedCase } from './listed-case';
export { type KeptRecord, RecordOf, RecordsDue } from './kept-records';
export { LivedHistory } from './lived-history';
export {
  CountMessages,
  DigestLooks,
  type ListedThread,
  MESSAGE_BOXES,
  type MessageBox,
  type MessageCounts,
  Messages,
  NewMessages,
} from './messages';
export { caseloadMigrations } from './migrations';
export { PatientRow } from './patient-row';
export { PcnCaseload, type PcnCaseloadView } from './pcn-caseload';
export { SearchCases, type SearchView } from './search';
export { limitsByStep } from './step-limits';
export { SuspectedDuplicates, type SuspectedPair } from './suspected-duplicates';
export { TIES, type TieRule, type Tie } from './ties';
export { Worklist, type WorklistItem, type WorklistOptions, type WorklistView } from './worklist';

export const caseloadReadModels = [caseRows, patientRows, enquiryRows];
export const caseloadEntities = [CaseRow, PatientRow, DataRequestRow, ErasureRow, EnquiryRow, ThreadRow, ExitRow];
export { CasesOpened, IsKnownPatient, type OpenedRecordCase } from './opened-records';
