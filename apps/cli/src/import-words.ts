import { broughtIn, leftOut, type ReferralImport, type ReferralImportProblem } from '@guardian/intake';

type Shown = Pick<ReferralImport, 'fileName' | 'rows' | 'state' | 'counts'>;
type Problem = Pick<ReferralImportProblem, 'row' | 'field' | 'sent' | 'problem' | 'fix'>;

const number = (n: number): string => n.toLocaleString('en-GB');
const counted = (n: number, one: string): string => `${number(n)} ${n === 1 ? one : `${one}s`}`;

/** The report for a terminal: counts, the first problems as a table, and what has come of it. */
export function importWords({ fileName, rows, state, counts }: Shown, problems: readonly Problem[]): string {
  const buckets = [
    `New ${number(counts.new)}`,
    `Close match ${number(counts['close-match'])}`,
    `Already held ${number(counts.unchanged)}`,
    `Different ${number(counts.different)}`,
    `Cannot import ${number(counts.refused)}`,
  ];
  const outside = leftOut(counts);
  const end =
    state === 'done'
      ? `Imported ${counted(broughtIn(counts), 'referral')}. ${outside === 0 ? 'No row was left out.' : `Left out: ${counted(outside, 'row')}.`}`
      : `Nothing is saved. An import would bring in ${counted(broughtIn(counts), 'referral')} and leave out ${counted(outside, 'row')}.`;
  return [`${fileName}: ${counted(rows, 'row')}`, buckets.join(' | '), ...table(problems), end].join('\n');
}

function table(problems: readonly Problem[]): string[] {
  if (problems.length === 0) return [];
  const lines = [
    ['Row', 'Field', 'What you sent', 'Problem', 'How to fix'],
    ...problems.map(({ row, field, sent, problem, fix }) => [String(row), field, sent, problem, fix]),
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...lines.map((line) => (line[column] ?? '').length)));
  return lines.map((line) => line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
}
