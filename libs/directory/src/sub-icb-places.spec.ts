import { placeOfSubIcb, subIcbOfPlace } from './sub-icb-places';

it.each(['06Q', '07G', '99E', '99F', '99G', '15N'])('the place of %s leads back to it', (code) => {
  expect(subIcbOfPlace(placeOfSubIcb(code).code)).toBe(code);
});

it('Southend is 99G; a place that a service named itself is no sub-ICB location', () => {
  expect([subIcbOfPlace('southend'), subIcbOfPlace('the-islands')]).toEqual(['99G', null]);
});
