import { day } from '@guardian/kernel';
import { factKeys, HOSPITAL_FACTS, isHospitalFactKind } from '@guardian/waiting-times';
import fc from 'fast-check';
import { addressOf, type Calculation, readAddress } from './clock-address';

const TODAY = day('2026-08-20');
const queryOf = (address: string) => {
  const words = new URLSearchParams(address.split('?')[1]);
  return { as_of: words.get('as_of'), fact: words.getAll('fact') };
};

it('is readable', () => {
  const facts = [{ date: day('2025-03-03'), event: 'referral_received', service: 'consultant_led', straight_to_test: true } as const];
  const address = '/clock?as_of=2025-04-10&fact=2025-03-03~referral_received~service:consultant_led~straight_to_test:true';
  expect(addressOf({ asOf: day('2025-04-10'), facts })).toBe(address);
  expect(readAddress(queryOf(address), TODAY)).toEqual({ id: 'clock', asOf: '2025-04-10', facts });
});

it('gives back every fact with whatever was typed in it', () => {
  const value = {
    'yes-no': fc.boolean(),
    number: fc.nat(10_000),
    date: fc.constant('2025-02-28'),
    text: fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' }).filter((text) => text.trim() !== ''),
  };
  const kinds = Object.keys(HOSPITAL_FACTS).filter(isHospitalFactKind);
  const fact = fc
    .constantFrom(...kinds)
    .chain((event) =>
      fc
        .record(
          Object.fromEntries(
            Object.entries(factKeys(event)).map(([key, shape]) => [
              key,
              typeof shape === 'string' ? value[shape] : fc.constantFrom(...shape),
            ]),
          ),
        )
        .map((keys) => ({ ...keys, event, date: day('2025-03-03') })),
    );
  fc.assert(
    fc.property(fc.array(fact, { maxLength: 5 }), (facts) => {
      const given = { asOf: day('2025-04-10'), facts } as unknown as Calculation;
      expect(readAddress(queryOf(addressOf(given)), TODAY).facts).toEqual(facts);
    }),
  );
});

it('facts stand in date order, those of one day as they came', () => {
  const fact = ['2025-03-05~decision_to_admit', '2025-03-03~first_attended', '2025-03-05~added_to_admission_list'];
  expect(readAddress({ fact }, TODAY)).toEqual({
    id: 'clock',
    asOf: '2026-08-20',
    facts: [
      { date: '2025-03-03', event: 'first_attended' },
      { date: '2025-03-05', event: 'decision_to_admit' },
      { date: '2025-03-05', event: 'added_to_admission_list' },
    ],
  });
});

it.each([
  [{ fact: '2025-02-30~died' }, 'fact[0].date must be a date that exists, as 2025-03-31'],
  [{ fact: '2025-02-03~dead' }, 'fact[0].event "dead" is not a fact that the clocks know'],
  [{ fact: '2025-02-03~died~of:%' }, 'fact[0].of does not belong to died'],
  [{ fact: '2025-02-03~patient_unfit~days:-1' }, 'fact[0].days must be a number, 0 or more'],
  [{ as_of: 'today' }, 'as_of must be a date that exists, as 2025-03-31'],
  [
    { fact: Array.from({ length: 41 }, () => '2025-02-03~died') },
    'fact This is more than an address can hold: 40 facts at most. Remove a fact or shorten the words',
  ],
])('%j is refused', (query, message) => expect(() => readAddress(query, TODAY)).toThrow(message));
