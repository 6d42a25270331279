// What somebody was typing when their session ended is not lost (C4 of the catalogue of attacks).
import { PRIYA, startTestGuardian, type TestCase, type TestGuardian } from '../support/guardian';
import { inWords } from '../support/in-words';
import { formIn, type Visitor } from '../support/web';

let guardian: TestGuardian;
let okonkwo: TestCase;
let priya: Visitor;
beforeAll(async () => {
  guardian = await startTestGuardian();
  okonkwo = await guardian.takeIn();
}, 60_000);
beforeEach(async () => {
  priya = guardian.visitor();
  await priya.logIn(PRIYA);
});
afterAll(() => guardian?.close());

const WORDS = 'She said "nothing helps" & cannot sleep\nHer daughter will ring on Monday <soon>';
const typed = {
  ...{ 'on-day': '19', 'on-month': '8', 'on-year': '2026', who: 'patient', how: 'phone', outcome: 'spoke', notes: WORDS },
};
const page = () => `${okonkwo.address}/contacts/new`;
const idle = () => guardian.database.pool.query(`update web_session set expires_at = now() - interval '1 second'`);
const contacts = async () => (await okonkwo.state()).contacts.length;

async function typesTooLong() {
  const { hidden, action } = formIn((await priya.get(page())).text, page());
  await idle();
  return priya.post(action, { ...hidden, ...typed });
}
/** The button of the page that came back. */
const goesOn = (text: string) => {
  const { action, hidden } = formIn(text);
  return priya.post(action, decoded(hidden));
};
const decoded = (fields: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      value.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&#39;', "'").replaceAll('&amp;', '&'),
    ]),
  );

it('a form that is sent after the log-out comes back with every word, and is saved once its person has logged in and says so', async () => {
  const before = await contacts();
  const late = await typesTooLong();
  expect(late.status).toBe(403);
  const words = inWords(late);
  expect(words).toContain('You are not logged in any more, for example because nothing happened here for 30 minutes.');
  expect(words).toContain('She said "nothing helps" & cannot sleep Her daughter will ring on Monday <soon>');
  expect(late.text).not.toContain('Okonkwo');

  const still = await goesOn(late.text);
  expect([still.status, inWords(still)]).toEqual([403, words]);
  expect(await contacts()).toBe(before);

  await priya.logIn(PRIYA);
  const asked = await goesOn(still.text);
  expect(asked.status).toBe(403);
  expect(inWords(asked)).toContain('You are logged in as Priya Shah. Nothing was saved yet. Is this still what you want to save?');
  expect(await contacts()).toBe(before);

  const saved = await goesOn(asked.text);
  expect(saved.status).toBe(303);
  expect((await okonkwo.state()).contacts).toHaveLength(before + 1);
  expect(inWords(await priya.get(`${okonkwo.address}/contacts`))).toContain(
    'She said "nothing helps" & cannot sleep Her daughter will ring on Monday <soon>',
  );
  expect((await goesOn(asked.text)).status).toBe(303);
  expect(await contacts()).toBe(before + 1);
});

it('whoever logs in there can save only what is theirs to save', async () => {
  const before = await contacts();
  const late = await typesTooLong();
  await priya.logIn('demo-coordinator-havering');
  const asked = await goesOn(late.text);
  expect((await goesOn(asked.text)).status).toBe(404);
  expect(await contacts()).toBe(before);
});

it('is kept nowhere: no row, no address', async () => {
  await typesTooLong();
  const { rows } = await guardian.database.pool.query<{ session: string }>('select session::text from web_session');
  expect(rows.map(({ session }) => session).join()).not.toContain('nothing helps');
});

it('with nothing typed there is nothing to keep', async () => {
  const { hidden } = formIn((await priya.get('/help')).text, '/log-out');
  await idle();
  const answer = await priya.post('/log-out', hidden);
  expect([answer.status, inWords(answer)]).toEqual([403, expect.stringContaining('This form is out of date')]);
});
