import { addDays, day, londonDay, londonInstant } from '@guardian/kernel';
import { specFor } from '@guardian/kernel/spec';
import fc from 'fast-check';
import { caseDecider } from './case';
import {
  accepted as acceptedWithItems,
  bypassed,
  closed,
  completed,
  context,
  escalated,
  fact,
  offered,
  received,
  resubmitted,
  returned,
  sent,
  waived,
} from './case.examples';
import { deadlinesOf } from './deadlines';
import type { CaseEvent } from './events';

const after = (...events: readonly CaseEvent[]) =>
  events.reduce((state, event) => caseDecider.evolve(state, event), caseDecider.initialState);
const around = { limit: context.limit, heard: null, quiet: undefined };
// How long a patient waits as a whole is in harm-review.spec.ts and validation.spec.ts.
const due = (...events: readonly CaseEvent[]) =>
  deadlinesOf(after(received, ...events), around).filter(({ kind }) => kind !== 'harm-review' && kind !== 'validation-due');
/** The case at an instant of Guardian's clock. */
const at = (instant: Date) => specFor(caseDecider, { ...context, now: instant.toISOString(), today: londonDay(instant) });

const accepted: CaseEvent = { type: 'ReferralAccepted', data: { agreed: [], gateDueOn: day('2026-04-03') } };
const planned = (dueOn: string): CaseEvent => ({
  type: 'CheckInPlanned',
  data: { checkInId: 'k1', dueOn: day(dueOn), questions: ['knee'] },
});
const raised = (escalationId: string, acknowledgeBy: string): CaseEvent => ({
  type: 'EscalationRaised',
  data: {
    escalationId,
    to: { name: 'Dr Ines Example', role: 'Referring practice' },
    deputy: { name: 'Dr Samuel Example', role: 'Guardian clinician' },
    urgency: 'today',
    acknowledgeBy,
    personal: { question: 'Sooner?', facts: '' },
  },
});

describe('the deadlines of a case', () => {
  it('are none of a referral that nobody accepted yet', () => {
    expect(due()).toEqual([]);
  });

  it('are, next one first, an escalation, the end of holding and a check-in with its days of grace', () => {
    expect(due(planned('2026-04-01'), accepted, raised('e1', '2026-03-20T13:00:00.000Z'))).toEqual([
      {
        kind: 'escalation-passed-on',
        key: 'e1',
        dueAt: '2026-03-20T13:00:00.000Z',
        command: { type: 'PassEscalationOn', escalationId: 'e1' },
      },
      { kind: 'gate-default', key: 'gate', dueAt: '2026-04-03T23:00:00.000Z', command: { type: 'TakeGateDefault' } },
      { kind: 'check-in-missed', key: 'k1', dueAt: '2026-04-04T23:00:00.000Z', command: { type: 'MarkCheckInMissed' } },
    ]);
  });

  it('move when their date moves', () => {
    expect(due(planned('2026-04-01'), planned('2026-05-01')).map(({ key, dueAt }) => [key, dueAt])).toEqual([
      ['k1', '2026-05-04T23:00:00.000Z'],
    ]);
  });

  it('are gone when they are met', () => {
    const missed: CaseEvent = { type: 'CheckInMissed', data: { checkInId: 'k1', dueOn: day('2026-04-01') } };
    const taken: CaseEvent = { type: 'GateExpired', data: { dueOn: day('2026-04-03'), outstanding: [] } };
    const acknowledged: CaseEvent = { type: 'EscalationAcknowledged', data: { escalationId: 'e1', by: 'Dr Ines Example' } };
    expect(due(planned('2026-04-01'), missed, accepted, taken, raised('e1', '2026-03-20T13:00:00.000Z'), acknowledged)).toEqual([]);
  });

  it('die with the case', () => {
    expect(due(accepted, planned('2026-04-01'), raised('e1', '2026-03-20T13:00:00.000Z'), closed)).toEqual([]);
  });

  it('are the last good days of what was agreed, until the hospital has seen the patient', () => {
    const items = (...events: readonly CaseEvent[]) =>
      due(acceptedWithItems, completed('score'), waived('wish'), ...events)
        .filter(({ kind }) => kind === 'evidence-expired')
        .map(({ key, dueAt, command }) => [key, dueAt, command]);
    // Good for 90 days from 10 March: until 8 June; the waiver until 20 June.
    const both = [
      ['score', '2026-06-08T23:00:00.000Z', { type: 'ExpireWorkupItem', item: 'score' }],
      ['wish', '2026-06-20T23:00:00.000Z', { type: 'ExpireWorkupItem', item: 'wish' }],
    ];
    expect(items()).toEqual(both);
    expect(items({ type: 'WorkupItemExpired', data: { item: 'score' } })).toEqual(both.slice(1));
    expect(items(bypassed, sent, fact('appointment_booked'))).toEqual(both);
    expect(items(bypassed, sent, fact('first_attended'))).toEqual([]);
  });

  it('are the reply dates of offers, each offer its own', () => {
    const declined: CaseEvent = {
      type: 'ResponsibilityDeclined',
      data: { to: offered.data.to, declinedBy: 'Bola Example', personal: { reason: 'No capacity' } },
    };
    const unanswered: CaseEvent = { type: 'ResponsibilityOfferUnanswered', data: { to: offered.data.to, replyBy: offered.data.replyBy } };
    const ofOffers = (...events: readonly CaseEvent[]) => due(...events).map(({ kind, key, dueAt }) => [kind, key, dueAt]);
    expect(ofOffers(offered)).toEqual([['baton-unanswered', 'o1', '2026-03-26T00:00:00.000Z']]);
    expect(ofOffers(offered, declined, offered)).toEqual([['baton-unanswered', 'o2', '2026-03-26T00:00:00.000Z']]);
    expect(ofOffers(offered, unanswered)).toEqual([]);
    expect(ofOffers(offered, declined)).toEqual([]);
  });

  it('of several escalations each have their own', () => {
    const keys = due(raised('e1', '2026-03-20T13:00:00.000Z'), raised('e2', '2026-03-20T09:30:00.000Z')).map(({ key }) => key);
    expect(keys).toEqual(['e2', 'e1']);
  });
});

it('of a returned referral are its answer, until somebody else is asked, and the end of holding', () => {
  const escalation = {
    kind: 'return-escalated',
    key: '2026-03-30',
    dueAt: '2026-03-30T23:00:00.000Z',
    command: { type: 'EscalateReturn' },
  };
  const goesOn = { kind: 'gate-default', key: 'gate', dueAt: '2026-04-03T23:00:00.000Z', command: { type: 'TakeGateDefault' } };
  expect(due(returned)).toEqual([escalation, goesOn]);
  expect(due(returned, escalated)).toEqual([goesOn]);
  expect(due(returned, resubmitted)).toEqual([goesOn]);
});

describe('the command of a deadline', () => {
  it('does its work at its instant, whichever day the check-in was planned for, and is refused a moment before', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_500 }), (days) => {
        const dueOn = addDays(day('2026-03-20'), days);
        const [deadline] = due(planned(dueOn));
        if (deadline === undefined) throw new Error('a planned check-in has a deadline');
        const instant = new Date(deadline.dueAt);
        at(instant)
          .given(received, planned(dueOn))
          .when(deadline.command)
          .then({ type: 'CheckInMissed', data: { checkInId: 'k1', dueOn } });
        at(new Date(instant.getTime() - 1))
          .given(received, planned(dueOn))
          .when(deadline.command)
          .thenRefused('CheckInNotDue');
      }),
      { numRuns: 60 },
    );
  });

  it('lets a referral go on after the last day of holding', () => {
    at(londonInstant(day('2026-04-04'), '00:00'))
      .given(received, accepted)
      .when({ type: 'TakeGateDefault' })
      .then({ type: 'GateExpired', data: { dueOn: day('2026-04-03'), outstanding: [] } });
  });
});
