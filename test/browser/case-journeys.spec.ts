import { type CaseCommand } from '@guardian/casework';
import { day } from '@guardian/kernel';
import type { Browser, Page } from 'playwright-core';
import { judge, openPage, startBrowser } from '../support/browser';
import { PRIYA, somebody, startTestGuardian, type TestGuardian } from '../support/guardian';

let guardian: TestGuardian;
let browser: Browser;
let page: Page;
/** Where each kind of case is: nothing done yet, everything going on at once, closed, followed under another. */
const at: Record<string, string> = {};

const site = { code: 'EXAMPLE-CDC', name: 'Example community diagnostic centre' };
const order = (test: string, name: string): CaseCommand => ({
  type: 'OrderDiagnostic',
  ...{ test, name, item: null, site, urgency: 'urgent', question: 'Osteoarthritis?', patientTold: true },
});

beforeAll(async () => {
  guardian = await startTestGuardian();
  browser = await startBrowser();
  const priya = guardian.visitor();
  await priya.logIn(PRIYA);
  const empty = await guardian.takeIn();
  const busy = await guardian.takeIn();
  const on = day('2026-08-20');
  await busy.does(
    { type: 'AssignCase', coordinator: { id: 'somebody-who-left', name: 'Noor Haddad' } },
    order('mri-hip', 'MRI of hip'),
    order('fbc', 'Full blood count'),
    { type: 'ReportDiagnostic', testId: 't2', on, outcome: 'abnormal', summary: 'Haemoglobin 92 g/l, ferritin 8 micrograms/l' },
    order('xray-hip', 'X-ray of hip and pelvis'),
    { type: 'BookDiagnostic', testId: 't3', forOn: on },
    order('ferritin', 'Ferritin'),
    { type: 'ReportDiagnostic', testId: 't4', on, outcome: 'normal', summary: 'Within range' },
    { type: 'AcknowledgeDiagnostic', testId: 't4', clinician: 'Dr Samuel Brandt', nextStep: 'Nothing more', owner: null, dueOn: null },
    {
      type: 'OfferResponsibility',
      to: { kind: 'clinician', name: 'Dr Samuel Brandt', organisation: 'Guardian team, Southend' },
      replyBy: day('2026-08-27'),
      summary: 'Waits for an X-ray, on strong painkillers',
    },
    { type: 'RecordHospitalFact', kind: 'first_attended', on, facts: {}, source: 'Hospital letter', confidence: 'confirmed' },
    { type: 'SuspectDuplicate', otherCaseId: empty.caseId, otherReference: empty.reference, because: ['same NHS number', 'same pathway'] },
  );
  const closed = await guardian.takeIn();
  await closed.does({
    type: 'CloseCase',
    ...{ reason: 'discharged-to-primary-care', on, evidence: 'Said so on the phone', reviewer: 'Dr Samuel Brandt' },
    ...{ patientTold: 'phone', referrerTold: 'letter' },
  });
  const linked = await guardian.takeIn();
  const link = { otherCaseId: empty.caseId, otherReference: empty.reference };
  await linked.does({ type: 'ProposeLink', ...link });
  await linked.secondPersonDoes({ type: 'LinkAsDuplicate', ...link });
  const change = { type: 'ReportConditionChange', on, by: 'carer', what: 'Cannot climb the stairs any more' } as const;
  const move = { type: 'MoveEntryToPatient', entry: 2, reason: 'Call of another patient' } as const;
  const moved = await guardian.takeIn();
  await moved.does(change);
  await moved.secondPersonDoes(move);
  const movedAlone = await guardian.takeIn();
  await movedAlone.does(change, move);
  const twice = somebody({ nhsNumber: '9990000018' });
  const elsewhere = await guardian.takeIn(twice);
  await elsewhere.does(
    order('xray-hip', 'X-ray of hip and pelvis'),
    { type: 'ReportDiagnostic', testId: 't1', on, outcome: 'normal', summary: 'Joint space kept' },
    order('mri-hip', 'MRI of hip'),
  );
  const again = await guardian.takeIn(twice);
  await again.does({ type: 'AcceptReferral' });
  Object.assign(at, {
    again: again.address,
    moved: moved.address,
    movedAlone: movedAlone.address,
    empty: empty.address,
    busy: busy.address,
    closed: closed.address,
    linked: linked.address,
  });
  page = await openPage(browser, guardian.address + busy.address, { as: priya });
}, 60_000);

afterAll(async () => {
  await browser?.close();
  await guardian?.close();
});

/** `BUSY` in a path stands for the reference of the busy case. */
async function open(which: string, path: string): Promise<void> {
  await page.setViewportSize({ width: 1280, height: 800 });
  const answer = await page.goto(`${guardian.address}${at[which]}${path.replace('BUSY', at['busy']?.slice('/cases/'.length) ?? '')}`);
  expect([which, path, answer?.status()]).toEqual([which, path, 200]);
}

const PAGES: readonly (readonly [which: string, path: string])[] = [
  ['empty', '/tests'],
  ['empty', '/baton'],
  ['empty', '/duplicate'],
  ['empty', '/hand-over'],
  ['busy', '/tests'],
  ['busy', '/timeline'],
  ['busy', '/clocks'],
  ['empty', '/clocks'],
  ['busy', '/hospital-facts/new'],
  ['busy', '/assign'],
  ['busy', '/tests/t2/book'],
  ['closed', '/close'],
  ['closed', '/tests'],
  ['linked', '/duplicate'],
  ['linked', '/reopen'],
  ['again', '/tests'],
  ['again', '/workup/xray-hip/reuse'],
  ['moved', '/corrections/2/right-patient'],
  ['movedAlone', '/corrections/2/right-patient'],
];

/** Pages with a form, and the button that sends it empty. */
const FORMS: readonly (readonly [which: string, path: string, button: string])[] = [
  ['empty', '/tests/new', 'Order the test'],
  ['again', '/tests/new', 'Order the test'],
  ['busy', '/tests/t1/book', 'Save the date'],
  ['busy', '/tests/t3/missed', 'Save'],
  ['busy', '/tests/t3/cancelled', 'Save'],
  ['busy', '/tests/t3/result', 'Save the result'],
  ['busy', '/tests/t2/review', 'Save the review'],
  ['busy', '/tests/t4/told', 'Patient knows the result'],
  ['busy', '/hospital-facts/new?kind=dna_first_appointment', 'Check the effect on the clocks'],
  ['busy', '/hospital-facts/new?kind=appointment_booked', 'Check the effect on the clocks'],
  ['busy', '/priority', 'Save'],
  ['busy', '/close', 'Close the case'],
  ['closed', '/reopen', 'Reopen the case'],
  ['empty', '/baton', 'Offer the baton'],
  ['busy', '/baton', 'Declined'],
  ['busy', '/hand-over', 'Hand over'],
  ['busy', '/duplicate', 'Save'],
  ['busy', '/corrections/new?entry=14', 'Save the correction'],
  ['busy', '/corrections/new?entry=1', 'Save the correction'],
  ['moved', '/corrections/2/right-patient?case=BUSY', 'Record it for this patient'],
];

it.each(PAGES)('%s case: %s has no accessibility violation and does not scroll sideways', async (which, path) => {
  await open(which, path);
  await judge(page);
});

it('the effect of a hospital fact has none', async () => {
  await open('busy', '/hospital-facts/new?kind=referral_received');
  await page.getByLabel('Where do you know this from?').fill('Hospital letter');
  for (const [part, value] of [
    ['Day', '20'],
    ['Month', '8'],
    ['Year', '2026'],
  ] as const)
    await page.getByLabel(part, { exact: true }).fill(value);
  await page.getByRole('button', { name: 'Check the effect on the clocks' }).click();
  expect(await page.locator('h1').textContent()).toBe('Check before you save: Referral received');
  expect(await page.getByRole('heading', { name: 'Why the RTT clock reads so' }).count()).toBe(1);
  await judge(page);
});

it('the page that stops a closing has none', async () => {
  await open('busy', '/close?reason=treated');
  await page.getByLabel('Evidence').fill('Operation note of 19 August');
  await page.getByLabel('Who reviewed this?').fill('Dr Samuel Brandt');
  await page.getByLabel('How was the patient told?').selectOption('phone');
  await page.getByLabel('How was the referrer told?').selectOption('letter');
  await page.getByRole('button', { name: 'Close the case' }).click();
  expect(await page.locator('h1').textContent()).toBe('You are closing this with something still open');
  await judge(page);
});

it.each(FORMS)('%s case: %s has none either, before and after it is sent empty', async (which, path, button) => {
  await open(which, path);
  await judge(page);
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByRole('main').getByRole('button', { name: button, exact: true }).click();
  await page.locator('.nhsuk-error-summary').waitFor();
  expect(await page.title()).toMatch(/^Error: /);
  await judge(page);
});
