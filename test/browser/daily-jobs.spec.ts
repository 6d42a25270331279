// The daily jobs with the keyboard alone, with scripts and without, and how many presses each takes from the worklist to saved: links,
// buttons, choices and files count, typing does not.
import type { Browser, Locator, Page } from 'playwright-core';
import { day } from '@guardian/kernel';
import { referralsFile, testNumbers } from '../faults/intake/referrals-file';
import { openPage, startBrowser } from '../support/browser';
import { PRIYA, startTestGuardian, type TestCase, type TestGuardian } from '../support/guardian';
import { type Keyboard, keyboardOf } from '../support/keyboard';
import type { Visitor } from '../support/web';

jest.setTimeout(60_000);

const JOAN = 'demo-coordinator-southend-2';
const TODAY = day('2026-08-20');

let guardian: TestGuardian;
let browser: Browser;
let priya: Visitor;
beforeAll(async () => {
  for (let inTheFile = 0; inTheFile < 200; inTheFile++) numbers.next();
  [guardian, browser] = await Promise.all([startTestGuardian(), startBrowser()]);
  priya = guardian.visitor();
  await priya.logIn(PRIYA);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await guardian?.close();
});

const numbers = testNumbers();
/** Of both runs: what the first leaves to Priya Shah, the second hands over too. */
const everyCase: TestCase[] = [];
const withJoan = async (): Promise<number> =>
  (await Promise.all(everyCase.map((one) => one.state()))).filter(({ coordinator }) => coordinator?.id === JOAN).length;

describe.each([
  ['with scripts', true],
  ['without scripts', false],
])('%s, by the keyboard', (_, scripts) => {
  /** Of which the first was tried today, and is due again. */
  let cases: TestCase[];
  let page: Page;
  let keyboard: Keyboard;
  let who: { nhsNumber: string; family: string };

  beforeAll(async () => {
    who = { nhsNumber: numbers.next().value as string, family: scripts ? 'Adeyemi' : 'Baptiste' };
    cases = [];
    for (let n = 0; n < 12; n++) {
      const identity = { nhsNumber: n === 0 ? who.nhsNumber : null, family: who.family, given: 'Margaret', title: 'Mrs' };
      const one = await guardian.takeIn({ identity: { ...identity, bornOn: day('1945-07-14'), sex: 'female' } });
      await one.does({ type: 'AssignCase', coordinator: { id: PRIYA, name: 'Priya Shah' } });
      cases.push(one);
      everyCase.push(one);
    }
    const tried = { who: 'patient', how: 'phone', outcome: 'no-answer', notes: '' } as const;
    await cases[0]?.does({ type: 'RecordContact', on: TODAY, ...tried, nextOn: TODAY });
  }, 120_000);

  beforeEach(async () => {
    page = await openPage(browser, `${guardian.address}/worklist`, { as: priya, scripts });
    keyboard = keyboardOf(page);
  });
  afterEach(() => page.context().close());

  const main = (): Locator => page.locator('main');
  const link = (name: string | RegExp): Locator => main().getByRole('link', { name }).first();
  const button = (name: string): Locator => main().getByRole('button', { name, exact: true });
  const caseAt = (address: string): TestCase | undefined => cases.find((one) => address.includes(one.address));
  /** What the worklist offers for this case. */
  const action = (of: TestCase | undefined, name: string): Locator =>
    main().locator(`tr a[href^="${of?.address}/"]`, { hasText: name }).first();

  it('from the skip link to the first row of the worklist are six stops at most', async () => {
    await keyboard.press(page.getByRole('link', { name: 'Skip to main content' }));
    expect(await keyboard.reach(main().locator('tbody tr a').first())).toBeLessThanOrEqual(6);
  });

  it('job 1: to open the patient who most needs me takes one, and the row says why', async () => {
    expect(await main().locator('tbody tr').first().innerText()).toContain('1 try without an answer; the next is due today.');
    await keyboard.press(main().locator('.app-patient').first());
    expect([caseAt(page.url()), keyboard.presses]).toEqual([cases[0], 1]);
  });

  it('job 2: to record a call that nobody answered, with the next try planned, takes three', async () => {
    await keyboard.press(link('Record contact'));
    await keyboard.press(page.getByLabel('No answer'));
    await keyboard.press(button('Save'));
    const contacts = (await cases[0]?.state())?.progress.contacts.map(({ is }) => [is.outcome, is.nextOn]);
    expect([contacts, keyboard.presses]).toEqual([
      [
        ['no-answer', '2026-08-20'],
        ['no-answer', '2026-08-25'],
      ],
      3,
    ]);
  });

  it('job 3: to finish one and go on to the next takes no more than to finish it', async () => {
    await keyboard.press(main().locator('.app-patient').first());
    const done = caseAt(page.url());
    await keyboard.press(link('Record contact'));
    await keyboard.press(page.getByLabel('Left a message'));
    await keyboard.press(button('Save and open next'));
    const next = caseAt(page.url());
    expect([next !== undefined && next !== done, keyboard.presses]).toEqual([true, 4]);
  });

  it('job 4: to find a patient by NHS number takes one', async () => {
    await keyboard.type(page.getByRole('searchbox'), who.nhsNumber);
    await keyboard.press(page.getByRole('banner').getByRole('button', { name: 'Search' }));
    expect([caseAt(page.url()), keyboard.presses]).toEqual([cases[0], 1]);
  });

  it('job 5: to check a file of 200 referrals with three bad rows and import the good ones takes five', async () => {
    await keyboard.press(page.getByRole('navigation').getByRole('link', { name: 'Referrals' }));
    await keyboard.press(link('Import referrals from a file'));
    await keyboard.reach(page.getByLabel('File of referrals'));
    const file = {
      name: `${who.family}.csv`,
      mimeType: 'text/csv',
      buffer: Buffer.from(referralsFile(200).toString().replaceAll('UBRN', who.family)),
    };
    await page.getByLabel('File of referrals').setInputFiles(file);
    await keyboard.press(button('Check file'));
    expect(await main().innerText()).toContain('Nothing is saved yet');
    await keyboard.press(button('Import 197 rows'));
    expect([await main().innerText(), keyboard.presses + 1]).toEqual([expect.stringContaining('of 200 rows done'), 5]);
  });

  it('job 6: to return a referral takes four, and one more for each thing that is missing of one that nobody accepted', async () => {
    await keyboard.press(action(cases[1], 'Accept or return'));
    await keyboard.press(page.getByLabel('Return to referrer'));
    await keyboard.press(button('Continue'));
    await keyboard.press(page.getByLabel('Clinical details'));
    await keyboard.type(page.getByLabel('Message to the referrer'), 'Which hip is it?');
    await keyboard.press(button('Return to referrer'));
    expect([(await cases[1]?.state())?.entries.at(-1), keyboard.presses]).toEqual(['ReferralReturned', 5]);
  });

  it('job 7: to resolve a possible duplicate takes four', async () => {
    const [one, other] = [cases[2], cases[3]];
    if (!one || !other) throw new Error('no cases');
    await one.does({ type: 'SuspectDuplicate', otherCaseId: other.caseId, otherReference: other.reference, because: ['Same pathway'] });
    await page.reload();
    await keyboard.press(action(one, 'Compare'));
    await keyboard.press(page.getByLabel('Different people'));
    await keyboard.press(page.getByLabel('I compared the NHS number'));
    await keyboard.press(button('Save'));
    expect([(await one.state()).entries.at(-1), keyboard.presses]).toEqual(['DuplicateDismissed', 4]);
  });

  it('job 9: to answer "what did we know on 1 June?" takes two from the case', async () => {
    await page.goto(`${guardian.address}${cases[1]?.address ?? ''}`);
    await keyboard.press(link('What was known on another day'));
    await keyboard.type(page.getByLabel('Day'), '1');
    await keyboard.type(page.getByLabel('Month'), '6');
    await keyboard.press(button('Show what was known'));
    expect([await main().innerText(), keyboard.presses]).toEqual([expect.stringContaining('Guardian had no record of this case then.'), 2]);
  });

  it('job 10: to see where patients wait takes one', async () => {
    await keyboard.press(page.getByRole('navigation').getByRole('link', { name: 'Reports' }));
    expect([await main().locator('h1').innerText(), keyboard.presses]).toEqual(['Where patients wait', 1]);
  });

  it('job 8: to hand ten cases to a colleague takes four', async () => {
    const before = await withJoan();
    await keyboard.press(link('Hand over several cases'));
    await keyboard.press(page.locator(`input[name="to"][value="${JOAN}"]`));
    await keyboard.type(page.getByLabel('How many?'), '10');
    await keyboard.press(button('Show the cases'));
    expect(await main().locator('input[name="cases"]:checked').count()).toBe(10);
    await keyboard.press(button('Hand over'));
    expect(await page.locator('.nhsuk-notification-banner').innerText()).toContain('10 cases handed over from Priya Shah to Joan Okafor.');
    expect([(await withJoan()) - before, keyboard.presses]).toEqual([10, 4]);
  });
});
