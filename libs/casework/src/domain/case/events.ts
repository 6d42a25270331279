// Every event of a case, by area. `docs/events.md` is generated from this file: the comment above a member is its description.
import type { CalendarDay, E, Personal } from '@guardian/kernel';
import type { Step } from './step';

/** Which agreed route, in which version: a case keeps the version that it started on. */
export interface PathwayRef {
  readonly id: string;
  readonly version: number;
}

/** The registered practice as the directory knew it on the day of the referral. `pcn` is null for a practice in no network. */
export interface RegisteredPractice {
  readonly code: string;
  readonly pcn: string | null;
  readonly place: string;
}

export interface ProviderRef {
  /** ODS code, or the directory's local code. */
  readonly code: string;
  readonly name: string;
}

/** Who clinically holds the patient: a person or a team, with organisation (rule D3). */
export interface Holder {
  readonly kind: 'practice' | 'guardian-team' | 'clinician' | 'hospital' | 'community-service';
  readonly name: string;
  readonly organisation: string;
}

export interface Coordinator {
  readonly id: string;
  readonly name: string;
}

/** One agreed piece of preparation, copied from the pathway version that the case keeps. */
export interface AgreedItem {
  readonly code: string;
  readonly name: string;
  readonly kind: 'item' | 'test';
  /** Days for which evidence stays good; null: it does not age. */
  readonly evidenceDays: number | null;
}

/** PRIORITY TYPE of the NHS Data Dictionary: routine (1), urgent (2), two week wait (3). */
export type ReferralPriority = 'routine' | 'urgent' | 'two-week-wait';

interface Opening {
  /** `GR-` and six letters or digits; opaque. */
  readonly reference: string;
  readonly patientId: string;
  readonly pathway: PathwayRef;
  /** Treatment function code. */
  readonly specialty: string;
  readonly priority: ReferralPriority;
  readonly suspectedCancer: boolean;
  /** The day the decision to refer was made: Guardian's own clock counts from here. */
  readonly referredOn: CalendarDay;
  readonly practice: RegisteredPractice;
  /** Who holds the patient at the start: the referring practice. */
  readonly holder: Holder;
  readonly source: { readonly system: 'form' | 'file' | 'api' | 'demo'; readonly identifier: string | null };
}

export type IntakeEvent =
  /** A referral reached the Guardian service. */
  | E<'ReferralReceived', Opening & Personal<{ reason: string; referrer: string }>>
  /** The service took on a patient who already is on a hospital's list. */
  | E<'CaseTakenOn', Opening & { provider: ProviderRef; onListSince: CalendarDay } & Personal<{ reason: string; referrer: string }>>
  /** The referral is for this service; these pieces of work are agreed. Without them it is held until `gateDueOn` at most (rule D1). */
  | E<'ReferralAccepted', { agreed: readonly AgreedItem[]; gateDueOn: CalendarDay }>
  /**
   * Sent back to the referrer with what is missing. Guardian's clock goes on. `remindOn`: a reminder is due; `escalateTo`: who is asked
   * when `replyBy` passes; `gateDueOn`: a referral that was not accepted yet goes on by default after this day (rule D1).
   */
  | E<
      'ReferralReturned',
      {
        missing: readonly string[];
        replyBy: CalendarDay;
        remindOn?: CalendarDay;
        escalateTo?: string;
        gateDueOn?: CalendarDay;
      } & Personal<{
        message: string;
      }>
    >
  /** No answer came by `replyBy`: somebody else is asked. */
  | E<'ReturnEscalated', { replyBy: CalendarDay; to: string }>
  /** The referrer answered a returned referral. */
  | E<'ReferralResubmitted', Personal<{ note: string }>>
  /** A coordinator was named for the case. */
  | E<'CaseAssigned', { coordinator: Coordinator }>
  /** The work on the case went from one coordinator to another. */
  | E<'CaseHandedOver', { from: Coordinator; to: Coordinator } & Personal<{ note: string }>>;

export type DuplicateEvent =
  /** Another open case looks like the same need of the same person. */
  | E<'DuplicateSuspected', { otherCaseId: string; otherReference: string; because: readonly string[] }>
  /** Nobody was sure, and somebody who may know was asked. The suspicion stays open. */
  | E<'DuplicateAskedAbout', { otherCaseId: string; who: string } & Personal<{ question: string }>>
  /** Someone compared the two and takes them for one: a second person has to look before this case is followed under the other. */
  | E<'DuplicateLinkProposed', { otherCaseId: string; otherReference: string; proposedBy: Coordinator }>
  /** Someone compared the two and they are different. `because`: what they were suspected for, which is not asked again. */
  | E<'DuplicateDismissed', { otherCaseId: string; because?: readonly string[] }>
  /** This case is followed under the other one. */
  | E<'CaseLinkedAsDuplicate', { otherCaseId: string; otherReference: string }>
  /** The link was a mistake; this case is followed by itself again. */
  | E<'CaseUnlinked', { otherCaseId: string }>
  /** The other case is followed under this one, which is not closed while it is. */
  | E<'DuplicateFollowed', { otherCaseId: string; otherReference: string }>
  /** The other case is no longer followed under this one. */
  | E<'DuplicateReleased', { otherCaseId: string }>;

export type WorkupEvent =
  /** Someone was asked for an agreed item. */
  | E<'WorkupItemRequested', { item: string; from: string; dueOn: CalendarDay }>
  /** The agreed item is there. */
  | E<'WorkupItemCompleted', { item: string; evidenceOn: CalendarDay; source: string } & Personal<{ finding: string }>>
  /** A clinician lets the case go on without this item, until `expiresOn`. */
  | E<'WorkupItemWaived', { item: string; clinician: string; expiresOn: CalendarDay } & Personal<{ reason: string }>>
  /** The evidence is older than the pathway allows, or the waiver ran out: outstanding again. */
  | E<'WorkupItemExpired', { item: string }>;

export type TestEvent =
  /** A diagnostic service was asked for a test. `item` names the agreed item that its result will complete. */
  | E<
      'DiagnosticOrdered',
      {
        testId: string;
        test: string;
        name: string;
        item: string | null;
        site: ProviderRef;
        urgency: 'routine' | 'urgent';
        on: CalendarDay;
        patientTold: boolean;
      } & Personal<{ question: string }>
    >
  /** The test has a date, at first or again after it was missed or cancelled. */
  | E<'DiagnosticBooked', { testId: string; forOn: CalendarDay }>
  /** The test was done; its result is not here yet. */
  | E<'DiagnosticPerformed', { testId: string; on: CalendarDay }>
  /** The patient was not there. It needs a new date. */
  | E<'DiagnosticMissed', { testId: string; on: CalendarDay } & Personal<{ reason: string }>>
  /** The date was cancelled. It needs a new one, unless the test is not wanted any more. */
  | E<'DiagnosticCancelled', { testId: string; on: CalendarDay; by: 'patient' | 'provider' | 'referrer'; stillWanted: boolean }>
  /** The result arrived. */
  | E<
      'DiagnosticReported',
      { testId: string; on: CalendarDay; outcome: 'normal' | 'abnormal' | 'needs-action' } & Personal<{ summary: string }>
    >
  /** A clinician has read the result and said what follows. */
  | E<
      'DiagnosticAcknowledged',
      { testId: string; on: CalendarDay; clinician: string; owner: string | null; dueOn: CalendarDay | null } & Personal<{
        nextStep: string;
      }>
    >
  /** The patient knows the result. */
  | E<'DiagnosticResultTold', { testId: string; on: CalendarDay; how: string }>
  /** A result that was there already serves, so no test is ordered. */
  | E<'ExistingResultReused', { item: string; performedOn: CalendarDay; source: string } & Personal<{ summary: string }>>;

export type GateEvent =
  /** The agreed workup is complete: nothing is outstanding. */
  | E<'GatePassed', { evidence: readonly { item: string; how: 'completed' | 'waived' }[] }>
  /** A clinician lets the referral go on without these items. */
  | E<'GateOverridden', { without: readonly { item: string; reason: WithoutReason }[]; clinician: string }>
  /** The stated time ran out, and the referral goes on by default (rule D1). */
  | E<'GateExpired', { dueOn: CalendarDay; outstanding: readonly string[] }>
  /** Suspected cancer or an urgent red flag: never held. The workup follows. */
  | E<'RedFlagBypassed', Personal<{ reason: string }>>
  /** The referral went to the hospital. */
  | E<'ReferralSent', { to: ProviderRef; on: CalendarDay }>;

/** Why a clinician lets a referral go on without an agreed item: what the report on workup quality counts. */
export const WITHOUT_REASONS = ['done-elsewhere', 'patient-unable', 'patient-declines', 'would-delay', 'would-not-change'] as const;
export type WithoutReason = (typeof WITHOUT_REASONS)[number];

export type HospitalEvent =
  /** One dated hospital or diagnostic happening, in the vocabulary of the waiting-time clock. */
  | E<
      'HospitalFactRecorded',
      {
        kind: string;
        on: CalendarDay;
        facts: Readonly<Record<string, string | number | boolean>>;
        source: string;
        confidence: 'confirmed' | 'reported' | 'estimated';
      }
    >
  /** A clinical priority (P or D code) or an urgency. */
  | E<'PriorityRecorded', { scheme: 'P' | 'D' | 'urgency'; code: string; on: CalendarDay }>
  /** Another hospital has the referral now. */
  | E<'ProviderChanged', { from: ProviderRef | null; to: ProviderRef; on: CalendarDay }>;

export type ContactEvent =
  /** Somebody spoke, wrote or tried to. */
  | E<
      'ContactRecorded',
      {
        contactId: string;
        on: CalendarDay;
        who: ContactParty;
        how: ContactMeans;
        outcome: ContactOutcome;
        nextOn: CalendarDay | null;
      } & Personal<{ notes: string }>
    >
  /** The notes of a contact were put right; the first wording is kept. */
  | E<'ContactCorrected', { contactId: string } & Personal<{ notes: string; reason: string }>>;

export type ValidationEvent =
  /** The patient has waited for so many weeks that they are to be asked, and will be asked again on the later day. */
  | E<'ValidationFellDue', { weeks: number; dueOn: CalendarDay; nextOn: CalendarDay }>
  /** The patient was asked whether the appointment is still needed. */
  | E<'ValidationAsked', { on: CalendarDay; how: ContactMeans; replyBy: CalendarDay }>
  /** No answer came by that day. It is never an answer (rule D4): the patient is asked in another way, and then by a person. */
  | E<'ValidationUnanswered', { replyBy: CalendarDay }>
  /** What the patient said. */
  | E<'ValidationAnswered', { on: CalendarDay; answer: ValidationAnswer }>;

export const VALIDATION_ANSWERS = ['still-needed', 'not-needed', 'unsure'] as const;
export type ValidationAnswer = (typeof VALIDATION_ANSWERS)[number];

export type ContactParty = 'patient' | 'carer' | 'practice' | 'hospital' | 'diagnostics';
export type ContactMeans = 'phone' | 'text' | 'letter' | 'email' | 'in-person';
export type ContactOutcome = 'spoke' | 'no-answer' | 'left-message' | 'wrong-number' | 'declined' | 'sent';

export type ResponsibilityEvent =
  /** A hand-over is offered; the baton stays with the giver until it is accepted (rule D3). */
  | E<'ResponsibilityOffered', { from: Holder; to: Holder; replyBy: CalendarDay } & Personal<{ summary: string }>>
  /** The new holder said yes and holds the patient from now on. */
  | E<'ResponsibilityAccepted', { to: Holder; acceptedBy: string }>
  /** Nobody answered by the reply date. The offer stands, and so does the giver. */
  | E<'ResponsibilityOfferUnanswered', { to: Holder; replyBy: CalendarDay }>
  /** The giver took the offer back, and may ask somebody else. */
  | E<'ResponsibilityOfferWithdrawn', { to: Holder } & Personal<{ reason: string }>>
  /** The offer was declined; the giver still holds the patient. */
  | E<'ResponsibilityDeclined', { to: Holder; declinedBy: string } & Personal<{ reason: string }>>;

export type OfferEvent =
  /** An intermediate, community or lifestyle service was offered; the patient keeps place and clocks. */
  | E<'ServiceOffered', { service: string; name: string; on: CalendarDay }>
  /** The patient takes it up. `reviewOn`: when somebody looks how it goes. */
  | E<'ServiceAccepted', { service: string; on: CalendarDay; reviewOn?: CalendarDay }>
  /** The patient wants time to think about it; the offer stands. */
  | E<'ServiceTimeGiven', { service: string; on: CalendarDay; askAgainOn: CalendarDay }>
  /** Somebody looked how it goes; the patient goes on with it until the next review. */
  | E<'ServiceReviewed', { service: string; on: CalendarDay; reviewOn: CalendarDay }>
  /** The patient would rather not. */
  | E<'ServiceDeclined', { service: string; on: CalendarDay }>
  /** What came of it: back to the hospital route, or resolved. */
  | E<'ServiceOutcomeRecorded', { service: string; on: CalendarDay; outcome: 'resolved' | 'still-needs-hospital' }>;

/** Who is asked: a person with the role in which they are asked. */
export interface Addressee {
  readonly name: string;
  readonly role: string;
}

/** The code of a question of the pathway version, and `better`, `same` or `worse`; `0` to `10`; `yes` or `no`. */
export interface CheckInAnswer {
  readonly question: string;
  readonly answer: string;
}

/** All answers against the last ones; `first` when there were none and nothing is worse. */
export type Compared = 'first' | 'better' | 'same' | 'worse';

export type CheckInEvent =
  /** A talk about whether the patient got worse is planned, with these questions. The same id again: for another day. */
  | E<'CheckInPlanned', { checkInId: string; dueOn: CalendarDay; questions: readonly string[] }>
  /** The answers, what they say against the last ones, and the questions whose answers raised a red flag. */
  | E<
      'CheckInCompleted',
      {
        checkInId: string;
        on: CalendarDay;
        who: 'patient' | 'carer';
        answers: readonly CheckInAnswer[];
        compared: Compared;
        redFlags: readonly string[];
      } & Personal<{ notes: string }>
    >
  /** What was done about a red flag or a worse answer. */
  | E<'CheckInActedOn', { checkInId: string } & Personal<{ did: string }>>
  /** Its date and the days of grace went by. It is still to be done. */
  | E<'CheckInMissed', { checkInId: string; dueOn: CalendarDay }>;

export type ConditionReporter = 'patient' | 'carer' | 'practice';

/** What follows from a change of condition, most urgent first. */
export const TRIAGE_OUTCOMES = ['emergency', 'same-day', 'ask-a-clinician', 'earlier-check-in', 'no-change-of-plan'] as const;
export type TriageOutcome = (typeof TRIAGE_OUTCOMES)[number];

export type ConditionEvent =
  /** Somebody said that the patient's condition has changed. */
  | E<'ConditionChangeReported', { changeId: string; on: CalendarDay; by: ConditionReporter } & Personal<{ what: string }>>
  /** What follows from it was decided, and whoever reported it was told so. */
  | E<
      'ConditionChangeTriaged',
      { changeId: string; on: CalendarDay; outcome: TriageOutcome; triagedBy: string; told: ContactMeans } & Personal<{ reason: string }>
    >;

/** `now`: in minutes; `today`: in hours; `soon`: in working days. How many stands in the limits. */
export const URGENCIES = ['now', 'today', 'soon'] as const;
export type Urgency = (typeof URGENCIES)[number];

export type EscalationEvent =
  /** A clinical question that needs an answer. `acknowledgeBy` is an instant: after it the deputy gets it. */
  | E<
      'EscalationRaised',
      { escalationId: string; to: Addressee; deputy: Addressee; urgency: Urgency; acknowledgeBy: string } & Personal<{
        question: string;
        facts: string;
      }>
    >
  /** Somebody has it and will answer. */
  | E<'EscalationAcknowledged', { escalationId: string; by: string }>
  /** It is answered. */
  | E<'EscalationResolved', { escalationId: string; by: string } & Personal<{ answer: string }>>
  /** Nobody acknowledged it in time: the deputy has it now, until `acknowledgeBy`. */
  | E<'EscalationPassedOn', { escalationId: string; from: Addressee; to: Addressee; acknowledgeBy: string }>;

/** On what a patient may be moved forward. */
export const EXPEDITE_CRITERIA = ['new-symptom', 'new-result', 'professional-advice'] as const;
export type ExpediteCriterion = (typeof EXPEDITE_CRITERIA)[number];

export type ExpediteEvent =
  /** Somebody was asked to move the patient forward. */
  | E<
      'ExpediteRequested',
      { expediteId: string; on: CalendarDay; criterion: ExpediteCriterion; to: Addressee; answerBy: CalendarDay } & Personal<{
        grounds: string;
      }>
    >
  /** Yes or no, with the reply. */
  | E<
      'ExpediteAnswered',
      { expediteId: string; on: CalendarDay; outcome: 'agreed' | 'declined'; answeredBy: string } & Personal<{ reply: string }>
    >
  /** The patient, or the referrer, knows the reply. */
  | E<'ExpediteAnswerTold', { expediteId: string; who: 'patient' | 'referrer'; on: CalendarDay; how: ContactMeans }>;

/** Somebody in a thread: a person or a team, in which role and where. */
export interface Correspondent extends Addressee {
  readonly organisation: string;
}

/** The Guardian service, or whoever it writes with: a practice, a hospital, a community service. */
export const SIDES = ['service', 'others'] as const;
export type Side = (typeof SIDES)[number];

export const MESSAGE_KINDS = ['question', 'advice'] as const;
export type MessageKind = (typeof MESSAGE_KINDS)[number];

/** A `question` back makes the other side answer. */
export const MESSAGE_ANSWERS = ['reply', 'advice', 'question'] as const;
export type MessageAnswer = (typeof MESSAGE_ANSWERS)[number];

/** `referred`: the advice became a referral. */
export type MessageOutcome = 'answered' | 'settled-otherwise' | 'not-needed' | 'referred';

export type MessageEvent =
  /** A question or a request for advice opens a thread. `replyBy` is an instant; `mayRefer`: the referrer agreed that advice may become a referral. */
  | E<
      'MessageSent',
      {
        threadId: string;
        from: Side;
        by: Correspondent;
        to: Correspondent;
        kind: MessageKind;
        urgent: boolean;
        mayRefer: boolean;
        replyBy: string;
      } & Personal<{ text: string }>
    >
  /** A reply, advice or a question back. `replyBy` is given with a question. */
  | E<
      'MessageAnswered',
      { threadId: string; from: Side; by: Correspondent; answer: MessageAnswer; replyBy: string | null } & Personal<{ text: string }>
    >
  /** Somebody of the side that it was for has read the last message. */
  | E<'MessageRead', { threadId: string; by: string }>
  /** Nobody has to answer any more. */
  | E<'MessageThreadClosed', { threadId: string; outcome: MessageOutcome }>
  /** The advice became a referral, which is this other case. */
  | E<'AdviceConvertedToReferral', { threadId: string; otherCaseId: string; otherReference: string }>;

/** Which limit a wait went past: the time that its P code allows, the longest wait of all, the longest one with a suspected cancer. */
export const HARM_TRIGGERS = ['priority-time', 'long-wait', 'long-cancer-wait'] as const;
export type HarmTrigger = (typeof HARM_TRIGGERS)[number];

export const HARM_GRADES = ['none', 'low', 'moderate', 'severe', 'death'] as const;
export type HarmGrade = (typeof HARM_GRADES)[number];

export type HarmReviewEvent =
  /** The patient waited past a limit of so many days: somebody has to find out whether it did harm. `code`: the P code that set the limit. */
  | E<'HarmReviewOpened', { trigger: HarmTrigger; since: CalendarDay; days: number; code: string | null; dueOn: CalendarDay }>
  /** How much harm the wait did, and what is to be learned from it. */
  | E<
      'HarmReviewCompleted',
      { trigger: HarmTrigger; on: CalendarDay; grade: HarmGrade; reviewer: string } & Personal<{ learning: string }>
    >;

/** How somebody leaves the list. */
export interface Exit {
  readonly reason: ClosureReason;
  readonly on: CalendarDay;
  readonly reviewer: string;
  readonly patientTold: Told;
  readonly referrerTold: Told;
}

export type ExitEvent =
  /** The patient leaves the list: with reason, evidence and reviewer, and both sides told (rule D4). */
  | E<
      'CaseClosed',
      Exit & { agreedBy?: { readonly proposed: Coordinator; readonly confirmed: Coordinator } } & Personal<{ evidence: string }>
    >
  /** Somebody wants to take the patient off the list, of whom nobody knows that they agree: a second person has to look (rule D4). */
  | E<'ExitProposed', Exit & { proposedBy: Coordinator; proposedOn: CalendarDay } & Personal<{ evidence: string }>>
  /** The patient stays on the list. */
  | E<'ExitDeclined', Personal<{ reason: string }>>
  /** Back on the list: nothing of the history is lost. */
  | E<'CaseReopened', Personal<{ reason: string }>>
  /**
   * An earlier entry was wrong. Both are kept, and views show the correction (rule D5). `entry` is its revision; `only`: what it did
   * stands, and its words alone are wrong.
   */
  | E<'EntryCorrected', { entry: number; only?: 'words' } & Personal<{ correction: string; reason: string }>>
  /** An earlier entry belongs to another patient: hidden from this chart at once. `only`: what it did stands. */
  | E<'EntryMovedToPatient', { entry: number; only?: 'words' } & Personal<{ reason: string }>>;

export type ClosureReason =
  | 'treated'
  | 'discharged-to-primary-care'
  | 'no-longer-needed'
  | 'treated-elsewhere'
  | 'moved-away'
  | 'died'
  | 'duplicate'
  | 'entered-in-error';

export type Told = 'phone' | 'letter' | 'text' | 'email' | 'in-person' | 'not-applicable';

export type AttentionEvent =
  /** The case leaves the worklist until this day, unless something new happens or a matter of safety stands. */
  | E<'WorkSnoozed', { until: CalendarDay } & Personal<{ reason: string }>>
  /** The case is back on the worklist before its day. */
  | E<'SnoozeEnded', { until: CalendarDay }>;

export type SilenceEvent =
  /** Nobody did or said anything about the patient for longer than the step may be quiet (rule D2). `since`: when something last was. */
  | E<'StepWentQuiet', { step: Step; since: CalendarDay }>
  /** The silence went past the second limit: the PCN has to know. */
  | E<'SilenceReachedPcn', { step: Step; since: CalendarDay }>;

/** The patient's record was erased: days, steps and codes of this case stay, and nothing is added any more. */
export type CaseErasureEvent = E<'CaseErased', Record<never, never>>;

export type CaseEvent =
  | IntakeEvent
  | DuplicateEvent
  | WorkupEvent
  | TestEvent
  | GateEvent
  | HospitalEvent
  | ContactEvent
  | ValidationEvent
  | ResponsibilityEvent
  | OfferEvent
  | AttentionEvent
  | SilenceEvent
  | CheckInEvent
  | ConditionEvent
  | EscalationEvent
  | ExpediteEvent
  | MessageEvent
  | HarmReviewEvent
  | ExitEvent
  | CaseErasureEvent;

export type CaseEventOf<T extends CaseEvent['type']> = Extract<CaseEvent, { type: T }>;
