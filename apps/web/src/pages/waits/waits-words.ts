// The waits of a cohort in words: bands, limits, and the finding that stands over the chart.
import { addDays, type CalendarDay } from '@guardian/kernel';
import type { Behind, ClockName, Count, Group, LimitName, WaitBand, WaitsView } from '@guardian/oversight';
import type { Choice } from '../../layout/choices';
import { counted, longDate, number } from '../../layout/filters';
import { barRows } from '../bottlenecks/bar-rows';

export const CLOCKS = {
  rtt: { name: 'RTT clock', standard: '18 weeks', lastBandInside: '12-18-weeks' },
  test: { name: 'Test clocks', standard: '6 weeks', lastBandInside: '4-6-weeks' },
  faster_diagnosis_28: { name: 'Cancer: 28 days to diagnosis', standard: '28 days', lastBandInside: '15-28-days' },
  treatment_31: { name: 'Cancer: 31 days to treatment', standard: '31 days', lastBandInside: '29-31-days' },
  treatment_62: { name: 'Cancer: 62 days to first treatment', standard: '62 days', lastBandInside: '32-62-days' },
} as const satisfies Readonly<Record<ClockName, object>>;

export const GROUP_NAMES: Readonly<Record<Group, string>> = {
  pcn: 'PCN',
  practice: 'Practice',
  provider: 'Provider',
  specialty: 'Treatment function',
};

/** Each group with its name, most over the limit first. */
export const groupRows = ({ groups }: WaitsView, names: readonly Choice[]) =>
  groups.map((group) => ({ ...group, name: names.find(({ value }) => value === group.code)?.text ?? group.code ?? 'None' }));

const WEEKS_AGO = [1, 2, 4, 8, 13, 26, 52] as const;

/** Today and some days before it, newest first; another day that was asked for stands among them. */
export function daysToChoose(today: CalendarDay, asked: CalendarDay): Choice[] {
  const days = new Set([today, asked, ...WEEKS_AGO.map((weeks) => addDays(today, -7 * weeks))]);
  return [...days]
    .sort()
    .reverse()
    .map((day) => ({ value: day, text: day === today ? 'Today' : longDate(day) }));
}

export const limitWords = (clock: ClockName, limit: LimitName): string =>
  limit === 'standard' ? CLOCKS[clock].standard : limit === 'over-52' ? '52 weeks' : '65 weeks';

/** `12-18-weeks` → "12 to 18 weeks", `52-plus-weeks` → "52 weeks and more". */
export function bandWords({ id }: WaitBand): string {
  const [from = '', to = '', unit = ''] = id.split('-');
  return to === 'plus' ? `${from} ${unit} and more` : `${from} to ${to} ${unit}`;
}

export const told = (count: Count): string => (count === null ? '*' : number(count));

/** "58 of 412 clocks are over 18 weeks; 21 more will be within 8 weeks if nothing happens." */
export function finding(clock: ClockName, view: WaitsView): string {
  const [standard] = view.limits;
  if (view.running === 0) return 'No such clock runs.';
  if (!standard || standard.over === null || view.running === null) return `${told(view.running)} clocks run.`;
  const ahead = standard.ahead?.[8];
  const more = ahead === null || ahead === undefined ? '' : `; ${number(ahead)} more will be within 8 weeks if nothing happens`;
  const are = standard.over === 1 ? 'is' : 'are';
  return `${number(standard.over)} of ${counted(view.running, 'clock')} ${are} over ${CLOCKS[clock].standard}${more}.`;
}

export function bandChart(view: WaitsView) {
  const bars = view.bands.flatMap((band) =>
    band.patients === null ? [] : [{ name: bandWords(band), words: counted(band.patients, 'clock'), from: 0, to: band.patients }],
  );
  return bars.length > 0 ? barRows(bars, { label: 'Clocks by length of wait. The numbers are in the table.', unit: 'clocks' }) : null;
}

/** What a number of the page stands for, as its link says it; undefined for anything else. */
export function behindOf(asked: string, bands: readonly WaitBand[], limits: readonly LimitName[]): Behind | undefined {
  if (asked === 'running' || asked === 'unknown-start') return { kind: asked };
  const band = bands.find(({ id }) => asked === `band-${id}`);
  if (band) return { kind: 'band', band };
  const [, weeks, limit = ''] = /^(?:over|ahead-([248]))-(standard|over-52|over-65)$/.exec(asked) ?? [];
  const known = limits.find((one) => one === limit);
  if (!known) return undefined;
  return weeks ? { kind: 'ahead', limit: known, weeks: Number(weeks) as 2 | 4 | 8 } : { kind: 'over', limit: known };
}

export function behindWords(clock: ClockName, behind: Behind): string {
  switch (behind.kind) {
    case 'running':
      return 'that run';
    case 'unknown-start':
      return 'whose start is not known';
    case 'band':
      return `of ${bandWords(behind.band)}`;
    case 'over':
      return `over ${limitWords(clock, behind.limit)}`;
    case 'ahead':
      return `that will go over ${limitWords(clock, behind.limit)} within ${behind.weeks} weeks if nothing happens`;
  }
}
