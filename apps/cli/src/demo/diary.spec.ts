import { day } from '@guardian/kernel';
import { after, arrivalDay, clinicDay, officeHours, workday } from './diary';
import { Random } from './random';

describe('when things happen', () => {
  it('takes the next working day after a weekend or a bank holiday', () => {
    expect(workday(day('2026-11-20'))).toBe('2026-11-20');
    expect(workday(day('2026-11-21'))).toBe('2026-11-23');
    // Christmas Day is a Thursday; Boxing Day and a weekend follow
    expect(workday(day('2025-12-25'))).toBe('2025-12-29');
    expect(after(day('2025-12-24'), 1)).toBe('2025-12-29');
  });

  it('never goes back', () => {
    expect(after(day('2026-11-20'), -5)).toBe('2026-11-20');
  });

  it('spreads the steps of a day over office hours in London, in order', () => {
    const hours = officeHours(day('2026-07-01'), 4, new Random('hours')).map((at) => at.toISOString());
    expect(hours).toEqual([...hours].sort());
    // 08:30 to 17:30 in summer time
    expect(hours.every((at) => at >= '2026-07-01T07:30' && at < '2026-07-01T16:30')).toBe(true);
  });

  it('has few clinics at Christmas', () => {
    const random = new Random('clinics');
    const days = Array.from({ length: 400 }, () => clinicDay(random, day('2025-12-22'), 0));
    expect(days.filter((on) => on === '2025-12-22').length).toBeLessThan(120);
    expect(days.filter((on) => on > '2026-01-03').length).toBeGreaterThan(250);
  });

  it('brings referrals on working days of two years, more of them later, few at Christmas', () => {
    const random = new Random('arrivals');
    const days = Array.from({ length: 5_000 }, () => arrivalDay(random, day('2026-11-20')));
    expect(days.filter((on) => on !== workday(on))).toEqual([]);
    expect(days.every((on) => on > '2024-11-20' && on <= '2026-11-20')).toBe(true);
    expect(days.filter((on) => on > '2025-11-20').length).toBeGreaterThan(2_700);
    const between = (from: string, to: string) => days.filter((on) => on >= from && on <= to).length;
    expect(between('2025-12-22', '2026-01-02')).toBeLessThan(between('2025-12-01', '2025-12-12') / 2);
  });
});
