// The returns as tables of a page. Where `hidden`, counts of 1 to 7 are not told and others are rounded to 5.
import { type MonthEndView, RTT_FUNCTIONS, type RttFunction, suppressed } from '@guardian/oversight';
import { DM01_TESTS, type Dm01Test, RTT_LIMIT_DAYS } from '@guardian/waiting-times';

// A list, and not an object: an object would put 2 and 3 before 1A.
const PARTS = [
  ['1A', 'Completed in the month, admitted'],
  ['1B', 'Completed in the month, not admitted'],
  ['2', 'Incomplete at the end of the month'],
  ['2A', 'Of these, with a decision to admit'],
  ['3', 'New in the month'],
] as const;
type Part = (typeof PARTS)[number][0];

export type Told = number | '*';
const told = (count: number, hidden: boolean): Told => (hidden ? (suppressed(count) ?? '*') : count);

const sum = (lines: MonthEndView['rtt']): number => lines.reduce((total, { pathways }) => total + pathways, 0);

/** Bands up to 17-18 hold the waits of 126 days and fewer. */
const isWithin18Weeks = (band: string): boolean => Number(band.split('-')[0]) < RTT_LIMIT_DAYS / 7;

export function partTotals({ rtt }: MonthEndView, hidden: boolean) {
  return PARTS.map(([part, text]) => {
    const lines = rtt.filter((line) => line.part === part);
    const within = lines.filter(({ band }) => isWithin18Weeks(band));
    const all = sum(lines);
    const percent = part === '3' || all === 0 || hidden ? '' : `${Math.round((sum(within) / all) * 1_000) / 10} %`;
    return { part, text, pathways: told(all, hidden), within: part === '3' ? '' : told(sum(within), hidden), percent };
  });
}

export function functionRows({ rtt }: MonthEndView, hidden: boolean) {
  const codes = (Object.keys(RTT_FUNCTIONS) as RttFunction[]).sort();
  return codes
    .filter((code) => rtt.some((line) => line.function === code))
    .map((code) => {
      const of = (part: Part, ...more: ((band: string) => boolean)[]): Told =>
        told(sum(rtt.filter((line) => line.function === code && line.part === part && more.every((test) => test(line.band)))), hidden);
      return {
        name: `${code} ${RTT_FUNCTIONS[code]}`,
        cells: [of('1A'), of('1B'), of('2'), of('2', (band) => band !== 'unknown' && !isWithin18Weeks(band)), of('2A'), of('3')],
      };
    });
}

export function testRows({ dm01, over }: MonthEndView, hidden: boolean) {
  const tests = (Object.keys(DM01_TESTS) as Dm01Test[]).filter((test) => dm01.some((line) => line.test === test));
  const count = (test: Dm01Test, kind: 'waiting' | 'activity'): Told =>
    told(
      dm01.filter((line) => line.test === test && line.kind === kind).reduce((total, { patients }) => total + patients, 0),
      hidden,
    );
  return tests.map((test) => {
    const late = over.find((line) => line.test === test);
    return {
      name: DM01_TESTS[test],
      cells: [count(test, 'waiting'), told(late?.sixWeeks ?? 0, hidden), told(late?.thirteenWeeks ?? 0, hidden), count(test, 'activity')],
    };
  });
}
