import { addDays, day } from '@guardian/kernel';
import { specFor } from '@guardian/kernel/spec';
import fc from 'fast-check';
import type { CaseCommand } from './case';
import { caseDecider } from './case';
import { bola, close, closed, context, correctedEntry, fact, inWorkup, isSuspectedCancer, movedEntry, received } from './case.examples';
import { deadlinesOf } from './deadlines';
import type { CaseEvent, CaseEventOf, ContactMeans, ValidationAnswer } from './events';
import { stepOf } from './step';
import { openValidation } from './validation';

// Referred on Monday 2 March 2026: 12 weeks later is 25 May, 26 weeks 31 August, 52 weeks 1 March 2027, 78 weeks 30 August.
const on = (today: string) => specFor(caseDecider, { ...context, today: day(today) });
const stateAfter = (...events: readonly CaseEvent[]) =>
  events.reduce((state, event) => caseDecider.evolve(state, event), caseDecider.initialState);
const openAfter = (...events: readonly CaseEvent[]) => {
  const { progress, safety } = stateAfter(...events);
  return openValidation(progress, safety);
};
const dueAfter = (...events: readonly CaseEvent[]) =>
  deadlinesOf(stateAfter(...events), { limit: context.limit, heard: null, quiet: undefined })
    .filter(({ kind }) => kind.startsWith('validation'))
    .map(({ kind, key, dueAt }) => [kind, key, dueAt]);

const fellDue: CaseEventOf<'ValidationFellDue'> = {
  type: 'ValidationFellDue',
  data: { weeks: 12, dueOn: day('2026-05-25'), nextOn: day('2026-08-31') },
};
const asked = (how: ContactMeans = 'text', askedOn = '2026-05-26', replyBy = '2026-06-16'): CaseEventOf<'ValidationAsked'> => ({
  type: 'ValidationAsked',
  data: { on: day(askedOn), how, replyBy: day(replyBy) },
});
const noReply = (replyBy = '2026-06-16'): CaseEventOf<'ValidationUnanswered'> => ({
  type: 'ValidationUnanswered',
  data: { replyBy: day(replyBy) },
});
const answered = (answer: ValidationAnswer, answeredOn = '2026-06-01'): CaseEventOf<'ValidationAnswered'> => ({
  type: 'ValidationAnswered',
  data: { on: day(answeredOn), answer },
});
const byLetter = asked('letter', '2026-06-17', '2026-07-08');
const silentTwice = [received, asked(), noReply(), byLetter, noReply('2026-07-08')];

const ask = { type: 'AskValidation', how: 'text', replyBy: day('2026-06-16') } as const;
const answer = { type: 'AnswerValidation', on: day('2026-05-26'), answer: 'still-needed' } as const;
const due = { type: 'MarkValidationDue' } as const;
const overdue = { type: 'MarkValidationUnanswered' } as const;

describe('a patient is to be asked', () => {
  it('from 12 weeks after the referral on', () => {
    on('2026-05-24').given(received).when(due).thenRefused('ValidationNotDue', { next: '2026-05-25' });
    on('2026-05-25').given(received).when(due).then(fellDue);
    expect(dueAfter(received)).toEqual([['validation-due', '2026-05-25', '2026-05-24T23:00:00.000Z']]);
  });

  it.each([
    ['after 26 weeks', '2026-08-31', [fellDue], { weeks: 26, dueOn: '2026-08-31', nextOn: '2027-03-01' }],
    ['once, when both went by', '2026-11-02', [], { weeks: 26, dueOn: '2026-08-31', nextOn: '2027-03-01' }],
    ['once, after a wait of years', '2028-12-01', [], { weeks: 130, dueOn: '2028-08-28', nextOn: '2029-02-26' }],
    [
      'in the middle of the second year',
      '2027-08-30',
      [{ type: 'ValidationFellDue', data: { weeks: 52, dueOn: day('2027-03-01'), nextOn: day('2027-08-30') } }],
      { weeks: 78, dueOn: '2027-08-30', nextOn: '2028-02-28' },
    ],
  ] as const)('again %s', (_, today, before: readonly CaseEvent[], data) => {
    on(today)
      .given(received, ...before)
      .when(due)
      .then({ type: 'ValidationFellDue', data: { weeks: data.weeks, dueOn: day(data.dueOn), nextOn: day(data.nextOn) } });
  });

  it('but not one who may have cancer, who has died, who was treated or who is monitored as agreed', () => {
    const monitored = fact('active_monitoring_started_by_patient', '2026-03-15');
    for (const events of [isSuspectedCancer, [received, fact('died')], [received, fact('first_treatment')], [received, monitored]]) {
      on('2026-08-31')
        .given(...events)
        .when(due)
        .thenNothing();
      expect(dueAfter(...events)).toEqual([]);
    }
    expect(dueAfter(received, closed)).toEqual([]);
  });

  it('until they have answered on the day or later', () => {
    expect(openAfter(received, fellDue)).toEqual([{ what: 'validation-due', since: '2026-05-25' }]);
    expect(openAfter(received, asked(), answered('still-needed', '2026-05-24'), fellDue)).toHaveLength(1);
    expect(openAfter(received, fellDue, asked())).toEqual([]);
    expect(openAfter(received, fellDue, asked(), answered('still-needed', '2026-05-25'))).toEqual([]);
    expect(openAfter(received, fellDue, fact('died'))).toEqual([]);
  });
});

describe('asking', () => {
  it('gives a day to answer by', () => {
    on('2026-05-26').given(received).when(ask).then(asked());
    on('2026-06-17').given(received).when(ask).thenRefused('DateInPast');
  });

  it('does not go to a patient who has died', () => {
    on('2026-05-26').given(received, fact('died', '2026-03-16')).when(ask).thenRefused('PatientDied', { diedOn: '2026-03-16' });
  });

  it('goes another way while nobody has answered, also before the reply date, when a letter came back', () => {
    const later = on('2026-06-20');
    later
      .given(received, asked('letter'))
      .when({ ...ask, how: 'letter', replyBy: day('2026-07-01') })
      .thenRefused('AskedThatWay', { how: 'letter' });
    later
      .given(received, asked('letter'))
      .when({ ...ask, replyBy: day('2026-07-01') })
      .then(asked('text', '2026-06-20', '2026-07-01'));
  });

  it('stops after two questions without a reply: a person has to speak with the patient', () => {
    on('2026-07-09')
      .given(...silentTwice)
      .when({ ...ask, how: 'email', replyBy: day('2026-08-01') })
      .thenRefused('NeedsAPerson');
    expect(openAfter(...silentTwice)).toEqual([{ what: 'validation-needs-a-person', since: '2026-07-09' }]);
  });

  it('begins anew after an answer', () => {
    on('2026-05-26')
      .given(...silentTwice, answered('still-needed', '2026-05-20'))
      .when(ask)
      .then(asked());
  });
});

describe('D4: no reply', () => {
  it('is noted once for each question, on the day after the reply date', () => {
    on('2026-06-16').given(received, asked()).when(overdue).thenRefused('ReplyNotOverdue', { replyBy: '2026-06-16' });
    on('2026-06-17').given(received, asked()).when(overdue).then(noReply());
    on('2026-06-17').given(received, asked(), noReply()).when(overdue).thenNothing();
    on('2026-06-17').given(received).when(overdue).thenNothing();
    expect(dueAfter(received, fellDue, asked())).toEqual([
      ['validation-unanswered', 'v3', '2026-06-16T23:00:00.000Z'],
      ['validation-due', '2026-08-31', '2026-08-30T23:00:00.000Z'],
    ]);
  });

  it('sends the question another way', () => {
    expect(openAfter(received, asked(), noReply())).toEqual([{ what: 'validation-second-way', since: '2026-06-17' }]);
  });

  it('says nothing of a patient who has died meanwhile', () => {
    on('2026-06-17').given(received, asked(), fact('died')).when(overdue).thenNothing();
    expect(openAfter(received, asked(), noReply(), fact('died'))).toEqual([]);
  });

  it('never closes a case, whatever is asked, answered or missed in whichever order', () => {
    const commands = fc.oneof(
      fc.record({ type: fc.constant('AskValidation' as const), how: fc.constantFrom('text', 'letter', 'phone'), after: fc.nat(30) }),
      fc.record({ type: fc.constant('AnswerValidation' as const), answer: fc.constantFrom('still-needed', 'not-needed', 'unsure') }),
      fc.constantFrom(due, overdue),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(commands, fc.nat(60)), { maxLength: 40 }), (steps) => {
        let state = stateAfter(received);
        let today = day('2026-04-01');
        for (const [given, days] of steps) {
          today = addDays(today, days);
          const command = (
            given.type === 'AskValidation'
              ? { type: given.type, how: given.how, replyBy: addDays(today, given.after) }
              : given.type === 'AnswerValidation'
                ? { ...given, on: today }
                : given
          ) as CaseCommand;
          try {
            for (const event of caseDecider.decide(command, state, { ...context, today })) state = caseDecider.evolve(state, event);
          } catch (error) {
            expect(error).toMatchObject({
              code: expect.stringMatching(/^(NeedsAPerson|AskedThatWay|NotAsked|ValidationNotDue|ReplyNotOverdue)$/),
            });
          }
          const misses = state.entries.filter((type) => type === 'ValidationUnanswered').length;
          expect(misses).toBeLessThanOrEqual(state.entries.filter((type) => type === 'ValidationAsked').length);
          expect(stepOf(state.progress)).toBe('intake');
          expect(openValidation(state.progress, state.safety).length).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});

describe('the answer', () => {
  it('is kept, also after the reply date', () => {
    on('2026-05-26').given(received, asked()).when(answer).then(answered('still-needed', '2026-05-26'));
    on('2026-08-01')
      .given(...silentTwice)
      .when({ ...answer, on: day('2026-08-01') })
      .then(answered('still-needed', '2026-08-01'));
    expect(openAfter(...silentTwice, answered('still-needed', '2026-08-01'))).toEqual([]);
  });

  it('needs a question, and one that is clear is given once', () => {
    on('2026-05-26').given(received).when(answer).thenRefused('NotAsked');
    on('2026-06-02').given(received, asked(), answered('still-needed')).when(answer).thenRefused('NotAsked');
  });

  it('is not given tomorrow', () => {
    on('2026-05-25').given(received, asked()).when(answer).thenRefused('DateInFuture');
  });

  it.each(['unsure', 'not-needed'] as const)('%s can become another one, and waits for somebody until then', (first) => {
    const events = [received, asked(), answered(first)];
    expect(openAfter(...events)).toEqual([{ what: `validation-${first}`, since: '2026-06-01' }]);
    on('2026-06-02')
      .given(...events)
      .when({ ...answer, on: day('2026-06-02') })
      .then(answered('still-needed', '2026-06-02'));
    expect(openAfter(...events, answered('still-needed', '2026-06-02'))).toEqual([]);
  });

  it('that it is not needed waits no longer while a second person looks at the exit', () => {
    const { type: _, evidence, ...exit } = { ...close, reason: 'no-longer-needed' as const };
    const proposed: CaseEvent = {
      type: 'ExitProposed',
      data: { ...exit, proposedBy: bola, proposedOn: day('2026-06-02'), personal: { evidence } },
    };
    const declined: CaseEvent = { type: 'ExitDeclined', data: { personal: { reason: 'Ask again' } } };
    const said = [...inWorkup, asked(), answered('not-needed')];
    expect(openAfter(...said, proposed)).toEqual([]);
    expect(openAfter(...said, proposed, declined)).toHaveLength(1);
  });
});

describe('D5: what was entered wrongly', () => {
  it('a question that was never asked falls with its reply, and with that none came', () => {
    const correct = { type: 'CorrectEntry', entry: 2, correction: 'Another patient', reason: 'Wrong list' } as const;
    const wrong = (entry: number): CaseEvent => ({
      type: 'EntryCorrected',
      data: { entry, personal: { correction: 'Another patient', reason: 'Wrong list' } },
    });
    on('2026-06-20').given(received, asked(), answered('not-needed')).when(correct).then(wrong(2), wrong(3));
    on('2026-06-20').given(received, asked(), noReply()).when(correct).then(wrong(2), wrong(3));
    expect(openAfter(received, asked(), noReply(), correctedEntry(2), correctedEntry(3))).toEqual([]);
  });

  it('a question with another patient’s answer still waits for its own', () => {
    expect(dueAfter(received, asked(), answered('still-needed'), movedEntry(3))).toContainEqual([
      'validation-unanswered',
      'v2',
      '2026-06-16T23:00:00.000Z',
    ]);
  });
});
