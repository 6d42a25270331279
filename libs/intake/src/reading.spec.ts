import { type Reading, readDay, readMobile, readNhsNumber, readPostcode, readPriority, readSex, readText, readYesNo } from './reading';

const said = (reading: Reading<unknown>) => ('value' in reading ? reading.value : [reading.problem, reading.fix]);

describe('a date', () => {
  it.each([
    ['27/08/2026', '2026-08-27'],
    ['2026-08-27', '2026-08-27'],
    ['7/8/2026', '2026-08-07'],
    ['29/02/2024', '2024-02-29'],
    ['31/06/2026', ['June has 30 days', 'Use a real date, like 30/06/2026']],
    ['29/02/2026', ['February 2026 has 28 days', 'Use a real date, like 28/02/2026']],
    ['29/02/1900', ['February 1900 has 28 days', 'Use a real date, like 28/02/1900']],
    ['30/02/2024', ['February has 29 days', 'Use a real date, like 29/02/2024']],
    ['32/12/2026', ['December has 31 days', 'Use a real date, like 31/12/2026']],
    ['00/12/2026', ['There is no day 0', 'Use a real date, like 31/12/2026']],
    ['06/31/2026', ['There is no month 31', 'Write the day first, then the month, like 27/08/2026']],
    ['01/01/0000', ['The year 0 cannot be right', 'Check the year']],
    ['01/01/9999', ['The year 9999 cannot be right', 'Check the year']],
    ['27/08/26', ['The year has 2 digits', 'Write the date like 27/08/2026']],
    ['46261', ['The spreadsheet saved this date as a number', 'Write the date like 27/08/2026']],
    ['27/08/2026 00:00', ['A time stands beside the date', 'Write the date like 27/08/2026']],
    ['1990', ['Date is not recognised', 'Write the date like 27/08/2026']],
    ['1990-W05', ['Date is not recognised', 'Write the date like 27/08/2026']],
    ['last week', ['Date is not recognised', 'Write the date like 27/08/2026']],
  ])('%j', (text, expected) => expect(said(readDay(text))).toEqual(expected));
});

describe('an NHS number', () => {
  it.each([
    ['9991000011', '9991000011'],
    ['999 100 0011', '9991000011'],
    ['999-100-0011', '9991000011'],
    ['9991000012', ['Check digit is wrong', 'Check it with the practice']],
    ['999100001', ['NHS number has 9 digits, not 10', 'A first 0 may be lost: format the column as text']],
    ['99910000111', ['NHS number has 11 digits, not 10', 'Check it with the practice']],
    ['9.991E+09', ['The spreadsheet changed this number', 'Format the column as text and enter the number again']],
    ['９９９１００００１１', ['NHS number holds something other than digits', 'Enter 10 digits']],
    ['AB 12 34 56 C', ['This is a National Insurance number', 'Enter the NHS number: 10 digits, no letters']],
  ])('%j', (text, expected) => expect(said(readNhsNumber(text))).toEqual(expected));
});

describe('other cells', () => {
  it.each([
    ['ss12ab', 'SS1 2AB'],
    ['EC1A 1BB', 'EC1A 1BB'],
    ['Southend', ['This is not a UK postcode', 'Enter a postcode like SS1 2AB, or leave it empty']],
  ])('postcode %j', (text, expected) => expect(said(readPostcode(text))).toEqual(expected));

  it.each([
    ['07700 900123', '07700900123'],
    ['+44 7700 900123', '07700900123'],
    ['+44 (0)7700 900123', '07700900123'],
    ['447700900123', '07700900123'],
    ['7700900123', '07700900123'],
    ['01702 463333', ['This is not a UK mobile number', 'Enter a number like 07700 900123, or leave it empty']],
    ['4.477E+11', ['This is not a UK mobile number', 'Enter a number like 07700 900123, or leave it empty']],
  ])('mobile %j', (text, expected) => expect(said(readMobile(text))).toEqual(expected));

  it.each([
    ['F', 'female'],
    ['1', 'male'],
    ['Not known', 'not-known'],
    ['constructor', ['Sex is not recognised', 'Use female, male, indeterminate or not known']],
  ])('sex %j', (text, expected) => expect(said(readSex(text))).toEqual(expected));

  it.each([
    ['Routine', 'routine'],
    ['TWO_WEEK_WAIT', 'two-week-wait'],
    ['soon', ['Priority is not recognised', 'Use routine, urgent or two-week-wait']],
  ])('priority %j', (text, expected) => expect(said(readPriority(text))).toEqual(expected));

  it.each([
    ['Yes', true],
    ['n', false],
    ['perhaps', ['Answer is not recognised', 'Use yes or no']],
  ])('interpreter %j', (text, expected) => expect(said(readYesNo(text))).toEqual(expected));

  it.each([
    ["O'Neill", "O'Neill"],
    ['=1+1', '=1+1'],
    ['Zoe\u0308', 'Zoë'],
    ['Null', 'Null'],
    ['\u202EKnow', ['A hidden character is in the text', 'Type it again instead of pasting it']],
    ['a\u0007', ['A hidden character is in the text', 'Type it again instead of pasting it']],
    ['a\nb', ['A line break is in the text', 'Write it on one line']],
    ['x'.repeat(11), ['Text has 11 characters', 'Use 10 or fewer']],
  ])('text %j', (text, expected) => expect(said(readText(10)(text))).toEqual(expected));
});
