/** Ten digits, check digit right. Held without spaces. */
export type NhsNumber = string & { readonly __nhsNumber: never };

export type NhsNumberProblem = 'missing' | 'national-insurance-number' | 'not-ten-digits' | 'check-digit';

/** Spaces and hyphens between digits are taken out; full-width or Arabic digits are not digits here. (NHS Data Dictionary: NHS NUMBER, modulus 11.) */
export function parseNhsNumber(text: string): { ok: true; value: NhsNumber } | { ok: false; problem: NhsNumberProblem } {
  const typed = text.trim();
  if (typed === '') return { ok: false, problem: 'missing' };
  if (/^[A-Z]{2}[ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[A-D]$/i.test(typed)) return { ok: false, problem: 'national-insurance-number' };
  const digits = typed.replace(/[ -]/g, '');
  if (!/^[0-9]{10}$/.test(digits)) return { ok: false, problem: 'not-ten-digits' };
  return checkDigit(digits.slice(0, 9)) === Number(digits[9])
    ? { ok: true, value: digits as NhsNumber }
    : { ok: false, problem: 'check-digit' };
}

/** The tenth digit for these nine, or undefined where the sum gives 10: no such number is issued. */
export function checkDigit(nine: string): number | undefined {
  const sum = [...nine].reduce((total, digit, i) => total + Number(digit) * (10 - i), 0);
  const check = (11 - (sum % 11)) % 11;
  return check === 10 ? undefined : check;
}

/** 999 123 4567: how people read it. */
export const spacedNhsNumber = (number: string): string => `${number.slice(0, 3)} ${number.slice(3, 6)} ${number.slice(6)}`;

/** The range kept for tests and demonstrations; never issued to anyone. */
export const isTestNhsNumber = (number: string): boolean => number.startsWith('999');
