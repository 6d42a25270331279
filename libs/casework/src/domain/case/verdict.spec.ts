import { day } from '@guardian/kernel';
import {
  accepted,
  bypassed,
  completed,
  correctedEntry,
  gatePassed,
  inWorkup,
  isReady,
  received,
  returned,
  sent,
  waived,
} from './case.examples';
import type { CaseEvent } from './events';
import { gateVerdict } from './verdict';

const verdictOf = (...events: readonly CaseEvent[]) => gateVerdict(events.map((event, i) => ({ ...event, revision: i + 1 })));

describe('the verdict of the gate', () => {
  it('is none before the gate was decided', () => {
    expect(verdictOf(...inWorkup, completed('xray'))).toBeNull();
    expect(verdictOf()).toBeNull();
  });

  it('says which version it followed, on what evidence, and which entry said so', () => {
    expect(verdictOf(...inWorkup, completed('xray'), completed('score'), waived('wish'), passedWith('waived'))).toEqual({
      entry: 6,
      decision: passedWith('waived'),
      pathway: { id: 'knee-pain', version: 1 },
      gateDueOn: '2026-04-03',
      items: [
        { ...xray, status: 'completed', evidenceOn: '2026-03-10', expiresOn: '2027-03-10', saidBy: 3, takenBackSince: false },
        { ...score, status: 'completed', evidenceOn: '2026-03-10', expiresOn: '2026-06-08', saidBy: 4, takenBackSince: false },
        { ...wish, status: 'waived', evidenceOn: null, expiresOn: '2026-06-20', saidBy: 5, takenBackSince: false },
      ],
      same: true,
    });
  });

  it('does not change by what came later, and says what was taken back since', () => {
    const before = verdictOf(...isReady);
    expect(verdictOf(...isReady, sent, { type: 'WorkupItemExpired', data: { item: 'score' } })).toEqual(before);
    const after = verdictOf(...isReady, sent, correctedEntry(4));
    expect(after?.items.map(({ code, status, takenBackSince }) => [code, status, takenBackSince])).toEqual([
      ['xray', 'completed', false],
      ['score', 'completed', true],
      ['wish', 'completed', false],
    ]);
  });

  it('of evidence that was corrected before the decision counts it as missing', () => {
    const overridden: CaseEvent = {
      type: 'GateOverridden',
      data: { without: [{ item: 'score', reason: 'would-delay' }], clinician: 'Dr Ines Example' },
    };
    const verdict = verdictOf(...inWorkup, completed('xray'), completed('score'), completed('wish'), correctedEntry(4), overridden);
    expect(verdict?.items.map(({ code, status, saidBy }) => [code, status, saidBy])).toEqual([
      ['xray', 'completed', 3],
      ['score', 'outstanding', null],
      ['wish', 'completed', 5],
    ]);
    expect(verdict?.same).toBe(true);
  });

  it('says so when the rule would not decide the same: a gate that was passed without an item', () => {
    expect(verdictOf(...inWorkup, completed('xray'), completed('score'), gatePassed)?.same).toBe(false);
  });

  it('of a default and of a red flag replays as well, also where nobody had accepted the referral', () => {
    const expired: CaseEvent = { type: 'GateExpired', data: { dueOn: day('2026-04-03'), outstanding: ['xray', 'score', 'wish'] } };
    expect(verdictOf(received, returned, accepted, expired)).toMatchObject({ entry: 4, decision: expired, same: true });
    expect(verdictOf(received, accepted, bypassed)).toMatchObject({ entry: 3, same: true });
  });
});

const [xray, score, wish] = [
  { code: 'xray', name: 'X-ray of knee' },
  { code: 'score', name: 'Oxford Knee Score' },
  { code: 'wish', name: 'Wish for surgery' },
];
const passedWith = (wishIs: 'completed' | 'waived'): CaseEvent => ({
  type: 'GatePassed',
  data: {
    evidence: [
      { item: 'xray', how: 'completed' },
      { item: 'score', how: 'completed' },
      { item: 'wish', how: wishIs },
    ],
  },
});
