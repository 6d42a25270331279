import { day } from '@guardian/kernel';
import type { Browser, Page } from 'playwright-core';
import { axe, openPage, sidewaysScroll, startBrowser } from '../support/browser';
import { PRIYA, somebody, startTestGuardian, type TestGuardian } from '../support/guardian';
import type { Visitor } from '../support/web';

let guardian: TestGuardian;
let browser: Browser;
const visitors = new Map<string, Visitor>();

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
  const other = await guardian.takeIn({ ...somebody({ family: 'Featherstonehaugh-Okonkwo' }), priority: 'urgent' });
  await other.does({
    ...{ type: 'SuspectDuplicate', otherCaseId: mine.caseId, otherReference: mine.reference },
    because: ['same date of birth, sex and family name', 'near given name', 'same postcode', 'same pathway'],
  });
  await guardian.takeIn({ pathwayId: 'suspected-skin-cancer', priority: 'two-week-wait', referredOn: day('2026-08-18') });
  for (let i = 0; i < 28; i++) await guardian.takeIn({ referredOn: day('2026-01-05'), pathwayId: 'knee-pain' });
  for (const who of [PRIYA, 'demo-coordinator-havering', 'demo-acute-lead', 'demo-administrator']) {
    const visitor = guardian.visitor();
    await visitor.logIn(who);
    visitors.set(who, visitor);
  }
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await guardian?.close();
});

jest.setTimeout(60_000);

const tablesThatScroll = (page: Page): Promise<number> =>
  page.evaluate<number>(`[...document.querySelectorAll('.app-scroll')].filter((region) => region.scrollWidth > region.clientWidth).length`);

const PAGES: readonly [state: string, who: string, url: string][] = [
  ['a long list', PRIYA, '/worklist'],
  ['a long list', PRIYA, '/worklist/team'],
  ['empty', 'demo-coordinator-havering', '/worklist'],
  ['empty', PRIYA, '/worklist/done'],
  ['a form', PRIYA, '/worklist/hand-over'],
  ['a form', PRIYA, '/worklist/cover'],
  ['hospitals to chase', PRIYA, '/worklist/chase'],
  ['nobody to ask', PRIYA, '/validation?how=text'],
  ['no reply awaited', PRIYA, '/validation/asked'],
  ['nobody to hand over to', 'demo-coordinator-havering', '/worklist/hand-over'],
  ['a long list', PRIYA, '/cases'],
  ['filtered', PRIYA, '/cases?pathway=knee-pain&stage=intake&sort=shortest-wait&page=2'],
  ['nothing matches', PRIYA, '/cases?stage=monitoring'],
  ['empty', 'demo-coordinator-havering', '/cases'],
  ['refused', PRIYA, '/cases?stage=bogus'],
  ['a form', PRIYA, '/search'],
  ['counted', PRIYA, '/pcn/north-road-plus-pcn'],
  ['empty', PRIYA, '/pcn/west-leigh-pcn'],
  ['a list', PRIYA, '/pcn'],
  ['pairs to compare', PRIYA, '/referrals/duplicates'],
  ['empty', 'demo-coordinator-havering', '/referrals/duplicates'],
  ['counted', PRIYA, '/reports/bottlenecks'],
  ['hidden', 'demo-acute-lead', '/reports/bottlenecks'],
  ['nothing matches', PRIYA, '/reports/bottlenecks?pathway=cataract'],
  ['to answer', PRIYA, '/enquiries'],
  ['a form', PRIYA, '/enquiries/new'],
  ['nobody left', PRIYA, '/reports/exits?reason=died'],
  ['counted', PRIYA, '/reports/exits'],
  ['hidden', 'demo-acute-lead', '/reports/exits'],
  ['counted', PRIYA, '/reports/harm-reviews'],
  ['nothing done yet', PRIYA, '/reports/harm-reviews?show=done'],
  ['hidden', 'demo-acute-lead', '/reports/harm-reviews'],
  ['counted', PRIYA, '/reports/enquiries'],
  ['hidden', 'demo-acute-lead', '/reports/enquiries'],
  ['counted', PRIYA, '/reports/waits'],
  ['tests', PRIYA, '/reports/waits?clock=test'],
  ['hidden', 'demo-acute-lead', '/reports/waits'],
  ['of a day that has passed', PRIYA, '/reports/waits?on=2026-07-11&group=practice'],
  ['a list', PRIYA, '/reports/waits/cases?clock=rtt&show=running'],
  ['counted', PRIYA, '/reports/returns'],
  ['a list', PRIYA, '/reports/returns/cases?month=2026-07&known=now&part=2'],
  ['hidden', 'demo-acute-lead', '/reports/returns?known=then'],
  ['a list', PRIYA, '/referrals'],
  ['empty', 'demo-coordinator-havering', '/referrals'],
  ['no patients', 'demo-administrator', '/referrals'],
  ['counted', 'demo-administrator', '/admin'],
  ['a long list', 'demo-administrator', '/audit'],
  ['nothing matches', 'demo-administrator', '/audit?who=nobody'],
  ['with an error', 'demo-administrator', '/audit?from-day=31&from-month=2&from-year=2026'],
  ['a list', 'demo-administrator', '/admin/sessions'],
  ['nothing matches', 'demo-administrator', '/admin/sessions?who=nobody'],
  ['a list', PRIYA, '/sessions'],
  ['a list', 'demo-administrator', '/admin/pathways'],
  ['read', 'demo-administrator', '/admin/pathways/hip-pain/versions/1'],
];

describe.each([1280, 320])('at %i pixels no violation and no sideways scroll:', (width) => {
  it.each(PAGES)('%s, for %s: %s', async (_, who, url) => {
    const visitor = visitors.get(who);
    const page = await openPage(browser, guardian.address + url, { width, ...(visitor ? { as: visitor } : {}) });
    expect(await axe(page)).toEqual([]);
    expect(await sidewaysScroll(page)).toBe(0);
    if (width === 1280) expect(await tablesThatScroll(page)).toBe(0);
    await page.context().close();
  });

  it('search results, and a search that is refused', async () => {
    const visitor = visitors.get(PRIYA);
    const page = await openPage(browser, `${guardian.address}/search`, { width, ...(visitor ? { as: visitor } : {}) });
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
  const visitor = visitors.get(PRIYA);
  const page = await openPage(browser, `${guardian.address}/worklist`, visitor ? { as: visitor } : {});
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
