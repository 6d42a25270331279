// Who, with what need, where and when: everything about a case that stands before its first step.
import { caseIdFor, type ProviderRef, type ReferralPriority } from '@guardian/casework';
import { addDays, type CalendarDay } from '@guardian/kernel';
import type { PathwayDefinition } from '@guardian/pathways';
import { arrivalDay, workday } from './diary';
import { type Person, personOf } from './person';
import { Random } from './random';
import { type DemoPractice, type DemoWorld, hospitalsFor } from './world';

export interface Cohort {
  readonly seed: number;
  /** The last day of the history. */
  readonly until: CalendarDay;
}

export interface Scene extends Cohort {
  /** 1..n; the same case whatever the size of the cohort. */
  readonly caseNumber: number;
  readonly person: Person;
  readonly practice: DemoPractice;
  readonly pathway: PathwayDefinition;
  readonly priority: ReferralPriority;
  /** Rule D1 holds for it: never held. */
  readonly suspectedCancer: boolean;
  readonly receivedOn: CalendarDay;
  /** The nearest first. */
  readonly hospitals: readonly ProviderRef[];
  readonly testSites: readonly ProviderRef[];
  /** 1 = waits as agreed; above 1 = slower. */
  readonly slowness: number;
  /** The patient has two cases. */
  readonly sharesPatient: boolean;
  /** The case of the same patient shortly before, if this is a second referral. */
  readonly earlier: { readonly caseId: string; readonly samePathway: boolean } | null;
}

/** How often each pathway is used; one that is not here: 5. */
const PATHWAY_SHARES: Readonly<Record<string, number>> = {
  cataract: 12,
  'chest-pain': 7,
  'chronic-dermatology': 9,
  haematuria: 5,
  'hearing-loss': 6,
  'heart-failure': 5,
  'heavy-menstrual-bleeding': 6,
  'hip-pain': 9,
  'knee-pain': 10,
  'lower-gi-fit': 11,
  'suspected-skin-cancer': 12,
  'upper-gi': 8,
};

/** Pathways that a patient of any age and sex may be on besides another. */
const BESIDES = ['chronic-dermatology', 'hearing-loss', 'knee-pain', 'upper-gi'];

/** Every 25th case is a second referral of the patient of the case before it. */
export const isSecondReferral = (caseNumber: number): boolean => caseNumber % 25 === 0;

export const commandIdOf = (seed: number, caseNumber: number, step: number): string => `demo-${seed}-${caseNumber}-${step}`;

export function sceneOf(world: DemoWorld, cohort: Cohort, caseNumber: number): Scene {
  const random = new Random(`case ${cohort.seed} ${caseNumber}`);
  const setting = isSecondReferral(caseNumber)
    ? secondReferral(world, cohort, caseNumber, random)
    : firstReferral(world, cohort, caseNumber, random);
  const { pathway, practice } = setting;
  const near = hospitalsFor(world, practice.place, pathway.specialty.code);
  const hospitals = random.chance(0.08) ? [...near].reverse() : near;
  const priority = priorityOf(random, pathway);
  return {
    ...cohort,
    ...setting,
    caseNumber,
    sharesPatient: isSecondReferral(caseNumber) || isSecondReferral(caseNumber + 1),
    priority,
    suspectedCancer: pathway.suspectedCancer || priority === 'two-week-wait',
    hospitals,
    testSites: [...hospitals.slice(0, 1), ...world.testSites.filter(({ code }) => !near.some((hospital) => hospital.code === code))],
    // each hospital has specialties that keep up and specialties that do not
    slowness: [0.7, 0.85, 1, 1.15, 1.5, 1.9][new Random(`${hospitals[0]?.code} ${pathway.specialty.code}`).int(0, 5)] ?? 1,
  };
}

type Setting = Pick<Scene, 'person' | 'practice' | 'pathway' | 'receivedOn' | 'earlier'>;

function firstReferral(world: DemoWorld, { seed, until }: Cohort, caseNumber: number, random: Random): Setting {
  const practice = random.weighted(world.practices.map((one) => [one, one.patients]));
  const pathway = random.weighted(world.pathways.map((one) => [one, PATHWAY_SHARES[one.id] ?? 5]));
  return {
    practice,
    pathway,
    person: personOf(seed, caseNumber, pathway.id, practice),
    receivedOn: arrivalDay(random, until),
    earlier: null,
  };
}

function secondReferral(world: DemoWorld, cohort: Cohort, caseNumber: number, random: Random): Setting {
  const { practice, pathway, person, receivedOn } = sceneOf(world, cohort, caseNumber - 1);
  const samePathway = random.chance(0.6);
  const others = world.pathways.filter(({ id }) => id !== pathway.id && BESIDES.includes(id));
  const soonAfter = workday(addDays(receivedOn, random.int(4, 45)));
  return {
    practice,
    person,
    pathway: samePathway || others.length === 0 ? pathway : random.pick(others),
    receivedOn: soonAfter > cohort.until ? receivedOn : soonAfter,
    earlier: { caseId: caseIdFor(commandIdOf(cohort.seed, caseNumber - 1, 0)), samePathway },
  };
}

function priorityOf(random: Random, { suspectedCancer, id }: PathwayDefinition): ReferralPriority {
  if (suspectedCancer) return 'two-week-wait';
  if (id === 'chest-pain' || id === 'heart-failure') return random.chance(0.45) ? 'urgent' : 'routine';
  return random.weighted([
    ['routine', 88],
    ['urgent', 11],
    ['two-week-wait', 1],
  ] as const);
}
