import { day } from '@guardian/kernel';
import { specFor } from '@guardian/kernel/spec';
import fc from 'fast-check';
import { caseDecider } from './case';
import {
  accepted,
  acknowledged,
  bola,
  booked,
  broomfield,
  bypassed,
  chris,
  close,
  closed,
  completed,
  context,
  correctedEntry,
  fact,
  inWorkup,
  isReady,
  isSent,
  movedEntry,
  ordered,
  performed,
  received,
  reported,
  sent,
  southend,
  today,
} from './case.examples';
import { CORRECTIONS } from './corrections';
import type { CaseEvent, CaseEventOf, ClosureReason } from './events';
import { type ExitCommand, needsSecondPerson } from './exit';
import type { CaseState } from './state';
import { stepOf } from './step';
import samples from '../../events.samples.json';

const { given } = specFor(caseDecider, context);

const stateAfter = (events: readonly CaseEvent[]): CaseState => events.reduce<CaseState>(caseDecider.evolve, caseDecider.initialState);

/** One of every type that carries words about a patient, but for those that open a case and the moving itself. */
const written = samples.filter(
  ({ category, type, data }) =>
    category === 'case' && 'personal' in data && !['ReferralReceived', 'CaseTakenOn', 'EntryMovedToPatient'].includes(type),
) as readonly { readonly type: string; readonly data: object }[];

describe('D4: closing a case', () => {
  it('keeps reason, evidence, reviewer, and how both sides were told', () => {
    given(received).when(close).then(closed);
  });

  it('is refused without evidence', () => {
    given(received)
      .when({ ...close, evidence: ' ' })
      .thenRefused('WordsMissing', { what: 'the evidence for closing' });
  });

  it('is refused without a reviewer', () => {
    given(received)
      .when({ ...close, reviewer: '' })
      .thenRefused('WordsMissing', { what: 'who reviewed the closing' });
  });

  it.each<ClosureReason>(['treated', 'discharged-to-primary-care', 'no-longer-needed', 'treated-elsewhere', 'moved-away'])(
    '%s is refused while the patient or the referrer is not told',
    (reason) => {
      given(received)
        .when({ ...close, reason, patientTold: 'not-applicable' })
        .thenRefused('PatientNotTold', { reason });
      given(received)
        .when({ ...close, reason, referrerTold: 'not-applicable' })
        .thenRefused('ReferrerNotTold', { reason });
    },
  );

  it('tells the referrer of a death, and nobody of a case that was never right', () => {
    given(received)
      .when({ ...close, reason: 'died', patientTold: 'not-applicable', referrerTold: 'not-applicable' })
      .thenRefused('ReferrerNotTold', { reason: 'died' });
    given(received)
      .when({ ...close, reason: 'died', patientTold: 'not-applicable' })
      .then({ type: 'CaseClosed', data: { ...closed.data, reason: 'died', patientTold: 'not-applicable' } });
    given(received)
      .when({ ...close, type: 'ProposeExit', reason: 'entered-in-error', patientTold: 'not-applicable', referrerTold: 'not-applicable' })
      .then({
        type: 'ExitProposed',
        data: {
          ...{ ...closed.data, reason: 'entered-in-error', patientTold: 'not-applicable', referrerTold: 'not-applicable' },
          ...{ proposedBy: bola, proposedOn: today },
        },
      });
  });

  it('happened between the referral and today', () => {
    given(received)
      .when({ ...close, on: day('2026-03-21') })
      .thenRefused('DateInFuture');
    given(received)
      .when({ ...close, on: day('2026-03-01') })
      .thenRefused('DateBeforeReferral');
  });

  it('happens once', () => {
    given(received, closed).when(close).thenRefused('CaseClosed', { reference: 'GR-K7M2QX' });
  });
});

describe('D4: an exit that nobody heard of from the patient needs a second person', () => {
  const exit = { ...close, reason: 'moved-away' } as const;
  const proposal: CaseEventOf<'ExitProposed'> = {
    type: 'ExitProposed',
    data: {
      ...{ reason: 'moved-away', on: day('2026-03-19'), reviewer: 'Dr Ines Example', patientTold: 'phone', referrerTold: 'letter' },
      ...{ proposedBy: bola, proposedOn: today, personal: { evidence: 'Patient said so on the phone' } },
    },
  };
  const talk = (on: string, who: 'patient' | 'practice' = 'patient', outcome: 'spoke' | 'no-answer' = 'spoke'): CaseEvent => ({
    type: 'ContactRecorded',
    data: { contactId: 'c1', on: day(on), who, how: 'phone', outcome, nextOn: null, personal: { notes: 'Moving' } },
  });
  const byChris = specFor(caseDecider, { ...context, actor: chris }).given;
  const confirmed: CaseEvent = {
    type: 'CaseClosed',
    data: {
      ...{ reason: 'moved-away', on: day('2026-03-19'), reviewer: 'Dr Ines Example', patientTold: 'phone', referrerTold: 'letter' },
      ...{ agreedBy: { proposed: bola, confirmed: chris }, personal: { evidence: 'Patient said so on the phone' } },
    },
  };

  it.each<ClosureReason>(['no-longer-needed', 'treated-elsewhere', 'moved-away', 'entered-in-error', 'duplicate'])(
    '%s is not closed on the word of one',
    (reason) => {
      given(received)
        .when({ ...close, reason })
        .thenRefused('SecondPersonNeeded', { reason });
    },
  );

  it('unless somebody spoke with the patient in the 28 days before; not with others, not without an answer', () => {
    // 20 February to 20 March 2026: 28 days
    given(received, talk('2026-03-03'))
      .when(exit)
      .then({ type: 'CaseClosed', data: { ...closed.data, reason: 'moved-away' } });
    for (const other of [talk('2026-03-10', 'practice'), talk('2026-03-10', 'patient', 'no-answer')])
      given(received, other).when(exit).thenRefused('SecondPersonNeeded', { reason: 'moved-away' });
    const { contacts } = stateAfter([received, talk('2026-03-03')]).progress;
    const asked = (on: string) => needsSecondPerson('moved-away', { contacts }, { today: day(on), talkDays: 28 });
    expect([asked('2026-03-31'), asked('2026-04-01')]).toEqual([false, true]);
  });

  it('a talk that was taken back does not count', () => {
    given(received, talk('2026-03-10'), correctedEntry(2)).when(exit).thenRefused('SecondPersonNeeded', { reason: 'moved-away' });
  });

  it('never for an error or a duplicate: the patient cannot vouch for these', () => {
    given(received, talk('2026-03-10'))
      .when({ ...close, reason: 'duplicate' })
      .thenRefused('SecondPersonNeeded', { reason: 'duplicate' });
  });

  it('one proposes, and the patient stays on the list; another agrees, and both are named', () => {
    given(received)
      .when({ ...exit, type: 'ProposeExit' })
      .then(proposal);
    expect(stateAfter([received, proposal]).progress.closed).toBe(false);
    byChris(received, proposal).when({ type: 'ConfirmExit' }).then(confirmed);
  });

  it('nobody agrees to what they proposed themselves', () => {
    given(received, proposal).when({ type: 'ConfirmExit' }).thenRefused('SamePerson', { proposedBy: 'Bola Example' });
  });

  it('a proposal has all that an exit has, and there is one at a time', () => {
    given(received)
      .when({ ...exit, type: 'ProposeExit', evidence: ' ' })
      .thenRefused('WordsMissing', { what: 'the evidence for closing' });
    byChris(received, proposal)
      .when({ ...exit, type: 'ProposeExit' })
      .thenRefused('ExitProposed');
  });

  it('is declined with a reason, by the other or by whoever proposed it; then there is nothing to agree to', () => {
    const declined: CaseEvent = { type: 'ExitDeclined', data: { personal: { reason: 'She still lives there' } } };
    for (const from of [given, byChris])
      from(received, proposal).when({ type: 'DeclineExit', reason: 'She still lives there' }).then(declined);
    given(received, proposal).when({ type: 'DeclineExit', reason: '' }).thenRefused('WordsMissing');
    byChris(received, proposal, declined).when({ type: 'ConfirmExit' }).thenRefused('NoExitProposed');
  });

  it('D5: a proposal in the wrong chart is gone with its evidence; an exit for another reason ends it for ever', () => {
    byChris(received, proposal, movedEntry(2)).when({ type: 'ConfirmExit' }).thenRefused('NoExitProposed');
    const back: CaseEvent = { type: 'CaseReopened', data: { personal: { reason: 'Wrong' } } };
    byChris(received, proposal, closed, back).when({ type: 'ConfirmExit' }).thenRefused('NoExitProposed');
  });

  it('the patient says that it is still needed: nobody can agree any more; another answer changes nothing', () => {
    const answered = (answer: 'still-needed' | 'unsure'): CaseEvent => ({ type: 'ValidationAnswered', data: { on: today, answer } });
    byChris(received, proposal, answered('still-needed')).when({ type: 'ConfirmExit' }).thenRefused('NoExitProposed');
    byChris(received, proposal, answered('unsure')).when({ type: 'ConfirmExit' }).then(confirmed);
  });

  it('for all orders of what two people do: who left without a talk was let go by both', () => {
    const commands: readonly ExitCommand[] = [
      ...[exit, { ...exit, type: 'ProposeExit' } as const, { type: 'ConfirmExit' } as const],
      ...[{ type: 'DeclineExit', reason: 'No' } as const, { type: 'ReopenCase', reason: 'Back' } as const],
    ];
    const turn = fc.tuple(fc.constantFrom(bola, chris), fc.constantFrom(...commands));
    fc.assert(
      fc.property(fc.array(turn, { maxLength: 12 }), (turns) => {
        let state = stateAfter([received]);
        for (const [actor, command] of turns) {
          let events: readonly CaseEvent[];
          try {
            events = caseDecider.decide(command, state, { ...context, actor });
          } catch {
            continue;
          }
          for (const event of events) {
            if (event.type === 'CaseClosed')
              expect(new Set([event.data.agreedBy?.proposed.id, event.data.agreedBy?.confirmed.id])).toEqual(new Set(['u1', 'u2']));
            state = caseDecider.evolve(state, event);
          }
        }
      }),
    );
  });
});

describe('reopening a case', () => {
  const reopen = { type: 'ReopenCase', reason: 'Pain came back' } as const;
  const reopened: CaseEvent = { type: 'CaseReopened', data: { personal: { reason: 'Pain came back' } } };

  it('brings it back, with a reason', () => {
    given(received, closed).when(reopen).then(reopened);
    given(received, closed)
      .when({ ...reopen, reason: '' })
      .thenRefused('WordsMissing', { what: 'why it is reopened' });
  });

  it('does nothing when it is open', () => {
    given(received).when(reopen).thenNothing();
    given(received, closed, reopened).when(reopen).thenNothing();
  });
});

describe('D5: an entry that was wrong', () => {
  const correct = { type: 'CorrectEntry', entry: 8, correction: 'Not yet', reason: 'Wrong letter' } as const;
  const attended = [...isSent, fact('first_attended')] as const;

  it('is corrected by a later entry; both are kept', () => {
    given(...attended)
      .when(correct)
      .then(correctedEntry(8));
    given(...attended, correctedEntry(8))
      .when(correct)
      .then(correctedEntry(8));
  });

  it('is corrected in a closed case too', () => {
    given(...attended, closed)
      .when(correct)
      .then(correctedEntry(8));
  });

  it('is an entry of this case', () => {
    given(...isSent)
      .when(correct)
      .thenRefused('EntryNotFound', { entry: 8 });
    given(...isSent)
      .when({ ...correct, entry: 0 })
      .thenRefused('EntryNotFound', { entry: 0 });
  });

  it('needs what is right, and why', () => {
    given(...attended)
      .when({ ...correct, correction: '' })
      .thenRefused('WordsMissing', { what: 'what is right' });
    given(...attended)
      .when({ ...correct, reason: '' })
      .thenRefused('WordsMissing', { what: 'why it is corrected' });
  });
});

describe('D5: an entry of another patient', () => {
  const move = { type: 'MoveEntryToPatient', entry: 8, reason: 'Letter of another patient' } as const;
  const attended = [...isSent, fact('first_attended')] as const;

  it('is moved away from this case, once', () => {
    given(...attended)
      .when(move)
      .then(movedEntry(8));
    given(...attended, movedEntry(8))
      .when(move)
      .thenNothing();
  });

  it('can not be corrected here any more', () => {
    given(...attended, movedEntry(8))
      .when({ type: 'CorrectEntry', entry: 8, correction: 'Not yet', reason: 'Wrong letter' })
      .thenRefused('EntryMoved', { entry: 8 });
  });

  it.each(written)('may be a $type: its words are hidden at once', (entry) => {
    given(received, entry as CaseEvent)
      .when({ ...move, entry: 2 })
      .then(
        CORRECTIONS[(entry as CaseEvent).type].effect === 'stands'
          ? { type: 'EntryMovedToPatient', data: { entry: 2, only: 'words', personal: { reason: 'Letter of another patient' } } }
          : movedEntry(2),
      );
  });

  it('hides words, and leaves what was decided on them', () => {
    expect(stepOf(stateAfter([received, accepted, bypassed, movedEntry(3)]).progress)).toBe('ready');
    expect(stepOf(stateAfter([received, closed, movedEntry(2)]).progress)).toBe('closed');
  });

  it('is not a decision without words, which later entries build on', () => {
    given(...isReady)
      .when({ ...move, entry: 6 })
      .thenRefused('EntryNotMovable', { entry: 6, type: 'GatePassed' });
    given(...attended, movedEntry(8))
      .when({ ...move, entry: 9 })
      .thenRefused('EntryNotMovable', { entry: 9, type: 'EntryMovedToPatient' });
    expect(() => caseDecider.decide({ ...move, entry: 6 }, stateAfter(isReady), context)).toThrow(
      'This entry can not be moved to another patient. The referral has gone on and is not held again. ' +
        'Record what is missing, or send it to the right hospital.',
    );
  });

  it('needs an entry that can be moved, and a reason', () => {
    given(...attended)
      .when({ ...move, entry: 9 })
      .thenRefused('EntryNotFound');
    given(...attended)
      .when({ ...move, entry: 1 })
      .thenRefused('EntryNotMovable');
    given(...attended)
      .when({ ...move, reason: '' })
      .thenRefused('WordsMissing', { what: 'why it does not belong to this patient' });
  });

  it('does not stand as evidence at the gate of this one', () => {
    const complete = [...inWorkup, completed('xray'), completed('score'), completed('wish')] as const;
    given(...complete, movedEntry(4))
      .when({ type: 'PassGate' })
      .thenRefused('WorkupOutstanding', { missing: ['score'] });
    given(...complete, movedEntry(4), completed('score'))
      .when({ type: 'PassGate' })
      .then({
        type: 'GatePassed',
        data: {
          evidence: [
            { item: 'xray', how: 'completed' },
            { item: 'score', how: 'completed' },
            { item: 'wish', how: 'completed' },
          ],
        },
      });
  });
});

describe('D5: the case falls back to what the other entries say', () => {
  const priority = (code: string): CaseEvent => ({ type: 'PriorityRecorded', data: { scheme: 'urgency', code, on: day('2026-03-15') } });
  const toBroomfield: CaseEvent = { type: 'ProviderChanged', data: { from: southend, to: broomfield, on: day('2026-03-15') } };

  it.each<[string, readonly CaseEvent[], string]>([
    ['the one of the referral', [received, priority('urgent'), correctedEntry(2)], 'routine'],
    ['the one before', [received, priority('urgent'), priority('two-week-wait'), correctedEntry(3)], 'urgent'],
    ['the one after', [received, priority('urgent'), priority('two-week-wait'), correctedEntry(2)], 'two-week-wait'],
    ['the one of this patient', [received, priority('urgent'), movedEntry(2)], 'routine'],
  ])('priority: %s', (_what, events, code) => {
    expect(stateAfter(events).priority).toBe(code);
  });

  it.each<[string, readonly CaseEvent[], string | undefined]>([
    ['none, when it was not sent', [...isReady, sent, correctedEntry(7)], undefined],
    ['the one that it was sent to', [...isReady, sent, toBroomfield, correctedEntry(8)], 'RAJ01'],
    ['the one that took over', [...isReady, sent, toBroomfield, correctedEntry(7)], 'RAJ12'],
  ])('hospital: %s', (_what, events, code) => {
    expect(stateAfter(events).provider?.code).toBe(code);
  });

  it('a question that was never answered still waits, and one that was never asked does not', () => {
    const asked: CaseEvent = { type: 'ValidationAsked', data: { on: day('2026-03-15'), how: 'text', replyBy: day('2026-04-03') } };
    const answered: CaseEvent = { type: 'ValidationAnswered', data: { on: day('2026-03-18'), answer: 'not-needed' } };
    const answer = { type: 'AnswerValidation', on: day('2026-03-19'), answer: 'still-needed' } as const;
    given(received, asked, answered, correctedEntry(3))
      .when(answer)
      .then({ type: 'ValidationAnswered', data: { on: day('2026-03-19'), answer: 'still-needed' } });
    given(received, asked, correctedEntry(2)).when(answer).thenRefused('NotAsked');
  });
});

describe('D5: an entry of a test that was wrong', () => {
  const correct = (entry: number) => ({ type: 'CorrectEntry', entry, correction: 'Not yet', reason: 'Wrong letter' }) as const;
  const move = (entry: number) => ({ type: 'MoveEntryToPatient', entry, reason: 'Letter of another patient' }) as const;
  const done: CaseEvent = {
    type: 'WorkupItemCompleted',
    data: { item: 'xray', evidenceOn: day('2026-03-18'), source: 'Test t1', personal: { finding: '' } },
  };
  /** Order 3, booking 4, test 5, result 6, review 7, and 8: the agreed item that the review completed. */
  const reviewed: readonly CaseEvent[] = [...inWorkup, ordered, booked, performed, reported(), acknowledged, done];

  it('takes the test back to what it was', () => {
    expect(stateAfter([...inWorkup, ordered, booked, correctedEntry(4)]).tests['t1']).toMatchObject({ status: 'ordered', bookedFor: null });
    expect(stateAfter([...inWorkup, ordered, booked, performed, correctedEntry(5)]).tests['t1']).toMatchObject({
      status: 'booked',
      bookedFor: '2026-03-18',
      performedOn: null,
    });
  });

  it('takes nothing else of the test away', () => {
    given(...reviewed)
      .when(correct(4))
      .then(correctedEntry(4));
    expect(stateAfter([...reviewed, correctedEntry(4)]).tests['t1']).toMatchObject({ status: 'acknowledged', bookedFor: null });
  });

  it('takes a result along with its review, and with the agreed item that the review completed', () => {
    given(...reviewed)
      .when(correct(6))
      .then(correctedEntry(6), correctedEntry(7), correctedEntry(8));
    const { tests, items } = stateAfter([...reviewed, correctedEntry(6), correctedEntry(7), correctedEntry(8)]);
    expect(tests['t1']).toMatchObject({ status: 'performed', outcome: null });
    expect(items['xray']).toMatchObject({ status: 'outstanding', evidenceOn: null });
  });

  it('takes an item along only when this review completed it', () => {
    given(...inWorkup, completed('xray'), ordered, booked, performed, reported(), acknowledged)
      .when(correct(8))
      .then(correctedEntry(8));
  });

  it('takes the whole test along when its order was for another patient', () => {
    given(...reviewed)
      .when(move(3))
      .then(movedEntry(3), movedEntry(4), movedEntry(5), movedEntry(6), movedEntry(7), movedEntry(8));
    expect(stateAfter([...inWorkup, ordered, booked, movedEntry(3), movedEntry(4)]).tests).toEqual({});
  });

  it('keeps its number: the next test has another', () => {
    given(...inWorkup, ordered, correctedEntry(3))
      .when({
        type: 'OrderDiagnostic',
        test: 'xray-knee',
        name: 'X-ray of knee',
        item: 'xray',
        site: southend,
        urgency: 'routine',
        question: 'Joint space?',
        patientTold: true,
      })
      .then({ type: 'DiagnosticOrdered', data: { ...ordered.data, testId: 't2', on: day('2026-03-20') } });
  });

  it('falls alone when it was corrected before', () => {
    given(...reviewed, correctedEntry(6), correctedEntry(7), correctedEntry(8))
      .when(correct(6))
      .then(correctedEntry(6));
  });
});

describe('D5: what a correction says of an entry of another patient', () => {
  const contact: CaseEvent = {
    type: 'ContactRecorded',
    data: {
      contactId: 'c1',
      on: day('2026-03-16'),
      who: 'patient',
      how: 'phone',
      outcome: 'spoke',
      nextOn: null,
      personal: { notes: 'In pain' },
    },
  };
  const noted: CaseEvent = {
    type: 'ContactCorrected',
    data: { contactId: 'c1', personal: { notes: 'In great pain', reason: 'Left out' } },
  };
  const move = { type: 'MoveEntryToPatient', entry: 2, reason: 'Letter of another patient' } as const;

  it('leaves this chart together with the entry', () => {
    given(received, contact, noted).when(move).then(movedEntry(2), movedEntry(3));
    given(received, contact, correctedEntry(2)).when(move).then(movedEntry(2), movedEntry(3));
  });

  it('and nothing more can be said of that contact; the next one has a number of its own', () => {
    given(received, contact, movedEntry(2))
      .when({ type: 'CorrectContact', contactId: 'c1', notes: 'In pain', reason: 'Typing' })
      .thenRefused('ContactNotFound');
    given(received, contact, movedEntry(2))
      .when({ type: 'RecordContact', on: day('2026-03-20'), who: 'patient', how: 'phone', outcome: 'no-answer', notes: '', nextOn: null })
      .then({
        type: 'ContactRecorded',
        data: {
          contactId: 'c2',
          on: day('2026-03-20'),
          who: 'patient',
          how: 'phone',
          outcome: 'no-answer',
          nextOn: null,
          personal: { notes: '' },
        },
      });
  });
});
