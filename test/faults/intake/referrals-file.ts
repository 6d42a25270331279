import { checkDigit } from '@guardian/kernel';

/** An invented NHS number of the range kept for tests; `n` from 0. Some places have no valid check digit and are passed over. */
export function* testNumbers(): Generator<string> {
  for (let n = 200_000; ; n++) {
    const digit = checkDigit(`999${n}`);
    if (digit !== undefined) yield `999${n}${digit}`;
  }
}

/** A file of this many referrals, every 67th with a date that does not exist: of 200 rows, 3 (rows 2, 69 and 136). */
export function referralsFile(rows: number): Buffer {
  const numbers = testNumbers();
  const lines = Array.from({ length: rows }, (_, i) => {
    const referredOn = i % 67 === 0 ? '31/06/2026' : `${String(1 + (i % 28)).padStart(2, '0')}/05/2026`;
    return `UBRN-${i},${String(numbers.next().value)},Invented,Patient ${i},01/02/1950,F81081,Hip pain,routine,${referredOn},Dr A Example,Hip pain`;
  });
  const headings =
    'REFERRAL_ID,NHS_NUMBER,FAMILY_NAME,GIVEN_NAME,DATE_OF_BIRTH,PRACTICE_CODE,PATHWAY,PRIORITY,REFERRAL_DATE,REFERRER,REASON';
  return Buffer.from(`${headings}\n${lines.join('\n')}\n`);
}
