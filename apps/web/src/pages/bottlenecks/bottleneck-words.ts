// What the bottleneck report says of its figures: sentences by rule, cells and the chart.
import type { BottleneckRow, BottleneckView } from '@guardian/oversight';
import type { runtime } from 'nunjucks';
import { counted } from '../../layout/filters';
import { stepWords } from '../../layout/words';
import { moverWords } from '../case/mover-words';
import { barRows } from './bar-rows';

/** Figures that are not told, and why. */
export const HIDDEN = '*';
const NOT_KNOWN = 'Not yet known';

/** In the order of the columns, after step and owner. */
export interface StepCells {
  readonly step: string;
  readonly owner: string;
  readonly inQueue: number | string;
  readonly pastLimit: number | string;
  readonly median: number | string;
  readonly nineInTen: number | string;
  readonly inPerWeek: number | string;
  readonly outPerWeek: number | string;
  readonly net: number | string;
  readonly daysOverLimit: number | string;
}

export function stepCells(row: BottleneckRow, suppressed: boolean): StepCells {
  const told = (figure: number | null): number | string => figure ?? (suppressed ? HIDDEN : NOT_KNOWN);
  return {
    step: stepWords[row.step].text,
    owner: moverWords[row.nextMover],
    inQueue: told(row.inQueue),
    pastLimit: told(row.pastLimit),
    median: told(row.median),
    nineInTen: told(row.nineInTen),
    inPerWeek: told(row.inPerWeek),
    outPerWeek: told(row.outPerWeek),
    net: told(netPerWeek(row)),
    daysOverLimit: told(row.daysOverLimit),
  };
}

/** Null when one of its parts is not told. */
const netPerWeek = ({ inPerWeek, outPerWeek }: BottleneckRow): number | null =>
  inPerWeek === null || outPerWeek === null ? null : Math.round((inPerWeek - outPerWeek) * 10) / 10;

/** What the report found, in one or two sentences. */
export function findings({ rows, suppressed }: BottleneckView): string[] {
  return [longestHoldUp(rows, suppressed), fastestGrowth(rows)].filter((sentence) => sentence !== undefined);
}

function longestHoldUp([top]: readonly BottleneckRow[], suppressed: boolean): string | undefined {
  if (!top) return undefined;
  if (top.daysOverLimit === 0) return 'No step has patients past its limit.';
  const { text } = stepWords[top.step];
  if (top.pastLimit === null || top.daysOverLimit === null) return `“${text}” is the longest hold-up.`;
  const about = suppressed ? 'about ' : '';
  const are = top.pastLimit === 1 ? 'is' : 'are';
  return `“${text}” is the longest hold-up: ${about}${counted(top.pastLimit, 'patient')} ${are} past the limit, by ${counted(top.daysOverLimit, 'day')} in all.`;
}

function fastestGrowth(rows: readonly BottleneckRow[]): string | undefined {
  const growing = rows.map((row) => ({ row, net: netPerWeek(row) ?? 0 })).sort((a, b) => b.net - a.net);
  const [most] = growing;
  if (!most || most.net <= 0) return undefined;
  return `The queue that grows fastest is “${stepWords[most.row.step].text}”: ${most.net} more patients a week come in than go out.`;
}

/** The finding of the chart. */
export function longestStep(rows: readonly BottleneckRow[]): string {
  const known = rows.flatMap(({ step, median }) => (median === null ? [] : [{ step, median }]));
  const [longest] = known.sort((a, b) => b.median - a.median);
  return longest
    ? `“${stepWords[longest.step].text}” takes longest: half of the patients leave it within ${counted(longest.median, 'day')}`
    : 'Days that each step takes';
}

/** Bar from median to 9 in 10, dot at the median, tick at the limit; null when no step has a median. */
export function stepChart(rows: readonly BottleneckRow[], label: string): runtime.SafeString | null {
  const bars = rows.flatMap(({ step, median, nineInTen, limit }) =>
    median === null
      ? []
      : [
          {
            name: stepWords[step].text,
            words: `Half in ${counted(median, 'day')}, 9 in 10 ${nineInTen === null ? 'not yet known' : `in ${counted(nineInTen, 'day')}`}`,
            from: median,
            to: nineInTen ?? median,
            dot: median,
            ...(limit === null ? {} : { tick: limit }),
          },
        ],
  );
  return bars.length > 0 ? barRows(bars, { label, unit: 'days' }) : null;
}
