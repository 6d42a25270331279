import fc from 'fast-check';
import { csvText } from '@guardian/kernel';
import { parseReferralFile } from './referral-file';

const HEADINGS = [
  'FAMILY_NAME',
  'GIVEN_NAME',
  'DATE_OF_BIRTH',
  'PRACTICE_CODE',
  'PATHWAY',
  'PRIORITY',
  'REFERRAL_DATE',
  'REFERRER',
  'REASON',
];

describe('a referrals file that Guardian writes', () => {
  it('comes back as it was, whatever the text', () => {
    const anyText = fc
      .oneof(fc.string({ unit: 'grapheme' }), fc.stringMatching(/^['=+\-@",;\r\n\t x]{0,8}$/))
      .filter((text) => !text.includes('\0'));
    const rows = fc.array(fc.array(anyText, { minLength: HEADINGS.length, maxLength: HEADINGS.length }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(
        rows.filter((all) => all.every((cells) => cells.some((cell) => cell.trim() !== ''))),
        (cells) => {
          const parsed = parseReferralFile(new TextEncoder().encode(csvText([HEADINGS, ...cells])));
          expect(parsed.ok && parsed.file.rows.map((row) => row.cells)).toEqual(cells);
        },
      ),
    );
  });
});
