import { readFileSync } from 'node:fs';
import { COLUMNS } from './columns';
import { parseReferralFile } from './referral-file';
import { referralsTemplate } from './template';

const HEADINGS = 'FAMILY_NAME,GIVEN_NAME,DATE_OF_BIRTH,PRACTICE_CODE,PATHWAY,PRIORITY,REFERRAL_DATE,REFERRER,REASON';
const ROW = 'Okonkwo,Margaret,14/07/1945,F81081,Hip pain,routine,01/06/2026,Dr A Example,Hip pain';

const utf8 = (text: string) => new TextEncoder().encode(text);

function rowsOf(bytes: Uint8Array) {
  const parsed = parseReferralFile(bytes);
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.file.rows;
}

function problemOf(bytes: Uint8Array): string {
  const parsed = parseReferralFile(bytes);
  return parsed.ok ? 'no problem' : parsed.problem;
}

describe('a referrals file', () => {
  it('is the template: 18 headings and 3 rows', () => {
    const parsed = parseReferralFile(referralsTemplate());
    expect(parsed.ok && [parsed.file.headings.length, parsed.file.rows.map(({ row, cells }) => [row, cells[0]])]).toEqual([
      18,
      [
        [2, 'EXAMPLE-1'],
        [3, 'EXAMPLE-2'],
        [4, 'EXAMPLE-3'],
      ],
    ]);
  });

  it('may begin with a byte order mark, mix its line ends, quote its values and hold empty rows, which keep their number', () => {
    const text = `\uFEFF${HEADINGS}\r\n${ROW}\n\r${ROW.replace('Hip pain,', '"Hip pain",').replace(/Hip pain$/, '"Hip pain,\nworse at ""night"""')}`;
    expect(rowsOf(utf8(text)).map(({ row, cells }) => [row, cells[4], cells[8]])).toEqual([
      [2, 'Hip pain', 'Hip pain'],
      [4, 'Hip pain', 'Hip pain,\nworse at "night"'],
    ]);
  });

  it('may have its headings in any order and spelling of spaces and capitals, and empty columns after the last', () => {
    const parsed = parseReferralFile(
      utf8(
        `Reason,${HEADINGS.replace(',REASON', '').replace('FAMILY_NAME', 'family name')},,\nHip pain,${ROW.replace(/,Hip pain$/, '')},,\n`,
      ),
    );
    expect(parsed.ok && parsed.file.headings.slice(0, 2)).toEqual(['REASON', 'FAMILY_NAME']);
    expect(parsed.ok && parsed.file.rows[0]?.cells).toHaveLength(9);
  });

  it('may be the file of failing rows, put right: its column of problems is passed over', () => {
    const parsed = parseReferralFile(utf8(`PROBLEMS,${HEADINGS}\n"Something was wrong",${ROW}\n`));
    expect(parsed.ok && parsed.file.rows[0]?.cells[0]).toBe('Okonkwo');
  });

  it('keeps a cell that looks like a formula as text', () => {
    expect(rowsOf(utf8(`${HEADINGS}\n${ROW.replace('Margaret', '=1+1')}`))[0]?.cells[1]).toBe('=1+1');
  });

  it.each([
    ['nothing in it', utf8(''), 'The file is empty.'],
    ['no rows', utf8(`${HEADINGS}\n`), 'The file has headings and no rows.'],
    [
      'an Excel workbook',
      new Uint8Array([0x50, 0x4b, 3, 4]),
      'This is an Excel workbook. In Excel choose Save As, then “CSV UTF-8 (Comma delimited)”, and choose that file.',
    ],
    [
      'UTF-16',
      new Uint8Array([0xff, 0xfe, 0x41, 0]),
      'The file is saved as Unicode text (UTF-16). Save it as “CSV UTF-8 (Comma delimited)” and choose it again.',
    ],
    ['a NUL', utf8(`${HEADINGS}\n\0`), 'This is not a CSV file: it holds characters that no text has.'],
    [
      'Windows-1252 in row 2',
      new Uint8Array([...utf8(`${HEADINGS}\nZo`), 0xeb, ...utf8(`,${ROW}`)]),
      'The file is not saved as UTF-8: row 2 holds a letter, such as é or £, that cannot be read. It may be saved as “CSV (Comma delimited)” (Windows-1252). Save it as “CSV UTF-8 (Comma delimited)” and choose it again.',
    ],
    [
      'a quotation mark that is never closed',
      utf8(`${HEADINGS}\n${ROW}\n"${ROW}\n${ROW}\n`),
      'Row 3 has a quotation mark (") that opens and is never closed. Close it, or take it away.',
    ],
    [
      'a quotation mark inside a value',
      utf8(`${HEADINGS}\n${ROW.replace('Okonkwo', 'Okon"kwo')}\n`),
      'Row 2 has a quotation mark (") in the middle of a value. Write it twice ("") and put quotation marks round the value.',
    ],
    [
      'text after a closing quotation mark',
      utf8(`${HEADINGS}\n${ROW.replace('Okonkwo', '"Okon"kwo')}\n`),
      'Row 2 has a quotation mark (") in the middle of a value. Write it twice ("") and put quotation marks round the value.',
    ],
    ['a heading twice', utf8(`${HEADINGS},Reason\n${ROW},x\n`), 'Row 1 has the heading REASON twice. Keep one of them.'],
    [
      'more than 20,000 rows',
      utf8(`${HEADINGS}\n${`${ROW}\n`.repeat(20_001)}`),
      'The file has more than 20,000 rows. Split it into smaller files.',
    ],
    ['more than 10 MB', new Uint8Array(10 * 1024 * 1024 + 1).fill(65), 'The file is larger than 10 MB. Split it into smaller files.'],
  ])('is refused as a whole with %s', (_, bytes, problem) => {
    expect(problemOf(bytes)).toBe(problem);
  });

  it('is refused with other headings, naming those found and those expected', () => {
    expect(problemOf(utf8(`Surname,${HEADINGS.replace('FAMILY_NAME,', '')}\nx\n`))).toBe(
      'The headings in row 1 are not those of the template. Missing: FAMILY_NAME. Not known: SURNAME. ' +
        'Found: SURNAME, GIVEN_NAME, DATE_OF_BIRTH, PRACTICE_CODE, PATHWAY, PRIORITY, REFERRAL_DATE, REFERRER, REASON. ' +
        'Expected: REFERRAL_ID, NHS_NUMBER, FAMILY_NAME, GIVEN_NAME, DATE_OF_BIRTH, SEX, POSTCODE, MOBILE_PHONE, LANGUAGE, INTERPRETER, ' +
        'PRACTICE_CODE, PATHWAY, PRIORITY, REFERRAL_DATE, REFERRER, REASON, PROVIDER_CODE, ON_LIST_SINCE.',
    );
  });

  it('is told that semicolons are not commas', () => {
    expect(problemOf(utf8(HEADINGS.replaceAll(',', ';')))).toMatch(
      /^The headings in row 1 are not those of the template\. Put commas between the values\. /,
    );
  });

  it('answers 5,000 unknown columns in a few lines', () => {
    const problem = problemOf(utf8(Array.from({ length: 5_000 }, (_, i) => `COLUMN${i}`).join(',')));
    expect(problem).toContain('COLUMN29 and 4,970 more');
    expect(problem.length).toBeLessThan(2_000);
  });

  it('takes 20,000 rows', () => {
    expect(rowsOf(utf8(`${HEADINGS}\n${`${ROW}\n`.repeat(20_000)}`))).toHaveLength(20_000);
  });

  it('has the same columns in the same order in its template, and in its guide for people', () => {
    const names = COLUMNS.map(({ name }) => name);
    const guide = readFileSync('docs/import.md', 'utf8');
    expect(referralsTemplate().toString().split('\r\n')[0]).toBe(names.join(','));
    expect([...guide.matchAll(/^\| ([A-Z_]+) \| (yes|no) \|/gm)].map(([, name, required]) => `${name} ${required}`)).toEqual(
      COLUMNS.map(({ name, required }) => `${name} ${required ? 'yes' : 'no'}`),
    );
  });
});
