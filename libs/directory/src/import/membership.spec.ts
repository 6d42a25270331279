import { addDays, day } from '@guardian/kernel';
import fc from 'fast-check';
import { type Membership, type MembershipChange, overlap, withMembership } from './membership';

const inPcn = (pcnCode: string, validFrom: string, validUntil: string | null = null): Membership => ({ pcnCode, validFrom, validUntil });

describe('a told membership', () => {
  it('is added to a practice that has none', () => {
    expect(withMembership([], inPcn('rochford', '2019-10-01'), [])).toEqual({
      outcome: 'added',
      memberships: [inPcn('rochford', '2019-10-01')],
    });
  });

  it('is the same one when the practice was there already', () => {
    const held = [inPcn('rochford', '2019-07-01')];
    expect(withMembership(held, inPcn('rochford', '2019-10-01'), [])).toEqual({ outcome: 'unchanged', memberships: held });
  });

  it('ends the one that it is the same as', () => {
    expect(withMembership([inPcn('rochford', '2019-07-01')], inPcn('rochford', '2019-10-01', '2021-03-31'), [])).toEqual({
      outcome: 'changed',
      memberships: [inPcn('rochford', '2019-07-01', '2021-03-31')],
    });
  });

  it('begins earlier than was known', () => {
    expect(withMembership([inPcn('rochford', '2019-07-01')], inPcn('rochford', '2019-04-01'), [])).toEqual({
      outcome: 'changed',
      memberships: [inPcn('rochford', '2019-04-01')],
    });
  });

  it('joins two memberships of the same PCN', () => {
    const held = [inPcn('rochford', '2019-07-01', '2020-03-31'), inPcn('rochford', '2020-04-01')];
    expect(withMembership(held, inPcn('rochford', '2019-10-01'), [])).toEqual({
      outcome: 'changed',
      memberships: [inPcn('rochford', '2019-07-01')],
    });
  });

  it('ends membership of another PCN the day before', () => {
    expect(withMembership([inPcn('north-road', '2019-07-01')], inPcn('victoria', '2021-04-01'), [])).toEqual({
      outcome: 'added',
      memberships: [inPcn('north-road', '2019-07-01', '2021-03-31'), inPcn('victoria', '2021-04-01')],
    });
  });

  it('is refused where the same file puts the practice in another PCN', () => {
    const held = [inPcn('north-road', '2019-10-01')];
    expect(withMembership(held, inPcn('victoria', '2021-04-01'), held)).toEqual({ outcome: 'refused', clash: held[0] });
  });

  it('is refused where the practice joined another PCN later and is still there', () => {
    const held = [inPcn('north-road', '2019-07-01', '2021-03-31'), inPcn('victoria', '2021-04-01')];
    expect(withMembership(held, inPcn('north-road', '2019-10-01'), [])).toEqual({ outcome: 'refused', clash: held[1] });
  });
});

// Days are counted from here, so that fast-check can shrink them.
const on = (n: number): string => addDays(day('2019-01-01'), n);
const membership = fc
  .record({ pcn: fc.constantFrom('a', 'b', 'c'), from: fc.nat(20), days: fc.option(fc.nat(8)) })
  .map(({ pcn, from, days }) => inPcn(pcn, on(from), days === null ? null : on(from + days)));
const file = fc
  .array(membership, { maxLength: 6 })
  .map((rows) => rows.toSorted((a, b) => (a.validFrom < b.validFrom ? -1 : a.validFrom > b.validFrom ? 1 : 0)));

function readIn(held: readonly Membership[], rows: readonly Membership[]) {
  const taken: Membership[] = [];
  const before: Membership[] = [];
  const outcomes: MembershipChange['outcome'][] = [];
  for (const told of rows) {
    const change = withMembership(held, told, before);
    outcomes.push(change.outcome);
    before.push(told);
    if (change.outcome === 'refused') continue;
    taken.push(told);
    held = change.memberships;
  }
  return { held, taken, outcomes };
}

// Found by this property: what a refused row leaves open must not be taken up by a second reading.
const ONCE_UNSTABLE: [Membership[], Membership[]][] = [
  [
    [inPcn('a', on(0), on(3)), inPcn('a', on(4))],
    [inPcn('a', on(1)), inPcn('a', on(2), on(2))],
  ],
  [[inPcn('b', on(4))], [inPcn('a', on(4), on(7)), inPcn('b', on(7), on(9)), inPcn('a', on(10))]],
];

describe('any file of memberships, over any that were held', () => {
  it('changes nothing when it is read again', () => {
    fc.assert(
      fc.property(file, file, (first, second) => {
        const once = readIn(readIn([], first).held, second);
        const twice = readIn(once.held, second);
        expect(new Set(twice.held)).toEqual(new Set(once.held));
        expect(twice.outcomes).toEqual(once.outcomes.map((outcome) => (outcome === 'refused' ? 'refused' : 'unchanged')));
      }),
      { numRuns: 500, examples: ONCE_UNSTABLE },
    );
  });

  it('leaves the practice in at most one PCN on any day, and in the told one on the days told', () => {
    fc.assert(
      fc.property(file, file, (first, second) => {
        const { held, taken } = readIn(readIn([], first).held, second);
        for (const [i, one] of held.entries()) expect(held.slice(i + 1).filter((other) => overlap(one, other))).toEqual([]);
        for (const told of taken) {
          const holding = held.filter((one) => overlap(one, told));
          expect(holding.map((one) => one.pcnCode)).toEqual([told.pcnCode]);
          expect(holding[0]?.validUntil).toBe(told.validUntil);
        }
      }),
      { numRuns: 500 },
    );
  });
});
