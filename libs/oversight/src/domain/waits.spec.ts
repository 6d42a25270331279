import fc from 'fast-check';
import { daysWithin, suppressed, type Watched } from './waits';

const left = (to: number, n = 1, from = 0): Watched => ({ from, to, ended: true, n });
const waiting = (to: number, n = 1, from = 0): Watched => ({ from, to, ended: false, n });

describe('days within which a share has left a step', () => {
  it('is the ordinary median when everybody has left', () => {
    expect(daysWithin(0.5, [left(2), left(4), left(6), left(8)])).toBe(4);
    expect(daysWithin(0.9, [left(2), left(4), left(6), left(8)])).toBe(8);
  });

  it('counts those who still wait: leaving them out would flatter the step', () => {
    // Four left after 10 days, six have waited 30 days and still wait: only 4 in 10 have left.
    expect(daysWithin(0.4, [left(10, 4), waiting(30, 6)])).toBe(10);
    expect(daysWithin(0.5, [left(10, 4), waiting(30, 6)])).toBeNull();
  });

  it('follows the worked example: 6-MP arm of the leukaemia trial (Freireich 1963), median 23 weeks', () => {
    const remission = [6, 6, 6, 7, 10, 13, 16, 22, 23].map((week) => left(week));
    const censored = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35].map((week) => waiting(week));
    expect(daysWithin(0.5, [...remission, ...censored])).toBe(23);
  });

  it('a stay that was under way when the period began counts from its length then', () => {
    // Two short stays left within the period; one long stay is only watched from day 50 on.
    expect(daysWithin(0.5, [left(3), left(5), left(60, 1, 50)])).toBe(3);
    expect(daysWithin(0.9, [left(3), waiting(9), left(60, 1, 50)])).toBe(60);
  });

  it('nobody has been in the step', () => {
    expect(daysWithin(0.5, [])).toBeNull();
  });

  it('a longer stay never shortens the wait, whatever the cohort', () => {
    const stay = fc.record({
      from: fc.constant(0),
      to: fc.integer({ min: 0, max: 200 }),
      ended: fc.boolean(),
      n: fc.integer({ min: 1, max: 9 }),
    });
    fc.assert(
      fc.property(fc.array(stay, { minLength: 1, maxLength: 30 }), (stays) => {
        const before = daysWithin(0.5, stays) ?? Infinity;
        const after =
          daysWithin(
            0.5,
            stays.map((one) => ({ ...one, to: one.to + 10 })),
          ) ?? Infinity;
        expect(after).toBeGreaterThanOrEqual(before);
      }),
    );
  });
});

describe('small numbers', () => {
  it.each([
    [0, 0],
    [1, null],
    [2, null],
    [5, null],
    [7, null],
    [8, 10],
    [16, 15],
    [57, 55],
    [10023, 10025],
  ])('%d is told as %s', (count, told) => {
    expect(suppressed(count)).toBe(told);
  });
});
