// Who was shown whom: written down before the first byte leaves, and where it cannot be written nothing is shown.
import { day } from '@guardian/kernel';
import { PRIYA, SAMUEL, somebody, startTestGuardian, type TestCase, type TestGuardian } from '../support/guardian';
import { inWords } from '../support/in-words';
import { type Answer, formIn, type Visitor } from '../support/web';

const HER = {
  nhsNumber: '9990000026',
  family: 'Okonkwo',
  given: 'Margaret',
  title: 'Mrs',
  bornOn: day('1945-07-14'),
  sex: 'female',
} as const;
const HIM = { nhsNumber: '9990000042', family: 'Zephyrin', given: 'Aldous', title: 'Mr', bornOn: day('1951-02-03'), sex: 'male' } as const;

let guardian: TestGuardian;
let priya: Visitor;
let ruth: Visitor;
let her: TestCase;
let him: TestCase;
let ofHer = '';
let ofHim = '';
beforeAll(async () => {
  guardian = await startTestGuardian();
  [priya, ruth] = [guardian.visitor(), guardian.visitor()];
  await Promise.all([priya.logIn(PRIYA), ruth.logIn('demo-administrator')]);
  her = await guardian.takeIn({ identity: HER });
  him = await guardian.takeIn({ identity: HIM, referredOn: day('2026-08-10') });
  const patientOf = async (one: TestCase): Promise<string> => (await one.state()).opened?.patientId ?? '';
  [ofHer, ofHim] = [await patientOf(her), await patientOf(him)];
}, 60_000);
afterAll(() => guardian?.close());

interface Row {
  readonly patients: readonly string[];
  readonly route: string;
  readonly status: number;
  readonly action: string;
  readonly purpose: string;
}

/** What was written down while this was asked. */
async function rowsOf<T>(ask: () => Promise<T>): Promise<{ answer: T; rows: Row[] }> {
  const { pool } = guardian.database;
  const before = (await pool.query<{ last: string }>('select coalesce(max(position), 0) as last from read_audit')).rows[0]?.last;
  const answer = await ask();
  const { rows } = await pool.query<Row>(
    'select patients, route, status, action, purpose from read_audit where position > $1 order by position',
    [before],
  );
  return { answer, rows };
}

const look = (route: string, patients: readonly string[], more: Partial<Row> = {}): Row => ({
  ...{ route, patients, status: 200, action: 'shown', purpose: 'direct-care', ...more },
});

describe('written down', () => {
  it('the page of a case: its patient, with who, when, from where and for which request', async () => {
    const { answer, rows } = await rowsOf(() => priya.get(her.address));
    expect(answer.text).toContain('OKONKWO');
    expect(rows).toEqual([look('/cases/:reference', [ofHer])]);
    const { rows: whole } = await guardian.database.pool.query('select * from read_audit order by position desc limit 1');
    expect(whole[0]).toMatchObject({
      at: new Date('2026-08-20T09:00:00Z'),
      user_id: PRIYA,
      user_name: 'Priya Shah',
      role: 'coordinator',
      organisation: 'Guardian team, Southend',
      method: 'GET',
      from_address: '127.0.0.1',
      request_id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
    });
  });

  it('a list: each patient on it, in one row', async () => {
    const { rows } = await rowsOf(() => priya.get('/cases'));
    expect(rows).toEqual([look('/cases', [ofHer, ofHim])]);
  });

  it('a search: whom it found, also nobody; never what was searched for', async () => {
    const found = await rowsOf(async () => priya.get((await priya.submit('/search', { q: 'o' })).location ?? ''));
    expect(found.rows).toEqual([look('/cases/:reference', [ofHer])]);
    const nobody = await rowsOf(async () => priya.get((await priya.submit('/search', { q: 'Nobody-by-this-name' })).location ?? ''));
    expect(nobody.answer.status).toBe(200);
    expect(nobody.rows).toEqual([look('/search/:token', [])]);
  });

  it('a form that comes back with errors: status 422', async () => {
    const { answer, rows } = await rowsOf(() => priya.submit(`${her.address}/contacts/new`, {}));
    expect(answer.status).toBe(422);
    expect(rows).toEqual([
      look('/cases/:reference/contacts/new', [ofHer]),
      look('/cases/:reference/contacts/new', [ofHer], { status: 422 }),
    ]);
  });

  it('a file: exported', async () => {
    const { answer, rows } = await rowsOf(() => priya.get('/reports/returns/open-pathways.csv'));
    expect(answer.text).toContain(HER.nhsNumber);
    expect(rows).toEqual([
      look('/reports/returns/open-pathways.csv', [ofHer, ofHim], { action: 'exported', purpose: 'running-the-service' }),
    ]);
  });

  it('the API, as pages are', async () => {
    const { rows } = await rowsOf(async () => {
      await priya.get('/api/v1/cases');
      await priya.get(`/api/v1${him.address}`);
      await priya.get(`/api/v1${him.address}/timeline`);
      await priya.json('POST', '/api/v1/cases/search', { text: HER.nhsNumber });
    });
    expect(rows).toEqual([
      look('/api/v1/cases', [ofHer, ofHim]),
      look('/api/v1/cases/:reference', [ofHim]),
      look('/api/v1/cases/:reference/timeline', [ofHim]),
      look('/api/v1/cases/search', [ofHer]),
    ]);
  });

  it('an enquiry: of nobody until it is tied to a case', async () => {
    const sent = await priya.submit('/enquiries/new', {
      ...{ asker: 'patient', from: 'Mr Zephyrin, 01632 960123', channel: 'phone', question: 'When is my turn?', place: 'southend' },
      ...{ 'on-day': '20', 'on-month': '8', 'on-year': '2026', 'promisedBy-day': '24', 'promisedBy-month': '8', 'promisedBy-year': '2026' },
    });
    const address = sent.location ?? '';
    expect((await rowsOf(() => priya.get(address))).rows).toEqual([look('/enquiries/:id', [])]);
    const found = await rowsOf(() => priya.submit(address, { q: 'Zephyrin' }, `${address}/find`));
    expect(found.rows).toEqual([look('/enquiries/:id', []), look('/enquiries/:id/find', [ofHim])]);
    const { action, hidden } = formIn(found.answer.text, `${address}/match`);
    await priya.post(action, hidden);
    expect((await rowsOf(() => priya.get(address))).rows).toEqual([look('/enquiries/:id', [ofHim])]);
  });
});

describe('not written down, because nobody is shown', () => {
  it.each<[string, () => Promise<Answer>, number]>([
    ['a page without patients', () => priya.get('/help'), 200],
    ['a form that leads on', () => priya.submit('/search', { q: HER.nhsNumber }), 303],
    ['a case that is not there', () => priya.get('/cases/GR-ZZZZZZ'), 404],
    ['a page of counts', () => priya.get('/reports/bottlenecks'), 200],
    ['what a role does not include', () => ruth.get(her.address), 403],
  ])('%s', async (_, ask, status) => {
    const { answer, rows } = await rowsOf(ask);
    expect([answer.status, rows]).toEqual([status, []]);
  });

  it('the receipt of a command', async () => {
    const etag = (await priya.get(`/api/v1${him.address}`)).headers.get('etag') ?? '';
    const { answer, rows } = await rowsOf(() =>
      priya.json('POST', `/api/v1${him.address}/commands`, { type: 'AcceptReferral' }, { 'idempotency-key': 'one', 'if-match': etag }),
    );
    expect([answer.status, answer.text.includes('Zephyrin'), rows]).toEqual([200, false, []]);
  });
});

describe('who has looked at this record', () => {
  const page = async (one: TestCase, query = '') => inWords(await priya.get(`${one.address}/looked-at${query}`));

  it('is told of each person and day, with role, organisation, reason and what was seen, in the words of the service', async () => {
    const samuel = guardian.visitor();
    await samuel.logIn(SAMUEL);
    const mine = await guardian.takeIn(somebody());
    expect(await page(mine)).toContain('Nobody was shown this record before you.');
    guardian.clock.set(new Date('2026-08-21T08:30:00Z'));
    await samuel.get(mine.address);
    await samuel.get(`${mine.address}/timeline`);
    guardian.clock.set(new Date('2026-08-21T09:05:00Z'));
    await samuel.get(`/api/v1${mine.address}`);
    await samuel.get('/reports/returns/open-pathways.csv');
    guardian.clock.set(new Date('2026-08-20T09:00:00Z'));
    expect(await page(mine)).toContain(
      'Showing 1 to 3 of 3, the newest first. Who has looked at this record, the newest first Who When Why What ' +
        'Dr Samuel Brandt Guardian clinician, Guardian team, Southend 21 August 2026 09:30 to 10:05, 3 times ' +
        'Care of the patient By program: Case; Case; Case, timeline ' +
        'Dr Samuel Brandt Guardian clinician, Guardian team, Southend 21 August 2026 10:05 ' +
        'Running the service Reports, returns, open pathways Also as a file ' +
        'Priya Shah Guardian coordinator, Guardian team, Southend 20 August 2026 10:00 Checking who looked Case, looked at',
    );
  });

  it('is reached from the case, and is of the patient: looks at another case of the same person are on it', async () => {
    expect((await priya.get(him.address)).text).toContain(`href="${him.address}/looked-at"`);
    const second = await guardian.takeIn({ identity: HIM, pathwayId: 'knee-pain' });
    expect(await page(second)).toMatch(/Care of the patient .*Caseload; Case; Enquiry; Enquiry, find/);
  });

  it('knows no page and no filter that it has not', async () => {
    for (const query of ['?page=2', '?page=x', '?who=priya'])
      expect((await priya.get(`${her.address}/looked-at${query}`)).status).toBe(400);
  });
});

describe('the page of whoever answers for it', () => {
  it('lists looks, the newest first: when, who, what, how many patients, why and from where; never the patients', async () => {
    await priya.get('/cases');
    const answer = await ruth.get('/audit');
    expect(answer.text).not.toMatch(/okonkwo|zephyrin|999 000|GR-/i);
    expect(inWords(answer)).toMatch(
      /20 August 2026 10:00 Priya Shah Guardian coordinator, Guardian team, Southend Caseload 3 Care of the patient 127\.0\.0\.1/,
    );
  });

  it('asks for one patient by NHS number, which does not come to stand in an address', async () => {
    const sent = await ruth.submit('/audit', { number: '999 000 0026' }, '/audit/patient');
    expect([sent.status, sent.location]).toEqual([303, `/audit?patient=${ofHer}`]);
    const said = inWords(await ruth.get(sent.location ?? ''));
    expect(said).toContain('from 21 July 2026 to 20 August 2026');
    expect(said).toContain('Reports, returns, open pathways As a file');
    expect(said).toContain('Case, contacts, new 1 Care of the patient');
    const { rows } = await rowsOf(() => ruth.get(sent.location ?? ''));
    expect(rows).toEqual([look('/audit', [ofHer], { purpose: 'audit' })]);
    const wrong = await ruth.submit('/audit', { number: '999 000 0027' }, '/audit/patient');
    expect([wrong.status, inWords(wrong).includes('Check the NHS number')]).toEqual([422, true]);
  });

  it.each([
    ['who=Samuel', 'Dr Samuel Brandt', 'Priya Shah'],
    [`who=${PRIYA}`, 'Priya Shah', 'Dr Samuel Brandt'],
  ])('narrows to a person: %s', async (query, shown, hidden) => {
    const said = inWords(await ruth.get(`/audit?${query}&to-day=21&to-month=8&to-year=2026`));
    expect([said.includes(shown), said.includes(hidden)]).toEqual([true, false]);
  });

  it('counts days in London, the first and the last one too', async () => {
    guardian.clock.set(new Date('2026-08-21T22:30:00Z'));
    await priya.get('/worklist/team'); // half past eleven in the evening
    guardian.clock.set(new Date('2026-08-21T23:30:00Z'));
    await priya.get('/cases'); // half past midnight
    guardian.clock.set(new Date('2026-08-20T09:00:00Z'));
    const on = async (date: string) =>
      inWords(await ruth.get(`/audit?from-day=${date}&from-month=8&from-year=2026&to-day=${date}&to-month=8&to-year=2026`));
    const [evening, night] = [await on('21'), await on('22')];
    expect([evening.includes('Worklist, team'), evening.includes('Caseload')]).toEqual([true, false]);
    expect([night.includes('Worklist, team'), night.includes('Caseload')]).toEqual([false, true]);
    expect(await on('1')).toContain('No looks match these filters.');
  });

  it.each([
    ['from-day=31&from-month=2&from-year=2026', 422, 'The first day must be a real date, like 27 8 2026'],
    ['from-day=20&from-month=7&from-year=2026', 422, 'Choose 31 days or fewer'],
    ['from-day=21&from-month=8&from-year=2026', 422, 'The last day must be the first day or after it'],
    ['patient=9990000026', 400, 'is no patient that Guardian knows'],
    ['colour=blue', 422, 'There is a problem'],
    ['page=99', 400, 'has no value "99" here'],
  ])('says what is wrong with %s', async (query, status, words) => {
    for (const page of query.startsWith('page') ? ['/audit'] : ['/audit', '/audit.csv', '/audit.json']) {
      const answer = await ruth.get(`${page}?${query}`);
      expect([page, answer.status, inWords(answer).includes(words)]).toEqual([page, status, true]);
    }
  });

  it('gives all of it as a file, as CSV and in the shape of FHIR, and writes down that it did', async () => {
    const csv = await rowsOf(() => ruth.get(`/audit.csv?patient=${ofHim}`));
    expect(csv.answer.headers.get('content-disposition')).toBe('attachment; filename="read-audit-2026-08-20.csv"');
    expect(csv.answer.text.split('\r\n')[0]).toBe(
      '"When","User","Name","Role","Organisation","Why","What","Method","Route","Status","From","Request","Patients"',
    );
    expect(csv.answer.text).toContain(
      `"2026-08-20T09:00:00.000Z","${PRIYA}","Priya Shah","coordinator","Guardian team, Southend","Care of the patient","shown","GET","/api/v1/cases/:reference",200,"127.0.0.1",`,
    );
    expect(csv.rows).toEqual([look('/audit.csv', [ofHim], { action: 'exported', purpose: 'audit' })]);

    const json = await rowsOf(() => ruth.get(`/audit.json?patient=${ofHim}`));
    expect(json.answer.headers.get('content-type')).toBe('application/fhir+json; charset=utf-8');
    const bundle = JSON.parse(json.answer.text) as { total: number; entry: { resource: { resourceType: string; entity: unknown[] } }[] };
    expect(bundle.entry).toHaveLength(bundle.total);
    expect(bundle.entry[0]?.resource.resourceType).toBe('AuditEvent');
    expect(JSON.stringify(bundle.entry[0]?.resource.entity)).toContain(ofHim);
    expect(json.rows).toEqual([look('/audit.json', [ofHim], { action: 'exported', purpose: 'audit' })]);
  });

  it.each(['/audit', '/audit.csv', '/audit.json'])('is nobody else’s: %s', async (page) => {
    for (const who of [PRIYA, SAMUEL, 'demo-pcn-southend-east', 'demo-acute-lead', 'demo-primary-care-lead']) {
      const visitor = guardian.visitor();
      await visitor.logIn(who);
      expect([who, (await visitor.get(page)).status]).toEqual([who, 403]);
    }
    const token = /name="_csrf" value="([^"]*)"/.exec((await priya.get('/help')).text)?.[1] ?? '';
    expect((await priya.post('/audit/patient', { _csrf: token, number: HER.nhsNumber })).status).toBe(403);
  });
});

describe('where it cannot be written', () => {
  beforeAll(() => guardian.database.pool.query('revoke insert on read_audit from guardian_app'));
  afterAll(() => guardian.database.pool.query('grant insert on read_audit to guardian_app'));

  it.each(['', '/timeline', '/contacts/new'])('a page of a case, %s, is a 503 with nothing of the patient', async (page) => {
    const answer = await priya.get(her.address + page);
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('5');
    expect(answer.text).toContain('Guardian cannot show patients now');
    expect(answer.text).toContain('Guardian writes down who looks at whose record, and cannot do so now.');
    expect(answer.text).not.toMatch(/okonkwo|999 000 0026|9990000026/i);
  });

  it.each(['/cases', '/worklist/team', '/reports/returns/open-pathways.csv', '/api/v1/cases'])('so is %s', async (list) => {
    const answer = await priya.get(list);
    expect(answer.status).toBe(503);
    expect(answer.headers.get('content-disposition')).toBeNull();
    expect(answer.headers.get('content-type')).toContain(list.startsWith('/api') ? 'application/problem+json' : 'text/html');
    expect(answer.text).not.toMatch(/okonkwo|zephyrin|9990000026/i);
  });

  it('what shows nobody works, and so does saving', async () => {
    expect((await priya.get('/help')).status).toBe(200);
    expect((await priya.submit('/search', { q: 'Okonkwo' })).status).toBe(303);
  });

  it('and all is shown again afterwards', async () => {
    await guardian.database.pool.query('grant insert on read_audit to guardian_app');
    expect((await priya.get(her.address)).text).toContain('OKONKWO');
  });
});
