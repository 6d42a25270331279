import { day } from '@guardian/kernel';
import { specFor } from '@guardian/kernel/spec';
import { caseDecider } from './case';
import { context, correctedEntry, inWorkup } from './case.examples';
import type { CaseEvent, CaseEventOf, Urgency } from './events';
import { openSafety, passOnAt } from './safety';

// Friday 20 March 2026, 9:00 in London.
const { given } = specFor(caseDecider, context);
const safetyAfter = (...events: CaseEvent[]) =>
  events.reduce((state, event) => caseDecider.evolve(state, event), caseDecider.initialState).safety;

const ines = { name: 'Dr Ines Example', role: 'Referring practice' };
const samuel = { name: 'Dr Samuel Brandt', role: 'Guardian clinician' };
const raise = (urgency: Urgency) =>
  ({ type: 'RaiseEscalation', to: ines, deputy: samuel, urgency, question: 'See her sooner?', facts: 'Pain 9 of 10' }) as const;
const raised = (urgency: Urgency, acknowledgeBy: string): CaseEventOf<'EscalationRaised'> => ({
  type: 'EscalationRaised',
  data: {
    ...{ escalationId: 'e1', to: ines, deputy: samuel, urgency, acknowledgeBy },
    personal: { question: 'See her sooner?', facts: 'Pain 9 of 10' },
  },
});
const raisedToday = raised('today', '2026-03-20T13:00:00.000Z');
const acknowledge = { type: 'AcknowledgeEscalation', escalationId: 'e1', by: 'Dr Ines Example' } as const;
const acknowledged: CaseEvent = { type: 'EscalationAcknowledged', data: { escalationId: 'e1', by: 'Dr Ines Example' } };
const resolve = { type: 'ResolveEscalation', escalationId: 'e1', by: 'Dr Ines Example', answer: 'Yes, ask the hospital' } as const;
const resolved: CaseEvent = {
  type: 'EscalationResolved',
  data: { escalationId: 'e1', by: 'Dr Ines Example', personal: { answer: 'Yes, ask the hospital' } },
};
const passedOn: CaseEvent = {
  type: 'EscalationPassedOn',
  data: { escalationId: 'e1', from: ines, to: samuel, acknowledgeBy: '2026-03-20T17:00:00.000Z' },
};

describe('raising an escalation', () => {
  it.each<[Urgency, string]>([
    ['now', '2026-03-20T09:30:00.000Z'],
    ['today', '2026-03-20T13:00:00.000Z'],
    // Two working days over a weekend: Tuesday at 17:00.
    ['soon', '2026-03-24T17:00:00.000Z'],
  ])('%s: has to be acknowledged by %s', (urgency, acknowledgeBy) => {
    given(...inWorkup)
      .when(raise(urgency))
      .then(raised(urgency, acknowledgeBy));
  });

  it('needs somebody, a question, and a deputy who is somebody else', () => {
    given(...inWorkup)
      .when({ ...raise('now'), to: { ...ines, name: '' } })
      .thenRefused('WordsMissing', { what: 'who is asked' });
    given(...inWorkup)
      .when({ ...raise('now'), deputy: { ...samuel, name: '' } })
      .thenRefused('WordsMissing', { what: 'a deputy' });
    given(...inWorkup)
      .when({ ...raise('now'), question: ' ' })
      .thenRefused('WordsMissing', { what: 'the question' });
    given(...inWorkup)
      .when({ ...raise('now'), deputy: ines })
      .thenRefused('DeputyIsTheSame', { deputy: 'Dr Ines Example' });
  });
});

describe('an escalation', () => {
  it('is acknowledged, once', () => {
    given(...inWorkup, raisedToday)
      .when(acknowledge)
      .then(acknowledged);
    given(...inWorkup, raisedToday, acknowledged)
      .when(acknowledge)
      .thenNothing();
  });

  it('is answered, once; an answer is an acknowledgement too', () => {
    given(...inWorkup, raisedToday)
      .when(resolve)
      .then(resolved);
    given(...inWorkup, raisedToday, acknowledged, resolved)
      .when(resolve)
      .thenNothing();
    given(...inWorkup, raisedToday, resolved)
      .when(acknowledge)
      .thenNothing();
  });

  it('needs names and an answer', () => {
    given(...inWorkup, raisedToday)
      .when({ ...acknowledge, by: '' })
      .thenRefused('WordsMissing', { what: 'who acknowledges it' });
    given(...inWorkup, raisedToday)
      .when({ ...resolve, by: '' })
      .thenRefused('WordsMissing', { what: 'who answers' });
    given(...inWorkup, raisedToday)
      .when({ ...resolve, answer: '' })
      .thenRefused('WordsMissing', { what: 'the answer' });
  });

  it('is one of this case', () => {
    for (const command of [acknowledge, resolve, { type: 'PassEscalationOn', escalationId: 'e1' } as const]) {
      given(...inWorkup)
        .when(command)
        .thenRefused('EscalationNotFound', { escalationId: 'e1' });
    }
  });

  it('stays open until it is answered, with whoever has it now', () => {
    const [open] = openSafety(safetyAfter(...inWorkup, raisedToday));
    expect(open).toEqual({ what: 'escalation', id: 'e1', dueOn: day('2026-03-20'), who: 'Dr Ines Example', now: false });
    expect(openSafety(safetyAfter(...inWorkup, raisedToday, passedOn))).toMatchObject([
      { what: 'escalation-passed-on', who: 'Dr Samuel Brandt' },
    ]);
    expect(openSafety(safetyAfter(...inWorkup, raisedToday, acknowledged))).toMatchObject([{ what: 'escalation-acknowledged' }]);
    expect(openSafety(safetyAfter(...inWorkup, raisedToday, acknowledged, resolved))).toEqual([]);
  });

  it('D5: one that was raised on the wrong case falls with all that followed', () => {
    given(...inWorkup, raisedToday, acknowledged, resolved)
      .when({ type: 'CorrectEntry', entry: 3, correction: 'Not yet', reason: 'Wrong letter' })
      .then(correctedEntry(3), correctedEntry(4), correctedEntry(5));
  });
});

describe('an escalation that nobody acknowledges', () => {
  const passOn = { type: 'PassEscalationOn', escalationId: 'e1' } as const;
  const at = (now: string) => specFor(caseDecider, { ...context, now });

  it('goes to the deputy when its time has run out, once', () => {
    const { given: late } = at('2026-03-20T13:00:00.000Z');
    late(...inWorkup, raisedToday)
      .when(passOn)
      .then(passedOn);
    late(...inWorkup, raisedToday, passedOn)
      .when(passOn)
      .thenNothing();
  });

  it('does not a moment sooner', () => {
    at('2026-03-20T12:59:59.999Z')
      .given(...inWorkup, raisedToday)
      .when(passOn)
      .thenRefused('EscalationNotDue', { acknowledgeBy: '2026-03-20T13:00:00.000Z' });
  });

  it('stays where it is once somebody has it', () => {
    const { given: late } = at('2026-03-20T18:00:00.000Z');
    late(...inWorkup, raisedToday, acknowledged)
      .when(passOn)
      .thenNothing();
    late(...inWorkup, raisedToday, resolved)
      .when(passOn)
      .thenNothing();
  });

  it('gives the deputy hours, not working days again', () => {
    at('2026-03-24T17:00:00.000Z')
      .given(...inWorkup, raised('soon', '2026-03-24T17:00:00.000Z'))
      .when(passOn)
      .then({
        type: 'EscalationPassedOn',
        data: { escalationId: 'e1', from: ines, to: samuel, acknowledgeBy: '2026-03-24T21:00:00.000Z' },
      });
  });

  it('tells the deadline when', () => {
    expect(passOnAt(safetyAfter(...inWorkup, raisedToday))).toBe('2026-03-20T13:00:00.000Z');
    expect(passOnAt(safetyAfter(...inWorkup, raisedToday, passedOn))).toBeNull();
    expect(passOnAt(safetyAfter(...inWorkup, raisedToday, acknowledged))).toBeNull();
  });
});
