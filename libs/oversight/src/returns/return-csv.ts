// The returns as rows of a file: one line a cell, so that a spreadsheet can add them up in any way.
import type { CsvCell } from '@guardian/kernel';
import { DM01_TESTS } from '@guardian/waiting-times';
import { suppressed } from '../domain/waits';
import type { MonthEndView } from './statutory-returns';
import { RTT_FUNCTIONS } from './treatment-functions';

export type ReturnName = 'rtt' | 'dm01';

/** Counts of 1 to 7 are left out and others rounded to 5 where `hidden`: for those who have no relationship to the patients. */
export function returnRows(name: ReturnName, view: MonthEndView, hidden: boolean): CsvCell[][] {
  const told = (count: number): CsvCell => (hidden ? (suppressed(count) ?? '*') : count);
  const about = [view.end, view.known === 'then' ? 'as known then' : 'as known now'];
  if (name === 'rtt') {
    return [
      ['Month end', 'Known', 'Part', 'Treatment function code', 'Treatment function', 'Commissioner', 'Week band', 'Pathways'],
      ...view.rtt.map(({ part, function: code, commissioner, band, pathways }) => [
        ...about,
        ...[part, code, RTT_FUNCTIONS[code], commissioner, band === 'all' ? '' : band],
        told(pathways),
      ]),
    ];
  }
  return [
    ['Month end', 'Known', 'Test', 'Kind', 'Band or activity', 'Patients'],
    ...view.dm01.map(({ test, kind, of, patients }) => [...about, DM01_TESTS[test], kind, of, told(patients)]),
  ];
}
