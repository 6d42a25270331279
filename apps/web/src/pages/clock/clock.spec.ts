import { type Answer, startTestWeb, type TestWeb, type Visitor } from '../../../../../test/support/web';

let web: TestWeb;
let somebody: Visitor;
beforeAll(async () => {
  web = await startTestWeb();
  somebody = web.visitor();
}, 60_000);
afterAll(() => web?.close());

const REFERRED = 'fact=2025-03-03~referral_received~service:consultant_led';

/** Words of the page, without its tags. */
const wordsOf = ({ text }: Answer): string =>
  text
    .slice(text.indexOf('<main'))
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ');

it('is open to everybody and keeps nothing, not even a session', async () => {
  const page = await somebody.get('/clock');
  expect([page.status, page.headers.getSetCookie()]).toEqual([200, []]);
  expect(wordsOf(page)).toContain('Do not enter anything that names a patient.');
});

it('every worked example can be read', async () => {
  const { text } = await somebody.get('/clock');
  const hrefs = [...text.matchAll(/href="(\/clock\?[^"]+)"/g)].map(([, href = '']) => href.replaceAll('&amp;', '&'));
  expect(hrefs).toHaveLength(6);
  for (const href of hrefs) expect(wordsOf(await somebody.get(href))).toContain('Why the RTT clock reads so');
});

it('a fact is added, changed and removed by form', async () => {
  const form = await somebody.get(`/clock/fact?as_of=2025-04-10&kind=referral_received`);
  expect(wordsOf(form)).toContain('Referral received');
  const day = 'happenedOn-day=3&happenedOn-month=3&happenedOn-year=2025';
  const added = await somebody.get(`/clock/fact?save=yes&as_of=2025-04-10&kind=referral_received&${day}&detail-service=consultant_led`);
  expect([added.status, added.location]).toEqual([303, `/clock?as_of=2025-04-10&${REFERRED}`]);

  const page = await somebody.get(added.location ?? '');
  expect(wordsOf(page)).toContain('RTT clock Running Started 3 March 2025 Waited 38 days, 5 completed weeks Week band 5-6 weeks');
  expect(wordsOf(page)).toContain('Limit of 18 weeks Last day 7 July 2025: 88 days left');
  expect(wordsOf(page)).toContain('Referral received. A consultant-led service received the referral. RTT-S1');

  const change = /href="(\/clock\/fact\?[^"]+)"/.exec(page.text)?.[1]?.replaceAll('&amp;', '&') ?? '';
  expect((await somebody.get(change)).text).toContain(
    'name="happenedOn-year" type="text" inputmode="numeric" autocomplete="off" value="2025"',
  );
  const changed = await somebody.get(`${change}&save=yes&happenedOn-day=10&happenedOn-month=3&happenedOn-year=2025`);
  expect(changed.location).toBe('/clock?as_of=2025-04-10&fact=2025-03-10~referral_received');
  expect(page.text).toContain('href="/clock?as_of=2025-04-10"');
});

it('the day of the clocks is changed by form', async () => {
  const answer = await somebody.get(`/clock?${REFERRED}&asOf-day=7&asOf-month=7&asOf-year=2025`);
  expect([answer.status, answer.location]).toEqual([303, `/clock?as_of=2025-07-07&${REFERRED}`]);
  expect(wordsOf(await somebody.get(answer.location ?? ''))).toContain('7 July 2025: the last day');
  const after = wordsOf(await somebody.get(`/clock?as_of=2025-07-08&${REFERRED}`));
  expect(after).toContain('Last day 7 July 2025: passed 1 day ago');
  expect(after).toContain('Last day 2 March 2026: 237 days left');
});

it('what is wrong is shown with everything that was typed', async () => {
  const typed = 'happenedOn-day=30&happenedOn-month=2&happenedOn-year=2025&detail-notice_hours=soon&detail-test=mri';
  const page = await somebody.get(`/clock/fact?save=yes&as_of=2025-04-10&kind=patient_cancelled&${REFERRED}&${typed}`);
  expect(page.status).toBe(422);
  expect(page.text).toContain('<a href="#happenedOn">The date must be a real date, like 27 8 2026</a>');
  expect(page.text).toContain('<a href="#detail-notice_hours">Notice hours must be a whole number from 0 to 10,000</a>');
  for (const value of ['30', 'soon', 'mri', '2025-03-03~referral_received~service:consultant_led'])
    expect(page.text).toContain(`value="${value}"`);

  const noKind = await somebody.get(`/clock/fact?as_of=2025-04-10&${REFERRED}&kind=`);
  expect([noKind.status, noKind.text.includes('<a href="#kind">Select what happened</a>')]).toEqual([422, true]);

  const noDay = await somebody.get(`/clock?${REFERRED}&asOf-day=31&asOf-month=4&asOf-year=2025`);
  expect([noDay.status, noDay.text.includes('value="31"')]).toEqual([422, true]);
});

it('more facts than an address holds are refused at the form', async () => {
  const facts = Array.from({ length: 40 }, () => 'fact=2025-03-03~first_attended').join('&');
  const day = 'happenedOn-day=3&happenedOn-month=3&happenedOn-year=2025';
  const page = await somebody.get(`/clock/fact?save=yes&kind=died&${day}&${facts}`);
  expect(page.status).toBe(422);
  expect(wordsOf(page)).toContain('This is more than an address can hold: 40 facts at most.');
});

it('an address that was changed by hand names what is wrong', async () => {
  const page = await somebody.get('/clock?fact=2025-03-03~referal');
  expect(page.status).toBe(400);
  expect(wordsOf(page)).toContain('&quot;referal&quot; is not a fact that the clocks know');
});
