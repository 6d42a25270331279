import { csvText } from './csv-text';

describe('CSV that Guardian writes', () => {
  it.each([
    ['=1+1', `"'=1+1"`],
    ['+447700900123', `"'+447700900123"`],
    ['-5', `"'-5"`],
    ['@SUM(A1)', `"'@SUM(A1)"`],
    ['\tx', `"'\tx"`],
    ["O'Neill", `"O'Neill"`],
    ['say "no"', '"say ""no"""'],
    ['', '""'],
  ])('writes %j so that no spreadsheet runs it', (text, written) => {
    expect(csvText([[text]])).toBe(`\uFEFF${written}\r\n`);
  });

  it('leaves numbers as numbers', () => {
    expect(csvText([['Net', -0.4], []])).toBe('\uFEFF"Net",-0.4\r\n\r\n');
  });
});
