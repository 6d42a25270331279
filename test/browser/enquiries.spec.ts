// The page of one enquiry: what axe finds on it before a case is found, with cases found, with errors, and when it is done.
import type { Browser } from 'playwright-core';
import { axe, openPage, sidewaysScroll, startBrowser } from '../support/browser';
import { PRIYA, startTestGuardian, type TestGuardian } from '../support/guardian';
import type { Visitor } from '../support/web';

jest.setTimeout(120_000);

let guardian: TestGuardian;
let browser: Browser;
let priya: Visitor;
beforeAll(async () => {
  [guardian, browser] = await Promise.all([startTestGuardian(), startBrowser()]);
  priya = guardian.visitor();
  await priya.logIn(PRIYA);
  await guardian.takeIn();
});
afterAll(async () => {
  await browser?.close();
  await guardian?.close();
});

it.each([1280, 320])(
  'an enquiry is recorded, tied to a case and answered at %i pixels without scripts, and axe finds nothing',
  async (width) => {
    const page = await openPage(browser, `${guardian.address}/enquiries/new`, { width, as: priya });
    const isClean = async () => {
      expect(await axe(page)).toEqual([]);
      expect(await sidewaysScroll(page)).toBe(0);
      expect(await page.locator('h1').count()).toBe(1);
    };
    await page.getByRole('button', { name: 'Save and find the case' }).click();
    await page.locator('.nhsuk-error-summary').waitFor();
    expect(await page.title()).toMatch(/^Error: /);
    await isClean();
    await page.getByLabel('Their name, and how to reach them').fill('Amara Okonkwo, daughter, 01632 960123');
    await page.getByLabel('What do they ask?').fill('When is the X-ray of my mother?');
    await page.getByRole('button', { name: 'Save and find the case' }).click();
    await isClean();
    await page.locator('#q').fill('okonkwo');
    await page.getByRole('button', { name: 'Find', exact: true }).click();
    await isClean();
    await page
      .getByRole('button', { name: /^This case/ })
      .first()
      .click();
    await page.getByRole('button', { name: 'Save the answer' }).click();
    await page.locator('.nhsuk-error-summary').waitFor();
    expect(await page.title()).toMatch(/^Error: /);
    await isClean();
    await page.getByLabel('What did you answer?').fill('On Tuesday at 9');
    await page.getByLabel('A call to the practice').check();
    await page.getByRole('button', { name: 'Save the answer' }).click();
    expect(await page.getByText('The answer is saved, and the enquiry is done.').count()).toBe(1);
    await page.context().close();
  },
);
