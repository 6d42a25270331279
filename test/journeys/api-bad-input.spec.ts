// The catalogue of bad input: nothing of it is a fault of the service, nothing is recorded, and every answer is a problem in words.
import { PRIYA, startTestGuardian, type TestGuardian } from '../support/guardian';
import type { Visitor } from '../support/web';

type Body = Readonly<Record<string, unknown>>;

interface Endpoint {
  readonly about: string;
  readonly url: () => string;
  readonly good: Body;
  /** Names of fields of `good` by what they take. */
  readonly text: string;
  readonly optional: string;
  readonly day: string;
  readonly object: string;
}

let guardian: TestGuardian;
let priya: Visitor;
let reference: string;
let keys = 0;

const referral: Endpoint = {
  about: 'a referral',
  url: () => '/api/v1/referrals',
  good: {
    patient: { nhsNumber: '9990000018', family: 'Hussain', given: 'Amir', bornOn: '1961-02-03', sex: 'male' },
    practice: 'F81003',
    pathway: 'hip-pain',
    priority: 'routine',
    referredOn: '2026-08-10',
    reason: 'Pain in the left hip at night',
    referrer: 'Dr Alva Nyman',
  },
  text: 'reason',
  optional: 'identifier',
  day: 'referredOn',
  object: 'patient',
};
const command: Endpoint = {
  about: 'a command',
  url: () => `/api/v1/cases/${reference}/commands`,
  good: {
    type: 'OfferResponsibility',
    to: { kind: 'hospital', name: 'Mr Hale', organisation: 'Thorn Bank Hospital' },
    replyBy: '2026-09-01',
    summary: 'Awaiting a first appointment',
  },
  text: 'summary',
  optional: 'summary',
  day: 'replyBy',
  object: 'to',
};
const endpoints = [referral, command];

beforeAll(async () => {
  guardian = await startTestGuardian();
  priya = guardian.visitor();
  await priya.logIn(PRIYA);
  ({ reference } = await guardian.takeIn());
}, 60_000);

afterAll(() => guardian?.close());

const recorded = async (): Promise<number> =>
  (await guardian.database.pool.query<{ n: number }>('select count(*)::int as n from events')).rows[0]?.n ?? 0;

async function send(url: string, body: RequestInit['body'], headers: Readonly<Record<string, string>> = {}) {
  const answer = await fetch(guardian.address + url, {
    method: 'POST',
    ...(body === undefined ? {} : { body }),
    headers: {
      cookie: priya.cookie,
      'content-type': 'application/json',
      'idempotency-key': `bad-${++keys}`,
      'if-match': '"1"',
      ...headers,
    },
    ...(body instanceof ReadableStream ? { duplex: 'half' } : {}),
  });
  return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() };
}

async function expectRefused(expected: number, url: string, body: RequestInit['body'], headers: Readonly<Record<string, string>> = {}) {
  const before = await recorded();
  const { status, type, text } = await send(url, body, headers);
  expect([status, type]).toEqual([expected, expect.stringContaining('application/problem+json')]);
  expect(text).not.toMatch(/\bat \/|node_modules|select |Error:/);
  expect(await recorded()).toBe(before);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  return JSON.parse(text) as { code: string; detail: string; errors?: { field: string; message: string }[] };
}

const json = (endpoint: Endpoint, change: Body): string => JSON.stringify({ ...endpoint.good, ...change });

/** The good body as text, with more written after its first brace. */
const opening = (endpoint: Endpoint, more: string): string => `{${more},${JSON.stringify(endpoint.good).slice(1)}`;

const lastly = (endpoint: Endpoint, more: string): string => `${JSON.stringify(endpoint.good).slice(0, -1)},${more}}`;

const withByte = (endpoint: Endpoint, byte: number): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(Buffer.from(json(endpoint, { [endpoint.text]: 'aXb' })));
  bytes[bytes.indexOf(0x58)] = byte;
  return bytes;
};

type Bad = readonly [
  name: string,
  status: number,
  body: (endpoint: Endpoint) => RequestInit['body'],
  headers?: Readonly<Record<string, string>>,
];

const days = [
  '2026-02-30',
  '1900-02-29',
  '1990',
  '1990-W05',
  '0000-00-00',
  '9999-12-31',
  '2026-08-10T10:00:00Z',
  '10/08/2026',
  '1786320000',
];

const catalogue: readonly Bad[] = [
  ...days.map((on): Bad => [`B4 a day written ${on}`, 400, (of) => json(of, { [of.day]: on })]),
  ['B4 a day written as a number', 400, (of) => json(of, { [of.day]: 1_786_320_000 })],
  ['B9 a name that changes the direction of text', 400, (of) => json(of, { [of.text]: 'a\u202eb' })],
  ['B10 NUL', 400, (of) => json(of, { [of.text]: 'a\0b' })],
  ['B10 half of a character', 400, (of) => json(of, { [of.text]: 'a\ud800b' })],
  ['B10 a byte order mark', 400, (of) => `\ufeff${JSON.stringify(of.good)}`],
  ['B10 bytes that are not UTF-8', 400, (of) => withByte(of, 0xff)],
  ['B11 null for what may be left out', 400, (of) => json(of, { [of.optional]: null })],
  ['B11 empty text', 400, (of) => json(of, { [of.text]: '' })],
  ['B11 blanks', 400, (of) => json(of, { [of.text]: ' \t ' })],
  ['B11 a list for text', 400, (of) => json(of, { [of.text]: [] })],
  ['B11 an object for text', 400, (of) => json(of, { [of.text]: {} })],
  ['B11 a number for text', 400, (of) => json(of, { [of.text]: 7 })],
  ['B12 a list as the body', 400, (of) => JSON.stringify([of.good])],
  ['B12 an empty list as the body', 400, () => '[]'],
  ['B12 a text as the body', 400, () => '"a"'],
  ['B12 a number as the body', 400, () => '1'],
  ['B12 true as the body', 400, () => 'true'],
  ['B12 null as the body', 400, () => 'null'],
  ['B12 an empty body', 400, () => ''],
  ['B12 no body', 400, () => undefined],
  ['B13 a list for an object', 400, (of) => json(of, { [of.object]: [of.good[of.object]] })],
  ['B13 an empty list for an object', 400, (of) => json(of, { [of.object]: [] })],
  ['B13 text for an object', 400, (of) => json(of, { [of.object]: 'Hale' })],
  ['B14 __proto__', 400, (of) => opening(of, '"__proto__":{"polluted":1}')],
  ['B14 __proto__ further in', 400, (of) => lastly(of, '"more":{"__proto__":{"polluted":1}}')],
  ['B14 constructor', 400, (of) => opening(of, '"constructor":{"prototype":{"polluted":1}}')],
  ['B14 prototype', 400, (of) => opening(of, '"prototype":{"polluted":1}')],
  ['B15 a key twice', 400, (of) => lastly(of, `"${of.text}":"again"`)],
  [
    'B15 a key twice, once written otherwise',
    400,
    (of) => lastly(of, `"\\u00${of.text.charCodeAt(0).toString(16)}${of.text.slice(1)}":"again"`),
  ],
  ['B16 5,000 levels', 400, (of) => lastly(of, `"more":${'['.repeat(5_000)}${']'.repeat(5_000)}`)],
  ['B16 30,000 levels', 400, (of) => lastly(of, `"more":${'['.repeat(30_000)}${']'.repeat(30_000)}`)],
  ['B17 101 kB', 413, (of) => json(of, { [of.text]: 'x'.repeat(101_000) })],
  ['B17 10 MB', 413, (of) => json(of, { [of.text]: 'x'.repeat(10_000_000) })],
  ['B17 101 kB in pieces, without a length', 413, () => inPieces('x'.repeat(1_000), 101)],
  ['B17 gzip', 415, (of) => JSON.stringify(of.good), { 'content-encoding': 'gzip' }],
  ['B17 br', 415, (of) => JSON.stringify(of.good), { 'content-encoding': 'br' }],
  ['B18 100,000 keys', 413, () => `{${Array.from({ length: 100_000 }, (_, i) => `"a${i}":1`).join(',')}}`],
  ['B18 10,000 values in a list', 413, (of) => lastly(of, `"more":[${'1,'.repeat(9_999)}1]`)],
  ['B18 2^53 + 1', 400, (of) => lastly(of, '"more":9007199254740993')],
  ['B18 an endless number', 400, (of) => lastly(of, '"more":1e400')],
  ['B18 minus nought', 400, (of) => lastly(of, '"more":-0')],
  ['B19 a form', 415, () => 'type=PassGate', { 'content-type': 'application/x-www-form-urlencoded' }],
  ['B19 an upload', 415, () => '--x--', { 'content-type': 'multipart/form-data; boundary=x' }],
  ['B19 plain text', 415, (of) => JSON.stringify(of.good), { 'content-type': 'text/plain' }],
  ['B19 no type', 415, (of) => new Blob([JSON.stringify(of.good)]), { 'content-type': '' }],
  ['A5 a scope of its own', 400, (of) => json(of, { pcnCode: 'canvey-pcn' })],
  ['A5 an author of its own', 400, (of) => json(of, { createdBy: 'demo-administrator' })],
  ['A5 a revision of its own', 400, (of) => json(of, { revision: 1 })],
  ['B26 a key with a space', 400, (of) => JSON.stringify(of.good), { 'idempotency-key': 'a b' }],
  ['B26 a key of 201 characters', 400, (of) => JSON.stringify(of.good), { 'idempotency-key': 'a'.repeat(201) }],
];

function inPieces(piece: string, times: number): ReadableStream {
  let left = times;
  return new ReadableStream({
    pull: (stream) => (left-- > 0 ? stream.enqueue(new TextEncoder().encode(piece)) : stream.close()),
  });
}

describe.each(endpoints)('$about', (endpoint) => {
  it.each(catalogue.map((bad) => ({ name: bad[0], bad })))('$name is refused', async ({ bad: [, status, body, headers] }) => {
    await expectRefused(status, endpoint.url(), body(endpoint), headers);
  });
});

describe('the NHS number of a referral', () => {
  it.each([
    ['B1 a wrong check digit', '9990000019', 'Check the NHS number: a digit may be wrong'],
    ['B1 nine digits', '999000001', 'NHS number must have 10 digits'],
    ['B1 eleven digits', '99900000180', 'NHS number must have 10 digits'],
    ['B1 a sum that no check digit fits', '9991234560', 'Check the NHS number: a digit may be wrong'],
    ['B1 full-width digits', '９９９００００１８', 'NHS number must have 10 digits'],
    ['B1 Arabic digits', '٩٩٩٠٠٠٠٠١٨', 'NHS number must have 10 digits'],
    ['B1 a National Insurance number', 'QQ123456C', 'That looks like a National Insurance number'],
    ['B1 a number', 9_990_000_018, 'NHS number must be text'],
  ])('%s is refused in words', async (_, nhsNumber, message) => {
    const body = json(referral, { patient: { ...(referral.good['patient'] as object), nhsNumber } });
    expect((await expectRefused(400, referral.url(), body)).errors).toEqual([{ field: 'patient.nhsNumber', message }]);
  });

  it('B2 of a real person is refused in a demonstration', async () => {
    const body = json(referral, { patient: { ...(referral.good['patient'] as object), nhsNumber: '4010232137' } });
    expect((await expectRefused(400, referral.url(), body)).code).toBe('RealNumberInDemonstration');
  });

  it('B1 may have spaces and hyphens', async () => {
    const patient = { ...(referral.good['patient'] as object), nhsNumber: '999-000 0018' };
    expect((await send(referral.url(), json(referral, { patient }))).status).toBe(201);
  });
});

describe('days that cannot be', () => {
  const patient = (bornOn: string) => ({ patient: { family: 'Hussain', given: 'Amir', sex: 'male', bornOn } });
  it.each([
    ['B5 born tomorrow', { ...patient('2026-08-21') }, 'referredOn must not be before the date of birth'],
    ['B5 born over 130 years ago', { ...patient('1895-01-01') }, 'Check the date of birth: the patient would be over 130 years old.'],
    ['B5 referred before birth', { ...patient('2026-08-15') }, 'referredOn must not be before the date of birth'],
    ['B5 referred tomorrow', { referredOn: '2026-08-21' }, 'referredOn must be today or in the past'],
    ['B5 on a list before the referral', { onListSince: '2026-08-09', provider: 'RAJ' }, 'onListSince must not be before the referral'],
    ['B5 on a list tomorrow', { onListSince: '2026-08-21', provider: 'RAJ' }, 'onListSince must be today or in the past'],
    ['B5 on nobody’s list', { onListSince: '2026-08-15' }, 'provider is needed: say whose list the patient is on'],
  ])('%s are refused with the rule', async (_, change, detail) => {
    expect((await expectRefused(400, referral.url(), json(referral, change))).detail).toBe(detail);
  });

  it('B5 a contact before the referral is refused with the rule', async () => {
    const call = { type: 'RecordContact', on: '2026-07-19', who: 'patient', how: 'phone', outcome: 'no-answer' };
    const problem = await expectRefused(400, command.url(), JSON.stringify(call));
    expect([problem.code, problem.detail]).toEqual([
      'DateBeforeReferral',
      'The contact date must not be before the referral on 20 July 2026.',
    ]);
  });
});

describe('the words behind a question mark', () => {
  it.each([
    'pastTarget=banana',
    'pastTarget=1',
    'page=0x10',
    'page=0',
    'page=-1',
    'page=1e9',
    'page=1&page=2',
    'page[]=1',
    'page[a][b]=1',
    'size=1000000000',
    'sort=name;drop',
    'sort=case when true then 1 end',
    'direction=asc, pg_sleep(5)',
    'step=closed',
    'step=nowhere',
    'pcn=nowhere-pcn',
    'pcn=canvey-pcn',
    'practice=F81001',
    'pathway=nothing',
    'nhsNumber=9990000018',
    'coordinator=a%00',
  ])('B20 and B21 %s are refused', async (query) => {
    const answer = await priya.get(`/api/v1/cases?${query}`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([400, expect.stringContaining('application/problem+json')]);
  });

  it.each(['', '?page=', '?pastTarget=false', '?pastTarget=true&suspectedCancer=false', '?page=2&size=50'])(
    'B20 %s are taken',
    async (query) => {
      expect((await priya.get(`/api/v1/cases${query}`)).status).toBe(200);
    },
  );

  it.each(['%', '_', '\\', "' or 1=1 --", '%%%%'.repeat(20)])('B22 and B23 a search for %s takes every sign as it stands', async (text) => {
    const answer = await priya.json('POST', '/api/v1/cases/search', { text });
    expect([answer.status, JSON.parse(answer.text).cases]).toEqual([200, []]);
  });
});

describe('the revision that was seen', () => {
  it.each([
    ['0', 409],
    ['999', 409],
    ['-1', 400],
    ['one', 400],
    ['*', 400],
    ['1e3', 400],
  ])('B25 %s gives %i', async (revision, status) => {
    await expectRefused(status, command.url(), JSON.stringify(command.good), { 'if-match': revision });
  });
});
