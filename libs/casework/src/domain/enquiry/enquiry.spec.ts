import { day } from '@guardian/kernel';
import { specFor } from '@guardian/kernel/spec';
import { type EnquiryCommand, enquiryDecider, type EnquiryEvent } from './enquiry';

const today = day('2026-03-20');
const { given } = specFor(enquiryDecider, { today });

const asked = { channel: 'phone', on: today, asker: 'patient', place: 'southend', promisedBy: day('2026-03-24') } as const;
const received: EnquiryEvent = {
  type: 'EnquiryReceived',
  data: { ...asked, personal: { from: 'Amara Example', question: 'When is my X-ray?' } },
};
const matched: EnquiryEvent = { type: 'EnquiryMatchedToCase', data: { caseId: 'c1' } };
const answered: EnquiryEvent = {
  type: 'EnquiryAnswered',
  data: { on: today, how: 'phone', saved: ['hospital-call', 'practice-call'], personal: { answer: 'On Tuesday' } },
};
const passedOn: EnquiryEvent = { type: 'EnquiryPassedOn', data: { to: 'Southend Hospital', personal: { because: 'Booked there' } } };
const closed: EnquiryEvent = { type: 'EnquiryClosed', data: { outcome: 'answered' } };

const receive = { type: 'ReceiveEnquiry', ...asked, from: 'Amara Example', question: 'When is my X-ray?' } as const;
const match = { type: 'MatchEnquiry', caseId: 'c1' } as const;
const answer = { type: 'AnswerEnquiry', on: today, how: 'phone', answer: 'On Tuesday', saved: ['practice-call', 'hospital-call'] } as const;
const passOn = { type: 'PassOnEnquiry', to: 'Southend Hospital', because: 'Booked there' } as const;
const close = { type: 'CloseEnquiry', outcome: 'answered' } as const;

describe('an enquiry', () => {
  it('reaches the service once', () => {
    given().when(receive).then(received);
    given(received).when(receive).thenRefused('EnquiryExists');
  });

  it('needs a question, and a day that is not to come', () => {
    given()
      .when({ ...receive, question: ' ' })
      .thenRefused('WordsMissing', { what: 'what was asked' });
    given()
      .when({ ...receive, on: day('2026-03-21') })
      .thenRefused('DateInFuture', { on: '2026-03-21', today: '2026-03-20' });
  });

  it('has a promised day that is not before the question', () => {
    given()
      .when({ ...receive, promisedBy: day('2026-03-19') })
      .thenRefused('PromisedBeforeAsked', { promisedBy: '2026-03-19' });
  });

  it('is tied to a case, and to another one after a mistake', () => {
    given(received).when(match).then(matched);
    given(received, matched).when(match).thenNothing();
    given(received, matched)
      .when({ ...match, caseId: 'c2' })
      .then({ type: 'EnquiryMatchedToCase', data: { caseId: 'c2' } });
  });

  it('is answered in words, not tomorrow', () => {
    given(received).when(answer).then(answered);
    given(received)
      .when({ ...answer, saved: ['the-day'] } as never)
      .thenRefused('UnknownSavedWork', { saved: 'the-day' });
    given(received)
      .when({ ...answer, answer: '' })
      .thenRefused('WordsMissing', { what: 'the answer' });
    given(received)
      .when({ ...answer, on: day('2026-03-21') })
      .thenRefused('DateInFuture');
  });

  it('is passed on to someone', () => {
    given(received).when(passOn).then(passedOn);
    given(received)
      .when({ ...passOn, to: ' ' })
      .thenRefused('WordsMissing', { what: 'who has to answer it' });
  });

  it('does not end in silence', () => {
    given(received).when(close).thenRefused('NotAnswered');
    given(received)
      .when({ ...close, outcome: 'passed-on' })
      .thenRefused('NotPassedOn');
  });

  it('ends when it was answered, passed on, or is not for this service', () => {
    given(received, answered).when(close).then(closed);
    given(received, passedOn)
      .when({ ...close, outcome: 'passed-on' })
      .then({ type: 'EnquiryClosed', data: { outcome: 'passed-on' } });
    given(received)
      .when({ ...close, outcome: 'not-for-us' })
      .then({ type: 'EnquiryClosed', data: { outcome: 'not-for-us' } });
  });
});

describe('an enquiry that is closed, or not here', () => {
  it.each<EnquiryCommand>([match, answer, passOn, close])('refuses $type', (command) => {
    given(received, answered, closed).when(command).thenRefused('EnquiryClosed');
    given().when(command).thenRefused('EnquiryNotFound');
  });
});
