import { day, parseCalendarDay } from '@guardian/kernel';
import { limitOn, LIMITS } from './limits';

describe('a figure that could hurt someone', () => {
  it.each(Object.entries(LIMITS))('%s is a whole number with the day from which it holds and its source', (_name, entries) => {
    const days = entries.map(({ validFrom }) => validFrom);
    expect(days.every((on) => parseCalendarDay(on) === on)).toBe(true);
    expect([...new Set(days)].sort()).toEqual(days);
    for (const { is, source } of entries) expect([Number.isInteger(is) && is > 0, source.length > 10]).toEqual([true, true]);
  });

  it('is the one of the day that is asked about', () => {
    expect(limitOn('rttWeeks', day('2013-04-01')).is).toBe(18);
    expect(limitOn('rttWeeks', day('2026-11-22')).is).toBe(18);
    expect(limitOn('diagnosticWeeks', day('2026-11-22')).is).toBe(6);
    expect(limitOn('resultReviewWorkingDays', day('2026-11-22'))).toEqual({
      validFrom: '2024-01-01',
      is: 2,
      source: 'Example of Guardian: agree locally before use',
    });
  });

  it('is nothing before anybody set it', () => {
    expect(() => limitOn('rttWeeks', day('2013-03-31'))).toThrow('there is no rttWeeks on 2013-03-31');
  });
});
