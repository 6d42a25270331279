// When something is due, as a place on the worklist and in words.
import { type CalendarDay, daysBetween } from '@guardian/kernel';
import type { Band, Due, Moment } from './ranking';

export function dueWithinTheWeek(dueOn: CalendarDay | null, { today, weekAhead }: Moment): Due | undefined {
  if (dueOn === null || dueOn > weekAhead) return undefined;
  const band: Band = dueOn < today ? 'past-its-date' : dueOn === today ? 'due-today' : 'due-this-week';
  return { band, dueOn };
}

/** "5 days ago", "today", "in 3 days". */
export function when(dueOn: CalendarDay, today: CalendarDay): string {
  const days = daysBetween(dueOn, today);
  if (days === 0) return 'today';
  const count = Math.abs(days) === 1 ? '1 day' : `${Math.abs(days)} days`;
  return days > 0 ? `${count} ago` : `in ${count}`;
}

/** "was due 5 days ago", "is due today", "is due in 3 days". */
export const dueWords = (dueOn: CalendarDay, today: CalendarDay): string => `${dueOn < today ? 'was' : 'is'} due ${when(dueOn, today)}`;
