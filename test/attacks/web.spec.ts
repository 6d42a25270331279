// What somebody with bad intent tries against the pages: the catalogue of attacks A12, A13, C1 to C3, C10, C11 and D1 to D16, each with its
// expected answer. Whatever is tried, nothing above 4xx comes back and no event is appended.
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { Controller, Get, Module, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Public } from '../../apps/web/src/http/signed-in';
import { SeeOther } from '../../apps/web/src/layout/page';
import { PRIYA, startTestGuardian, type TestCase, type TestGuardian } from '../support/guardian';
import { type Answer, formIn, startTestWeb, type TestWeb, type Visitor } from '../support/web';

@Controller('remembers')
@Public()
class RemembersController {
  @Get()
  remember(@Req() { session }: FastifyRequest): SeeOther {
    session.notice = 'Something to remember';
    return new SeeOther('/help');
  }
}
/** In production only a log-in begins a session, and this test has nobody to ask for one. */
@Module({ controllers: [RemembersController] })
class RemembersModule {}

let guardian: TestGuardian;
/** As in production: no log-in of the demonstration, cookies for TLS alone; slow requests are cut after 600 ms, five requests a minute. */
let strict: TestWeb;
let priya: Visitor;
let okonkwo: TestCase;
const hostile = '<img src=x onerror=alert(1)>';

beforeAll(async () => {
  guardian = await startTestGuardian();
  strict = await startTestWeb({ demo: false, slowestRequestMs: 600, requestsPerMinute: 5, modules: [RemembersModule] });
  priya = guardian.visitor();
  await priya.logIn(PRIYA);
  okonkwo = await guardian.takeIn();
}, 60_000);
afterAll(async () => {
  await strict?.close();
  await guardian?.close();
});

/** No fault of ours, and nothing was done. */
async function harmless(answer: Answer): Promise<void> {
  expect(answer.status).toBeLessThan(500);
  expect((await okonkwo.state()).entries).toEqual(['ReferralReceived']);
}

/** Sends these bytes as they are; resolves with what came back until the connection was closed, or null when it stayed open. */
function raw(address: string, bytes: string, within = 3_000): Promise<string | null> {
  const { hostname, port } = new URL(address);
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    const timer = setTimeout(() => {
      socket.destroy();
      resolve(null);
    }, within);
    socket.on('data', (data) => (text += data.toString()));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(timer);
      resolve(text);
    });
  });
}

describe('A: whom somebody may find', () => {
  it('A12: after 20 NHS numbers that are not here nobody learns more by number, not even of one that is; other searches go on', async () => {
    const { hidden } = formIn((await priya.get('/search')).text, '/search');
    const search = (q: string): Promise<Answer> => priya.post('/search', { ...hidden, q });
    const numbers = validNumbers(22);
    for (const number of numbers.slice(0, 20)) expect((await search(number)).status).toBe(303);
    const refused = await search(numbers[20] ?? '');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '600']);
    expect(refused.text).toContain('You have searched for many NHS numbers that are not here.');
    const api = await priya.json('POST', '/api/v1/cases/search', { text: numbers[21] });
    expect([api.status, JSON.parse(api.text).code]).toEqual([429, 'TooManyMisses']);
    expect((await search('Okonkwo')).status).toBe(303);
    const joan = guardian.visitor();
    await joan.logIn('demo-coordinator-southend-2');
    expect((await joan.submit('/search', { q: numbers[0] ?? '' }, '/search')).status).toBe(303);
    guardian.clock.set(new Date('2026-08-20T09:10:01Z'));
    expect((await search(numbers[0] ?? '')).status).toBe(303);
    guardian.clock.set(new Date('2026-08-20T09:00:00Z'));
  });

  it('A13: no address holds an NHS number or a name', async () => {
    const found = await priya.submit('/search', { q: 'Nobody of this name' }, '/search');
    expect(found.location).toMatch(/^\/search\/[0-9a-f-]{36}$/);
    expect((await priya.get('/search?q=9990000026')).text).not.toContain('9990000026');
    expect((await priya.get('/api/v1/cases?nhsNumber=9990000026')).status).toBe(400);
  });
});

describe('C: sessions', () => {
  it('C1: no cookie, one that nobody gave, one with a letter changed: log in first', async () => {
    const own = priya.cookie;
    const changed = own.slice(0, -1) + (own.endsWith('A') ? 'B' : 'A');
    for (const cookie of ['', 'guardian=', `guardian=${'x'.repeat(43)}`, changed]) {
      const answer = await fetch(`${guardian.address}${okonkwo.address}`, { headers: { cookie }, redirect: 'manual' });
      expect([cookie === own, answer.status, answer.headers.get('location')?.startsWith('/log-in')]).toEqual([false, 303, true]);
    }
  });

  it('C2 and C3: the id changes at log-in, and after log-out it opens nothing', async () => {
    const joan = guardian.visitor();
    await joan.get('/log-in/start');
    const before = joan.cookie;
    await joan.logInByHand('demo-coordinator-southend-2');
    const after = joan.cookie;
    expect(after).not.toBe(before);
    await joan.submit('/help', {}, '/log-out');
    for (const cookie of [before, after]) {
      const answer = await fetch(`${guardian.address}/worklist`, { headers: { cookie }, redirect: 'manual' });
      expect(answer.status).toBe(303);
    }
  });

  it.each([
    ['from another site', { origin: 'https://elsewhere.example' }],
    ['from a neighbour', { 'sec-fetch-site': 'same-site' }],
    ['from nowhere', { origin: 'null' }],
    ['cross-site without an origin', { 'sec-fetch-site': 'cross-site' }],
  ])('C10: a form that comes %s is refused even with its token', async (_, headers) => {
    const page = `${okonkwo.address}/contacts/new`;
    const { hidden } = formIn((await priya.get(page)).text, page);
    const answer = await priya.post(page, { ...hidden, who: 'hospital', how: 'phone', outcome: 'sent' }, headers);
    expect(answer.status).toBe(403);
    await harmless(answer);
  });

  it('C10: reading an address changes nothing, whatever stands in it', async () => {
    for (const address of [`${okonkwo.address}/close?reason=died`, `${okonkwo.address}/assign?coordinator=${PRIYA}`, '/log-out'])
      await harmless(await priya.get(address));
    expect((await priya.get('/worklist')).status).toBe(200);
  });

  it('C11: in production the cookie is for this host alone, over TLS, and out of reach of scripts and other sites', async () => {
    const [cookie] = (await strict.visitor().get('/remembers')).headers.getSetCookie();
    expect(cookie).toMatch(/^__Host-guardian=[\w-]{43}; Max-Age=1800; Path=\/; HttpOnly; SameSite=Lax; Secure$/);
  });
});

describe('D: the web', () => {
  it.each([
    hostile,
    '<script>alert(1)</script>',
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    '</title><script>alert(1)</script>',
    '</textarea><iframe src=javascript:alert(1)>',
    '{{ 7 * 7 }}${7*7}<%= 7*7 %>{% if true %}x{% endif %}',
    '&lt;script&gt;alert(1)&lt;/script&gt;',
    'javascript:alert(1)//',
    '<a href="data:text/html,x">click</a>',
  ])('D1: %s in a note, a search or a form stays text', async (text) => {
    const page = `${okonkwo.address}/contacts/new`;
    const shown = await priya.submit(page, { who: 'patient', how: 'phone', outcome: 'spoke', notes: text, 'on-day': '99' }, page);
    const { location = '' } = await priya.submit('/search', { q: text.slice(0, 90) }, '/search');
    for (const answer of [shown, await priya.get(location), await priya.get(`/worklist?${encodeURIComponent(text)}`)]) {
      expect(answer.status).toBeLessThan(500);
      expect(answer.text).not.toMatch(/<(script|svg onload|iframe|img src=x)|onmouseover='alert|href="(data|javascript):/i);
      expect(answer.text).not.toContain('49<');
    }
  });

  it('D2, D3, D11, D12: every answer forbids scripts, framing and keeping, tells no other site where it came from, and no version', async () => {
    const answers = await Promise.all(
      ['/worklist', okonkwo.address, '/nowhere', '/reports/exits.csv', '/api/v1/cases', '/log-in'].map((url) => priya.get(url)),
    );
    for (const { headers } of [...answers, await strict.visitor().get('/help')]) {
      expect(headers.get('content-security-policy')).toContain("script-src 'none'");
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(headers.get('content-security-policy')).not.toMatch(/unsafe|https?:|\*/);
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
      expect(headers.get('referrer-policy')).toBe('same-origin');
      expect([headers.get('x-powered-by'), headers.get('server'), headers.get('etag')]).toEqual([null, null, null]);
    }
  });

  it('D2: over TLS browsers are told to stay there', async () => {
    expect((await strict.visitor().get('/health')).headers.get('strict-transport-security')).toMatch(/^max-age=\d{8}; includeSubDomains$/);
  });

  it.each(['/x.css', '/contacts/x.png', '%0a.png', ';x.js', '/timeline/..%2fx.css'])(
    'D4: a record with %s behind it is not there',
    async (tail) => {
      const answer = await priya.get(okonkwo.address + tail);
      expect([answer.status, answer.text.includes('Okonkwo')]).toEqual([404, false]);
    },
  );

  it.each([
    '//elsewhere.example',
    '/\\elsewhere.example',
    'https:elsewhere.example',
    'https://elsewhere.example',
    '/%2f%2felsewhere.example/..//elsewhere.example',
    '/\t/elsewhere.example',
    '/worklist@elsewhere.example:80\r\nset-cookie: x=y',
  ])('D5 and D6: log-in with next=%j stays on this site and adds no header', async (next) => {
    const visitor = guardian.visitor();
    const answer = await visitor.logInByHand(PRIYA, `/log-in?next=${encodeURIComponent(next)}`);
    expect(answer.status).toBe(303);
    expect(new URL(answer.location ?? '', guardian.address).host).toBe(new URL(guardian.address).host);
    expect(answer.headers.getSetCookie().join()).not.toContain('x=y');
  });

  it('D6: a request names itself, whatever it is told', async () => {
    const answer = await priya.get('/api/v1/cases/GR-ZZZZZZ', { 'x-request-id': 'mine', accept: 'application/json' });
    expect(JSON.parse(answer.text).instance).toMatch(/^[0-9a-f-]{36}$/);
  });

  it.each([
    { 'x-forwarded-host': 'elsewhere.example' },
    { 'x-original-url': '/audit' },
    { 'x-rewrite-url': '/audit' },
    { 'x-forwarded-for': '127.0.0.1', 'x-forwarded-proto': 'https' },
    { 'x-http-method-override': 'POST' },
  ])('D7: %j changes nothing', async (headers) => {
    const answer = await priya.get('/worklist', headers);
    expect([answer.status, answer.text.includes('My work today'), answer.text.includes('elsewhere.example')]).toEqual([200, true, false]);
  });

  it.each(['//audit', '/audit/', '/AUDIT', '/%61udit', '/audit;x', '/./audit', '/audit%2f', '/audit%00', '/worklist/../audit'])(
    'D8: %s is no way round a guard',
    async (url) => {
      const answer = await raw(
        guardian.address,
        `GET ${url} HTTP/1.1\r\nhost: guardian\r\ncookie: ${priya.cookie}\r\nconnection: close\r\n\r\n`,
      );
      expect(Number(/^HTTP\/1\.1 (\d+)/.exec(answer ?? '')?.[1])).toBeGreaterThanOrEqual(300);
      expect(answer).not.toContain('Who looked at whom');
    },
  );

  it.each(['TRACE', 'CONNECT', 'PUT', 'DELETE', 'PATCH', 'PROPFIND'])('D9: %s on a page is not known', async (method) => {
    const answer = await raw(
      guardian.address,
      `${method} ${method === 'CONNECT' ? 'guardian:80' : okonkwo.address} HTTP/1.1\r\nhost: guardian\r\ncookie: ${priya.cookie}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`,
    );
    expect(answer === '' || /^HTTP\/1\.1 4\d\d/.test(answer ?? '')).toBe(true);
    expect(answer).not.toContain('Okonkwo');
  });

  it.each(['/api/v1/openapi.json', '/metrics', '/debug', '/.git/HEAD', '/.env', '/static/main.js.map', '/swagger', '/docs'])(
    'D10: %s tells a stranger nothing in production',
    async (url) => {
      const web = await startTestWebOnce();
      const answer = await web.visitor().get(url);
      expect([401, 404]).toContain(answer.status);
    },
  );

  it('D13: no other site may read an answer', async () => {
    for (const origin of ['https://elsewhere.example', 'null', 'https://guardian.nhs.uk.evil']) {
      const { headers } = await priya.get('/api/v1/cases', { origin });
      expect([...headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
    }
  });

  it.each([
    ['a length and chunks', 'content-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\nGET /audit HTTP/1.1\r\n\r\n'],
    ['two lengths', 'content-length: 0\r\ncontent-length: 30\r\n\r\nGET /audit HTTP/1.1\r\n\r\n'],
    ['a folded header', 'x-one: a\r\n b: c\r\ncontent-length: 0\r\n\r\n'],
    ['a bare line feed', 'x-one: a\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['chunks of another name', 'transfer-encoding: xchunked\r\n\r\n0\r\n\r\nGET /audit HTTP/1.1\r\n\r\n'],
  ])('D14: a request with %s is refused, and its connection closed', async (_, rest) => {
    const answer = await raw(guardian.address, `POST /log-in HTTP/1.1\r\nhost: guardian\r\n${rest}`);
    expect(answer).not.toBeNull();
    expect(answer?.match(/HTTP\/1\.1 /g) ?? []).toHaveLength(1);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  });

  it('D15: who sends nothing, or slowly, is cut off, while others are answered', async () => {
    const slow = [
      raw(strict.address, ''),
      raw(strict.address, 'GET /health HTTP/1.1\r\nhost: guardian\r\nx-one: '),
      raw(
        strict.address,
        'POST /log-in HTTP/1.1\r\nhost: guardian\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: 50\r\n\r\na=',
      ),
    ];
    await pause(100);
    expect((await fetch(`${strict.address}/health`)).status).toBe(200);
    for (const answer of await Promise.all(slow)) expect(answer).not.toBeNull();
  });

  it('D15: ten thousand headers are not read', async () => {
    const many = Array.from({ length: 10_000 }, (_, n) => `x-${n}: y\r\n`).join('');
    expect(await raw(guardian.address, `GET /help HTTP/1.1\r\nhost: guardian\r\n${many}\r\n`)).toMatch(/^HTTP\/1\.1 431 /);
  });

  it('D16: one person has one report counted at a time; others are not kept waiting by it', async () => {
    const reports = ['/reports/bottlenecks', '/reports/bottlenecks.csv', '/reports/waits', '/api/v1/reports/bottlenecks'];
    const slow = await guardian.database.pool.connect();
    await slow.query('begin; lock table oversight_stay');
    const first = priya.get('/reports/bottlenecks');
    await pause(300);
    for (const report of reports) {
      const second = await priya.get(report);
      expect([report, second.status, second.headers.get('retry-after')]).toEqual([report, 429, '5']);
      expect(second.text).toContain('still counting the report that you asked for last');
    }
    expect((await priya.get('/help')).status).toBe(200);
    const joan = guardian.visitor();
    await joan.logIn('demo-coordinator-southend-2');
    expect((await joan.get('/reports/exits')).status).toBe(200);
    await slow.query('commit');
    slow.release();
    expect((await first).status).toBe(200);
    expect((await priya.get('/reports/bottlenecks')).status).toBe(200);
  });

  it('D16: too many requests from one address wait a minute', async () => {
    const answers: Answer[] = [];
    for (let n = 0; n < 7; n++) answers.push(await strict.visitor().get('/help'));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});

let production: Promise<TestWeb> | undefined;
const startTestWebOnce = (): Promise<TestWeb> => (production ??= startTestWeb({ demo: false }));
afterAll(async () => (await production)?.close());

/** NHS numbers of the range for tests with a right check digit. */
function validNumbers(count: number): string[] {
  const numbers: string[] = [];
  for (let n = 100_000; numbers.length < count; n++) {
    const nine = `999${String(n).padStart(6, '0')}`;
    const sum = [...nine].reduce((total, digit, at) => total + Number(digit) * (10 - at), 0);
    const check = (11 - (sum % 11)) % 11;
    if (check !== 10) numbers.push(nine + String(check));
  }
  return numbers;
}
