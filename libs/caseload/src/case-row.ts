import type { ReadModel, Rows } from '@guardian/projections';
import {
  advance,
  advanceSafety,
  asking,
  awaitedReply,
  type CaseEvent,
  type ContactMeans,
  effectiveOn,
  type HarmReview,
  harmReviewsOf,
  type HarmTrigger,
  harmWatches,
  initialProgress,
  initialSafety,
  isNews,
  isValidated,
  latest,
  NEXT_MOVER,
  type NextMover,
  needsEvidence,
  offerAfter,
  openHospital,
  type OfferedServices,
  type OpenOffer,
  openReminder,
  type OpenSafety,
  openSafety,
  openServices,
  type OpenValidation,
  openValidation,
  passOnAt,
  type Progress,
  type Safety,
  type Said,
  servicesAfter,
  snoozeAfter,
  type Step,
  stepOf,
  suspectsCancer,
  takenBackBy,
  unansweredTries,
  validationDue,
} from '@guardian/casework/events';
import { type CalendarDay, londonDay } from '@guardian/kernel';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { advanceEvidence, type Evidence, evidenceUntil, outOfDate } from './evidence';
import type { OpenWork, TestRow } from './ranking';
import { cameBack, closed, ExitRow, linkedAway } from './exit-row';
import { putThreads, ThreadRow } from './thread-row';
import type { EventOf } from '@guardian/projections';

/** What one entry said of a test; the first of a test is its order, which says everything. */
type TestEntry = Said<Pick<TestRow, 'testId'> & Partial<TestRow>>;

/** Another case that may be the same need, or the same person under another record. */
export interface OpenSuspicion {
  readonly caseId: string;
  readonly reference: string;
  readonly because: readonly string[];
  readonly since: CalendarDay;
  /** Who was asked, by somebody who was not sure. */
  readonly asked: string | null;
}

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
  @Column('jsonb', { nullable: true }) offer: OpenOffer | null;
  /** Community services that were offered. */
  @Column('jsonb') services: OfferedServices;
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
  /** When the practice is to be reminded of its answer. */
  @Column('date', { nullable: true }) remindOn: CalendarDay | null;
  /** Who is asked now that no answer came by then. */
  @Column('text', { nullable: true }) replyEscalatedTo: string | null;
  @Column('date', { nullable: true }) appointmentOn: CalendarDay | null;
  @Column('date', { nullable: true }) lastContactOn: CalendarDay | null;
  @Column('date', { nullable: true }) nextContactOn: CalendarDay | null;
  /** Tries without an answer since somebody last spoke with the patient. */
  @Column('int') unanswered: number;
  @Column('date') lastEventOn: CalendarDay;
  /** Whom the silence of now has reached; null for nobody. For the deadline: lists look at the days themselves. */
  @Column('text', { nullable: true }) quietTold: 'team' | 'pcn' | null;
  @Column('date', { nullable: true }) snoozedUntil: CalendarDay | null;
  @Column('text', { array: true }) suspectedDuplicates: string[];
  /** The same cases, with what a list says of them; the first suspicion first. */
  @Column('jsonb') suspicions: OpenSuspicion[];
  @Column('jsonb') tests: TestRow[];
  /** What `tests` follows from; an entry that was corrected is taken out. */
  @Column('jsonb') testEntries: TestEntry[];
  @Column('jsonb') progress: Progress;
  @Column('jsonb') safety: Safety;
  /** What of it waits for somebody. */
  @Column('jsonb') openSafety: OpenSafety[];
  /** What else waits for somebody. */
  @Column('jsonb') openWork: OpenWork[];
  @Column('jsonb') evidence: Evidence;
  /** The last good day of what runs out next; null once the hospital has seen the patient. For the deadline. */
  @Column('date', { nullable: true }) evidenceUntil: CalendarDay | null;
  /** The reply date of an offer of the baton that is not marked unanswered; for the deadline. */
  @Column('date', { nullable: true }) batonDueOn: CalendarDay | null;
  /** Of the next check-in that is not marked missed; for the deadline. */
  @Column('date', { nullable: true }) checkInDueOn: CalendarDay | null;
  /** The instant, as ISO text, at which the next escalation goes to its deputy; for the deadline. */
  @Column('text', { nullable: true }) passOnAt: string | null;
  /** Since when each wait has lasted that is watched for a harm review; for the deadline. */
  @Column('date', { nullable: true }) harmWaitSince: CalendarDay | null;
  @Column('date', { nullable: true }) harmCancerSince: CalendarDay | null;
  @Column('date', { nullable: true }) harmCodeSince: CalendarDay | null;
  @Column('text', { nullable: true }) harmCode: string | null;
  /** What is open about asking the patient whether the appointment is still needed, and how they were asked since they last answered. */
  @Column('text', { nullable: true }) validationOpen: OpenValidation['what'] | null;
  @Column('text', { array: true }) validationWays: ContactMeans[];
  /** The referral of a patient who is to be asked when they have waited for long enough; null once that fell due. For the deadline. */
  @Column('date', { nullable: true }) validationSince: CalendarDay | null;
  /** From when on they are asked again; for the deadline. */
  @Column('date', { nullable: true }) validationNextOn: CalendarDay | null;
  /** Of a question that waits for its reply; for the deadline. */
  @Column('date', { nullable: true }) validationReplyBy: CalendarDay | null;
  /** Those that were opened, `id` being what opened each. They stay when the case is closed. */
  @Column('jsonb') harmReviews: (HarmReview & { readonly id: string })[];
}

type On<T extends CaseEvent['type']> = EventOf<CaseEvent, T>;

/** Every event moves the day of the last event and may move the step; a handler adds what else it changes. */
function change(rows: Rows, event: EventOf<CaseEvent>, more: Partial<CaseRow> | ((row: CaseRow) => Partial<CaseRow>) = {}): void {
  const row = rows.one(CaseRow);
  if (!row) throw new Error(`${event.type} before the case was opened`);
  const progress = advance(row.progress, happened(event), event.revision);
  // Asked before the row is changed, which a replay does in place.
  const moved = progress !== row.progress;
  const on = recordedOn(event);
  const evidence = advanceEvidence(row.evidence, happened(event), event.revision, on);
  const offer = offerAfter(row.offer, happened(event));
  const services = servicesAfter(row.services, happened(event));
  const before = row.safety;
  const safety = advanceSafety(before, happened(event), event.revision);
  if (moved || safety !== before || evidence !== row.evidence || offer !== row.offer || services !== row.services) {
    rows.change(CaseRow, row, { ...where(row, progress, event), ...waiting(progress, safety, evidence, offer, services) });
  }
  // Asked first: changed in place, the row in hand would have the new threads already.
  if (safety.messages !== before.messages) {
    const wrote = event.type === 'MessageSent' || event.type === 'MessageAnswered' ? (event.data as { threadId: string }).threadId : null;
    putThreads(rows, event.id, safety.messages, { recordedAt: event.metadata.recordedAt, wrote });
  }
  if (safety !== before) rows.change(CaseRow, row, kept(safety));
  if (moved || safety !== before) rows.change(CaseRow, row, watched(progress, safety, row.referredOn));
  const snoozedUntil = snoozeAfter(row.snoozedUntil, happened(event));
  if (snoozedUntil !== row.snoozedUntil) rows.change(CaseRow, row, { snoozedUntil });
  // The demonstration writes the past: what it links is older than what stands there.
  if ((on > row.lastEventOn || row.quietTold) && isNews(event.type)) {
    rows.change(CaseRow, row, { lastEventOn: later(row.lastEventOn, on), quietTold: null });
  }
  rows.change(CaseRow, row, typeof more === 'function' ? more(row) : more);
}

function where(row: Pick<CaseRow, 'step' | 'stepSince'>, progress: Progress, event: EventOf<CaseEvent>) {
  const step = stepOf(progress);
  const provider = latest(progress.providers);
  const contact = latest(progress.contacts);
  const coordinator = latest(progress.coordinators);
  return {
    progress,
    step,
    stepSince: step === row.step ? row.stepSince : later(row.stepSince, effectiveOn(happened(event), recordedOn(event))),
    nextMover: NEXT_MOVER[step],
    accepted: progress.accepted,
    gatePassed: progress.gatePassed,
    treated: progress.treatments.length > 0,
    priority: latest(progress.priorities) ?? 'routine',
    suspectedCancer: suspectsCancer(progress),
    coordinatorId: coordinator?.id ?? null,
    coordinatorName: coordinator?.name ?? null,
    providerCode: provider?.code ?? null,
    providerName: provider?.name ?? null,
    remindOn: openReminder(progress),
    appointmentOn: latest(progress.appointments),
    lastContactOn: contact?.on ?? null,
    nextContactOn: contact?.nextOn ?? null,
    unanswered: unansweredTries(progress),
  };
}

/** What waits for somebody besides tests and matters of safety. */
function waiting(
  progress: Progress,
  safety: Safety,
  evidence: Evidence,
  offer: OpenOffer | null,
  services: OfferedServices,
): Pick<CaseRow, 'evidence' | 'evidenceUntil' | 'offer' | 'services' | 'batonDueOn' | 'openWork' | 'validationOpen' | 'validationWays'> {
  const needed = needsEvidence(stepOf(progress));
  const out = needed ? outOfDate(evidence).map((open): OpenWork => ({ what: 'evidence-out-of-date', ...open })) : [];
  const validation = openValidation(progress, safety);
  const asked: OpenWork[] = offer ? [{ what: 'baton-unanswered', since: offer.replyBy, name: offer.to.name }] : [];
  return {
    evidence,
    evidenceUntil: needed ? evidenceUntil(evidence) : null,
    offer,
    services,
    batonDueOn: offer && !offer.unanswered ? offer.replyBy : null,
    openWork: [...openHospital(progress), ...out, ...asked, ...openServices(services), ...validation],
    validationOpen: validation[0]?.what ?? null,
    validationWays: [...asking(safety).ways],
  };
}

function kept(safety: Safety): Pick<CaseRow, 'safety' | 'openSafety' | 'checkInDueOn' | 'passOnAt' | 'harmReviews'> {
  const open = openSafety(safety);
  const due = open.flatMap(({ what, dueOn }) => (what === 'check-in' ? [dueOn] : [])).sort();
  return { safety, openSafety: open, checkInDueOn: due[0] ?? null, passOnAt: passOnAt(safety), harmReviews: harmReviewsOf(safety) };
}

function watched(progress: Progress, safety: Safety, referredOn: CalendarDay) {
  const watches = harmWatches(progress, safety, referredOn);
  const since = (trigger: HarmTrigger): CalendarDay | null => watches.find((one) => one.trigger === trigger)?.since ?? null;
  return {
    harmWaitSince: since('long-wait'),
    harmCancerSince: since('long-cancer-wait'),
    harmCodeSince: since('priority-time'),
    harmCode: watches.find(({ code }) => code !== null)?.code ?? null,
    ...validated(progress, safety, referredOn),
  };
}

function validated(progress: Progress, safety: Safety, referredOn: CalendarDay) {
  const due = validationDue(safety);
  const is = isValidated(progress, safety);
  return {
    validationSince: is && !due ? referredOn : null,
    validationNextOn: is && due ? due.nextOn : null,
    validationReplyBy: awaitedReply(progress, safety)?.replyBy ?? null,
  };
}

function opened(rows: Rows, event: On<'ReferralReceived'> | On<'CaseTakenOn'>): void {
  const { data } = event;
  const progress = advance(initialProgress, happened(event), event.revision);
  rows.put(CaseRow, {
    caseId: event.id,
    reference: data.reference,
    patientId: data.patientId,
    pathwayId: data.pathway.id,
    pathwayVersion: data.pathway.version,
    specialty: data.specialty,
    referredOn: data.referredOn,
    practiceCode: data.practice.code,
    pcnCode: data.practice.pcn,
    placeCode: data.practice.place,
    holderName: data.holder.name,
    snoozedUntil: null,
    quietTold: null,
    gateDueOn: null,
    ...NO_REPLY_DUE,
    ...suspecting([]),
    tests: [],
    testEntries: [],
    ...kept(initialSafety),
    ...watched(progress, initialSafety, data.referredOn),
    lastEventOn: later(data.referredOn, recordedOn(event)),
    ...waiting(progress, initialSafety, {}, null, {}),
    ...where({ step: 'intake', stepSince: data.referredOn }, progress, event),
    stepSince: event.type === 'CaseTakenOn' ? event.data.onListSince : londonDay(new Date(event.metadata.recordedAt)),
  });
}

const NO_REPLY_DUE = { replyBy: null, replyEscalatedTo: null } as const;

function test(rows: Rows, event: EventOf<CaseEvent> & { data: { testId: string } }, on: CalendarDay, now: Partial<TestRow>): void {
  const { testId } = event.data;
  change(rows, event, ({ testEntries }) => said([...testEntries, { entry: event.revision, is: { testId, since: on, ...now } }]));
}

/** Rule D5: the row falls back to what the other entries say. */
function takenBack(rows: Rows, event: On<'EntryCorrected'> | On<'EntryMovedToPatient'>): void {
  const wrong = takenBackBy(happened(event));
  change(rows, event, ({ testEntries }) => said(testEntries.filter(({ entry }) => entry !== wrong)));
}

function said(testEntries: TestEntry[]): Pick<CaseRow, 'tests' | 'testEntries'> {
  const tests = new Map<string, TestRow>();
  for (const { is } of testEntries) {
    const so = is.name === undefined ? tests.get(is.testId) : (is as TestRow);
    if (so) tests.set(is.testId, { ...so, ...is });
  }
  return { tests: [...tests.values()], testEntries };
}

const suspecting = (suspicions: OpenSuspicion[]): Pick<CaseRow, 'suspectedDuplicates' | 'suspicions'> => ({
  suspectedDuplicates: suspicions.map(({ caseId }) => caseId),
  suspicions,
});

const happened = (event: EventOf<CaseEvent>): CaseEvent => ({ type: event.type, data: event.data }) as CaseEvent;
const recordedOn = (event: EventOf<CaseEvent>): CalendarDay => londonDay(new Date(event.metadata.recordedAt));
const later = (a: CalendarDay, b: CalendarDay): CalendarDay => (a > b ? a : b);

const plain = (rows: Rows, event: EventOf<CaseEvent>): void => change(rows, event);

const left = (rows: Rows, { id, revision }: EventOf<CaseEvent>, exit: ReturnType<typeof closed>): void =>
  rows.put(ExitRow, { caseId: id, entry: revision, reopenedOn: null, ...exit });

function back(rows: Rows, event: EventOf<CaseEvent>): void {
  change(rows, event);
  cameBack(rows, recordedOn(event));
}

export const caseRows: ReadModel<CaseEvent> = {
  name: 'caseload-cases',
  version: 3,
  category: 'case',
  tables: [CaseRow, ThreadRow, ExitRow],
  on: {
    ReferralReceived: opened,
    CaseTakenOn: opened,
    ReferralAccepted: (rows, event) => change(rows, event, { gateDueOn: event.data.gateDueOn }),
    ReferralReturned: (rows, event) =>
      change(rows, event, ({ gateDueOn }) => ({
        replyBy: event.data.replyBy,
        replyEscalatedTo: null,
        gateDueOn: event.data.gateDueOn ?? gateDueOn,
      })),
    ReturnEscalated: (rows, event) => change(rows, event, { replyEscalatedTo: event.data.to }),
    ReferralResubmitted: (rows, event) => change(rows, event, NO_REPLY_DUE),
    CaseAssigned: plain,
    CaseHandedOver: plain,
    DuplicateSuspected: (rows, event) => {
      const { otherCaseId, otherReference, because } = event.data;
      const suspicion = { caseId: otherCaseId, reference: otherReference, because, since: recordedOn(event), asked: null };
      change(rows, event, ({ suspicions }) => suspecting([...suspicions, suspicion]));
    },
    DuplicateAskedAbout: (rows, event) =>
      change(rows, event, ({ suspicions }) =>
        suspecting(suspicions.map((one) => (one.caseId === event.data.otherCaseId ? { ...one, asked: event.data.who } : one))),
      ),
    DuplicateLinkProposed: (rows, event) =>
      change(rows, event, ({ suspicions }) =>
        suspecting(
          suspicions.map((one) =>
            one.caseId === event.data.otherCaseId ? { ...one, asked: `a colleague, to agree with ${event.data.proposedBy.name}` } : one,
          ),
        ),
      ),
    DuplicateDismissed: (rows, event) =>
      change(rows, event, ({ suspicions }) => suspecting(suspicions.filter(({ caseId }) => caseId !== event.data.otherCaseId))),
    CaseLinkedAsDuplicate: (rows, event) => {
      change(rows, event, suspecting([]));
      left(rows, event, linkedAway(recordedOn(event)));
    },
    CaseUnlinked: back,
    DuplicateFollowed: plain,
    DuplicateReleased: plain,
    WorkupItemRequested: plain,
    WorkupItemCompleted: plain,
    WorkupItemWaived: plain,
    WorkupItemExpired: plain,
    DiagnosticOrdered: (rows, event) =>
      test(rows, event, event.data.on, { name: event.data.name, status: 'ordered', bookedFor: null, outcome: null }),
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
    GateExpired: (rows, event) => change(rows, event, NO_REPLY_DUE),
    RedFlagBypassed: (rows, event) => change(rows, event, NO_REPLY_DUE),
    ReferralSent: plain,
    HospitalFactRecorded: plain,
    PriorityRecorded: plain,
    ProviderChanged: plain,
    ContactRecorded: plain,
    ContactCorrected: plain,
    ValidationFellDue: plain,
    ValidationAsked: plain,
    ValidationUnanswered: plain,
    ValidationAnswered: plain,
    ResponsibilityOffered: plain,
    ResponsibilityOfferUnanswered: plain,
    ResponsibilityOfferWithdrawn: plain,
    ResponsibilityAccepted: (rows, event) => change(rows, event, { holderName: event.data.to.name }),
    ResponsibilityDeclined: plain,
    ServiceOffered: plain,
    ServiceAccepted: plain,
    ServiceDeclined: plain,
    ServiceTimeGiven: plain,
    ServiceReviewed: plain,
    WorkSnoozed: plain,
    SnoozeEnded: plain,
    StepWentQuiet: (rows, event) => change(rows, event, (row) => ({ quietTold: row.quietTold ?? 'team' })),
    SilenceReachedPcn: (rows, event) => change(rows, event, { quietTold: 'pcn' }),
    ServiceOutcomeRecorded: plain,
    CheckInActedOn: plain,
    CheckInCompleted: plain,
    CheckInMissed: plain,
    CheckInPlanned: plain,
    ConditionChangeReported: plain,
    ConditionChangeTriaged: plain,
    EscalationAcknowledged: plain,
    EscalationPassedOn: plain,
    EscalationRaised: plain,
    EscalationResolved: plain,
    ExpediteAnswerTold: plain,
    MessageSent: plain,
    MessageAnswered: plain,
    MessageRead: plain,
    MessageThreadClosed: plain,
    AdviceConvertedToReferral: plain,
    ExpediteAnswered: plain,
    ExpediteRequested: plain,
    HarmReviewOpened: plain,
    HarmReviewCompleted: plain,
    ExitProposed: plain,
    ExitDeclined: plain,
    CaseClosed: (rows, event) => {
      change(rows, event);
      left(rows, event, closed(event.data));
    },
    CaseReopened: back,
    EntryCorrected: takenBack,
    EntryMovedToPatient: takenBack,
    // Nothing leads from the case to its patient any more, also when they come back one day.
    CaseErased: (rows, event) => change(rows, event, { patientId: event.id }),
  },
};
