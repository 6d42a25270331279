// A patient asks for something to be put right: whoever had received it is told, and an entry that stays is kept with what they say of it.
import { HandlePatientCommand } from '@guardian/casework';
import { day } from '@guardian/kernel';
import { SAMUEL, somebody, startTestGuardian, type TestCase, type TestGuardian } from '../support/guardian';
import { inWords } from '../support/in-words';
import type { Answer, Visitor } from '../support/web';

jest.setTimeout(60_000);

let guardian: TestGuardian;
let edith: Visitor;
let samuel: Visitor;
let one: TestCase;
let address = '';
beforeAll(async () => {
  guardian = await startTestGuardian();
  one = await guardian.takeIn(somebody({ family: 'Featherwick', nhsNumber: '9990000026' }));
  await one.does(
    { type: 'RecordContact', on: day('2026-08-19'), who: 'patient', how: 'phone', outcome: 'spoke', nextOn: null, notes: 'Smokes heavily' },
    { type: 'AcceptReferral' },
    {
      ...{ type: 'OrderDiagnostic', testId: 't1', test: 'xray-hip', name: 'X-ray of hip', item: null, urgency: 'routine' },
      ...{ site: { code: 'RAJ01', name: 'Southend Hospital' }, patientTold: true, question: 'Joint space?' },
    },
  );
  [edith, samuel] = [guardian.visitor(), guardian.visitor()];
  await edith.logIn('demo-privacy-officer');
  await samuel.logIn(SAMUEL);
  address = await asks('rectification');
}, 60_000);
afterAll(() => guardian?.close());

async function asks(kind: string): Promise<string> {
  const { location } = await edith.submit('/privacy/requests/new', {
    ...{ q: '999 000 0026', 'bornOn-day': '14', 'bornOn-month': '7', 'bornOn-year': '1945', kind, asks: 'It is wrong that I smoke' },
    ...{ 'receivedOn-day': '20', 'receivedOn-month': '8', 'receivedOn-year': '2026' },
  });
  return location ?? '';
}
const TODAY = { 'on-day': '20', 'on-month': '8', 'on-year': '2026' };
const tell = (form: Record<string, string | string[]>): Promise<Answer> =>
  edith.submit(`${address}/recipients`, form, `${address}/recipients`);
const close = (): Promise<Answer> => edith.submit(address, { outcome: 'answered', told: 'By letter' }, `${address}/close`);
const valuesOf = ({ text }: Answer, name: string): string[] =>
  [...text.matchAll(new RegExp(`name="${name}" type="\\w+" value="([^"]*)"`, 'g'))].map(([, value = '']) => value);

it('names whoever had received it, and is not answered before each of them was told', async () => {
  const page = await edith.get(`${address}/recipients`);
  expect(inWords(page)).toMatch(/The practice that referred To do Southend Hospital A test was ordered there To do/);
  expect(valuesOf(page, 'recipients')).toEqual([`case-${one.caseId}:1:practice`, `case-${one.caseId}:4:test`]);
  const refused = await close();
  expect(refused.status).toBe(422);
  expect(inWords(refused)).toContain('Record first whom you told what was put right: 2 to do.');
  expect(refused.text).toContain('By letter');
});

it('takes a day or a reason for each, and nobody who is not on the list', async () => {
  const [practice = '', hospital = ''] = valuesOf(await edith.get(`${address}/recipients`), 'recipients');
  const neither = await tell({ recipients: practice });
  expect([neither.status, inWords(neither).includes('Enter either the day on which they were told, or why')]).toEqual([422, true]);
  const stranger = await tell({ recipients: 'case-x:1:practice', ...TODAY });
  expect([stranger.status, inWords(stranger).includes('Select who was told')]).toEqual([422, true]);
  expect((await tell({ recipients: practice, ...TODAY })).status).toBe(303);
  expect(inWords(await close())).toContain('1 to do.');
  expect((await tell({ recipients: hospital, because: 'The department has closed' })).status).toBe(303);
  const told = inWords(await edith.get(`${address}/recipients`));
  expect(told).toContain('The practice that referred 20 August 2026');
  expect(told).toContain('Not possible: The department has closed');
});

it('keeps what the patient says of an entry that stays', async () => {
  const at = `${address}/statement`;
  const says = (form: Record<string, string>) => edith.submit(at, form, `${at}?page=1`);
  const silent = await says({ entry: `case-${one.caseId}:2` });
  expect([silent.status, inWords(silent).includes('Enter what the patient says')]).toEqual([422, true]);
  const elsewhere = await says({ entry: 'case-x:2', statement: 'I have never smoked' });
  expect([elsewhere.status, elsewhere.text.includes('I have never smoked')]).toEqual([422, true]);
  expect((await says({ entry: `case-${one.caseId}:2`, statement: 'I have never smoked' })).status).toBe(303);
  expect(inWords(await edith.get(at))).toMatch(/Smokes heavily.*The patient says: I have never smoked/);
});

it('is closed as answered then', async () => {
  expect((await close()).status).toBe(303);
  expect(inWords(await edith.get('/privacy/requests?show=closed'))).toContain('Answered');
});

it('a copy of the record has the entry with what the patient says of it', async () => {
  const copy = await asks('subject-access');
  const at = `${copy}/entries?page=1`;
  const shown = [...(await edith.get(at)).text.matchAll(/name="shown" value="([^"]*)"/g)].map(([, value = '']) => value);
  await edith.submit(`${copy}/entries`, { shown }, at);
  const review = copy.replace('/requests/', '/clinical-reviews/');
  await samuel.submit(review, { finding: 'Nothing that could harm' }, review);
  expect((await edith.submit(copy, { make: 'package' }, `${copy}/package`)).status).toBe(303);
  const { entries } = JSON.parse((await edith.get(`${copy}/package.json`)).text) as { entries: { entry: string; disputed?: object[] }[] };
  expect(entries.filter(({ disputed }) => disputed)).toEqual([
    expect.objectContaining({
      entry: `case-${one.caseId}:2`,
      disputed: [expect.objectContaining({ statement: 'I have never smoked' })],
    }),
  ]);
  const words = (await edith.get(`${copy}/package.html`)).text;
  expect(words).toMatch(/Smokes heavily[^]*?The patient takes this for wrong and says: I have never smoked/);
});

it('has no place in a request of another kind', async () => {
  const copy = await asks('subject-access');
  expect((await edith.get(`${copy}/recipients`)).status).toBe(404);
  expect((await edith.get(`${copy}/statement`)).status).toBe(404);
});

it('names no practice of a restricted record', async () => {
  const restricted = await asks('rectification');
  expect((await edith.get(`${restricted}/recipients`)).text).toContain('Carnarvon');
  const patientId = (await one.state()).opened?.patientId ?? '';
  const envelope = { actor: { id: 'u1', name: 'Bola Example', role: 'coordinator', organisation: 'Example PCN' }, commandId: 'restrict' };
  await guardian.commands.execute(new HandlePatientCommand(patientId, { type: 'PlaceRestriction', because: 'Safeguarding' }, envelope));
  for (const page of ['recipients', 'statement']) {
    const { text } = await edith.get(`${restricted}/${page}`);
    expect(text).not.toContain('Carnarvon');
    expect(text).not.toMatch(/\bF81\d{3}\b/);
  }
  expect((await edith.get(`${restricted}/recipients`)).text).toContain('Practice not shown');
});
