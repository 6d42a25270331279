import { importWords } from './import-words';
import { progressBar } from './progress-bar';

const problem = {
  row: 14,
  field: 'REFERRAL_DATE',
  sent: '31/06/2026',
  problem: 'June has 30 days',
  fix: 'Use a real date, like 30/06/2026',
};

describe('the report of an import at a terminal', () => {
  it('after a check says that nothing is saved', () => {
    const counts = { new: 1_181, 'close-match': 2, unchanged: 7, different: 0, refused: 1 };
    expect(importWords({ fileName: 'referrals.csv', rows: 1_191, state: 'checked', counts }, [problem])).toBe(
      [
        'referrals.csv: 1,191 rows',
        'New 1,181 | Close match 2 | Already held 7 | Different 0 | Cannot import 1',
        'Row  Field          What you sent  Problem           How to fix',
        '14   REFERRAL_DATE  31/06/2026     June has 30 days  Use a real date, like 30/06/2026',
        'Nothing is saved. An import would bring in 1,183 referrals and leave out 1 row.',
      ].join('\n'),
    );
  });

  it('after an import says what is in and what is not', () => {
    const counts = { new: 1, 'close-match': 0, unchanged: 0, different: 0, refused: 0 };
    expect(importWords({ fileName: 'one.csv', rows: 1, state: 'done', counts }, [])).toBe(
      [
        'one.csv: 1 row',
        'New 1 | Close match 0 | Already held 0 | Different 0 | Cannot import 0',
        'Imported 1 referral. No row was left out.',
      ].join('\n'),
    );
  });
});

describe('the progress of an import', () => {
  const written = (isTTY: boolean) => {
    const out: string[] = [];
    const bar = progressBar('Importing', { isTTY, write: (text) => out.push(text) });
    for (const done of [0, 50, 50, 100, 200]) bar.show(done, 200);
    bar.end();
    return out;
  };

  it('is one line at a terminal', () => {
    expect(written(true)).toEqual([
      '\rImporting [------------------------------] 0 of 200',
      '\rImporting [########----------------------] 50 of 200',
      '\rImporting [###############---------------] 100 of 200',
      '\rImporting [##############################] 200 of 200',
      '\n',
    ]);
  });

  it('is a line now and then in a log', () => {
    expect(written(false)).toEqual(['Importing: 50 of 200\n', 'Importing: 100 of 200\n', 'Importing: 200 of 200\n']);
  });
});
