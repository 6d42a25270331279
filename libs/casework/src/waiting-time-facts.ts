// What the waiting-time clocks hear of a case: the one mapping from its events to dated facts. Test events drive the diagnostics clocks,
// hospital facts the RTT and cancer clocks. A sending stands in for the hospital's receipt until a receipt is recorded.
import type { CalendarDay } from '@guardian/kernel';
import { type Fact, factKeys, fitsShape, type HospitalFactKind, isHospitalFactKind } from '@guardian/waiting-times';
import { takenBackBy } from './domain/case/corrections';
import type { CaseEvent, CaseEventOf, ProviderRef } from './domain/case/events';

/** One fact with what a validator asks of it. Plain JSON, so that a read model can keep it in a row. */
export interface CaseFact {
  readonly fact: Fact;
  /** The entry (revision) of the case that says so. */
  readonly entry: number;
  /** Words: a letter, a system, or which act of Guardian's own it was taken from. */
  readonly source: string;
  readonly confidence: 'confirmed' | 'reported' | 'estimated';
  /** The day on which Guardian knew of it, and the day on which it was taken back. */
  readonly recordedOn: CalendarDay;
  readonly withdrawnOn: CalendarDay | null;
  /** Stands in for a fact of these kinds, and gives way as soon as one is recorded. */
  readonly insteadOf?: readonly HospitalFactKind[];
}

/** All facts of one case in the order of its entries, and what later events refer to. */
export interface CaseFacts {
  readonly facts: readonly CaseFact[];
  /** By test id: the code that its facts name, and the booked day. */
  readonly tests: Readonly<Record<string, { readonly test: string; readonly bookedFor: CalendarDay | null }>>;
  readonly suspectedCancer: boolean;
}

export const noFacts: CaseFacts = { facts: [], tests: {}, suspectedCancer: false };

const RECEIPTS: readonly HospitalFactKind[] = [
  'referral_received',
  'urgent_suspected_cancer_referral_received',
  'breast_symptomatic_referral_received',
  'cancer_screening_referral_received',
  'ers_ubrn_converted',
  'ers_asi_worklist_entered',
  'ers_clinical_assessment_service_booked',
  'referral_to_interface_service',
  'referral_to_referral_management_service',
  'onward_referral_received',
  're_referral_received',
  'self_referral_received',
];
const TRANSFERS: readonly HospitalFactKind[] = ['interprovider_transfer'];

const FROM_GUARDIAN = 'Recorded in Guardian';

/** The facts after one more event. `entry` is the event's revision. */
export function withFactsOf(known: CaseFacts, event: CaseEvent, entry: number, recordedOn: CalendarDay): CaseFacts {
  const add = (
    kind: HospitalFactKind,
    date: CalendarDay,
    keys: Readonly<Record<string, unknown>>,
    about: Partial<CaseFact> = {},
    to: CaseFacts = known,
  ): CaseFacts => {
    const fact = { event: kind, date, ...fitting(kind, keys) } as Fact;
    const added: CaseFact = { fact, entry, source: FROM_GUARDIAN, confidence: 'confirmed', recordedOn, withdrawnOn: null, ...about };
    return { ...to, facts: [...to.facts, added] };
  };
  const received = (suspected: boolean, date: CalendarDay, provider: ProviderRef, about: Partial<CaseFact>): CaseFacts => {
    const kind = suspected ? 'urgent_suspected_cancer_referral_received' : 'referral_received';
    const keys = { service: 'consultant_led', provider: provider.code };
    return add(kind, date, keys, { insteadOf: RECEIPTS, ...about }, { ...known, suspectedCancer: suspected });
  };
  const test = (testId: string): string | undefined => known.tests[testId]?.test;

  switch (event.type) {
    case 'ReferralReceived':
      return { ...known, suspectedCancer: isSuspected(event.data) };
    case 'CaseTakenOn': {
      const { onListSince, provider } = event.data;
      const about = { source: 'The list from which the case was taken on', confidence: 'reported' } as const;
      return received(isSuspected(event.data), onListSince, provider, about);
    }
    case 'RedFlagBypassed':
      return { ...known, suspectedCancer: true };
    case 'ReferralSent': {
      const about = { source: 'The day on which Guardian sent it', confidence: 'estimated' } as const;
      return received(known.suspectedCancer, event.data.on, event.data.to, about);
    }
    case 'ProviderChanged': {
      const { from, to, on } = event.data;
      const keys = { from_provider: from?.code, to_provider: to.code, clinical_responsibility_transfers: true };
      return add('interprovider_transfer', on, keys, { confidence: 'reported', insteadOf: TRANSFERS });
    }
    case 'HospitalFactRecorded': {
      const { kind, on, facts, source, confidence } = event.data;
      return isHospitalFactKind(kind) ? add(kind, on, facts, { source, confidence }) : known;
    }
    case 'PriorityRecorded':
      return event.data.scheme === 'urgency' ? known : add('clinical_priority_recorded', event.data.on, { code: event.data.code });

    case 'DiagnosticOrdered': {
      const { testId, test: code, on } = event.data;
      const tests = { ...known.tests, [testId]: { test: code, bookedFor: null } };
      // Guardian is primary care: a test that it orders leaves responsibility with the practice and starts no RTT clock (RTT-P5).
      return add('diagnostic_test_requested', on, { test: code, source: 'gp_direct_access' }, {}, { ...known, tests });
    }
    case 'DiagnosticBooked': {
      const { testId, forOn } = event.data;
      const code = test(testId);
      if (!code) return known;
      const tests = { ...known.tests, [testId]: { test: code, bookedFor: forOn } };
      return add('appointment_booked', recordedOn, { test: code, for_date: forOn }, {}, { ...known, tests });
    }
    case 'DiagnosticPerformed':
      return add('diagnostic_test_done', event.data.on, { test: test(event.data.testId) });
    case 'DiagnosticMissed':
      return add('dna_diagnostic_test', event.data.on, { test: test(event.data.testId) });
    case 'DiagnosticReported':
      return add('diagnostic_result_reported', event.data.on, { test: test(event.data.testId) });
    case 'DiagnosticCancelled':
      return cancelled(known, event.data, recordedOn, add);

    case 'CaseClosed':
      return event.data.reason === 'died'
        ? add('died', event.data.on, {}, { source: 'The day on which the case was closed', confidence: 'estimated', insteadOf: ['died'] })
        : known;
    case 'EntryCorrected':
    case 'EntryMovedToPatient': {
      const wrong = takenBackBy(event);
      return withdrawn(known, (fact) => fact.entry === wrong, recordedOn);
    }
    case 'CaseAssigned':
    case 'CaseHandedOver':
    case 'CaseLinkedAsDuplicate':
    case 'CaseReopened':
    case 'CaseUnlinked':
    case 'CheckInActedOn':
    case 'CheckInCompleted':
    case 'CheckInMissed':
    case 'CheckInPlanned':
    case 'ConditionChangeReported':
    case 'ConditionChangeTriaged':
    case 'EscalationAcknowledged':
    case 'ReturnEscalated':
    case 'EscalationPassedOn':
    case 'EscalationRaised':
    case 'EscalationResolved':
    case 'ExpediteAnswerTold':
    case 'MessageSent':
    case 'MessageAnswered':
    case 'MessageRead':
    case 'MessageThreadClosed':
    case 'AdviceConvertedToReferral':
    case 'ExpediteAnswered':
    case 'ExpediteRequested':
    case 'HarmReviewCompleted':
    case 'CaseErased':
    case 'ExitProposed':
    case 'ExitDeclined':
    case 'HarmReviewOpened':
    case 'ContactCorrected':
    case 'ContactRecorded':
    case 'DiagnosticAcknowledged':
    case 'DiagnosticResultTold':
    case 'DuplicateAskedAbout':
    case 'DuplicateDismissed':
    case 'DuplicateFollowed':
    case 'DuplicateLinkProposed':
    case 'DuplicateReleased':
    case 'DuplicateSuspected':
    case 'ExistingResultReused':
    case 'GateExpired':
    case 'GateOverridden':
    case 'GatePassed':
    case 'ReferralAccepted':
    case 'ReferralResubmitted':
    case 'ReferralReturned':
    case 'ResponsibilityAccepted':
    case 'ResponsibilityDeclined':
    case 'ResponsibilityOfferUnanswered':
    case 'ResponsibilityOfferWithdrawn':
    case 'ResponsibilityOffered':
    case 'ServiceAccepted':
    case 'ServiceDeclined':
    case 'ServiceOffered':
    case 'ServiceTimeGiven':
    case 'ServiceReviewed':
    case 'ServiceOutcomeRecorded':
    case 'SilenceReachedPcn':
    case 'SnoozeEnded':
    case 'StepWentQuiet':
    case 'ValidationAnswered':
    case 'ValidationAsked':
    case 'ValidationFellDue':
    case 'ValidationUnanswered':
    case 'WorkupItemCompleted':
    case 'WorkupItemExpired':
    case 'WorkupItemRequested':
    case 'WorkupItemWaived':
    case 'WorkSnoozed':
      return known;
  }
}

function cancelled(
  known: CaseFacts,
  { testId, on, by, stillWanted }: CaseEventOf<'DiagnosticCancelled'>['data'],
  recordedOn: CalendarDay,
  add: (kind: HospitalFactKind, date: CalendarDay, keys: Readonly<Record<string, unknown>>) => CaseFacts,
): CaseFacts {
  const ordered = known.tests[testId];
  if (!ordered) return known;
  // No fact says that a request is taken back: a test that nobody wants any more leaves the list as if it had not been asked for.
  if (!stillWanted) return withdrawn(known, ({ fact }) => fact['test'] === ordered.test, recordedOn);
  if (by === 'patient') return add('patient_cancelled', on, { test: ordered.test, for_date: ordered.bookedFor });
  return add('provider_cancelled', on, { test: ordered.test });
}

const withdrawn = (known: CaseFacts, wrong: (fact: CaseFact) => boolean, on: CalendarDay): CaseFacts => ({
  ...known,
  facts: known.facts.map((fact) => (fact.withdrawnOn === null && wrong(fact) ? { ...fact, withdrawnOn: on } : fact)),
});

const isSuspected = ({ suspectedCancer, priority }: { suspectedCancer: boolean; priority: string }): boolean =>
  suspectedCancer || priority === 'two-week-wait';

/** Details recorded before a key had its list of words may not fit it: such a detail is left out, and the fact stays. */
function fitting(kind: HospitalFactKind, keys: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const shapes = factKeys(kind);
  return Object.fromEntries(
    Object.entries(keys).filter(([key, value]) => {
      const shape = Object.hasOwn(shapes, key) ? shapes[key] : undefined;
      return shape !== undefined && fitsShape(shape, value);
    }),
  );
}

/**
 * What was known on a day, in date order and then in the order of the entries: what `clocks` takes. Without `knownOn`: all that is known
 * now. What stands in for a recorded fact is left out once there is one.
 */
export function factsInOrder({ facts }: CaseFacts, knownOn: CalendarDay = '9999-12-31' as CalendarDay): CaseFact[] {
  const known = facts.filter(({ recordedOn, withdrawnOn }) => recordedOn <= knownOn && (withdrawnOn === null || withdrawnOn > knownOn));
  const recorded = new Set(known.filter(({ insteadOf }) => !insteadOf).map(({ fact }) => fact.event));
  return known
    .filter(({ insteadOf }) => !insteadOf?.some((kind) => recorded.has(kind)))
    .map((fact, index) => ({ fact, index }))
    .sort((a, b) => (a.fact.fact.date < b.fact.fact.date ? -1 : a.fact.fact.date > b.fact.fact.date ? 1 : a.index - b.index))
    .map(({ fact }) => fact);
}
