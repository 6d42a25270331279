import { day } from '@guardian/kernel';
import { specFor } from '@guardian/kernel/spec';
import fc from 'fast-check';
import { caseDecider } from './case';
import { context, correctedEntry, inWorkup, kneePain, today } from './case.examples';
import { compareAnswer, judge, raisesRedFlag } from './check-in-answers';
import type { CaseEvent, CaseEventOf, CheckInAnswer } from './events';
import { isToActOn, openSafety } from './safety';
import { threadOf } from './said';

const { given } = specFor(caseDecider, context);
const stateAfter = (events: readonly CaseEvent[]) =>
  events.reduce((state, event) => caseDecider.evolve(state, event), caseDecider.initialState);

const answers = (knee: string, pain: string, fall = 'no', work = 'yes'): CheckInAnswer[] => [
  { question: 'knee', answer: knee },
  { question: 'pain', answer: pain },
  { question: 'fall', answer: fall },
  { question: 'work', answer: work },
];
const planned = (checkInId: string, dueOn: string): CaseEventOf<'CheckInPlanned'> => ({
  type: 'CheckInPlanned',
  data: { checkInId, dueOn: day(dueOn), questions: ['knee', 'pain', 'fall', 'work'] },
});
const done = (checkInId: string, of: CheckInAnswer[], said: Pick<CaseEventOf<'CheckInCompleted'>['data'], 'compared' | 'redFlags'>) =>
  ({
    type: 'CheckInCompleted',
    data: { checkInId, on: today, who: 'patient', answers: of, ...said, personal: { notes: '' } },
  }) satisfies CaseEvent;
const complete = (of: CheckInAnswer[]) =>
  ({ type: 'CompleteCheckIn', on: today, who: 'patient', answers: of, notes: '', nextOn: null }) as const;

describe('planning a check-in', () => {
  it('names its day and the questions of the pathway version', () => {
    given(...inWorkup)
      .when({ type: 'PlanCheckIn', dueOn: day('2026-05-01') })
      .then(planned('k1', '2026-05-01'));
  });

  it('once more moves the one that is open, and changes nothing on the same day', () => {
    given(...inWorkup, planned('k1', '2026-05-01'))
      .when({ type: 'PlanCheckIn', dueOn: day('2026-04-01') })
      .then(planned('k1', '2026-04-01'));
    given(...inWorkup, planned('k1', '2026-05-01'))
      .when({ type: 'PlanCheckIn', dueOn: day('2026-05-01') })
      .thenNothing();
  });

  it('is for today or later', () => {
    given(...inWorkup)
      .when({ type: 'PlanCheckIn', dueOn: day('2026-03-19') })
      .thenRefused('DateInPast');
  });
});

describe('doing a check-in', () => {
  it('keeps the answers; the first have nothing to be compared with', () => {
    given(...inWorkup, planned('k1', '2026-03-20'))
      .when(complete(answers('same', '5')))
      .then(done('k1', answers('same', '5'), { compared: 'first', redFlags: [] }));
  });

  it('needs no plan', () => {
    given(...inWorkup)
      .when(complete(answers('same', '5')))
      .then(done('k1', answers('same', '5'), { compared: 'first', redFlags: [] }));
  });

  it.each([
    ['the same answers are the same', answers('same', '5'), 'same'],
    ['better, said so, is better', answers('better', '5'), 'better'],
    ['2 points less on the scale are better', answers('same', '3'), 'better'],
    ['1 point more on the scale is the same', answers('same', '6'), 'same'],
    ['2 points more on the scale are worse', answers('same', '7'), 'worse'],
    ['worse in one answer is worse, whatever is better', answers('better', '7'), 'worse'],
    ['worse, said so, is worse', answers('worse', '5'), 'worse'],
    ['what yes or no means nobody can know', answers('same', '5', 'no', 'no'), 'same'],
  ] as const)('%s', (_rule, now, compared) => {
    const before = done('k1', answers('same', '5'), { compared: 'first', redFlags: [] });
    given(...inWorkup, before)
      .when(complete(now))
      .then(done('k2', now, { compared, redFlags: [] }));
  });

  it('raises the red flags of the pathway, also at the first one', () => {
    given(...inWorkup)
      .when(complete(answers('same', '9', 'yes')))
      .then(done('k1', answers('same', '9', 'yes'), { compared: 'first', redFlags: ['pain', 'fall'] }));
  });

  it('plans the next one', () => {
    given(...inWorkup)
      .when({ ...complete(answers('same', '5')), nextOn: day('2026-05-01') })
      .then(done('k1', answers('same', '5'), { compared: 'first', redFlags: [] }), planned('k2', '2026-05-01'));
  });

  it('asks for an answer to each question, in words of that question', () => {
    const three = answers('same', '5').slice(0, 3);
    given(...inWorkup)
      .when(complete(three))
      .thenRefused('AnswerMissing', { question: 'work' });
    given(...inWorkup)
      .when(complete(answers('much better', '5')))
      .thenRefused('AnswerMissing', { question: 'knee' });
    given(...inWorkup)
      .when(complete(answers('same', '11')))
      .thenRefused('AnswerMissing', { question: 'pain' });
    given(...inWorkup)
      .when(complete([...answers('same', '5'), { question: 'itch', answer: '3' }]))
      .thenRefused('QuestionNotAsked', { question: 'itch' });
  });

  it('did not happen in the future, and the next one is not in the past', () => {
    given(...inWorkup)
      .when({ ...complete(answers('same', '5')), on: day('2026-03-21') })
      .thenRefused('DateInFuture');
    given(...inWorkup)
      .when({ ...complete(answers('same', '5')), nextOn: day('2026-03-19') })
      .thenRefused('DateInPast');
  });

  it('is a talk: tries without an answer begin anew', () => {
    const noAnswer: CaseEvent = {
      type: 'ContactRecorded',
      data: {
        ...{ contactId: 'c1', on: today, who: 'patient', how: 'phone', outcome: 'no-answer' },
        ...{ nextOn: today, personal: { notes: '' } },
      },
    };
    const { progress } = stateAfter([...inWorkup, noAnswer, done('k1', answers('same', '5'), { compared: 'first', redFlags: [] })]);
    expect(progress.contacts.at(-1)?.is).toEqual({ on: today, who: 'patient', outcome: 'spoke', nextOn: null });
  });
});

describe('a red flag or a worse answer', () => {
  const flagged = done('k1', answers('same', '9'), { compared: 'first', redFlags: ['pain'] });
  const worse = done('k1', answers('worse', '5'), { compared: 'worse', redFlags: [] });
  const act = { type: 'ActOnCheckIn', checkInId: 'k1', did: 'Asked the clinician to call back' } as const;
  const actedOn: CaseEvent = { type: 'CheckInActedOn', data: { checkInId: 'k1', personal: { did: 'Asked the clinician to call back' } } };

  it.each([
    ['a red flag', flagged],
    ['a worse answer', worse],
  ])('%s stays open until what was done is written, once', (_what, event) => {
    const open = { what: 'red-flag', id: 'k1', dueOn: today, who: null, now: false };
    expect(openSafety(stateAfter([...inWorkup, event]).safety)).toEqual([open]);
    given(...inWorkup, event)
      .when(act)
      .then(actedOn);
    expect(openSafety(stateAfter([...inWorkup, event, actedOn]).safety)).toEqual([]);
    given(...inWorkup, event, actedOn)
      .when(act)
      .thenNothing();
  });

  it('needs words', () => {
    given(...inWorkup, flagged)
      .when({ ...act, did: ' ' })
      .thenRefused('WordsMissing', { what: 'what you did' });
  });

  it('is of a check-in of this case', () => {
    given(...inWorkup)
      .when(act)
      .thenRefused('CheckInNotFound');
    given(...inWorkup)
      .when({ ...act, checkInId: 'constructor' })
      .thenRefused('CheckInNotFound');
  });

  it('D5: answers that were wrong take back what was done about them, and the check-in is open again', () => {
    const events = [...inWorkup, planned('k1', '2026-03-20'), flagged, actedOn];
    given(...events)
      .when({ type: 'CorrectEntry', entry: 4, correction: 'Not yet', reason: 'Wrong letter' })
      .then(correctedEntry(4), correctedEntry(5));
    const { safety } = stateAfter([...events, correctedEntry(4), correctedEntry(5)]);
    expect(threadOf(safety.checkIns, 'k1')).toMatchObject({ status: 'planned', answers: [], actedOn: false });
  });

  it('D5: done again, it moves the next one that was planned already', () => {
    const events = [...inWorkup, planned('k1', '2026-03-20'), flagged, planned('k2', '2026-05-01'), correctedEntry(4)];
    given(...events)
      .when({ ...complete(answers('same', '5')), nextOn: day('2026-04-20') })
      .then(done('k1', answers('same', '5'), { compared: 'first', redFlags: [] }), planned('k2', '2026-04-20'));
  });
});

describe('a check-in that nobody did', () => {
  const late = specFor(caseDecider, { ...context, today: day('2026-03-24') });
  const missed: CaseEvent = { type: 'CheckInMissed', data: { checkInId: 'k1', dueOn: day('2026-03-20') } };

  it('is missed when the 3 days of grace are over, once', () => {
    late
      .given(...inWorkup, planned('k1', '2026-03-20'))
      .when({ type: 'MarkCheckInMissed' })
      .then(missed);
    late
      .given(...inWorkup, planned('k1', '2026-03-20'), missed)
      .when({ type: 'MarkCheckInMissed' })
      .thenNothing();
  });

  it('is not missed a day sooner, nor when there is none', () => {
    late
      .given(...inWorkup, planned('k1', '2026-03-21'))
      .when({ type: 'MarkCheckInMissed' })
      .thenRefused('CheckInNotDue', { until: day('2026-03-24') });
    late
      .given(...inWorkup)
      .when({ type: 'MarkCheckInMissed' })
      .thenNothing();
  });

  it('is still to be done', () => {
    given(...inWorkup, planned('k1', '2026-03-10'), missed)
      .when(complete(answers('same', '5')))
      .then(done('k1', answers('same', '5'), { compared: 'first', redFlags: [] }));
  });
});

const { questions } = kneePain.checkIn;
const anyAnswers = fc
  .tuple(fc.constantFrom('better', 'same', 'worse'), fc.integer({ min: 0, max: 10 }), fc.constantFrom('yes', 'no'))
  .map(([knee, pain, fall]) => answers(knee, String(pain), fall));

describe('whatever is answered', () => {
  it('a red flag or anything worse is never passed over', () => {
    fc.assert(
      fc.property(anyAnswers, fc.option(anyAnswers, { nil: undefined }), (now, last) => {
        const { compared, redFlags } = judge(questions, now, last, 2);
        for (const question of questions) {
          const answer = now.find((one) => one.question === question.code)?.answer ?? '';
          const before = last?.find((one) => one.question === question.code)?.answer;
          expect(redFlags.includes(question.code)).toBe(raisesRedFlag(question, answer));
          if (compareAnswer(question, answer, before, 2) === 'worse') expect(compared).toBe('worse');
        }
        const checkIn = { status: 'done', dueOn: today, on: today, answers: now, compared, redFlags, actedOn: false } as const;
        expect(isToActOn(checkIn)).toBe(compared === 'worse' || redFlags.length > 0);
      }),
    );
  });
});
