import { advance, type CaseEvent, initialProgress, stepOf } from '@guardian/casework/events';
import { addDays, type CalendarDay, day } from '@guardian/kernel';
import type { PathwayDefinitions } from '@guardian/pathways';
import { ignored, readDatabase, readModelSpec } from '@guardian/projections';
import { DataSource } from 'typeorm';
import { v7 as newUuid } from 'uuid';
import { testDatabase, type TestDatabase } from '../../../test/support/database';
import { type BottleneckFilters, Bottlenecks, BottlenecksHandler } from './bottlenecks';
import { CourseRow, StayRow, stayRows } from './stay-row';

let database: TestDatabase;
let db: DataSource;
beforeAll(async () => {
  database = await testDatabase();
  db = await new DataSource(readDatabase({ url: database.url, entities: [StayRow, CourseRow] })).initialize();
});
afterAll(async () => {
  await db?.destroy();
  await database?.drop();
});

const at = (on: string) => ({ metadata: { recordedAt: `${on}T12:00:00.000Z` } });

describe('the stays of a case', () => {
  const spec = readModelSpec(stayRows, () => database.url);
  const received = {
    type: 'ReferralReceived',
    data: {
      reference: 'GR-K7M2QX',
      patientId: '5bec0000-0000-4000-8000-000000000002',
      pathway: { id: 'knee-pain', version: 1 },
      specialty: '110',
      priority: 'routine',
      suspectedCancer: false,
      referredOn: day('2026-03-02'),
      practice: { code: 'F81086', pcn: 'southend-east-pcn', place: 'southend' },
      holder: { kind: 'practice', name: 'Dr Ines Example', organisation: 'Example Surgery' },
      source: { system: 'form', identifier: null },
      personal: { reason: 'Knee pain for a year', referrer: 'Dr Ines Example' },
    },
    ...at('2026-03-04'),
  } as const;
  const accepted = {
    type: 'ReferralAccepted',
    data: { agreed: [{ code: 'score', name: 'Oxford Knee Score', kind: 'item', evidenceDays: 90 }], gateDueOn: day('2026-04-03') },
    ...at('2026-03-06'),
  } as const;
  const completed = {
    type: 'WorkupItemCompleted',
    data: { item: 'score', evidenceOn: day('2026-03-10'), source: 'Practice', personal: { finding: '30' } },
    ...at('2026-03-10'),
  } as const;
  const sent = {
    type: 'ReferralSent',
    data: { to: { code: 'RAJ01', name: 'Southend Hospital' }, on: day('2026-03-12') },
    ...at('2026-03-13'),
  } as const;

  it('follow one another without a gap; the last one goes on', () =>
    spec
      .given(received, accepted, completed, { type: 'GatePassed', data: { evidence: [] }, ...at('2026-03-11') }, sent)
      .expectRows(StayRow, [
        { stay: 1, step: 'intake', enteredOn: day('2026-03-04'), leftOn: day('2026-03-06'), leftTo: 'workup', providerCode: null },
        { stay: 2, step: 'workup', enteredOn: day('2026-03-06'), leftOn: day('2026-03-10'), leftTo: 'ready', providerCode: null },
        { stay: 3, step: 'ready', enteredOn: day('2026-03-10'), leftOn: day('2026-03-12'), leftTo: 'awaiting-acceptance' },
        { stay: 4, step: 'awaiting-acceptance', enteredOn: day('2026-03-12'), leftOn: null, leftTo: null, providerCode: 'RAJ01' },
      ]));

  it('are not split by what leaves the step as it is', () =>
    spec
      .given(received, { type: 'CaseAssigned', data: { coordinator: { id: 'u1', name: 'Bola Example' } }, ...at('2026-03-05') })
      .expectRows(StayRow, [{ stay: 1, step: 'intake', enteredOn: day('2026-03-04'), leftOn: null }]));

  const passedOver = Object.entries(stayRows.on).flatMap(([type, handler]) => (handler === ignored ? [type] : []));
  const accepts = { ...initialProgress, accepted: true };

  it.each(passedOver)('pass over %s, which moves no case from its step', (type) => {
    const event = { type, data: {} } as CaseEvent;
    expect(stepOf(advance(accepts, event, 2))).toBe('ready');
    expect(stepOf(advance({ ...accepts, returned: true }, event, 2))).toBe('returned');
    expect(stepOf(advance({ ...accepts, agreed: { score: 'item' } }, event, 2))).toBe('workup');
    expect(stepOf(advance({ ...accepts, closed: true }, event, 2))).toBe('closed');
  });
});

describe('the bottleneck report', () => {
  const TODAY = day('2026-03-31');
  const everybody = { kind: 'everywhere', code: '', mayReadPatients: true } as const;
  const lead = { kind: 'everywhere', code: '', mayReadPatients: false } as const;
  const definitions = {
    stepLimits: () =>
      Promise.resolve([
        { pathwayId: 'knee-pain', version: 1, step: 'workup', targetDays: 14, quietDays: 7 },
        { pathwayId: 'knee-pain', version: 1, step: 'awaiting-acceptance', targetDays: 7, quietDays: 7 },
        { pathwayId: 'hip-pain', version: 1, step: 'workup', targetDays: 21, quietDays: 7 },
      ]),
  } as unknown as PathwayDefinitions;
  const report = (scope: typeof everybody | typeof lead = everybody, filters: BottleneckFilters = {}) =>
    new BottlenecksHandler(db, definitions).execute(new Bottlenecks(scope, filters, TODAY, 4));

  const stay = (step: StayRow['step'], from: CalendarDay, to: CalendarDay | null, more: Partial<StayRow> = {}): StayRow => ({
    caseId: newUuid(),
    stay: 1,
    step,
    enteredOn: from,
    leftOn: to,
    leftTo: to && 'ready',
    pathwayId: 'knee-pain',
    pathwayVersion: 1,
    providerCode: null,
    providerName: null,
    practiceCode: 'F81086',
    pcnCode: 'southend-east-pcn',
    placeCode: 'southend',
    ...more,
  });
  const ago = (days: number): CalendarDay => addDays(TODAY, -days);
  const times = (n: number, one: () => StayRow): StayRow[] => Array.from({ length: n }, one);
  const given = async (...rows: StayRow[]): Promise<void> => void (await db.manager.insert(StayRow, rows));

  beforeEach(() => db.query('truncate oversight_stay'));

  it('orders steps by days over the limit and says how long each takes, unfinished waits counted', async () => {
    await given(
      // Two left the workup after 10 days, two are still there: one 4 days over, one within its 14 days.
      ...times(2, () => stay('workup', ago(20), ago(10))),
      stay('workup', ago(18), null),
      stay('workup', ago(12), null),
      // One waits 9 days for the hospital's yes: 2 over.
      stay('awaiting-acceptance', ago(9), null),
    );
    const { rows, from, to, suppressed } = await report();
    expect([from, to, suppressed]).toEqual(['2026-03-04', '2026-03-31', false]);
    expect(rows).toEqual([
      {
        step: 'workup',
        nextMover: 'practice',
        inQueue: 2,
        pastLimit: 1,
        median: 10,
        nineInTen: null,
        limit: 14,
        inPerWeek: 1,
        outPerWeek: 0.5,
        daysOverLimit: 4,
      },
      {
        step: 'awaiting-acceptance',
        nextMover: 'hospital',
        inQueue: 1,
        pastLimit: 1,
        median: null,
        nineInTen: null,
        limit: 7,
        inPerWeek: 0.3,
        outPerWeek: 0,
        daysOverLimit: 2,
      },
    ]);
  });

  it('leaves out what was over before the period, and cases that are closed', async () => {
    await given(stay('workup', ago(90), ago(60)), stay('closed', ago(5), null));
    expect((await report()).rows).toEqual([]);
  });

  it('has no one limit for a step where pathways differ', async () => {
    await given(stay('workup', ago(3), null), stay('workup', ago(3), null, { pathwayId: 'hip-pain' }));
    expect((await report()).rows).toMatchObject([{ inQueue: 2, limit: null }]);
  });

  it.each<[BottleneckFilters]>([[{ pathway: 'hip-pain' }], [{ provider: 'RAJ01' }], [{ pcn: 'west-leigh-pcn' }]])(
    'filtered by %j counts what matches',
    async (filters) => {
      await given(
        stay('workup', ago(3), null),
        stay('workup', ago(3), null, {
          pathwayId: 'hip-pain',
          providerCode: 'RAJ01',
          providerName: 'Southend Hospital',
          pcnCode: 'west-leigh-pcn',
        }),
      );
      expect((await report(everybody, filters)).rows).toMatchObject([{ step: 'workup', inQueue: 1 }]);
    },
  );

  it('hides small numbers from leads, and rounds the others', async () => {
    await given(
      ...times(12, () => stay('workup', ago(20), null)),
      ...times(11, () => stay('workup', ago(20), ago(10))),
      ...times(7, () => stay('awaiting-acceptance', ago(9), null)),
    );
    const { rows, suppressed } = await report(lead);
    expect(suppressed).toBe(true);
    expect(rows).toEqual([
      // 12 people, 6 days over each: 72 days.
      {
        step: 'workup',
        nextMover: 'practice',
        inQueue: 10,
        pastLimit: 10,
        median: null,
        nineInTen: null,
        limit: 14,
        inPerWeek: 6.3,
        outPerWeek: 2.5,
        daysOverLimit: 70,
      },
      {
        step: 'awaiting-acceptance',
        nextMover: 'hospital',
        inQueue: null,
        pastLimit: null,
        median: null,
        nineInTen: null,
        limit: 7,
        inPerWeek: null,
        outPerWeek: 0,
        daysOverLimit: null,
      },
    ]);
  });

  it('counts a scope’s own patients only', async () => {
    await given(stay('workup', ago(3), null), stay('workup', ago(3), null, { placeCode: 'havering', pcnCode: 'havering-north-pcn' }));
    const southend = { kind: 'place', code: 'southend', mayReadPatients: true } as const;
    const view = await new BottlenecksHandler(db, definitions).execute(new Bottlenecks(southend, {}, TODAY, 4));
    expect(view.rows).toMatchObject([{ inQueue: 1 }]);
  });
});
