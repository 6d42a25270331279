import type { Browser } from 'playwright-core';
import { day } from '@guardian/kernel';
import { axe, openPage, sidewaysScroll, startBrowser } from '../support/browser';
import { PRIYA, startTestGuardian, type TestCase, type TestGuardian } from '../support/guardian';
import type { Visitor } from '../support/web';

jest.setTimeout(120_000);

let guardian: TestGuardian;
let browser: Browser;
let priya: Visitor;
let busy: TestCase;
let fresh: TestCase;

beforeAll(async () => {
  [guardian, browser] = await Promise.all([startTestGuardian(), startBrowser()]);
  priya = guardian.visitor();
  await priya.logIn(PRIYA);
  fresh = await guardian.takeIn();
  // A name with the longest word that a page has to find room for.
  busy = await guardian.takeIn({
    identity: {
      ...{ nhsNumber: null, family: 'Featherstonehaugh-Okonkwo', given: 'Margaret', title: 'Mrs' },
      ...{ bornOn: day('1945-07-14'), sex: 'female' },
    },
  });
  await busy.does(
    { type: 'AcceptReferral' },
    { type: 'AssignCase', coordinator: { id: PRIYA, name: 'Priya Shah' } },
    { type: 'RequestWorkupItem', item: 'oxford-hip-score', from: 'The practice', dueOn: day('2026-08-27') },
    { type: 'CompleteWorkupItem', item: 'bmi-and-blood-pressure', evidenceOn: day('2026-08-01'), source: 'Practice record', finding: '' },
    {
      type: 'RecordContact',
      on: day('2026-08-19'),
      who: 'patient',
      how: 'phone',
      outcome: 'no-answer',
      notes: '',
      nextOn: day('2026-08-20'),
    },
  );
});
afterAll(async () => {
  await browser?.close();
  await guardian?.close();
});

const PAGES: [string, () => string][] = [
  ['a busy case', () => busy.address],
  ['a case that just came', () => fresh.address],
  ['timeline', () => `${busy.address}/timeline`],
  ['timeline of a kind that is empty', () => `${busy.address}/timeline?show=hospital`],
  ['contacts', () => `${busy.address}/contacts`],
  ['no contacts yet', () => `${fresh.address}/contacts`],
  ['record contact', () => `${busy.address}/contacts/new`],
  ['workup', () => `${busy.address}/workup`],
  ['nothing agreed yet', () => `${fresh.address}/workup`],
  ['record a workup item', () => `${busy.address}/workup/oxford-hip-score/done`],
  ['ask for a workup item', () => `${busy.address}/workup/oxford-hip-score/request`],
  ['decide the gate', () => `${busy.address}/workup/decide`],
  ['accept or return', () => `${fresh.address}/workup/decide`],
  ['return to referrer', () => `${busy.address}/workup/return`],
  ['go ahead without', () => `${busy.address}/workup/go-ahead`],
  ['red flag', () => `${busy.address}/workup/red-flag`],
  ['send before the gate', () => `${busy.address}/send`],
  ['snooze', () => `${fresh.address}/snooze`],
  ['cases that are set aside', () => '/worklist/snoozed'],
  ['receive a referral', () => '/referrals/new'],
];

describe.each([1280, 320])('at %d px', (width) => {
  it.each(PAGES)('%s: nothing for axe to find, nothing to scroll sideways', async (_, address) => {
    const page = await openPage(browser, `${guardian.address}${address()}`, { width, as: priya });
    expect(await axe(page)).toEqual([]);
    expect(await sidewaysScroll(page)).toBe(0);
    await page.context().close();
  });

  it.each([
    ['record contact', () => `${busy.address}/contacts/new`],
    ['return to referrer', () => `${busy.address}/workup/red-flag`],
    ['go ahead without', () => `${busy.address}/workup/go-ahead`],
    ['receive a referral', () => '/referrals/new'],
  ])('%s with errors: each is linked to its field, and the title says so', async (_, address) => {
    const page = await openPage(browser, `${guardian.address}${address()}`, { width, as: priya });
    await page.locator('main form button').last().click();
    expect(await page.title()).toMatch(/^Error: /);
    for (const link of await page.locator('.nhsuk-error-summary a').all()) {
      expect(await page.locator(String(await link.getAttribute('href'))).count()).toBe(1);
    }
    expect(await axe(page)).toEqual([]);
    await page.context().close();
  });
});
