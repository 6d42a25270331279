// What was changed behind Guardian's back raises an alarm where people look.
import { startTestGuardian, type TestGuardian } from '../support/guardian';
import { inWords } from '../support/in-words';

let guardian: TestGuardian;
beforeAll(async () => {
  guardian = await startTestGuardian();
  await guardian.database.pool.query(`insert into verification (day, started_at, rows, findings) values ('2026-08-20', now(), 12, $1)`, [
    ['events: the row at position 2 (case-1 revision 1, ContactRecorded) was changed after it was sealed.'],
  ]);
}, 60_000);
afterAll(() => guardian?.close());

const as = async (person: string) => {
  const visitor = guardian.visitor();
  await visitor.logIn(person);
  return visitor;
};

it.each([
  ['demo-privacy-officer', 'Who looked (1)'],
  ['demo-administrator', 'Admin (1)'],
])('%s sees it in the menu, and what it is', async (person, menu) => {
  const answer = await (await as(person)).get('/audit');
  expect(answer.text).toContain(menu);
  expect(inWords(answer)).toContain('the row at position 2 (case-1 revision 1, ContactRecorded) was changed after it was sealed.');
});

it('everybody else sees that it happened, and not what it was', async () => {
  const nobody = guardian.visitor();
  const status = inWords(await nobody.get('/status'));
  expect(status).toContain('Something that Guardian had written down was changed behind its back.');
  expect(status).not.toContain('ContactRecorded');
  const health = await nobody.get('/health');
  expect([health.status, JSON.parse(health.text)]).toEqual([200, expect.objectContaining({ ready: true, changed: true })]);
  expect(health.text).not.toContain('ContactRecorded');
});
