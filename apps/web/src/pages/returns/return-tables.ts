// The returns as tables of a page.
import { isWithin18Weeks, type MonthEndView, RTT_FUNCTIONS, type RttFunction } from '@guardian/oversight';
import { DM01_TESTS, type Dm01Test } from '@guardian/waiting-times';

// A list, and not an object: an object would put 2 and 3 before 1A.
export const PARTS = [
  ['1A', 'Completed in the month, admitted'],
  ['1B', 'Completed in the month, not admitted'],
  ['2', 'Incomplete at the end of the month'],
  ['2A', 'Of these, with a decision to admit'],
  ['3', 'New in the month'],
] as const;
type Part = (typeof PARTS)[number][0];

/** A number of the page; `href` leads to its cases. */
export interface Figure {
  readonly text: string;
  readonly href: string | null;
}
/** Puts a count as the reader may see it. `of`: what the address of its cases says. */
export type Tell = (count: number, of: Readonly<Record<string, string>>) => Figure;
const NOT_COUNTED: Figure = { text: 'Not counted', href: null };

const sum = (lines: MonthEndView['rtt']): number => lines.reduce((total, { pathways }) => total + pathways, 0);

export function partTotals({ rtt }: MonthEndView, tell: Tell, share: boolean) {
  return PARTS.map(([part, text]) => {
    const lines = rtt.filter((line) => line.part === part);
    const within = sum(lines.filter(({ band }) => isWithin18Weeks(band)));
    const all = sum(lines);
    const percent =
      part === '3' ? NOT_COUNTED.text : all === 0 ? 'None' : share ? `${Math.round((within / all) * 1_000) / 10} %` : 'Not shown';
    const inside = part === '3' ? NOT_COUNTED : tell(within, { part, wait: 'within' });
    return { part, text, pathways: tell(all, { part }), within: inside, percent };
  });
}

export function functionRows({ rtt }: MonthEndView, tell: Tell) {
  const codes = (Object.keys(RTT_FUNCTIONS) as RttFunction[]).sort();
  return codes
    .filter((code) => rtt.some((line) => line.function === code))
    .map((code) => {
      const of = (part: Part): Figure =>
        tell(sum(rtt.filter((line) => line.function === code && line.part === part)), { part, function: code });
      const isOver = (band: string) => band !== 'unknown' && !isWithin18Weeks(band);
      const over = sum(rtt.filter((line) => line.function === code && line.part === '2' && isOver(line.band)));
      return {
        name: `${code} ${RTT_FUNCTIONS[code]}`,
        cells: [of('1A'), of('1B'), of('2'), tell(over, { part: '2', function: code, wait: 'over' }), of('2A'), of('3')],
      };
    });
}

export function testRows({ dm01, over }: MonthEndView, tell: Tell) {
  const tests = (Object.keys(DM01_TESTS) as Dm01Test[]).filter((test) => dm01.some((line) => line.test === test));
  const count = (test: Dm01Test, kind: 'waiting' | 'activity'): number =>
    dm01.filter((line) => line.test === test && line.kind === kind).reduce((total, { patients }) => total + patients, 0);
  return tests.map((test) => {
    const late = over.find((line) => line.test === test);
    return {
      name: DM01_TESTS[test],
      cells: [
        tell(count(test, 'waiting'), { test, count: 'waiting' }),
        tell(late?.sixWeeks ?? 0, { test, count: 'six-weeks' }),
        tell(late?.thirteenWeeks ?? 0, { test, count: 'thirteen-weeks' }),
        tell(count(test, 'activity'), { test, count: 'done' }),
      ],
    };
  });
}
