// What the timeline says of each event. Exhaustive: a new event does not compile until it has words.
import {
  type CaseEvent,
  type CaseEventOf,
  type ClosureReason,
  type MessageOutcome,
  type ReferralPriority,
  type WithoutReason,
} from '@guardian/casework/events';
import { longDate, parseCalendarDay } from '@guardian/kernel';
import { factName } from '@guardian/waiting-times';
import { priorityWords, stepWords, toldWords } from '../../layout/words';
import { COMPARED_WORDS, CRITERION_WORDS, HARM_GRADE_WORDS, HARM_TRIGGER_WORDS, MEANS_WORDS, TRIAGE_WORDS } from './safety-words';

export interface EventWords {
  readonly title: string;
  readonly text?: string;
}

type Words = { readonly [T in CaseEvent['type']]: (data: CaseEventOf<T>['data'], named: Named) => EventWords };

/** The name behind a code of an agreed item, of a service, or of a test of this case; the code itself where there is none. */
export type Named = (code: string) => string;

export function namesIn(events: readonly { readonly type: string; readonly data: unknown }[]): Named {
  const names = new Map<string, string>();
  for (const { type, data } of events) {
    const event = { type, data } as CaseEvent;
    if (event.type === 'ReferralAccepted') for (const { code, name } of event.data.agreed) names.set(code, name);
    if (event.type === 'DiagnosticOrdered') names.set(event.data.testId, event.data.name);
    if (event.type === 'ServiceOffered') names.set(event.data.service, event.data.name);
  }
  return (code) => names.get(code) ?? code;
}

/** People leave out the full stop; only the last may stay without. */
const sentences = (...parts: (string | null | undefined | false)[]): string =>
  parts
    .filter((part): part is string => Boolean(part))
    .map((part, i, all) => (i < all.length - 1 && /[\p{L}\p{N})]$/u.test(part) ? `${part}.` : part))
    .join(' ');

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const factValue = (value: string | number | boolean): string => {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  const on = parseCalendarDay(value);
  return on ? longDate(on) : String(value);
};

/** Where evidence comes from; "Test t1" is a test of this case. */
const testNamed = (source: string, named: Named): string => source.replace(/^Test (t\d+)$/, (_, testId: string) => named(testId));

const OUTCOMES = {
  spoke: 'spoke',
  'no-answer': 'no answer',
  'left-message': 'left a message',
  'wrong-number': 'wrong number',
  declined: 'declined to talk',
  sent: 'sent',
} as const;
const MEANS = { phone: 'Call', text: 'Text message', letter: 'Letter', email: 'E-mail', 'in-person': 'In person' } as const;

export const CLOSURE_WORDS: Readonly<Record<ClosureReason, string>> = {
  treated: 'Treated',
  'discharged-to-primary-care': 'Discharged to primary care',
  'no-longer-needed': 'No longer needed',
  'treated-elsewhere': 'Treated elsewhere',
  'moved-away': 'Moved away',
  died: 'Died',
  duplicate: 'Duplicate of another case',
  'entered-in-error': 'Entered in error',
};

const ANSWERED = { reply: 'replied', advice: 'gave advice', question: 'asked back' } as const;

export const MESSAGE_OUTCOMES: Readonly<Record<MessageOutcome, string>> = {
  answered: 'Answered',
  'settled-otherwise': 'Settled in another way',
  'not-needed': 'No longer needed',
  referred: 'It became a referral',
};

export const WITHOUT_WORDS: Readonly<Record<WithoutReason, string>> = {
  'done-elsewhere': 'Done elsewhere, result on its way',
  'patient-unable': 'The patient is not able to have it',
  'patient-declines': 'The patient declines it',
  'would-delay': 'Waiting for it would do harm',
  'would-not-change': 'It would not change what the hospital does',
};

const WORDS: Words = {
  ReferralReceived: (d) => ({
    title: 'Referral received',
    text: sentences(d.personal.reason, d.personal.referrer && `Referred by ${d.personal.referrer}.`),
  }),
  CaseTakenOn: (d) => ({ title: `Taken on, on the list of ${d.provider.name} since ${longDate(d.onListSince)}`, text: d.personal.reason }),
  ReferralAccepted: (d) => ({
    title: 'Referral accepted',
    text: d.agreed.length ? `Agreed workup: ${d.agreed.map((item) => item.name).join(', ')}.` : 'No workup is agreed for this pathway.',
  }),
  ReferralReturned: (d, named) => ({
    title: 'Returned to the referrer',
    text: sentences(`Missing: ${d.missing.map(named).join(', ')}.`, `Reply by ${longDate(d.replyBy)}.`, d.personal.message),
  }),
  ReturnEscalated: (d) => ({
    title: 'The practice did not answer in time',
    text: `It was to answer by ${longDate(d.replyBy)}. Now to be asked: ${d.to}.`,
  }),
  ReferralResubmitted: (d) => ({ title: 'Resubmitted by the referrer', text: d.personal.note }),
  CaseAssigned: (d) => ({ title: `Assigned to ${d.coordinator.name}` }),
  CaseHandedOver: (d) => ({ title: `Handed over from ${d.from.name} to ${d.to.name}`, text: d.personal.note }),
  // Why is told beside the other case, to those who may open it.
  DuplicateSuspected: (d) => ({ title: `May be a duplicate of ${d.otherReference}` }),
  DuplicateAskedAbout: (d) => ({ title: `${d.who} asked whether it is a duplicate`, text: d.personal.question }),
  DuplicateLinkProposed: (d) => ({
    title: `To be followed under ${d.otherReference}, if a second person agrees`,
    text: `Proposed by ${d.proposedBy.name}.`,
  }),
  DuplicateDismissed: () => ({ title: 'Compared: not a duplicate' }),
  CaseLinkedAsDuplicate: (d) => ({ title: `Followed under ${d.otherReference}` }),
  CaseUnlinked: () => ({ title: 'No longer followed under another case' }),
  DuplicateFollowed: (d) => ({ title: `${d.otherReference} is followed under this case` }),
  DuplicateReleased: () => ({ title: 'Another case is no longer followed under this one' }),
  WorkupItemRequested: (d, named) => ({ title: `Workup asked for: ${named(d.item)}`, text: `From ${d.from}, due ${longDate(d.dueOn)}.` }),
  WorkupItemCompleted: (d, named) => ({
    title: `Workup done: ${named(d.item)}`,
    text: sentences(`Evidence of ${longDate(d.evidenceOn)}, from ${testNamed(d.source, named)}.`, d.personal.finding),
  }),
  WorkupItemWaived: (d, named) => ({
    title: `Going on without: ${named(d.item)}`,
    text: `${d.personal.reason}. Decided by ${d.clinician}, until ${longDate(d.expiresOn)}.`,
  }),
  WorkupItemExpired: (d, named) => ({ title: `Workup out of date: ${named(d.item)}` }),
  DiagnosticOrdered: (d) => ({
    title: `Test ordered: ${d.name}`,
    text: sentences(`At ${d.site.name}, ${d.urgency}.`, d.personal.question),
  }),
  DiagnosticBooked: (d, named) => ({ title: `Test booked for ${longDate(d.forOn)}`, text: named(d.testId) }),
  DiagnosticPerformed: (d, named) => ({ title: `Test done on ${longDate(d.on)}`, text: named(d.testId) }),
  DiagnosticMissed: (d, named) => ({
    title: `Test missed on ${longDate(d.on)}`,
    text: sentences(`${named(d.testId)}.`, d.personal.reason),
  }),
  DiagnosticCancelled: (d, named) => ({
    title: `Test cancelled by the ${d.by}`,
    text: `${named(d.testId)}. ${d.stillWanted ? 'It needs a new date.' : 'It is not wanted any more.'}`,
  }),
  DiagnosticReported: (d, named) => ({
    title: `Test result: ${d.outcome.replace('-', ' ')}`,
    text: sentences(`${named(d.testId)}.`, d.personal.summary),
  }),
  DiagnosticAcknowledged: (d) => ({
    title: `Result reviewed by ${d.clinician}`,
    text: sentences(d.personal.nextStep, d.owner && `${d.owner} acts on it.`, d.dueOn && `By ${longDate(d.dueOn)}.`),
  }),
  DiagnosticResultTold: (d) => ({ title: 'Patient told the result', text: d.how }),
  ExistingResultReused: (d, named) => ({
    title: `Result that was there already: ${named(d.item)}`,
    text: sentences(`Of ${longDate(d.performedOn)}, from ${d.source}.`, d.personal.summary),
  }),
  GatePassed: () => ({ title: 'Workup complete: the gate is passed' }),
  GateOverridden: (d, named) => ({
    title: `Going ahead without ${d.without.map(({ item }) => named(item)).join(', ')}`,
    text: sentences(
      ...d.without.map(({ item, reason }) => `${named(item)}: ${WITHOUT_WORDS[reason].toLowerCase()}.`),
      `Decided by ${d.clinician}.`,
    ),
  }),
  GateExpired: (d, named) => ({
    title: `The time to hold the referral ran out on ${longDate(d.dueOn)}: it goes on`,
    text: d.outstanding.length ? `Outstanding: ${d.outstanding.map(named).join(', ')}.` : 'Nothing was outstanding.',
  }),
  RedFlagBypassed: (d) => ({ title: 'Not held: red flag', text: d.personal.reason }),
  ReferralSent: (d) => ({ title: `Sent to ${d.to.name}` }),
  HospitalFactRecorded: (d) => ({
    title: factName(d.kind),
    text: sentences(
      ...Object.entries(d.facts).map(([key, value]) => `${capital(key.replaceAll('_', ' '))}: ${factValue(value)}.`),
      `Source: ${d.source}, ${d.confidence}.`,
    ),
  }),
  PriorityRecorded: (d) => ({
    title: `Priority recorded: ${d.scheme === 'urgency' ? priorityWords[d.code as ReferralPriority].toLowerCase() : d.code}`,
  }),
  ProviderChanged: (d) => ({ title: `Now with ${d.to.name}` }),
  ContactRecorded: (d) => ({
    title: `${MEANS[d.how]} with ${d.who === 'diagnostics' ? 'diagnostics' : `the ${d.who}`}: ${OUTCOMES[d.outcome]}`,
    text: sentences(d.personal.notes, d.nextOn && `Next on ${longDate(d.nextOn)}.`),
  }),
  ContactCorrected: (d) => ({ title: 'Contact notes corrected', text: sentences(d.personal.notes, `Because: ${d.personal.reason}.`) }),
  ValidationFellDue: (d) => ({
    title: `Waiting for ${d.weeks} weeks: ask whether the appointment is still needed`,
    text: `Due since ${longDate(d.dueOn)}, again on ${longDate(d.nextOn)}.`,
  }),
  ValidationUnanswered: (d) => ({
    title: 'No reply about whether the appointment is still needed',
    text: `It was due by ${longDate(d.replyBy)}. The patient stays on the list.`,
  }),
  ValidationAsked: (d) => ({ title: 'Patient asked whether the appointment is still needed', text: `Reply by ${longDate(d.replyBy)}.` }),
  ValidationAnswered: (d) => ({ title: `Patient says: ${d.answer.replace('-', ' ')}` }),
  ResponsibilityOffered: (d) => ({
    title: `${d.to.name} asked to hold the patient`,
    text: sentences(`${d.from.name} holds until then.`, `Reply by ${longDate(d.replyBy)}.`, d.personal.summary),
  }),
  ResponsibilityAccepted: (d) => ({ title: `${d.to.name} holds the patient now`, text: `Accepted by ${d.acceptedBy}.` }),
  ResponsibilityOfferUnanswered: (d) => ({
    title: `${d.to.name} has not answered whether to hold the patient`,
    text: `The answer was due on ${longDate(d.replyBy)}. The giver still holds the patient.`,
  }),
  ResponsibilityOfferWithdrawn: (d) => ({ title: `No longer asked to hold the patient: ${d.to.name}`, text: d.personal.reason }),
  ResponsibilityDeclined: (d) => ({
    title: `${d.to.name} declined to hold the patient`,
    text: sentences(`${d.declinedBy}:`, d.personal.reason),
  }),
  ServiceOffered: (d) => ({ title: `Offered: ${d.name}` }),
  ServiceAccepted: (d, named) => ({
    title: `Service taken up: ${named(d.service)}`,
    ...(d.reviewOn ? { text: `To be reviewed on ${longDate(d.reviewOn)}. Place and clocks are kept.` } : {}),
  }),
  ServiceDeclined: (d, named) => ({ title: `Service declined: ${named(d.service)}` }),
  ServiceTimeGiven: (d, named) => ({ title: `Wants time to decide: ${named(d.service)}`, text: `Ask again on ${longDate(d.askAgainOn)}.` }),
  ServiceReviewed: (d, named) => ({
    title: `Service reviewed: ${named(d.service)}`,
    text: `Goes on. Next review on ${longDate(d.reviewOn)}.`,
  }),
  ServiceOutcomeRecorded: (d, named) => ({
    title: `Service finished: ${named(d.service)}`,
    text: d.outcome === 'resolved' ? 'The need is resolved.' : 'The patient still needs the hospital.',
  }),
  WorkSnoozed: (d) => ({ title: `Off the worklist until ${longDate(d.until)}`, text: d.personal.reason }),
  SnoozeEnded: () => ({ title: 'Back on the worklist' }),
  StepWentQuiet: (d) => ({
    title: `Too quiet: ${stepWords[d.step].text.toLowerCase()}`,
    text: `Nothing was recorded after ${longDate(d.since)}.`,
  }),
  SilenceReachedPcn: (d) => ({
    title: 'Quiet for so long that the PCN is told',
    text: `${stepWords[d.step].text}. Nothing was recorded after ${longDate(d.since)}.`,
  }),
  CheckInPlanned: (d) => ({ title: `Check-in planned for ${longDate(d.dueOn)}` }),
  CheckInCompleted: (d) => ({
    title: `Check-in: ${COMPARED_WORDS[d.compared].toLowerCase()}`,
    text: sentences(
      d.redFlags.length > 0 && `${d.redFlags.length === 1 ? '1 red flag' : `${d.redFlags.length} red flags`}.`,
      d.who === 'carer' && 'Answered by a carer.',
      d.personal.notes,
    ),
  }),
  CheckInActedOn: (d) => ({ title: 'What was done about the check-in', text: d.personal.did }),
  CheckInMissed: (d) => ({ title: `Check-in missed: it was due on ${longDate(d.dueOn)}` }),
  ConditionChangeReported: (d) => ({ title: `Change of condition, reported by the ${d.by}`, text: d.personal.what }),
  ConditionChangeTriaged: (d) => ({
    title: `Change of condition: ${TRIAGE_WORDS[d.outcome].toLowerCase()}`,
    text: sentences(d.personal.reason, `Decided by ${d.triagedBy}.`, `Told ${MEANS_WORDS[d.told].toLowerCase()}.`),
  }),
  EscalationRaised: (d) => ({
    title: `Escalated to ${d.to.name}`,
    text: sentences(d.personal.question, d.personal.facts, `Deputy: ${d.deputy.name}.`),
  }),
  EscalationAcknowledged: (d) => ({ title: `Escalation acknowledged by ${d.by}` }),
  EscalationResolved: (d) => ({ title: `Escalation answered by ${d.by}`, text: d.personal.answer }),
  EscalationPassedOn: (d) => ({ title: `Escalation passed on to ${d.to.name}`, text: `${d.from.name} did not acknowledge it in time.` }),
  ExpediteRequested: (d) => ({
    title: `${d.to.name} asked to move the patient forward: ${CRITERION_WORDS[d.criterion].toLowerCase()}`,
    text: sentences(d.personal.grounds, `Answer by ${longDate(d.answerBy)}.`),
  }),
  ExpediteAnswered: (d) => ({
    title: `Moving forward ${d.outcome} by ${d.answeredBy}`,
    text: d.personal.reply,
  }),
  ExpediteAnswerTold: (d) => ({ title: `The ${d.who} knows the reply`, text: `Told ${MEANS_WORDS[d.how].toLowerCase()}.` }),
  MessageSent: (d) => ({
    title: `${d.urgent ? 'Urgent: ' : ''}${d.by.name} ${d.kind === 'advice' ? 'asked for advice' : 'asked'}, to ${d.to.name}`,
    text: sentences(d.personal.text, d.mayRefer && 'The referrer agreed that the advice may become a referral.'),
  }),
  MessageAnswered: (d) => ({ title: `${d.by.name} ${ANSWERED[d.answer]}`, text: d.personal.text }),
  MessageRead: (d) => ({ title: `Message read by ${d.by}` }),
  MessageThreadClosed: (d) => ({ title: `Message closed: ${MESSAGE_OUTCOMES[d.outcome].toLowerCase()}` }),
  AdviceConvertedToReferral: (d) => ({ title: `The advice became referral ${d.otherReference}` }),
  HarmReviewOpened: (d) => ({
    title: 'Harm review opened',
    text: sentences(
      HARM_TRIGGER_WORDS[d.trigger],
      `More than ${d.days} days since ${longDate(d.since)}${d.code ? ` (${d.code})` : ''}.`,
      `Due on ${longDate(d.dueOn)}.`,
    ),
  }),
  HarmReviewCompleted: (d) => ({
    title: `Harm review: ${HARM_GRADE_WORDS[d.grade].toLowerCase()}`,
    text: sentences(d.personal.learning, `Reviewed by ${d.reviewer}.`),
  }),
  CaseClosed: (d) => ({
    title: `Case closed: ${CLOSURE_WORDS[d.reason].toLowerCase()}`,
    text: sentences(
      d.personal.evidence,
      `Reviewed by ${d.reviewer}.`,
      d.agreedBy && `Proposed by ${d.agreedBy.proposed.name}, agreed by ${d.agreedBy.confirmed.name}.`,
      `Patient told: ${toldWords[d.patientTold].toLowerCase()}.`,
      `Referrer told: ${toldWords[d.referrerTold].toLowerCase()}.`,
    ),
  }),
  ExitProposed: (d) => ({
    title: `Exit proposed: ${CLOSURE_WORDS[d.reason].toLowerCase()}`,
    text: sentences(d.personal.evidence, `Reviewed by ${d.reviewer}.`, 'A second person has to agree; the patient stays on the list.'),
  }),
  ExitDeclined: (d) => ({ title: 'Exit declined: the patient stays on the list', text: d.personal.reason }),
  CaseReopened: (d) => ({ title: 'Case reopened', text: d.personal.reason }),
  EntryCorrected: (d) => ({
    title: `Entry ${d.entry} corrected`,
    text: sentences(d.personal.correction, `Because: ${d.personal.reason}.`),
  }),
  CaseErased: () => ({ title: 'Personal data erased' }),
  EntryMovedToPatient: (d) => ({ title: `Entry ${d.entry} moved away: it belongs to another patient`, text: d.personal.reason }),
};

export function eventWords(event: CaseEvent, named: Named): EventWords {
  const inWords = WORDS[event.type] as (data: CaseEvent['data'], named: Named) => EventWords;
  return inWords(event.data, named);
}
