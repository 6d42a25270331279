// The filters of the caseload: their words in the address, their labels, and what they mean to the query.
import { type CaseFilters, type CaseSort, WAIT_BANDS, type WaitBand } from '@guardian/caseload';
import { NEXT_MOVER, type NextMover, type Step, STEPS } from '@guardian/casework/events';
import { type Choice, choices } from '../../layout/choices';
import { priorityWords, stepWords } from '../../layout/words';
import { moverWords } from '../case/mover-words';

export interface Filter {
  readonly name: string;
  readonly label: string;
  readonly choices: readonly Choice[];
  /** One of the few that stand on the page at once; the others are one step away. */
  readonly often: boolean;
}

export const SORTS = {
  'longest-wait': { sort: 'wait', newestFirst: false, text: 'longest wait' },
  'shortest-wait': { sort: 'wait', newestFirst: true, text: 'shortest wait' },
  'longest-in-stage': { sort: 'step', newestFirst: false, text: 'longest in this stage' },
  'shortest-in-stage': { sort: 'step', newestFirst: true, text: 'shortest in this stage' },
} as const satisfies Readonly<Record<string, { sort: CaseSort; newestFirst: boolean; text: string }>>;
export type SortWord = keyof typeof SORTS;

const OPEN_STEPS = STEPS.filter((step) => step !== 'closed');
const MOVERS = [...new Set(OPEN_STEPS.map((step) => NEXT_MOVER[step]))];
const WAITS = [...(Object.keys(WAIT_BANDS) as WaitBand[]), 'over-18'] as const;
const QUIET_WORDS: Readonly<Record<NonNullable<CaseFilters['quiet']>, string>> = {
  team: 'Past the limit of its stage',
  pcn: 'Past the limit for the PCN',
};
const YES: readonly Choice[] = [{ value: 'yes', text: 'Yes' }];

export const waitText = (wait: (typeof WAITS)[number]): string =>
  wait === 'over-18' ? 'Over 18 weeks' : `${wait.replace('-', ' to ').replace('+', ' or more')} weeks`;

/** Lists that differ from user to user: what stands in the scope. */
export interface Offered {
  readonly pcns: readonly Choice[];
  readonly practices: readonly Choice[];
  readonly pathways: readonly Choice[];
  readonly coordinators: readonly Choice[];
}

export function caseloadFilters({ pcns, practices, pathways, coordinators }: Offered): Filter[] {
  const choice = <T extends string>(text: (value: T) => string) => {
    return (value: T): Choice => ({ value, text: text(value) });
  };
  return [
    { name: 'stage', label: 'Stage', often: true, choices: OPEN_STEPS.map(choice((step: Step) => stepWords[step].text)) },
    { name: 'with', label: 'Next move with', often: true, choices: MOVERS.map(choice((mover: NextMover) => moverWords[mover])) },
    { name: 'pcn', label: 'PCN', often: true, choices: pcns },
    { name: 'wait', label: 'Waiting', often: true, choices: WAITS.map(choice(waitText)) },
    { name: 'coordinator', label: 'Coordinator', often: true, choices: [{ value: 'nobody', text: 'Nobody yet' }, ...coordinators] },
    { name: 'practice', label: 'Practice', often: false, choices: practices },
    { name: 'pathway', label: 'Pathway', often: false, choices: pathways },
    { name: 'priority', label: 'Priority', often: false, choices: choices(priorityWords) },
    { name: 'past-target', label: 'Past target', often: false, choices: YES },
    { name: 'quiet', label: 'Quiet', often: false, choices: choices(QUIET_WORDS) },
    { name: 'suspected-cancer', label: 'Suspected cancer', often: false, choices: YES },
  ];
}

/** `given` has been checked against the choices. */
export function caseFilters(given: Readonly<Record<string, string | undefined>>): CaseFilters {
  const { stage, with: nextMover, pcn, practice, pathway, priority, coordinator, wait } = given;
  return {
    ...(stage ? { step: stage as Step } : {}),
    ...(nextMover ? { nextMover: nextMover as NextMover } : {}),
    ...(pcn ? { pcn } : {}),
    ...(practice ? { practice } : {}),
    ...(pathway ? { pathway } : {}),
    ...(priority ? { priority } : {}),
    ...(coordinator ? { coordinator } : {}),
    ...(wait ? { wait: wait as WaitBand } : {}),
    ...(given['past-target'] ? { pastTarget: true } : {}),
    ...(given['quiet'] ? { quiet: given['quiet'] as NonNullable<CaseFilters['quiet']> } : {}),
    ...(given['suspected-cancer'] ? { suspectedCancer: true } : {}),
  };
}
