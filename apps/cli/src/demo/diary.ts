// When things happen: working days, office hours, and the seasons of a hospital.
import { addDays, type CalendarDay, londonInstant, WorkingDays } from '@guardian/kernel';
import type { Random } from './random';

const working = new WorkingDays();

/** The day, or the next working day. */
export function workday(on: CalendarDay): CalendarDay {
  let day = on;
  while (!working.isWorkingDay(day)) day = addDays(day, 1);
  return day;
}

/** A working day, so many calendar days later at least. */
export const after = (from: CalendarDay, days: number): CalendarDay => workday(addDays(from, Math.max(0, days)));

export const later = (a: CalendarDay, b: CalendarDay): CalendarDay => (a > b ? a : b);

const isChristmas = (on: CalendarDay): boolean => on.slice(5) >= '12-20' || on.slice(5) <= '01-03';
export const isWinter = (on: CalendarDay): boolean => ['12', '01', '02'].includes(on.slice(5, 7));

/** Share of the usual number of referrals on this day. */
function referralShare(on: CalendarDay): number {
  if (!working.isWorkingDay(on)) return 0;
  if (isChristmas(on)) return 0.35;
  return on.slice(5, 7) === '08' ? 0.75 : 1;
}

const HISTORY_DAYS = 730;

/**
 * The day on which a referral reached the service, in the two years up to `until`. The service took practices on bit by bit, so there
 * are more of the later ones.
 */
export function arrivalDay(random: Random, until: CalendarDay): CalendarDay {
  for (;;) {
    const day = addDays(until, -Math.floor(HISTORY_DAYS * random.next() ** 1.5));
    if (random.chance(referralShare(day))) return day;
  }
}

/** A clinic or theatre day. Little is done at Christmas, and the first weeks of January catch up. */
export function clinicDay(random: Random, from: CalendarDay, days: number): CalendarDay {
  const day = after(from, days);
  return isChristmas(day) && random.chance(0.8) ? after(day, random.int(14, 30)) : day;
}

/** Instants on one working day, each later than the one before, within office hours in London. */
export function officeHours(on: CalendarDay, count: number, random: Random): Date[] {
  const opens = londonInstant(on, '08:30').getTime();
  const share = (9 * 60 * 60 * 1000) / count;
  return Array.from({ length: count }, (_, i) => new Date(opens + Math.floor(share * (i + random.next()))));
}
