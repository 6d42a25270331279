// The facts of a calculation stand in its address, so that it can be shared and nothing is stored:
// /clock?as_of=2025-04-10&fact=2025-03-03~referral_received~service:consultant_led
import type { CalendarDay } from '@guardian/kernel';
import { type Fact, factKeys, isBad, isHospitalFactKind, readCase } from '@guardian/waiting-times';
import { InputRefused } from '../../http/input-errors';

export interface Calculation {
  readonly asOf: CalendarDay;
  /** In date order. */
  readonly facts: readonly Fact[];
}

export type Query = Readonly<Record<string, unknown>>;

const MOST_FACTS = 40;
const LONGEST = 6_000;

export const TOO_LONG = `This is more than an address can hold: ${MOST_FACTS} facts at most. Remove a fact or shorten the words`;

/** Facts as the address writes them. */
export const factTexts = (facts: readonly Fact[]): string[] =>
  facts.map(({ date, event, ...keys }) =>
    [date, event, ...Object.entries(keys).map(([key, value]) => `${key}:${encodeURIComponent(String(value)).replaceAll('~', '%7E')}`)].join(
      '~',
    ),
  );

export function addressOf({ asOf, facts }: Calculation): string {
  const words = new URLSearchParams([['as_of', asOf], ...factTexts(facts).map((text): [string, string] => ['fact', text])]);
  // Signs that may stand in an address as they are.
  return `/clock?${words.toString().replaceAll('%7E', '~').replaceAll('%3A', ':')}`;
}

export const fitsAddress = (calculation: Calculation): boolean =>
  calculation.facts.length <= MOST_FACTS && addressOf(calculation).length <= LONGEST;

/** Throws InputRefused that names the first thing that is wrong. */
export function readAddress(query: Query, today: CalendarDay): Calculation {
  const events = textsOf(query['fact']).map(factIn);
  const [asOf = today] = textsOf(query['as_of']).filter((text) => text !== '');
  const read = readCase({ id: 'clock', as_of: asOf, events: inDateOrder(events) });
  if (isBad(read)) throw new InputRefused([{ field: read.path.replace(/^events/, 'fact'), message: read.message }]);
  if (!fitsAddress(read)) throw new InputRefused([{ field: 'fact', message: TOO_LONG }]);
  return read;
}

/** Facts of one day stay in the order in which they were entered. */
export const inDateOrder = <F extends { readonly date: string }>(facts: readonly F[]): F[] =>
  [...facts].sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));

const textsOf = (given: unknown): string[] => [given].flat().filter((text) => typeof text === 'string');

function factIn(text: string): { date: string; event: string; [key: string]: unknown } {
  const [date = '', event = '', ...keys] = text.split('~');
  const shapes = isHospitalFactKind(event) ? factKeys(event) : {};
  const details = keys.map((pair) => {
    const [key = '', value = ''] = pair.split(/:(.*)/s);
    return [key, valueIn(Object.hasOwn(shapes, key) ? shapes[key] : undefined, decoded(value))] as const;
  });
  return { ...Object.fromEntries(details), date, event };
}

function valueIn(shape: unknown, text: string): unknown {
  if (shape === 'yes-no') return text === 'true' ? true : text === 'false' ? false : text;
  return shape === 'number' && /^\d{1,9}$/.test(text) ? Number(text) : text;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
