// Rule D8: a case as it was known at a moment. The clock stands at Thursday 20 August 2026, 10:00 in London.
import { day } from '@guardian/kernel';
import { PRIYA, startTestGuardian, type TestCase, type TestGuardian } from '../support/guardian';
import { inWords } from '../support/in-words';
import type { Visitor } from '../support/web';

let guardian: TestGuardian;
let priya: Visitor;
let referral: TestCase;
beforeAll(async () => {
  guardian = await startTestGuardian();
  priya = guardian.visitor();
  await priya.logIn(PRIYA);
  guardian.clock.set(new Date('2026-08-03T09:00:00Z'));
  referral = await guardian.takeIn();
  await referral.does({ type: 'AssignCase', coordinator: { id: 'somebody', name: 'Noor Haddad' } });
  guardian.clock.set(new Date('2026-08-10T09:00:00Z'));
  await referral.does(
    { type: 'BypassForRedFlag', reason: 'Cannot put weight on the leg' },
    { type: 'SendReferral', to: { code: 'RAJ01', name: 'Southend Hospital' }, on: day('2026-08-05') },
  );
  guardian.clock.set(new Date('2026-08-20T09:00:00Z'));
  await referral.does({ type: 'HandOverCase', to: { id: PRIYA, name: 'Priya Shah' }, note: '' });
}, 60_000);
afterAll(() => guardian?.close());

const known = async (query: string) => inWords(await priya.get(`${referral.address}/as-of${query}`));

it('shows what was known at the end of a day, and first what is different now', async () => {
  const page = await known('?on-day=6&on-month=8&on-year=2026');
  expect(page).toContain('You are looking at Thursday 6 August 2026, 23:59. Nothing can be changed here.');
  expect(page).toContain('Stage Received Sent to hospital');
  expect(page).toContain('Coordinator Noor Haddad Priya Shah');
  expect(page).toContain('Hospital Not sent Southend Hospital');
});

it('says what had happened by then and was recorded only later', async () => {
  const page = await known('?on-day=6&on-month=8&on-year=2026');
  const [, later = '', by = ''] = /recorded after this moment (.*) Recorded by then, newest first (.*)/.exec(page) ?? [];
  expect(later).toContain('Wednesday 5 August 2026');
  expect(later).toContain('Southend Hospital');
  expect(by).not.toContain('Southend Hospital');
});

it('has no control that changes anything', async () => {
  const { text } = await priya.get(`${referral.address}/as-of?on-day=6&on-month=8&on-year=2026`);
  const main = text.slice(text.indexOf('<main'), text.indexOf('</main>'));
  expect(main).not.toMatch(/method="post"|contacts\/new|\/close|\/hand-over/);
});

it('before the referral Guardian had no record, and tomorrow nobody knows yet', async () => {
  expect(await known('?on-day=2&on-month=8&on-year=2026')).toContain('Guardian had no record of this case then.');
  const tomorrow = await priya.get(`${referral.address}/as-of?on-day=21&on-month=8&on-year=2026`);
  expect([tomorrow.status, inWords(tomorrow)]).toEqual([422, expect.stringContaining('The date must be today or in the past')]);
  expect(tomorrow.text).toContain('value="21"');
  const wrong = await priya.get(`${referral.address}/as-of?on-day=6&on-month=8&on-year=2026&at=9am`);
  expect([wrong.status, inWords(wrong)]).toEqual([422, expect.stringContaining('such as 09:30')]);
});

it('leads to the moment before the last change', async () => {
  const { text } = await priya.get(`${referral.address}/as-of`);
  const [, href = ''] = /href="([^"]*)">Before the last change/.exec(text) ?? [];
  expect(inWords(await priya.get(href.replaceAll('&amp;', '&')))).toContain('Coordinator Noor Haddad Priya Shah');
});
