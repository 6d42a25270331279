import type { Browser } from 'playwright-core';
import { axe, openPage, sidewaysScroll, startBrowser } from '../support/browser';
import { startTestWeb, type TestWeb } from '../support/web';

let web: TestWeb;
let browser: Browser;
beforeAll(async () => {
  [web, browser] = await Promise.all([startTestWeb(), startBrowser()]);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await web?.close();
});

jest.setTimeout(60_000);

const MISSED = 'fact=2025-04-28~dna_first_appointment~appointment_clearly_communicated:true&fact=2025-05-06~patient_contacts_to_rebook';
const SCAN = 'fact=2025-03-10~diagnostic_test_requested~test:mri&fact=2025-03-31~patient_cancelled~test:mri~for_date:2025-04-07';
const CANCER = 'fact=2025-03-03~urgent_suspected_cancer_referral_received~service:consultant_led';

const PAGES = [
  ['empty', '/clock'],
  ['a clock that was missed, and one of a test', `/clock?as_of=2025-05-12&${CANCER}&${SCAN}&${MISSED}`],
  ['the form of a fact', `/clock/fact?kind=referral_received&${CANCER}`],
  ['a refused form', `/clock/fact?kind=patient_cancelled&save=yes&detail-notice_hours=soon`],
  ['no fact chosen', `/clock/fact?kind=&${CANCER}`],
  ['an address changed by hand', '/clock?fact=2025-03-03~referal'],
] as const;

describe.each([1280, 320])('the clock calculator at %i pixels:', (width) => {
  it.each(PAGES)('%s has no violation and does not scroll sideways', async (_, url) => {
    const page = await openPage(browser, web.address + url, { width });
    expect(await axe(page)).toEqual([]);
    expect(await sidewaysScroll(page)).toBe(0);
    await page.context().close();
  });
});

it('is worked by keyboard alone, and an error takes the focus', async () => {
  const page = await openPage(browser, `${web.address}/clock?as_of=2025-04-10`);
  await page.locator('#kind').focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/clock\/fact/);
  expect(await page.evaluate<string>('document.activeElement.className')).toBe('nhsuk-error-summary');

  await page.locator('#kind').focus();
  await page.keyboard.type('Referral rec');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.waitForSelector('#happenedOn');
  await page.locator('#happenedOn').focus();
  for (const part of ['3', '3', '2025']) {
    await page.keyboard.type(part);
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Space');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/clock\?/);
  expect(new URL(page.url()).searchParams.getAll('fact')).toEqual(['2025-03-03~referral_received~service:consultant_led']);
  expect(await page.locator('section', { hasText: 'RTT clock' }).innerText()).toContain('38 days, 5 completed weeks');
  await page.context().close();
});
