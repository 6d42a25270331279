import { day } from '@guardian/kernel';
import { SnakeCaseNames } from '@guardian/projections';
import { DataSource } from 'typeorm';
import { testDatabase, type TestDatabase } from '../../../test/support/database';
import { Directory } from './directory';
import { directoryEntities } from './entities';
import { DirectoryImports } from './import/directory-imports';
import { loadShippedDirectory } from './load-shipped-directory';
import { directoryMigrations } from './migrations';

let database: TestDatabase;
let db: DataSource;
let directory: Directory;
let imports: DirectoryImports;

beforeAll(async () => {
  database = await testDatabase({ unmigrated: true });
  db = await new DataSource({
    type: 'postgres',
    url: database.url,
    entities: directoryEntities,
    migrations: directoryMigrations,
    namingStrategy: new SnakeCaseNames(),
  }).initialize();
  await db.runMigrations();
  directory = new Directory(db);
  imports = new DirectoryImports(db);
});

beforeEach(async () => {
  await db.query('truncate place, provider cascade');
  await loadShippedDirectory(db);
});

afterAll(async () => {
  await db.destroy();
  await database.drop();
});

const today = day('2026-11-22');

function practiceRow(code: string, name: string, status = 'A', closed = ''): string {
  const cells = Array.from({ length: 27 }, () => '');
  Object.assign(cells, { 0: code, 1: name, 10: '19740401', 11: closed, 12: status, 14: '99G', 25: '4' });
  return cells.map((cell) => `"${cell}"`).join(',');
}

const memberRow = (practice: string, pcn: string, pcnName: string, start: string, end = ''): string =>
  `${practice},ANY,99G,ANY,${pcn},${pcnName},99G,ANY,${start},${end},1`;

describe('the shipped directory', () => {
  it('is loaded once: 3 places, 13 PCNs, 93 practices with list sizes, 5 providers, 32 services, 11 of them in the community', async () => {
    const counted = await Promise.all(directoryEntities.map(async (table) => [table.name, await db.manager.count(table)]));
    expect(counted).toEqual([
      ['Place', 3],
      ['Pcn', 13],
      ['Practice', 93],
      ['PracticePcn', 93],
      ['ListSize', 93],
      ['Provider', 5],
      ['Service', 32],
      ['CommunityService', 11],
    ]);
    expect(await loadShippedDirectory(db)).toEqual({ added: 0 });
  });

  it('holds from 1 July 2019', async () => {
    expect(await directory.practice('F81007', day('2019-07-01'))).toEqual({
      code: 'F81007',
      name: 'Dr Puzey, Kothan & Nanda',
      pcn: { code: 'rochford-pcn', name: 'Rochford PCN' },
      place: { code: 'castle-point-and-rochford', name: 'Castle Point and Rochford' },
    });
    expect(await directory.practice('F81007', day('2019-06-30'))).toBeUndefined();
    expect(await directory.practice('F99999', today)).toBeUndefined();
  });

  it('names places and PCNs by codes that stay', async () => {
    expect(await directory.places()).toEqual([
      { code: 'castle-point-and-rochford', name: 'Castle Point and Rochford' },
      { code: 'havering', name: 'Havering' },
      { code: 'southend', name: 'Southend' },
    ]);
    expect((await directory.pcns(today)).map((pcn) => pcn.code)).toEqual([
      'benfleet-pcn',
      'canvey-pcn',
      'havering-crest-pcn',
      'havering-marshall-pcn',
      'havering-north-pcn',
      'havering-south-pcn',
      'north-road-plus-pcn',
      'rayleigh-and-district-pcn',
      'rochford-pcn',
      'southend-central-pcn',
      'southend-east-pcn',
      'southend-west-central-pcn',
      'west-leigh-pcn',
    ]);
    expect((await directory.pcns(today))[8]).toEqual({
      code: 'rochford-pcn',
      name: 'Rochford PCN',
      nationalCode: null,
      place: { code: 'castle-point-and-rochford', name: 'Castle Point and Rochford' },
    });
    expect(await directory.pcns(day('2019-06-30'))).toEqual([]);
  });

  it('lists the practices of a day by name', async () => {
    const practices = await directory.practices(today);
    expect(practices).toHaveLength(93);
    expect(practices[0]).toEqual({
      code: 'F81690',
      name: 'Ashingdon Medical Centre',
      pcn: { code: 'rochford-pcn', name: 'Rochford PCN' },
      place: { code: 'castle-point-and-rochford', name: 'Castle Point and Rochford' },
    });
  });

  it('marks its examples', async () => {
    expect((await directory.providers()).map(({ code, isExample }) => [code, isExample])).toEqual([
      ['RF4', false],
      ['EXAMPLE-CDC', true],
      ['EXAMPLE-MSK', true],
      ['EXAMPLE-COMMUNITY', true],
      ['RAJ', false],
    ]);
  });

  it('finds services by specialty, kind and day', async () => {
    const codes = async (filter: Parameters<Directory['services']>[0]): Promise<string[]> =>
      (await directory.services(filter)).map((service) => service.code);
    expect(await codes({ specialty: '110', onDay: today })).toEqual(['example-msk', 'raj-110', 'rf4-110']);
    expect(await codes({ specialty: '110', kind: 'consultant-led', onDay: today })).toEqual(['raj-110', 'rf4-110']);
    expect(await codes({ kind: 'diagnostic', onDay: day('2022-03-31') })).toEqual(['raj-diagnostics', 'rf4-diagnostics']);
    expect(await codes({ kind: 'diagnostic', onDay: day('2022-04-01') })).toHaveLength(5);
    expect(await codes({ onDay: day('2019-06-30') })).toEqual([]);
  });
});

describe('a list size', () => {
  it('is that of the practice, and of a PCN the sum', async () => {
    expect(await directory.listSize('F81007', today)).toBe(21_283);
    expect(await directory.listSize('rochford-pcn', today)).toBe(44_819);
  });

  it('is not known before the first count, nor of nobody', async () => {
    expect(await directory.listSize('F81007', day('2019-06-30'))).toBeNull();
    expect(await directory.listSize('nowhere-pcn', today)).toBeNull();
  });

  it('is that of the last count by the day', async () => {
    await database.pool.query(`insert into list_size values ('F81007', '2025-04-01', 22000, 'spec')`);
    expect(await directory.listSize('F81007', day('2025-03-31'))).toBe(21_283);
    expect(await directory.listSize('rochford-pcn', day('2025-04-01'))).toBe(45_536);
  });

  it('of a PCN is not known while that of one practice is missing', async () => {
    await imports.importPractices(practiceRow('F81999', 'NEW SURGERY'));
    await imports.importPcnMembership(memberRow('F81999', 'U49929', 'ROCHFORD PCN', '20240101'));
    expect(await directory.listSize('rochford-pcn', day('2023-12-31'))).toBe(44_819);
    expect(await directory.listSize('rochford-pcn', day('2024-01-01'))).toBeNull();
  });

  it('of a PCN leaves out a practice that has closed', async () => {
    await imports.importPractices(practiceRow('F81007', 'ANY', 'C', '20220331'));
    expect(await directory.listSize('rochford-pcn', day('2022-03-31'))).toBe(44_819);
    expect(await directory.listSize('rochford-pcn', day('2022-04-01'))).toBe(23_536);
  });
});

describe('the national files', () => {
  it('add, change and leave alone, and change nothing the second time', async () => {
    const practices = [practiceRow('F81081', 'THE QUEENSWAY SURGERY'), practiceRow('F81999', 'NEW SURGERY'), 'rubbish'].join('\n');
    expect((await imports.importPractices(practices)).map((line) => line.outcome)).toEqual(['changed', 'added', 'refused']);
    expect((await imports.importPractices(practices)).map((line) => line.outcome)).toEqual(['unchanged', 'unchanged', 'refused']);
    expect(await loadShippedDirectory(db)).toEqual({ added: 0 });
    expect((await directory.practice('F81081', today))?.name).toBe('The Queensway Surgery');
    expect(await directory.practice('F81999', today)).toEqual({
      code: 'F81999',
      name: 'New Surgery',
      pcn: null,
      place: { code: 'southend', name: 'Southend' },
    });
  });

  it('move a practice to another PCN from a day on, and change nothing the second time', async () => {
    const members = [
      memberRow('F81003', 'U17794', 'SOUTHEND VICTORIA PCN', '20210401'),
      memberRow('F81003', 'U52827', 'NORTH ROAD PLUS PCN', '20191001', '20210331'),
      memberRow('F81121', 'U04545', 'SOUTHEND EAST PCN', '20191001'),
    ].join('\n');
    expect((await imports.importPcnMembership(members)).map((line) => line.outcome)).toEqual(['added', 'changed', 'changed']);
    expect((await imports.importPcnMembership(members)).map((line) => line.outcome)).toEqual(['unchanged', 'unchanged', 'unchanged']);
    expect(await loadShippedDirectory(db)).toEqual({ added: 0 });

    const pcnOn = async (on: string) => (await directory.practice('F81003', day(on)))?.pcn;
    expect(await pcnOn('2021-03-31')).toEqual({ code: 'north-road-plus-pcn', name: 'North Road Plus PCN' });
    expect(await pcnOn('2021-04-01')).toEqual({ code: 'U17794', name: 'Southend Victoria PCN' });
    expect((await directory.pcns(today)).find((pcn) => pcn.code === 'southend-east-pcn')?.nationalCode).toBe('U04545');
  });

  it('close a practice', async () => {
    await imports.importPractices(practiceRow('F81200', 'ANY', 'C', '20210630'));
    expect((await directory.practice('F81200', day('2021-06-30')))?.name).toBe('Dr Sathanandan');
    expect(await directory.practice('F81200', day('2021-07-01'))).toBeUndefined();
  });

  it('save the same whether they arrive one after the other or at once', async () => {
    const file = Array.from({ length: 10 }, (_, i) => practiceRow(`F8190${i}`, 'A')).join('\n');
    const [first, second] = await Promise.all([imports.importPractices(file), imports.importPractices(file)]);
    const outcomes = [first, second].map((report) => [...new Set(report.map((line) => line.outcome))].join());
    expect(outcomes.toSorted()).toEqual(['added', 'unchanged']);
  });
});
