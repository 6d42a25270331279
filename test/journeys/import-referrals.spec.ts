import { IntakeJobs } from '@guardian/intake';
import type { INestApplicationContext } from '@nestjs/common';
import type { Browser, Page } from 'playwright-core';
import { intakeContext } from '../../apps/cli/src/intake-context';
import { loadReferenceData } from '../../apps/cli/src/reference-data';
import { axe, openPage, sidewaysScroll, startBrowser } from '../support/browser';
import { formIn, startTestWeb, type TestWeb, type Visitor } from '../support/web';
import { referralsFile } from '../faults/intake/referrals-file';
import { testLog } from '../support/log';

const PRIYA = 'demo-coordinator-southend';
const TOM = 'demo-coordinator-castle-point-and-rochford';
const LEILA = 'demo-pcn-southend-east';

let web: TestWeb;
let worker: INestApplicationContext;
let browser: Browser;

beforeAll(async () => {
  web = await startTestWeb();
  await loadReferenceData(testLog(web.database.url));
  worker = await intakeContext({
    ...testLog(web.database.url),
    lookupKey: 'for tests only, for tests only, for tests only',
    testNumbersOnly: true,
  });
  browser = await startBrowser();
}, 60_000);

afterAll(async () => {
  await browser?.close();
  await worker?.close();
  await web?.close();
});

async function loggedIn(person: string): Promise<Visitor> {
  const visitor = web.visitor();
  await visitor.logIn(person);
  return visitor;
}

/** Sends a file as a browser does; answers with the status, and the page or where it leads. */
async function upload(visitor: Visitor, content: Buffer | undefined, fileName = 'referrals-august.csv') {
  const { hidden } = formIn((await visitor.get('/referrals/imports/new')).text, '/referrals/imports/new');
  const form = new FormData();
  for (const [name, value] of Object.entries(hidden)) form.append(name, value);
  form.append('file', new Blob(content ? [new Uint8Array(content)] : []), content ? fileName : '');
  const answer = await fetch(`${web.address}/referrals/imports/new`, {
    method: 'POST',
    body: form,
    redirect: 'manual',
    headers: { cookie: visitor.cookie },
  });
  return { status: answer.status, text: await answer.text(), location: answer.headers.get('location') ?? '' };
}

const events = async () => (await web.database.pool.query<{ n: number }>('select count(*)::int as n from events')).rows[0]?.n;

/** Cell by cell, the table with this caption. */
const rowsOf = (html: string, caption: string): string[][] => {
  const [, table = ''] = new RegExp(`<caption[^>]*>${caption}[^<]*</caption>(.*?)</table>`, 's').exec(html) ?? [];
  return [...table.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row = '']) =>
    [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell = '']) => cell.replaceAll(/<[^>]+>/g, '').trim()),
  );
};

async function importInBackground(page: () => Promise<string>): Promise<string> {
  const jobs = worker.get(IntakeJobs, { strict: false });
  jobs.start((fault) => {
    throw fault;
  });
  let html = await page();
  while (html.includes('Refresh</a>')) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    html = await page();
  }
  await jobs.stop();
  return html;
}

describe('importing a file of referrals', () => {
  it('checks first with nothing saved, brings in the good rows, hands back the bad ones, and adds nothing when it comes again', async () => {
    const priya = await loggedIn(PRIYA);
    const before = await events();
    const sent = await upload(priya, referralsFile(200));
    expect(sent.status).toBe(303);

    const check = (await priya.get(sent.location)).text;
    expect(check).toContain('<h1 class="nhsuk-heading-l">Check of referrals-august.csv</h1>');
    expect(check).toContain('Nothing is saved yet.');
    expect(rowsOf(check, 'What an import would do').map(([bucket = '', number]) => [/^[A-Z][a-z ]+/.exec(bucket)?.[0], number])).toEqual([
      ['Rows', 'Number'],
      ['New', '197'],
      ['Close match', '0'],
      ['Already held', '0'],
      ['Different', '0'],
      ['Cannot import', '3'],
    ]);
    expect(rowsOf(check, 'Problems by row')[1]).toEqual([
      '2',
      'REFERRAL_DATE',
      '31/06/2026',
      'June has 30 days',
      'Use a real date, like 30/06/2026',
    ]);
    expect(await events()).toBe(before);

    const badRows = await priya.get(`${sent.location}/errors.csv`);
    expect(badRows.headers.get('content-disposition')).toBe('attachment; filename="rows-to-put-right.csv"');
    expect(badRows.text.split('\r\n')[1]).toMatch(/^"REFERRAL_DATE: June has 30 days\. Use a real date, like 30\/06\/2026\.","UBRN-0",/);

    expect((await priya.submit(sent.location, {}, `${sent.location}/import`)).location).toBe(sent.location);
    const importing = (await priya.get(sent.location)).text;
    expect(importing).toContain('0 of 200 rows done.');
    expect(importing).not.toContain('http-equiv="refresh"');
    const done = await importInBackground(async () => (await priya.get(sent.location)).text);
    expect(done).toContain('<h1 class="nhsuk-heading-l">197 referrals imported from referrals-august.csv</h1>');
    const after = await events();

    const again = await upload(priya, referralsFile(200));
    const second = (await priya.get(again.location)).text;
    expect(second).toContain('A file with exactly this content was imported on');
    expect(rowsOf(second, 'What an import would do')[1]?.[1]).toBe('0');
    expect(second).not.toContain('/import"');
    expect(await events()).toBe(after);
  }, 60_000);

  it('belongs to the person who brought the file', async () => {
    const sent = await upload(await loggedIn(PRIYA), referralsFile(70));
    const tom = await loggedIn(TOM);
    expect((await tom.get(sent.location)).text).toContain('Only Priya Shah can import this file.');
    expect((await tom.get(`${sent.location}/errors.csv`)).status).toBe(404);
    expect((await tom.submit('/referrals/imports/new', {}, '/log-out')).status).toBe(303);
  });

  it('is not for people who only see patients, and shows nothing at an address that was never an import', async () => {
    expect((await (await loggedIn(LEILA)).get('/referrals/imports')).status).toBe(403);
    const priya = await loggedIn(PRIYA);
    expect((await priya.get('/referrals/imports/1')).status).toBe(404);
    expect((await priya.get('/referrals/imports/00000000-0000-7000-8000-000000000000')).status).toBe(404);
  });

  it('says what is wrong with a file that cannot be used, or that was not chosen', async () => {
    const priya = await loggedIn(PRIYA);
    const none = await upload(priya, undefined);
    expect([none.status, none.text.includes('<a href="#file">Choose a file</a>')]).toEqual([422, true]);
    const empty = await upload(priya, Buffer.from(' '));
    expect([empty.status, empty.text.includes('The headings in row 1 are not those of the template.')]).toEqual([422, true]);
    const large = await upload(priya, Buffer.alloc(11 * 1024 * 1024, 'x'));
    expect(large.status).toBe(413);
  });

  it('offers the template', async () => {
    const template = await (await loggedIn(PRIYA)).get('/referrals/imports/template.csv');
    expect(template.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(template.text.split('\r\n')).toHaveLength(5);
  });
});

describe.each([1280, 320])('the pages of an import, %i pixels wide', (width) => {
  const clean = async (page: Page) => {
    expect(await axe(page)).toEqual([]);
    expect(await sidewaysScroll(page)).toBe(0);
  };

  const openAs = async (address: string) => openPage(browser, `${web.address}${address}`, { width, as: await loggedIn(PRIYA) });

  it('have no accessibility violation and do not scroll sideways where a file is chosen', async () => {
    const page = await openAs('/referrals/imports/new');
    await page.getByText('What the columns mean').click();
    await clean(page);
    await page.getByRole('button', { name: 'Check file' }).click();
    expect(await page.title()).toBe('Error: Check a file of referrals - Guardian');
    await clean(page);
    await page.getByRole('link', { name: 'Files that were checked or imported' }).click();
    await clean(page);
    await page.context().close();
  }, 60_000);

  it('have none where a file is checked, imported, and stopped', async () => {
    const page = await openAs('/referrals/imports/new');
    const bad = 'X,9991000012,,<b>Ann</b>,1/1/50,X,Y,Z,soon,,\n'; // 8 problems
    const buffer = Buffer.concat([referralsFile(270), Buffer.from(bad.repeat(8))]);
    await page.getByLabel('File of referrals').setInputFiles({ name: `list-${width}.csv`, mimeType: 'text/csv', buffer });
    await page.getByRole('button', { name: 'Check file' }).click();
    expect(await page.title()).toBe(`Check of list-${width}.csv - Guardian`);
    await page.getByRole('link', { name: 'Page 2' }).click();
    await clean(page);

    await page.getByRole('button', { name: /^Import \d+ rows$/ }).click();
    expect(await page.getByRole('status').textContent()).toContain('0 of 278 rows done');
    await clean(page);
    await web.database.pool.query(`update referral_import set state = 'failed' where state = 'importing'`);
    await page.getByRole('link', { name: 'Refresh' }).click();
    expect(await page.title()).toBe(`Import of list-${width}.csv stopped - Guardian`);
    await clean(page);
    await page.context().close();
  }, 60_000);
});
