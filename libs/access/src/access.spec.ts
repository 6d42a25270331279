import { actorOf, aggregateFilter, demoUser, demoUsers, NotAllowed, roleMay, scopeCovers, scopeFilter, type Scope } from './index';

const southend: Scope = { kind: 'place', code: 'southend', mayReadPatients: true };
const canvey: Scope = { kind: 'pcn', code: 'canvey-pcn', mayReadPatients: true };
const counts: Scope = { kind: 'everywhere', code: '', mayReadPatients: false };

describe('scope', () => {
  it('narrows a list to the place, PCN or practice', () => {
    expect(scopeFilter(southend)).toEqual({ column: 'place_code', value: 'southend' });
    expect(scopeFilter(canvey)).toEqual({ column: 'pcn_code', value: 'canvey-pcn' });
    expect(scopeFilter({ kind: 'practice', code: 'F81001', mayReadPatients: true })).toEqual({ column: 'practice_code', value: 'F81001' });
    expect(scopeFilter({ kind: 'everywhere', code: '', mayReadPatients: true })).toBeUndefined();
  });

  it('refuses a list of patients to somebody who sees counts only', () => {
    expect(() => scopeFilter(counts)).toThrow(NotAllowed);
    expect(aggregateFilter(counts)).toBeUndefined();
    expect(aggregateFilter({ ...southend, mayReadPatients: false })).toEqual({ column: 'place_code', value: 'southend' });
  });

  it('covers the patients who belong to it and nobody else', () => {
    const patient = { placeCode: 'southend', pcnCode: 'southend-east-pcn', practiceCode: 'F81081' };
    expect(scopeCovers(southend, patient)).toBe(true);
    expect(scopeCovers(canvey, patient)).toBe(false);
    expect(scopeCovers(counts, patient)).toBe(false);
    expect(scopeCovers(southend, { placeCode: null, pcnCode: null, practiceCode: null })).toBe(false);
  });
});

describe('demonstration users', () => {
  it('have ids of their own, and read patients only where their role does', () => {
    expect(new Set(demoUsers.map((user) => user.id)).size).toBe(demoUsers.length);
    for (const user of demoUsers) expect([user.id, user.scope.mayReadPatients]).toEqual([user.id, roleMay(user.role, 'see-patients')]);
  });

  it('act under their name, role and organisation', () => {
    const leila = demoUser('demo-pcn-southend-east');
    expect(leila && actorOf(leila)).toEqual({
      id: 'demo-pcn-southend-east',
      name: 'Leila Marsh',
      role: 'pcn-staff',
      organisation: 'Southend East PCN',
    });
    expect(demoUser('somebody')).toBeUndefined();
  });
});
