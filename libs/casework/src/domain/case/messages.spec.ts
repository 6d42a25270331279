import { day } from '@guardian/kernel';
import { specFor } from '@guardian/kernel/spec';
import fc from 'fast-check';
import { caseDecider } from './case';
import { closed, context, correctedEntry, inWorkup } from './case.examples';
import { type CaseEvent, type CaseEventOf, MESSAGE_ANSWERS, SIDES } from './events';
import type { ConvertAdvice, MessageCommand } from './messages';
import { openSafety } from './safety';
import { threadOf } from './said';

// Friday 20 March 2026, 9:00 in London.
const { given } = specFor(caseDecider, context);
const after = (...events: readonly CaseEvent[]) =>
  events.reduce((state, event) => caseDecider.evolve(state, event), caseDecider.initialState);
const threadAfter = (...events: CaseEvent[]) => threadOf(after(...inWorkup, ...events).safety.messages, 'm1');

const ines = { name: 'Dr Ines Example', role: 'Referring practice', organisation: 'Example Surgery' };
const samuel = { name: 'Dr Samuel Brandt', role: 'Guardian clinician', organisation: 'Guardian team' };
const send: Extract<MessageCommand, { type: 'SendMessage' }> = {
  type: 'SendMessage',
  ...{ from: 'others', by: ines, to: samuel, kind: 'advice', urgent: false, mayRefer: true, text: 'Is an MRI useful?' },
};
const sent: CaseEventOf<'MessageSent'> = {
  type: 'MessageSent',
  data: {
    ...{ threadId: 'm1', from: 'others', by: ines, to: samuel, kind: 'advice', urgent: false, mayRefer: true },
    // Two working days over a weekend: Tuesday at 17:00.
    replyBy: '2026-03-24T17:00:00.000Z',
    personal: { text: 'Is an MRI useful?' },
  },
};
const answer = { type: 'AnswerMessage', threadId: 'm1', from: 'service', by: samuel, answer: 'advice', text: 'No, refer' } as const;
const advised: CaseEventOf<'MessageAnswered'> = {
  type: 'MessageAnswered',
  data: { threadId: 'm1', from: 'service', by: samuel, answer: 'advice', replyBy: null, personal: { text: 'No, refer' } },
};
const askedBack: CaseEventOf<'MessageAnswered'> = {
  type: 'MessageAnswered',
  data: {
    ...{ threadId: 'm1', from: 'service', by: samuel, answer: 'question', replyBy: '2026-03-24T17:00:00.000Z' },
    personal: { text: 'Since when?' },
  },
};
const read: CaseEvent = { type: 'MessageRead', data: { threadId: 'm1', by: 'Dr Samuel Brandt' } };
const closedThread: CaseEvent = { type: 'MessageThreadClosed', data: { threadId: 'm1', outcome: 'answered' } };
const convert: ConvertAdvice = {
  type: 'ConvertAdvice',
  ...{ threadId: 'm1', pathwayId: 'knee-pain', priority: 'routine', provider: null, reason: 'As advised' },
  practice: { code: 'F81001', name: 'Example Surgery', pcn: 'U00001', place: 'South East' },
};
const referral = { otherCaseId: 'c2', otherReference: 'GR-ABC234' };
const converted: CaseEvent = { type: 'AdviceConvertedToReferral', data: { threadId: 'm1', ...referral } };

describe('a message', () => {
  it('opens a thread, with a time by which the other side answers: working days, or hours when it is urgent', () => {
    given(...inWorkup)
      .when(send)
      .then(sent);
    given(...inWorkup)
      .when({ ...send, urgent: true })
      .then({ ...sent, data: { ...sent.data, urgent: true, replyBy: '2026-03-20T13:00:00.000Z' } });
  });

  it('says who writes, who is asked and what', () => {
    given(...inWorkup)
      .when({ ...send, by: { ...ines, name: '' } })
      .thenRefused('WordsMissing', { what: 'who writes' });
    given(...inWorkup)
      .when({ ...send, to: { ...samuel, organisation: ' ' } })
      .thenRefused('WordsMissing', { what: 'the organisation of Dr Samuel Brandt' });
    given(...inWorkup)
      .when({ ...send, text: '' })
      .thenRefused('WordsMissing', { what: 'the message' });
  });

  it('that asks a plain question never becomes a referral', () => {
    given(...inWorkup)
      .when({ ...send, kind: 'question' })
      .then({ ...sent, data: { ...sent.data, kind: 'question', mayRefer: false } });
  });

  it('waits for the other side until it answers; a question back turns it round', () => {
    expect(threadAfter(sent)).toMatchObject({ awaits: 'service', replyBy: '2026-03-24T17:00:00.000Z', answered: false });
    expect(threadAfter(sent, askedBack)).toMatchObject({ awaits: 'others', answered: false });
    expect(threadAfter(sent, advised)).toMatchObject({ awaits: null, replyBy: null, answered: true, advised: true });
    expect(openSafety(after(...inWorkup, sent).safety)).toEqual([
      { what: 'message', id: 'm1', dueOn: day('2026-03-24'), who: null, now: false },
    ]);
    expect(openSafety(after(...inWorkup, sent, askedBack).safety)).toMatchObject([{ who: 'Dr Ines Example' }]);
    expect(openSafety(after(...inWorkup, sent, advised).safety)).toEqual([]);
  });

  it('is read once, and unread again when something new is written', () => {
    given(...inWorkup, sent)
      .when({ type: 'ReadMessage', threadId: 'm1', by: 'Dr Samuel Brandt' })
      .then(read);
    given(...inWorkup, sent, read)
      .when({ type: 'ReadMessage', threadId: 'm1', by: 'Dr Samuel Brandt' })
      .thenNothing();
    expect(threadAfter(sent, read)).toMatchObject({ read: true });
    expect(threadAfter(sent, read, askedBack)).toMatchObject({ read: false, from: 'service' });
  });

  it('ends with an outcome, never as answered without an answer', () => {
    const close = { type: 'CloseMessageThread', threadId: 'm1', outcome: 'answered' } as const;
    given(...inWorkup, sent)
      .when(close)
      .thenRefused('MessageNotAnswered', { threadId: 'm1' });
    given(...inWorkup, sent, advised)
      .when(close)
      .then(closedThread);
    given(...inWorkup, sent, advised, closedThread)
      .when(close)
      .thenNothing();
    given(...inWorkup, sent, advised, closedThread)
      .when(answer)
      .thenRefused('MessageThreadClosed', { threadId: 'm1' });
  });

  it('can be answered and closed when the case is closed already', () => {
    given(...inWorkup, sent, closed)
      .when(answer)
      .then(advised);
  });

  it('is one of this case', () => {
    given(...inWorkup)
      .when(answer)
      .thenRefused('MessageThreadNotFound', { threadId: 'm1' });
    given(...inWorkup)
      .when({ ...answer, threadId: 'constructor' })
      .thenRefused('MessageThreadNotFound', { threadId: 'constructor' });
  });

  it('D5: one on the wrong case falls with all that followed; a wrong answer falls alone', () => {
    given(...inWorkup, sent, read, advised)
      .when({ type: 'CorrectEntry', entry: 3, correction: 'Not yet', reason: 'Wrong letter' })
      .then(correctedEntry(3), correctedEntry(4), correctedEntry(5));
    given(...inWorkup, sent, advised)
      .when({ type: 'CorrectEntry', entry: 4, correction: 'Not yet', reason: 'Wrong letter' })
      .then(correctedEntry(4));
    expect(threadAfter(sent, advised, correctedEntry(4))).toMatchObject({ awaits: 'service', advised: false });
  });

  it('for all that may be written: an open thread awaits one side by a time, or is answered', () => {
    const written = fc.record({ from: fc.constantFrom(...SIDES), answer: fc.constantFrom(...MESSAGE_ANSWERS) });
    fc.assert(
      fc.property(fc.array(written, { maxLength: 8 }), (all) => {
        const state = all.reduce(
          (so, { from, answer: is }) =>
            caseDecider.decide({ ...answer, from, answer: is }, so, context).reduce((next, event) => caseDecider.evolve(next, event), so),
          after(...inWorkup, sent),
        );
        const thread = threadOf(state.safety.messages, 'm1');
        expect(thread?.awaits === null).toBe(thread?.replyBy === null);
        expect(openSafety(state.safety)).toHaveLength(thread?.awaits === null ? 0 : 1);
        if (thread?.awaits === null) expect(thread.answered).toBe(true);
      }),
    );
  });
});

describe('advice becomes a referral', () => {
  const opening = specFor(caseDecider, { ...context, referral });

  it('and the thread says which, and is closed', () => {
    opening
      .given(...inWorkup, sent, advised)
      .when(convert)
      .then(converted, { type: 'MessageThreadClosed', data: { threadId: 'm1', outcome: 'referred' } });
    expect(threadAfter(sent, advised, converted)).toMatchObject({ referral: 'GR-ABC234' });
  });

  it('once', () => {
    opening
      .given(...inWorkup, sent, advised, converted)
      .when(convert)
      .thenNothing();
  });

  it('only when the referrer agreed, the advice is there, and a reason is given', () => {
    const notAgreed: CaseEvent = { ...sent, data: { ...sent.data, mayRefer: false } };
    opening
      .given(...inWorkup, notAgreed, advised)
      .when(convert)
      .thenRefused('ReferrerNotAgreed', {});
    opening
      .given(...inWorkup, sent)
      .when(convert)
      .thenRefused('AdviceNotGiven', { threadId: 'm1' });
    opening
      .given(...inWorkup, sent, advised)
      .when({ ...convert, reason: ' ' })
      .thenRefused('WordsMissing', { what: 'the reason for the referral' });
  });
});
