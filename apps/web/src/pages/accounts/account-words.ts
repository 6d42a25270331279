// What a change of an account was, in words.
import type { Account, AccountChange, AccountThen } from '@guardian/access';
import { longDate, time } from '../../layout/filters';
import { roleWords } from '../../layout/words';

type ScopeWords = (scope: Account['scope']) => string;

const moment = (at: string | null): string => (at === null ? 'no end' : `${longDate(new Date(at))}, ${time(new Date(at))}`);

const PARTS: readonly (readonly [label: string, words: (then: AccountThen, scopes: ScopeWords) => string])[] = [
  ['Name', ({ name }) => name],
  ['Role', ({ role }) => roleWords[role]],
  ['Organisation', ({ organisation }) => organisation],
  ['Concerned with', ({ scope_kind: kind, scope_code: code }, scopes) => scopes({ kind, code })],
  ['Log-in service', ({ issuer }) => issuer],
  ['Identifier there', ({ subject }) => subject],
  ['Starts', ({ starts }) => moment(starts)],
  ['Ends', ({ ends }) => moment(ends)],
];

/** Of a new account all of it; of a change what is different now: “Role: PCN staff → Guardian coordinator”. */
export function changesInWords({ before, after }: Pick<AccountChange, 'before' | 'after'>, scopes: ScopeWords): string[] {
  return PARTS.flatMap(([label, words]) => {
    const [was, is] = [before && words(before, scopes), words(after, scopes)];
    if (was === null) return [`${label}: ${is}`];
    return was === is ? [] : [`${label}: ${was} → ${is}`];
  });
}
