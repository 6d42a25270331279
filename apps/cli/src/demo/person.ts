// An invented person with a need that sends them along a pathway.
import type { Circumstances, CommunicationNeeds, ContactDetails, Identity, Sex } from '@guardian/casework';
import { addDays, day } from '@guardian/kernel';
import { demoNhsNumber } from './demo-numbers';
import { addressOf, nameOf, type Origin } from './names';
import { Random } from './random';

export interface Person {
  readonly identity: Identity;
  readonly details: ContactDetails;
  readonly needs: CommunicationNeeds;
  readonly circumstances: Circumstances;
  readonly age: number;
}

/** Median age, its spread in years, youngest, oldest, and the share of women. */
type Ages = readonly [median: number, spread: number, youngest: number, oldest: number, women: number];
const AGES: Readonly<Record<string, Ages>> = {
  cataract: [76, 8, 48, 97, 0.57],
  'chest-pain': [61, 12, 30, 90, 0.46],
  'chronic-dermatology': [44, 18, 16, 88, 0.55],
  haematuria: [66, 13, 28, 93, 0.36],
  'hearing-loss': [69, 14, 18, 97, 0.49],
  'heart-failure': [77, 9, 42, 98, 0.48],
  'heavy-menstrual-bleeding': [42, 7, 15, 55, 1],
  'hip-pain': [68, 10, 32, 93, 0.6],
  'knee-pain': [64, 12, 24, 92, 0.56],
  'lower-gi-fit': [64, 13, 30, 94, 0.52],
  'suspected-skin-cancer': [63, 17, 19, 96, 0.52],
  'upper-gi': [54, 15, 18, 90, 0.53],
};
const ANY_AGE: Ages = [55, 18, 18, 95, 0.52];

/** ETHNIC CATEGORY of the NHS Data Dictionary, where names of that origin come from, and the shares in the three places. */
const ETHNICITIES: readonly (readonly [code: string | null, origin: Origin, havering: number, elsewhere: number])[] = [
  ['A', 'british', 66, 86],
  ['B', 'british', 2, 1],
  ['C', 'european', 8, 4],
  ['D', 'caribbean', 1, 0.5],
  ['H', 'south-asian', 5, 1.5],
  ['J', 'south-asian', 3, 1],
  ['K', 'south-asian', 2, 0.5],
  ['L', 'south-asian', 2, 1],
  ['M', 'caribbean', 1.5, 0.5],
  ['N', 'african', 5.5, 1.5],
  ['R', 'east-asian', 1, 0.7],
  ['Z', 'british', 2, 1.5],
  [null, 'british', 2, 1],
];

const LANGUAGES: Readonly<Record<Origin, readonly string[]>> = {
  british: ['English'],
  caribbean: ['English'],
  european: ['Polish', 'Romanian', 'Lithuanian', 'Italian'],
  'south-asian': ['Punjabi', 'Urdu', 'Bengali', 'Gujarati', 'Tamil'],
  african: ['English', 'Yoruba', 'French', 'Somali'],
  'east-asian': ['Cantonese', 'Mandarin', 'Vietnamese'],
};

export function personOf(seed: number, caseNumber: number, pathwayId: string, practice: { code: string; place: string }): Person {
  const random = new Random(`person ${seed} ${caseNumber}`);
  const [median, spread, youngest, oldest, women] = AGES[pathwayId] ?? ANY_AGE;
  const lean = random.next() + random.next() + random.next() - 1.5; // near a bell, and never far out
  const age = Math.min(oldest - 1, Math.max(youngest + 1, Math.round(median + lean * 2 * spread)));
  const sex: Sex = random.chance(women) ? 'female' : 'male';
  const [ethnicity, origin] = random.weighted(
    ETHNICITIES.map(([code, from, havering, elsewhere]) => [[code, from] as const, practice.place === 'havering' ? havering : elsewhere]),
  );
  const identity: Identity = {
    nhsNumber: demoNhsNumber(seed, caseNumber),
    ...nameOf(random, origin, sex),
    bornOn: addDays(day('2025-11-01'), -Math.round(age * 365.25) - random.int(0, 364)),
    sex,
  };
  const learningDisability = random.chance(0.012);
  return {
    identity,
    age,
    details: detailsOf(random, practice.place, age),
    needs: needsOf(random, origin, age, learningDisability),
    circumstances: {
      deprivationDecile: random.chance(0.97) ? decileOf(random, practice.code) : null,
      ethnicity,
      learningDisability,
      carer: random.chance(0.08),
      frailty: frailtyOf(random, age),
    },
  };
}

/** Telephone numbers from the ranges that the regulator keeps for drama. */
function detailsOf(random: Random, place: string, age: number): ContactDetails {
  const last = (): string => String(random.int(0, 999)).padStart(3, '0');
  return {
    ...addressOf(random, place),
    homePhone: random.chance(age > 65 ? 0.8 : 0.25) ? `01632 960${last()}` : null,
    mobilePhone: random.chance(age > 75 ? 0.55 : 0.94) ? `07700 900${last()}` : null,
    email: null,
  };
}

function needsOf(random: Random, origin: Origin, age: number, learningDisability: boolean): CommunicationNeeds {
  const language = random.pick(LANGUAGES[origin]);
  const interpreter = language !== 'English' && random.chance(0.25);
  const format = learningDisability
    ? 'easy-read'
    : random.weighted([
        ['standard', 100],
        ['large-print', age > 70 ? 12 : 1],
        ['audio', 0.7],
        ['braille', 0.3],
      ] as const);
  return {
    language: interpreter || random.chance(0.4) ? language : 'English',
    interpreter,
    format,
    adjustments: random.chance(0.06) ? random.pick(['Step-free access', 'Longer appointment', 'Hearing loop', 'Quiet waiting area']) : null,
    mayBeTexted: random.chance(age > 75 ? 0.45 : 0.85),
  };
}

/** People of one practice live near each other. 1 = most deprived tenth. */
function decileOf(random: Random, practiceCode: string): number {
  const usual = new Random(`practice ${practiceCode}`).int(1, 10);
  return Math.min(10, Math.max(1, usual + random.int(-2, 2)));
}

function frailtyOf(random: Random, age: number): Circumstances['frailty'] {
  if (age < 65) return random.chance(0.5) ? null : 'none';
  return random.weighted([
    ['none', age < 75 ? 60 : 30],
    ['mild', 25],
    ['moderate', age < 75 ? 8 : 20],
    ['severe', age < 80 ? 2 : 10],
  ] as const);
}
