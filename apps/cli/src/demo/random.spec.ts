import fc from 'fast-check';
import { Random } from './random';

const ten = (key: string): number[] => {
  const random = new Random(key);
  return Array.from({ length: 10 }, () => random.next());
};

describe('chance that repeats', () => {
  it('gives the same numbers for the same key, and others for another', () => {
    expect(ten('case 1 17')).toEqual(ten('case 1 17'));
    expect(ten('case 1 17')).not.toEqual(ten('case 1 18'));
  });

  it('stays between the ends that are asked for', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: -50, max: 50 }), fc.nat(100), (key, from, width) => {
        const number = new Random(key).int(from, from + width);
        return Number.isInteger(number) && number >= from && number <= from + width;
      }),
    );
  });

  it('chooses by weight', () => {
    const random = new Random('weights');
    const chosen = Array.from({ length: 10_000 }, () =>
      random.weighted([
        ['often', 3],
        ['seldom', 1],
        ['never', 0],
      ] as const),
    );
    expect(chosen.filter((one) => one === 'often').length).toBeGreaterThan(7_300);
    expect(chosen.filter((one) => one === 'often').length).toBeLessThan(7_700);
    expect(chosen).not.toContain('never');
    expect(() => random.pick([])).toThrow('nothing to choose from');
  });

  it('draws waits of which half are below the median and some are very long', () => {
    const random = new Random('waits');
    const waits = Array.from({ length: 10_000 }, () => random.days(40));
    expect(waits.filter((days) => days < 40).length).toBeGreaterThan(4_700);
    expect(waits.filter((days) => days < 40).length).toBeLessThan(5_300);
    expect(waits.filter((days) => days > 100).length).toBeGreaterThan(100);
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(0);
  });
});
