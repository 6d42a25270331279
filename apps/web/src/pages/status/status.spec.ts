import { Client } from 'pg';
import { startTestWeb, type TestWeb } from '../../../../../test/support/web';

let web: TestWeb;
beforeAll(async () => {
  web = await startTestWeb();
});
afterAll(() => web?.close());

it('health answers everybody, and counts nothing', async () => {
  const answer = await web.visitor().get('/health');
  expect([answer.status, JSON.parse(answer.text), answer.headers.getSetCookie()]).toEqual([
    200,
    { ready: true, database: true, listsSecondsBehind: expect.any(Number) as number, changed: null },
    [],
  ]);
});

it.each([
  ['/status', 'System status'],
  ['/help', 'Help'],
  ['/accessibility', 'Accessibility'],
  ['/privacy', 'Privacy'],
])('%s is for everybody', async (url, heading) => {
  const answer = await web.visitor().get(url);
  expect([answer.status, answer.headers.getSetCookie()]).toEqual([200, []]);
  expect(answer.text).toContain(`<h1>${heading}</h1>`);
  expect(answer.text).toContain('Demonstration: every person here is invented');
});

it('without its database Guardian says so, and comes back with it', async () => {
  const priya = web.visitor();
  await priya.logIn('demo-coordinator-southend');
  const elsewhere = new URL(web.database.url);
  const name = elsewhere.pathname.slice(1);
  elsewhere.pathname = '/postgres';
  const admin = new Client({ connectionString: elsewhere.href });
  await admin.connect();
  await admin.query(`alter database ${name} with allow_connections false`);
  await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
  expect((await priya.get('/health')).status).toBe(503);
  const page = await priya.get('/help');
  expect([page.status, page.headers.get('retry-after')]).toEqual([503, '5']);
  expect(page.text).toContain('<h1>Guardian cannot reach its database</h1>');
  await admin.query(`alter database ${name} with allow_connections true`);
  await admin.end();
  expect((await priya.get('/health')).status).toBe(200);
  expect((await priya.get('/help')).text).toContain('Priya Shah');
});
