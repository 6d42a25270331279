// Who a patient is was recorded wrongly and is put right: they are found by what is right, and nobody is lost to a number that was wrong.
import { day } from '@guardian/kernel';
import { PRIYA, somebody, startTestGuardian, type TestCase, type TestGuardian } from '../support/guardian';
import { inWords } from '../support/in-words';
import type { Visitor } from '../support/web';

jest.setTimeout(60_000);

const [WRONG, RIGHT, OTHERS] = ['9990000018', '9990000026', '9990000034'];

let guardian: TestGuardian;
let priya: Visitor;
let one: TestCase;
let another: TestCase;
beforeAll(async () => {
  guardian = await startTestGuardian();
  one = await guardian.takeIn(somebody({ family: 'Misspelt', nhsNumber: WRONG }));
  another = await guardian.takeIn(somebody({ family: 'Neighbour', nhsNumber: OTHERS, bornOn: day('1950-02-03') }));
  priya = guardian.visitor();
  await priya.logIn(PRIYA);
}, 60_000);
afterAll(() => guardian?.close());

const RIGHTLY = {
  ...{ nhsNumber: '999 000 0026', title: 'Mrs', given: 'Margaret', family: 'Well-Spelt', sex: 'female' },
  ...{ 'bornOn-day': '14', 'bornOn-month': '7', 'bornOn-year': '1946', because: 'Traced in PDS today' },
};
const correct = (change: Record<string, string> = {}) =>
  priya.submit(`${one.address}/identity`, { ...RIGHTLY, ...change }, `${one.address}/identity`);
const search = async (q: string): Promise<string> => {
  const { location, text } = await priya.submit('/search', { q }, '/search');
  return location === undefined ? text : (await priya.get(location)).text;
};
const patientOf = async (of: TestCase) => (await of.state()).opened?.patientId;

it('refuses what cannot be, in words, and keeps what was typed', async () => {
  const digits = await correct({ nhsNumber: '999 000 0027' });
  expect([digits.status, inWords(digits).includes('Check the NHS number')]).toEqual([422, true]);
  expect(digits.text).toContain('Well-Spelt');
  const real = await correct({ nhsNumber: '1111111111' });
  expect([real.status, inWords(real).includes('This is a demonstration')]).toEqual([422, true]);
  const taken = await correct({ nhsNumber: OTHERS });
  expect([taken.status, inWords(taken).includes('Another record has this NHS number.')]).toEqual([422, true]);
  const future = await correct({ 'bornOn-year': '2027' });
  expect([future.status, inWords(future).includes('Date of birth must be today or in the past.')]).toEqual([422, true]);
  const silent = await correct({ because: ' ' });
  expect([silent.status, inWords(silent).includes('Enter what was wrong, and how you know')]).toEqual([422, true]);
  expect((await priya.get(one.address)).text).toMatch(/misspelt/i);
});

it('is put right on every page, and found by the right number and name alone', async () => {
  expect((await correct()).status).toBe(303);
  const page = (await priya.get(one.address)).text;
  expect(page).toMatch(/well-spelt/i);
  expect(page).not.toMatch(/misspelt/i);
  expect(await search(RIGHT)).toMatch(/well-spelt/i);
  expect(await search(WRONG)).not.toMatch(/well-spelt/i);
  expect((await priya.get('/cases')).text).toMatch(/well-spelt/i);
});

it('what was put right stands with the request for it, so that others can be told what was wrong', async () => {
  const edith = guardian.visitor();
  await edith.logIn('demo-privacy-officer');
  const asked = await edith.submit('/privacy/requests/new', {
    ...{ q: RIGHT, 'bornOn-day': '14', 'bornOn-month': '7', 'bornOn-year': '1946', kind: 'rectification', asks: 'My name is misspelt' },
    ...{ 'receivedOn-day': '20', 'receivedOn-month': '8', 'receivedOn-year': '2026' },
  });
  const request = inWords(await edith.get(asked.location ?? ''));
  expect(request).toContain('Priya Shah: Traced in PDS today');
  expect(request).toMatch(/Was MISSPELT.*14 July 1945.*999 000 0018 Is WELL-SPELT.*14 July 1946.*999 000 0026/);
});

it('the next referral with the right number is of the same patient', async () => {
  const next = await guardian.takeIn({
    ...somebody({ family: 'Well-Spelt', nhsNumber: RIGHT, bornOn: day('1946-07-14') }),
    pathwayId: 'cataract',
  });
  expect(await patientOf(next)).toBe(await patientOf(one));
});

it('whoever the wrong number belongs to is taken in as somebody else', async () => {
  const owner = await guardian.takeIn(somebody({ family: 'Owner', nhsNumber: WRONG, bornOn: day('1933-01-01') }));
  const again = await guardian.takeIn({
    ...somebody({ family: 'Owner', nhsNumber: WRONG, bornOn: day('1933-01-01') }),
    pathwayId: 'cataract',
  });
  expect(await patientOf(owner)).not.toBe(await patientOf(one));
  expect(await patientOf(again)).toBe(await patientOf(owner));
  expect(await search(WRONG)).toMatch(/owner/i);
});

it('a number that was put right wrongly is put right once more', async () => {
  expect((await correct({ nhsNumber: '' })).status).toBe(303);
  expect(await search(RIGHT)).not.toMatch(/well-spelt/i);
  const other = await guardian.takeIn(somebody({ family: 'Righted', nhsNumber: RIGHT, bornOn: day('1970-05-05') }));
  expect(await patientOf(other)).not.toBe(await patientOf(one));
  expect((await patientOf(another)) === (await patientOf(one))).toBe(false);
});
