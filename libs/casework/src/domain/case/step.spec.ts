import { day } from '@guardian/kernel';
import { PATHWAY_STEPS } from '@guardian/pathways';
import {
  accepted,
  bypassed,
  closed,
  completed,
  correctedEntry,
  fact,
  inWorkup,
  isReady,
  isSent,
  isSuspectedCancer,
  movedEntry,
  received,
  resubmitted,
  returned,
  sent,
  serviceAccepted,
  serviceOffered,
  takenOn,
  today,
  waived,
} from './case.examples';
import type { CaseEvent } from './events';
import { advance, effectiveOn, initialProgress, NEXT_MOVER, type Step, stepOf, STEPS } from './step';

const stepAfter = (events: readonly CaseEvent[]): Step =>
  stepOf(events.reduce((progress, event, i) => advance(progress, event, i + 1), initialProgress));

const expired = (item: string): CaseEvent => ({ type: 'WorkupItemExpired', data: { item } });
const wentOn: CaseEvent = { type: 'GateExpired', data: { dueOn: day('2026-04-03'), outstanding: ['wish'] } };
const overridden: CaseEvent = {
  type: 'GateOverridden',
  data: { without: [{ item: 'wish', reason: 'would-delay' }], clinician: 'Dr Ines Example' },
};
const reopened: CaseEvent = { type: 'CaseReopened', data: { personal: { reason: 'Pain came back' } } };
const linked: CaseEvent = { type: 'CaseLinkedAsDuplicate', data: { otherCaseId: 'c2', otherReference: 'GR-AAAAAA' } };
const unlinked: CaseEvent = { type: 'CaseUnlinked', data: { otherCaseId: 'c2' } };
const with2 = (service: string): CaseEvent => ({ type: 'ServiceAccepted', data: { service, on: today } });
const outcomeOf = (service: string): CaseEvent => ({
  type: 'ServiceOutcomeRecorded',
  data: { service, on: today, outcome: 'still-needs-hospital' },
});
const reused: CaseEvent = {
  type: 'ExistingResultReused',
  data: { item: 'xray', performedOn: day('2025-11-01'), source: 'Broomfield Hospital', personal: { summary: 'Narrow' } },
};

describe('the step of a case', () => {
  it.each<[string, Step, readonly CaseEvent[]]>([
    ['a referral received', 'intake', [received]],
    ['taken on from a hospital list', 'awaiting-first-appointment', [takenOn]],
    ['accepted with items outstanding', 'workup', inWorkup],
    ['only an item outstanding', 'workup', [...inWorkup, completed('xray'), completed('score')]],
    ['only a test outstanding', 'diagnostics', [...inWorkup, completed('score'), waived('wish')]],
    ['a reused result instead of the test', 'workup', [...inWorkup, reused]],
    ['nothing outstanding, gate not decided', 'ready', [...inWorkup, reused, completed('score'), completed('wish')]],
    ['accepted where nothing is agreed', 'ready', [received, { type: 'ReferralAccepted', data: { agreed: [], gateDueOn: today } }]],
    ['evidence grown too old', 'workup', [...inWorkup, reused, completed('score'), completed('wish'), expired('score')]],
    ['returned from intake', 'returned', [received, returned]],
    ['returned from workup', 'returned', [...inWorkup, returned]],
    ['resubmitted to intake', 'intake', [received, returned, resubmitted]],
    ['resubmitted to workup', 'workup', [...inWorkup, returned, resubmitted]],
    ['gate passed', 'ready', isReady],
    ['gate overridden', 'ready', [...inWorkup, overridden]],
    ['gate default taken', 'ready', [...inWorkup, wentOn]],
    ['gate default taken while returned', 'ready', [...inWorkup, returned, wentOn]],
    ['a red flag while returned', 'ready', [received, returned, accepted, bypassed]],
    ['a suspected cancer, hospital not known yet', 'ready', isSuspectedCancer],
    ['a suspected cancer, sent', 'awaiting-acceptance', [...isSuspectedCancer, sent]],
    ['evidence grown too old after the gate', 'ready', [...isReady, expired('score')]],
    ['sent', 'awaiting-acceptance', isSent],
    ['rejected by the hospital', 'ready', [...isSent, fact('ers_referral_rejected')]],
    ['rejected and sent again', 'awaiting-acceptance', [...isSent, fact('ers_referral_rejected', '2026-03-12'), sent]],
    ['on a list', 'awaiting-first-appointment', [...isSent, fact('added_to_waiting_list_for_appointment')]],
    ['on a list, then rejected', 'ready', [...isSent, fact('referral_registered_on_system'), fact('ers_referral_rejected', '2026-03-16')]],
    ['booked', 'awaiting-first-appointment', [...isSent, fact('appointment_booked')]],
    ['first appointment missed', 'awaiting-first-appointment', [...isSent, fact('appointment_booked'), fact('dna_first_appointment')]],
    ['seen', 'awaiting-decision', [...isSent, fact('first_attended')]],
    ['seen, then a follow-up booked', 'awaiting-decision', [...isSent, fact('first_attended'), fact('appointment_booked', '2026-03-16')]],
    [
      'seen, and the booking for it recorded late',
      'awaiting-decision',
      [...isSent, fact('first_attended', '2026-03-16'), fact('appointment_booked', '2026-03-13')],
    ],
    ['decided to treat', 'awaiting-treatment', [...isSent, fact('first_attended'), fact('decision_to_treat')]],
    ['seen, learnt after the decision', 'awaiting-treatment', [...isSent, fact('decision_to_treat'), fact('first_attended', '2026-03-14')]],
    ['active monitoring', 'monitoring', [...isSent, fact('first_attended'), fact('active_monitoring_started_by_clinician')]],
    [
      'active monitoring ended by a decision to treat',
      'awaiting-treatment',
      [...isSent, fact('active_monitoring_started_by_patient'), fact('active_monitoring_ended_decision_to_treat', '2026-03-17')],
    ],
    ['treated, not closed yet', 'awaiting-treatment', [...isSent, fact('decision_to_treat'), fact('first_treatment', '2026-03-18')]],
    ['a service offered', 'awaiting-acceptance', [...isSent, serviceOffered]],
    ['a service taken up', 'with-tier-two', [...isSent, serviceOffered, serviceAccepted]],
    ['back from the service', 'awaiting-acceptance', [...isSent, serviceAccepted, outcomeOf('knee-school')]],
    ['back from one service of two', 'with-tier-two', [...isSent, serviceAccepted, with2('weight'), outcomeOf('weight')]],
    [
      'a suspected cancer that is still to be sent, while another service sees the patient (D1)',
      'ready',
      [
        ...inWorkup,
        serviceAccepted,
        { type: 'PriorityRecorded', data: { scheme: 'urgency', code: 'two-week-wait', on: day('2026-03-15') } },
        bypassed,
      ],
    ],
    ['closed', 'closed', [...isSent, serviceAccepted, closed]],
    ['a fact learnt after closing', 'closed', [...isSent, closed, fact('first_attended')]],
    ['reopened', 'awaiting-decision', [...isSent, closed, fact('first_attended'), reopened]],
    ['followed under another case', 'closed', [...isSent, linked]],
    ['followed by itself again', 'awaiting-acceptance', [...isSent, linked, unlinked]],
  ])('%s: %s', (_what, step, events) => {
    expect(stepAfter(events)).toBe(step);
  });

  it.each<[string, Step, readonly CaseEvent[]]>([
    ['a hospital fact corrected', 'awaiting-acceptance', [...isSent, fact('first_attended'), correctedEntry(8)]],
    ['a hospital fact of another patient', 'awaiting-acceptance', [...isSent, fact('first_attended'), movedEntry(8)]],
    ['a sending corrected', 'ready', [...isSent, correctedEntry(7)]],
    ['one of two facts corrected', 'awaiting-decision', [...isSent, fact('first_attended'), fact('decision_to_treat'), correctedEntry(9)]],
    [
      'a fact corrected, and recorded anew as it was',
      'awaiting-first-appointment',
      [...isSent, fact('first_attended'), correctedEntry(8), fact('appointment_booked')],
    ],
    ['evidence of another patient', 'workup', [...inWorkup, reused, completed('score'), completed('wish'), movedEntry(4)]],
  ])('D5: %s: %s', (_what, step, events) => {
    expect(stepAfter(events)).toBe(step);
  });

  it('D5: a treatment that was recorded in error does not count', () => {
    const treatments = (events: readonly CaseEvent[]) =>
      events.reduce((progress, event, i) => advance(progress, event, i + 1), initialProgress).treatments;
    expect(treatments([...isSent, fact('first_treatment')])).toEqual([8]);
    expect(treatments([...isSent, fact('first_treatment'), correctedEntry(8)])).toEqual([]);
  });
});

describe('who has the next move', () => {
  it.each<[Step, string]>([
    ['intake', 'guardian-team'],
    ['workup', 'practice'],
    ['returned', 'practice'],
    ['diagnostics', 'diagnostics'],
    ['ready', 'guardian-team'],
    ['awaiting-acceptance', 'hospital'],
    ['awaiting-first-appointment', 'hospital'],
    ['awaiting-decision', 'hospital'],
    ['awaiting-treatment', 'hospital'],
    ['with-tier-two', 'community-service'],
    ['monitoring', 'as-agreed'],
    ['closed', 'nobody'],
  ])('in %s: %s', (step, mover) => {
    expect(NEXT_MOVER[step]).toBe(mover);
  });

  it('is said of every step', () => {
    expect(STEPS).toHaveLength(12);
  });
});

describe('the day on which an event took effect', () => {
  const recordedOn = day('2026-04-01');

  it.each<[string, CaseEvent]>([
    ['2026-03-05', takenOn],
    ['2026-03-12', sent],
    ['2026-03-15', fact('first_attended')],
    ['2026-03-12', serviceAccepted],
    ['2026-03-20', outcomeOf('knee-school')],
    ['2026-03-19', closed],
  ])('is its own day, %s, however late it was recorded', (on, event) => {
    expect(effectiveOn(event, recordedOn)).toBe(on);
  });

  it.each<CaseEvent>([received, accepted, returned, isReady[5] as CaseEvent, completed('score')])(
    'is the day of recording for $type',
    (event) => {
      expect(effectiveOn(event, recordedOn)).toBe('2026-04-01');
    },
  );
});

it('every step but the end has its target and quiet limit in a pathway definition', () => {
  expect([...PATHWAY_STEPS, 'closed']).toEqual(STEPS);
});
