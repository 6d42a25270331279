// Group A of the catalogue of attacks: whose patient somebody may see. A2 and A17 are of interfaces and reports that are not built; A6 is not
// stopped yet; A12 and A13 are in web.spec.ts, A14 and A15 in test/journeys/break-glass.spec.ts, A16 in restricted.spec.ts.
import { CASE_PAGES, HAVERING, LEAD } from '../support/every-page';
import { PRIYA, somebody, startTestGuardian, type TestCase, type TestGuardian } from '../support/guardian';
import { type Answer, formIn, type Visitor } from '../support/web';

jest.setTimeout(60_000);

const NOT_THERE = 'GR-ZZZZZZ';
const JOAN = 'demo-coordinator-southend-2';
const TOM = 'demo-coordinator-castle-point-and-rochford';
const LEILA = 'demo-pcn-southend-east';

let guardian: TestGuardian;
let theirs: TestCase;
let ours: TestCase[];
let grace: Visitor;
let priya: Visitor;
beforeAll(async () => {
  guardian = await startTestGuardian();
  theirs = await guardian.takeIn(somebody({ family: 'Quillfeather', nhsNumber: '9990000018' }));
  await theirs.does({ type: 'AcceptReferral' });
  const mine = { type: 'AssignCase', coordinator: { id: PRIYA, name: 'Priya Shah' } } as const;
  ours = [await guardian.takeIn(somebody()), await guardian.takeIn(somebody())];
  for (const one of ours) await one.does(mine);
  grace = await loggedIn(HAVERING);
  priya = await loggedIn(PRIYA);
}, 60_000);
afterAll(() => guardian?.close());

async function loggedIn(person: string): Promise<Visitor> {
  const visitor = guardian.visitor();
  await visitor.logIn(person);
  return visitor;
}
const events = async (): Promise<string> =>
  (await guardian.database.pool.query<{ n: string }>('select count(*) as n from events')).rows[0]?.n ?? '';
/** What is answered, without what tells the two requests apart. */
const told = ({ status, text }: Answer, reference: string): string =>
  `${status} ${text.replaceAll(reference, 'GR-').replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}|name="_csrf" value="[^"]*"/g, '')}`;
const COMMAND = { 'idempotency-key': 'a1', 'if-match': '"1"' };

it('A1, A3: a case of another place, each of its pages and its answers for programs are answered as one that is not there', async () => {
  const pages = Object.keys(CASE_PAGES).filter((page) => !page.includes(':'));
  const places = [...pages.map((page) => `/cases/REF${page}`), '/api/v1/cases/REF', '/api/v1/cases/REF/timeline'];
  for (const place of places) {
    const [there, notThere] = [await grace.get(place.replace('REF', theirs.reference)), await grace.get(place.replace('REF', NOT_THERE))];
    expect([place, there.status]).toEqual([place, 404]);
    expect(told(there, theirs.reference)).toBe(told(notThere, NOT_THERE));
  }
});

it('A4: a command on a case of another place is answered as one that is not there, and nothing happens', async () => {
  const before = await events();
  for (const page of ['contacts/new', 'close', 'assign', 'hand-over', 'corrections/new', 'restriction', 'identity']) {
    const answer = await grace.post(`/cases/${theirs.reference}/${page}`, { notes: 'x' });
    expect([page, answer.status >= 400 && answer.status < 500]).toEqual([page, true]);
  }
  for (const type of ['AcceptReferral', 'CloseCase', 'AssignCase', 'RecordContact']) {
    const answers = await Promise.all(
      [theirs.reference, NOT_THERE].map((reference) => grace.json('POST', `/api/v1/cases/${reference}/commands`, { type }, COMMAND)),
    );
    expect(new Set(answers.map(({ status }) => status)).size).toBe(1);
  }
  const valid = { type: 'AcceptReferral' };
  expect((await grace.json('POST', `/api/v1/cases/${theirs.reference}/commands`, valid, COMMAND)).status).toBe(404);
  expect(await events()).toBe(before);
});

it.each(['pcn', 'pcnCode', 'placeCode', 'createdBy', 'role', 'id', 'caseId', 'revision', 'recordedAt', '__proto__'])(
  'A5: a body that brings its own %s is refused',
  async (name) => {
    const before = await events();
    const referral = {
      patient: { nhsNumber: '9990000034', family: 'Massassign', given: 'Ada', bornOn: '1950-01-01', sex: 'female' },
      ...{ practice: 'F81003', pathway: 'hip-pain', priority: 'routine', referredOn: '2026-08-01', reason: 'Pain', referrer: 'Dr Nyman' },
    };
    const brought = JSON.stringify(referral).replace('{', `{${JSON.stringify(name)}:"x",`);
    expect((await priya.json('POST', '/api/v1/referrals', brought, { 'idempotency-key': `a5-${name}` })).status).toBe(400);
    const nested = JSON.stringify(referral).replace('"patient":{', `"patient":{${JSON.stringify(name)}:"x",`);
    expect((await priya.json('POST', '/api/v1/referrals', nested, { 'idempotency-key': `a5n-${name}` })).status).toBe(400);
    const command = `{${JSON.stringify(name)}:"x","type":"AcceptReferral"}`;
    expect((await priya.json('POST', `/api/v1/cases/${theirs.reference}/commands`, command, COMMAND)).status).toBe(400);
    expect(await events()).toBe(before);
  },
);

it('A8: a lead opens no patient, by page or by program', async () => {
  const lead = await loggedIn(LEAD);
  for (const place of [
    '/cases',
    `/cases/${theirs.reference}`,
    `/api/v1/cases`,
    `/api/v1/cases/${theirs.reference}`,
    '/search',
    '/messages',
  ]) {
    expect([place, (await lead.get(place)).status]).toEqual([place, 403]);
  }
});

it('A10: nobody filters or sorts by what a list does not show', async () => {
  for (const query of ['postcode=SS1', 'address=Street', 'sort=postcode', 'nhsNumber=9990000018', 'family=Quillfeather']) {
    expect([query, (await grace.get(`/cases?${query}`)).status]).toEqual([query, 400]);
    expect([query, (await grace.get(`/api/v1/cases?${query}`)).status]).toEqual([query, 400]);
  }
  expect((await grace.get('/cases')).text).toContain('There are no open cases for you to see.');
});

it('A11: of many cases at once those of others are left out, and too many are refused whole', async () => {
  const [first, second] = ours;
  const foreign = await guardian.takeIn({
    ...somebody(),
    practice: { code: 'F81053', name: 'Hawkesbury Road Surgery', pcn: 'canvey-pcn', place: 'castle-point-and-rochford' },
  });
  await foreign.does({ type: 'AssignCase', coordinator: { id: PRIYA, name: 'Priya Shah' } });
  const choice = { from: PRIYA, to: JOAN, which: 'longest', most: '100' };
  const { text } = await priya.submit('/worklist/hand-over', choice, '/worklist/hand-over/preview');
  const { hidden } = formIn(text, '/worklist/hand-over');
  const before = await events();
  const many = Array.from({ length: 10_000 }, (_, n) => (n % 2 === 0 ? foreign.reference : (first?.reference ?? '')));
  expect((await priya.post('/worklist/hand-over', { ...hidden, cases: many })).status).toBeGreaterThanOrEqual(400);
  expect((await priya.post('/worklist/hand-over', { ...hidden, cases: many.slice(0, 101) })).status).toBe(422);
  expect(await events()).toBe(before);
  const mixed = [first?.reference ?? '', foreign.reference, second?.reference ?? '', NOT_THERE];
  expect((await priya.post('/worklist/hand-over', { ...hidden, cases: mixed })).status).toBe(303);
  const holders = await Promise.all([first, foreign, second].map(async (one) => (await one?.state())?.coordinator?.id));
  expect(holders).toEqual([JOAN, PRIYA, JOAN]);
});

it('A9: whose role is taken away, or whose account ends, is refused from the next request on', async () => {
  const [leila, tom] = [await loggedIn(LEILA), await loggedIn(TOM)];
  expect([(await leila.get('/cases')).status, (await tom.get('/worklist')).status]).toEqual([200, 200]);
  const ruth = await loggedIn('demo-administrator');
  const change = `/admin/users/${LEILA}/change`;
  const asked = await ruth.submit(change, {
    name: 'Leila Marsh',
    role: 'acute-lead',
    organisation: 'Trust',
    scope: 'everywhere:',
    why: 'Moved',
  });
  expect([asked.status, (await leila.get('/cases')).status]).toEqual([303, 403]);
  const ended = await ruth.submit(`/admin/users/${TOM}/end`, { when: 'now', why: 'Left the team' });
  const after = await tom.get('/worklist');
  expect([ended.status, after.status, after.location]).toEqual([303, 303, '/log-in?next=%2Fworklist']);
});
