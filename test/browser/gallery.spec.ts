import type { Browser } from 'playwright-core';
import { axe, openPage, sidewaysScroll, startBrowser } from '../support/browser';
import { startTestWeb, type TestWeb, type Visitor } from '../support/web';
import { GalleryModule } from './gallery';

let web: TestWeb;
let browser: Browser;
let priya: Visitor;

beforeAll(async () => {
  web = await startTestWeb({ modules: [GalleryModule], templates: [__dirname] });
  browser = await startBrowser();
  priya = web.visitor();
  await priya.logIn('demo-coordinator-southend');
}, 60_000);

afterAll(async () => {
  await browser?.close();
  await web?.close();
});

describe.each([1280, 320])('at %i pixels', (width) => {
  it.each(['/gallery', '/gallery?died', '/status', '/help', '/accessibility', '/privacy', '/nowhere'])(
    '%s has no accessibility violation and does not scroll sideways',
    async (url) => {
      const page = await openPage(browser, web.address + url, { width, as: priya });
      expect(await axe(page)).toEqual([]);
      expect(await sidewaysScroll(page)).toBe(0);
      await page.context().close();
    },
  );

  it('a refused form keeps what was typed, links each error to its field, and puts the focus on the summary', async () => {
    const page = await openPage(browser, `${web.address}/gallery`, { width, as: priya });
    await page.getByLabel('Notes').fill('She is <worse> today');
    await page.getByLabel('Day', { exact: true }).fill('30');
    await page.getByLabel('Month').fill('2');
    await page.getByLabel('Year').fill('2026');
    await page.getByLabel('Large print').check();
    await page.getByRole('button', { name: 'Save and open next' }).click();
    expect(await page.locator('.nhsuk-error-summary__list a').allTextContents()).toEqual([
      'Enter who you spoke to',
      'Select the outcome',
      'Date of the contact must be a real date, like 27 8 2026',
    ]);
    expect(
      await page.locator('.nhsuk-error-summary').evaluate((summary: { matches(selector: string): boolean }) => summary.matches(':focus')),
    ).toBe(true);
    expect(await page.getByLabel('Notes').inputValue()).toBe('She is <worse> today');
    expect(await page.getByLabel('Day', { exact: true }).inputValue()).toBe('30');
    expect(await page.getByLabel('Large print').isChecked()).toBe(true);
    await page.getByRole('link', { name: 'Date of the contact must be' }).click();
    expect(
      await page.getByLabel('Day', { exact: true }).evaluate((box: { matches(selector: string): boolean }) => box.matches(':focus')),
    ).toBe(true);
    expect(await axe(page)).toEqual([]);
    await page.context().close();
  });
});
