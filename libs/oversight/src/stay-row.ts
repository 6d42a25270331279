import { advance, type CaseEvent, effectiveOn, initialProgress, type Progress, type Step, stepOf } from '@guardian/casework/events';
import { type CalendarDay, londonDay } from '@guardian/kernel';
import { type EventOf, ignored, type ReadModel, type Rows } from '@guardian/projections';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One stay of one case in one step: what every report on delay is made of. */
@Entity('oversight_stay')
export class StayRow {
  @PrimaryColumn('uuid') caseId: string;
  /** 1 for the first. */
  @PrimaryColumn('int') stay: number;
  @Column('text') step: Step;
  @Column('date') enteredOn: CalendarDay;
  /** Null: still there. */
  @Column('date', { nullable: true }) leftOn: CalendarDay | null;
  @Column('text', { nullable: true }) leftTo: Step | null;
  @Column('text') pathwayId: string;
  @Column('int') pathwayVersion: number;
  @Column('text', { nullable: true }) providerCode: string | null;
  @Column('text', { nullable: true }) providerName: string | null;
  @Column('text') practiceCode: string;
  @Column('text', { nullable: true }) pcnCode: string | null;
  @Column('text') placeCode: string;
}

/** What the next stay needs to know of its case. */
@Entity('oversight_case')
export class CourseRow {
  @PrimaryColumn('uuid') caseId: string;
  @Column('int') stays: number;
  @Column('jsonb') progress: Progress;
}

function open(rows: Rows, event: EventOf<CaseEvent, 'ReferralReceived' | 'CaseTakenOn'>): void {
  const { pathway, practice } = event.data;
  const provider = 'provider' in event.data ? (event.data.provider as { code: string; name: string }) : null;
  const progress = after(initialProgress, event);
  rows.put(CourseRow, { caseId: event.id, stays: 1, progress });
  rows.put(StayRow, {
    caseId: event.id,
    stay: 1,
    step: stepOf(progress),
    enteredOn: effectiveOn(happened(event), recordedOn(event)),
    leftOn: null,
    leftTo: null,
    pathwayId: pathway.id,
    pathwayVersion: pathway.version,
    providerCode: provider?.code ?? null,
    providerName: provider?.name ?? null,
    practiceCode: practice.code,
    pcnCode: practice.pcn,
    placeCode: practice.place,
  });
}

function move(rows: Rows, event: EventOf<CaseEvent>): void {
  const course = rows.one(CourseRow);
  const current = rows.all(StayRow).find((row) => row.stay === course?.stays);
  if (!course || !current) throw new Error(`${event.type} before the case was opened`);
  const progress = after(course.progress, event);
  const step = stepOf(progress);
  if (step === current.step) {
    rows.change(CourseRow, course, { progress });
    return;
  }
  const on = later(current.enteredOn, effectiveOn(happened(event), recordedOn(event)));
  rows.put(StayRow, { ...current, stay: current.stay + 1, step, enteredOn: on, leftOn: null, leftTo: null });
  rows.change(StayRow, current, { leftOn: on, leftTo: step });
  rows.change(CourseRow, course, { stays: current.stay + 1, progress });
}

/** A stay belongs to the provider that had the referral when it began. */
function withProvider(rows: Rows, event: EventOf<CaseEvent, 'ReferralSent' | 'ProviderChanged'>): void {
  move(rows, event);
  const course = rows.one(CourseRow);
  const current = rows.all(StayRow).find((row) => row.stay === course?.stays);
  if (current) rows.change(StayRow, current, { providerCode: event.data.to.code, providerName: event.data.to.name });
}

const happened = (event: EventOf<CaseEvent>): CaseEvent => ({ type: event.type, data: event.data }) as CaseEvent;
const after = (progress: Progress, event: EventOf<CaseEvent>): Progress => advance(progress, happened(event), event.revision);
const recordedOn = (event: EventOf<CaseEvent>): CalendarDay => londonDay(new Date(event.metadata.recordedAt));
const later = (a: CalendarDay, b: CalendarDay): CalendarDay => (a > b ? a : b);

/** Ignored is what can never move a step. */
export const stayRows: ReadModel<CaseEvent> = {
  name: 'oversight-stays',
  version: 2,
  category: 'case',
  tables: [StayRow, CourseRow],
  on: {
    ReferralReceived: open,
    CaseTakenOn: open,
    ReferralSent: withProvider,
    ProviderChanged: withProvider,
    ReferralAccepted: move,
    ReferralReturned: move,
    ReferralResubmitted: move,
    CaseAssigned: ignored,
    CaseHandedOver: ignored,
    DuplicateSuspected: ignored,
    DuplicateAskedAbout: ignored,
    DuplicateLinkProposed: ignored,
    DuplicateDismissed: ignored,
    CaseLinkedAsDuplicate: move,
    CaseUnlinked: move,
    DuplicateFollowed: ignored,
    DuplicateReleased: ignored,
    WorkupItemRequested: ignored,
    WorkupItemCompleted: move,
    WorkupItemWaived: move,
    WorkupItemExpired: move,
    DiagnosticOrdered: ignored,
    DiagnosticBooked: ignored,
    DiagnosticPerformed: ignored,
    DiagnosticMissed: ignored,
    DiagnosticCancelled: ignored,
    DiagnosticReported: ignored,
    DiagnosticAcknowledged: ignored,
    DiagnosticResultTold: ignored,
    ExistingResultReused: move,
    GatePassed: move,
    GateOverridden: move,
    GateExpired: move,
    RedFlagBypassed: move,
    HospitalFactRecorded: move,
    PriorityRecorded: move,
    ContactRecorded: ignored,
    ContactCorrected: ignored,
    ValidationAsked: ignored,
    ValidationFellDue: ignored,
    ValidationUnanswered: ignored,
    ValidationAnswered: ignored,
    ResponsibilityOffered: ignored,
    ResponsibilityAccepted: ignored,
    ResponsibilityDeclined: ignored,
    ResponsibilityOfferUnanswered: ignored,
    ResponsibilityOfferWithdrawn: ignored,
    ServiceOffered: ignored,
    ServiceAccepted: move,
    ServiceDeclined: ignored,
    ServiceTimeGiven: ignored,
    ServiceReviewed: ignored,
    WorkSnoozed: ignored,
    StepWentQuiet: ignored,
    HarmReviewOpened: ignored,
    HarmReviewCompleted: ignored,
    SilenceReachedPcn: ignored,
    SnoozeEnded: ignored,
    ServiceOutcomeRecorded: move,
    CheckInActedOn: ignored,
    CheckInCompleted: ignored,
    CheckInMissed: ignored,
    CheckInPlanned: ignored,
    ConditionChangeReported: ignored,
    ConditionChangeTriaged: ignored,
    EscalationAcknowledged: ignored,
    ReturnEscalated: ignored,
    EscalationPassedOn: ignored,
    EscalationRaised: ignored,
    EscalationResolved: ignored,
    ExpediteAnswerTold: ignored,
    MessageSent: ignored,
    MessageAnswered: ignored,
    MessageRead: ignored,
    MessageThreadClosed: ignored,
    AdviceConvertedToReferral: ignored,
    ExpediteAnswered: ignored,
    ExpediteRequested: ignored,
    ExitProposed: ignored,
    ExitDeclined: ignored,
    CaseClosed: move,
    CaseReopened: move,
    EntryCorrected: move,
    EntryMovedToPatient: move,
    CaseErased: ignored,
  },
};
