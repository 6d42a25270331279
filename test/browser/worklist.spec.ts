// How many presses the daily jobs take, from the worklist to saved: links, buttons and choices count, typing does not. Without scripts.
import type { Browser, Locator, Page } from 'playwright-core';
import { day } from '@guardian/kernel';
import { startBrowser } from '../support/browser';
import { browserDesk } from '../support/desk';
import { PRIYA, startTestGuardian, type TestCase, type TestGuardian } from '../support/guardian';

jest.setTimeout(60_000);

const JOAN = 'demo-coordinator-southend-2';

let guardian: TestGuardian;
let browser: Browser;
let cases: TestCase[];
let page: Page;
let presses: number;

beforeAll(async () => {
  [guardian, browser] = await Promise.all([startTestGuardian(), startBrowser()]);
  cases = [];
  for (let n = 0; n < 12; n++) {
    const one = await guardian.takeIn();
    await one.does({ type: 'AssignCase', coordinator: { id: PRIYA, name: 'Priya Shah' } });
    cases.push(one);
  }
  const today = day('2026-08-20');
  const tried = { who: 'patient', how: 'phone', outcome: 'no-answer', notes: '' } as const;
  await cases[0]?.does({ type: 'RecordContact', on: today, ...tried, nextOn: today });
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await guardian?.close();
});

beforeEach(async () => {
  const priya = guardian.visitor();
  await priya.logIn(PRIYA);
  const desk = await browserDesk(priya, browser, guardian.address);
  page = desk.page;
  presses = 0;
  await desk.open('/worklist');
});
afterEach(() => page.context().close());

async function press(what: Locator): Promise<void> {
  presses++;
  await what.click();
}

const first = (name: string): Locator => page.locator('main').getByRole('link', { name }).first();
const button = (name: string): Locator => page.locator('main').getByRole('button', { name, exact: true });
const caseAt = (address: string): TestCase | undefined => cases.find((one) => address.includes(one.address));

it('to open the patient who most needs me takes one, and the row says why', async () => {
  expect(await page.locator('main tbody tr').first().innerText()).toContain('1 try without an answer; the next is due today.');
  await press(page.locator('main .app-patient').first());
  expect([caseAt(page.url()), presses]).toEqual([cases[0], 1]);
});

it('to record a call that nobody answered, with the next try planned, takes three', async () => {
  await press(first('Record contact'));
  await press(page.getByLabel('No answer'));
  await press(button('Save'));
  const contacts = (await cases[0]?.state())?.progress.contacts.map(({ is }) => [is.outcome, is.nextOn]);
  expect([contacts, presses]).toEqual([
    [
      ['no-answer', '2026-08-20'],
      ['no-answer', '2026-08-25'],
    ],
    3,
  ]);
});

it('to finish one and go on to the next takes no more than to finish it', async () => {
  await press(page.locator('main .app-patient').first());
  const done = caseAt(page.url());
  await press(first('Record contact'));
  await press(page.getByLabel('Left a message'));
  await press(button('Save and open next'));
  const next = caseAt(page.url());
  expect([next !== undefined && next !== done, presses]).toEqual([true, 4]);
});

it('to hand ten cases to a colleague takes four', async () => {
  await press(first('Hand over several cases'));
  await press(page.locator(`input[name="to"][value="${JOAN}"]`));
  await page.getByLabel('How many?').fill('10');
  await press(button('Show the cases'));
  expect(await page.locator('main input[name="cases"]:checked').count()).toBe(10);
  await press(button('Hand over'));
  expect(await page.locator('main, .nhsuk-notification-banner').allInnerTexts()).toEqual(
    expect.arrayContaining([expect.stringContaining('10 cases handed over from Priya Shah to Joan Okafor.')]),
  );
  const states = await Promise.all(cases.map((one) => one.state()));
  expect([states.filter(({ coordinator }) => coordinator?.id === JOAN).length, presses]).toEqual([10, 4]);
});
