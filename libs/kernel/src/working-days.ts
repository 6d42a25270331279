import { addDays, type CalendarDay, weekday } from './calendar-day';
import england from './data/bank-holidays-england-and-wales.json';

/** Working days leave out weekends and bank holidays. Outside the list's years only weekends are left out. */
export class WorkingDays {
  private readonly holidays: ReadonlySet<string>;

  /** `holidays`: days as `YYYY-MM-DD`; the shipped list is England and Wales (source and date stand in the file). */
  constructor(holidays: readonly string[] = england.days) {
    this.holidays = new Set(holidays);
  }

  isWorkingDay(on: CalendarDay): boolean {
    return weekday(on) < 5 && !this.holidays.has(on);
  }

  /** The day `days` working days after `from`; `from` itself is day 0 whatever day it is. */
  add(from: CalendarDay, days: number): CalendarDay {
    let on = from;
    for (let left = days; left > 0;) {
      on = addDays(on, 1);
      if (this.isWorkingDay(on)) left--;
    }
    return on;
  }

  /** Working days after `from` up to and including `to`; 0 when `to` is not later. */
  between(from: CalendarDay, to: CalendarDay): number {
    let count = 0;
    for (let on = addDays(from, 1); on <= to; on = addDays(on, 1)) if (this.isWorkingDay(on)) count++;
    return count;
  }
}
