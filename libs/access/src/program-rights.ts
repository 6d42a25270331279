import type { Action } from './roles';

/** What the scopes of a program's token let it do, within what the role allows. Scopes that are not here let it do nothing. */
const RIGHTS: Readonly<Record<string, readonly Action[]>> = {
  'cases.read': ['see-patients'],
  'cases.write': ['see-patients', 'work-cases'],
  'referrals.write': ['bring-in-referrals'],
  'reports.read': ['see-reports', 'see-pcn'],
};

/** As a provider is told of them. */
export const tokenScopes: readonly string[] = Object.keys(RIGHTS);

export const rightsOf = (scopes: readonly string[]): readonly Action[] => [
  ...new Set(scopes.flatMap((scope) => (Object.hasOwn(RIGHTS, scope) ? (RIGHTS[scope] ?? []) : []))),
];
