import { createHash } from 'node:crypto';
import { type Account, Accounts } from '@guardian/access';
import { readDatabase } from '@guardian/projections';
import { DataSource } from 'typeorm';
import { CLIENT, type IdentityProvider, startIdentityProvider } from '../../../../../test/support/identity-provider';
import { startTestWeb, type TestWeb, type Visitor } from '../../../../../test/support/web';
import { ownAddress } from './sign-in.controller';

describe('logging in, in a demonstration', () => {
  let web: TestWeb;
  beforeAll(async () => {
    web = await startTestWeb();
  });
  afterAll(() => web?.close());

  it('is asked of everybody who opens the start page, and leads to where the role begins', async () => {
    const visitor = web.visitor();
    expect((await visitor.get('/')).location).toBe('/log-in');
    const answer = await visitor.logInByHand('demo-coordinator-southend');
    expect([answer.status, answer.location]).toEqual([303, '/worklist']);
    expect((await visitor.get('/')).location).toBe('/worklist');
  });

  it('without a choice of who to be is a form with an error', async () => {
    const answer = await web.visitor().logInByHand('');
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('<a href="#person">Select who to log in as</a>');
    expect(answer.text).toContain('Priya Shah, Guardian coordinator, Guardian team, Southend');
  });

  it('goes on to the page that was asked for', async () => {
    const answer = await web.visitor().logInByHand('demo-coordinator-havering', '/log-in?next=%2Fcases%3Fstep%3Dworkup');
    expect(answer.location).toBe('/cases?step=workup');
  });

  it('makes a new session: the id and the form token from before are worth nothing', async () => {
    const visitor = web.visitor();
    await visitor.get('/log-in/start');
    const planted = visitor.cookie;
    await visitor.logInByHand('demo-pcn-canvey');
    expect(visitor.cookie).not.toBe(planted);
    expect((await fetch(`${web.address}/`, { redirect: 'manual', headers: { cookie: planted } })).headers.get('location')).toBe('/log-in');
  });

  it('ends with log-out: the cookie is worth nothing from then on', async () => {
    const visitor = web.visitor();
    await visitor.logInByHand('demo-acute-lead');
    const kept = visitor.cookie;
    expect((await visitor.submit('/help', {}, '/log-out')).location).toBe('/logged-out');
    expect((await visitor.get('/logged-out')).text).not.toContain('log out of the service');
    expect((await fetch(`${web.address}/`, { redirect: 'manual', headers: { cookie: kept } })).headers.get('location')).toBe('/log-in');
  });

  it('empties with log-out what the browser has kept of pages', async () => {
    const visitor = web.visitor();
    await visitor.logIn('demo-acute-lead');
    expect((await visitor.submit('/help', {}, '/log-out')).headers.get('clear-site-data')).toBe('"cache"');
  });

  it('holds for as long as the account does, in the role that the account has now', async () => {
    const visitor = web.visitor();
    await visitor.logInByHand('demo-coordinator-havering');
    expect((await visitor.get('/worklist')).status).toBe(200);
    await web.database.pool.query(`update account set role = 'acute-lead' where id = 'demo-coordinator-havering'`);
    expect((await visitor.get('/worklist')).status).toBe(403);
    await web.database.pool.query(`update account set ends = now() where id = 'demo-coordinator-havering'`);
    expect((await visitor.get('/')).location).toBe('/log-in');
    expect((await web.visitor().logInByHand('demo-coordinator-havering')).text).not.toContain('Grace Lindqvist');
  });

  it('is asked for again, ten minutes later, by what a stranger at an open browser must never do', async () => {
    const ruth = web.visitor();
    await ruth.logInByHand('demo-administrator');
    expect((await ruth.get('/audit.csv?who=Ruth')).status).toBe(200);
    await web.database.pool.query(
      `update web_session set session = jsonb_set(session::jsonb, '{provedAt}', to_jsonb(now() - interval '10 minutes 1 second'))
       where user_id = 'demo-administrator'`,
    );
    expect((await ruth.get('/audit')).status).toBe(200);
    const asked = await ruth.get('/audit.csv?who=Ruth');
    expect([asked.status, asked.location]).toEqual([303, '/log-in?next=%2Faudit.csv%3Fwho%3DRuth']);
    const page = await ruth.get(asked.location ?? '');
    expect(page.text).toContain('You are logged in as Ruth Campion. Before some pages Guardian asks again who you are');
    const answer = await ruth.logInByHand('demo-administrator', asked.location);
    expect(answer.location).toBe('/audit.csv?who=Ruth');
    expect((await ruth.get('/audit.csv?who=Ruth')).status).toBe(200);
  });

  it('keeps the session id in the browser alone: the table has a hash of it', async () => {
    const visitor = web.visitor();
    await visitor.logInByHand('demo-clinician-southend');
    const [, id = ''] = /guardian=([\w-]+)/.exec(visitor.cookie) ?? [];
    const { rows } = await web.database.pool.query<{ sid: string }>('select sid from web_session where user_id = $1', [
      'demo-clinician-southend',
    ]);
    expect(rows).toHaveLength(1);
    expect(rows[0]?.sid).not.toBe(id);
  });

  it('by another name of this computer goes on where the cookie will come back', async () => {
    const { port } = new URL(web.address);
    const answer = await fetch(`http://localhost:${port}/log-in/start?next=%2Fcases`, { redirect: 'manual' });
    expect(answer.headers.get('location')).toBe(`${web.address}/log-in/start?next=%2Fcases`);
  });
});

describe('with a provider of one’s own', () => {
  let provider: IdentityProvider;
  let web: TestWeb;
  let accounts: Accounts;
  let source: DataSource;
  beforeAll(async () => {
    provider = await startIdentityProvider();
    web = await startTestWeb({ demo: false, signIn: { issuer: provider.issuer, profile: 'standard', ...CLIENT } });
    source = await new DataSource(readDatabase({ url: web.database.url, entities: [] })).initialize();
    accounts = new Accounts(source, false);
    await accounts.keep([tom({})], { id: 'ruth', name: 'Ruth Campion' }, 'New in the team');
  });
  afterAll(async () => {
    await source?.destroy();
    await web?.close();
    await provider?.close();
  });

  const tom = (more: Partial<Account>): Account => ({
    ...{ id: 'tom', issuer: provider.issuer, subject: '555', name: 'Tom Adeyemi', role: 'coordinator', organisation: 'Guardian team' },
    ...{ scope: { kind: 'place', code: 'southend' }, starts: new Date('2026-01-05T09:00:00Z'), ends: null },
    ...more,
  });
  const now = () => Math.floor(Date.now() / 1_000);

  /** Begins a log-in; what Guardian asked the provider for, and a way back with what the provider then says. */
  async function begun(visitor: Visitor) {
    const asked = new URL((await visitor.get('/log-in/start?next=%2Fcases')).location ?? '').searchParams;
    const claims = {
      iss: provider.issuer,
      aud: CLIENT.clientId,
      sub: '555',
      nonce: asked.get('nonce'),
      iat: now(),
      exp: now() + 60,
      sid: 's1',
    };
    const back = async (token: string, query: Record<string, string> = {}) => {
      provider.onCode = () => ({ id_token: token });
      return visitor.get(`/log-in/callback?${new URLSearchParams({ code: 'c1', state: asked.get('state') ?? '', ...query }).toString()}`);
    };
    return { asked, claims, back };
  }
  const isIn = async (visitor: Visitor): Promise<boolean> => (await visitor.get('/sessions')).status === 200;

  it('asks for a code with PKCE, and shows the key to it when the code is used', async () => {
    const visitor = web.visitor();
    const { asked, claims } = await begun(visitor);
    expect(Object.fromEntries(asked)).toMatchObject({
      ...{ client_id: CLIENT.clientId, response_type: 'code', scope: 'openid profile', code_challenge_method: 'S256' },
      redirect_uri: `${web.address}/log-in/callback`,
    });
    let form = new URLSearchParams();
    provider.onCode = async (sent) => {
      form = sent;
      return { id_token: await provider.sign(claims) };
    };
    const answer = await visitor.get(`/log-in/callback?code=c1&state=${asked.get('state')}`);
    expect([answer.status, answer.location, await isIn(visitor)]).toEqual([303, '/cases', true]);
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    expect([form.get('code'), challenge]).toEqual(['c1', asked.get('code_challenge')]);
  });

  it('works in two tabs at once, and each code works once', async () => {
    const visitor = web.visitor();
    const first = await begun(visitor);
    const second = await begun(visitor);
    const token = await provider.sign(first.claims);
    expect((await first.back(token)).location).toBe('/cases');
    expect((await first.back(token)).status).toBe(400);
    expect(second.asked.get('state')).not.toBe(first.asked.get('state'));
  });

  it.each<[string, (claims: object) => Promise<string>]>([
    ['not signed', (claims) => provider.sign(claims as never, { alg: 'none' })],
    ['signed with the public key as a password', (claims) => provider.sign(claims as never, { alg: 'HS256', key: 'public' })],
    ['signed by somebody else', (claims) => provider.sign(claims as never, { key: 'another' })],
    ['signed with a key that is not known', (claims) => provider.sign(claims as never, { key: 'another', kid: 'k2' })],
    ['for somebody else', (claims) => provider.sign({ ...claims, aud: 'another-service' })],
    ['of somebody else', (claims) => provider.sign({ ...claims, iss: 'https://elsewhere.example' })],
    ['for another log-in', (claims) => provider.sign({ ...claims, nonce: 'another' })],
    ['over', (claims) => provider.sign({ ...claims, exp: now() - 3_600, iat: now() - 7_200 })],
    ['not yet', (claims) => provider.sign({ ...claims, nbf: now() + 3_600 })],
    ['of nobody', (claims) => provider.sign({ ...claims, sub: '' })],
    ['no token at all', () => Promise.resolve('abc')],
  ])('refuses a token that is %s', async (_, make) => {
    const visitor = web.visitor();
    const { claims, back } = await begun(visitor);
    const answer = await back(await make(claims));
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('<h1>You could not be logged in</h1>');
    expect(await isIn(visitor)).toBe(false);
  });

  it.each([
    ['no state', { state: '' }],
    ['a state of somebody else', { state: 'x'.repeat(43) }],
    ['an error of the provider', { error: 'access_denied' }],
  ])('refuses %s', async (_, query) => {
    const visitor = web.visitor();
    const { claims, back } = await begun(visitor);
    expect((await back(await provider.sign(claims), query)).status).toBe(400);
    expect(await isIn(visitor)).toBe(false);
  });

  it('says so to somebody whom Guardian does not know, or no longer', async () => {
    const stranger = web.visitor();
    const { claims, back } = await begun(stranger);
    const answer = await back(await provider.sign({ ...claims, sub: '556' }));
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('Guardian does not know you. Ask your Guardian service manager for an account.');
    await accounts.keep([tom({ id: 'joan', subject: '557', ends: new Date() })], { id: 'ruth', name: 'Ruth Campion' }, 'Left');
    const joan = await begun(web.visitor());
    expect((await joan.back(await provider.sign({ ...joan.claims, sub: '557' }))).text).toContain('Guardian does not know you.');
  });

  it('says so when the provider is away; those who are in go on', async () => {
    const inside = web.visitor();
    const before = await begun(inside);
    await before.back(await provider.sign(before.claims));
    const outside = await begun(web.visitor());
    provider.away = true;
    const answer = await outside.back('any');
    provider.away = false;
    expect([answer.status, answer.headers.get('retry-after'), await isIn(inside)]).toEqual([503, '10', true]);
    expect(answer.text).toContain('The service that checks who you are does not answer.');
  });

  describe('asked to prove anew who they are', () => {
    async function again(more: (asked: URLSearchParams) => object) {
      const visitor = web.visitor();
      const first = await begun(visitor);
      await first.back(await provider.sign(first.claims));
      const second = await begun(visitor);
      const answer = await second.back(await provider.sign({ ...second.claims, ...more(second.asked) }));
      return { asked: second.asked, answer };
    }

    it('the provider is told to, and has to say that it was done', async () => {
      const { asked, answer } = await again(() => ({ auth_time: now() - 200 }));
      expect([asked.get('prompt'), asked.get('max_age'), answer.location]).toEqual(['login', '300', '/cases']);
    });

    it.each([
      ['says of old proof', () => ({ auth_time: now() - 3_600 })],
      ['says nothing', () => ({})],
    ])('a provider that %s is not enough', async (_, more) => {
      const { answer } = await again(more);
      expect(answer.status).toBe(400);
    });
  });

  it('says after log-out where else to log out', async () => {
    expect((await web.visitor().get('/logged-out')).text).toContain(
      `<a href="${provider.issuer}/end?client_id=${CLIENT.clientId}">log out of`,
    );
  });

  describe('which says that somebody has logged out there', () => {
    const EVENTS = { 'http://schemas.openid.net/event/backchannel-logout': {} };
    let count = 0;
    const said = (more: object = {}) => ({
      ...{ iss: provider.issuer, aud: CLIENT.clientId, iat: now(), jti: `t${++count}`, sid: 's1', events: EVENTS },
      ...more,
    });
    const tell = (logoutToken: string) =>
      fetch(`${web.address}/log-out/back-channel`, { method: 'POST', body: new URLSearchParams({ logout_token: logoutToken }) });
    async function loggedIn(providerSession: string): Promise<Visitor> {
      const visitor = web.visitor();
      const { claims, back } = await begun(visitor);
      await back(await provider.sign({ ...claims, sid: providerSession }));
      return visitor;
    }

    it('ends the session that was begun there, and no other', async () => {
      const [ward, home] = [await loggedIn('s1'), await loggedIn('s2')];
      const token = await provider.sign(said());
      expect((await tell(token)).status).toBe(200);
      expect([await isIn(ward), await isIn(home)]).toEqual([false, true]);
    });

    it('ends all of a person when it names no session', async () => {
      const [ward, home] = [await loggedIn('s1'), await loggedIn('s2')];
      expect((await tell(await provider.sign(said({ sid: undefined, sub: '555' })))).status).toBe(200);
      expect([await isIn(ward), await isIn(home)]).toEqual([false, false]);
    });

    it('is heard once', async () => {
      const token = await provider.sign(said());
      expect([(await tell(token)).status, (await tell(token)).status]).toEqual([200, 400]);
    });

    it.each<[string, (claims: ReturnType<typeof said>) => Promise<string>]>([
      ['that nobody signed', (claims) => provider.sign(claims, { alg: 'none' })],
      ['that somebody else signed', (claims) => provider.sign(claims, { key: 'another' })],
      ['for somebody else', (claims) => provider.sign({ ...claims, aud: 'another-service' })],
      ['of long ago', (claims) => provider.sign({ ...claims, iat: now() - 3_600 })],
      ['that is an id token', (claims) => provider.sign({ ...claims, nonce: 'n1' })],
      ['that says something else', (claims) => provider.sign({ ...claims, events: { 'urn:other': {} } })],
      ['that names nobody', (claims) => provider.sign({ ...claims, sid: undefined })],
      ['that is nothing', () => Promise.resolve('')],
    ])('is not believed with a token %s', async (_, make) => {
      const ward = await loggedIn('s1');
      expect((await tell(await make(said()))).status).toBe(400);
      expect(await isIn(ward)).toBe(true);
    });

    it('is not asked for its keys again and again by tokens that name others', async () => {
      const before = provider.keysFetched();
      const token = await provider.sign(said(), { kid: 'k9' });
      await Promise.all(Array.from({ length: 100 }, () => tell(token)));
      expect(provider.keysFetched() - before).toBeLessThanOrEqual(1);
    });
  });
});

describe('with NHS Care Identity Service 2', () => {
  let provider: IdentityProvider;
  let web: TestWeb;
  beforeAll(async () => {
    provider = await startIdentityProvider();
    web = await startTestWeb({ demo: false, signIn: { issuer: provider.issuer, profile: 'cis2', ...CLIENT } });
    await web.database.pool.query(
      `insert into account (id, issuer, subject, name, role, organisation, scope_kind, scope_code, starts)
       select 'u-' || role, $1, role, 'Somebody', role, 'Somewhere', 'everywhere', '', now()
         from unnest(array['coordinator', 'clinician', 'pcn-staff', 'acute-lead', 'primary-care-lead', 'administrator', 'privacy-officer']) role`,
      [provider.issuer],
    );
  });
  afterAll(async () => {
    await web?.close();
    await provider?.close();
  });

  const roles = (...codes: readonly string[]) => ({
    nhsid_nrbac_roles: [
      { person_roleid: '11', activity_codes: codes },
      { person_roleid: '12', activity_codes: ['B0360', 'B1570', 'B0062', 'B1611'] },
    ],
    selected_roleid: '11',
  });

  async function logIn(role: string, userInfo: object) {
    const visitor = web.visitor();
    const asked = new URL((await visitor.get('/log-in/start')).location ?? '').searchParams;
    const now = Math.floor(Date.now() / 1_000);
    const claims = { iss: provider.issuer, aud: CLIENT.clientId, sub: role, nonce: asked.get('nonce'), iat: now, exp: now + 60 };
    provider.onCode = async () => ({ id_token: await provider.sign(claims) });
    provider.userInfo = { sub: role, ...userInfo };
    const answer = await visitor.get(`/log-in/callback?code=c&state=${asked.get('state')}`);
    return { scope: asked.get('scope'), answer };
  }

  const ROLES = ['coordinator', 'clinician', 'pcn-staff', 'acute-lead', 'primary-care-lead', 'administrator', 'privacy-officer'];
  it.each<[string, readonly string[]]>([
    ['B0360', ['coordinator', 'clinician', 'pcn-staff']],
    ['B1570', ['acute-lead', 'primary-care-lead']],
    ['B0062', ['administrator']],
    ['B1611', ['privacy-officer']],
    ['B9999', []],
    ['constructor', []],
  ])('%s lets somebody be %j and nothing else', async (code, expected) => {
    const may = [];
    for (const role of ROLES) if ((await logIn(role, roles(code))).answer.status === 303) may.push(role);
    expect(may).toEqual(expected);
  });

  it('asks for the national roles', async () => {
    expect((await logIn('coordinator', roles('B0360'))).scope).toBe('openid profile nationalrbacaccess selectedrole');
  });

  it.each<[string, object]>([
    ['no role', {}],
    ['roles of which none was chosen', { ...roles('B0360'), selected_roleid: undefined }],
    ['a choice that is none of the roles', { ...roles('B0360'), selected_roleid: '13' }],
    ['a role without codes', roles()],
    ['roles that are no list', { nhsid_nrbac_roles: 'B0360', selected_roleid: '11' }],
  ])('lets nobody in with %s, and says what to do', async (_, userInfo) => {
    const { answer } = await logIn('coordinator', userInfo);
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('does not let you see patient records. Log in again and choose another, or ask your sponsor.');
  });

  it('does not take what is told of somebody else', async () => {
    expect((await logIn('coordinator', { ...roles('B0360'), sub: 'clinician' })).answer.status).toBe(400);
  });
});

describe('outside a demonstration, before a provider is set up', () => {
  let web: TestWeb;
  beforeAll(async () => {
    web = await startTestWeb({ demo: false });
  });
  afterAll(() => web?.close());

  it('nobody gets in, and no page speaks of invented people', async () => {
    expect((await web.database.pool.query('select from account')).rowCount).toBe(0);
    const { text } = await web.visitor().get('/log-in');
    expect(text).toContain('No way to log in has been set up on this computer yet');
    expect(text).not.toContain('emonstration');
    expect((await web.visitor().get('/log-in/start')).status).toBe(400);
    expect((await web.visitor().get('/demonstration/people/x')).status).toBe(404);
    expect((await web.visitor().get('/demonstration/provider/.well-known/openid-configuration')).status).toBe(404);
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
