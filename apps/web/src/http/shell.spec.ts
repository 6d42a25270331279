import { Body, Controller, Get, Module, Post, Query } from '@nestjs/common';
import { Type } from 'class-transformer';
import { IsArray, IsOptional, ValidateNested } from 'class-validator';
import { formIn, startTestWeb, type TestWeb, type Visitor } from '../../../../test/support/web';
import { CommandId, IfRevision } from './command-id';
import { Choice, Day, Text, Whole } from './fields';
import { ApiRoute, FormRoute } from './routes';
import { May } from './signed-in';
import { Page, SeeOther } from '../layout/page';

class Address {
  @Text({ label: 'The postcode', required: 'Enter a postcode' })
  postcode: string;
}

class Referral {
  @Text({ label: 'The problem', required: 'Enter the problem' })
  problem: string;

  @Day({ label: 'The decision date', required: 'Enter the decision date' })
  decidedOn: string;

  @Whole({ label: 'Copies', min: 1, max: 9 })
  copies?: number;

  @Text({ label: 'Notes' })
  notes?: string;

  @IsOptional()
  @ValidateNested()
  @Type(() => Address)
  address?: Address;

  @IsOptional()
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => Address)
  others?: Address[];
}

class Filter {
  @Choice({ label: 'a state', from: ['open', 'closed'] })
  state?: string;

  @Whole({ label: 'Page', min: 1, max: 100 })
  page?: number;
}

@Controller('api/v1/try')
class TryApi {
  @Post()
  @ApiRoute()
  save(@Body() body: Referral, @CommandId() commandId: string): object {
    return { commandId, body };
  }

  @Post('revised')
  @ApiRoute()
  revise(@IfRevision() revision: number): object {
    return { revision };
  }

  @Get()
  list(@Query() filter: Filter): object {
    return { ...filter };
  }

  @Get('faulty')
  fail(): never {
    throw new Error('secret 999 123 4567');
  }

  @Get('admin')
  @May('run-the-service')
  admin(): object {
    return {};
  }
}

@Controller('try')
class TryPages {
  @Get('faulty')
  fail(): never {
    throw new Error('secret 999 123 4567');
  }

  @Get('broken')
  broken(): Page {
    return new Page('pages/no-such-page.njk');
  }

  @Post()
  @FormRoute()
  post(): SeeOther {
    return new SeeOther('/try', 'The try is saved');
  }
}

@Module({ controllers: [TryApi, TryPages] })
class TryModule {}

const good = { problem: 'Hip pain', decidedOn: '2026-08-24' };
const key = { 'idempotency-key': 'key-1' };

let web: TestWeb;
let ruth: Visitor;
let priya: Visitor;

beforeAll(async () => {
  web = await startTestWeb({ modules: [TryModule] });
  ruth = web.visitor();
  priya = web.visitor();
  await ruth.logIn('demo-administrator');
  await priya.logIn('demo-coordinator-southend');
});
afterAll(() => web?.close());

describe('a JSON body', () => {
  it('that is right arrives as an instance, with the idempotency key', async () => {
    const answer = await priya.json('POST', '/api/v1/try', { ...good, copies: 2, address: { postcode: 'SS1 1AA' } }, key);
    expect([answer.status, JSON.parse(answer.text)]).toEqual([
      201,
      { commandId: 'key-1', body: { ...good, copies: 2, address: { postcode: 'SS1 1AA' } } },
    ]);
  });

  it.each([
    ['a list of bodies', [good], 400, 'The body must be one JSON object'],
    ['a list with nothing in it', [], 400, 'The body must be one JSON object'],
    ['a text', '"Hip pain"', 400, 'The body must be one JSON object'],
    ['a number', '1', 400, 'The body must be one JSON object'],
    ['true', 'true', 400, 'The body must be one JSON object'],
    ['null', 'null', 400, 'The body must be one JSON object'],
    ['nothing at all', '', 400, undefined],
    ['half of a body', '{"problem":', 400, undefined],
    ['a field too many', { ...good, role: 'administrator' }, 400, 'role is not a field that this takes'],
    ['null for a field that may be left out', { ...good, notes: null }, 400, 'notes is null. Leave it out instead'],
    ['blanks', { ...good, notes: '  ' }, 400, 'notes is blank. Leave it out instead'],
    ['a list for text', { ...good, notes: [] }, 400, 'notes must be one value, not a list'],
    ['an object for text', { ...good, notes: {} }, 400, 'notes Notes must be text'],
    ['a number for text', { ...good, problem: 7 }, 400, 'problem The problem must be text'],
    ['text for a number', { ...good, copies: '2' }, 400, 'copies Copies must be a whole number from 1 to 9'],
    ['a list for an object', { ...good, address: [{ postcode: 'SS1 1AA' }] }, 400, 'address must be one value, not a list'],
    ['an empty list for an object', { ...good, address: [] }, 400, 'address must be one value, not a list'],
    ['an object for a list', { ...good, others: { postcode: 'SS1 1AA' } }, 400, 'others must be a list'],
    ['a field too many further in', { ...good, address: { postcode: 'SS1 1AA', x: 1 } }, 400, 'address.x is not a field that this takes'],
    ['a field missing further in', { ...good, others: [{}] }, 400, 'others.0.postcode Enter a postcode'],
    [
      'a day that does not exist',
      { ...good, decidedOn: '2026-02-30' },
      400,
      'decidedOn The decision date must be a real date, like 27 8 2026',
    ],
    ['a year', { ...good, decidedOn: '1990' }, 400, 'decidedOn The decision date must be a real date, like 27 8 2026'],
    ['a week', { ...good, decidedOn: '1990-W05' }, 400, 'decidedOn The decision date must be a real date, like 27 8 2026'],
    [
      'a number that cannot be kept',
      '{"copies":9007199254740993,"problem":"a","decidedOn":"2026-08-24"}',
      400,
      'copies is not a number that can be kept exactly',
    ],
    [
      'an endless number',
      '{"copies":1e400,"problem":"a","decidedOn":"2026-08-24"}',
      400,
      'copies is not a number that can be kept exactly',
    ],
    ['minus nought', '{"copies":-0,"problem":"a","decidedOn":"2026-08-24"}', 400, 'copies is not a number that can be kept exactly'],
    ['a key twice', '{"problem":"a","problem":"b","decidedOn":"2026-08-24"}', 400, 'problem is given twice'],
    ['a key twice, once written otherwise', '{"problem":"a","p\\u0072oblem":"b","decidedOn":"2026-08-24"}', 400, 'problem is given twice'],
    ['NUL', { ...good, notes: 'a\0b' }, 400, 'notes contains a hidden control character. Type it again instead of pasting it'],
    ['half of a character', '{"problem":"\\ud800","decidedOn":"2026-08-24"}', 400, 'problem contains half of a character. Type it again'],
    [
      'a direction override',
      { ...good, notes: 'a\u202eb' },
      400,
      'notes contains a hidden character that changes the direction of text. Type it again instead of pasting it',
    ],
    ['a prototype', '{"problem":"a","decidedOn":"2026-08-24","__proto__":{"x":1}}', 400, undefined],
    ['a prototype further in', '{"problem":"a","decidedOn":"2026-08-24","address":{"constructor":{"prototype":{"x":1}}}}', 400, undefined],
    ['5,000 levels', `${'['.repeat(5_000)}${']'.repeat(5_000)}`, 400, 'The body is nested deeper than 12'],
    ['40,000 levels that never close', '['.repeat(40_000), 400, 'The body is nested deeper than 12'],
    ['9,000 values', `[${'1,'.repeat(9_000)}1]`, 413, 'More was sent than Guardian takes in one go.'],
    ['70 kB', { ...good, notes: 'x'.repeat(70_000) }, 413, undefined],
  ])('that is %s is refused in words', async (_, body, status, detail) => {
    const answer = await priya.json('POST', '/api/v1/try', body, key);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    if (detail) expect(JSON.parse(answer.text).detail).toBe(detail);
    expect(answer.text).not.toMatch(/\bat \/|node_modules/);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });

  it.each([
    ['application/x-www-form-urlencoded', 'problem=a'],
    ['text/plain', JSON.stringify(good)],
    ['multipart/form-data; boundary=x', '--x--'],
    ['application/xml', '<a/>'],
  ])('of type %s is not read', async (type, body) => {
    expect((await priya.json('POST', '/api/v1/try', body, { ...key, 'content-type': type })).status).toBe(415);
  });

  it('that is compressed is not read', async () => {
    expect((await priya.json('POST', '/api/v1/try', good, { ...key, 'content-encoding': 'gzip' })).status).toBe(415);
  });
});

describe('a query', () => {
  it.each([
    ['', {}],
    ['?state=open&page=2', { state: 'open', page: 2 }],
    ['?state=&page=', {}],
  ])('%s is read as it stands', async (query, filter) => {
    expect(JSON.parse((await priya.get(`/api/v1/try${query}`)).text)).toEqual(filter);
  });

  it.each([
    '?state=banana',
    '?state=open&state=closed',
    '?page=0x10',
    '?page=-1',
    '?page=1e9',
    '?page=1&page=2',
    '?page[]=1',
    '?colour=red',
    '?state=a%00',
    '?state[a]=b',
  ])('%s is refused', async (query) => expect((await priya.get(`/api/v1/try${query}`)).status).toBe(400));
});

describe('a command over JSON', () => {
  it('needs an idempotency key of plain characters', async () => {
    expect((await priya.json('POST', '/api/v1/try', good)).status).toBe(400);
    expect((await priya.json('POST', '/api/v1/try', good, { 'idempotency-key': 'a b' })).status).toBe(400);
    expect((await priya.json('POST', '/api/v1/try', good, { 'idempotency-key': 'x'.repeat(201) })).status).toBe(400);
  });

  it.each([
    [{}, 428],
    [{ 'if-match': '"7"' }, 201],
    [{ 'if-match': '7' }, 201],
    [{ 'if-match': '-1' }, 400],
    [{ 'if-match': 'seven' }, 400],
  ])('names the revision that it has seen: %j gives %i', async (headers, status) => {
    expect((await priya.json('POST', '/api/v1/try/revised', {}, headers)).status).toBe(status);
  });

  it.each([
    [{ 'sec-fetch-site': 'cross-site' }, 403],
    [{ 'sec-fetch-site': 'same-site' }, 403],
    [{ 'sec-fetch-site': 'same-origin' }, 201],
    [{ origin: 'https://elsewhere.example' }, 403],
    [{ origin: 'null' }, 403],
  ])('from a browser comes from our own pages: %j gives %i', async (headers, status) => {
    expect((await priya.json('POST', '/api/v1/try', good, { ...key, ...headers })).status).toBe(status);
  });
});

describe('who may enter', () => {
  it('a program that has not logged in gets 401 and no cookie', async () => {
    const answer = await web.visitor().get('/api/v1/try');
    expect([answer.status, JSON.parse(answer.text).code, answer.headers.getSetCookie()]).toEqual([401, 'NotSignedIn', []]);
  });

  it('a person who has not logged in is led to the log-in page and back', async () => {
    const visitor = web.visitor();
    const answer = await visitor.get('/try/faulty?a=b');
    expect([answer.status, answer.location]).toEqual([303, '/log-in?next=%2Ftry%2Ffaulty%3Fa%3Db']);
    expect((await visitor.get(answer.location ?? '')).text).toContain('href="/log-in/start?next=%2Ftry%2Ffaulty%3Fa%3Db"');
  });

  it('a role that does not include it is told so', async () => {
    expect((await ruth.get('/api/v1/try/admin')).status).toBe(200);
    const answer = await priya.get('/api/v1/try/admin');
    expect([answer.status, JSON.parse(answer.text).code]).toEqual([403, 'NotAllowed']);
  });

  it.each(['/api/v1/try/admin/', '//api/v1/try/admin', '/API/v1/try/admin', '/api/v1/try/%61dmin', '/api/v1/try/admin;x'])(
    '%s is no way round a guard',
    async (url) => expect((await fetch(web.address + url, { redirect: 'manual' })).status).not.toBe(200),
  );

  it('the description of the API names its routes, and outside the demonstration is for those who have logged in', async () => {
    const production = await startTestWeb({ demo: false });
    const refused = await production.visitor().get('/api/v1/openapi.json');
    await production.close();
    expect([refused.status, JSON.parse(refused.text).code]).toEqual([401, 'NotSignedIn']);

    const document = JSON.parse((await web.visitor().get('/api/v1/openapi.json')).text);
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining(['/api/v1/try', '/api/v1/try/revised', '/api/v1/try/faulty', '/api/v1/try/admin']),
    );
    expect(document.components.schemas.Referral.required).toEqual(['problem', 'decidedOn']);
  });
});

describe('a form', () => {
  it('without its token is refused on a page that says what to do', async () => {
    const answer = await priya.post('/try', {});
    expect(answer.status).toBe(403);
    expect(answer.text).toContain('This form is out of date');
  });

  it('with its token is taken, and not as JSON', async () => {
    const { hidden } = formIn((await priya.get('/help')).text, '/log-out');
    const answer = await priya.post('/try', hidden);
    expect([answer.status, answer.location, answer.text]).toEqual([303, '/try', '']);
    expect((await priya.get('/help')).text).toContain('The try is saved');
    expect((await priya.get('/help')).text).not.toContain('The try is saved');
    expect((await priya.json('POST', '/try', hidden)).status).toBe(415);
  });

  it('from another site is refused even with its token', async () => {
    const { hidden } = formIn((await priya.get('/help')).text, '/log-out');
    expect((await priya.post('/try', hidden, { origin: 'https://elsewhere.example' })).status).toBe(403);
  });
});

describe('an error', () => {
  it('on a page nobody finds is a page, and gives an anonymous visitor no cookie', async () => {
    const answer = await web.visitor().get('/nowhere');
    expect([answer.status, answer.headers.getSetCookie()]).toEqual([404, []]);
    expect(answer.text).toContain('<h1>Page not found</h1>');
  });

  it('of ours tells a reference and nothing else', async () => {
    const page = await priya.get('/try/faulty');
    expect(page.status).toBe(500);
    expect(page.text).toMatch(/<strong>[0-9a-f-]{36}<\/strong>/);
    expect(page.text).not.toContain('secret');
    const problem = await priya.get('/api/v1/try/faulty');
    expect(JSON.parse(problem.text)).toEqual({
      type: 'about:blank',
      status: 500,
      title: 'Sorry, there is a problem with Guardian',
      code: 'Fault',
      instance: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
    });
  });

  it('in a template is a page as well', async () => {
    const page = await priya.get('/try/broken');
    expect([page.status, page.headers.get('content-type')]).toEqual([500, 'text/html; charset=utf-8']);
    expect(page.text).toContain('Sorry, there is a problem with Guardian');
    expect(page.text).not.toContain('no-such-page');
  });

  it.each(['/worklist/x.css', '/.env', '/.git/config', '/api', '/api-json', '/static/../main.ts', '/static/%2e%2e/web.module.ts'])(
    '%s is not there',
    async (url) => expect((await priya.get(url)).status).toBe(404),
  );
});

describe('a session', () => {
  it('is told to the browser when it begins and out of reach of scripts, and not with every page', async () => {
    const tom = web.visitor();
    const [cookie, ...others] = (await tom.logInByHand('demo-coordinator-castle-point-and-rochford')).headers.getSetCookie();
    expect(cookie).toMatch(/^guardian=[\w-]{43}; Max-Age=1800; Path=\/; HttpOnly; SameSite=Lax$/);
    expect(others).toEqual([]);
    await tom.get('/help'); // the first form on a page makes its token's secret
    expect((await tom.get('/help')).headers.getSetCookie()).toEqual([]);
  });

  it('is never the one that a browser asks for', async () => {
    const planted = 'A'.repeat(43);
    const answer = await fetch(`${web.address}/log-in/start`, { headers: { cookie: `guardian=${planted}` }, redirect: 'manual' });
    expect(answer.headers.getSetCookie()).toHaveLength(1);
    expect(answer.headers.getSetCookie()[0]).not.toContain(planted);
  });
});

describe('every page', () => {
  it('forbids scripts, framing and keeping', async () => {
    const { headers } = await priya.get('/help');
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'self';script-src 'none';style-src 'self';img-src 'self';object-src 'none';base-uri 'none';form-action 'self';frame-ancestors 'none'",
    );
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-powered-by')).toBeNull();
  });

  it('of somebody who has logged in has a way to log out, also when it is an error', async () => {
    for (const url of ['/help', '/worklist', '/nowhere', '/try/faulty']) {
      expect([url, (await priya.get(url)).text.includes('action="/log-out"')]).toEqual([url, true]);
    }
  });

  it('has its style sheet, which browsers may keep and which costs no session', async () => {
    const address = /<link rel="stylesheet" href="([^"]+)"/.exec((await priya.get('/help')).text)?.[1] ?? '';
    const answer = await priya.get(address);
    expect([answer.status, answer.headers.get('cache-control'), answer.headers.getSetCookie()]).toEqual([
      200,
      'public, max-age=31536000, immutable',
      [],
    ]);
    expect(answer.text).not.toMatch(/https?:\/\/(?!www\.w3\.org)/);
  });
});
