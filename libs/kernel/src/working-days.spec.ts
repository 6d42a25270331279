import fc from 'fast-check';
import { addDays, day } from './calendar-day';
import { WorkingDays } from './working-days';

const england = new WorkingDays();

describe('working days in England and Wales', () => {
  it.each([
    ['an ordinary week', '2026-03-20', 5, '2026-03-27'],
    ['over Easter 2026', '2026-04-02', 1, '2026-04-07'],
    ['over Christmas 2026, Boxing Day on a Saturday', '2026-12-24', 1, '2026-12-29'],
    ['over Christmas and New Year', '2026-12-24', 4, '2027-01-04'],
    ['over Christmas 2027, both days at the weekend', '2027-12-24', 1, '2027-12-29'],
    ['from a Saturday', '2026-03-21', 1, '2026-03-23'],
    ['none at all', '2026-03-21', 0, '2026-03-21'],
  ])('%s: %s and %i is %s', (_what, from, days, to) => {
    expect(england.add(day(from), days)).toBe(to);
  });

  it.each([
    ['2026-04-02', '2026-04-07', 1],
    ['2026-12-24', '2027-01-04', 4],
    ['2026-03-20', '2026-03-22', 0],
    ['2026-03-20', '2026-03-20', 0],
    ['2026-03-20', '2026-03-10', 0],
  ])('from %s to %s there are %#: %i', (from, to, days) => {
    expect(england.between(day(from), day(to))).toBe(days);
  });

  it.each(['2026-04-03', '2026-04-06', '2026-12-25', '2026-12-28', '2022-09-19', '2026-03-21', '2026-03-22'])('%s is none', (on) => {
    expect(england.isWorkingDay(day(on))).toBe(false);
  });

  it('can be counted with another list', () => {
    const scotland = new WorkingDays(['2026-11-30']);
    expect(scotland.add(day('2026-11-27'), 1)).toBe('2026-12-01');
    expect(england.add(day('2026-11-27'), 1)).toBe('2026-11-30');
  });

  it('add and between agree', () => {
    const starts = fc.integer({ min: 0, max: 3_000 }).map((days) => addDays(day('2020-01-01'), days));
    fc.assert(
      fc.property(starts, fc.integer({ min: 1, max: 60 }), (from, days) => {
        const to = england.add(from, days);
        expect(england.isWorkingDay(to)).toBe(true);
        expect(england.between(from, to)).toBe(days);
      }),
    );
  });
});
