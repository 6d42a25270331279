import { addDays, day } from '@guardian/kernel';
import type { PathwayDefinitions } from '@guardian/pathways';
import { readDatabase } from '@guardian/projections';
import { DataSource } from 'typeorm';
import { testDatabase, type TestDatabase } from '../../../test/support/database';
import { type CaseFilters, CaseList, CaseListHandler, type CaseListView } from './case-list';
import { CaseRow } from './case-row';
import { CoordinatorsOf, CoordinatorsOfHandler } from './coordinators';
import { CoverCalendar } from './cover';
import { FindCase, FindCaseHandler } from './find-case';
import { caseRow, countsOnly, patientRow, southend, southendEast, TODAY } from './lists.examples';
import { PatientRow } from './patient-row';
import { PcnCaseload, PcnCaseloadHandler } from './pcn-caseload';
import { SearchCases, SearchCasesHandler } from './search';
import { Worklist, WorklistHandler, type WorklistOptions, type WorklistView } from './worklist';

let database: TestDatabase;
let db: DataSource;

// Every step of the one pathway here: 30 days to its target, and 20 days of quiet.
const definitions = {
  stepLimits: () =>
    Promise.resolve(
      ['intake', 'workup', 'awaiting-first-appointment'].map((step) => ({
        pathwayId: 'hip-pain',
        version: 1,
        step,
        targetDays: 30,
        quietDays: 20,
      })),
    ),
} as unknown as PathwayDefinitions;

beforeAll(async () => {
  database = await testDatabase();
  db = await new DataSource(readDatabase({ url: database.url, entities: [CaseRow, PatientRow] })).initialize();
});
afterAll(async () => {
  await db?.destroy();
  await database?.drop();
});
beforeEach(() => db.query('truncate caseload_case, caseload_patient'));

async function given(...rows: readonly { name: string; row?: Partial<CaseRow>; patient?: Partial<PatientRow> }[]): Promise<void> {
  await db.manager.insert(
    PatientRow,
    rows.map(({ name, patient }) => patientRow(name, patient)),
  );
  await db.manager.insert(
    CaseRow,
    rows.map(({ name, row }) => caseRow(name, row)),
  );
}

const families = ({ cases }: Pick<CaseListView, 'cases'>): string[] => cases.map(({ family }) => family);

describe('the worklist', () => {
  const worklist = (of: { coordinatorId: string } | 'team', page = 1, size = 25, options: WorklistOptions = {}) =>
    new WorklistHandler(db, definitions).execute(new Worklist(southend, of, TODAY, page, size, options));

  it('ranks by band, then by days over, then by wait, and names the top reason', async () => {
    await given(
      { name: 'Calm' },
      { name: 'Week', row: { nextContactOn: day('2026-03-20') } },
      { name: 'Today', row: { nextContactOn: TODAY } },
      { name: 'Late', row: { nextContactOn: day('2026-03-10') } },
      { name: 'Later', row: { nextContactOn: day('2026-03-16') } },
      { name: 'Longer', row: { nextContactOn: day('2026-03-16'), referredOn: day('2026-01-02') } },
      { name: 'Cancer', row: { step: 'intake', nextMover: 'guardian-team', suspectedCancer: true } },
      { name: 'Closed', row: { step: 'closed', nextContactOn: TODAY } },
    );
    const view = await worklist({ coordinatorId: 'u1' });
    expect(view.items.map(({ family, reasons }) => [family, reasons[0].rule, reasons[0].band])).toEqual([
      ['Cancer', 'suspected-cancer-not-sent', 'safety'],
      ['Late', 'contact', 'past-its-date'],
      ['Longer', 'contact', 'past-its-date'],
      ['Later', 'contact', 'past-its-date'],
      ['Today', 'contact', 'due-today'],
      ['Week', 'contact', 'due-this-week'],
    ]);
    expect(view).toMatchObject({
      total: 6,
      inBand: { safety: 1, 'past-its-date': 3, 'due-today': 1, 'due-this-week': 1 },
      nothingDue: 1,
    });
  });

  it('shows a page of the same order, and counts the whole list', async () => {
    await given(
      { name: 'One', row: { nextContactOn: day('2026-03-01') } },
      { name: 'Two', row: { nextContactOn: day('2026-03-02') } },
      { name: 'Three', row: { nextContactOn: day('2026-03-03') } },
    );
    const view = await worklist({ coordinatorId: 'u1' }, 2, 2);
    expect([view.items.map(({ family }) => family), view.total]).toEqual([['Three'], 3]);
  });

  it('lists every case once over its pages, also those that rank alike', async () => {
    const alike = ['A', 'B', 'C', 'D', 'E'].map((name) => ({ name, row: { nextContactOn: TODAY } }));
    await given(
      ...alike,
      { name: 'F', row: { nextContactOn: day('2026-03-10') } },
      { name: 'G', row: { nextContactOn: day('2026-03-20') } },
    );
    const pages = await Promise.all([1, 2, 3, 4].map((page) => worklist({ coordinatorId: 'u1' }, page, 2)));
    const shown = pages.map(({ items }) => items.map(({ family }) => family));
    expect(shown.map((page) => page.length)).toEqual([2, 2, 2, 1]);
    expect([shown[0]?.[0], shown[3]?.[0]]).toEqual(['F', 'G']);
    expect(shown.flat().sort()).toEqual(['A', 'B', 'C', 'D', 'E', 'F', 'G']);
    expect((await worklist({ coordinatorId: 'u1' }, 5, 2)).items).toEqual([]);
  });

  it('of a coordinator holds their cases, of the team those of nobody too, and never those of another place', async () => {
    await given(
      { name: 'Mine', row: { nextContactOn: TODAY } },
      { name: 'Colleague', row: { nextContactOn: TODAY, coordinatorId: 'u2', referredOn: day('2026-02-02') } },
      { name: 'Nobody', row: { coordinatorId: null, coordinatorName: null } },
      { name: 'Elsewhere', row: { nextContactOn: TODAY, placeCode: 'havering' } },
    );
    expect((await worklist({ coordinatorId: 'u1' })).items.map(({ family }) => family)).toEqual(['Mine']);
    expect((await worklist('team')).items.map(({ family }) => family)).toEqual(['Nobody', 'Colleague', 'Mine']);
  });

  it('with nothing to do tells when something will be due: the target, or the day after the last quiet one', async () => {
    await given(
      { name: 'Calm', row: { stepSince: day('2026-03-12') } }, // quiet until 6 April, target 11 April
      { name: 'Planned', row: { nextContactOn: day('2026-04-02') } },
    );
    expect(await worklist({ coordinatorId: 'u1' })).toMatchObject({ items: [], nothingDue: 2, nextDueOn: '2026-04-02' });
    await db.query(`update caseload_case set next_contact_on = null`);
    expect(await worklist({ coordinatorId: 'u1' })).toMatchObject({ items: [], nextDueOn: '2026-04-07' });
  });

  it('leaves out what is set aside until its day, and never a matter of safety', async () => {
    const due = { nextContactOn: day('2026-03-10') };
    await given(
      { name: 'Here', row: due },
      { name: 'Back', row: { ...due, snoozedUntil: TODAY } },
      { name: 'Tomorrow', row: { ...due, snoozedUntil: day('2026-03-19') } },
      { name: 'Later', row: { ...due, snoozedUntil: day('2026-03-25') } },
      { name: 'Cancer', row: { step: 'intake', suspectedCancer: true, snoozedUntil: day('2026-03-25') } },
      { name: 'Nothing', row: { snoozedUntil: day('2026-03-20') } },
    );
    const view = await worklist({ coordinatorId: 'u1' });
    expect(view.items.map(({ family }) => family).sort()).toEqual(['Back', 'Cancer', 'Here']);
    expect(view).toMatchObject({ total: 3, snoozed: 2, nextBackOn: '2026-03-19', nothingDue: 1 });
    const aside = await worklist({ coordinatorId: 'u1' }, 1, 25, { show: 'snoozed' });
    expect(aside.items.map(({ family, snoozedUntil }) => [family, snoozedUntil])).toEqual([
      ['Tomorrow', '2026-03-19'],
      ['Later', '2026-03-25'],
    ]);
  });

  it('keeps its pages as they were first seen, and counts what is new', async () => {
    const due = (on: string) => ({ nextContactOn: day(on) });
    await given(...['01', '02', '03', '04', '05'].map((on) => ({ name: `Day ${on}`, row: { ...due(`2026-03-${on}`), reference: on } })));
    const keep = { userId: 'u1', now: new Date('2026-03-18T10:42:00Z') };
    const first = await worklist({ coordinatorId: 'u1' }, 1, 2, { keep });
    const orderId = first.order?.orderId ?? '';
    expect([first.items.map(({ family }) => family), first.order?.newItems]).toEqual([['Day 01', 'Day 02'], 0]);
    await given({ name: 'New', row: { ...due('2026-02-01'), reference: 'new' } });
    await db.query(`update caseload_case set next_contact_on = null where reference = '03'`);
    const page = (number: number) => worklist({ coordinatorId: 'u1' }, number, 2, { keep: { ...keep, orderId } });
    const second = await page(2);
    expect(second.items.map(({ family }) => family)).toEqual(['Day 04']);
    expect(second.order).toMatchObject({ newItems: 1, takenAt: keep.now, gone: [{ family: 'Day 03' }] });
    expect([(await page(3)).items.map(({ family }) => family), second.total, second.listed]).toEqual([['Day 05'], 5, 5]);
    const now = await worklist({ coordinatorId: 'u1' }, 1, 2, { keep });
    expect(now.items.map(({ family }) => family)).toEqual(['New', 'Day 01']);
    expect((await worklist({ coordinatorId: 'u1' }, 1, 25, { keep })).order).toBeNull();
  });

  it('holds the cases of a colleague who is away, for the one who covers, on those days', async () => {
    await given(
      { name: 'Mine', row: { nextContactOn: TODAY } },
      {
        name: 'Colleague',
        row: { nextContactOn: TODAY, coordinatorId: 'u2', coordinatorName: 'Chris Example', referredOn: day('2026-02-02') },
      },
      { name: 'Third', row: { nextContactOn: TODAY, coordinatorId: 'u3' } },
    );
    const absent = { id: 'u2', name: 'Chris Example' };
    const cover = { coverId: 'c1', absent, by: { id: 'u1', name: 'Bola Example' }, fromOn: TODAY, toOn: day('2026-03-20') };
    await new CoverCalendar(db).add(cover, absent);
    const view = await worklist({ coordinatorId: 'u1' });
    expect([view.items.map(({ family }) => family), view.covering]).toEqual([['Colleague', 'Mine'], [cover]]);
    expect((await worklist({ coordinatorId: 'u2' })).items.map(({ family }) => family)).toEqual(['Colleague']);
    await db.query('truncate caseload_cover');
    expect((await worklist({ coordinatorId: 'u1' })).items.map(({ family }) => family)).toEqual(['Mine']);
  });

  it('puts those at higher risk of being missed first where cases rank alike, and says so', async () => {
    const due = { nextContactOn: day('2026-03-10') };
    const spoken = { language: null, format: 'standard', adjustments: null, mayBeTexted: true, interpreter: false } as const;
    const lives = { ethnicity: null, learningDisability: false, carer: false, frailty: null } as const;
    await given(
      { name: 'Longest', row: { ...due, referredOn: day('2025-09-01') }, patient: { needs: spoken } },
      {
        name: 'Urdu',
        row: { ...due, referredOn: day('2026-02-20') },
        patient: { needs: { ...spoken, interpreter: true, format: 'large-print' } },
      },
      { name: 'Silent', row: { ...due, unanswered: 2, referredOn: day('2026-02-01') } },
      { name: 'Tried', row: { ...due, unanswered: 1, referredOn: day('2025-12-01') } },
      { name: 'Deprived', row: due, patient: { circumstances: { ...lives, deprivationDecile: 2 } } },
      { name: 'Better', row: { ...due, referredOn: day('2026-01-01') }, patient: { circumstances: { ...lives, deprivationDecile: 3 } } },
      { name: 'Earlier', row: { nextContactOn: day('2026-03-09') } },
    );
    const told = ({ items }: WorklistView) => items.map(({ family, tie }) => [family, tie?.because ?? null]);
    const view = await worklist({ coordinatorId: 'u1' });
    expect(told(view)).toEqual([
      ['Earlier', null],
      ['Silent', ['2 tries without an answer']],
      ['Urdu', ['needs an interpreter', 'needs large print']],
      ['Deprived', ['lives in a most deprived fifth']],
      ['Longest', []],
      ['Tried', []],
      ['Better', []],
    ]);
    expect(view.items[1]?.tie).toMatchObject({ among: 6, atRisk: 3 });
    expect(told(await worklist({ coordinatorId: 'u1' }, 1, 3, { ties: 'longest-wait' }))).toEqual([
      ['Earlier', null],
      ['Longest', []],
      ['Tried', []],
    ]);
  });

  it('is not for those who see counts only', () =>
    expect(new WorklistHandler(db, definitions).execute(new Worklist(countsOnly, 'team', TODAY))).rejects.toThrow('counts, not patients'));
});

describe('the caseload', () => {
  const list = (filters: CaseFilters, scope: typeof southend | typeof southendEast = southend) =>
    new CaseListHandler(db, definitions).execute(new CaseList(scope, filters, TODAY));

  it.each<[keyof CaseFilters, CaseFilters, Partial<CaseRow>, Partial<CaseRow>]>([
    ['step', { step: 'workup' }, { step: 'workup' }, { step: 'returned' }],
    ['nextMover', { nextMover: 'practice' }, { nextMover: 'practice' }, { nextMover: 'hospital' }],
    ['pcn', { pcn: 'west-leigh-pcn' }, { pcnCode: 'west-leigh-pcn' }, { pcnCode: null }],
    ['practice', { practice: 'F81046' }, { practiceCode: 'F81046' }, { practiceCode: 'F81112' }],
    ['pathway', { pathway: 'knee-pain' }, { pathwayId: 'knee-pain' }, { pathwayId: 'hip-pain' }],
    ['priority', { priority: 'urgent' }, { priority: 'urgent' }, { priority: 'routine' }],
    ['coordinator', { coordinator: 'u2' }, { coordinatorId: 'u2' }, { coordinatorId: null }],
    ['coordinator', { coordinator: 'nobody' }, { coordinatorId: null }, { coordinatorId: 'u2' }],
    ['suspectedCancer', { suspectedCancer: true }, { suspectedCancer: true }, { suspectedCancer: false }],
    // 30 days to the target: on the thirtieth day it is not past yet.
    ['pastTarget', { pastTarget: true }, { stepSince: day('2026-02-15') }, { stepSince: day('2026-02-16') }],
    ['wait', { wait: '0-6' }, { referredOn: day('2026-02-05') }, { referredOn: day('2026-02-04') }],
    ['wait', { wait: '6-12' }, { referredOn: day('2026-02-04') }, { referredOn: day('2026-02-05') }],
    ['wait', { wait: '52+' }, { referredOn: day('2025-03-19') }, { referredOn: day('2025-03-20') }],
    ['wait', { wait: 'over-18' }, { referredOn: day('2025-11-11') }, { referredOn: day('2025-11-12') }],
  ])('filtered by %s %j holds what matches and leaves out the rest', async (_, filters, inside, outside) => {
    await given({ name: 'Inside', row: inside }, { name: 'Outside', row: outside });
    expect(await list(filters)).toMatchObject({ cases: [{ family: 'Inside' }], total: 1 });
  });

  it('is ordered by the longest wait, in pages, with the count of all', async () => {
    await given(
      ...['2026-01-03', '2026-01-01', '2026-01-02'].map((on) => ({ name: `From ${on}`, row: { referredOn: day(on), reference: on } })),
    );
    const page = (number: number, newestFirst = false) =>
      new CaseListHandler(db, definitions).execute(new CaseList(southend, {}, TODAY, 'wait', newestFirst, number, 25));
    expect(families(await page(1))).toEqual(['From 2026-01-01', 'From 2026-01-02', 'From 2026-01-03']);
    expect(families(await page(1, true))).toEqual(['From 2026-01-03', 'From 2026-01-02', 'From 2026-01-01']);
    expect(await page(2)).toEqual({ cases: [], total: 3 });
  });

  it('never holds closed cases, nor those of another scope', async () => {
    await given(
      { name: 'Open' },
      { name: 'Closed', row: { step: 'closed' } },
      { name: 'West', row: { pcnCode: 'west-leigh-pcn' } },
      { name: 'Havering', row: { placeCode: 'havering', pcnCode: 'havering-north-pcn' } },
    );
    expect(families(await list({}, southendEast))).toEqual(['Open']);
  });

  it('knows who coordinates in the scope, by name', async () => {
    await given(
      { name: 'One', row: { coordinatorId: 'u2', coordinatorName: 'Zoe Example' } },
      { name: 'Two' },
      { name: 'Three' },
      { name: 'Four', row: { coordinatorId: null, coordinatorName: null } },
      { name: 'Five', row: { placeCode: 'havering', coordinatorId: 'u9', coordinatorName: 'Somebody else' } },
    );
    expect(await new CoordinatorsOfHandler(db).execute(new CoordinatorsOf(southend))).toEqual([
      { id: 'u1', name: 'Bola Example', openCases: 2 },
      { id: 'u2', name: 'Zoe Example', openCases: 1 },
    ]);
  });
});

describe('the search', () => {
  const search = (text: string) => new SearchCasesHandler(db).execute(new SearchCases(southend, text));

  beforeEach(() =>
    given(
      { name: 'Okonkwo', patient: { given: 'Margaret', nhsNumber: '9990000018' }, row: { reference: 'GR-4F7K2M' } },
      { name: "O'Hara", patient: { given: 'Zoë', nhsNumber: '9990000026' }, row: { reference: 'GR-5F7K2M', step: 'closed' } },
      { name: 'Oh', patient: { given: 'Min' }, row: { reference: 'GR-6F7K2M' } },
      { name: 'Okafor', patient: { nhsNumber: '9990000034' }, row: { reference: 'GR-7F7K2M', placeCode: 'havering' } },
    ),
  );

  it.each([
    ['999 000 0018', 'nhs-number', ['Okonkwo']],
    ['gr-4f7k2m', 'reference', ['Okonkwo']],
    ['GR5F7K2M', 'reference', ["O'Hara"]],
    ['ok', 'name', ['Okonkwo']],
    ['okonkwo, m', 'name', ['Okonkwo']],
    ['margaret okonkwo', 'name', ['Okonkwo']],
    ["o'hara", 'name', ["O'Hara"]],
    ['o', 'name', ['Oh', 'Okonkwo', "O'Hara"]],
    ['%', 'name', []],
    ['999 000 0034', 'nhs-number', []],
  ])('for "%s" finds by %s, in the scope only, open cases first', async (text, by, found) => {
    const view = await search(text);
    expect([view.by, families(view)]).toEqual([by, found]);
  });

  it('finds one case by its reference, and says nothing of one that is not in the scope', async () => {
    const find = (reference: string) => new FindCaseHandler(db).execute(new FindCase(southend, reference));
    expect((await find('GR-4F7K2M'))?.patient.family).toBe('Okonkwo');
    expect([await find('GR-7F7K2M'), await find('GR-NOBODY')]).toEqual([null, null]);
  });
});

describe('the caseload of a PCN', () => {
  const pcn = (scope: typeof southend | typeof southendEast | typeof countsOnly = southendEast) =>
    new PcnCaseloadHandler(db, definitions).execute(new PcnCaseload(scope, { code: 'southend-east-pcn', placeCode: 'southend' }, TODAY));

  it('is counted by practice, step, pathway and wait', async () => {
    await given(
      { name: 'A', row: { reference: 'a', referredOn: addDays(TODAY, -10) } },
      { name: 'B', row: { reference: 'b', referredOn: addDays(TODAY, -126), practiceCode: 'F81121', step: 'workup' } },
      { name: 'C', row: { reference: 'c', referredOn: addDays(TODAY, -127), pathwayId: 'knee-pain' } },
      { name: 'D', row: { reference: 'd', step: 'closed' } },
      { name: 'E', row: { reference: 'e', pcnCode: 'west-leigh-pcn' } },
    );
    const view = await pcn();
    expect(view).toMatchObject({
      open: 3,
      medianDays: 126,
      over18Weeks: 1,
      byPractice: [
        { practiceCode: 'F81086', open: 2, over18Weeks: 1, medianDays: 10 },
        { practiceCode: 'F81121', open: 1, over18Weeks: 0, medianDays: 126 },
      ],
      byPathway: [
        { pathwayId: 'hip-pain', open: 2, over18Weeks: 0 },
        { pathwayId: 'knee-pain', open: 1, over18Weeks: 1 },
      ],
      byWait: [
        { band: '0-6', open: 1 },
        { band: '6-12', open: 0 },
        { band: '12-18', open: 0 },
        { band: '18-26', open: 2 },
        { band: '26-39', open: 0 },
        { band: '39-52', open: 0 },
        { band: '52+', open: 0 },
      ],
    });
    expect(Object.fromEntries(view.byStep.map(({ step, open }) => [step, open]))).toEqual({
      'awaiting-first-appointment': 2,
      workup: 1,
    });
  });

  it('without patients has no median', async () => {
    expect(await pcn(southend)).toMatchObject({ open: 0, medianDays: null, over18Weeks: 0, byPractice: [] });
  });

  it('is not for those who see counts only: they have reports that hide small numbers', () =>
    expect(pcn(countsOnly)).rejects.toThrow('If you typed the address, check that it is right.'));
});
