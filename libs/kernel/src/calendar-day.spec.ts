import fc from 'fast-check';
import { addDays, ageOn, type CalendarDay, day, daysBetween, londonDay, londonInstant, parseCalendarDay, weekday } from './calendar-day';

describe('a calendar day', () => {
  it.each(['2026-03-20', '2024-02-29', '2000-02-29', '1890-01-01', '2199-12-31'])('is %s', (text) => {
    expect(parseCalendarDay(text)).toBe(text);
    expect(day(text)).toBe(text);
  });

  it.each([
    '2026-02-30',
    '2026-02-29',
    '1900-02-29',
    '2026-13-01',
    '2026-04-31',
    '2026-00-10',
    '0000-00-00',
    '1889-12-31',
    '2200-01-01',
    '9999-01-01',
    '1990',
    '1990-W05',
    '1990-079',
    '19900320',
    '20-03-2026',
    '2026-3-20',
    '2026-03-20T00:00:00Z',
    '2026-03-20 ',
    '2026-03-20\n',
    '+002026-03-20',
    '２０２６-03-20',
    '',
    20260320,
    1774000000000,
    null,
    undefined,
    new Date(0),
    ['2026-03-20'],
  ])('is not %p', (value) => {
    expect(parseCalendarDay(value)).toBeUndefined();
  });

  it('is never made up from something else', () => {
    expect(() => day('2026-02-30')).toThrow(RangeError);
  });
});

describe('the day in London', () => {
  it.each([
    ['just before midnight in winter', '2026-01-15T23:59:59Z', '2026-01-15'],
    ['half past midnight in summer, still the day before in UTC', '2026-07-01T23:30:00Z', '2026-07-02'],
    ['the last second before the night of the short day', '2026-03-28T23:59:59Z', '2026-03-28'],
    ['the last second before the clocks go forward', '2026-03-29T00:59:59Z', '2026-03-29'],
    ['the last second of the short day', '2026-03-29T22:59:59Z', '2026-03-29'],
    ['the first second after the short day', '2026-03-29T23:00:00Z', '2026-03-30'],
    ['the first second of the long day', '2026-10-24T23:00:00Z', '2026-10-25'],
    ['half past one on the long day, for the first time', '2026-10-25T00:30:00Z', '2026-10-25'],
    ['half past one on the long day, for the second time', '2026-10-25T01:30:00Z', '2026-10-25'],
    ['the last second of the long day', '2026-10-25T23:59:59Z', '2026-10-25'],
    ['the first second after the long day', '2026-10-26T00:00:00Z', '2026-10-26'],
  ])('%s (%s) is %s', (_what, instant, on) => {
    expect(londonDay(new Date(instant))).toBe(on);
  });
});

describe('a time on a day in London', () => {
  it.each([
    ['in winter', '2026-01-15', '09:00', '2026-01-15T09:00:00.000Z'],
    ['in summer', '2026-07-01', '09:00', '2026-07-01T08:00:00.000Z'],
    ['that happens twice: the first time', '2026-10-25', '01:30', '2026-10-25T00:30:00.000Z'],
    ['that never happens: one hour later', '2026-03-29', '01:30', '2026-03-29T01:30:00.000Z'],
  ])('%s', (_what, on, time, instant) => {
    expect(londonInstant(day(on), time).toISOString()).toBe(instant);
  });
});

describe('counting days', () => {
  it.each([
    ['2026-03-28', 1, '2026-03-29'],
    ['2026-03-29', 1, '2026-03-30'],
    ['2026-10-25', 1, '2026-10-26'],
    ['2024-02-28', 1, '2024-02-29'],
    ['2026-02-28', 1, '2026-03-01'],
    ['2026-01-01', -1, '2025-12-31'],
    ['2026-03-20', 126, '2026-07-24'],
  ])('%s and %i days is %s', (from, days, to) => {
    expect(addDays(day(from), days)).toBe(to);
    expect(daysBetween(day(from), day(to))).toBe(days);
  });

  it.each([
    ['2026-03-16', 0],
    ['2026-03-20', 4],
    ['2026-03-22', 6],
    ['1969-12-31', 2],
    ['1970-01-01', 3],
  ])('%s is weekday %i, Monday first', (on, number) => {
    expect(weekday(day(on))).toBe(number);
  });

  const anyDay = fc.integer({ min: 0, max: 100_000 }).map((days): CalendarDay => addDays(day('1900-01-01'), days));
  const someDays = fc.integer({ min: -3_000, max: 3_000 });

  it('takes back what it added, and days are in the order of their text', () => {
    fc.assert(
      fc.property(anyDay, someDays, (from, days) => {
        const to = addDays(from, days);
        expect(parseCalendarDay(to)).toBe(to);
        expect(addDays(to, -days)).toBe(from);
        expect(daysBetween(from, to)).toBe(days);
        expect(Math.sign(days)).toBe(from < to ? 1 : from > to ? -1 : 0);
        expect(weekday(addDays(from, 7))).toBe(weekday(from));
      }),
    );
  });
});

describe('age', () => {
  it.each([
    ['1961-07-04', '2026-07-03', 64],
    ['1961-07-04', '2026-07-04', 65],
    ['2008-02-29', '2026-02-28', 17],
    ['2008-02-29', '2026-03-01', 18],
    ['2008-02-29', '2028-02-28', 19],
    ['2008-02-29', '2028-02-29', 20],
    ['2026-03-20', '2026-03-20', 0],
  ])('of someone born on %s is, on %s, %i', (born, on, years) => {
    expect(ageOn(day(born), day(on))).toBe(years);
  });
});
