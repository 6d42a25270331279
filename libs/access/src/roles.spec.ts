import {
  type Action,
  mayListPatients,
  NotAllowed,
  practicesIn,
  type Role,
  roleMay,
  roles,
  type Scope,
  scopeCovers,
  scopeFilter,
} from './index';

const MAY: Record<Role, readonly Action[]> = {
  coordinator: ['bring-in-referrals', 'see-patients', 'see-pcn', 'see-reports', 'work-cases'],
  clinician: ['decide-clinically', 'see-patients', 'see-pcn', 'see-reports', 'work-cases'],
  'pcn-staff': ['see-patients', 'see-pcn', 'see-reports'],
  'acute-lead': ['see-reports'],
  'primary-care-lead': ['see-pcn', 'see-reports'],
  administrator: ['approve-exports', 'bring-in-referrals', 'run-the-service', 'see-audit'],
  'privacy-officer': ['approve-exports', 'protect-privacy', 'see-audit'],
  program: ['bring-in-referrals', 'see-patients', 'see-pcn', 'see-reports', 'work-cases'],
};
const ACTIONS: readonly Action[] = [
  ...(['approve-exports', 'bring-in-referrals', 'decide-clinically', 'protect-privacy', 'run-the-service', 'see-audit'] as const),
  ...(['see-patients', 'see-pcn', 'see-reports', 'work-cases'] as const),
];

it.each(roles)('%s may do this and no more', (role) => expect(ACTIONS.filter((action) => roleMay(role, action))).toEqual(MAY[role]));

describe('lists name patients', () => {
  const user = (role: Role, mayReadPatients: boolean) => ({
    ...{ id: 'u', name: 'U', role, organisation: 'O' },
    scope: { kind: 'place', code: 'southend', mayReadPatients } as const,
  });
  it('to whom both role and scope allow it', () => {
    expect(mayListPatients(user('coordinator', true))).toBe(true);
    expect(mayListPatients(user('coordinator', false))).toBe(false);
    expect(mayListPatients(user('acute-lead', true))).toBe(false);
    expect(mayListPatients(user('acute-lead', false))).toBe(false);
  });
});

describe('a scope of everywhere', () => {
  const everywhere: Scope = { kind: 'everywhere', code: '', mayReadPatients: true };
  it('covers everybody, wherever they belong', () => {
    expect(scopeCovers(everywhere, { placeCode: 'havering', pcnCode: null, practiceCode: null })).toBe(true);
    expect(scopeCovers(everywhere, { placeCode: null, pcnCode: null, practiceCode: null })).toBe(true);
  });
});

describe('the practices of', () => {
  const practice = (code: string, pcn: string | null, place: string) => ({
    code,
    pcn: pcn === null ? null : { code: pcn },
    place: { code: place },
  });
  const all = [
    practice('F1', 'east', 'southend'),
    practice('F2', 'west', 'southend'),
    practice('F3', null, 'southend'),
    practice('F4', 'crest', 'havering'),
  ];
  it.each<[Scope['kind'], string, string[]]>([
    ['place', 'southend', ['F1', 'F2', 'F3']],
    ['pcn', 'west', ['F2']],
    ['practice', 'F4', ['F4']],
    ['everywhere', '', ['F1', 'F2', 'F3', 'F4']],
    ['pcn', 'nowhere', []],
  ])('%s %s', (kind, code, expected) =>
    expect(practicesIn({ kind, code, mayReadPatients: false }, all).map((one) => one.code)).toEqual(expected),
  );
});

it('a refusal says what to do, in words for people', () => {
  expect(new NotAllowed()).toMatchObject({
    code: 'NotAllowed',
    message: 'Your role does not include this. Ask the Guardian service manager if you need it.',
  });
  expect(() => scopeFilter({ kind: 'place', code: 'southend', mayReadPatients: false })).toThrow(
    'Your role sees counts, not patients. Ask the Guardian team if you need to know about one patient.',
  );
});
