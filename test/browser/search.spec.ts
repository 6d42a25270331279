import { day } from '@guardian/kernel';
import type { Browser } from 'playwright-core';
import { axe, openPage, sidewaysScroll, startBrowser } from '../support/browser';
import { PRIYA, somebody, startTestGuardian, type TestGuardian } from '../support/guardian';
import type { Visitor } from '../support/web';

let guardian: TestGuardian;
let browser: Browser;
let priya: Visitor;

beforeAll(async () => {
  [guardian, browser] = await Promise.all([startTestGuardian(), startBrowser()]);
  const mine = await guardian.takeIn();
  await mine.does(
    { type: 'AssignCase', coordinator: { id: PRIYA, name: 'Priya Shah' } },
    {
      type: 'RecordContact',
      on: day('2026-08-20'),
      who: 'patient',
      how: 'phone',
      outcome: 'no-answer',
      notes: '',
      nextOn: day('2026-08-20'),
    },
  );
  await guardian.takeIn(somebody({ family: 'Okonkwo-Featherstonehaugh' }));
  priya = guardian.visitor();
  await priya.logIn(PRIYA);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await guardian?.close();
});

jest.setTimeout(60_000);

describe.each([1280, 320])('at %i pixels', (width) => {
  it('search results, and a search that is refused', async () => {
    const page = await openPage(browser, `${guardian.address}/search`, { width, as: priya });
    const main = page.getByRole('main');
    await main.getByRole('button', { name: 'Search' }).click();
    expect(await page.title()).toBe('Error: Find a patient - Guardian');
    expect(await axe(page)).toEqual([]);
    await main.getByLabel('NHS number, name or case reference').fill('okonkwo');
    await main.getByRole('button', { name: 'Search' }).click();
    expect(await page.title()).toBe('Search results - Guardian');
    expect(await axe(page)).toEqual([]);
    expect(await sidewaysScroll(page)).toBe(0);
    await page.context().close();
  });
});

it('from the skip link the first thing to do is at most six presses of Tab away', async () => {
  const page = await openPage(browser, `${guardian.address}/worklist`, { as: priya });
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  const visited: string[] = [];
  for (let i = 0; i < 6; i++) {
    await page.keyboard.press('Tab');
    visited.push(await page.evaluate<string>('document.activeElement.textContent.trim()'));
  }
  expect(visited.some((text) => text.startsWith('Record contact'))).toBe(true);
  await page.context().close();
});
