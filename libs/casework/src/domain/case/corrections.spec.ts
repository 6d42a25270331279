import { day } from '@guardian/kernel';
import { specFor } from '@guardian/kernel/spec';
import fc from 'fast-check';
import samples from '../../events.samples.json';
import { factsInOrder, noFacts, withFactsOf } from '../../waiting-time-facts';
import { caseDecider } from './case';
import {
  accepted,
  acknowledged,
  assigned,
  bola,
  booked,
  bypassed,
  chris,
  closed,
  completed,
  context,
  correctedEntry,
  fact,
  gatePassed,
  inWorkup,
  ordered,
  performed,
  received,
  reported,
  returned,
  sent,
  serviceOffered,
  waived,
} from './case.examples';
import { CORRECTIONS } from './corrections';
import type { CaseEvent } from './events';
import type { CaseState } from './state';
import { stepOf } from './step';

const { given } = specFor(caseDecider, context);
const after = (events: readonly CaseEvent[]): CaseState => events.reduce<CaseState>(caseDecider.evolve, caseDecider.initialState);
const correct = (entry: number) => ({ type: 'CorrectEntry', entry, correction: 'Not yet', reason: 'Wrong letter' }) as const;
const onlyWords = (entry: number): CaseEvent => ({
  type: 'EntryCorrected',
  data: { entry, only: 'words', personal: { correction: 'Not yet', reason: 'Wrong letter' } },
});

/** By type: whether what it did falls with a correction, or stands and what to do instead. Written out by hand. */
const EXPECTED: { readonly [T in CaseEvent['type']]: 'withdrawn' | 'stands' } = {
  ReferralReceived: 'stands',
  CaseTakenOn: 'stands',
  ReferralAccepted: 'stands',
  ReferralReturned: 'stands',
  ReferralResubmitted: 'stands',
  ReturnEscalated: 'stands',
  CaseAssigned: 'withdrawn',
  CaseHandedOver: 'withdrawn',
  DuplicateSuspected: 'stands',
  DuplicateAskedAbout: 'withdrawn',
  DuplicateLinkProposed: 'stands',
  DuplicateDismissed: 'stands',
  CaseLinkedAsDuplicate: 'stands',
  CaseUnlinked: 'stands',
  DuplicateFollowed: 'stands',
  DuplicateReleased: 'stands',
  WorkupItemRequested: 'withdrawn',
  WorkupItemCompleted: 'withdrawn',
  WorkupItemWaived: 'withdrawn',
  WorkupItemExpired: 'stands',
  DiagnosticOrdered: 'withdrawn',
  DiagnosticBooked: 'withdrawn',
  DiagnosticPerformed: 'withdrawn',
  DiagnosticMissed: 'withdrawn',
  DiagnosticCancelled: 'withdrawn',
  DiagnosticReported: 'withdrawn',
  DiagnosticAcknowledged: 'withdrawn',
  DiagnosticResultTold: 'withdrawn',
  ExistingResultReused: 'withdrawn',
  GatePassed: 'stands',
  GateOverridden: 'stands',
  GateExpired: 'stands',
  RedFlagBypassed: 'stands',
  ReferralSent: 'withdrawn',
  HospitalFactRecorded: 'withdrawn',
  PriorityRecorded: 'withdrawn',
  ProviderChanged: 'withdrawn',
  ContactRecorded: 'withdrawn',
  ContactCorrected: 'withdrawn',
  ValidationFellDue: 'stands',
  ValidationAsked: 'withdrawn',
  ValidationUnanswered: 'stands',
  ValidationAnswered: 'withdrawn',
  ResponsibilityOffered: 'stands',
  ResponsibilityOfferUnanswered: 'stands',
  ResponsibilityOfferWithdrawn: 'stands',
  ResponsibilityAccepted: 'stands',
  ResponsibilityDeclined: 'stands',
  ServiceOffered: 'stands',
  ServiceAccepted: 'stands',
  ServiceDeclined: 'stands',
  ServiceTimeGiven: 'stands',
  ServiceReviewed: 'stands',
  ServiceOutcomeRecorded: 'stands',
  WorkSnoozed: 'withdrawn',
  SnoozeEnded: 'withdrawn',
  StepWentQuiet: 'stands',
  SilenceReachedPcn: 'stands',
  CheckInPlanned: 'withdrawn',
  CheckInMissed: 'stands',
  CheckInCompleted: 'withdrawn',
  CheckInActedOn: 'withdrawn',
  ConditionChangeReported: 'withdrawn',
  ConditionChangeTriaged: 'withdrawn',
  EscalationRaised: 'withdrawn',
  EscalationAcknowledged: 'withdrawn',
  EscalationResolved: 'withdrawn',
  EscalationPassedOn: 'stands',
  ExpediteRequested: 'withdrawn',
  ExpediteAnswered: 'withdrawn',
  ExpediteAnswerTold: 'withdrawn',
  MessageSent: 'withdrawn',
  MessageAnswered: 'withdrawn',
  MessageRead: 'withdrawn',
  MessageThreadClosed: 'withdrawn',
  AdviceConvertedToReferral: 'stands',
  HarmReviewOpened: 'stands',
  HarmReviewCompleted: 'withdrawn',
  ExitProposed: 'withdrawn',
  ExitDeclined: 'stands',
  CaseClosed: 'stands',
  CaseReopened: 'stands',
  EntryCorrected: 'stands',
  EntryMovedToPatient: 'stands',
  CaseErased: 'stands',
};

/** After the last of them nothing can be said. */
const written = samples.filter(({ category, type }) => category === 'case' && type !== 'CaseErased') as unknown as readonly CaseEvent[];

describe('D5: every kind of entry can be corrected', () => {
  it.each(written.map((event) => [event.type, event] as const))(
    '%s: its words are marked, and its effect falls or stands',
    (type, event) => {
      const opens = type === 'ReferralReceived' || type === 'CaseTakenOn';
      const entry = opens ? 1 : 2;
      const wrong = EXPECTED[type] === 'stands' ? onlyWords(entry) : correctedEntry(entry);
      given(...(opens ? [event] : [received, event]))
        .when(correct(entry))
        .then(wrong);
    },
  );

  it.each(Object.entries(CORRECTIONS).filter(([, { effect }]) => effect === 'stands'))(
    '%s: where what it did stands, the way to put it right is told',
    (_type, correction) => {
      expect(correction).toMatchObject({ effect: 'stands', instead: expect.stringMatching(/^[A-Z].*\.$/) as string });
    },
  );

  it.each<[string, readonly CaseEvent[]]>([
    ['the opening', [received]],
    ['an acceptance', [received, accepted]],
    ['a gate decision', [received, accepted, bypassed]],
    ['a closing', [received, closed]],
  ])('what %s did stands, though its words are struck through', (_what, events) => {
    const before = after(events);
    const now = after([...events, onlyWords(events.length)]);
    expect({ ...now, entries: [], about: [] }).toEqual({ ...before, entries: [], about: [] });
  });
});

describe('D5: the case falls back to what the other entries say', () => {
  it('its coordinator is the one before', () => {
    const handedOver: CaseEvent = { type: 'CaseHandedOver', data: { from: bola, to: chris, personal: { note: '' } } };
    expect(after([received, assigned, handedOver]).coordinator).toEqual(chris);
    expect(after([received, assigned, handedOver, correctedEntry(3)]).coordinator).toEqual(bola);
    expect(after([received, assigned, correctedEntry(2)]).coordinator).toBe(null);
  });

  it('an agreed item is asked for, or left out, as it was before the evidence that was wrong', () => {
    const asked: CaseEvent = { type: 'WorkupItemRequested', data: { item: 'score', from: 'Practice', dueOn: day('2026-03-27') } };
    expect(after([...inWorkup, asked, completed('score'), correctedEntry(4)]).items['score']).toMatchObject({ status: 'requested' });
    expect(after([...inWorkup, asked, correctedEntry(3)]).items['score']).toMatchObject({ status: 'outstanding' });
    const left = after([...inWorkup, waived('score'), completed('score'), correctedEntry(4)]);
    expect(left.items['score']).toMatchObject({ status: 'waived', expiresOn: '2026-06-20' });
    expect(stepOf(left.progress)).toBe('workup');
    expect(left.progress.met['score']).toEqual([3]);
  });

  it('a check-in that was asked stays answered without its plan, and was not missed without one', () => {
    const planned: CaseEvent = { type: 'CheckInPlanned', data: { checkInId: 'k1', dueOn: day('2026-03-16'), questions: ['knee'] } };
    const missed: CaseEvent = { type: 'CheckInMissed', data: { checkInId: 'k1', dueOn: day('2026-03-16') } };
    given(received, planned, missed).when(correct(2)).then(correctedEntry(2), correctedEntry(3));
    expect(after([received, planned, missed, correctedEntry(2), correctedEntry(3)]).safety.checkIns).toEqual({});
    const done: CaseEvent = {
      type: 'CheckInCompleted',
      data: {
        ...{ checkInId: 'k1', on: day('2026-03-17'), who: 'patient', answers: [], compared: 'first', redFlags: [] },
        personal: { notes: '' },
      },
    };
    given(received, planned, done).when(correct(2)).then(correctedEntry(2));
    expect(after([received, planned, done, correctedEntry(2)]).safety.checkIns['k1']).toMatchObject([{ is: { status: 'done' } }]);
  });
});

describe('D5: with an entry corrected the case is as if that entry had never been', () => {
  const hospital: CaseEvent = { type: 'PriorityRecorded', data: { scheme: 'urgency', code: 'urgent', on: day('2026-03-15') } };
  const contact: CaseEvent = {
    type: 'ContactRecorded',
    data: {
      ...{ contactId: 'c1', on: day('2026-03-16'), who: 'patient', how: 'phone', outcome: 'no-answer', nextOn: day('2026-03-24') },
      personal: { notes: '' },
    },
  };
  const pool: readonly CaseEvent[] = [
    assigned,
    { type: 'CaseHandedOver', data: { from: bola, to: chris, personal: { note: '' } } },
    { type: 'WorkupItemRequested', data: { item: 'score', from: 'Practice', dueOn: day('2026-03-27') } },
    completed('score'),
    completed('score', '2026-03-12'),
    waived('score'),
    waived('wish'),
    { type: 'ExistingResultReused', data: { item: 'xray', performedOn: day('2026-02-01'), source: 'Practice', personal: { summary: '' } } },
    returned,
    gatePassed,
    sent,
    hospital,
    contact,
    fact('appointment_booked'),
    fact('first_attended'),
    fact('first_treatment', '2026-03-18'),
    fact('died', '2026-03-19'),
    serviceOffered,
    closed,
    { type: 'CaseReopened', data: { personal: { reason: 'Pain came back' } } },
    { type: 'ValidationAsked', data: { on: day('2026-03-15'), how: 'text', replyBy: day('2026-04-03') } },
    { type: 'ValidationAnswered', data: { on: day('2026-03-18'), answer: 'still-needed' } },
    { type: 'ConditionChangeReported', data: { changeId: 'n1', on: day('2026-03-18'), by: 'carer', personal: { what: 'Worse' } } },
  ];
  /** One test from its order to its review: entries that rest on each other. */
  const tested: readonly CaseEvent[] = [ordered, booked, performed, reported(), acknowledged];
  /** Nothing follows from it: it keeps the numbers of the entries after it. */
  const nothing: CaseEvent = { type: 'DuplicateAskedAbout', data: { otherCaseId: 'none', who: 'Nobody', personal: { question: '' } } };

  /** No two things have one id. */
  const withOwnId = (event: CaseEvent, index: number): CaseEvent => {
    if (event.type === 'ContactRecorded') return { ...event, data: { ...event.data, contactId: `c${index}` } };
    return event.type === 'ConditionChangeReported' ? { ...event, data: { ...event.data, changeId: `n${index}` } } : event;
  };

  const history = fc
    .tuple(fc.array(fc.constantFrom(...pool), { maxLength: 12 }), fc.nat(5), fc.nat())
    .map(([some, tests, at]): readonly CaseEvent[] => {
      const middle = at % (some.length + 1);
      return [received, accepted, ...some.slice(0, middle), ...tested.slice(0, tests), ...some.slice(middle)].map(withOwnId);
    });
  const bookkeeping = { entries: [], about: [], moved: [], snoozedUntil: null } as const;

  it('in its state, its step, its matters of safety and the facts of its clocks', () => {
    fc.assert(
      fc.property(history, fc.nat(), (events, at) => {
        const entry = 3 + (at % Math.max(events.length - 2, 1));
        const type = events[entry - 1]?.type;
        fc.pre(type !== undefined && CORRECTIONS[type].effect === 'withdrawn');
        const corrections = caseDecider.decide(correct(entry), after(events), context);
        const fallen = corrections.flatMap(({ data }) => ('entry' in data ? [data.entry] : []));
        const corrected = [...events, ...corrections];
        const neverWas = events.map((event, index) => (fallen.includes(index + 1) ? nothing : event));
        expect({ ...after(corrected), ...bookkeeping }).toEqual({ ...after(neverWas), ...bookkeeping });
        expect(clockFacts(corrected)).toEqual(clockFacts(neverWas));
      }),
      { numRuns: 300 },
    );
  });

  const clockFacts = (events: readonly CaseEvent[]) =>
    factsInOrder(events.reduce((facts, event, index) => withFactsOf(facts, event, index + 1, day('2026-03-20')), noFacts));
});
