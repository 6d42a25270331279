// Numbers of the demo cohort that can never meet those of another seed, or those that the service gives out itself.
import { checkDigit, type NhsNumber } from '@guardian/kernel';

/** Seeds 1 to 9, each of up to 100,000 cases, fit side by side into the million numbers of the 999 range. */
export const MOST_SEEDS = 9;
export const MOST_CASES = 100_000;

/**
 * 999, five digits that come from the case, a ninth digit that comes from the seed, and the check digit. The ninth digit weighs 2 in
 * the check sum, so of any ten at least nine have a check digit.
 */
export function demoNhsNumber(seed: number, caseNumber: number): NhsNumber {
  // an odd factor that does not end in 5 shares nothing with 100,000: no five digits come twice, and neighbours look nothing alike
  const five = String((caseNumber * 38_717) % MOST_CASES).padStart(5, '0');
  const valid = Array.from({ length: 10 }, (_, ninth) => `999${five}${ninth}`).flatMap((nine) => {
    const check = checkDigit(nine);
    return check === undefined ? [] : [`${nine}${check}`];
  });
  return valid[seed - 1] as NhsNumber;
}

/** The running number behind a case's reference: in the upper half of the 2^30 that there are, far from where the service counts. */
export const demoReferenceNumber = (seed: number, caseNumber: number): number => 2 ** 29 + (seed - 1) * 2 ** 20 + caseNumber;
