// A file with many patients leaves only when a second person agrees to it (goals of reliability, "two-person approval").
import { PRIYA, SAMUEL, somebody, startTestGuardian, type TestGuardian } from '../support/guardian';
import { inWords } from '../support/in-words';
import type { Answer, Visitor } from '../support/web';

jest.setTimeout(60_000);

const EDITH = 'demo-privacy-officer';
const RUTH = 'demo-administrator';
const FILE = '/reports/returns/open-pathways.csv';

let guardian: TestGuardian;
let priya: Visitor;
let edith: Visitor;
let ruth: Visitor;
beforeAll(async () => {
  guardian = await startTestGuardian();
  for (let n = 0; n < 100; n++) await guardian.takeIn(somebody());
  [priya, edith, ruth] = [await loggedIn(PRIYA), await loggedIn(EDITH), await loggedIn(RUTH)];
}, 120_000);
afterAll(() => guardian?.close());

async function loggedIn(person: string): Promise<Visitor> {
  const visitor = guardian.visitor();
  await visitor.logIn(person);
  return visitor;
}
/** What the read audit says of files, the oldest first. */
const exported = async () =>
  (
    await guardian.database.pool.query<{ who: string; route: string; patients: number }>(
      `select user_id as who, route, cardinality(patients) as patients from read_audit where action = 'exported' order by position`,
    )
  ).rows;
const later = (hours: number) =>
  guardian.database.pool.query(
    `alter table bulk_export disable trigger bulk_export_only_grows;
     update bulk_export set at = at - interval '${hours} hours', until = until - interval '${hours} hours';
     alter table bulk_export enable always trigger bulk_export_only_grows`,
  );
const isTheFile = ({ status, text }: Answer) => status === 200 && /^"?NHS_NUMBER/.test(text);
/** Where somebody is led who may not have the file alone. */
async function stoppedAt(visitor: Visitor, file = FILE): Promise<string> {
  const answer = await visitor.get(file);
  expect([answer.status, answer.text, answer.headers.get('content-disposition')]).toEqual([303, '', null]);
  expect(answer.location).toMatch(/^\/exports\/[0-9a-f-]{36}$/);
  return answer.location ?? '';
}
const asks = (visitor: Visitor, page: string, purpose = 'The monthly data set for the ICB') => visitor.submit(page, { purpose }, page);
const answers = (visitor: Visitor, page: string, outcome: string, words = 'As every month') =>
  visitor.submit(`/admin${page}`, { outcome, words }, `/admin${page}`);
/** Without a page that offers it. */
async function forces(visitor: Visitor, address: string, fields: Record<string, string>): Promise<Answer> {
  const token = /name="_csrf" value="([^"]*)"/.exec((await visitor.get('/help')).text)?.[1] ?? '';
  return visitor.post(address, { ...fields, _csrf: token });
}

describe('a file with 100 patients', () => {
  it('is downloaded at once', async () => {
    expect(isTheFile(await priya.get(FILE))).toBe(true);
    expect(await exported()).toEqual([{ who: PRIYA, route: FILE, patients: 100 }]);
  });
});

describe('a file with 101 patients', () => {
  let page: string;
  beforeAll(async () => {
    await guardian.takeIn(somebody());
    page = await stoppedAt(priya);
  });

  it('stays here: who wants it is asked what for', async () => {
    expect(await exported()).toHaveLength(1);
    const words = inWords(await priya.get(page));
    expect(words).toContain('Files with more than 100 patients need a second person');
    expect(words).toContain('Reports, returns, open pathways');
    expect(words).toContain('Patients in it 101');
    expect(await stoppedAt(priya)).toBe(page);
    const nothing = await asks(priya, page, '');
    expect([nothing.status, inWords(nothing)]).toEqual([422, expect.stringContaining('Say what the file is for')]);
    expect(inWords(await edith.get('/admin/exports'))).toContain('Nobody has asked for such a file');
  });

  it('waits, once that is said, for somebody who is told in the menu', async () => {
    const asked = await asks(priya, page);
    expect([asked.status, asked.location]).toEqual([303, page]);
    expect(inWords(await priya.get(page))).toContain('Waits for a second person');
    expect(await stoppedAt(priya)).toBe(page);
    expect((await edith.get('/audit')).text).toContain('Exports (1)');
    expect((await ruth.get('/audit')).text).toContain('Admin (1)');
    const list = inWords(await edith.get('/admin/exports'));
    expect(list).toContain('Priya Shah');
    expect(list).toContain('101');
    expect(inWords(await edith.get(`/admin${page}`))).toContain('The monthly data set for the ICB');
    expect((await forces(priya, page, { purpose: 'Something else' })).status).toBe(422);
  });

  it('is nobody else’s to ask for, or to see', async () => {
    const samuel = await loggedIn(SAMUEL);
    expect((await samuel.get(page)).status).toBe(404);
    expect((await forces(samuel, page, { purpose: 'Mine' })).status).toBe(404);
    expect(await stoppedAt(samuel)).not.toBe(page);
  });

  it('is agreed to by no colleague', async () => {
    const samuel = await loggedIn(SAMUEL);
    expect((await forces(samuel, `/admin${page}`, { outcome: 'approved', words: 'Yes' })).status).toBe(403);
    expect((await forces(priya, `/admin${page}`, { outcome: 'approved', words: 'Yes' })).status).toBe(403);
  });

  it('is downloaded for 24 hours when the privacy officer agrees, and each download is written down', async () => {
    expect((await answers(edith, page, '', '')).status).toBe(422);
    expect((await answers(edith, page, 'approved')).location).toBe('/admin/exports');
    expect(inWords(await priya.get(page))).toContain('Download the file');
    await later(23);
    expect(isTheFile(await priya.get(FILE))).toBe(true);
    expect(isTheFile(await priya.get(FILE))).toBe(true);
    expect((await exported()).slice(1)).toEqual(Array(2).fill({ who: PRIYA, route: FILE, patients: 101 }));
    expect(inWords(await edith.get('/admin/exports'))).toContain('Downloaded 2 times');
    expect((await edith.get('/audit')).text).not.toContain('Exports (');
    await stoppedAt(priya, `${FILE}?other=1`);
  });

  it('is answered once', async () => {
    expect((await forces(ruth, `/admin${page}`, { outcome: 'refused', words: 'No' })).status).toBe(422);
    expect(isTheFile(await priya.get(FILE))).toBe(true);
  });

  it('is asked for anew when that time is over', async () => {
    await later(2);
    expect(inWords(await priya.get(page))).toContain('Time is over');
    expect(await stoppedAt(priya)).not.toBe(page);
    expect(inWords(await priya.get('/exports'))).toContain('Time is over');
  });

  it('stays here when it is refused, and who asked reads why', async () => {
    const again = await stoppedAt(priya);
    await asks(priya, again);
    await answers(ruth, again, 'refused', 'The totals are enough for the ICB');
    expect(inWords(await priya.get(again))).toContain('The totals are enough for the ICB');
    expect(await stoppedAt(priya)).not.toBe(again);
  });
});

describe('the read audit as a file', () => {
  it('names many patients by id: the administrator does not agree to their own', async () => {
    const page = await stoppedAt(ruth, '/audit.csv');
    await asks(ruth, page, 'An answer to the regulator');
    expect(inWords(await ruth.get(`/admin${page}`))).toContain('somebody else has to agree');
    expect((await forces(ruth, `/admin${page}`, { outcome: 'approved', words: 'Yes' })).status).toBe(422);
    await stoppedAt(ruth, '/audit.csv');
    await answers(edith, page, 'approved');
    expect((await ruth.get('/audit.csv')).status).toBe(200);
    await stoppedAt(ruth, '/audit.json');
  });
});

it('counts alone leave as before', async () => {
  const lead = await loggedIn('demo-acute-lead');
  expect((await lead.get('/reports/exits.csv')).status).toBe(200);
  expect((await priya.get('/reports/returns/rtt.csv')).status).toBe(200);
});

it('what was written down of it can be neither changed nor taken away', async () => {
  for (const sql of ['update bulk_export set words = words', 'delete from bulk_export', 'truncate bulk_export']) {
    await expect(guardian.database.pool.query(sql)).rejects.toMatchObject({ code: '23001' });
  }
});
