import { parseNhsNumber } from '@guardian/kernel';
import { demoNhsNumber, demoReferenceNumber } from './demo-numbers';

const cases = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);

describe('the numbers of the demo cohort', () => {
  it('are valid NHS numbers of the 999 range, each once in 20,000', () => {
    const numbers = cases(20_000).map((caseNumber) => demoNhsNumber(3, caseNumber));
    expect(new Set(numbers).size).toBe(20_000);
    expect(numbers.filter((number) => !number.startsWith('999') || !parseNhsNumber(number).ok)).toEqual([]);
  });

  it('never meet those of another seed', () => {
    const seeds = [1, 2, 3, 4, 5, 6, 7, 8, 9];
    const numbers = seeds.flatMap((seed) => cases(2_000).map((caseNumber) => demoNhsNumber(seed, caseNumber)));
    const references = seeds.flatMap((seed) => [demoReferenceNumber(seed, 1), demoReferenceNumber(seed, 100_000)]);
    expect(new Set(numbers).size).toBe(18_000);
    expect(new Set(references).size).toBe(18);
    expect(Math.min(...references)).toBeGreaterThan(500_000_000);
    expect(Math.max(...references)).toBeLessThan(1_073_741_824);
  });
});
