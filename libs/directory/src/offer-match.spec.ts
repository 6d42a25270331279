import { day } from '@guardian/kernel';
import fc from 'fast-check';
import { type CommunityServiceFound, matchServices, type Seeking } from './offer-match';

const kneeSchool: CommunityServiceFound = {
  ...{ code: 'knee-school', name: 'Knee school', provider: 'Example provider', isExample: true },
  ...{ treats: 'Osteoarthritis of the knee', options: ['knee-school'], placeCodes: ['southend'], source: 'Example' },
  ...{ ageFrom: 18, ageUntil: 90, sex: null, takesSuspectedCancer: false },
  ...{ waitWeeks: 3, placesFree: 12, countedOn: day('2026-04-01'), validFrom: day('2024-01-01'), validUntil: day('2026-12-31') },
};
const seeking: Seeking = {
  ...{ options: ['knee-school'], place: { code: 'southend', name: 'Southend' } },
  ...{ age: 66, sex: 'female', suspectedCancer: false, on: day('2026-08-20') },
};
const reasons = (service: Partial<CommunityServiceFound>, patient: Partial<Seeking> = {}) => {
  const { notNow, otherNeeds } = matchServices([{ ...kneeSchool, ...service }], { ...seeking, ...patient });
  return [...notNow, ...otherNeeds].flatMap((one) => one.reasons);
};

it('a service of the pathway, the place and the patient fits', () => {
  expect(matchServices([kneeSchool], seeking)).toEqual({ fit: [kneeSchool], notNow: [], otherNeeds: [], nowhere: [] });
});

it.each([
  ['another pathway', {}, { options: ['low-vision-service'] }, 'It is not agreed for this pathway.'],
  ['another place', {}, { place: { code: 'havering', name: 'Havering' } }, 'It does not take patients of practices in Havering.'],
  ['too young', {}, { age: 17 }, 'It takes patients from the age of 18; this patient is 17.'],
  ['too old', {}, { age: 91 }, 'It takes patients up to the age of 90; this patient is 91.'],
  ['the other sex', { sex: 'female' as const }, { sex: 'male' }, 'It takes female patients only; the record says male.'],
  [
    'a sex that is not known',
    { sex: 'female' as const },
    { sex: 'not-known' },
    'It takes female patients only; the record says not known.',
  ],
  ['suspected cancer', {}, { suspectedCancer: true }, 'It does not take patients while cancer is suspected.'],
  ['no place free', { placesFree: 0 }, {}, 'It had no place free on 1 April 2026.'],
  ['not open yet', {}, { on: day('2023-12-31') }, 'It opens on 1 January 2024.'],
  ['closed', {}, { on: day('2027-01-01') }, 'It closed on 31 December 2026.'],
])('is not offered, and says why: %s', (_why, service, patient, reason) => {
  expect(reasons(service, patient)).toEqual([reason]);
});

it('on the first and last day, at the first and last age, and where nobody counted places, it fits', () => {
  expect(reasons({}, { on: day('2024-01-01'), age: 18 })).toEqual([]);
  expect(reasons({}, { on: day('2026-12-31'), age: 90 })).toEqual([]);
  expect(reasons({ placesFree: null })).toEqual([]);
});

it('says all the reasons, and which agreed service is to be had nowhere', () => {
  expect(reasons({}, { age: 12, suspectedCancer: true })).toHaveLength(2);
  expect(matchServices([kneeSchool], { ...seeking, options: ['knee-school', 'low-vision-service'] }).nowhere).toEqual([
    'low-vision-service',
  ]);
});

it('every service is offered or has at least one reason why not', () => {
  const codes = fc.subarray(['southend', 'havering', 'knee-school', 'msk']);
  const age = fc.integer({ min: 0, max: 110 });
  const on = fc.constantFrom(day('2023-06-01'), day('2026-08-20'), day('2027-06-01'));
  const service = fc.record({
    ...{ options: codes, placeCodes: codes, ageFrom: fc.option(age), ageUntil: fc.option(age), takesSuspectedCancer: fc.boolean() },
    ...{ sex: fc.constantFrom('female' as const, 'male' as const, null), placesFree: fc.option(fc.integer({ min: 0, max: 3 })) },
  });
  const patient = fc.record({
    options: codes,
    age,
    on,
    sex: fc.constantFrom('female', 'male', 'not-known'),
    suspectedCancer: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(service), patient, (some, who) => {
      const services = some.map((one, i) => ({ ...kneeSchool, ...one, code: `s${i}` }));
      const { fit, notNow, otherNeeds } = matchServices(services, { ...seeking, ...who });
      const others = [...notNow, ...otherNeeds];
      expect([...fit, ...others.map((one) => one.service)].map(({ code }) => code).sort()).toEqual(services.map(({ code }) => code).sort());
      expect(others.every((one) => one.reasons.length > 0)).toBe(true);
    }),
  );
});
