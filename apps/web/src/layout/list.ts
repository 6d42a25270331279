import { number as inThousands } from './filters';

/** One page of a list, as the macros in macros/list.njk show it. */
export interface ListView {
  readonly total: number;
  /** `143`, or `more than 10,000`: nobody pages further, and exact counts of that size cost a scan. */
  readonly totalText: string;
  /** Number of the first and last row shown, from 1. */
  readonly first: number;
  readonly last: number;
  readonly pages: readonly ({ readonly number: number; readonly href: string; readonly current: boolean } | { readonly gap: true })[];
  readonly previous: string | undefined;
  readonly next: string | undefined;
}

const MOST_COUNTED = 10_000;

/** `page` from 1; `href` gives the address of another page of the same list. */
export function listView(list: { total: number; page: number; size: number; href: (page: number) => string }): ListView {
  const { total, page, size, href } = list;
  const lastPage = Math.max(1, Math.ceil(total / size));
  const shown = [...new Set([1, page - 1, page, page + 1, lastPage])].filter((n) => n >= 1 && n <= lastPage);
  return {
    total,
    totalText: total > MOST_COUNTED ? 'more than 10,000' : inThousands(total),
    first: (page - 1) * size + 1,
    last: Math.min(page * size, total),
    pages: shown.flatMap((number, i) => {
      const link = { number, href: href(number), current: number === page };
      return number > (shown[i - 1] ?? 0) + 1 ? [{ gap: true } as const, link] : [link];
    }),
    previous: page > 1 ? href(page - 1) : undefined,
    next: page < lastPage ? href(page + 1) : undefined,
  };
}
