// A patient asks for a copy of their data: recorded, looked through for others and for harm, put together, taken away, answered in time.
import { createHash } from 'node:crypto';
import { day } from '@guardian/kernel';
import { SAMUEL, somebody, startTestGuardian, type TestCase, type TestGuardian } from '../support/guardian';
import { inWords } from '../support/in-words';
import type { Visitor } from '../support/web';

jest.setTimeout(60_000);

let guardian: TestGuardian;
let edith: Visitor;
let samuel: Visitor;
let amara: TestCase;
beforeAll(async () => {
  guardian = await startTestGuardian();
  amara = await guardian.takeIn(somebody({ family: 'Featherwick', nhsNumber: '9990000026' }));
  const contact = { type: 'RecordContact', on: day('2026-08-19'), how: 'phone', outcome: 'spoke', nextOn: null } as const;
  await amara.does(
    { ...contact, who: 'carer', notes: 'Her neighbour says that she drinks' },
    { ...contact, who: 'patient', notes: 'The hip hurts at night' },
    { ...contact, who: 'patient', notes: 'This was said of Mr Wrongchart' },
  );
  await amara.does({ type: 'MoveEntryToPatient', entry: 4, reason: 'Another patient' });
  [edith, samuel] = [guardian.visitor(), guardian.visitor()];
  await edith.logIn('demo-privacy-officer');
  await samuel.logIn(SAMUEL);
  guardian.clock.set(new Date('2026-08-20T09:10:00Z'));
}, 60_000);
afterAll(() => guardian?.close());

const REQUEST = {
  ...{ q: '999 000 0026', 'bornOn-day': '14', 'bornOn-month': '7', 'bornOn-year': '1945', kind: 'subject-access' },
  ...{ asks: 'Everything that you hold about me', 'receivedOn-day': '20', 'receivedOn-month': '8', 'receivedOn-year': '2026' },
};
let address = '';

it('is recorded for the patient whose number and date of birth both fit, and for nobody else', async () => {
  const wrong = await edith.submit('/privacy/requests/new', { ...REQUEST, 'bornOn-day': '15' });
  expect(wrong.status).toBe(422);
  expect(inWords(wrong)).toContain('There is no patient with this number and date of birth.');
  expect(wrong.text).toContain('Everything that you hold about me');
  const right = await edith.submit('/privacy/requests/new', REQUEST);
  expect(right.status).toBe(303);
  address = right.location ?? '';
  expect(inWords(await edith.get(address))).toContain('20 September 2026');
  expect(inWords(await edith.get('/privacy/requests'))).toContain('FEATHERWICK');
});

it('is not put together before somebody looked at what is about others, and a clinician at what could do harm', async () => {
  const answer = await edith.submit(address, { make: 'package' }, `${address}/package`);
  expect(answer.status).toBe(422);
  expect(inWords(answer)).toContain('Decide first on each entry that names somebody else: 4 to do.');
});

it('shows each entry with words of people, and not what belongs to another patient', async () => {
  const { text } = await edith.get(`${address}/entries`);
  expect(text).toContain('Her neighbour says that she drinks');
  expect(text).toContain('The hip hurts at night');
  expect(text).not.toContain('Mr Wrongchart');
});

it('withholds with a reason', async () => {
  const shown = [...(await edith.get(`${address}/entries`)).text.matchAll(/name="shown" value="([^"]*)"/g)].map(([, entry = '']) => entry);
  expect(shown).toHaveLength(4);
  const neighbour = shown.find((entry) => entry === `case-${amara.caseId}:2`) ?? '';
  const form = { shown, withhold: [neighbour] };
  const refused = await edith.submit(`${address}/entries`, form, `${address}/entries?page=1`);
  expect([refused.status, inWords(refused).includes('Enter why it is withheld.')]).toEqual([422, true]);
  const saved = await edith.submit(`${address}/entries`, { ...form, because: 'Said in confidence' }, `${address}/entries?page=1`);
  expect(saved.status).toBe(303);
});

it('is looked at by a clinician who works with the patient', async () => {
  expect(inWords(await samuel.get('/privacy/clinical-reviews'))).toContain('FEATHERWICK');
  const review = address.replace('/requests/', '/clinical-reviews/');
  expect((await samuel.get(address)).status).toBe(403);
  const saved = await samuel.submit(review, { finding: 'Nothing that could harm' }, review);
  expect(saved.status).toBe(303);
  expect(inWords(await samuel.get('/privacy/clinical-reviews'))).not.toContain('FEATHERWICK');
});

it('is taken away in words and as data, the same each time, without what is withheld, and written down as taken away', async () => {
  guardian.clock.set(new Date('2026-08-20T09:40:00Z'));
  expect((await edith.submit(address, { make: 'package' }, `${address}/package`)).status).toBe(303);
  guardian.clock.set(new Date('2026-08-20T10:00:00Z'));
  const [first, words] = [await edith.get(`${address}/package.json`), await edith.get(`${address}/package.html`)];
  await amara.does({
    ...{ type: 'RecordContact', on: day('2026-08-20'), who: 'patient', how: 'phone', outcome: 'spoke', nextOn: null },
    notes: 'Said after the copy was made',
  });
  const again = await edith.get(`${address}/package.json`);
  expect([first.status, words.status, again.status]).toEqual([200, 200, 200]);
  expect(again.text).toBe(first.text);
  for (const text of [first.text, words.text]) {
    expect(text).toContain('The hip hurts at night');
    expect(text).toContain('Dr Samuel Brandt');
    expect(text).not.toContain('drinks');
    expect(text).not.toContain('in confidence');
    expect(text).not.toContain('Mr Wrongchart');
    expect(text).not.toContain('Said after');
  }
  expect(JSON.parse(first.text)).toMatchObject({ withheld: 1, receivedOn: '2026-08-20' });
  expect(words.text).toContain('1 entry withheld');
  const { rows } = await guardian.database.pool.query<{ route: string; action: string }>(
    `select route, action from read_audit where action = 'exported' order by position`,
  );
  expect(rows.map(({ route }) => route.split('/').at(-1))).toEqual(['package.json', 'package.html', 'package.json']);
  const { rows: made } = await guardian.database.pool.query<{ digest: string }>(
    `select data ->> 'digest' as digest from events where type = 'DataPackageMade'`,
  );
  expect(made).toEqual([{ digest: createHash('sha256').update(first.text).digest('hex') }]);
});

it('is closed with what the patient was told', async () => {
  const closed = await edith.submit(address, { outcome: 'answered', told: 'Sent by recorded post' }, `${address}/close`);
  expect(closed.status).toBe(303);
  expect(inWords(await edith.get('/privacy/requests'))).not.toContain('FEATHERWICK');
  expect(inWords(await edith.get('/privacy/requests?show=closed'))).toContain('Answered');
});

it('is not there for a clinician of another place', async () => {
  const east = guardian.visitor();
  await guardian.database.pool.query(`insert into account (id, issuer, subject, name, role, organisation, scope_kind, scope_code, starts)
    select 'far', issuer, 'far', 'Dr Far', 'clinician', 'Elsewhere', 'place', 'havering', now() from account where id = '${SAMUEL}'`);
  await east.logIn('far');
  expect((await east.get(address.replace('/requests/', '/clinical-reviews/'))).status).toBe(404);
});
