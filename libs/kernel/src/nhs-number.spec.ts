import fc from 'fast-check';
import { checkDigit, isTestNhsNumber, parseNhsNumber, spacedNhsNumber } from './nhs-number';

describe('an NHS number', () => {
  it.each(['9990000026', '999 000 0026', '999-000-0026', ' 9990000026 ', '0000000019'])('is %p', (text) => {
    expect(parseNhsNumber(text)).toEqual({ ok: true, value: text.replace(/[ -]/g, '') });
  });

  it.each([
    ['', 'missing'],
    ['   ', 'missing'],
    ['9990000027', 'check-digit'],
    ['9990000062', 'check-digit'],
    ['999000002', 'not-ten-digits'],
    ['99900000266', 'not-ten-digits'],
    ['000000019', 'not-ten-digits'],
    ['9.990000026e9', 'not-ten-digits'],
    ['９９９００００026', 'not-ten-digits'],
    ['٩٩٩٠٠٠٠٠٢٦', 'not-ten-digits'],
    ['999000002O', 'not-ten-digits'],
    ['999\u00a0000\u00a00026', 'not-ten-digits'],
    ['999000\u00000026', 'not-ten-digits'],
    ['QQ 12 34 56 C', 'national-insurance-number'],
    ['qq123456c', 'national-insurance-number'],
  ])('is not %p: %s', (text, problem) => {
    expect(parseNhsNumber(text)).toEqual({ ok: false, problem });
  });

  it('does not exist where the sum gives 10, whatever the last digit', () => {
    expect(checkDigit('999000000')).toBeUndefined();
    for (const last of '0123456789') {
      expect(parseNhsNumber(`999000000${last}`)).toEqual({ ok: false, problem: 'check-digit' });
    }
  });

  const digit = fc.integer({ min: 0, max: 9 });
  const numbers = fc
    .array(digit, { minLength: 9, maxLength: 9 })
    .map((nine) => nine.join(''))
    .filter((nine) => checkDigit(nine) !== undefined)
    .map((nine) => `${nine}${checkDigit(nine)}`);

  it('never stands one wrong digit', () => {
    fc.assert(
      fc.property(numbers, digit, fc.integer({ min: 1, max: 9 }), (number, at, by) => {
        const wrong = number.slice(0, at) + ((Number(number[at]) + by) % 10) + number.slice(at + 1);
        expect(parseNhsNumber(number).ok).toBe(true);
        expect(parseNhsNumber(wrong)).toEqual({ ok: false, problem: 'check-digit' });
      }),
    );
  });

  it('never stands two neighbours that were swapped', () => {
    fc.assert(
      fc.property(numbers, fc.integer({ min: 0, max: 8 }), (number, at) => {
        fc.pre(number[at] !== number[at + 1]);
        const swapped = number.slice(0, at) + number[at + 1] + number[at] + number.slice(at + 2);
        expect(parseNhsNumber(swapped)).toEqual({ ok: false, problem: 'check-digit' });
      }),
    );
  });

  it('is read in three groups', () => {
    expect(spacedNhsNumber('9990000026')).toBe('999 000 0026');
  });

  it('belongs to nobody when it starts with 999', () => {
    expect(isTestNhsNumber('9990000026')).toBe(true);
    expect(isTestNhsNumber('1111111111')).toBe(false);
  });
});
