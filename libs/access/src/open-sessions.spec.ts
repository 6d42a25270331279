// Which sessions are open, and ending them.
import { readDatabase } from '@guardian/projections';
import { DataSource } from 'typeorm';
import { testDatabase, type TestDatabase } from '../../../test/support/database';
import { Accounts } from './accounts';
import { WebSessions } from './web-sessions';

const PRIYA = 'demo-coordinator-southend';
const JOAN = 'demo-coordinator-southend-2';
const MINUTE = 60_000;

let database: TestDatabase;
let sessions: WebSessions;
beforeAll(async () => {
  database = await testDatabase();
  const source = await new DataSource(readDatabase({ url: database.url, entities: [] })).initialize();
  await new Accounts(source, true).keepDemoUsers();
  await source.destroy();
  sessions = new WebSessions({
    databaseUrl: database.url,
    secret: 'for tests only, for tests only, for tests only',
    idleMs: 30 * MINUTE,
    demo: true,
  });
});
beforeEach(async () => {
  await database.pool.query('truncate web_session');
  for (const [id, userId] of [
    ['desk', PRIYA],
    ['home', PRIYA],
    ['joan', JOAN],
  ] as const) {
    await sessions.add(id, `{"userId":"${userId}"}`, userId);
  }
  await sessions.add('nobody', '{}', undefined);
  await sessions.add('gone', '{}', 'somebody-without-an-account');
  await used('desk', 3);
  await used('home', 1);
  await used('joan', 2);
});
afterAll(async () => {
  await sessions.close();
  await database.drop();
});

const used = (id: string, minutesAgo: number) =>
  database.pool.query(
    `update web_session set expires_at = now() + make_interval(mins => 30 - $2), created_at = now() - make_interval(mins => 60 + $2) where sid = $1`,
    [sessions.keyOf(id), minutesAgo],
  );
const open = async (of: { userId?: string; who?: string }, page = 1, size = 10) => {
  const { sessions: found, total } = await sessions.open(of, page, size);
  return [total, ...found.map(({ key }) => ['desk', 'home', 'joan', 'nobody', 'gone'].find((id) => sessions.keyOf(id) === key))];
};

describe('are listed', () => {
  it('where somebody with an account has logged in, the last used first', async () => {
    expect(await open({})).toEqual([3, 'home', 'joan', 'desk']);
  });

  it.each<[string, { userId?: string; who?: string }, (number | string)[]]>([
    ['of one person', { userId: PRIYA }, [2, 'home', 'desk']],
    ['by an id', { who: JOAN }, [1, 'joan']],
    ['by a part of a name', { who: 'SHAH' }, [2, 'home', 'desk']],
    ['of nobody', { who: 'Nobody' }, [0]],
  ])('%s', async (_, of, expected) => expect(await open(of)).toEqual(expected));

  it('page by page', async () => {
    expect(await open({}, 1, 2)).toEqual([3, 'home', 'joan']);
    expect(await open({}, 2, 2)).toEqual([3, 'desk']);
  });

  it('with whose they are, since when, and when they were used last', async () => {
    const { sessions: found } = await sessions.open({ who: JOAN }, 1, 1);
    expect(found[0]).toEqual({
      key: sessions.keyOf('joan'),
      user: expect.objectContaining({ id: JOAN, name: 'Joan Okafor', role: 'coordinator' }),
      startedAt: expect.any(Date),
      usedAt: expect.any(Date),
    });
    const ago = (at: Date | undefined) => Math.round((Date.now() - (at?.getTime() ?? 0)) / MINUTE);
    expect([ago(found[0]?.startedAt), ago(found[0]?.usedAt)]).toEqual([62, 2]);
  });

  it('until they are over', async () => {
    await used('home', 31);
    await database.pool.query(`update web_session set created_at = now() - interval '12 hours 1 second' where sid = $1`, [
      sessions.keyOf('desk'),
    ]);
    expect(await open({})).toEqual([1, 'joan']);
  });
});

describe('end', () => {
  it('one by one by whoever runs the service, which stays written down and cannot be taken back', async () => {
    const ruth = { id: 'demo-administrator', name: 'Ruth Campion' };
    expect(await sessions.endOf(sessions.keyOf('home'), ruth)).toBe(true);
    expect(await sessions.endOf(sessions.keyOf('home'), ruth)).toBe(false);
    expect(await sessions.endOf(sessions.keyOf('gone'), ruth)).toBe(true);
    expect(await open({})).toEqual([2, 'joan', 'desk']);
    expect((await sessions.endedByOthers(10)).map(({ who, by }) => [who, by])).toEqual([
      ['somebody-without-an-account', 'Ruth Campion'],
      ['Priya Shah', 'Ruth Campion'],
    ]);
    expect(await sessions.endedByOthers(1)).toHaveLength(1);
    for (const text of ['delete from ended_session', 'truncate ended_session', `update ended_session set by_id = 'x'`]) {
      await expect(database.pool.query(text)).rejects.toThrow('only grows');
    }
  });

  it('for the person whose they are, and not for another', async () => {
    expect(await sessions.end(sessions.keyOf('home'), JOAN)).toBe(false);
    expect(await sessions.end(sessions.keyOf('home'), PRIYA)).toBe(true);
    expect(await open({})).toEqual([2, 'joan', 'desk']);
  });

  it('all but the one that is in use', async () => {
    await sessions.endOthers(PRIYA, sessions.keyOf('desk'));
    expect(await open({})).toEqual([2, 'joan', 'desk']);
  });
});

it('are there again after the database has ended its idle connections', async () => {
  await database.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'guardian-sessions' and datname = current_database()`,
  );
  await new Promise((resolve) => setTimeout(resolve, 100));
  await sessions.ping();
  expect((await sessions.get('desk'))?.user?.id).toBe(PRIYA);
});

it('are not to be had from a database that does not answer', async () => {
  const closed = new WebSessions({ databaseUrl: 'postgres://127.0.0.1:1/none', secret: 'x'.repeat(32), idleMs: MINUTE, demo: true });
  await expect(closed.ping()).rejects.toMatchObject({ code: 'StoreUnavailable' });
  await closed.close();
});

it('are ten of one person at most: the one used longest ago ends', async () => {
  await database.pool.query('truncate web_session');
  for (let n = 1; n <= 10; n++) await sessions.add(`s${n}`, `{"userId":"${PRIYA}"}`, PRIYA);
  await sessions.add('hers', `{"userId":"${JOAN}"}`, JOAN);
  for (let n = 1; n <= 10; n++) await used(`s${n}`, n === 4 ? 20 : 1);
  await sessions.add('s11', `{"userId":"${PRIYA}"}`, PRIYA);
  const open = async (id: string) => (await sessions.get(id)) !== undefined;
  expect([await open('s4'), await open('s1'), await open('s11'), await open('hers')]).toEqual([false, true, true, true]);
  expect((await sessions.open({ userId: PRIYA }, 1, 20)).total).toBe(10);
});

describe('end by what the provider says', () => {
  beforeEach(async () => {
    await database.pool.query('truncate log_out_token');
    await sessions.add('there', `{"userId":"${PRIYA}","providerSession":"p1"}`, PRIYA);
  });
  const open = async (id: string) => (await sessions.get(id)) !== undefined;

  it('those of its session', async () => {
    await sessions.endOfProvider('p1');
    expect([await open('there'), await open('desk')]).toEqual([false, true]);
  });

  it('all of a person', async () => {
    await sessions.endAll(PRIYA);
    expect([await open('there'), await open('desk'), await open('joan')]).toEqual([false, false, true]);
  });

  it('and each of its tokens counts once, for a day', async () => {
    expect([await sessions.isNewLogOut('t1'), await sessions.isNewLogOut('t1'), await sessions.isNewLogOut('t2')]).toEqual([
      true,
      false,
      true,
    ]);
    await database.pool.query(`update log_out_token set at = now() - interval '25 hours' where id = 't1'`);
    expect([await sessions.isNewLogOut('t1'), await sessions.isNewLogOut('t2')]).toEqual([true, false]);
  });
});
