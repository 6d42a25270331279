// What the timeline says of each event. Exhaustive: a new event does not compile until it has words.
import { type CaseEvent, type CaseEventOf, factName, type WithoutReason } from '@guardian/casework/events';
import { longDate } from '../../layout/filters';

export interface EventWords {
  readonly title: string;
  readonly text?: string;
}

type Words = { readonly [T in CaseEvent['type']]: (data: CaseEventOf<T>['data']) => EventWords };

const sentences = (...parts: (string | null | undefined | false)[]): string =>
  parts.filter((part): part is string => Boolean(part)).join(' ');

const OUTCOMES = {
  spoke: 'spoke',
  'no-answer': 'no answer',
  'left-message': 'left a message',
  'wrong-number': 'wrong number',
  declined: 'declined to talk',
  sent: 'sent',
} as const;
const MEANS = { phone: 'Call', text: 'Text message', letter: 'Letter', email: 'E-mail', 'in-person': 'In person' } as const;

export const CLOSURE_WORDS = {
  treated: 'Treated',
  'discharged-to-primary-care': 'Discharged to primary care',
  'no-longer-needed': 'No longer needed',
  'treated-elsewhere': 'Treated elsewhere',
  'moved-away': 'Moved away',
  died: 'Died',
  duplicate: 'Duplicate of another case',
  'entered-in-error': 'Entered in error',
} as const;

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
  ReferralReturned: (d) => ({
    title: 'Returned to the referrer',
    text: sentences(`Missing: ${d.missing.join(', ')}.`, `Reply by ${longDate(d.replyBy)}.`, d.personal.message),
  }),
  ReferralResubmitted: (d) => ({ title: 'Resubmitted by the referrer', text: d.personal.note }),
  CaseAssigned: (d) => ({ title: `Assigned to ${d.coordinator.name}` }),
  CaseHandedOver: (d) => ({ title: `Handed over from ${d.from.name} to ${d.to.name}`, text: d.personal.note }),
  DuplicateSuspected: (d) => ({ title: `May be a duplicate of ${d.otherReference}`, text: `Because: ${d.because.join(', ')}.` }),
  DuplicateDismissed: () => ({ title: 'Compared: not a duplicate' }),
  CaseLinkedAsDuplicate: (d) => ({ title: `Followed under ${d.otherReference}` }),
  CaseUnlinked: () => ({ title: 'No longer followed under another case' }),
  WorkupItemRequested: (d) => ({ title: `Workup asked for: ${d.item}`, text: `From ${d.from}, due ${longDate(d.dueOn)}.` }),
  WorkupItemCompleted: (d) => ({
    title: `Workup done: ${d.item}`,
    text: sentences(`Evidence of ${longDate(d.evidenceOn)}, from ${d.source}.`, d.personal.finding),
  }),
  WorkupItemWaived: (d) => ({
    title: `Going on without: ${d.item}`,
    text: `${d.personal.reason}. Decided by ${d.clinician}, until ${longDate(d.expiresOn)}.`,
  }),
  WorkupItemExpired: (d) => ({ title: `Workup out of date: ${d.item}` }),
  DiagnosticOrdered: (d) => ({
    title: `Test ordered: ${d.name}`,
    text: sentences(`At ${d.site.name}, ${d.urgency}.`, d.personal.question),
  }),
  DiagnosticBooked: (d) => ({ title: `Test booked for ${longDate(d.forOn)}` }),
  DiagnosticPerformed: (d) => ({ title: `Test done on ${longDate(d.on)}` }),
  DiagnosticMissed: (d) => ({ title: `Test missed on ${longDate(d.on)}`, text: d.personal.reason }),
  DiagnosticCancelled: (d) => ({
    title: `Test cancelled by the ${d.by}`,
    text: d.stillWanted ? 'It needs a new date.' : 'It is not wanted any more.',
  }),
  DiagnosticReported: (d) => ({ title: `Test result: ${d.outcome.replace('-', ' ')}`, text: d.personal.summary }),
  DiagnosticAcknowledged: (d) => ({
    title: `Result reviewed by ${d.clinician}`,
    text: sentences(d.personal.nextStep, d.owner && `${d.owner} acts on it.`, d.dueOn && `By ${longDate(d.dueOn)}.`),
  }),
  DiagnosticResultTold: (d) => ({ title: 'Patient told the result', text: d.how }),
  ExistingResultReused: (d) => ({
    title: `Result that was there already: ${d.item}`,
    text: sentences(`Of ${longDate(d.performedOn)}, from ${d.source}.`, d.personal.summary),
  }),
  GatePassed: () => ({ title: 'Workup complete: the gate is passed' }),
  GateOverridden: (d) => ({
    title: `Going ahead without ${d.without.map(({ item }) => item).join(', ')}`,
    text: sentences(
      ...d.without.map(({ item, reason }) => `${item}: ${WITHOUT_WORDS[reason].toLowerCase()}.`),
      `Decided by ${d.clinician}.`,
    ),
  }),
  GateExpired: (d) => ({
    title: `The time to hold the referral ran out on ${longDate(d.dueOn)}: it goes on`,
    text: `Outstanding: ${d.outstanding.join(', ')}.`,
  }),
  RedFlagBypassed: (d) => ({ title: 'Not held: red flag', text: d.personal.reason }),
  ReferralSent: (d) => ({ title: `Sent to ${d.to.name}` }),
  HospitalFactRecorded: (d) => ({
    title: factName(d.kind),
    text: sentences(
      ...Object.entries(d.facts).map(
        ([key, value]) => `${key.replaceAll('_', ' ')}: ${value === true ? 'yes' : value === false ? 'no' : value}.`,
      ),
      `Source: ${d.source}, ${d.confidence}.`,
    ),
  }),
  PriorityRecorded: (d) => ({ title: `Priority ${d.code} recorded` }),
  ProviderChanged: (d) => ({ title: `Now with ${d.to.name}` }),
  ContactRecorded: (d) => ({
    title: `${MEANS[d.how]} with ${d.who === 'diagnostics' ? 'diagnostics' : `the ${d.who}`}: ${OUTCOMES[d.outcome]}`,
    text: sentences(d.personal.notes, d.nextOn && `Next on ${longDate(d.nextOn)}.`),
  }),
  ContactCorrected: (d) => ({ title: 'Contact notes corrected', text: sentences(d.personal.notes, `Because: ${d.personal.reason}.`) }),
  ValidationAsked: (d) => ({ title: 'Patient asked whether the appointment is still needed', text: `Reply by ${longDate(d.replyBy)}.` }),
  ValidationAnswered: (d) => ({ title: `Patient says: ${d.answer.replace('-', ' ')}` }),
  ResponsibilityOffered: (d) => ({
    title: `${d.to.name} asked to hold the patient`,
    text: sentences(`${d.from.name} holds until then.`, `Reply by ${longDate(d.replyBy)}.`, d.personal.summary),
  }),
  ResponsibilityAccepted: (d) => ({ title: `${d.to.name} holds the patient now`, text: `Accepted by ${d.acceptedBy}.` }),
  ResponsibilityDeclined: (d) => ({
    title: `${d.to.name} declined to hold the patient`,
    text: sentences(`${d.declinedBy}:`, d.personal.reason),
  }),
  ServiceOffered: (d) => ({ title: `Offered: ${d.name}` }),
  ServiceAccepted: (d) => ({ title: `Service taken up: ${d.service}` }),
  ServiceDeclined: (d) => ({ title: `Service declined: ${d.service}` }),
  ServiceOutcomeRecorded: (d) => ({
    title: `Service finished: ${d.service}`,
    text: d.outcome === 'resolved' ? 'The need is resolved.' : 'The patient still needs the hospital.',
  }),
  CaseClosed: (d) => ({
    title: `Case closed: ${CLOSURE_WORDS[d.reason].toLowerCase()}`,
    text: sentences(d.personal.evidence, `Reviewed by ${d.reviewer}.`, `Patient told: ${d.patientTold}, referrer told: ${d.referrerTold}.`),
  }),
  CaseReopened: (d) => ({ title: 'Case reopened', text: d.personal.reason }),
  EntryCorrected: (d) => ({
    title: `Entry ${d.entry} corrected`,
    text: sentences(d.personal.correction, `Because: ${d.personal.reason}.`),
  }),
  EntryMovedToPatient: (d) => ({ title: `Entry ${d.entry} moved away: it belongs to another patient`, text: d.personal.reason }),
};

export function eventWords(event: CaseEvent): EventWords {
  const inWords = WORDS[event.type] as (data: CaseEvent['data']) => EventWords;
  return inWords(event.data);
}
