// Leaving the list (rule D4): two people where nobody heard it from the patient, and a ledger that forgets nobody.
// The clock stands at Thursday 20 August 2026, 10:00 in London.
import { day } from '@guardian/kernel';
import { PRIYA, somebody, startTestGuardian, type TestCase, type TestGuardian } from '../support/guardian';
import { inWords } from '../support/in-words';
import type { Visitor } from '../support/web';

let guardian: TestGuardian;
let priya: Visitor;
let joan: Visitor;
beforeAll(async () => {
  guardian = await startTestGuardian();
  priya = guardian.visitor();
  await priya.logIn(PRIYA);
  joan = guardian.visitor();
  await joan.logIn('demo-coordinator-southend-2');
}, 60_000);
afterAll(() => guardian?.close());

const MOVED = {
  ...{ reason: 'moved-away', 'on-day': '19', 'on-month': '8', 'on-year': '2026', evidence: 'The letter came back: moved to Leeds' },
  ...{ reviewer: 'Dr Samuel Brandt', patientTold: 'letter', referrerTold: 'letter' },
};
const says = async (address: string, visitor = priya) => inWords(await visitor.get(address));
const isClosed = async ({ state }: TestCase): Promise<boolean> => (await state()).progress.closed;

async function givenAProposal(): Promise<TestCase> {
  const referral = await guardian.takeIn(somebody());
  const asked = await priya.submit(`${referral.address}/close`, MOVED);
  expect([asked.status, asked.location]).toEqual([303, referral.address]);
  return referral;
}

it('D4: who cannot be reached stays on the list until a second person has agreed', async () => {
  const referral = await givenAProposal();
  expect(await isClosed(referral)).toBe(false);
  const words = 'Priya Shah proposed today to take the patient off the list. A second person has to look at it.';
  expect(await says(referral.address)).toContain(words);
  // on the day of the proposal, not on the day since which she has moved
  expect(await says(`${referral.address}/timeline`)).toContain('Thursday 20 August 2026 10:00 Exit proposed: moved away');
  expect((await joan.get('/worklist/team')).text).toContain(`/cases/${referral.reference}/exit`);

  const page = await says(`${referral.address}/exit`, joan);
  expect(page).toContain('The letter came back: moved to Leeds');
  const notTicked = await joan.submit(`${referral.address}/exit`, {}, `${referral.address}/exit/confirm`);
  expect([notTicked.status, inWords(notTicked).includes('Tick that you have looked at it and agree')]).toEqual([422, true]);
  await joan.submit(`${referral.address}/exit`, { agree: 'yes' }, `${referral.address}/exit/confirm`);
  expect(await isClosed(referral)).toBe(true);
  expect(await says(referral.address)).toContain('Proposed by Priya Shah, agreed by Joan Okafor.');
});

it('nobody agrees to their own proposal, not by the form and not over the API', async () => {
  const referral = await givenAProposal();
  expect(await says(`${referral.address}/exit`)).toContain('You proposed it: somebody else has to agree.');
  expect((await priya.get(`${referral.address}/exit`)).text).not.toContain('/exit/confirm');
  const api = `/api/v1/cases/${referral.reference}/commands`;
  const key = { 'idempotency-key': 'own-exit-1', 'if-match': '"2"' };
  expect((await priya.json('POST', api, { type: 'ConfirmExit' }, key)).status).toBe(409);
  expect(await isClosed(referral)).toBe(false);
});

it('whoever looks at it can keep the patient on the list, and says why; what was typed stays when it is not enough', async () => {
  const referral = await givenAProposal();
  const empty = await joan.submit(`${referral.address}/exit`, {}, `${referral.address}/exit/decline`);
  expect([empty.status, inWords(empty).includes('Enter why the patient stays on the list')]).toEqual([422, true]);
  await joan.submit(`${referral.address}/exit`, { reason: 'The daughter says she is back' }, `${referral.address}/exit/decline`);
  expect(await isClosed(referral)).toBe(false);
  expect(await says(`${referral.address}/timeline`)).toContain(
    'Exit declined: the patient stays on the list The daughter says she is back',
  );
  expect(await says(`${referral.address}/exit`)).toContain('No exit of this case waits for a second person.');
});

it('a talk with the patient is enough for one person to close', async () => {
  const referral = await guardian.takeIn(somebody());
  await referral.does({
    ...{ type: 'RecordContact', on: day('2026-08-18'), who: 'patient', how: 'phone', outcome: 'spoke', notes: 'Lives in Leeds now' },
    nextOn: null,
  });
  await priya.submit(`${referral.address}/close`, MOVED);
  expect(await isClosed(referral)).toBe(true);
});

describe('the exit ledger', () => {
  it('keeps every exit with its reason, who agreed and who was told, also when the patient came back', async () => {
    const referral = await givenAProposal();
    await joan.submit(`${referral.address}/exit`, { agree: 'yes' }, `${referral.address}/exit/confirm`);
    await priya.submit(`${referral.address}/reopen`, { reason: 'She is back from Leeds' });
    const other = await guardian.takeIn(somebody());
    const first = await guardian.takeIn(somebody());
    const link = { otherCaseId: first.caseId, otherReference: first.reference };
    await other.does({ type: 'ProposeLink', ...link });
    await other.secondPersonDoes({ type: 'LinkAsDuplicate', ...link });

    const ledger = await priya.get('/reports/exits');
    for (const { reference } of [referral, other]) expect(ledger.text).toContain(reference);
    expect(inWords(ledger)).toContain(
      'Moved away 19 August 2026 Reopened 20 August 2026 30 days Priya Shah and Joan Okafor Reviewed by Dr Samuel Brandt Patient: by letter',
    );
    expect(inWords(ledger)).toContain('Followed under another case Nobody had to be told');
    const moved = await priya.get('/reports/exits?reason=moved-away&period=7-days');
    expect([moved.text.includes(referral.reference), moved.text.includes(other.reference)]).toEqual([true, false]);
    const file = (await priya.get('/reports/exits.csv?reason=moved-away')).text;
    expect(file).toContain(`"${referral.reference}","F81003","hip-pain","Moved away","2026-08-19",30,`);
    expect(file).not.toContain('The letter came back');
    expect((await priya.get('/reports/exits?reason=forgotten')).status).toBe(400);
  });

  it('gives leads counts, small ones hidden, and a coordinator of another place nobody of ours', async () => {
    const lead = guardian.visitor();
    await lead.logIn('demo-acute-lead');
    const page = await lead.get('/reports/exits');
    expect(page.text).not.toContain('GR-');
    expect(inWords(page)).toMatch(/Moved away \* \* \* \*/);
    const elsewhere = guardian.visitor();
    await elsewhere.logIn('demo-coordinator-havering');
    expect(inWords(await elsewhere.get('/reports/exits'))).toContain('Nobody left the list here.');
  });
});
