import { day } from '@guardian/kernel';
import { clockParts, type Stay } from './journey';

const TAKEN: readonly Stay[] = [
  { step: 'intake', from: day('2026-08-03'), to: day('2026-08-05'), days: 2, nextMover: 'guardian-team' },
  { step: 'returned', from: day('2026-08-05'), to: null, days: 15, nextMover: 'practice' },
];

const pieces = (referredOn: string) => clockParts(TAKEN, day(referredOn)).map(({ text, days, held }) => [text, days, held]);

describe('the clock of a case', () => {
  it('counts from the referral, what went by before it came here too', () => {
    expect(pieces('2026-07-20')).toEqual([
      ['Before Guardian', 14, false],
      ['Received', 2, false],
      ['Returned to referrer', 15, true],
    ]);
  });

  it('has no such piece when it came on the day of the referral', () => {
    expect(pieces('2026-08-03')).toEqual([
      ['Received', 2, false],
      ['Returned to referrer', 15, true],
    ]);
  });
});
