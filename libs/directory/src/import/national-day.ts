import { type CalendarDay, parseCalendarDay } from '@guardian/kernel';

/** `20191001` as the national files write days → `2019-10-01`; undefined for anything else. */
export function nationalDay(text: string): CalendarDay | undefined {
  return /^\d{8}$/.test(text) ? parseCalendarDay(`${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`) : undefined;
}
