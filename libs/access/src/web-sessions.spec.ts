import { testDatabase, type TestDatabase } from '../../../test/support/database';
import { WebSessions } from './web-sessions';

let database: TestDatabase;
let sessions: WebSessions;
beforeAll(async () => {
  database = await testDatabase();
  sessions = new WebSessions(database.url, 30 * 60_000);
});
afterAll(async () => {
  await sessions.close();
  await database.drop();
});

const writes = async (): Promise<string> =>
  (await database.pool.query<{ xmin: string }>('select xmin from web_session')).rows.map((row) => row.xmin).join();

it('a session that did not change costs no write, though its cookie has a new date', async () => {
  await sessions.set('one', { userId: 'priya', cookie: { expires: '10:00' } }, 'priya');
  const first = await writes();
  await sessions.set('one', { userId: 'priya', cookie: { expires: '10:01' } }, 'priya');
  expect(await writes()).toBe(first);
});

it('a change is written at once, and nothing comes back after its removal', async () => {
  const before = await writes();
  await sessions.set('one', { userId: 'priya', notice: 'Saved' }, 'priya');
  expect(await writes()).not.toBe(before);
  expect(await sessions.get('one')).toEqual({ userId: 'priya', notice: 'Saved' });
  await sessions.remove('one');
  expect(await sessions.get('one')).toBeUndefined();
});

it('the table holds no id that would open a session', async () => {
  await sessions.set('two', { userId: 'tom' }, 'tom');
  const { rows } = await database.pool.query<{ sid: string }>('select sid from web_session');
  expect(rows).toHaveLength(1);
  expect(rows[0]?.sid).not.toContain('two');
});
