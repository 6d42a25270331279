// Who was shown whom: written down before the first byte leaves, and where it cannot be written nothing is shown.
import { day } from '@guardian/kernel';
import { PRIYA, startTestGuardian, type TestCase, type TestGuardian } from '../support/guardian';
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
