import type { ReadModel, Rows } from '@guardian/projections';
import {
  advance,
  type CaseEvent,
  effectiveOn,
  initialProgress,
  NEXT_MOVER,
  type NextMover,
  type Progress,
  type Step,
  stepOf,
} from '@guardian/casework/events';
import { type CalendarDay, londonDay } from '@guardian/kernel';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { TestRow } from './ranking';
import type { EventOf } from '@guardian/projections';

/** One case as lists show it. No name and no number of a person: those stand in PatientRow. */
@Entity('caseload_case')
export class CaseRow {
  @PrimaryColumn('uuid') caseId: string;
  @Column('text') reference: string;
  @Column('uuid') patientId: string;
  @Column('text') pathwayId: string;
  @Column('int') pathwayVersion: number;
  @Column('text') specialty: string;
  @Column('text') priority: string;
  @Column('boolean') suspectedCancer: boolean;
  @Column('date') referredOn: CalendarDay;
  @Column('text') practiceCode: string;
  @Column('text', { nullable: true }) pcnCode: string | null;
  @Column('text') placeCode: string;
  @Column('text', { nullable: true }) coordinatorId: string | null;
  @Column('text', { nullable: true }) coordinatorName: string | null;
  @Column('text') holderName: string;
  @Column('text', { nullable: true }) offeredTo: string | null;
  @Column('text', { nullable: true }) providerCode: string | null;
  @Column('text', { nullable: true }) providerName: string | null;
  @Column('text') step: Step;
  @Column('date') stepSince: CalendarDay;
  @Column('text') nextMover: NextMover;
  @Column('boolean') accepted: boolean;
  @Column('boolean') gatePassed: boolean;
  @Column('boolean') treated: boolean;
  @Column('date', { nullable: true }) gateDueOn: CalendarDay | null;
  @Column('date', { nullable: true }) replyBy: CalendarDay | null;
  @Column('date', { nullable: true }) appointmentOn: CalendarDay | null;
  @Column('date', { nullable: true }) lastContactOn: CalendarDay | null;
  @Column('date', { nullable: true }) nextContactOn: CalendarDay | null;
  /** Tries without an answer since somebody last spoke with the patient. */
  @Column('int') unanswered: number;
  @Column('date') lastEventOn: CalendarDay;
  @Column('text', { array: true }) suspectedDuplicates: string[];
  @Column('jsonb') tests: TestRow[];
  @Column('jsonb') progress: Progress;
}

type On<T extends CaseEvent['type']> = EventOf<CaseEvent, T>;

/** Every event moves the step and the day of the last event; a handler adds what else it changes. */
function change(rows: Rows, event: EventOf<CaseEvent>, more: Partial<CaseRow> | ((row: CaseRow) => Partial<CaseRow>) = {}): void {
  const row = rows.one(CaseRow);
  if (!row) throw new Error(`${event.type} before the case was opened`);
  rows.put(CaseRow, { ...row, ...(typeof more === 'function' ? more(row) : more), ...where(row, event) });
}

function where(row: Pick<CaseRow, 'progress' | 'step' | 'stepSince'>, event: EventOf<CaseEvent>): Partial<CaseRow> {
  const happened = { type: event.type, data: event.data } as CaseEvent;
  const recordedOn = londonDay(new Date(event.metadata.recordedAt));
  const progress = advance(row.progress, happened, event.revision);
  const step = stepOf(progress);
  const on = effectiveOn(happened, recordedOn);
  return {
    progress,
    step,
    stepSince: step === row.step ? row.stepSince : on > row.stepSince ? on : row.stepSince,
    nextMover: NEXT_MOVER[step],
    accepted: progress.accepted,
    gatePassed: progress.gatePassed,
    treated: progress.treatments.length > 0,
    lastEventOn: recordedOn,
  };
}

function opened(rows: Rows, event: On<'ReferralReceived'> | On<'CaseTakenOn'>): void {
  const { data } = event;
  const provider = event.type === 'CaseTakenOn' ? event.data.provider : null;
  const blank = { progress: initialProgress, step: 'intake' as const, stepSince: data.referredOn };
  rows.put(CaseRow, {
    caseId: event.id,
    reference: data.reference,
    patientId: data.patientId,
    pathwayId: data.pathway.id,
    pathwayVersion: data.pathway.version,
    specialty: data.specialty,
    priority: data.priority,
    suspectedCancer: data.suspectedCancer,
    referredOn: data.referredOn,
    practiceCode: data.practice.code,
    pcnCode: data.practice.pcn,
    placeCode: data.practice.place,
    coordinatorId: null,
    coordinatorName: null,
    holderName: data.holder.name,
    offeredTo: null,
    providerCode: provider?.code ?? null,
    providerName: provider?.name ?? null,
    gateDueOn: null,
    replyBy: null,
    appointmentOn: null,
    lastContactOn: null,
    nextContactOn: null,
    unanswered: 0,
    suspectedDuplicates: [],
    tests: [],
    ...(where(blank, event) as Pick<CaseRow, 'progress' | 'step' | 'nextMover' | 'accepted' | 'gatePassed' | 'treated' | 'lastEventOn'>),
    stepSince: event.type === 'CaseTakenOn' ? event.data.onListSince : londonDay(new Date(event.metadata.recordedAt)),
  });
}

const assigned = ({ id, name }: { id: string; name: string }): Partial<CaseRow> => ({ coordinatorId: id, coordinatorName: name });

const withProvider = ({ code, name }: { code: string; name: string }): Partial<CaseRow> => ({ providerCode: code, providerName: name });

function test(rows: Rows, event: EventOf<CaseEvent> & { data: { testId: string } }, on: CalendarDay, now: Partial<TestRow>): void {
  change(rows, event, (row) => ({
    tests: row.tests.map((of) => (of.testId === event.data.testId ? { ...of, since: on, ...now } : of)),
  }));
}

const recordedOn = (event: EventOf<CaseEvent>): CalendarDay => londonDay(new Date(event.metadata.recordedAt));

const plain = (rows: Rows, event: EventOf<CaseEvent>): void => change(rows, event);

export const caseRows: ReadModel<CaseEvent> = {
  name: 'caseload-cases',
  category: 'case',
  tables: [CaseRow],
  on: {
    ReferralReceived: opened,
    CaseTakenOn: opened,
    ReferralAccepted: (rows, event) => change(rows, event, { gateDueOn: event.data.gateDueOn }),
    ReferralReturned: (rows, event) => change(rows, event, { replyBy: event.data.replyBy }),
    ReferralResubmitted: (rows, event) => change(rows, event, { replyBy: null }),
    CaseAssigned: (rows, event) => change(rows, event, assigned(event.data.coordinator)),
    CaseHandedOver: (rows, event) => change(rows, event, assigned(event.data.to)),
    DuplicateSuspected: (rows, event) =>
      change(rows, event, (row) => ({ suspectedDuplicates: [...row.suspectedDuplicates, event.data.otherCaseId] })),
    DuplicateDismissed: (rows, event) =>
      change(rows, event, (row) => ({ suspectedDuplicates: row.suspectedDuplicates.filter((id) => id !== event.data.otherCaseId) })),
    CaseLinkedAsDuplicate: (rows, event) => change(rows, event, { suspectedDuplicates: [] }),
    CaseUnlinked: plain,
    WorkupItemRequested: plain,
    WorkupItemCompleted: plain,
    WorkupItemWaived: plain,
    WorkupItemExpired: plain,
    DiagnosticOrdered: (rows, event) =>
      change(rows, event, (row) => ({
        tests: [
          ...row.tests,
          { testId: event.data.testId, name: event.data.name, status: 'ordered', since: event.data.on, bookedFor: null, outcome: null },
        ],
      })),
    DiagnosticBooked: (rows, event) => test(rows, event, recordedOn(event), { status: 'booked', bookedFor: event.data.forOn }),
    DiagnosticPerformed: (rows, event) => test(rows, event, event.data.on, { status: 'performed' }),
    DiagnosticMissed: (rows, event) => test(rows, event, event.data.on, { status: 'to-rebook', bookedFor: null }),
    DiagnosticCancelled: (rows, event) =>
      test(rows, event, event.data.on, { status: event.data.stillWanted ? 'to-rebook' : 'withdrawn', bookedFor: null }),
    DiagnosticReported: (rows, event) => test(rows, event, event.data.on, { status: 'reported', outcome: event.data.outcome }),
    DiagnosticAcknowledged: (rows, event) => test(rows, event, event.data.on, { status: 'acknowledged' }),
    DiagnosticResultTold: (rows, event) => test(rows, event, event.data.on, { status: 'told' }),
    ExistingResultReused: plain,
    GatePassed: plain,
    GateOverridden: plain,
    GateExpired: plain,
    RedFlagBypassed: (rows, event) => change(rows, event, { replyBy: null }),
    ReferralSent: (rows, event) => change(rows, event, withProvider(event.data.to)),
    HospitalFactRecorded: (rows, event) => change(rows, event, () => appointment(event.data)),
    PriorityRecorded: (rows, event) => change(rows, event, event.data.scheme === 'urgency' ? { priority: event.data.code } : {}),
    ProviderChanged: (rows, event) => change(rows, event, withProvider(event.data.to)),
    ContactRecorded: (rows, event) =>
      change(rows, event, (row) => ({
        lastContactOn: event.data.on,
        nextContactOn: event.data.nextOn,
        unanswered: event.data.outcome === 'no-answer' ? row.unanswered + 1 : event.data.outcome === 'spoke' ? 0 : row.unanswered,
      })),
    ContactCorrected: plain,
    ValidationAsked: plain,
    ValidationAnswered: plain,
    ResponsibilityOffered: (rows, event) => change(rows, event, { offeredTo: event.data.to.name }),
    ResponsibilityAccepted: (rows, event) => change(rows, event, { holderName: event.data.to.name, offeredTo: null }),
    ResponsibilityDeclined: (rows, event) => change(rows, event, { offeredTo: null }),
    ServiceOffered: plain,
    ServiceAccepted: plain,
    ServiceDeclined: plain,
    ServiceOutcomeRecorded: plain,
    CaseClosed: plain,
    CaseReopened: plain,
    EntryCorrected: plain,
    EntryMovedToPatient: plain,
  },
};

/** The hospital's next date for this patient, as far as facts tell. */
function appointment({ kind, facts }: On<'HospitalFactRecorded'>['data']): Partial<CaseRow> {
  if (kind === 'appointment_booked' && typeof facts['for_date'] === 'string') return { appointmentOn: facts['for_date'] as CalendarDay };
  const over = ['first_attended', 'dna_first_appointment', 'patient_cancelled', 'provider_cancelled', 'arrived_late_not_seen'];
  return over.includes(kind) ? { appointmentOn: null } : {};
}
