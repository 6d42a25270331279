// Every page of the service, taken from the router, in each state that its kind has: axe finds nothing at 1280 and at 320 pixels, nothing
// has to be scrolled sideways (at 1280 no table either), one h1, no heading level left out, a title of its own, "Error: " first when the form was sent empty.
import type { Browser, Page } from 'playwright-core';
import { judge, openPage, startBrowser } from '../support/browser';
import { referralsFile } from '../faults/intake/referrals-file';
import { CASE, CASE_PAGES, EDITH, ELSEWHERE, HAVERING, isFile, LEAD, NOBODY, OTHER_PAGES, ROUTES, RUTH } from '../support/every-page';
import { everything, type Everything } from '../support/everything';
import { PRIYA, SAMUEL, startTestGuardian, type TestGuardian } from '../support/guardian';

jest.setTimeout(120_000);

it('every page that the router knows is judged', () => {
  const routes = ROUTES.filter((route) => !isFile(route));
  const judged = [...Object.keys(OTHER_PAGES), ...Object.keys(CASE_PAGES).map((route) => CASE + route)];
  expect([...routes].sort()).toEqual([...judged, ...ELSEWHERE].sort());
});

let guardian: TestGuardian;
let browser: Browser;
let cases: Everything;
/** One for each who looks, kept: a context of its own for each page would take most of the time. */
const pages = new Map<string, Page>();
beforeAll(async () => {
  [guardian, browser] = await Promise.all([startTestGuardian(), startBrowser()]);
  cases = await everything(guardian);
  for (const who of [NOBODY, PRIYA, SAMUEL, HAVERING, LEAD, RUTH, EDITH]) {
    const visitor = guardian.visitor();
    if (who !== NOBODY) await visitor.logIn(who);
    const page = await openPage(browser, `${guardian.address}/help`, who === NOBODY ? {} : { as: visitor });
    page.setDefaultTimeout(2_500);
    pages.set(who, page);
  }
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await guardian?.close();
});

/** Addresses that are refused, on a page that is judged too. */
const MISTAKEN: readonly string[] = ['/cases?stage=bogus'];

/** Opens what a state names, at 1280 pixels. */
async function open(where: string): Promise<Page> {
  const [, who = PRIYA, at = ''] = /^(?:(\S*) )?(.+)$/.exec(where) ?? [];
  const page = pages.get(who);
  if (!page) throw new Error(`nobody looks at ${where}`);
  const [name = '', ...rest] = at.split('/');
  const one = Object.hasOwn(cases, name) ? cases[name as keyof Everything] : undefined;
  await page.setViewportSize({ width: 1280, height: 800 });
  const answer = await page.goto(guardian.address + (one ? [one.address, ...rest].join('/') : at));
  // A page that is not there, or not theirs, would be judged in the place of the one that is meant.
  expect([where, answer?.status()]).toEqual([where, MISTAKEN.includes(where) ? 400 : 200]);
  return page;
}

const EMPTIED = `for (const box of document.querySelectorAll('main input[type=text], main textarea, main input[type=checkbox]')) {
  if (box.type === 'checkbox') box.checked = false;
  else box.value = '';
}`;

const TABLE = [...Object.entries(CASE_PAGES).map(([route, states]) => [CASE + route, states] as const), ...Object.entries(OTHER_PAGES)];
const SEEN = TABLE.flatMap(([route, { normal, empty, long, also = [] }]) =>
  ([['normal', normal], ['empty', empty], ['long', long], ...also.map((one) => ['also', one] as const)] as const).flatMap(([state, at]) =>
    at === undefined ? [] : [[route, state, at] as const],
  ),
);
const FORMS = TABLE.flatMap(([route, { normal, error }]) => (error === undefined ? [] : [[route, normal, error] as const]));
const titles = new Map<string, string>();

it.each(SEEN)('%s, %s: %s', async (route, state, at) => {
  const page = await open(at);
  const title = await page.title();
  expect(title).toMatch(/\S - Guardian$/);
  if (state === 'normal') titles.set(route, title);
  await judge(page);
});

it.each(FORMS)('%s, error: at %s, “%s” is pressed', async (_, at, name) => {
  const page = await open(at);
  await page.evaluate(EMPTIED);
  await page.locator('main').getByRole('button', { name, exact: true }).last().click();
  await page.locator('.nhsuk-error-summary').waitFor();
  expect(await page.title()).toMatch(/^Error: /);
  for (const link of await page.locator('.nhsuk-error-summary a').all()) {
    expect(await page.locator(String(await link.getAttribute('href'))).count()).toBe(1);
  }
  await judge(page);
});

it('no two pages have one title', () => {
  const all = [...titles.values()];
  expect(all.filter((title, n) => all.indexOf(title) !== n)).toEqual([]);
});

describe('the page that a form leads to', () => {
  const press = (page: Page, name: string | RegExp) => page.locator('main').getByRole('button', { name }).first().click();

  /** A request of the patient of `worse` about their data, as it is recorded; the page of it. */
  async function asked(kind: string, asks: string): Promise<Page> {
    const page = await open(`${EDITH} /privacy/requests/new`);
    await page.getByLabel('NHS number or case reference').fill(cases.worse.reference);
    for (const [part, text] of Object.entries({ day: '14', month: '7', year: '1945' }))
      await page.locator(`[name="bornOn-${part}"]`).fill(text);
    await page.getByLabel(kind).check();
    await page.getByLabel('In the words of whoever asks').fill(asks);
    await press(page, 'Save the request');
    return page;
  }

  it('a referral: the second step, sent empty, and what is checked before it is saved', async () => {
    const page = await open('/referrals/new');
    await page.getByLabel('I do not have the NHS number').check();
    await page.getByLabel('Family name').fill('Okafor-Example');
    await page.getByLabel('Given name').fill('Ada');
    for (const [part, text] of [
      ['day', '1'],
      ['month', '2'],
      ['year', '1960'],
    ] as const) {
      await page.locator(`[name="bornOn-${part}"]`).fill(text);
    }
    await page.getByLabel('Female').check();
    await press(page, 'Continue');
    await page.getByLabel('Who referred the patient').waitFor();
    await judge(page);
    await press(page, 'Continue');
    await page.locator('.nhsuk-error-summary').waitFor();
    await judge(page);
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.getByLabel('Practice').selectOption({ index: 1 });
    await page.getByLabel('Who referred the patient').fill('Dr Alva Nyman');
    await page.getByLabel('Pathway').selectOption({ label: 'Hip pain' });
    await page.getByLabel('Routine').check();
    for (const [part, text] of [
      ['day', '18'],
      ['month', '8'],
      ['year', '2026'],
    ] as const) {
      await page.locator(`[name="referredOn-${part}"]`).fill(text);
    }
    await page.getByLabel('Reason for the referral').fill('Pain in the right hip');
    await press(page, 'Continue');
    await page.getByRole('button', { name: 'Save and open the case' }).waitFor();
    await judge(page);
  });

  it('a file of referrals: what is right and wrong in it, and what came of it', async () => {
    const page = await open('/referrals/imports/new');
    await page.getByLabel('File of referrals').setInputFiles({ name: 'some.csv', mimeType: 'text/csv', buffer: referralsFile(30) });
    await press(page, 'Check file');
    await page.getByText('Nothing is saved yet').waitFor();
    await judge(page);
    await press(page, /^Import \d+ rows$/);
    await page.getByText('of 30 rows done').first().waitFor();
    await judge(page);
    await judge(await open('/referrals/imports'));
  });

  it('several cases to hand over, looked through before it is done', async () => {
    const page = await open('/worklist/hand-over');
    await page.locator('input[name="to"][value="demo-coordinator-southend-2"]').check();
    await press(page, 'Show the cases');
    await page.getByRole('heading', { name: 'Hand over from Priya Shah to Joan Okafor' }).waitFor();
    await judge(page);
  });

  it('to go ahead without what is missing: are you sure?', async () => {
    const page = await open('busy/workup/go-ahead');
    for (const choice of await page.locator('main select').all()) await choice.selectOption({ index: 1 });
    await page.getByLabel('Clinician who decided').fill('Dr Samuel Brandt');
    await press(page, 'Continue');
    await page.getByRole('button', { name: 'Yes, go ahead' }).waitFor();
    await judge(page);
  });

  it('a record that is restricted, to whom is not its coordinator', async () => {
    const page = await open('waited/restriction');
    await page.getByLabel('Why?').fill('He looks for her');
    await press(page, 'Restrict the record');
    await page.getByRole('heading', { name: 'Open a restricted record' }).waitFor();
    await judge(page);
    await press(page, 'Open the record');
    await page.locator('.nhsuk-error-summary').waitFor();
    await judge(page);
    await page.getByLabel('The patient is in danger now').check();
    await page.getByLabel('What happened?').fill('She rang and could not breathe');
    await press(page, 'Open the record');
    await page.getByRole('heading', { name: 'Opened with a reason in the last 30 days' }).waitFor();
    await judge(page);
    await judge(await open('waited/restriction'));
  });

  it('a record to be erased', async () => {
    const page = await open(`${EDITH} /privacy/erasures`);
    await page.locator('main table a').first().click();
    await page.getByRole('heading', { name: 'What is erased' }).waitFor();
    await judge(page);
    await page.getByLabel('Erase it for ever').check();
    await press(page, 'Save the decision');
    await page.locator('.nhsuk-error-summary').waitFor();
    await judge(page);
  });

  it('a request to have something put right, and what was put right', async () => {
    const identity = await open(`${PRIYA} ${cases.worse.address}/identity`);
    await identity.getByLabel('Title').fill('Dr');
    await identity.locator('[name="because"]').fill('The practice confirmed it');
    await identity.locator('main button[type=submit]').last().click();
    await identity.getByText('Who the patient is was put right.').waitFor();
    const page = await asked('To have something put right', 'My title is missing');
    await page.getByRole('heading', { name: 'Put right' }).waitFor();
    await judge(page);
    const address = new URL(page.url()).pathname;
    for (const [part, button] of [
      ['recipients', 'Save'],
      ['statement', 'Keep it with the entry'],
    ] as const) {
      await judge(await open(`${EDITH} ${address}/${part}`));
      await press(page, button);
      await page.locator('.nhsuk-error-summary').waitFor();
      await page.setViewportSize({ width: 1280, height: 800 });
      await judge(page);
    }
  });

  it('a request of a patient about their data, what may be about others, and what a clinician looks at', async () => {
    const page = await asked('A copy of their data', 'Everything that you hold about me');
    await page.getByRole('heading', { name: 'The copy of the record' }).waitFor();
    const address = new URL(page.url()).pathname;
    await judge(page);
    await press(page, 'Make the package');
    await page.locator('.nhsuk-error-summary').waitFor();
    await judge(page);
    await page.getByRole('link', { name: 'How long this record is kept' }).click();
    await page.getByRole('heading', { name: 'What do you decide?' }).waitFor();
    await judge(page);
    await press(page, 'Save the decision');
    await page.locator('.nhsuk-error-summary').waitFor();
    await judge(page);
    await judge(await open(`${EDITH} ${address}/entries`));
    await page.locator('main input[type=checkbox]').first().check();
    await press(page, 'Save these entries');
    await page.locator('.nhsuk-error-summary').waitFor();
    await judge(page);
    await judge(await open(`${EDITH} /privacy/requests`));
    await judge(await open(`${SAMUEL} /privacy/clinical-reviews`));
    const review = await open(`${SAMUEL} ${address.replace('/requests/', '/clinical-reviews/')}`);
    await judge(review);
    await press(review, 'Save what I found');
    await review.locator('.nhsuk-error-summary').waitFor();
    await judge(review);
  });
});
