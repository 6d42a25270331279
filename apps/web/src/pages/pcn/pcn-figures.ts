// What the PCN page says of its counts.
import { type PcnCaseloadView, WAIT_BANDS } from '@guardian/caseload';
import { counted } from '../../layout/filters';
import { barRows } from '../bottlenecks/bar-rows';
import { waitText } from '../caseload/caseload-filters';

/** Per 1,000 registered patients, one decimal; null when nobody knows how many are registered. */
export const ratePerThousand = (patients: number, listSize: number | null): number | null =>
  listSize ? Math.round((10_000 * patients) / listSize) / 10 : null;

export const percent = (part: number, whole: number): string => (whole === 0 ? '0%' : `${Math.round((100 * part) / whole)}%`);

export interface PracticeFigures {
  readonly code: string;
  readonly name: string;
  readonly listSize: number | null;
  readonly open: number;
  readonly rate: number | null;
  readonly medianDays: number | null;
  readonly over18Weeks: number;
}

/** Every practice of the PCN, also those where nobody waits, and those that left it and still have patients waiting; highest rate first. */
export function practiceFigures(
  practices: readonly { code: string; name: string; listSize: number | null }[],
  counts: PcnCaseloadView['byPractice'],
): PracticeFigures[] {
  const known = new Set(practices.map(({ code }) => code));
  const left = counts.filter(({ practiceCode }) => !known.has(practiceCode));
  return [...practices, ...left.map(({ practiceCode }) => ({ code: practiceCode, name: practiceCode, listSize: null }))]
    .map((practice) => {
      const count = counts.find(({ practiceCode }) => practiceCode === practice.code);
      const open = count?.open ?? 0;
      return {
        ...practice,
        open,
        rate: ratePerThousand(open, practice.listSize),
        medianDays: count?.medianDays ?? null,
        over18Weeks: count?.over18Weeks ?? 0,
      };
    })
    .sort((a, b) => (b.rate ?? -1) - (a.rate ?? -1) || a.name.localeCompare(b.name, 'en-GB'));
}

/** By rule: how many wait too long, and where the rate is highest. */
export function findings(view: PcnCaseloadView, practices: readonly PracticeFigures[], rttWeeks: number): string[] {
  if (view.open === 0) return [];
  const [top, second] = practices.filter(({ rate }) => rate !== null);
  const highest = top?.rate && second?.rate !== top.rate ? top : undefined;
  return [
    `${overStandard(view, rttWeeks)} since the referral (${percent(view.over18Weeks, view.open)}).`,
    ...(highest ? [`The rate is highest at ${highest.name}: ${highest.rate} per 1,000 registered patients.`] : []),
  ];
}

const overStandard = ({ open, over18Weeks }: PcnCaseloadView, rttWeeks: number): string =>
  `${over18Weeks.toLocaleString('en-GB')} of ${counted(open, 'patient')} ${over18Weeks === 1 ? 'has' : 'have'} waited over ${rttWeeks} weeks`;

const COLOURS = { within: '#6BACE6', over: '#2073BC', longest: '#12436D' } as const;

export function waitChart(view: PcnCaseloadView, rttWeeks: number, listSize: number | null, asOf: Date, place: string, csvHref: string) {
  const { byWait, open } = view;
  const bands = byWait.map(({ band, open: patients }) => ({
    name: waitText(band),
    patients,
    share: percent(patients, open),
    rate: ratePerThousand(patients, listSize) ?? 'Not available',
    colour: WAIT_BANDS[band][0] < rttWeeks ? COLOURS.within : WAIT_BANDS[band][1] === null ? COLOURS.longest : COLOURS.over,
  }));
  const heading = overStandard(view, rttWeeks);
  return {
    id: 'waits',
    heading,
    subtitle: `Patients by weeks since the referral, ${place}, ${counted(open, 'patient')}. Darker bars: ${rttWeeks} weeks or more.`,
    svg: barRows(
      bands.map(({ name, patients, share, colour }) => ({
        name,
        words: `${counted(patients, 'patient')}, ${share}`,
        from: 0,
        to: patients,
        colour,
      })),
      { label: `${heading}. The numbers are in the table.`, unit: 'patients' },
    ),
    table: {
      caption: 'Patients by weeks since the referral',
      head: ['Weeks', 'Patients', 'Share', 'Rate per 1,000 registered patients'],
      rows: bands.map(({ name, patients, share, rate }) => [name, patients, share, rate]),
    },
    source: 'Guardian cases, and list sizes of the directory',
    asOf,
    csvHref,
  };
}
