import type { IncomingReferral } from '@guardian/casework';
import { csvText } from '@guardian/kernel';
import { type Bucket, type Counts, NO_ROWS } from './buckets';
import { checkRow, type Surroundings } from './check-row';
import { type ColumnName, PROBLEMS_HEADING, shown } from './columns';
import type { FileRow, ReferralFile } from './referral-file';
import type { RowProblem } from './row-reader';
import type { Why } from './intake-desk';

export interface Worked {
  readonly counts: Counts;
  /** In the order of the rows. */
  readonly problems: readonly RowProblem[];
  /** The rows that were left out, each with its problems in front: as CSV, to be put right and sent again. */
  readonly badRows: string;
}

interface RowResult {
  readonly row: FileRow;
  readonly bucket: Bucket;
  readonly problems: readonly RowProblem[];
}

const AT_ONCE = 50;

/**
 * Checks every row and gives each good one to `then`, some at once, those of one patient one after the other. `onProgress` is told how
 * many rows are done. A row that is refused holds up no other; what `then` throws ends the whole.
 */
export async function workThrough(
  { headings, rows }: ReferralFile,
  around: Surroundings,
  then: (referral: IncomingReferral) => Promise<{ bucket: Bucket; why?: Why }>,
  onProgress: (rowsDone: number) => Promise<void> | void = () => undefined,
): Promise<Worked> {
  const results: RowResult[] = [];
  const one = async (row: FileRow): Promise<void> => {
    const checked = await checkRow(headings, row, around);
    if (!checked.ok) {
      results.push({ row, bucket: 'refused', problems: checked.problems });
      return;
    }
    const { bucket, why } = await then(checked.referral);
    results.push({ row, bucket, problems: why ? [{ row: row.row, sent: sentIn(headings, row, why.field), ...why }] : [] });
  };
  for (let at = 0; at < rows.length; at += AT_ONCE) {
    await Promise.all(byPatient(headings, rows.slice(at, at + AT_ONCE)).map((own) => inTurn(own, one)));
    await onProgress(Math.min(at + AT_ONCE, rows.length));
  }
  return summary(headings, results);
}

function byPatient(headings: readonly ColumnName[], rows: readonly FileRow[]): FileRow[][] {
  const at = headings.indexOf('NHS_NUMBER');
  const groups = new Map<string, FileRow[]>();
  for (const row of rows) {
    const number = row.cells[at]?.replaceAll(/\D/g, '') || `row ${row.row}`;
    groups.set(number, [...(groups.get(number) ?? []), row]);
  }
  return [...groups.values()];
}

async function inTurn(rows: readonly FileRow[], work: (row: FileRow) => Promise<void>): Promise<void> {
  for (const row of rows) await work(row);
}

const sentIn = (headings: readonly ColumnName[], { cells }: FileRow, field: Why['field']): string =>
  field === '' ? '' : shown(field, cells[headings.indexOf(field)] ?? '');

function summary(headings: readonly ColumnName[], unordered: readonly RowResult[]): Worked {
  const results = unordered.toSorted((a, b) => a.row.row - b.row.row);
  const counts: Record<Bucket, number> = { ...NO_ROWS };
  for (const { bucket } of results) counts[bucket]++;
  const leftOut = results.filter(({ problems }) => problems.length > 0);
  const inOneCell = (problems: readonly RowProblem[]) =>
    problems.map(({ field, problem, fix }) => `${field && `${field}: `}${problem}. ${fix}.`).join(' ');
  return {
    counts,
    problems: results.flatMap(({ problems }) => problems),
    badRows: csvText([[PROBLEMS_HEADING, ...headings], ...leftOut.map(({ row, problems }) => [inOneCell(problems), ...row.cells])]),
  };
}
