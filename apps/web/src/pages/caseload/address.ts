// The words behind `?`: a list or report is the same for everybody who opens its address, and nothing in it is silently ignored.
import { InputRefused } from '../../http/input-errors';

export type AddressQuery = Readonly<Record<string, unknown>>;

/** What may stand in an address: each name with its allowed values. */
export type Allowed = Readonly<Record<string, readonly string[]>>;

/**
 * The filters that the address sets; `page` is left to `pageIn`. Throws InputRefused that names each filter and value that Guardian
 * does not know, because a full list shown by mistake looks like an answer.
 */
export function readAddress<const A extends Allowed>(query: AddressQuery, allowed: A): { readonly [K in keyof A]?: A[K][number] } {
  const given = Object.entries(query).filter(([name, value]) => value !== '' && name !== 'page');
  const problems = given.flatMap(([field, value]) => {
    const message = problemOf(value, Object.hasOwn(allowed, field) ? allowed[field] : undefined);
    return message === undefined ? [] : [{ field, message }];
  });
  if (problems.length > 0) throw new InputRefused(problems);
  return Object.fromEntries(given) as { [K in keyof A]?: A[K][number] };
}

function problemOf(value: unknown, choices: readonly string[] | undefined): string | undefined {
  if (choices === undefined) return 'is not a filter of this page';
  if (typeof value !== 'string') return 'is given twice';
  return choices.includes(value) ? undefined : `has no value "${value.slice(0, 60)}" here`;
}

/** The page number of the address, from 1. Throws InputRefused for a page that a list of this length does not have. */
export function pageIn(query: AddressQuery): number {
  const { page = '1' } = query;
  if (typeof page !== 'string' || !/^[1-9]\d{0,5}$/.test(page)) throw noSuchPage(String(page));
  return Number(page);
}

export function refusePageBeyond(page: number, total: number, size: number): void {
  if (page > Math.max(1, Math.ceil(total / size))) throw noSuchPage(String(page));
}

const noSuchPage = (page: string): InputRefused =>
  new InputRefused([{ field: 'page', message: `has no value "${page.slice(0, 60)}" here` }]);

/** An address of the same page; what is undefined is left out. */
export function addressOf(path: string, words: Readonly<Record<string, string | number | undefined>>): string {
  const given = Object.entries(words).filter((word): word is [string, string | number] => word[1] !== undefined);
  const text = given.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
  return text ? `${path}?${text}` : path;
}
