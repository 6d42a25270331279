// Horizontal bars drawn for any width: positions are percentages, so that text keeps its size when the chart gets narrow.
import { nice, ticks } from 'd3-array';
import { runtime } from 'nunjucks';
import { escaped } from '../../layout/html';

/** Everything that a bar can show, in the unit of the axis. */
export interface BarRow {
  readonly name: string;
  /** The row's numbers in words; they stand under its bar. */
  readonly words: string;
  readonly from: number;
  readonly to: number;
  readonly colour?: string;
  readonly dot?: number;
  readonly tick?: number;
}

const ROW = 72;
const AXIS = 40;
const TEXT = '#212b32';
const AXES = '#4c6272';

export function barRows(rows: readonly BarRow[], options: { label: string; unit: string }): runtime.SafeString {
  // At least 4, so that an axis of people or days has whole numbers.
  const most = Math.max(4, ...rows.flatMap(({ to, dot = 0, tick = 0 }) => [to, dot, tick]));
  const [, end = most] = nice(0, most, 4);
  const x = (value: number): string => `${Math.round((9_600 * value) / end) / 100}%`;
  const height = rows.length * ROW + AXIS;
  const marks = ticks(0, end, 4);
  const parts = [
    ...marks.map((value) => `<line x1="${x(value)}" x2="${x(value)}" y1="0" y2="${height - AXIS}" stroke="#d8dde0"/>`),
    ...rows.map((row, i) => bar(row, i * ROW, x)),
    ...marks.map((value, i) => {
      const anchor = i === 0 ? 'start' : i === marks.length - 1 ? 'end' : 'middle';
      return `<text x="${x(value)}" y="${height - 24}" text-anchor="${anchor}" fill="${AXES}">${value}</text>`;
    }),
    `<text x="${x(end)}" y="${height - 6}" text-anchor="end" fill="${AXES}">${options.unit}</text>`,
  ];
  return new runtime.SafeString(
    `<svg width="100%" height="${height}" font-family="arial, sans-serif" font-size="14" role="img" aria-label="${escaped(options.label)}" focusable="false">${parts.join('')}</svg>`,
  );
}

function bar({ name, words, from, to, colour = '#12436D', dot, tick }: BarRow, top: number, x: (value: number) => string): string {
  const width = x(to - from); // the axis begins at 0
  const middle = top + 31;
  return [
    `<text x="0" y="${top + 16}" font-weight="600" fill="${TEXT}">${escaped(name)}</text>`,
    `<rect x="${x(from)}" y="${top + 23}" width="${width}" height="16" fill="${colour}" stroke="#12436D"/>`,
    dot === undefined ? '' : `<circle cx="${x(dot)}" cy="${middle}" r="7" fill="#ffffff" stroke="#12436D" stroke-width="3"/>`,
    tick === undefined
      ? ''
      : `<line x1="${x(tick)}" x2="${x(tick)}" y1="${top + 19}" y2="${top + 43}" stroke="#801650" stroke-width="4" stroke-dasharray="4 2"/>`,
    `<text x="0" y="${top + 54}" fill="${TEXT}">${escaped(words)}</text>`,
  ].join('');
}
