import { day } from '@guardian/kernel';
import { specFor } from '@guardian/kernel/spec';
import { caseDecider } from './case';
import { context, correctedEntry, fact, inWorkup, today } from './case.examples';
import type { CaseEvent } from './events';
import { openSafety } from './safety';

// Friday 20 March 2026.
const { given } = specFor(caseDecider, context);
const openAfter = (...events: CaseEvent[]) =>
  openSafety(events.reduce((state, event) => caseDecider.evolve(state, event), caseDecider.initialState).safety);

const to = { name: 'Southend Hospital', role: 'Orthopaedic booking office' };
const request = { type: 'RequestExpedite', criterion: 'new-symptom', to, grounds: 'Pain 9 of 10 for a week' } as const;
const requested: CaseEvent = {
  type: 'ExpediteRequested',
  data: {
    // Two working days over a weekend.
    ...{ expediteId: 'x1', on: today, criterion: 'new-symptom', to, answerBy: day('2026-03-24') },
    personal: { grounds: 'Pain 9 of 10 for a week' },
  },
};
const answer = {
  type: 'AnswerExpedite',
  expediteId: 'x1',
  on: today,
  outcome: 'agreed',
  answeredBy: 'Ms Hale',
  reply: 'First appointment in three weeks',
} as const;
const answered: CaseEvent = {
  type: 'ExpediteAnswered',
  data: {
    ...{ expediteId: 'x1', on: today, outcome: 'agreed', answeredBy: 'Ms Hale' },
    personal: { reply: 'First appointment in three weeks' },
  },
};
const tell = (who: 'patient' | 'referrer') => ({ type: 'TellExpediteAnswer', expediteId: 'x1', who, on: today, how: 'phone' }) as const;
const told = (who: 'patient' | 'referrer'): CaseEvent => ({
  type: 'ExpediteAnswerTold',
  data: { expediteId: 'x1', who, on: today, how: 'phone' },
});

describe('asking the hospital to move a patient forward', () => {
  it('says on what, and is to be answered in 2 working days', () => {
    given(...inWorkup)
      .when(request)
      .then(requested);
  });

  it('is done once at a time', () => {
    given(...inWorkup, requested)
      .when(request)
      .thenRefused('ExpediteOpen', { expediteId: 'x1' });
    given(...inWorkup, requested, answered)
      .when(request)
      .then({ type: 'ExpediteRequested', data: { ...requested.data, expediteId: 'x2' } });
  });

  it('needs somebody to ask, what is new, and a patient who lives', () => {
    given(...inWorkup)
      .when({ ...request, to: { ...to, name: '' } })
      .thenRefused('WordsMissing', { what: 'who is asked' });
    given(...inWorkup)
      .when({ ...request, grounds: '' })
      .thenRefused('WordsMissing', { what: 'what is new' });
    given(...inWorkup, fact('died'))
      .when(request)
      .thenRefused('PatientDied');
  });
});

describe('the reply', () => {
  it('is kept, once', () => {
    given(...inWorkup, requested)
      .when(answer)
      .then(answered);
    given(...inWorkup, requested, answered)
      .when({ ...answer, outcome: 'declined' })
      .thenNothing();
  });

  it('has a name, words, and a day that was; it answers a request of this case', () => {
    given(...inWorkup, requested)
      .when({ ...answer, answeredBy: '' })
      .thenRefused('WordsMissing', { what: 'who answered' });
    given(...inWorkup, requested)
      .when({ ...answer, reply: '' })
      .thenRefused('WordsMissing', { what: 'the reply' });
    given(...inWorkup, requested)
      .when({ ...answer, on: day('2026-03-21') })
      .thenRefused('DateInFuture');
    given(...inWorkup)
      .when(answer)
      .thenRefused('ExpediteNotFound');
  });

  it('is told to patient and referrer, once each', () => {
    given(...inWorkup, requested, answered)
      .when(tell('patient'))
      .then(told('patient'));
    given(...inWorkup, requested, answered, told('patient'))
      .when(tell('patient'))
      .thenNothing();
    given(...inWorkup, requested, answered, told('patient'))
      .when(tell('referrer'))
      .then(told('referrer'));
    given(...inWorkup, requested, answered)
      .when({ ...tell('patient'), on: day('2026-03-21') })
      .thenRefused('DateInFuture');
  });

  it('cannot be told before there is one', () => {
    given(...inWorkup, requested)
      .when(tell('patient'))
      .thenRefused('ExpediteNotAnswered', { expediteId: 'x1' });
  });

  it('stays open until both know it', () => {
    expect(openAfter(...inWorkup, requested)).toEqual([
      { what: 'expedite', id: 'x1', dueOn: day('2026-03-24'), who: 'Southend Hospital', now: false },
    ]);
    const toTell = [{ what: 'expedite-to-tell', id: 'x1', dueOn: today, who: null, now: false }];
    expect(openAfter(...inWorkup, requested, answered)).toEqual(toTell);
    expect(openAfter(...inWorkup, requested, answered, told('patient'))).toEqual(toTell);
    expect(openAfter(...inWorkup, requested, answered, told('referrer'))).toEqual(toTell);
    expect(openAfter(...inWorkup, requested, answered, told('patient'), told('referrer'))).toEqual([]);
  });

  it('D5: a reply of another patient takes back who was told it', () => {
    given(...inWorkup, requested, answered, told('patient'))
      .when({ type: 'CorrectEntry', entry: 4, correction: 'Not yet', reason: 'Wrong letter' })
      .then(correctedEntry(4), correctedEntry(5));
  });

  it('D5: who was not told after all is to be told', () => {
    expect(openAfter(...inWorkup, requested, answered, told('patient'), told('referrer'), correctedEntry(5))).toMatchObject([
      { what: 'expedite-to-tell' },
    ]);
  });
});
