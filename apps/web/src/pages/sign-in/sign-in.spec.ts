import { formIn, startTestWeb, type TestWeb } from '../../../../../test/support/web';
import { ownAddress } from './sign-in.controller';

describe('logging in', () => {
  let web: TestWeb;
  beforeAll(async () => {
    web = await startTestWeb();
  });
  afterAll(() => web?.close());

  it('is asked of everybody who opens the start page, and leads to where the role begins', async () => {
    const visitor = web.visitor();
    expect((await visitor.get('/')).location).toBe('/log-in');
    const form = await visitor.get('/log-in');
    expect(form.status).toBe(200);
    expect(form.text).toContain('Priya Shah, Guardian coordinator, Guardian team, Southend');
    const answer = await visitor.logIn('demo-coordinator-southend');
    expect([answer.status, answer.location]).toEqual([303, '/worklist']);
    expect((await visitor.get('/')).location).toBe('/worklist');
  });

  it('without a choice is a form with an error', async () => {
    const answer = await web.visitor().submit('/log-in', {}, '/log-in');
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('<a href="#person">Select who to log in as</a>');
  });

  it('goes on to the page that was asked for', async () => {
    const answer = await web.visitor().submit('/log-in?next=%2Fcases%3Fstep%3Dworkup', { person: 'demo-coordinator-havering' }, '/log-in');
    expect(answer.location).toBe('/cases?step=workup');
  });

  it('makes a new session: the id and the form token from before are worth nothing', async () => {
    const visitor = web.visitor();
    const before = formIn((await visitor.get('/log-in')).text, '/log-in').hidden;
    const planted = visitor.cookie;
    await visitor.logIn('demo-pcn-canvey');
    expect(visitor.cookie).not.toBe(planted);
    expect((await fetch(`${web.address}/`, { redirect: 'manual', headers: { cookie: planted } })).headers.get('location')).toBe('/log-in');
    expect((await visitor.post('/log-out', before)).status).toBe(403);
  });

  it('ends with log-out: the cookie is worth nothing from then on', async () => {
    const visitor = web.visitor();
    await visitor.logIn('demo-acute-lead');
    const kept = visitor.cookie;
    expect((await visitor.submit('/help', {}, '/log-out')).location).toBe('/log-in');
    expect((await fetch(`${web.address}/`, { redirect: 'manual', headers: { cookie: kept } })).headers.get('location')).toBe('/log-in');
  });

  it('holds for as long as the account does, in the role that the account has now', async () => {
    const visitor = web.visitor();
    await visitor.logIn('demo-coordinator-havering');
    expect((await visitor.get('/worklist')).status).toBe(200);
    await web.database.pool.query(`update account set role = 'acute-lead' where id = 'demo-coordinator-havering'`);
    expect((await visitor.get('/worklist')).status).toBe(403);
    await web.database.pool.query(`update account set ends = now() where id = 'demo-coordinator-havering'`);
    expect((await visitor.get('/')).location).toBe('/log-in');
    expect((await visitor.logIn('demo-coordinator-havering')).text).toContain('<a href="#person">Select who to log in as</a>');
    expect((await web.visitor().get('/log-in')).text).not.toContain('Grace Lindqvist');
  });

  it('keeps the session id in the browser alone: the table has a hash of it', async () => {
    const visitor = web.visitor();
    await visitor.logIn('demo-clinician-southend');
    const id = decodeURIComponent(visitor.cookie.split('=')[1] ?? '').split('.')[0];
    const { rows } = await web.database.pool.query<{ sid: string }>('select sid from web_session where user_id = $1', [
      'demo-clinician-southend',
    ]);
    expect(rows).toHaveLength(1);
    expect(rows[0]?.sid).not.toBe(id);
  });
});

describe('outside a demonstration', () => {
  let web: TestWeb;
  beforeAll(async () => {
    web = await startTestWeb({ demo: false });
  });
  afterAll(() => web?.close());

  it('nobody gets in by choosing a name, and no page speaks of invented people', async () => {
    expect((await web.database.pool.query('select from account')).rowCount).toBe(0);
    const { text } = await web.visitor().get('/log-in');
    expect(text).toContain('No way to log in has been set up on this computer yet');
    expect(text).not.toContain('Demonstration');
    expect((await web.visitor().post('/log-in', { person: 'demo-administrator' })).status).toBe(403);
  });
});

it.each([
  ['/cases?stage=workup', '/cases?stage=workup'],
  ['//elsewhere.example', undefined],
  ['/\\elsewhere.example', undefined],
  ['https://elsewhere.example', undefined],
  ['/cases\r\nSet-Cookie: a=b', undefined],
  [['/a', '/b'], undefined],
])('after log-in %s leads to %s', (next, address) => expect(ownAddress(next)).toBe(address));
