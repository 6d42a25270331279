import { type CalendarDay, day } from '@guardian/kernel';
import { readDatabase } from '@guardian/projections';
import { DataSource } from 'typeorm';
import { v7 as newUuid } from 'uuid';
import { testDatabase, type TestDatabase } from '../../../../test/support/database';
import { ClockCaseRow, ClockRow } from './case-clocks';
import { NO_END } from './clock-reading';
import type { ClockFilters } from './running-clocks';
import { type Behind, WaitingCases, WaitingCasesHandler } from './waiting-cases';
import { Waits, WaitsHandler } from './waits';

let database: TestDatabase;
let db: DataSource;
beforeAll(async () => {
  database = await testDatabase();
  db = await new DataSource(readDatabase({ url: database.url, entities: [ClockCaseRow, ClockRow] })).initialize();
});
afterAll(async () => {
  await db?.destroy();
  await database?.drop();
});
beforeEach(() => db.query('truncate oversight_clock, oversight_clock_case'));

const TODAY = day('2026-09-01');
const everybody = { kind: 'everywhere', code: '', mayReadPatients: true } as const;
const lead = { ...everybody, mayReadPatients: false } as const;
const southend = { kind: 'pcn', code: 'southend-east-pcn', mayReadPatients: true } as const;

const ofCase = {
  closedOn: null,
  pathwayId: 'knee-pain',
  specialty: '110',
  practiceCode: 'F81086',
  pcnCode: 'southend-east-pcn',
  placeCode: 'southend',
  providerCode: 'RAJ01',
};

/** A running clock of a case of its own. */
async function clock(reference: string, start: string | null, insideUntil: string | null, more: Partial<ClockRow> = {}): Promise<void> {
  const caseId = more.caseId ?? newUuid();
  await db.manager.upsert(
    ClockCaseRow,
    {
      ...{ ...ofCase, caseId, reference, patientId: newUuid(), referredOn: day('2026-01-01'), openedOn: day('2026-01-01') },
      ...{ closeReason: null, priority: 'routine', suspectedCancer: false, facts: {}, progress: {} },
    } as never,
    ['caseId'],
  );
  await db.manager.insert(ClockRow, {
    ...{ caseId, clock: 'rtt', n: 1, fromDay: day('2026-01-01'), untilDay: NO_END, state: 'running', runs: true, stop: null },
    ...{ start: start as CalendarDay | null, insideUntil: insideUntil as CalendarDay | null, test: null, activity: null },
    ...{ stopReason: null, completedAs: null, decisionToAdmit: false, countsInReturn: true, startConfidence: 'confirmed' },
    ...ofCase,
    ...more,
  });
}

const waits = (scope: typeof everybody | typeof lead | typeof southend = everybody, filters: ClockFilters = {}, asOf = TODAY) =>
  new WaitsHandler(db).execute(new Waits(scope, 'rtt', filters, asOf, TODAY));
const list = async (behind: Behind, asOf = TODAY): Promise<string[]> => {
  const { cases, total } = await new WaitingCasesHandler(db).execute(new WaitingCases(everybody, 'rtt', {}, asOf, behind));
  expect(cases).toHaveLength(total);
  return cases.map(({ reference }) => reference);
};

describe('the waits of a cohort', () => {
  it('126 days are in 12 to 18 weeks and inside the limit; 127 days are in the band after it and over', async () => {
    await clock('GR-INSIDE', '2026-04-28', '2026-09-01');
    await clock('GR-OVER', '2026-04-27', '2026-08-31');
    const { bands, limits } = await waits();
    expect(bands.map(({ id, patients }) => [id, patients])).toEqual([
      ['0-6-weeks', 0],
      ['6-12-weeks', 0],
      ['12-18-weeks', 1],
      ['18-26-weeks', 1],
      ['26-39-weeks', 0],
      ['39-52-weeks', 0],
      ['52-plus-weeks', 0],
    ]);
    expect(limits[0]).toEqual({ limit: 'standard', over: 1, ahead: { 2: 1, 4: 1, 8: 1 } });
    expect(await list({ kind: 'over', limit: 'standard' })).toEqual(['GR-OVER']);
    expect(await list({ kind: 'ahead', limit: 'standard', weeks: 2 })).toEqual(['GR-INSIDE']);
    expect(await list({ kind: 'band', band: { id: '12-18-weeks', from: 85, to: 126 } })).toEqual(['GR-INSIDE']);
  });

  it('364 days are not over 52 weeks, 365 are; the same for 455 and 456 days and 65 weeks', async () => {
    await clock('GR-364', '2025-09-02', '2026-01-06');
    await clock('GR-365', '2025-09-01', '2026-01-05');
    await clock('GR-455', '2025-06-03', '2025-10-07');
    await clock('GR-456', '2025-06-02', '2025-10-06');
    const { limits } = await waits();
    expect(limits.map(({ limit, over }) => [limit, over])).toEqual([
      ['standard', 4],
      ['over-52', 3],
      ['over-65', 1],
    ]);
    expect(await list({ kind: 'over', limit: 'over-52' })).toEqual(['GR-456', 'GR-455', 'GR-365']);
    expect(await list({ kind: 'ahead', limit: 'over-52', weeks: 2 })).toEqual(['GR-364']);
  });

  it('looks ahead over 2, 4 and 8 weeks, each from now', async () => {
    await clock('GR-2W', '2026-05-11', '2026-09-14');
    await clock('GR-4W', '2026-05-12', '2026-09-15');
    await clock('GR-8W', '2026-06-22', '2026-10-26');
    await clock('GR-LATER', '2026-06-23', '2026-10-27');
    const { limits } = await waits();
    expect(limits[0]?.ahead).toEqual({ 2: 1, 4: 2, 8: 3 });
    expect(await list({ kind: 'ahead', limit: 'standard', weeks: 8 })).toEqual(['GR-2W', 'GR-4W', 'GR-8W']);
  });

  it('a reading that a day ahead changes by itself is looked ahead to as it will be', async () => {
    const caseId = newUuid();
    const again = day('2026-09-05');
    await clock('GR-RESET', '2026-05-05', '2026-09-08', { caseId, untilDay: again });
    await clock('GR-RESET', '2026-09-05', '2027-01-09', { caseId, fromDay: again });
    const { running, limits } = await waits();
    expect(running).toBe(1);
    expect(limits[0]).toEqual({ limit: 'standard', over: 0, ahead: { 2: 0, 4: 0, 8: 0 } });
  });

  it('an earlier day reads as it stood, and is no day to look ahead from', async () => {
    const caseId = newUuid();
    const toldOn = day('2026-08-01');
    await clock('GR-THEN', '2026-01-05', '2026-05-11', { caseId, untilDay: toldOn });
    await clock('GR-THEN', '2026-08-01', '2026-12-05', { caseId, fromDay: toldOn });
    const then = await waits(everybody, {}, day('2026-07-01'));
    expect(then.limits[0]).toEqual({ limit: 'standard', over: 1, ahead: null });
    expect((await waits()).limits[0]?.over).toBe(0);
    expect(await list({ kind: 'running' }, day('2026-07-01'))).toEqual(['GR-THEN']);
  });

  it('a case that is closed on the day or before it is not counted; nor is a clock that does not run', async () => {
    await clock('GR-CLOSED', '2026-08-01', '2026-12-05', { closedOn: TODAY });
    await clock('GR-OPEN', '2026-08-01', '2026-12-05', { closedOn: day('2026-09-02') });
    await clock('GR-STOPPED', '2026-08-01', '2026-12-05', { runs: false, state: 'stopped', stop: day('2026-08-20') });
    expect((await waits()).running).toBe(1);
    expect(await list({ kind: 'running' })).toEqual(['GR-OPEN']);
  });

  it('a clock whose start nobody knows is counted apart', async () => {
    await clock('GR-UNKNOWN', null, null, { state: 'running_unknown_start' });
    const { running, unknownStart, bands, limits } = await waits();
    expect([running, unknownStart, limits[0]?.over]).toEqual([1, 1, 0]);
    expect(bands.every(({ patients }) => patients === 0)).toBe(true);
    expect(await list({ kind: 'unknown-start' })).toEqual(['GR-UNKNOWN']);
  });

  it('scope and filters leave out the others; the table has most over the limit first', async () => {
    await clock('GR-HERE', '2026-08-01', '2026-12-05');
    await clock('GR-THERE', '2026-01-01', '2026-05-07', { pcnCode: 'havering-pcn', specialty: '130' });
    expect((await waits(southend)).running).toBe(1);
    expect((await waits(everybody, { specialty: '130' })).running).toBe(1);
    expect((await waits()).groups).toEqual([
      { code: 'havering-pcn', running: 1, over: 1 },
      { code: 'southend-east-pcn', running: 1, over: 0 },
    ]);
  });

  it('without a relationship to the patients small counts are hidden, others rounded to 5, and no list is told', async () => {
    for (let n = 0; n < 8; n++) await clock(`GR-${n}`, n === 0 ? '2026-01-01' : '2026-08-01', n === 0 ? '2026-05-07' : '2026-12-05');
    const { running, limits, groups, suppressed } = await waits(lead);
    expect([running, limits[0]?.over, suppressed]).toEqual([10, null, true]);
    expect(groups).toEqual([{ code: 'southend-east-pcn', running: 10, over: null }]);
    await expect(new WaitingCasesHandler(db).execute(new WaitingCases(lead, 'rtt', {}, TODAY, { kind: 'running' }))).rejects.toMatchObject({
      code: 'NotAllowed',
    });
  });
});
