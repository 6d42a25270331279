// What the read audit tells of the looks that it has kept.
import { randomUUID } from 'node:crypto';
import { day } from '@guardian/kernel';
import { testDatabase, type TestDatabase } from '../../../test/support/database';
import { READ_AUDIT, type Look, ReadAudit } from './index';

const ADA = 'd8c0396f-44de-82b8-a154-1990f7b892c7';
const BEN = '0b54b9a2-8a4d-8ef0-9b8e-3d1f2a7c4e55';
const PRIYA = { id: 'priya', name: 'Priya Shah', role: 'coordinator', organisation: 'Southend' } as const;
const RUTH = { id: 'ruth', name: 'Ruth Campion', role: 'administrator', organisation: 'Guardian service' } as const;

let database: TestDatabase;
let audit: ReadAudit;
const look = (at: string, more: Partial<Look>): Promise<void> =>
  audit.record({
    ...{
      at: new Date(at),
      by: PRIYA,
      patientIds: [ADA],
      purpose: 'direct-care',
      action: 'shown',
      method: 'GET',
      route: '/cases/:reference',
    },
    ...{ status: 200, from: '127.0.0.1', requestId: randomUUID() },
    ...more,
  });

beforeAll(async () => {
  database = await testDatabase();
  audit = new ReadAudit(database.url);
  await look('2026-08-19T22:59:00Z', { route: '/before' }); // the evening before in London
  await look('2026-08-19T23:00:00Z', { route: '/first' });
  await look('2026-08-20T09:00:00Z', { route: '/list', patientIds: [ADA, BEN] });
  await look('2026-08-20T09:05:00Z', { route: '/file', action: 'exported', patientIds: [BEN] });
  await look('2026-08-20T10:00:00Z', { by: RUTH, purpose: 'audit', route: '/audit', patientIds: [] });
  await look('2026-08-20T11:00:00Z', { route: '/cases/:reference', status: 404 });
  await look('2026-08-20T11:30:00Z', { route: '/contacts/new', status: 422 });
  await look('2026-08-20T22:59:59Z', { by: RUTH, route: '/last' });
  await look('2026-08-20T23:00:00Z', { route: '/after' });
});
afterAll(async () => {
  await audit.close();
  await database.drop();
});

const ON = { from: day('2026-08-20'), to: day('2026-08-20') };
const routes = async (filters: object, page = 1, size = 50) => {
  const { looks, total } = await audit.looks({ ...ON, ...filters }, page, size);
  return [total, ...looks.map(({ route }) => route)];
};

describe('the looks', () => {
  it('of a day in London, the newest first', async () => {
    expect(await routes({})).toEqual([7, '/last', '/contacts/new', '/cases/:reference', '/audit', '/file', '/list', '/first']);
  });

  it('page by page, each with how many there are in all', async () => {
    expect(await routes({}, 1, 3)).toEqual([7, '/last', '/contacts/new', '/cases/:reference']);
    expect(await routes({}, 3, 3)).toEqual([7, '/first']);
    expect(await routes({}, 4, 3)).toEqual([7]);
  });

  it.each<[string, object, (string | number)[]]>([
    ['an id', { who: 'ruth' }, [2, '/last', '/audit']],
    ['a part of a name', { who: 'CAMP' }, [2, '/last', '/audit']],
    ['nobody', { who: 'somebody else' }, [0]],
    ['one patient', { patientId: BEN }, [2, '/file', '/list']],
    ['one patient, by one person', { patientId: ADA, who: 'Campion' }, [1, '/last']],
    ['a patient who was not looked at', { patientId: randomUUID() }, [0]],
    ['more days', { from: day('2026-08-19'), to: day('2026-08-21'), patientId: ADA, who: 'priya' }, [6]],
  ])('of %s', async (_, filters, expected) => expect((await routes(filters)).slice(0, expected.length)).toEqual(expected));

  it('with all that was kept', async () => {
    const { looks } = await audit.looks({ ...ON, patientId: BEN }, 2, 1);
    expect(looks).toEqual([
      {
        ...{
          at: new Date('2026-08-20T09:00:00Z'),
          by: PRIYA,
          patientIds: [ADA, BEN],
          purpose: 'direct-care',
          action: 'shown',
          method: 'GET',
        },
        ...{ route: '/list', status: 200, from: '127.0.0.1' },
        position: expect.stringMatching(/^\d+$/),
        requestId: expect.stringMatching(/^[\da-f-]{36}$/),
      },
    ]);
  });
});

describe('who was shown a patient', () => {
  it('person by person and day by day, the newest first; a refusal showed nobody', async () => {
    expect(await audit.looksAt(ADA, 1, 10)).toEqual({
      total: 4,
      days: [
        {
          ...{ day: '2026-08-21', by: PRIYA, purpose: 'direct-care', times: 1, exported: false, routes: ['/after'], total: 4 },
          first: new Date('2026-08-20T23:00:00Z'),
          last: new Date('2026-08-20T23:00:00Z'),
        },
        {
          ...{ day: '2026-08-20', by: RUTH, purpose: 'direct-care', times: 1, exported: false, routes: ['/last'], total: 4 },
          first: new Date('2026-08-20T22:59:59Z'),
          last: new Date('2026-08-20T22:59:59Z'),
        },
        {
          ...{ day: '2026-08-20', by: PRIYA, purpose: 'direct-care', times: 3, exported: false, total: 4 },
          routes: ['/contacts/new', '/first', '/list'],
          first: new Date('2026-08-19T23:00:00Z'),
          last: new Date('2026-08-20T11:30:00Z'),
        },
        {
          ...{ day: '2026-08-19', by: PRIYA, purpose: 'direct-care', times: 1, exported: false, routes: ['/before'], total: 4 },
          first: new Date('2026-08-19T22:59:00Z'),
          last: new Date('2026-08-19T22:59:00Z'),
        },
      ],
    });
  });

  it('says where it was taken out as a file', async () => {
    expect((await audit.looksAt(BEN, 1, 10)).days.map(({ exported, times }) => [exported, times])).toEqual([[true, 2]]);
  });

  it('page by page', async () => {
    expect((await audit.looksAt(ADA, 2, 3)).days.map(({ day: on }) => on)).toEqual(['2026-08-19']);
    expect(await audit.looksAt(randomUUID(), 1, 3)).toEqual({ days: [], total: 0 });
  });
});

it('goes on after the database has ended its idle connections', async () => {
  await database.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'guardian-read-audit' and datname = current_database()`,
  );
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect((await audit.looksAt(BEN, 1, 10)).total).toBe(1);
});

it('is sealed with every column that it has but its number', async () => {
  const { rows } = await database.pool.query<{ column_name: string }>(
    `select column_name from information_schema.columns where table_name = 'read_audit' order by ordinal_position`,
  );
  expect(['position', ...READ_AUDIT.columns]).toEqual(rows.map((row) => row.column_name));
  expect(READ_AUDIT.name).toBe('read_audit');
  expect(READ_AUDIT.nameOf({ at: '2026-08-20', user_id: 'priya', method: 'GET', route: '/cases' })).toBe('priya at 2026-08-20, GET /cases');
});
