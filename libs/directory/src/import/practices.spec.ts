import { type Practice } from '../entities';
import { planPractices } from './practices';

const COLUMNS = { code: 0, name: 1, opened: 10, closed: 11, status: 12, commissioner: 14, setting: 25 };
type Cells = Partial<Record<keyof typeof COLUMNS, string>>;

/** A row in the national layout: 27 columns, every one quoted. */
function row(over: Cells): string {
  const right: Cells = {
    code: 'F81001',
    name: 'MILL LANE SURGERY',
    opened: '19740401',
    closed: '',
    status: 'A',
    commissioner: '99F',
    setting: '4',
  };
  const cells = Array.from({ length: 27 }, () => '');
  for (const [column, value] of Object.entries({ ...right, ...over })) cells[COLUMNS[column as keyof Cells]] = value;
  return cells.map((cell) => `"${cell}"`).join(',');
}

const millLane: Practice = {
  code: 'F81001',
  name: 'Mill Lane Surgery',
  placeCode: 'castle-point-and-rochford',
  validFrom: '1974-04-01',
  validUntil: null,
};

describe('a practice file', () => {
  it('adds an active GP practice, with the place of its commissioner', () => {
    expect(planPractices(row({}), [])).toEqual({
      report: [{ row: 1, code: 'F81001', outcome: 'added', reason: '' }],
      places: [{ code: 'castle-point-and-rochford', name: 'Castle Point and Rochford' }],
      practices: [millLane],
    });
  });

  it('calls a place that it does not know by its code', () => {
    const { places, practices } = planPractices(row({ commissioner: '15E' }), []);
    expect(places).toEqual([{ code: 'sub-icb-location-15e', name: 'Sub-ICB location 15E' }]);
    expect(practices[0]?.placeCode).toBe('sub-icb-location-15e');
  });

  it('changes the name and the opening day of a known practice and leaves its place', () => {
    const known = { ...millLane, name: 'Dr Mill', placeCode: 'havering', validFrom: '2019-07-01' };
    expect(planPractices(row({}), [known])).toEqual({
      report: [{ row: 1, code: 'F81001', outcome: 'changed', reason: '' }],
      places: [],
      practices: [{ ...millLane, placeCode: 'havering' }],
    });
  });

  it('changes nothing that stands as the file says', () => {
    expect(planPractices(row({}), [millLane])).toEqual({
      report: [{ row: 1, code: 'F81001', outcome: 'unchanged', reason: '' }],
      places: [],
      practices: [],
    });
  });

  it('ends a known practice that has closed', () => {
    const { report, practices } = planPractices(row({ status: 'C', closed: '20220331' }), [millLane]);
    expect(report).toEqual([{ row: 1, code: 'F81001', outcome: 'changed', reason: '' }]);
    expect(practices).toEqual([{ ...millLane, validUntil: '2022-03-31' }]);
  });

  it.each<[string, Cells, string]>([
    ['a hospital department', { setting: '10' }, 'Not a GP practice: prescribing setting 10.'],
    ['a row without a setting', { setting: '' }, 'Not a GP practice: prescribing setting missing.'],
    ['a closed practice that is not known', { status: 'C', closed: '20220331' }, 'Not active: status C.'],
    ['a dormant practice', { status: 'D' }, 'Not active: status D.'],
  ])('skips %s', (_what, over, reason) => {
    const { report, practices } = planPractices(row(over), []);
    expect(report).toEqual([{ row: 1, code: 'F81001', outcome: 'skipped', reason }]);
    expect(practices).toEqual([]);
  });

  it.each<[string, string, string, string]>([
    ['with another layout', 'F81001,MILL LANE SURGERY', 'F81001', 'The row has 2 columns, not 27.'],
    ['with an odd code', row({ code: 'F8100' }), 'F8100', 'A practice code is a letter and five digits.'],
    ['without a name', row({ name: ' ' }), 'F81001', 'The name is missing.'],
    ['without an open date', row({ opened: '' }), 'F81001', 'The open date is missing.'],
    ['opened on a day that does not exist', row({ opened: '20230230' }), 'F81001', 'The open date 20230230 is not a day.'],
    ['closed on a day that does not exist', row({ closed: '2023' }), 'F81001', 'The close date 2023 is not a day.'],
    ['closed before it opened', row({ closed: '19740331' }), 'F81001', 'The close date is before the open date.'],
    ['without a commissioner', row({ commissioner: '' }), 'F81001', 'The commissioner, which tells the place, is missing.'],
    ['with a quote too many', row({ name: 'MILL "LANE' }), '', 'The quotes in this row do not match.'],
    ['with a control character', row({ name: 'MILL\u0000' }), '', 'A cell holds control characters or more than 200 characters.'],
  ])('refuses a row %s, and takes the good rows round it', (_what, bad, code, reason) => {
    const { report, practices } = planPractices([row({ code: 'F81002' }), bad, row({ code: 'F81003' })].join('\r\n'), []);
    expect(report).toEqual([
      { row: 1, code: 'F81002', outcome: 'added', reason: '' },
      { row: 2, code, outcome: 'refused', reason },
      { row: 3, code: 'F81003', outcome: 'added', reason: '' },
    ]);
    expect(practices.map((practice) => practice.code)).toEqual(['F81002', 'F81003']);
  });

  it('refuses a practice that stands in the file twice', () => {
    const { report } = planPractices([row({}), row({ name: 'OTHER NAME' })].join('\n'), []);
    expect(report[1]).toEqual({ row: 2, code: 'F81001', outcome: 'refused', reason: 'F81001 stands in this file twice.' });
  });

  it('counts rows as a spreadsheet does and leaves out empty ones', () => {
    expect(planPractices(`\n${row({})}\n\n`, []).report.map((line) => line.row)).toEqual([2]);
  });
});
