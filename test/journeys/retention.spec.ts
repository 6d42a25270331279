// How long records are kept: what is due is listed with the rule that says so, and somebody decides about each.
import type { CaseCommand } from '@guardian/casework';
import { day } from '@guardian/kernel';
import { somebody, startTestGuardian, type TestGuardian } from '../support/guardian';
import { inWords } from '../support/in-words';
import type { Visitor } from '../support/web';

jest.setTimeout(60_000);

let guardian: TestGuardian;
let edith: Visitor;
beforeAll(async () => {
  guardian = await startTestGuardian();
  const close: CaseCommand = {
    ...{ type: 'CloseCase', reason: 'discharged-to-primary-care', on: day('2026-08-20'), evidence: 'Letter', reviewer: 'Dr Samuel Brandt' },
    ...{ patientTold: 'letter', referrerTold: 'letter' },
  };
  const quillfeather = await guardian.takeIn(somebody({ family: 'Quillfeather' }));
  await quillfeather.does({ type: 'AcceptReferral' }, close);
  await (await guardian.takeIn(somebody({ family: 'Yardley', bornOn: day('2016-05-20') }))).does({ type: 'AcceptReferral' }, close);
  await guardian.takeIn(somebody({ family: 'Zephyrin' }));
  edith = guardian.visitor();
}, 60_000);
afterAll(() => guardian?.close());

const listOn = async (instant: string): Promise<string> => {
  guardian.clock.set(new Date(instant));
  await edith.logIn('demo-privacy-officer');
  return inWords(await edith.get('/privacy/retention'));
};
const recordAt = async (): Promise<string> =>
  /href="(\/privacy\/retention\/[^"?]+)"/.exec((await edith.get('/privacy/retention')).text)?.[1] ?? '';

it('says 90 days before, and not sooner, which record is due and by which rule', async () => {
  expect(await listOn('2034-05-21T09:00:00Z')).not.toContain('QUILLFEATHER');
  const due = await listOn('2034-05-22T09:00:00Z');
  expect(due).toContain('0 records need not be kept any more');
  expect(due).toContain('QUILLFEATHER');
  expect(due).toContain('8 years after the last case ended');
});

it('keeps a child longer, and an open case for ever', async () => {
  const due = await listOn('2040-01-01T09:00:00Z');
  expect(due).not.toContain('YARDLEY');
  expect(await listOn('2041-05-20T09:00:00Z')).toContain('YARDLEY');
  expect(await listOn('2090-01-01T09:00:00Z')).not.toContain('ZEPHYRIN');
});

it('a legal hold stands against destruction until it is lifted, and nothing is destroyed', async () => {
  await listOn('2034-08-20T09:00:00Z');
  const at = await recordAt();
  const decide = (decision: string, more = {}) => edith.submit(at, { decision, because: 'The coroner asked for it', ...more }, at);
  expect((await decide('hold')).status).toBe(303);
  expect(inWords(await edith.get('/privacy/retention'))).toContain('Legal hold');
  const refused = await decide('destroy');
  expect([refused.status, inWords(refused).includes('This record is on legal hold.')]).toEqual([422, true]);
  expect(refused.text).toContain('The coroner asked for it');
  expect((await decide('lift')).status).toBe(303);
  expect((await decide('destroy')).status).toBe(303);
  expect(inWords(await edith.get(at))).toContain(
    'Destruction proposed on 20 August 2034 by Edith Nakamura. A second person has to agree: Erasure.',
  );
  const noDay = await decide('keep');
  expect([noDay.status, inWords(noDay).includes('Enter the day until which it is kept')]).toEqual([422, true]);
  expect((await decide('keep', { 'until-day': '1', 'until-month': '1', 'until-year': '2040' })).status).toBe(303);
  expect(inWords(await edith.get(at))).toContain('Kept until 1 January 2040.');
  expect(inWords(await edith.get('/privacy/retention'))).not.toContain('QUILLFEATHER');
});
