import type { CalendarDay } from '@guardian/kernel';

/** A day typed in for the user: what the three boxes of `dateField` hold. */
export const threeBoxes = (name: string, on: CalendarDay): Record<string, string> => ({
  [`${name}-day`]: String(Number(on.slice(8))),
  [`${name}-month`]: String(Number(on.slice(5, 7))),
  [`${name}-year`]: on.slice(0, 4),
});
