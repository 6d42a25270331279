import { type CalendarDay, londonDay } from './calendar-day';

/** The one way by which time enters Guardian. Tests and the demo cohort bring their own. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

export const today = (clock: Clock): CalendarDay => londonDay(clock.now());

/** A clock that stands still until it is moved. */
export class SettableClock implements Clock {
  constructor(private instant: Date) {}
  now(): Date {
    return this.instant;
  }
  set(instant: Date): void {
    this.instant = instant;
  }
}
