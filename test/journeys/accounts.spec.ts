// Who may log in: an administrator adds, changes and ends accounts, and nobody's patients are left without somebody who follows them.
import { PRIYA, startTestGuardian, type TestGuardian } from '../support/guardian';
import { inWords } from '../support/in-words';
import type { Visitor } from '../support/web';

jest.setTimeout(60_000);

const RUTH = 'demo-administrator';
const JOAN = 'demo-coordinator-southend-2';
const LEILA = 'demo-pcn-southend-east';

let guardian: TestGuardian;
let ruth: Visitor;
beforeAll(async () => {
  guardian = await startTestGuardian();
  ruth = await loggedIn(RUTH);
});
afterAll(() => guardian?.close());

async function loggedIn(who: string): Promise<Visitor> {
  const visitor = guardian.visitor();
  await visitor.logIn(who);
  return visitor;
}
const AS_BEFORE: Readonly<Record<string, Record<string, string>>> = {
  [RUTH]: { name: 'Ruth Campion', role: 'administrator', organisation: 'Guardian service', scope: 'everywhere:' },
  [PRIYA]: { name: 'Priya Shah', role: 'coordinator', organisation: 'Guardian team, Southend', scope: 'place:southend' },
  [LEILA]: { name: 'Leila Marsh', role: 'acute-lead', organisation: 'Southend East PCN', scope: 'pcn:southend-east-pcn' },
};
const change = (who: string, fields: Record<string, string>) => ruth.submit(`/admin/users/${who}/change`, { ...AS_BEFORE[who], ...fields });
const end = (who: string, fields: Record<string, string>) => ruth.submit(`/admin/users/${who}/end`, fields);

describe('the list of who may log in', () => {
  it('says what each is, and when they last logged in', async () => {
    const page = inWords(await ruth.get('/admin/users?who=Ruth'));
    expect(page).toMatch(/Ruth Campion Administrator, Guardian service Everywhere \d+ \w+ \d{4}/);
    expect(inWords(await ruth.get('/admin/users?who=Grace'))).toMatch(/Grace Lindqvist .* Place: Havering Never/);
  });

  it('is found by name and role; what it does not know is said', async () => {
    expect(inWords(await ruth.get('/admin/users?role=pcn-staff'))).toContain('Showing 1 to 2 of 2');
    expect(inWords(await ruth.get('/admin/users?who=nobody'))).toContain('No accounts match these filters.');
    expect((await ruth.get('/admin/users?role=king')).status).toBe(422);
    expect((await ruth.get('/admin/users?page=2')).status).toBe(400);
    expect((await ruth.get('/admin/users/nobody')).status).toBe(404);
  });
});

it('somebody who is added can log in at once, and the account says who added them and why', async () => {
  const answer = await ruth.submit('/admin/users/new', {
    ...{
      name: 'Ines Duarte',
      role: 'coordinator',
      organisation: 'Guardian team, Southend',
      scope: 'place:southend',
      why: 'New in the team',
    },
  });
  const address = answer.location ?? '';
  expect(inWords(await ruth.get(address))).toMatch(/What was changed .* Ruth Campion New in the team Added Name: Ines Duarte/);
  const ines = await loggedIn(address.replace('/admin/users/', ''));
  expect((await ines.get('/worklist')).status).toBe(200);
});

it('what is missing is said, and nothing typed is lost', async () => {
  const answer = await ruth.submit('/admin/users/new', {
    name: 'Ines Duarte',
    role: 'coordinator',
    organisation: 'Team',
    scope: 'place:nowhere',
    why: 'New',
  });
  expect(answer.status).toBe(422);
  expect(inWords(answer)).toContain('Select whose patients they are concerned with');
  expect(answer.text).toContain('value="Ines Duarte"');
});

it('a change holds from the next request, and stands in the history in words', async () => {
  const leila = await loggedIn(LEILA);
  expect((await leila.get('/cases')).status).toBe(200);
  const answer = await change(LEILA, { role: 'acute-lead', why: 'Moved to the trust' });
  expect(answer.location).toBe(`/admin/users/${LEILA}`);
  expect((await leila.get('/cases')).status).toBe(403);
  expect(inWords(await ruth.get(`/admin/users/${LEILA}`))).toContain('Moved to the trust Role: PCN staff → Acute lead');
});

it('who saw an older state of it changes nothing', async () => {
  const answer = await change(LEILA, { seen: '1', organisation: 'Elsewhere', why: 'Late' });
  expect([answer.status, inWords(answer).includes('Somebody changed this account since you opened it.')]).toEqual([422, true]);
});

it('nobody changes or ends their own account', async () => {
  for (const answer of [
    await change(RUTH, { role: 'clinician', why: 'I would like to' }),
    await end(RUTH, { when: 'now', why: 'Tired' }),
  ]) {
    expect([answer.status, inWords(answer).includes('You cannot change your own account. Ask another administrator.')]).toEqual([
      422,
      true,
    ]);
  }
  expect(inWords(await ruth.get(`/admin/users/${RUTH}`))).toContain('This is your own account.');
});

it('a coordinator with open cases stays until they are handed over; then the end goes through and they are out', async () => {
  const okonkwo = await guardian.takeIn();
  await okonkwo.does({ type: 'AssignCase', coordinator: { id: PRIYA, name: 'Priya Shah' } });
  const priya = await loggedIn(PRIYA);
  const moved = await change(PRIYA, { role: 'pcn-staff', why: 'Leaves the team' });
  const refused = await end(PRIYA, { when: 'now', why: 'Leaves' });
  for (const answer of [moved, refused]) {
    expect(answer.status).toBe(422);
    expect(inWords(answer)).toContain('Priya Shah has 1 open case, which nobody would follow. Have them handed over first.');
    expect(answer.text).toContain(`href="/worklist/hand-over?from=${PRIYA}"`);
  }
  const joan = await loggedIn(JOAN);
  expect((await joan.get(`/worklist/hand-over?from=${PRIYA}`)).text).toMatch(new RegExp(`value="${PRIYA}" checked`));
  await okonkwo.does({ type: 'HandOverCase', to: { id: JOAN, name: 'Joan Okafor' }, note: '' });
  expect((await end(PRIYA, { when: 'now', why: 'Leaves' })).status).toBe(303);
  expect((await priya.get('/worklist')).status).not.toBe(200);
  expect(inWords(await ruth.get('/admin/users?show=ended'))).toContain('Priya Shah');
});

it('an end has a day that is still to come', async () => {
  const none = await end('demo-pcn-canvey', { when: 'day', why: 'Leaves' });
  expect(inWords(none)).toContain('Enter the last day');
  const past = await end('demo-pcn-canvey', { when: 'day', 'on-day': '1', 'on-month': '1', 'on-year': '2026', why: 'Leaves' });
  expect(inWords(past)).toContain('The last day must be today or later.');
});
