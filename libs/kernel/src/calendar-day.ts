import { Temporal } from 'temporal-polyfill';

/** A calendar day in Europe/London, written `YYYY-MM-DD`. Never an instant: it has no time zone to get wrong. */
export type CalendarDay = string & { readonly __calendarDay: never };

const daysThatExist = new Map<string, CalendarDay>();
const SHAPE = /^\d{4}-\d{2}-\d{2}$/;

/** Strict: `2026-02-30`, `1990`, `1990-W05` and anything with a time are refused. Years 1890 to 2199. */
export function parseCalendarDay(text: unknown): CalendarDay | undefined {
  if (typeof text !== 'string') return undefined;
  // Days that are known to exist are few, and a file of facts names each a thousand times.
  const known = daysThatExist.get(text);
  if (known) return known;
  if (!SHAPE.test(text)) return undefined;
  const year = Number(text.slice(0, 4));
  if (year < 1890 || year > 2199) return undefined;
  try {
    return remembered(daysThatExist, text, Temporal.PlainDate.from(text, { overflow: 'reject' }).toString() as CalendarDay);
  } catch {
    return undefined;
  }
}

/** For literals and values already checked; throws on anything that is not a day. */
export function day(text: string): CalendarDay {
  const parsed = parseCalendarDay(text);
  if (parsed === undefined) throw new RangeError(`not a calendar day: ${text}`);
  return parsed;
}

const HOUR_MS = 3_600_000;
const DAYS_REMEMBERED = 100_000;
const dayOfHour = new Map<number, CalendarDay>();

/**
 * The day in Europe/London at this instant. London is a whole number of hours from UTC, so one answer holds for an hour of UTC and is
 * remembered: a rebuild asks for millions of instants.
 */
export function londonDay(instant: Date): CalendarDay {
  const hour = Math.floor(instant.getTime() / HOUR_MS);
  const known = dayOfHour.get(hour);
  if (known !== undefined) return known;
  const found = Temporal.Instant.fromEpochMilliseconds(hour * HOUR_MS)
    .toZonedDateTimeISO('Europe/London')
    .toPlainDate()
    .toString() as CalendarDay;
  return remembered(dayOfHour, hour, found);
}

/** The instant at which this London wall-clock time happens; in the skipped spring hour, the later one. */
export function londonInstant(on: CalendarDay, time: string): Date {
  const zoned = Temporal.PlainDateTime.from(`${on}T${time}`).toZonedDateTime('Europe/London');
  return new Date(zoned.epochMilliseconds);
}

export function addDays(from: CalendarDay, days: number): CalendarDay {
  return dayOfNumber(dayNumber(from) + days);
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: CalendarDay, to: CalendarDay): number {
  return dayNumber(to) - dayNumber(from);
}

/** Age in completed years. Someone born on 29 February has their birthday on 1 March in other years. */
export function ageOn(born: CalendarDay, on: CalendarDay): number {
  const years = Number(on.slice(0, 4)) - Number(born.slice(0, 4));
  return on.slice(5) < born.slice(5) ? years - 1 : years;
}

/** 0 = Monday … 6 = Sunday. */
export function weekday(of: CalendarDay): number {
  return (((dayNumber(of) + 3) % 7) + 7) % 7;
}

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

/** `month` 1 to 12; undefined for any other number. */
export const monthName = (month: number): string | undefined => MONTHS[month - 1];

/** 14 July 1945: a day inside a sentence. */
export const longDate = (of: CalendarDay): string => `${Number(of.slice(8))} ${monthName(Number(of.slice(5, 7))) ?? ''} ${of.slice(0, 4)}`;

// Days since 1970-01-01: arithmetic on whole days in UTC, where every day has 24 hours.
// Lists do it for ten thousands of cases, whose days are few: each is worked out once.
const numberOfDay = new Map<CalendarDay, number>();
const dayOfNumbers = new Map<number, CalendarDay>();

function dayNumber(of: CalendarDay): number {
  const known = numberOfDay.get(of);
  if (known !== undefined) return known;
  const found = Date.UTC(Number(of.slice(0, 4)), Number(of.slice(5, 7)) - 1, Number(of.slice(8, 10))) / 86_400_000;
  return remembered(numberOfDay, of, found);
}

function dayOfNumber(n: number): CalendarDay {
  return dayOfNumbers.get(n) ?? remembered(dayOfNumbers, n, new Date(n * 86_400_000).toISOString().slice(0, 10) as CalendarDay);
}

function remembered<K, V>(known: Map<K, V>, key: K, found: V): V {
  if (known.size >= DAYS_REMEMBERED) known.clear();
  known.set(key, found);
  return found;
}
