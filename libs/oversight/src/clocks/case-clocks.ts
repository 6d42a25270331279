import {
  advance,
  type CaseEvent,
  type CaseFacts,
  type ClosureReason,
  effectiveOn,
  factsInOrder,
  initialProgress,
  latest,
  noFacts,
  type Progress,
  type ReferralPriority,
  stepOf,
  suspectsCancer,
  withFactsOf,
} from '@guardian/casework/events';
import { type CalendarDay, londonDay } from '@guardian/kernel';
import { type EventOf, ignored, type ReadModel, type Rows } from '@guardian/projections';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { type ClockName, type ClockReading, isSame, spansFrom } from './clock-reading';

/** How a case ended, or that it is open again, as it was known from a day on. */
export interface Ending {
  readonly knownOn: CalendarDay;
  readonly closedOn: CalendarDay | null;
  readonly closeReason: ClosureReason | 'duplicate' | null;
}

/** One case: what its clocks are computed from, and by what they are counted. */
@Entity('oversight_clock_case')
export class ClockCaseRow {
  @PrimaryColumn('uuid') caseId: string;
  @Column('text') reference: string;
  @Column('uuid') patientId: string;
  @Column('date') referredOn: CalendarDay;
  /** The day on which Guardian took the case on. */
  @Column('date') openedOn: CalendarDay;
  /** Null: open. */
  @Column('date', { nullable: true }) closedOn: CalendarDay | null;
  @Column('text', { nullable: true }) closeReason: ClosureReason | 'duplicate' | null;
  /** Oldest first, the last one as now: for returns as they were known then. */
  @Column('jsonb') endings: readonly Ending[];
  @Column('text') pathwayId: string;
  /** Treatment function code. */
  @Column('text') specialty: string;
  @Column('text') priority: ReferralPriority;
  @Column('boolean') suspectedCancer: boolean;
  @Column('text') practiceCode: string;
  @Column('text', { nullable: true }) pcnCode: string | null;
  @Column('text') placeCode: string;
  @Column('text', { nullable: true }) providerCode: string | null;
  @Column('jsonb') facts: CaseFacts;
  @Column('jsonb') progress: Progress;
}

/**
 * What one clock of one case reads from a day until another: right on any day without being written again. `fromDay <= day < untilDay`
 * gives the reading of a day by all facts known now; days waited follow from `start`.
 */
@Entity('oversight_clock')
export class ClockRow implements ClockReading {
  @PrimaryColumn('uuid') caseId: string;
  @PrimaryColumn('text') clock: ClockName;
  @PrimaryColumn('int') n: number;
  @PrimaryColumn('date') fromDay: CalendarDay;
  /** The first day on which it no longer holds; `NO_END` while nothing is known that will change it. */
  @Column('date') untilDay: CalendarDay;
  @Column('text') state: string;
  @Column('boolean') runs: boolean;
  @Column('date', { nullable: true }) start: CalendarDay | null;
  @Column('date', { nullable: true }) stop: CalendarDay | null;
  @Column('date', { nullable: true }) insideUntil: CalendarDay | null;
  @Column('text', { nullable: true }) test: string | null;
  @Column('text', { nullable: true }) activity: string | null;
  @Column('text', { nullable: true }) stopReason: string | null;
  @Column('text', { nullable: true }) completedAs: string | null;
  @Column('boolean', { nullable: true }) decisionToAdmit: boolean | null;
  @Column('boolean', { nullable: true }) countsInReturn: boolean | null;
  @Column('text', { nullable: true }) startConfidence: ClockReading['startConfidence'];
  // Of the case, so that a count needs no join.
  @Column('date', { nullable: true }) closedOn: CalendarDay | null;
  @Column('text') pathwayId: string;
  @Column('text') specialty: string;
  @Column('text') practiceCode: string;
  @Column('text', { nullable: true }) pcnCode: string | null;
  @Column('text') placeCode: string;
  @Column('text', { nullable: true }) providerCode: string | null;
}

const happened = (event: EventOf<CaseEvent>): CaseEvent => ({ type: event.type, data: event.data }) as CaseEvent;
const recordedOn = (event: EventOf<CaseEvent>): CalendarDay => londonDay(new Date(event.metadata.recordedAt));

function opened(rows: Rows, event: EventOf<CaseEvent, 'ReferralReceived' | 'CaseTakenOn'>): void {
  const { data } = event;
  rows.put(ClockCaseRow, {
    caseId: event.id,
    reference: data.reference,
    patientId: data.patientId,
    referredOn: data.referredOn,
    openedOn: recordedOn(event),
    closedOn: null,
    closeReason: null,
    endings: [],
    pathwayId: data.pathway.id,
    specialty: data.specialty,
    priority: data.priority,
    suspectedCancer: data.suspectedCancer,
    practiceCode: data.practice.code,
    pcnCode: data.practice.pcn,
    placeCode: data.practice.place,
    providerCode: null,
    facts: noFacts,
    progress: initialProgress,
  });
  heard(rows, event);
}

/** Nothing leads from the clocks to the patient any more. */
function cut(rows: Rows, event: EventOf<CaseEvent>): void {
  const row = rows.one(ClockCaseRow);
  if (row) rows.change(ClockCaseRow, row, { patientId: event.id });
}

/** Sets what follows from one more event; the clocks only from the first day that reads otherwise. */
function heard(rows: Rows, event: EventOf<CaseEvent>): void {
  const row = rows.one(ClockCaseRow);
  if (!row) throw new Error(`${event.type} before the case was opened`);
  // A replay changes rows in place: what stood there is kept beside them.
  const before = { ...row };
  const progress = advance(before.progress, happened(event), event.revision);
  const facts = withFactsOf(before.facts, happened(event), event.revision, recordedOn(event));
  const after: ClockCaseRow = { ...before, ...followsFrom(progress), ...ending(before, progress, event), facts };
  const { caseId: _, ...changes } = after;
  rows.change(ClockCaseRow, row, changes);
  const changed = firstDifference(before.facts, facts);
  if (changed !== undefined) readAgain(rows, after, changed);
  const { closedOn, providerCode } = after;
  if (closedOn === before.closedOn && providerCode === before.providerCode) return;
  for (const clock of rows.all(ClockRow)) rows.change(ClockRow, clock, { closedOn, providerCode });
}

const followsFrom = (progress: Progress) => ({
  progress,
  priority: latest(progress.priorities) ?? ('routine' as const),
  suspectedCancer: suspectsCancer(progress),
  providerCode: latest(progress.providers)?.code ?? null,
});

function ending(before: ClockCaseRow, progress: Progress, event: EventOf<CaseEvent>) {
  const { closedOn, closeReason } = endOf(before, progress, event);
  if (closedOn === before.closedOn && closeReason === before.closeReason) return {};
  return { closedOn, closeReason, endings: [...before.endings, { knownOn: recordedOn(event), closedOn, closeReason }] };
}

function endOf(before: ClockCaseRow, progress: Progress, event: EventOf<CaseEvent>): Omit<Ending, 'knownOn'> {
  if (stepOf(progress) !== 'closed') return { closedOn: null, closeReason: null };
  if (before.closedOn !== null) return before;
  const happening = happened(event);
  const closeReason = happening.type === 'CaseClosed' ? happening.data.reason : 'duplicate';
  return { closedOn: effectiveOn(happening, recordedOn(event)), closeReason };
}

/** The day of the first fact that is not the same any more. */
function firstDifference(before: CaseFacts, after: CaseFacts): CalendarDay | undefined {
  if (before === after) return undefined;
  const [old, now] = [factsInOrder(before), factsInOrder(after)];
  const same = (index: number) => old[index]?.fact === now[index]?.fact;
  let index = 0;
  while (same(index)) {
    if (index >= old.length) return undefined;
    index += 1;
  }
  return [old[index], now[index]].flatMap((known) => known?.fact.date ?? []).sort()[0];
}

function readAgain(rows: Rows, of: ClockCaseRow, from: CalendarDay): void {
  const reaching: ClockRow[] = [];
  for (const row of rows.all(ClockRow)) {
    if (row.fromDay >= from) rows.remove(ClockRow, row);
    else if (row.untilDay >= from) {
      reaching.push(row);
      if (row.untilDay > from) rows.change(ClockRow, row, { untilDay: from });
    }
  }
  const { caseId, closedOn, pathwayId, specialty, practiceCode, pcnCode, placeCode, providerCode } = of;
  const ofCase = { caseId, closedOn, pathwayId, specialty, practiceCode, pcnCode, placeCode, providerCode };
  for (const { reading, fromDay, untilDay } of spansFrom(from, factsInOrder(of.facts))) {
    const goesOn = fromDay === from ? reaching.find((row) => isSame(row, reading)) : undefined;
    if (goesOn) rows.change(ClockRow, goesOn, { untilDay });
    else rows.put(ClockRow, { ...reading, ...ofCase, fromDay, untilDay });
  }
}

/** The clocks of every case. Ignored is what moves no fact, no provider, no priority and no end of a case. */
export const caseClocks: ReadModel<CaseEvent> = {
  name: 'case-clocks',
  version: 2,
  category: 'case',
  tables: [ClockCaseRow, ClockRow],
  on: {
    ReferralReceived: opened,
    CaseTakenOn: opened,
    ReferralAccepted: ignored,
    ReferralReturned: ignored,
    ReferralResubmitted: ignored,
    CaseAssigned: ignored,
    CaseHandedOver: ignored,
    DuplicateSuspected: ignored,
    DuplicateAskedAbout: ignored,
    DuplicateLinkProposed: ignored,
    DuplicateDismissed: ignored,
    CaseLinkedAsDuplicate: heard,
    CaseUnlinked: heard,
    DuplicateFollowed: ignored,
    DuplicateReleased: ignored,
    WorkupItemRequested: ignored,
    WorkupItemCompleted: ignored,
    WorkupItemWaived: ignored,
    WorkupItemExpired: ignored,
    DiagnosticOrdered: heard,
    DiagnosticBooked: heard,
    DiagnosticPerformed: heard,
    DiagnosticMissed: heard,
    DiagnosticCancelled: heard,
    DiagnosticReported: heard,
    DiagnosticAcknowledged: ignored,
    DiagnosticResultTold: ignored,
    ExistingResultReused: ignored,
    GatePassed: ignored,
    GateOverridden: ignored,
    GateExpired: ignored,
    RedFlagBypassed: heard,
    ReferralSent: heard,
    HospitalFactRecorded: heard,
    PriorityRecorded: heard,
    ProviderChanged: heard,
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
    ServiceAccepted: ignored,
    ServiceDeclined: ignored,
    ServiceTimeGiven: ignored,
    ServiceReviewed: ignored,
    WorkSnoozed: ignored,
    StepWentQuiet: ignored,
    HarmReviewOpened: ignored,
    HarmReviewCompleted: ignored,
    SilenceReachedPcn: ignored,
    SnoozeEnded: ignored,
    ServiceOutcomeRecorded: ignored,
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
    CaseClosed: heard,
    CaseReopened: heard,
    EntryCorrected: heard,
    EntryMovedToPatient: heard,
    CaseErased: cut,
  },
};
