import { day } from '@guardian/kernel';
import fc from 'fast-check';
import { type Comparable, likeness } from './likeness';

const margaret: Comparable = {
  patientId: 'p1',
  linkedTo: [],
  nhsNumber: '9990000018',
  family: 'Okonkwo',
  given: 'Margaret',
  bornOn: day('1945-07-14'),
  sex: 'female',
  postcode: 'SS1 1AA',
  pathwayId: 'hip-pain',
  specialty: '110',
};
/** Another record. */
const other = (more: Partial<Comparable>): Comparable => ({ ...margaret, patientId: 'p2', nhsNumber: null, ...more });
const reasons = (more: Partial<Comparable>): string[] => likeness(margaret, other(more), 1);

describe('two open cases of the same person', () => {
  const again = { patientId: 'p1', nhsNumber: '9990000018' };

  it('may be the same need on the same pathway, or in the same specialty', () => {
    expect(reasons(again)).toEqual(['same NHS number', 'same pathway']);
    expect(reasons({ ...again, pathwayId: 'knee-pain' })).toEqual(['same NHS number', 'same specialty']);
  });

  it('are two needs in two specialties', () => {
    expect(reasons({ ...again, pathwayId: 'cataract', specialty: '130' })).toEqual([]);
  });

  it('need no NHS number', () => {
    expect(likeness({ ...margaret, nhsNumber: null }, { ...margaret, nhsNumber: null }, 1)).toEqual([
      'same patient record',
      'same pathway',
    ]);
  });

  it('may stand under two records that were linked', () => {
    expect(reasons({ linkedTo: ['p1'], given: 'Gladys', postcode: null })).toEqual(['two records of the same person', 'same pathway']);
  });
});

describe('two records that look like the same person', () => {
  it.each<[string, Partial<Comparable>, string[]]>([
    ['the same given name', { postcode: null }, ['same given name']],
    ['accents and signs left out', { given: 'márgaret', family: "O'KONKWO", postcode: null }, ['same given name']],
    ['one letter apart', { given: 'Margret', postcode: null }, ['near given name']],
    ['a shortened name', { given: 'Marg', postcode: null }, ['near given name']],
    ['another given name at the same postcode', { given: 'Gladys', postcode: 'ss11aa' }, ['same postcode']],
    ['both', { given: 'Margarett' }, ['near given name', 'same postcode']],
  ])('%s', (_what, more, expected) => {
    expect(reasons(more)).toEqual(['same date of birth, sex and family name', ...expected, 'same pathway']);
  });

  it('are compared whatever the need is', () => {
    expect(reasons({ pathwayId: 'cataract', specialty: '130', postcode: null })).toEqual([
      'same date of birth, sex and family name',
      'same given name',
    ]);
  });

  it.each<[string, Partial<Comparable>]>([
    ['another date of birth', { bornOn: day('1945-07-15') }],
    ['another sex', { sex: 'male' }],
    ['another family name', { family: 'Okonkwu' }],
    ['another given name, and no postcode', { given: 'Gladys', postcode: null }],
    ['two letters apart', { given: 'Mergarit', postcode: 'SS2 2BB' }],
  ])('not with %s', (_what, more) => {
    expect(reasons(more)).toEqual([]);
  });
});

it('does not depend on which case came first', () => {
  const any = fc.record({
    patientId: fc.constantFrom('p1', 'p2', 'p3'),
    linkedTo: fc.subarray(['p1', 'p2', 'p3']),
    nhsNumber: fc.constantFrom(null, '9990000018', '9990000026'),
    family: fc.constantFrom('Okonkwo', 'okonkwo', 'Shah'),
    given: fc.constantFrom('Margaret', 'Margret', 'Marg', 'Gladys'),
    bornOn: fc.constantFrom(day('1945-07-14'), day('1950-05-05')),
    sex: fc.constantFrom('female' as const, 'male' as const),
    postcode: fc.constantFrom(null, 'SS1 1AA', 'SS2 2BB'),
    pathwayId: fc.constantFrom('hip-pain', 'knee-pain'),
    specialty: fc.constantFrom('110', '130'),
  });
  fc.assert(fc.property(any, any, (a, b) => expect(likeness(a, b, 1)).toEqual(likeness(b, a, 1))));
});
