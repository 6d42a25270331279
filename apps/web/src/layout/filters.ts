import { londonDay, monthName, spacedNhsNumber } from '@guardian/kernel';
import { type Environment, runtime } from 'nunjucks';
import { type Html, markup } from './html';

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

const clockTime = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: 'Europe/London' });

const thousands = new Intl.NumberFormat('en-GB');

/** 1,234. */
export const number = (value: number): string =>
  Number.isInteger(value) && Math.abs(value) < 1_000 ? String(value) : thousands.format(value);

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** A calendar day `YYYY-MM-DD`, an ISO instant or a Date. */
type Moment = string | Date;

interface Parts {
  readonly iso: string;
  readonly day: number;
  readonly month: string;
  readonly year: string;
}

function parts(moment: Moment): Parts {
  // By its shape: what comes from rows is a real day already, and to parse it again is half the cost of a list.
  const iso = typeof moment === 'string' && DAY.test(moment) ? moment : londonDay(new Date(moment));
  return { iso, day: Number(iso.slice(8)), month: monthName(Number(iso.slice(5, 7))) ?? '', year: iso.slice(0, 4) };
}

/** 14 July 1945. */
export const longDate = (moment: Moment): string => inWords(parts(moment));

const inWords = ({ day, month, year }: Parts): string => `${day} ${month} ${year}`;

/** Thursday 27 August 2026. */
export function weekdayDate(moment: Moment): string {
  return `${WEEKDAYS[new Date(parts(moment).iso).getUTCDay()]} ${longDate(moment)}`;
}

/** 14-Jul-1945: the form of staff data, the same width in every row. */
const inShort = ({ iso, month, year }: Parts): string => `${iso.slice(8)}-${month.slice(0, 3)}-${year}`;

let lastMinute = { minute: NaN, text: '' };

/** 10:42, in London. Every page tells the minute of its data, so the last one is remembered. */
export function time(instant: Moment): string {
  const minute = Math.floor(new Date(instant).getTime() / 60_000);
  if (minute !== lastMinute.minute) lastMinute = { minute, text: clockTime.format(minute * 60_000) };
  return lastMinute.text;
}

/** 13w 6d; under a week 6d. */
export function days(count: number): string {
  const weeks = Math.trunc(count / 7);
  return weeks === 0 ? `${count}d` : `${weeks}w ${Math.abs(count % 7)}d`;
}

/** `1 case`, `1,234 cases`. */
export const counted = (count: number, one: string, many = `${one}s`): string => `${number(count)} ${count === 1 ? one : many}`;

const NOT_RECORDED = markup`<span class="app-secondary">Not recorded</span>`;

const MOST_DATES = 5_000;
const ukDates = new Map<string, Html>();

/**
 * A date in staff data; screen readers get it in full words. Null is "Not recorded", never an empty place. What is told by text is
 * remembered: a list has two days in each row, and few that the last list had not.
 */
export function ukDate(moment: Moment | null): Html {
  if (moment === null) return NOT_RECORDED;
  if (typeof moment !== 'string') return dateInBothForms(moment);
  const known = ukDates.get(moment);
  if (known) return known;
  const written = dateInBothForms(moment);
  if (ukDates.size >= MOST_DATES) ukDates.clear();
  ukDates.set(moment, written);
  return written;
}

function dateInBothForms(moment: Moment): Html {
  const day = parts(moment);
  return markup`<time class="app-nowrap" datetime="${day.iso}"><span aria-hidden="true">${inShort(day)}</span><span class="nhsuk-u-visually-hidden">${inWords(day)}</span></time>`;
}

export const nhsNumber = (number: string | null): Html =>
  number === null ? NOT_RECORDED : markup`<span class="app-nowrap">${spacedNhsNumber(number)}</span>`;

export interface PersonName {
  readonly family: string;
  readonly given: string;
  readonly title?: string | null;
}

/** SURNAME, Forename (Title): how staff read a name. */
export const personName = ({ family, given, title }: PersonName): string =>
  `${family.toUpperCase()}, ${given}${title ? ` (${title})` : ''}`;

/** Each part of a bar with the day on which it starts. */
function runningTotal<P extends { readonly days: number }>(bar: readonly P[]): (P & { start: number })[] {
  let start = 0;
  return bar.map((part) => {
    const placed = { ...part, start };
    start += part.days;
    return placed;
  });
}

export function addFilters(environment: Environment): void {
  const safe = <T>(format: (value: T) => Html) => {
    return (value: T) => new runtime.SafeString(format(value).text);
  };
  environment.addFilter('ukDate', safe(ukDate));
  environment.addFilter('nhsNumber', safe(nhsNumber));
  environment.addFilter('longDate', longDate);
  environment.addFilter('weekdayDate', weekdayDate);
  environment.addFilter('time', time);
  environment.addFilter('days', days);
  environment.addFilter('counted', counted);
  environment.addFilter('number', number);
  environment.addFilter('personName', personName);
  environment.addFilter('runningTotal', runningTotal);
  environment.addFilter('includes', (typed: string | readonly string[] | undefined, value: string) => [typed].flat().includes(value));
  environment.addFilter(
    'errorOf',
    (errors: readonly { field: string; message: string }[], field: string) => errors.find((error) => error.field === field)?.message ?? '',
  );
}
