// Another system that uses the API with a token of the provider.
import { createHmac } from 'node:crypto';
import { CLIENT, type IdentityProvider, startIdentityProvider } from '../../../../../test/support/identity-provider';
import { startTestWeb, TEST_SECRET, type TestWeb } from '../../../../../test/support/web';

let provider: IdentityProvider;
let web: TestWeb;
beforeAll(async () => {
  provider = await startIdentityProvider();
  web = await startTestWeb({ demo: false, signIn: { issuer: provider.issuer, profile: 'standard', ...CLIENT } });
  await web.database.pool.query(
    `insert into account (id, issuer, subject, name, role, organisation, scope_kind, scope_code, starts, ends) values
       ('gp', $1, 'gp-system', 'GP system', 'program', 'Carnarvon', 'place', 'southend', now(), null),
       ('old', $1, 'old-system', 'Old system', 'program', 'Carnarvon', 'place', 'southend', '2026-01-01', '2026-02-01'),
       ('tom', $1, 'tom', 'Tom Adeyemi', 'coordinator', 'Guardian team', 'place', 'southend', now(), null)`,
    [provider.issuer],
  );
});
beforeEach(() => web.database.pool.query(`update account set ends = null where id = 'gp'`));
afterAll(async () => {
  await web?.close();
  await provider?.close();
});

const now = () => Math.floor(Date.now() / 1_000);
const ALL = 'cases.read cases.write referrals.write reports.read';
const claims = (more: object = {}) => ({
  ...{ iss: provider.issuer, aud: `${web.address}/api/v1`, sub: 'gp-system', scope: ALL, iat: now(), exp: now() + 60 },
  ...more,
});
const call = async (token: string, route = 'GET /api/v1/cases', headers: Record<string, string> = {}) => {
  const [method = '', url = ''] = route.split(' ');
  const answer = await fetch(web.address + url, {
    method,
    redirect: 'manual',
    headers: { authorization: `Bearer ${token}`, ...headers },
    ...(method === 'POST' && { body: '{}' }),
  });
  const text = await answer.text();
  const { code } = (text.startsWith('{') ? JSON.parse(text) : {}) as { code?: string };
  return { status: answer.status, code, headers: answer.headers };
};
const JSON_BODY = { 'content-type': 'application/json' };

it('comes in with a token that is for Guardian’s API, and gets no cookie', async () => {
  const answer = await call(await provider.sign(claims()));
  expect([answer.status, answer.headers.getSetCookie()]).toEqual([200, []]);
});

it.each<[string, () => Promise<string>]>([
  ['not signed', () => provider.sign(claims(), { alg: 'none' })],
  ['signed with the public key as a password', () => provider.sign(claims(), { alg: 'HS256', key: 'public' })],
  ['signed by somebody else', () => provider.sign(claims(), { key: 'another' })],
  ['of another provider', () => provider.sign(claims({ iss: 'https://elsewhere.example' }))],
  ['for another service', () => provider.sign(claims({ aud: 'https://elsewhere.example/api' }))],
  ['for log-in and not for the API', () => provider.sign(claims({ aud: CLIENT.clientId }))],
  ['over', () => provider.sign(claims({ iat: now() - 600, exp: now() - 300 }))],
  ['good for ever', () => provider.sign(claims({ exp: undefined }))],
  ['of long ago', () => provider.sign(claims({ iat: now() - 7_200 }))],
  ['not yet good', () => provider.sign(claims({ nbf: now() + 300 }))],
  ['of nobody', () => provider.sign(claims({ sub: undefined }))],
  ['of a program that Guardian does not know', () => provider.sign(claims({ sub: 'another-system' }))],
  ['of a program whose account has ended', () => provider.sign(claims({ sub: 'old-system' }))],
  ['of a person', () => provider.sign(claims({ sub: 'tom' }))],
  ['no token at all', () => Promise.resolve('abc')],
])('is refused with a token that is %s', async (_, make) => {
  const answer = await call(await make());
  expect([answer.status, answer.code, answer.headers.get('www-authenticate')]).toEqual([401, 'TokenRefused', 'Bearer']);
});

it.each([
  ['cases.read', 'GET /api/v1/cases', 200],
  ['cases.read', 'POST /api/v1/cases/GR-AAAAAA/commands', 403],
  ['cases.read', 'GET /api/v1/enquiries/1', 403],
  ['cases.read', 'POST /api/v1/referrals', 403],
  ['cases.read', 'GET /api/v1/reports/bottlenecks', 403],
  ['cases.write', 'GET /api/v1/worklist', 200],
  ['cases.write', 'POST /api/v1/referrals', 403],
  ['referrals.write', 'GET /api/v1/cases', 403],
  ['referrals.write', 'POST /api/v1/referrals', 400],
  ['reports.read', 'GET /api/v1/reports/bottlenecks', 200],
  ['reports.read', 'GET /api/v1/cases', 403],
  ['openid constructor toString', 'GET /api/v1/cases', 403],
  ['', 'GET /api/v1/cases', 403],
  ['', 'GET /api/v1/directory/pcns', 200],
  [ALL, 'GET /api/v1/worklist', 200],
])('with the scope "%s", %s is %i', async (scope, route, status) => {
  const answer = await call(await provider.sign(claims({ scope })), route, route.startsWith('POST') ? JSON_BODY : {});
  expect(answer.status).toBe(status);
  if (status === 403) expect(answer.code).toBe('NotAllowed');
});

it('sees small numbers hidden in a report when its token does not let it read patients', async () => {
  const report = async (scope: string) => {
    const headers = { authorization: `Bearer ${await provider.sign(claims({ scope }))}` };
    return (await (await fetch(`${web.address}/api/v1/reports/bottlenecks`, { headers })).json()) as { suppressed: boolean };
  };
  expect([(await report('reports.read')).suppressed, (await report('reports.read cases.read')).suppressed]).toEqual([true, false]);
});

it('is out from the next request on when its account ends', async () => {
  const token = await provider.sign(claims());
  expect((await call(token)).status).toBe(200);
  await web.database.pool.query(`update account set ends = now() where id = 'gp'`);
  expect((await call(token)).status).toBe(401);
});

it('comes with a token or with a cookie, never with both', async () => {
  const answer = await call(await provider.sign(claims()), 'GET /api/v1/cases', { cookie: '__Host-guardian=x' });
  expect([answer.status, answer.code]).toEqual([400, 'TwoIdentities']);
});

it.each(['/cases', '/worklist', '//api/v1/cases', '/API/v1/cases', '/help/../cases'])('opens no page: %s', async (url) => {
  const answer = await call(await provider.sign(claims()), `GET ${url}`);
  expect([303, 404]).toContain(answer.status);
  if (answer.status === 303) expect(answer.headers.get('location')).toMatch(/^\/log-in/);
});

it('is nobody with the token in the address or in the body', async () => {
  const token = await provider.sign(claims());
  const inAddress = await fetch(`${web.address}/api/v1/cases?access_token=${token}`);
  const inBody = await fetch(`${web.address}/api/v1/cases/search`, {
    method: 'POST',
    headers: JSON_BODY,
    body: JSON.stringify({ access_token: token, text: 'Okonkwo' }),
  });
  expect([inAddress.status, inBody.status]).toEqual([401, 401]);
});

it('is no way in for people: its account does not log in and holds no session', async () => {
  const visitor = web.visitor();
  const asked = new URL((await visitor.get('/log-in/start')).location ?? '').searchParams;
  const idToken = { ...claims({ aud: CLIENT.clientId }), nonce: asked.get('nonce') };
  provider.onCode = async () => ({ id_token: await provider.sign(idToken) });
  const answer = await visitor.get(`/log-in/callback?code=c&state=${asked.get('state')}`);
  expect([answer.status, answer.text.includes('Guardian does not know you.')]).toEqual([400, true]);
  const withSession = async (id: string, userId: string) => {
    const key = createHmac('sha256', TEST_SECRET).update(id).digest('base64url');
    await web.database.pool.query(`insert into web_session values ($1, $2, $3, now(), now() + interval '1 hour')`, [
      ...[key, JSON.stringify({ userId }), userId],
    ]);
    return (await fetch(`${web.address}/sessions`, { redirect: 'manual', headers: { cookie: `__Host-guardian=${id}` } })).status;
  };
  expect([await withSession('p'.repeat(43), 'gp'), await withSession('t'.repeat(43), 'tom')]).toEqual([303, 200]);
});

it('waits when the provider is away and its key was not seen yet', async () => {
  const other = await startTestWeb({ demo: false, signIn: { issuer: provider.issuer, profile: 'standard', ...CLIENT } });
  try {
    provider.away = true;
    const headers = { authorization: `Bearer ${await provider.sign(claims())}` };
    const answer = await fetch(`${other.address}/api/v1/cases`, { headers });
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '10']);
  } finally {
    provider.away = false;
    await other.close();
  }
});
