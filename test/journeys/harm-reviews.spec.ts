import { day } from '@guardian/kernel';
import { PRIYA, startTestGuardian, type TestCase, type TestGuardian } from '../support/guardian';
import { inWords } from '../support/in-words';
import type { Visitor } from '../support/web';

let guardian: TestGuardian;
let priya: Visitor;

// Thursday 20 August 2026, 10:00 in London.
beforeAll(async () => {
  guardian = await startTestGuardian();
  priya = guardian.visitor();
  await priya.logIn(PRIYA);
}, 60_000);
afterAll(() => guardian?.close());

const says = async (address: string) => inWords(await priya.get(address));
const review = {
  ...{ grade: 'low', learning: 'Nobody asked about pain at night', reviewer: 'Dr Samuel Brandt' },
  ...{ 'reviewedOn-day': '20', 'reviewedOn-month': '8', 'reviewedOn-year': '2026' },
};

async function givenAWaitPastItsYear(): Promise<TestCase> {
  const referral = await guardian.takeIn({ referredOn: day('2025-08-19') });
  await referral.does({ type: 'OpenHarmReview', trigger: 'long-wait' });
  return referral;
}

it('a patient who waits for longer than 52 weeks gets one harm review, with the reason and the day by which it is due', async () => {
  const notYet = await guardian.takeIn({ referredOn: day('2025-08-21') });
  await expect(notYet.does({ type: 'OpenHarmReview', trigger: 'long-wait' })).rejects.toMatchObject({ code: 'HarmReviewNotDue' });
  expect(await says(`${notYet.address}/harm-reviews`)).toContain('None was opened for this case.');
  expect(await says(`${notYet.address}/harm-reviews`)).toContain('waiting since 21 August 2025, opened on 21 August 2026');

  const { address, does, state } = await givenAWaitPastItsYear();
  await does({ type: 'OpenHarmReview', trigger: 'long-wait' });
  expect((await state()).entries).toEqual(['ReferralReceived', 'HarmReviewOpened']);
  expect(await says(`${address}/harm-reviews/long-wait`)).toContain(
    'Waited for very long: more than 364 days since 19 August 2025. Due 17 September 2026.',
  );
});

it('a clinical priority whose time has passed, and 104 days with a suspected cancer, open one too', async () => {
  const urgent = await guardian.takeIn();
  await urgent.does(
    { type: 'RecordPriority', scheme: 'P', code: 'P2', on: day('2026-07-22') },
    { type: 'OpenHarmReview', trigger: 'priority-time' },
  );
  expect(await says(`${urgent.address}/harm-reviews/priority-time`)).toContain('(P2): more than 28 days since 22 July 2026.');
  const suspected = await guardian.takeIn({ pathwayId: 'suspected-skin-cancer', priority: 'two-week-wait', referredOn: day('2026-05-07') });
  await suspected.does({ type: 'OpenHarmReview', trigger: 'long-cancer-wait' });
  expect(await says(`${suspected.address}/harm-reviews/long-cancer-wait`)).toContain('more than 104 days since 7 May 2026.');
});

it('what the review found is saved with its grade, its reviewer and what is to be learned', async () => {
  const { address } = await givenAWaitPastItsYear();
  const page = `${address}/harm-reviews/long-wait`;
  const refused = await priya.submit(page, { ...review, learning: '' });
  expect([refused.status, inWords(refused)]).toEqual([422, expect.stringContaining('Enter what is to be learned')]);
  expect(refused.text).toContain('value="Dr Samuel Brandt"');
  const saved = await priya.submit(page, review);
  expect([saved.status, saved.location]).toEqual([303, `${address}/harm-reviews`]);
  expect(await says(page)).toContain(
    'Low harm Reviewed by Dr Samuel Brandt on 20 August 2026. What is to be learned Nobody asked about pain at night',
  );
  expect(await says(`${address}/timeline?show=safety`)).toContain('Harm review: low harm Nobody asked about pain at night');
  expect((await priya.get(`${address}/harm-reviews/constructor`)).status).toBe(404);
});

it('a review that is not done comes to the worklist within a week of its day, and stays there after it', async () => {
  const { address } = await givenAWaitPastItsYear();
  const words = 'The patient waited for very long. The harm review was due 1 day ago.';
  expect(await says(address)).not.toContain('The harm review');
  guardian.clock.set(new Date('2026-09-18T09:00:00Z'));
  const later = await says(address);
  const report = await says('/reports/harm-reviews');
  guardian.clock.set(new Date('2026-08-20T09:00:00Z'));
  expect(later).toContain(words);
  expect(report).toContain('Overdue');
});

it('a case that is closed ends no review: it stays to be done, and the page says why', async () => {
  const { address, does, state } = await givenAWaitPastItsYear();
  await does({
    type: 'CloseCase',
    ...{ reason: 'discharged-to-primary-care', on: day('2026-08-20'), evidence: 'She said so on the phone', reviewer: 'Dr Samuel Brandt' },
    ...{ patientTold: 'phone', referrerTold: 'letter' },
  });
  const page = `${address}/harm-reviews/long-wait`;
  expect(await says(page)).toContain('A harm review that was opened stays to be done');
  expect(await says('/reports/harm-reviews')).toContain('Closed case');
  expect((await priya.submit(page, { ...review, grade: 'none' })).status).toBe(303);
  expect((await state()).entries.at(-1)).toBe('HarmReviewCompleted');
});

describe('the list of harm reviews', () => {
  it('shows those to do and those done with their grade, and a file of them without what was written', async () => {
    const { address, reference } = await givenAWaitPastItsYear();
    expect((await priya.get('/reports/harm-reviews')).text).toContain(`${address}/harm-reviews/long-wait`);
    await priya.submit(`${address}/harm-reviews/long-wait`, { ...review, grade: 'severe' });
    const done = await priya.get('/reports/harm-reviews?show=done');
    expect(done.text).toContain(`${address}/harm-reviews/long-wait`);
    expect(inWords(done)).toContain('Severe harm. Dr Samuel Brandt');
    const text = (await priya.get('/reports/harm-reviews.csv')).text.replaceAll('"', '');
    expect(text).toContain(`${reference},F81003,Waited for very long,,2025-08-19,364,2026-09-17,2026-08-20,Severe harm,Dr Samuel Brandt`);
    expect(text).not.toContain('Nobody asked');
  });

  it('is a table of counts to who may not read patients, the small ones hidden', async () => {
    const lead = guardian.visitor();
    await lead.logIn('demo-acute-lead');
    const page = await lead.get('/reports/harm-reviews');
    expect(page.text).not.toContain('GR-');
    expect(inWords(page)).toContain('Waited for very long with a suspected cancer * 0 0 0 0 0 0');
    expect((await lead.get('/reports/harm-reviews.csv')).text).toContain(
      '"Waited for very long with a suspected cancer","*","0","0","0","0","0","0"',
    );
  });
});
