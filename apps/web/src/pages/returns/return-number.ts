// Which number of a return an address asks for, and what it is called over its list of cases.
import { RTT_FUNCTIONS, type ReturnNumber, type RttFunction } from '@guardian/oversight';
import { DM01_TESTS, type Dm01Test } from '@guardian/waiting-times';
import { PARTS } from './return-tables';

const WAITS = { within: 'within 18 weeks', over: 'over 18 weeks' } as const;
const COUNTS = {
  waiting: 'waiting',
  'six-weeks': 'waiting six weeks and more',
  'thirteen-weeks': 'waiting thirteen weeks and more',
  done: 'done in the month',
} as const;

const keys = <K extends string>(of: Readonly<Record<K, string>>) => Object.keys(of) as K[];

export const NUMBER = {
  part: PARTS.map(([part]) => part),
  function: keys(RTT_FUNCTIONS),
  wait: keys(WAITS),
  test: keys(DM01_TESTS),
  count: keys(COUNTS),
} as const;

export interface Asked {
  readonly part?: (typeof PARTS)[number][0];
  readonly function?: RttFunction;
  readonly wait?: keyof typeof WAITS;
  readonly test?: Dm01Test;
  readonly count?: keyof typeof COUNTS;
}

/** No number where the address names neither a part nor a test and what is counted of it. */
export function numberAsked({ part, function: code, wait, test, count }: Asked): { text: string; asked: ReturnNumber | null } {
  if (part && !test) {
    const of = [code && `${code} ${RTT_FUNCTIONS[code]}`, wait && WAITS[wait]].filter(Boolean);
    return { text: [`Part ${part}`, ...of].join(', '), asked: { part, ...(code && { function: code }), ...(wait && { wait }) } };
  }
  if (test && count && !part) return { text: `${DM01_TESTS[test]}, ${COUNTS[count]}`, asked: { test, count } };
  return { text: '', asked: null };
}
