// One reader for each kind of cell: pure, and each refusal in the words of a booking clerk.
import { addDays, type CalendarDay, day, hiddenCharacter, monthName, parseCalendarDay, parseNhsNumber } from '@guardian/kernel';
import type { ReferralPriority, Sex } from '@guardian/casework/events';

/** What a cell says, or what is wrong with it and how to put it right. */
export type Reading<T> = { readonly value: T } | { readonly problem: string; readonly fix: string };

/** DD/MM/YYYY or YYYY-MM-DD. */
export function readDay(text: string): Reading<CalendarDay> {
  const written = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text);
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  const [year, month, dayOfMonth] = written ? [written[3], written[2], written[1]] : iso ? iso.slice(1) : [];
  if (!year || !month || !dayOfMonth) return { problem: unlikeADate(text), fix: 'Write the date like 27/08/2026' };
  const value = parseCalendarDay(`${year}-${month.padStart(2, '0')}-${dayOfMonth.padStart(2, '0')}`);
  return value ? { value } : noSuchDay(Number(year), Number(month), Number(dayOfMonth));
}

function unlikeADate(text: string): string {
  if (/^\d{5}$/.test(text)) return 'The spreadsheet saved this date as a number';
  if (/^\d{1,2}[/-]\d{1,2}[/-]\d{2}$/.test(text)) return 'The year has 2 digits';
  if (/\d:\d\d/.test(text)) return 'A time stands beside the date';
  return 'Date is not recognised';
}

function noSuchDay(year: number, month: number, dayOfMonth: number): Reading<never> {
  if (year < 1890 || year > 2199) return { problem: `The year ${year} cannot be right`, fix: 'Check the year' };
  const name = monthName(month);
  if (name === undefined) return { problem: `There is no month ${month}`, fix: 'Write the day first, then the month, like 27/08/2026' };
  const last = lastOfMonth(year, month);
  const days = Number(last.slice(8));
  const example = `Use a real date, like ${days}/${String(month).padStart(2, '0')}/${year}`;
  if (dayOfMonth === 29 && month === 2) return { problem: `February ${year} has 28 days`, fix: example };
  return { problem: dayOfMonth === 0 ? 'There is no day 0' : `${name} has ${days} days`, fix: example };
}

const lastOfMonth = (year: number, month: number): CalendarDay =>
  addDays(day(month === 12 ? `${year + 1}-01-01` : `${year}-${String(month + 1).padStart(2, '0')}-01`), -1);

const CHECK_NUMBER = 'Check it with the practice';

/** Ten digits with the right check digit. */
export function readNhsNumber(text: string): Reading<string> {
  const parsed = parseNhsNumber(text);
  if (parsed.ok) return { value: parsed.value };
  switch (parsed.problem) {
    case 'check-digit':
      return { problem: 'Check digit is wrong', fix: CHECK_NUMBER };
    case 'national-insurance-number':
      return { problem: 'This is a National Insurance number', fix: 'Enter the NHS number: 10 digits, no letters' };
    case 'missing':
    case 'not-ten-digits':
      return notTenDigits(text);
  }
}

function notTenDigits(text: string): Reading<never> {
  if (/e\+?\d+$/i.test(text)) {
    return { problem: 'The spreadsheet changed this number', fix: 'Format the column as text and enter the number again' };
  }
  const digits = text.replaceAll(/[ -]/g, '');
  if (!/^\d+$/.test(digits)) return { problem: 'NHS number holds something other than digits', fix: 'Enter 10 digits' };
  return {
    problem: `NHS number has ${digits.length} ${digits.length === 1 ? 'digit' : 'digits'}, not 10`,
    fix: digits.length === 9 ? 'A first 0 may be lost: format the column as text' : CHECK_NUMBER,
  };
}

const POSTCODE = /^([A-Z]{1,2}\d[A-Z\d]?)(\d[A-Z]{2})$/;

/** In capitals with one space. */
export function readPostcode(text: string): Reading<string> {
  const [, outward, inward] = POSTCODE.exec(text.replaceAll(' ', '').toUpperCase()) ?? [];
  return outward && inward
    ? { value: `${outward} ${inward}` }
    : { problem: 'This is not a UK postcode', fix: 'Enter a postcode like SS1 2AB, or leave it empty' };
}

/** `07` and nine digits. The first 0, which spreadsheets take away, is put back. */
export function readMobile(text: string): Reading<string> {
  const digits = text.replaceAll(/[ ()-]/g, '').replace(/^(\+44|0044|44(?=7\d{9}$)|(?=7\d{9}$))0?/, '0');
  return /^07\d{9}$/.test(digits)
    ? { value: digits }
    : { problem: 'This is not a UK mobile number', fix: 'Enter a number like 07700 900123, or leave it empty' };
}

const SEXES: Readonly<Record<string, Sex>> = {
  female: 'female',
  f: 'female',
  '2': 'female',
  male: 'male',
  m: 'male',
  '1': 'male',
  indeterminate: 'indeterminate',
  '9': 'indeterminate',
  'not known': 'not-known',
  'not-known': 'not-known',
  '0': 'not-known',
};

const PRIORITIES: Readonly<Record<string, ReferralPriority>> = {
  routine: 'routine',
  urgent: 'urgent',
  'two-week-wait': 'two-week-wait',
  'two week wait': 'two-week-wait',
  two_week_wait: 'two-week-wait',
  '2ww': 'two-week-wait',
};

const YES_NO: Readonly<Record<string, boolean>> = { yes: true, y: true, no: false, n: false };

const oneOf =
  <T>(words: Readonly<Record<string, T>>, what: string, fix: string) =>
  (text: string): Reading<T> => {
    const word = text.toLowerCase();
    const value = Object.hasOwn(words, word) ? words[word] : undefined;
    return value === undefined ? { problem: `${what} is not recognised`, fix } : { value };
  };

export const readSex = oneOf(SEXES, 'Sex', 'Use female, male, indeterminate or not known');
export const readPriority = oneOf(PRIORITIES, 'Priority', 'Use routine, urgent or two-week-wait');
export const readYesNo = oneOf(YES_NO, 'Answer', 'Use yes or no');

const LINE_BREAK = /[\n\r]/;

/** Kept exactly as it is, in composed form (NFC). Only `lines: true` may have more than one line. */
export const readText =
  (most: number, { lines = false } = {}) =>
  (text: string): Reading<string> => {
    const value = text.normalize('NFC').replaceAll(/\r\n?/g, '\n');
    if (hiddenCharacter(value)) return { problem: 'A hidden character is in the text', fix: 'Type it again instead of pasting it' };
    if (!lines && LINE_BREAK.test(value)) return { problem: 'A line break is in the text', fix: 'Write it on one line' };
    if (value.length > most) {
      return {
        problem: `Text has ${value.length.toLocaleString('en-GB')} characters`,
        fix: `Use ${most.toLocaleString('en-GB')} or fewer`,
      };
    }
    return { value };
  };
