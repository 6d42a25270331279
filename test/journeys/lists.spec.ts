import { demoUser, actorOf } from '@guardian/access';
import { HandlePatientCommand } from '@guardian/casework';
import { day } from '@guardian/kernel';
import { PRIYA, SAMUEL, startTestGuardian, type TestCase, type TestGuardian } from '../support/guardian';
import type { Answer, Visitor } from '../support/web';

const LEILA = 'demo-pcn-southend-east';
const HELEN = 'demo-acute-lead';
const RUTH = 'demo-administrator';

let guardian: TestGuardian;
let okonkwo: TestCase;
let hussain: TestCase;
let osei: TestCase;

const person = (family: string, given: string, nhsNumber: string) =>
  ({ nhsNumber, family, given, title: null, bornOn: day('1960-02-03'), sex: 'male' }) as const;

// It is Thursday 20 August 2026 in Southend. Mrs Okonkwo is Priya's, and was promised a call today. Mr Hussain was referred on 2 March
// and is nobody's; his record is restricted. Mr Osei may have cancer, and nobody has sent his referral on.
beforeAll(async () => {
  guardian = await startTestGuardian();
  okonkwo = await guardian.takeIn();
  await okonkwo.does(
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
  hussain = await guardian.takeIn({
    identity: person('Hussain', 'Imran', '9990000018'),
    referredOn: day('2026-03-02'),
    pathwayId: 'knee-pain',
  });
  await restrict(hussain);
  osei = await guardian.takeIn({
    identity: person('Osei', 'Kwame', '9990000026'),
    practice: { code: 'F81086', name: 'Central Surgery Southchurch Boulevard', pcn: 'southend-east-pcn', place: 'southend' },
    pathwayId: 'suspected-skin-cancer',
    priority: 'two-week-wait',
    referredOn: day('2026-08-18'),
  });
}, 120_000);
afterAll(() => guardian?.close());

async function restrict(of: TestCase): Promise<void> {
  const patientId = (await of.state()).opened?.patientId ?? '';
  const priya = demoUser(PRIYA);
  if (!priya) throw new Error('no coordinator');
  const envelope = { actor: actorOf(priya), commandId: `restrict-${of.reference}` };
  await guardian.commands.execute(new HandlePatientCommand(patientId, { type: 'PlaceRestriction', because: 'Not to be found' }, envelope));
}

async function loggedIn(who: string): Promise<Visitor> {
  const visitor = guardian.visitor();
  await visitor.logIn(who);
  return visitor;
}

/** What stands in main, in one line, without what is only for the eye of a screen reader. */
function says({ text }: Answer): string {
  return text
    .slice(text.indexOf('<main'), text.indexOf('</main>'))
    .replaceAll(/<span class="nhsuk-u-visually-hidden">.*?<\/span>/gs, '')
    .replaceAll(/<option.*?<\/option>/gs, '')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll(/\s+/g, ' ');
}

const hrefs = ({ text }: Answer): string[] => [...text.matchAll(/href="([^"]*)"/g)].map(([, href = '']) => href.replaceAll('&amp;', '&'));

describe('my work', () => {
  it('holds the cases of the coordinator, with the reason first and one thing to do', async () => {
    const page = await (await loggedIn(PRIYA)).get('/worklist');
    expect(says(page)).toContain('My work today: 1 to do');
    expect(says(page)).toContain('Showing 1 to 1 of 1 cases. Ordered by most urgent. No filters. Data as of 10:00.');
    expect(says(page)).toContain('Due today (1)');
    expect(says(page)).toContain(
      'OKONKWO, Margaret (Mrs) Born 14-Jul-1945 NHS No. Not recorded 1 try without an answer; the next is due today.',
    );
    expect(says(page)).toContain('Rule: contact, due 20-Aug-2026 . It stays until a contact is recorded.');
    expect(hrefs(page)).toContain(`${okonkwo.address}/contacts/new`);
  });

  it('of the team holds those of nobody too, safety first', async () => {
    const page = await (await loggedIn(PRIYA)).get('/worklist/team');
    expect(says(page)).toContain('Team work today: 3 to do');
    expect(says(page)).toMatch(/Safety \(1\).*OSEI, Kwame.*Suspected cancer, not sent to a hospital yet.*Due today \(2\).*HUSSAIN/);
    expect(says(page)).not.toContain('999 000 0018');
  });

  it('of a clinician is the list of the team', async () => {
    expect(says(await (await loggedIn(SAMUEL)).get('/worklist'))).toContain('Team work today: 3 to do');
  });

  it('goes on with the case that needs its coordinator most', async () => {
    expect(await (await loggedIn(PRIYA)).get('/worklist/next')).toMatchObject({ status: 303, location: okonkwo.address });
  });

  it('of somebody who has nothing says what will fill it, and goes on to the empty list', async () => {
    const grace = await loggedIn('demo-coordinator-havering');
    expect(says(await grace.get('/worklist'))).toContain('You have no open cases. A case comes here when it is assigned to you');
    expect((await grace.get('/worklist/next')).location).toBe('/worklist');
  });

  it('is not for those who do not work on cases', async () => {
    expect((await (await loggedIn(LEILA)).get('/worklist')).status).toBe(403);
  });
});

describe('the caseload', () => {
  it('holds every open case of the place, the longest wait first', async () => {
    const page = await (await loggedIn(PRIYA)).get('/cases');
    expect(says(page)).toContain('Showing 1 to 3 of 3 cases. Ordered by longest wait. No filters. Data as of 10:00.');
    expect(says(page)).toMatch(/HUSSAIN, Imran.*OKONKWO, Margaret.*OSEI, Kwame/);
    expect(says(page)).toMatch(
      /OKONKWO, .* Carnarvon Medical Centre Hip pain Received 0 days Guardian team Held by Dr Alva Nyman 31 days 4w 3d .* Priya Shah/,
    );
  });

  it('of a restricted record shows the name alone', async () => {
    const page = await (await loggedIn(PRIYA)).get('/cases');
    expect(says(page)).toContain('HUSSAIN, Imran Restricted Not shown: this record is restricted.');
    expect(page.text).not.toContain('999 000 0018');
  });

  it('filtered says so, with a way to take each filter away', async () => {
    const page = await (await loggedIn(PRIYA)).get('/cases?pathway=hip-pain&with=guardian-team');
    expect(says(page)).toContain('Showing 1 to 1 of 1 cases.');
    expect(says(page)).toContain('Next move with: Guardian team Remove Pathway: Hip pain Remove');
    expect(hrefs(page)).toEqual(expect.arrayContaining(['/cases?pathway=hip-pain', '/cases?with=guardian-team']));
  });

  it('is sorted by a link in the heading, which starts again at the first page and keeps the filters', async () => {
    const priya = await loggedIn(PRIYA);
    const [link = ''] = hrefs(await priya.get('/cases?stage=intake')).filter((href) => href.includes('sort=shortest-wait'));
    expect(link).toBe('/cases?stage=intake&sort=shortest-wait');
    expect(says(await priya.get(link))).toMatch(/Ordered by shortest wait.*OKONKWO, Margaret.*HUSSAIN, Imran/);
  });

  it('that nothing matches says so', async () => {
    const page = await (await loggedIn(PRIYA)).get('/cases?stage=monitoring');
    expect(says(page)).toContain('No cases match these filters. Clear all filters');
  });

  it.each([
    ['/cases?stage=bogus', 'stage has no value "bogus" here'],
    ['/cases?colour=red', 'colour is not a filter of this page'],
    ['/cases?stage=intake&stage=workup', 'stage is given twice'],
    ['/cases?pcn=havering-north-pcn', 'pcn has no value "havering-north-pcn" here'],
    ['/cases?page=2', 'page has no value "2" here'],
    ['/cases?page=0', 'page has no value "0" here'],
    ['/worklist?page=x', 'page has no value "x" here'],
    ['/reports/bottlenecks?weeks=13', 'weeks has no value "13" here'],
  ])('%s is refused by name, never shown as a full list', async (url, words) => {
    const page = await (await loggedIn(PRIYA)).get(url);
    expect(page.status).toBe(400);
    expect(says(page)).toContain(words);
  });

  it('is not for those who see counts only', async () => {
    expect((await (await loggedIn(HELEN)).get('/cases')).status).toBe(403);
  });
});

describe('the search', () => {
  const search = async (visitor: Visitor, q: string): Promise<Answer> => visitor.submit('/search', { q }, '/search');

  it('is forgotten when somebody else logs in at the same browser', async () => {
    const browser = await loggedIn(PRIYA);
    const { location = '' } = await search(browser, 'o');
    expect((await browser.get(location)).status).toBe(200);
    await browser.logIn(SAMUEL);
    expect((await browser.get(location)).status).toBe(404);
  });

  it('by NHS number leads straight to the case', async () => {
    expect(await search(await loggedIn(PRIYA), '999 000 0026')).toMatchObject({ status: 303, location: osei.address });
  });

  it('with several hits lists them, under an address that names nobody', async () => {
    const priya = await loggedIn(PRIYA);
    const { status, location = '' } = await search(priya, 'o');
    expect([status, location]).toEqual([303, expect.stringMatching(/^\/search\/[0-9a-f-]{36}$/)]);
    const page = await priya.get(location);
    expect(says(page)).toMatch(/2 cases found\. Open cases first, then by name\. Data as of 10:00\..*OKONKWO, Margaret.*OSEI, Kwame/);
    expect(page.text).toContain('<title>Search results - Guardian</title>');
    expect((await (await loggedIn(SAMUEL)).get(location)).status).toBe(404);
  });

  it('that finds nobody says what to try', async () => {
    const priya = await loggedIn(PRIYA);
    const page = await priya.get((await search(priya, '999 000 0034')).location ?? '');
    expect(says(page)).toContain('No case found.');
    expect(says(page)).toContain('Nobody among the patients that you may see has this NHS number.');
  });

  it('never finds a patient of another place', async () => {
    const grace = await loggedIn('demo-coordinator-havering');
    expect(says(await grace.get((await search(grace, 'Okonkwo')).location ?? ''))).toContain('No case found.');
  });

  it.each([
    ['', 'Enter an NHS number, a name or a case reference'],
    ['999 000 0019', 'Check the NHS number: a digit may be wrong'],
    ['999 000', 'NHS number must have 10 digits'],
    ['QQ 12 34 56 C', 'That looks like a National Insurance number'],
  ])('for "%s" says what to enter', async (q, words) => {
    const page = await search(await loggedIn(PRIYA), q);
    expect(page.status).toBe(422);
    expect(says(page)).toContain(words);
  });
});

describe('the PCN', () => {
  it('is counted for its staff, with rates, and each count leads to its list', async () => {
    const leila = await loggedIn(LEILA);
    const page = await leila.get('/pcn/southend-east-pcn');
    expect(says(page)).toContain('Southend East PCN: 1 patient waiting');
    expect(says(page)).toContain('0 of 1 patient have waited over 18 weeks since the referral (0%).');
    expect(says(page)).toContain('37,453 registered patients');
    expect(says(page)).toContain('Central Surgery Southchurch Boulevard 7,777 1 0.1 2 days 0');
    const link = '/cases?pcn=southend-east-pcn&practice=F81086';
    expect(hrefs(page)).toContain(link);
    expect(says(await leila.get(link))).toContain('Showing 1 to 1 of 1 cases.');
  });

  it('over 18 weeks counts the patients that its link lists', async () => {
    const priya = await loggedIn(PRIYA);
    const page = await priya.get('/pcn/north-road-plus-pcn');
    expect(says(page)).toContain('1 of 2 patients has waited over 18 weeks since the referral (50%).');
    expect(says(await priya.get('/cases?pcn=north-road-plus-pcn&wait=over-18'))).toMatch(/1 to 1 of 1 cases.*HUSSAIN/);
  });

  it('gives the waits as a file', async () => {
    const file = await (await loggedIn(LEILA)).get('/pcn/southend-east-pcn/waits.csv');
    expect(file.headers.get('content-disposition')).toBe('attachment; filename="waits-southend-east-pcn-2026-08-20.csv"');
    expect(file.text.split('\r\n').slice(0, 2)).toEqual([
      '"Weeks","Patients","Share","Rate per 1,000 registered patients"',
      '"0 to 6 weeks",1,"100%",0',
    ]);
  });

  it('lists those of the scope; another one is not there', async () => {
    const leila = await loggedIn(LEILA);
    expect(hrefs(await leila.get('/pcn')).filter((href) => href.startsWith('/pcn/s'))).toContain('/pcn/southend-east-pcn');
    expect(says(await leila.get('/pcn'))).not.toContain('West Leigh PCN');
    expect((await leila.get('/pcn/west-leigh-pcn')).status).toBe(404);
    expect((await (await loggedIn('demo-primary-care-lead')).get('/pcn')).status).toBe(403);
  });
});

describe('where patients wait', () => {
  it('counts each step for those who care for the patients, with links to the patients', async () => {
    const page = await (await loggedIn(PRIYA)).get('/reports/bottlenecks');
    expect(says(page)).toContain('No step has patients past its limit.');
    expect(says(page)).toContain('All pathways, all providers, all PCNs, last 12 weeks, from 29 May 2026 to 20 August 2026.');
    expect(says(page)).toMatch(/Received Guardian team 2 0/);
    expect(hrefs(page)).toContain('/cases?stage=intake');
  });

  it('hides small numbers from leads, and every way to a patient', async () => {
    const page = await (await loggedIn(HELEN)).get('/reports/bottlenecks');
    expect(says(page)).toContain('Received Guardian team * 0 *');
    expect(says(page)).toContain('* is not shown: 1 to 7 patients stand behind it');
    expect(hrefs(page).filter((href) => href.startsWith('/cases'))).toEqual([]);
  });

  it('gives the same figures as a file, with what they mean', async () => {
    const file = await (await loggedIn(PRIYA)).get('/reports/bottlenecks.csv?weeks=4');
    expect(file.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(file.text.startsWith('"Step","Owner","In queue","Past limit","Median days",')).toBe(true);
    expect(file.text).toContain('\r\n"Received","Guardian team",2,0,');
    expect(file.text).toContain('"Net per week","In less out: above 0 the queue grows."');
    expect(file.text).not.toMatch(/\*/);
  });
});

describe('referrals and admin', () => {
  it('lists what is to be accepted, the oldest first', async () => {
    const page = await (await loggedIn(PRIYA)).get('/referrals');
    expect(says(page)).toMatch(/Referrals: 2 to triage.*HUSSAIN, Imran.*OKONKWO, Margaret/);
    expect(hrefs(page)).toEqual(expect.arrayContaining(['/referrals/new', '/referrals/imports/new', `${hussain.address}/workup/decide`]));
  });

  it('an administrator brings in files and sees no patient', async () => {
    const page = await (await loggedIn(RUTH)).get('/referrals');
    expect(says(page)).toContain('There are no referrals that your role may see.');
    expect(page.text).not.toContain('OKONKWO');
    expect(page.text).not.toContain('action="/search"');
  });

  it('an administrator reads what the service is set up with', async () => {
    const ruth = await loggedIn(RUTH);
    expect(says(await ruth.get('/admin'))).toContain('PCNs 13 Practices 93 Providers 5 Pathways 12');
    expect(hrefs(await ruth.get('/admin/pathways'))).toContain('/admin/pathways/hip-pain/versions/1');
    const pathway = says(await ruth.get('/admin/pathways/hip-pain/versions/1'));
    expect(pathway).toContain('Hip pain, version 1');
    expect(pathway).toContain('Example content, agree locally before use');
    expect(pathway).toContain('Held at the gate 14 days at most');
    expect((await ruth.get('/admin/pathways/hip-pain/versions/x')).status).toBe(404);
    expect((await (await loggedIn(PRIYA)).get('/admin')).status).toBe(403);
  });
});
