import { type Place, type Practice } from '../entities';
import { readableName } from '../names';
import { csvRows, type ImportRow, PRACTICE_CODE, type RowReport } from './csv-rows';
import { nationalDay } from './national-day';
import { placeOfSubIcb } from '../sub-icb-places';

// Layout of epraccur, the national list of practices: 27 columns without a header.
const COLUMNS = 27;
const [CODE, NAME, OPENED, CLOSED, STATUS, COMMISSIONER, SETTING] = [0, 1, 10, 11, 12, 14, 25];
const GP_PRACTICE = '4';
const ACTIVE = 'A';

export interface PracticesPlan {
  readonly report: RowReport[];
  readonly places: Place[];
  readonly practices: Practice[];
}

type Outcome = Omit<RowReport, 'row' | 'code'>;

/**
 * What a practice file asks of the directory. Taken are active GP practices; a practice that is known here and has closed gets its last
 * day. The place of a known practice stays: several places can share one commissioner.
 */
export function planPractices(csv: string, known: readonly Practice[]): PracticesPlan {
  const practices = new Map(known.map((practice) => [practice.code, practice]));
  const places = new Map<string, Place>();
  const changed = new Map<string, Practice>();
  const seen = new Set<string>();

  const put = (practice: Practice): Outcome => {
    const before = practices.get(practice.code);
    if (before !== undefined && sameValues(before, practice)) return { outcome: 'unchanged', reason: '' };
    changed.set(practice.code, practice);
    return { outcome: before === undefined ? 'added' : 'changed', reason: '' };
  };

  const take = ({ cells, unreadable }: ImportRow): Outcome => {
    if (unreadable !== undefined) return refused(unreadable);
    if (cells.length !== COLUMNS) return refused(`The row has ${cells.length} columns, not ${COLUMNS}.`);
    const cell = (column: number): string => cells[column] ?? '';
    const code = cell(CODE);
    if (cell(SETTING) !== GP_PRACTICE) return skipped(`Not a GP practice: prescribing setting ${cell(SETTING) || 'missing'}.`);
    if (!PRACTICE_CODE.test(code)) return refused('A practice code is a letter and five digits.');
    if (seen.has(code)) return refused(`${code} stands in this file twice.`);
    seen.add(code);

    const before = practices.get(code);
    const validUntil = cell(CLOSED) === '' ? null : nationalDay(cell(CLOSED));
    if (validUntil === undefined) return refused(`The close date ${cell(CLOSED)} is not a day.`);
    if (cell(STATUS) !== ACTIVE) {
      if (before === undefined || validUntil === null) return skipped(`Not active: status ${cell(STATUS)}.`);
      if (validUntil < before.validFrom) return refused(`${code} would close before it opened, on ${before.validFrom}.`);
      return put({ ...before, validUntil });
    }

    const name = readableName(cell(NAME));
    const validFrom = nationalDay(cell(OPENED));
    if (name === '') return refused('The name is missing.');
    if (cell(OPENED) === '') return refused('The open date is missing.');
    if (validFrom === undefined) return refused(`The open date ${cell(OPENED)} is not a day.`);
    if (validUntil !== null && validUntil < validFrom) return refused('The close date is before the open date.');
    if (cell(COMMISSIONER) === '') return refused('The commissioner, which tells the place, is missing.');
    const place = placeOfSubIcb(cell(COMMISSIONER));
    if (before === undefined) places.set(place.code, place);
    return put({ code, name, placeCode: before?.placeCode ?? place.code, validFrom, validUntil });
  };

  const report = csvRows(csv).map((row) => ({ row: row.row, code: row.cells[CODE] ?? '', ...take(row) }));
  return { report, places: [...places.values()], practices: [...changed.values()] };
}

const refused = (reason: string): Outcome => ({ outcome: 'refused', reason });
const skipped = (reason: string): Outcome => ({ outcome: 'skipped', reason });

function sameValues(a: Practice, b: Practice): boolean {
  return a.name === b.name && a.placeCode === b.placeCode && a.validFrom === b.validFrom && a.validUntil === b.validUntil;
}
