import { type Pcn, type Practice } from '../entities';
import { type KnownDirectory, planPcnMembership } from './pcn-membership';

const HEADER = `"Partner
Organisation
Code","Partner
Name","Practice
Parent
Sub ICB Loc Code","Practice
Parent
Sub ICB Loc Name",PCN Code,PCN Name,"PCN Parent
Sub ICB Loc Code","PCN Parent
Sub ICB Loc Name","Practice to PCN
Relationship
Start Date","Practice to PCN
Relationship
End Date",Practice Sub ICB Loc and PCN Sub ICB Loc Match `;

const row = (practice: string, pcn: string, pcnName: string, start: string, end = ''): string =>
  `${practice},"ANY, NAME",99F,NHS ANY ICB - 99F,${pcn},${pcnName},99F,NHS ANY ICB - 99F,${start},${end},1`;

const practice = (code: string): Practice => ({
  code,
  name: 'Mill Lane Surgery',
  placeCode: 'castle-point-and-rochford',
  validFrom: '2019-07-01',
  validUntil: null,
});
const rochford: Pcn = { code: 'rochford-pcn', name: 'Rochford PCN', nationalCode: null, placeCode: 'castle-point-and-rochford' };
const known: KnownDirectory = {
  practices: [practice('F81001'), practice('F81002')],
  pcns: [rochford],
  memberships: [{ practiceCode: 'F81001', pcnCode: 'rochford-pcn', validFrom: '2019-07-01', validUntil: null }],
};

describe('a PCN membership file', () => {
  it('finds a PCN that has no national code by its name, and keeps its code', () => {
    const plan = planPcnMembership(row('F81001', 'U49929', 'ROCHFORD PCN', '20191001'), known);
    expect(plan.report).toEqual([{ row: 1, code: 'F81001', outcome: 'changed', reason: '' }]);
    expect(plan.pcns).toEqual([{ ...rochford, nationalCode: 'U49929' }]);
    expect(plan.memberships).toEqual(new Map());
  });

  it('adds a PCN that is not known under its national code, in the place of its sub-ICB location', () => {
    const plan = planPcnMembership(row('F81002', 'U84454', 'CANVEY PCN', '20191001'), known);
    expect(plan.report).toEqual([{ row: 1, code: 'F81002', outcome: 'added', reason: '' }]);
    expect(plan.places).toEqual([{ code: 'castle-point-and-rochford', name: 'Castle Point and Rochford' }]);
    expect(plan.pcns).toEqual([{ code: 'U84454', name: 'Canvey PCN', nationalCode: 'U84454', placeCode: 'castle-point-and-rochford' }]);
    expect(plan.memberships).toEqual(new Map([['F81002', [{ pcnCode: 'U84454', validFrom: '2019-10-01', validUntil: null }]]]));
  });

  it('follows a PCN that was renamed by its national code', () => {
    const named = { ...rochford, nationalCode: 'U49929' };
    const plan = planPcnMembership(row('F81001', 'U49929', 'ROCHFORD AND ROACH PCN', '20191001'), { ...known, pcns: [named] });
    expect(plan.report).toEqual([{ row: 1, code: 'F81001', outcome: 'changed', reason: '' }]);
    expect(plan.pcns).toEqual([{ ...named, name: 'Rochford and Roach PCN' }]);
  });

  it('moves a practice, in whatever order the file tells it', () => {
    const moved = [row('F81001', 'U84454', 'CANVEY PCN', '20210401'), row('F81001', 'U49929', 'ROCHFORD PCN', '20191001', '20210331')];
    const plan = planPcnMembership([HEADER, ...moved].join('\n'), known);
    expect(plan.report).toEqual([
      { row: 2, code: 'F81001', outcome: 'added', reason: '' },
      { row: 3, code: 'F81001', outcome: 'changed', reason: '' },
    ]);
    expect(plan.memberships.get('F81001')).toEqual([
      { pcnCode: 'rochford-pcn', validFrom: '2019-07-01', validUntil: '2021-03-31' },
      { pcnCode: 'U84454', validFrom: '2021-04-01', validUntil: null },
    ]);
  });

  it('takes a name that breaks the naming rules, and says so', () => {
    const plan = planPcnMembership(row('F81002', 'U18990', 'WITHAM & MALDON PCN', '20191001'), known);
    expect(plan.report).toEqual([{ row: 1, code: 'F81002', outcome: 'added', reason: 'A PCN name uses “and”, not “&”.' }]);
  });

  it('leaves no PCN behind for a row that it refuses', () => {
    const plan = planPcnMembership(
      [row('F81001', 'U49929', 'ROCHFORD PCN', '20191001'), row('F81001', 'U84454', 'CANVEY PCN', '20210401')].join('\n'),
      known,
    );
    expect(plan.report[1]).toEqual({
      row: 2,
      code: 'F81001',
      outcome: 'refused',
      reason: 'F81001 would be in two PCNs at once: it is told or known to be in rochford-pcn from 2019-10-01.',
    });
    expect(plan.pcns.map((pcn) => pcn.code)).toEqual(['rochford-pcn']);
    expect(plan.places).toEqual([]);
  });

  it('skips a practice that is not in the directory', () => {
    expect(planPcnMembership(row('F81009', 'U49929', 'ROCHFORD PCN', '20191001'), known).report).toEqual([
      { row: 1, code: 'F81009', outcome: 'skipped', reason: 'Practice F81009 is not in the directory.' },
    ]);
  });

  it.each<[string, string, string, string]>([
    ['with another layout', 'F81001,U49929', 'F81001', 'The row has 2 columns, not 11.'],
    ['with an odd practice code', row('X1', 'U49929', 'ROCHFORD PCN', '20191001'), 'X1', 'A practice code is a letter and five digits.'],
    ['with an odd PCN code', row('F81001', '49929', 'ROCHFORD PCN', '20191001'), 'F81001', 'A PCN code is U and five digits.'],
    ['without the name of the PCN', row('F81001', 'U49929', '', '20191001'), 'F81001', 'The name of the PCN is missing.'],
    ['with a start that is no day', row('F81001', 'U49929', 'ROCHFORD PCN', '01/10/2019'), 'F81001', 'A start or end date is not a day.'],
    [
      'with an end that is no day',
      row('F81001', 'U49929', 'ROCHFORD PCN', '20191001', '20211301'),
      'F81001',
      'A start or end date is not a day.',
    ],
    [
      'that ends before it starts',
      row('F81001', 'U49929', 'ROCHFORD PCN', '20191001', '20190930'),
      'F81001',
      'The end date is before the start date.',
    ],
    ['with a quote too many', `"F81001${row('', 'U49929', 'ROCHFORD PCN', '20191001')}`, '', 'The quotes in this row do not match.'],
  ])('refuses a row %s, and takes the good row after it', (_what, bad, code, reason) => {
    const { report } = planPcnMembership([HEADER, bad, row('F81002', 'U49929', 'ROCHFORD PCN', '20191001')].join('\r\n'), known);
    expect(report).toEqual([
      { row: 2, code, outcome: 'refused', reason },
      { row: 3, code: 'F81002', outcome: 'added', reason: '' },
    ]);
  });
});
