import type { AccountThen } from '@guardian/access';
import { changesInWords } from './account-words';

const scopes = ({ code }: { code: string }) => (code === 'southend' ? 'Place: Southend' : 'PCN: Canvey PCN');
const then: AccountThen = {
  ...{ name: 'Tom Adeyemi', role: 'pcn-staff', organisation: 'Canvey PCN', scope_kind: 'pcn', scope_code: 'canvey-pcn' },
  ...{ issuer: 'https://care.example', subject: '555', starts: '2026-01-05T09:00:00Z', ends: null },
};

it('says all of a new account', () => {
  expect(changesInWords({ before: null, after: then }, scopes)).toEqual([
    'Name: Tom Adeyemi',
    'Role: PCN staff',
    'Organisation: Canvey PCN',
    'Concerned with: PCN: Canvey PCN',
    'Log-in service: https://care.example',
    'Identifier there: 555',
    'Starts: 5 January 2026, 09:00',
    'Ends: no end',
  ]);
});

it('says of a change what was and what is, in London time, and nothing of what stayed', () => {
  const after = { ...then, role: 'coordinator', scope_kind: 'place', scope_code: 'southend', ends: '2026-08-31T22:59:00Z' } as const;
  expect(changesInWords({ before: then, after }, scopes)).toEqual([
    'Role: PCN staff → Guardian coordinator',
    'Concerned with: PCN: Canvey PCN → Place: Southend',
    'Ends: no end → 31 August 2026, 23:59',
  ]);
});
