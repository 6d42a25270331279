// A person sees in which browsers they are logged in and ends that; whoever runs the service does so for everybody.
import { startTestWeb, type TestWeb, type Visitor } from '../support/web';

const PRIYA = 'demo-coordinator-southend';
const HELEN = 'demo-acute-lead';
const RUTH = 'demo-administrator';

let web: TestWeb;
beforeAll(async () => {
  web = await startTestWeb();
});
beforeEach(() => web.database.pool.query('truncate web_session'));
afterAll(() => web?.close());

async function loggedIn(person: string): Promise<Visitor> {
  const visitor = web.visitor();
  await visitor.logIn(person);
  return visitor;
}
/** Whether a page of theirs opens. */
const isIn = async (visitor: Visitor): Promise<boolean> => (await visitor.get('/sessions')).status === 200;
const keysOn = (html: string): string[] => [...html.matchAll(/name="session" value="([^"]+)"/g)].map(([, key = '']) => key);
const keyOf = async (person: string): Promise<string> =>
  (await web.database.pool.query<{ sid: string }>('select sid from web_session where user_id = $1', [person])).rows[0]?.sid ?? '';

describe('the own sessions', () => {
  it('are listed, the one in use without a way to end it, and others are not', async () => {
    const [ward] = [await loggedIn(PRIYA), await loggedIn(HELEN)];
    const alone = (await ward.get('/sessions')).text;
    expect(alone).toContain('This browser');
    expect(keysOn(alone)).toEqual([]);
    expect(alone).not.toContain('Log out everywhere but here');
    expect(alone).toContain('not used for 30 minutes, and 12 hours after log-in');
    await loggedIn(PRIYA);
    expect(keysOn((await ward.get('/sessions')).text)).toHaveLength(1);
  });

  it('end one by one, at once', async () => {
    const [ward, home] = [await loggedIn(PRIYA), await loggedIn(PRIYA)];
    const answer = await ward.submit('/sessions', {}, '/sessions/end');
    expect([answer.status, answer.location]).toEqual([303, '/sessions']);
    expect((await ward.get('/sessions')).text).toContain('That browser is logged out.');
    expect([await isIn(ward), await isIn(home)]).toEqual([true, false]);
  });

  it('end all but this one', async () => {
    const [ward, home, lost, helen] = [await loggedIn(PRIYA), await loggedIn(PRIYA), await loggedIn(PRIYA), await loggedIn(HELEN)];
    await ward.submit('/sessions', {}, '/sessions/end-others');
    expect((await ward.get('/sessions')).text).toContain('You are logged out everywhere but here.');
    expect([await isIn(ward), await isIn(home), await isIn(lost), await isIn(helen)]).toEqual([true, false, false, true]);
  });

  it('are no way to those of others: nothing ends, in the words for one that is not there', async () => {
    const [priya, helen] = [await loggedIn(PRIYA), await loggedIn(HELEN)];
    await loggedIn(PRIYA);
    for (const session of [await keyOf(HELEN), 'none']) {
      await priya.submit('/sessions', { session }, '/sessions/end');
      expect((await priya.get('/sessions')).text).toContain('That browser was logged out already.');
    }
    expect(await isIn(helen)).toBe(true);
  });

  it('need one to be chosen', async () => {
    const priya = await loggedIn(PRIYA);
    await loggedIn(PRIYA);
    const answer = await priya.submit('/sessions', { session: '' }, '/sessions/end');
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('Select which browser to log out');
  });

  it('are not listed once they have run out, idle or after 12 hours', async () => {
    const priya = await loggedIn(PRIYA);
    await loggedIn(PRIYA);
    await loggedIn(PRIYA);
    const [idle, old] = keysOn((await priya.get('/sessions')).text);
    await web.database.pool.query('update web_session set expires_at = now() where sid = $1', [idle]);
    await web.database.pool.query(`update web_session set created_at = now() - interval '12 hours' where sid = $1`, [old]);
    expect(keysOn((await priya.get('/sessions')).text)).toEqual([]);
  });
});

describe('the sessions of everybody', () => {
  it('are listed for whoever runs the service, who ends one of them', async () => {
    const [ruth, helen, priya] = [await loggedIn(RUTH), await loggedIn(HELEN), await loggedIn(PRIYA)];
    const { text } = await ruth.get('/admin/sessions');
    for (const name of ['Ruth Campion', 'Helen Vasquez', 'Priya Shah']) expect(text).toContain(name);
    expect(text).toContain('Showing 1 to 3 of 3 browsers');
    expect(keysOn(text)).toHaveLength(2);
    await ruth.submit('/admin/sessions', { session: await keyOf(HELEN) }, '/admin/sessions/end');
    const after = (await ruth.get('/admin/sessions')).text;
    expect(after).toContain('That browser is logged out.');
    expect(after).toMatch(/Logged out by an administrator<\/h2>[\s\S]*: Helen Vasquez, by Ruth Campion<\/li>/);
    expect([await isIn(ruth), await isIn(helen), await isIn(priya)]).toEqual([true, false, true]);
  });

  it('are found by a part of the name', async () => {
    const [ruth] = [await loggedIn(RUTH), await loggedIn(HELEN), await loggedIn(PRIYA)];
    const { text } = await ruth.get('/admin/sessions?who=vasq');
    expect(text).toContain('Helen Vasquez');
    expect(text).not.toContain('Priya Shah');
    expect((await ruth.get('/admin/sessions?who=nobody')).text).toContain('No people who are logged in match these filters.');
    expect((await ruth.get('/admin/sessions?page=2')).status).toBe(400);
  });

  it.each([PRIYA, HELEN, 'demo-clinician-southend', 'demo-pcn-canvey', 'demo-primary-care-lead'])('are not for %s', async (person) => {
    const [visitor, ruth] = [await loggedIn(person), await loggedIn(RUTH)];
    expect((await visitor.get('/admin/sessions')).status).toBe(403);
    const token = /name="_csrf" value="([^"]*)"/.exec((await visitor.get('/help')).text)?.[1] ?? '';
    expect((await visitor.post('/admin/sessions/end', { _csrf: token, session: await keyOf(RUTH) })).status).toBe(403);
    expect(await isIn(ruth)).toBe(true);
  });
});
