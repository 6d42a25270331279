import { addDays, day, londonDay, londonInstant } from '@guardian/kernel';
import { specFor } from '@guardian/kernel/spec';
import fc from 'fast-check';
import { caseDecider } from './case';
import { closed, context, escalated, received, resubmitted, returned } from './case.examples';
import { deadlinesOf } from './deadlines';
import type { CaseEvent } from './events';

const after = (...events: readonly CaseEvent[]) =>
  events.reduce((state, event) => caseDecider.evolve(state, event), caseDecider.initialState);
const around = { limit: context.limit, heard: null, quiet: undefined };
const due = (...events: readonly CaseEvent[]) => deadlinesOf(after(received, ...events), around);
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
