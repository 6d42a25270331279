// Figures of the service and of NHS England that hold whatever the pathway (rule D10). Another figure is another entry: those before
// it stay, for whoever asks what held then.
import type { CalendarDay } from '@guardian/kernel';
import limits from './limits.json';

/** Each name ends in its unit. */
export type LimitName = keyof typeof limits;

export interface Limit {
  /** Its first day. */
  readonly validFrom: string;
  readonly is: number;
  readonly source: string;
}

/** Oldest first. */
export const LIMITS: Readonly<Record<LimitName, readonly Limit[]>> = limits;

/** What holds on this day, with its source. Throws RangeError for a day before the first entry. */
export function limitOn(name: LimitName, on: CalendarDay): Limit {
  const found = LIMITS[name].findLast(({ validFrom }) => validFrom <= on);
  if (!found) throw new RangeError(`there is no ${name} on ${on}`);
  return found;
}
