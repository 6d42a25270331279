import { day } from '@guardian/kernel';
import { readDatabase } from '@guardian/projections';
import { DataSource } from 'typeorm';
import { testDatabase, type TestDatabase } from '../../../test/support/database';
import { Claims } from './claims';
import { type Cover, CoverCalendar } from './cover';
import { KeptOrders } from './kept-orders';

let database: TestDatabase;
let db: DataSource;
beforeAll(async () => {
  database = await testDatabase();
  db = await new DataSource(readDatabase({ url: database.url, entities: [] })).initialize();
});
afterAll(async () => {
  await db?.destroy();
  await database?.drop();
});
beforeEach(() => db.query('truncate caseload_claim, caseload_worked_on, caseload_kept_order, caseload_cover'));

const bola = { id: 'u1', name: 'Bola Example' };
const chris = { id: 'u2', name: 'Chris Example' };
const dede = { id: 'u3', name: 'Dede Example' };
const hip = '5bec0000-0000-4000-8000-000000000001';
const knee = '5bec0000-0000-4000-8000-000000000002';
const at = (time: string): Date => new Date(`2026-03-18T${time}Z`);

describe('who is at a case', () => {
  const holder = async (time: string) => (await new Claims(db).of([hip], at(time))).get(hip);

  it('is who opened it first, for 15 minutes', async () => {
    const claims = new Claims(db);
    await claims.take(hip, bola, at('10:31:00'));
    expect(await claims.take(hip, chris, at('10:40:00'))).toEqual({
      caseId: hip,
      userId: 'u1',
      userName: 'Bola Example',
      since: at('10:31:00'),
    });
    expect((await holder('10:45:59'))?.userId).toBe('u1');
    expect(await holder('10:46:00')).toBeUndefined();
    expect(await claims.take(hip, chris, at('10:46:00'))).toMatchObject({ userId: 'u2', since: at('10:46:00') });
  });

  it('and for as long as they go on opening it, since they first did', async () => {
    const claims = new Claims(db);
    await claims.take(hip, bola, at('10:31:00'));
    await claims.take(hip, bola, at('10:40:00'));
    expect(await holder('10:54:00')).toMatchObject({ userId: 'u1', since: at('10:31:00') });
    expect(await holder('10:55:00')).toBeUndefined();
    await claims.take(hip, bola, at('11:10:00'));
    expect((await holder('11:11:00'))?.since).toEqual(at('11:10:00'));
  });

  it('is nobody once they saved, and the page that follows the saving takes nothing', async () => {
    const claims = new Claims(db);
    await claims.take(hip, bola, at('10:31:00'));
    await claims.saved(hip, bola, at('10:35:00'));
    expect(await claims.take(hip, bola, at('10:35:01'))).toBeNull();
    expect(await claims.take(hip, chris, at('10:35:02'))).toMatchObject({ userId: 'u2' });
    await claims.saved(hip, chris, at('10:36:00'));
    expect(await claims.take(hip, chris, at('10:40:00'))).toMatchObject({ userId: 'u2' });
  });

  it('stays who it is when somebody else saves, and is another for each case', async () => {
    const claims = new Claims(db);
    await claims.take(hip, bola, at('10:31:00'));
    await claims.take(knee, chris, at('10:31:00'));
    await claims.saved(hip, chris, at('10:35:00'));
    const now = await claims.of([hip, knee], at('10:36:00'));
    expect([now.get(hip)?.userId, now.get(knee)?.userId]).toEqual(['u1', 'u2']);
  });
});

describe('who covers whom', () => {
  const cover = (coverId: string, absent: Cover['absent'], by: Cover['by'], fromOn: string, toOn: string): Cover => ({
    ...{ coverId, absent, by },
    ...{ fromOn: day(fromOn), toOn: day(toOn) },
  });
  const add = (...covers: Cover[]) =>
    covers.reduce((before, one) => before.then(() => new CoverCalendar(db).add(one, bola)), Promise.resolve());
  const refusal = (one: Cover) =>
    add(one).then(
      () => 'added',
      (error: { code: string }) => error.code,
    );

  it('holds from the first day to the last', async () => {
    const away = cover('c1', bola, chris, '2026-03-20', '2026-03-27');
    await add(away);
    const of = (on: string) => new CoverCalendar(db).coveredBy('u2', day(on));
    expect([await of('2026-03-19'), await of('2026-03-20'), await of('2026-03-27'), await of('2026-03-28')]).toEqual([
      [],
      [away],
      [away],
      [],
    ]);
    expect(await new CoverCalendar(db).of(['u1'], day('2026-03-27'))).toEqual([away]);
    expect(await new CoverCalendar(db).of(['u1'], day('2026-03-28'))).toEqual([]);
  });

  it('is done once, however often it is sent', async () => {
    const away = cover('c1', bola, chris, '2026-03-20', '2026-03-27');
    await add(away, away);
    expect(await new CoverCalendar(db).of(['u1'], day('2026-03-20'))).toEqual([away]);
  });

  it.each([
    ['the last day is before the first', cover('c2', bola, chris, '2026-04-02', '2026-04-01'), 'CoverDatesWrong'],
    ['they would cover for themselves', cover('c2', bola, bola, '2026-04-01', '2026-04-02'), 'CoverBySelf'],
    ['they are covered already on one of the days', cover('c2', bola, dede, '2026-03-27', '2026-03-30'), 'CoverOverlaps'],
    ['who covers is away on one of the days', cover('c2', dede, bola, '2026-03-27', '2026-03-30'), 'CoverOverlaps'],
    ['who is to be away covers somebody on one of the days', cover('c2', chris, dede, '2026-03-18', '2026-03-20'), 'CoverOverlaps'],
    ['not when the days do not meet', cover('c2', bola, dede, '2026-03-28', '2026-03-30'), 'added'],
    ['not when one covers two', cover('c2', dede, chris, '2026-03-20', '2026-03-27'), 'added'],
  ])('is refused when %s', async (_, second, outcome) => {
    await add(cover('c1', bola, chris, '2026-03-20', '2026-03-27'));
    expect(await refusal(second)).toBe(outcome);
  });

  it('ends when it is ended', async () => {
    await add(cover('c1', bola, chris, '2026-03-20', '2026-03-27'));
    await new CoverCalendar(db).end('c1');
    expect(await new CoverCalendar(db).coveredBy('u2', day('2026-03-20'))).toEqual([]);
  });
});

describe('the order of a list', () => {
  it('is kept for the one who saw it, for 12 hours', async () => {
    const orders = new KeptOrders(db);
    const { orderId } = await orders.keep('u1', [knee, hip], at('08:00:00'));
    expect(await orders.read('u1', orderId)).toEqual({ orderId, takenAt: at('08:00:00'), caseIds: [knee, hip] });
    expect(await orders.read('u2', orderId)).toBeNull();
    await orders.keep('u1', [hip], at('20:00:00'));
    expect(await orders.read('u1', orderId)).not.toBeNull();
    await orders.keep('u1', [hip], at('20:00:01'));
    expect(await orders.read('u1', orderId)).toBeNull();
  });
});
