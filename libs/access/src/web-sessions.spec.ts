import { testDatabase, type TestDatabase } from '../../../test/support/database';
import { WebSessions } from './web-sessions';

let database: TestDatabase;
let sessions: WebSessions;
const secret = 'for tests only, for tests only, for tests only';
beforeAll(async () => {
  database = await testDatabase();
  sessions = new WebSessions({ databaseUrl: database.url, secret, idleMs: 30 * 60_000, demo: true });
});
beforeEach(() => database.pool.query('truncate web_session'));
afterAll(async () => {
  await sessions.close();
  await database.drop();
});

const minutesLater = (minutes: number) =>
  database.pool.query(
    'update web_session set expires_at = expires_at - make_interval(mins => $1), created_at = created_at - make_interval(mins => $1)',
    [minutes],
  );

it('is given back as it was added and as it was kept last', async () => {
  await sessions.add('one', '{"userId":"priya"}', 'priya');
  expect(await sessions.get('one')).toEqual({ content: '{"userId":"priya"}', renew: false });
  await sessions.keep('one', '{"userId":"priya","notice":"Saved"}', 'priya');
  expect(await sessions.get('one')).toEqual({ content: '{"userId":"priya","notice":"Saved"}', renew: false });
});

it('asks to be written again after a minute, and ends 30 minutes after it was written', async () => {
  await sessions.add('one', '{}', undefined);
  await minutesLater(2);
  expect(await sessions.get('one')).toEqual({ content: '{}', renew: true });
  await sessions.keep('one', '{}', undefined);
  expect(await sessions.get('one')).toEqual({ content: '{}', renew: false });
  await minutesLater(31);
  expect(await sessions.get('one')).toBeUndefined();
});

it('ends after twelve hours, however often it was written', async () => {
  await sessions.add('one', '{}', undefined);
  await minutesLater(12 * 60 + 1);
  await sessions.keep('one', '{}', undefined);
  expect(await sessions.get('one')).toBeUndefined();
});

it('does not come back after its removal, not even when a request that began before it writes', async () => {
  await sessions.add('one', '{"userId":"priya"}', 'priya');
  await sessions.remove('one');
  await sessions.keep('one', '{"userId":"priya"}', 'priya');
  expect(await sessions.get('one')).toBeUndefined();
});

it('cannot be made or read by somebody who has the table alone', async () => {
  await sessions.add('two', '{"userId":"tom"}', 'tom');
  const { rows } = await database.pool.query<{ sid: string }>('select sid from web_session');
  expect(rows).toHaveLength(1);
  expect(rows[0]?.sid).not.toContain('two');
  const other = new WebSessions({
    databaseUrl: database.url,
    secret: 'another secret of 32 characters at least',
    idleMs: 60_000,
    demo: true,
  });
  expect(await other.get('two')).toBeUndefined();
  await other.close();
});
