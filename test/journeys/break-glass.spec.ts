// A record of somebody else's patient is opened with a reason, for an hour, and each time is looked into (reliability goals, section 4; A14 and
// A15 of the catalogue of attacks).
import { day } from '@guardian/kernel';
import { PRIYA, somebody, startTestGuardian, type TestCase, type TestGuardian } from '../support/guardian';
import type { Visitor } from '../support/web';

const GRACE = 'demo-coordinator-havering';
const TOM = 'demo-coordinator-castle-point-and-rochford';
const EDITH = 'demo-privacy-officer';
const NUMBER = '999 000 0018';

let guardian: TestGuardian;
let hers: TestCase;
let another: TestCase;
beforeAll(async () => {
  guardian = await startTestGuardian();
  hers = await guardian.takeIn(somebody({ nhsNumber: '9990000018', family: 'Quillfeather', bornOn: day('1945-07-14') }));
  another = await guardian.takeIn(somebody({ nhsNumber: '9990000026', family: 'Zephyrin', bornOn: day('1950-01-02') }));
}, 60_000);
afterAll(() => guardian?.close());

async function loggedIn(person: string): Promise<Visitor> {
  const visitor = guardian.visitor();
  await visitor.logIn(person);
  return visitor;
}
const typed = (more: Record<string, string> = {}) => ({
  ...{ number: NUMBER, 'bornOn-day': '14', 'bornOn-month': '7', 'bornOn-year': '1945' },
  ...{ reason: 'emergency', words: 'She rang from the emergency department', ...more },
});
const opens = (visitor: Visitor, more: Record<string, string> = {}) => visitor.submit('/break-glass', typed(more), '/break-glass');
const usesOf = async (person: string): Promise<number> =>
  (await guardian.database.pool.query('select from break_glass where user_id = $1', [person])).rowCount ?? 0;
const lastLook = async (): Promise<string> =>
  (await guardian.database.pool.query<{ last: string }>('select coalesce(max(position), 0) as last from read_audit')).rows[0]?.last ?? '0';
/** As if all that was opened had been opened so much earlier. */
const later = (minutes: number) =>
  guardian.database.pool.query(
    `set session_replication_role = replica; alter table break_glass disable trigger break_glass_only_grows;
     update break_glass set at = at - interval '${minutes} minutes', until = until - interval '${minutes} minutes';
     alter table break_glass enable always trigger break_glass_only_grows; set session_replication_role = origin`,
  );

describe('before', () => {
  it('a patient of another place is not there', async () => {
    const grace = await loggedIn(GRACE);
    expect((await grace.get(hers.address)).status).toBe(404);
    expect((await grace.get('/break-glass/opened')).text).toContain('You have opened no record');
  });

  it.each<[string, Record<string, string>, string]>([
    ['no reason', { reason: '' }, 'Select why you need to see this record'],
    ['a reason that is none', { reason: 'curious' }, 'Select'],
    ['no words', { words: '' }, 'Say what happened'],
    ['a reason of three letters', { words: 'ill' }, 'Say what happened in 15 letters or more'],
    ['blanks', { words: 'ill                 ' }, 'Say what happened in 15 letters or more'],
    ['a mistyped number', { number: '999 000 0019' }, 'NHS number'],
  ])('with %s nothing is opened, and what was typed stays', async (_, more, said) => {
    const tom = await loggedIn(TOM);
    const answer = await opens(tom, more);
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(said);
    if (more['words'] !== '') expect(answer.text).toContain(typed(more).words.trim());
    expect(await usesOf(TOM)).toBe(0);
  });

  it('nobody learns by trying who is here: a wrong number and a wrong birthday are answered alike, and twenty of them are enough', async () => {
    const tom = await loggedIn(TOM);
    const said = async (more: Record<string, string>) => {
      const { status, text } = await opens(tom, more);
      return `${status} ${/<main.*<\/main>/s.exec(text)?.[0].replaceAll(/value="[^"]*"|[0-9a-f-]{36}/g, '')}`;
    };
    const wrongDay = await said({ 'bornOn-day': '15' });
    expect(wrongDay).toContain('Guardian knows nobody with this NHS number and date of birth');
    expect(await said({ number: '999 000 0034' })).toBe(wrongDay);
    for (let n = 0; n < 18; n++) await opens(tom, { 'bornOn-year': String(1900 + n) });
    expect((await opens(tom)).status).toBe(429);
    expect(await usesOf(TOM)).toBe(0);
  });

  it.each(['demo-pcn-canvey', 'demo-acute-lead', 'demo-primary-care-lead', 'demo-administrator', EDITH])('%s may not', async (person) => {
    const visitor = await loggedIn(person);
    expect((await visitor.get('/break-glass')).status).toBe(403);
    const token = /name="_csrf" value="([^"]*)"/.exec((await visitor.get('/help')).text)?.[1] ?? '';
    expect((await visitor.post('/break-glass', { ...typed(), _csrf: token })).status).toBe(403);
    expect(await usesOf(person)).toBe(0);
  });
});

describe('once it is opened', () => {
  let grace: Visitor;
  beforeAll(async () => {
    grace = await loggedIn(GRACE);
    const answer = await opens(grace);
    expect([answer.status, answer.location]).toEqual([303, '/break-glass/opened']);
  });

  it('this patient’s record is there, and says on each page that it was opened and until when', async () => {
    expect((await grace.get('/break-glass/opened')).text).toContain(hers.reference);
    for (const page of ['', '/timeline', '/tests', '/contacts']) {
      const answer = await grace.get(hers.address + page);
      expect(answer.status).toBe(200);
      expect(answer.text).toMatch(
        /You have opened this record without a relationship to the patient\.<\/strong> It is open to you until \d\d:\d\d/,
      );
    }
  });

  it('nobody else’s is, and it is on no list', async () => {
    expect((await grace.get(another.address)).status).toBe(404);
    for (const list of ['/cases', '/worklist/team', '/messages']) expect((await grace.get(list)).text).not.toContain('QUILLFEATHER');
    const found = await grace.json('POST', '/api/v1/cases/search', { text: 'Quillfeather' });
    expect(JSON.parse(found.text).cases).toEqual([]);
    expect((await (await loggedIn(TOM)).get(hers.address)).status).toBe(404);
  });

  it('each look stands in the read audit with why', async () => {
    const { rows } = await guardian.database.pool.query<{ purpose: string }>(
      'select distinct purpose from read_audit where user_id = $1 and status = 200 and cardinality(patients) > 0',
      [GRACE],
    );
    expect(rows).toEqual([{ purpose: 'break-glass' }]);
    const priya = await loggedIn(PRIYA);
    expect((await priya.get(`${hers.address}/looked-at`)).text).toContain('Opened without a relationship');
  });

  it('a look at this patient and at one of their own is written down for each with its own why', async () => {
    const practice = { code: 'F82609', name: 'A practice of Havering', pcn: 'havering-crest-pcn', place: 'havering' };
    const own = await guardian.takeIn({ ...somebody({ family: 'Ownpatient' }), practice });
    const before = await lastLook();
    expect((await grace.get(`${own.address}/duplicate?with=${hers.reference}`)).status).toBe(200);
    const patientOf = async ({ caseId }: TestCase) =>
      (await guardian.database.pool.query<{ id: string }>('select patient_id as id from caseload_case where case_id = $1', [caseId]))
        .rows[0]?.id;
    const { rows } = await guardian.database.pool.query(
      'select purpose, patients from read_audit where user_id = $1 and position > $2 order by purpose',
      [GRACE, before],
    );
    expect(rows).toEqual([
      { purpose: 'break-glass', patients: [await patientOf(hers)] },
      { purpose: 'direct-care', patients: [await patientOf(own)] },
    ]);
  });

  it('opened twice it is open once, for the longer of the two', async () => {
    await opens(grace);
    expect((await grace.get('/break-glass/opened')).text.match(/Open until/g)).toHaveLength(1);
  });

  it('is given back by a button on each of its pages', async () => {
    const ended = await grace.submit(`${hers.address}/timeline`, {}, '/break-glass/end');
    expect([ended.status, ended.location]).toEqual([303, '/break-glass/opened']);
    expect((await grace.get(hers.address)).status).toBe(404);
  });

  it('is given back from the list of what is open', async () => {
    await opens(grace);
    expect((await grace.get(hers.address)).status).toBe(200);
    await grace.submit('/break-glass/opened', {}, '/break-glass/end');
    expect((await grace.get(hers.address)).status).toBe(404);
  });

  it('is closed after an hour', async () => {
    await opens(grace);
    await later(59);
    expect((await grace.get(hers.address)).status).toBe(200);
    await later(2);
    expect((await grace.get(hers.address)).status).toBe(404);
    expect((await grace.get('/break-glass/opened')).text).toContain('You have opened no record');
  });
});

describe('the privacy officer', () => {
  it('is told at once, with who, why and until when the review is due, and never with the patient’s name', async () => {
    const edith = await loggedIn(EDITH);
    expect((await edith.get('/audit')).text).toContain('Who looked (4)');
    const { text } = await edith.get('/audit/break-glass');
    expect(text).toContain('Grace Lindqvist');
    expect(text).toContain('The patient is in danger now');
    expect(text).not.toMatch(/quillfeather/i);
    const [, one = ''] = /href="(\/audit\/break-glass\/[^"]+)"/.exec(text) ?? [];
    expect((await edith.get(one)).text).toContain('She rang from the emergency department');
  });

  it('reviews each once, in words', async () => {
    const edith = await loggedIn(EDITH);
    const [, one = ''] = /href="(\/audit\/break-glass\/[^"]+)"/.exec((await edith.get('/audit/break-glass')).text) ?? [];
    const nothing = await edith.submit(one, {}, one);
    expect(nothing.status).toBe(422);
    expect(nothing.text).toContain('Select what you found');
    const form = { outcome: 'right', words: 'Spoke with the emergency department' };
    const saved = await edith.submit(one, form, one);
    expect([saved.status, saved.location]).toEqual([303, '/audit/break-glass']);
    expect((await edith.get(one)).text).toContain('There was good reason for it');
    expect((await edith.get('/audit')).text).toContain('Who looked (3)');
    const token = /name="_csrf" value="([^"]*)"/.exec((await edith.get('/help')).text)?.[1] ?? '';
    expect((await edith.post(one, { ...form, outcome: 'wrong', _csrf: token })).status).toBe(422);
  });

  it('sees what is overdue after three working days', async () => {
    const edith = await loggedIn(EDITH);
    guardian.clock.set(new Date(Date.now() + 8 * 24 * 3_600_000));
    expect((await edith.get('/audit/break-glass')).text).toContain('Overdue');
    guardian.clock.set(new Date('2026-08-20T09:00:00Z'));
  });

  it('and nobody else reviews; the administrator reads', async () => {
    const ruth = await loggedIn('demo-administrator');
    const [, one = ''] = /href="(\/audit\/break-glass\/[^"]+)"/.exec((await ruth.get('/audit/break-glass')).text) ?? [];
    const token = /name="_csrf" value="([^"]*)"/.exec((await ruth.get('/help')).text)?.[1] ?? '';
    expect((await ruth.post(one, { outcome: 'right', words: 'All is well', _csrf: token })).status).toBe(403);
  });
});

it('what was written down of it can be neither changed nor taken away', async () => {
  for (const sql of ['update break_glass set words = words', 'delete from break_glass_review', 'truncate break_glass_end']) {
    await expect(guardian.database.pool.query(sql)).rejects.toMatchObject({ code: '23001' });
  }
});
