// The national clocks of one case, from the day of sending to the treatment. The clock of the service stands at 20 August 2026.
import { day } from '@guardian/kernel';
import { httpDesk, type Desk } from '../support/desk';
import { PRIYA, startTestGuardian, type TestCase, type TestGuardian } from '../support/guardian';
import { inWords } from '../support/in-words';
import { formIn, type Visitor } from '../support/web';

let guardian: TestGuardian;
let priya: Visitor;
let desk: Desk;
beforeAll(async () => {
  guardian = await startTestGuardian();
  priya = guardian.visitor();
  await priya.logIn(PRIYA);
  desk = httpDesk(priya);
}, 60_000);
afterAll(() => guardian?.close());

const raj = { code: 'RAJ', name: 'Mid and South Essex NHS Foundation Trust' };

async function aReferralSentOnSixMarch(): Promise<TestCase> {
  const referral = await guardian.takeIn({ referredOn: day('2026-03-02') });
  await referral.does({ type: 'AcceptReferral' });
  const { items } = await referral.state();
  await referral.does(
    {
      type: 'OverrideGate',
      without: Object.keys(items).map((item) => ({ item, reason: 'would-delay' })),
      clinician: 'Dr Samuel Brandt',
    },
    { type: 'SendReferral', to: raj, on: day('2026-03-06') },
  );
  return referral;
}

/** As far as the page on which the person checks what the fact does. */
async function fillsIn({ address }: TestCase, kind: string, on: string, knownFrom = 'Hospital letter'): Promise<void> {
  const [year = '', month = '', date = ''] = on.split('-');
  await desk.open(`${address}/hospital-facts/new?kind=${kind}`);
  await desk.send({ 'happenedOn-day': date, 'happenedOn-month': month, 'happenedOn-year': year, knownFrom, confidence: 'confirmed' });
}

it('starts with the sending, moves to the receipt, goes on after a missed appointment, and stops with the treatment', async () => {
  const referral = await aReferralSentOnSixMarch();

  // 6 March to 20 August 2026 are 167 days.
  await desk.open(referral.address);
  expect(await desk.says()).toContain('Day 171 with Guardian');
  expect(await desk.says()).toContain('Started 6 March 2026');
  expect(await desk.says()).toContain('167 days, 23 completed weeks');
  expect(await desk.says()).toContain('The day on which Guardian sent it (an estimate)');

  await fillsIn(referral, 'referral_received', '2026-03-09');
  expect(await desk.says()).toContain('It changes 1 clock.');
  expect(await desk.says()).toContain('Waited 167 days');
  expect(await desk.says()).toContain('Waited 164 days');
  expect((await referral.state()).entries).not.toContain('HospitalFactRecorded');
  await desk.send({}, 'Save');
  await desk.open(referral.address);
  expect(await desk.says()).toContain('Started 9 March 2026');
  expect(await desk.says()).toContain('164 days, 23 completed weeks');
  expect(await desk.says()).toContain('Hospital letter (confirmed)');
  // Day 126 is 13 July 2026, day 364 is 8 March 2027, day 455 is 7 June 2027.
  expect(await desk.says()).toMatch(/18 weeks Last day 13 July 2026: passed 38 days ago/);
  expect(await desk.says()).toMatch(/52 weeks Last day 8 March 2027: 200 days left/);
  expect(await desk.says()).toMatch(/65 weeks Last day 7 June 2027: 291 days left/);

  await fillsIn(referral, 'dna_subsequent', '2026-07-01');
  expect(await desk.says()).toContain('It changes no clock.');
  await desk.send({}, 'Save');
  await desk.open(referral.address);
  expect(await desk.says()).toContain('164 days, 23 completed weeks');

  // 9 March to 5 August 2026 are 149 days.
  await fillsIn(referral, 'admitted_for_first_treatment', '2026-08-05', 'Discharge letter');
  expect(await desk.says()).toContain('Stopped. Started 9 March 2026. Stopped 5 August 2026.');
  expect(await desk.says()).toContain('Waited 149 days');
  await desk.send({}, 'Save');
  expect(await desk.at()).toBe(`${referral.address}/close`);

  await desk.open(`${referral.address}/clocks`);
  expect(await desk.says()).toContain('Stopped 5 August 2026');
  expect(await desk.says()).toContain('149 days, 21 completed weeks');
  expect(await desk.says()).toContain('Discharge letter');
  expect(await desk.says()).toMatch(/RTT-S1/);
});

it('goes back to the form with everything that was typed, and saves nothing', async () => {
  const { address, state } = await aReferralSentOnSixMarch();
  const check = await priya.submit(`${address}/hospital-facts/new?kind=referral_received`, {
    ...{ 'happenedOn-day': '9', 'happenedOn-month': '3', 'happenedOn-year': '2026' },
    knownFrom: 'A call to the booking team',
    confidence: 'reported',
  });
  const { hidden } = formIn(check.text);
  const [, change = ''] = /formaction="([^"]*)"/.exec(check.text) ?? [];
  const { text } = await priya.post(change, hidden);
  for (const typed of [
    'name="happenedOn-day" type="text" inputmode="numeric" autocomplete="off" value="9"',
    'A call to the booking team',
  ]) {
    expect(text).toContain(typed);
  }
  expect(text).toMatch(/value="reported" checked/);
  expect((await state()).entries).not.toContain('HospitalFactRecorded');
});

it('saved twice from the same page, it is recorded once', async () => {
  const { address, state } = await aReferralSentOnSixMarch();
  const check = await priya.submit(`${address}/hospital-facts/new?kind=referral_received`, {
    ...{ 'happenedOn-day': '9', 'happenedOn-month': '3', 'happenedOn-year': '2026' },
    knownFrom: 'Hospital letter',
    confidence: 'confirmed',
  });
  const { action, hidden } = formIn(check.text);
  expect([(await priya.post(action, hidden)).status, (await priya.post(action, hidden)).status]).toEqual([303, 303]);
  expect((await state()).entries.filter((type) => type === 'HospitalFactRecorded')).toHaveLength(1);
});

it('D6: no clock is ever paused: Guardian’s own goes on while the referral is with the practice, and the wait stands in its steps', async () => {
  const referral = await guardian.takeIn();
  const says = async () => inWords(await priya.get(referral.address));
  expect(await says()).toContain('Day 31 with Guardian');
  await referral.does({
    type: 'ReturnReferral',
    ...{ missing: ['Clinical details'], message: 'Which hip is it?', replyBy: day('2026-09-03') },
  });
  guardian.clock.set(new Date('2026-08-30T09:00:00Z'));
  expect(await says()).toContain('Day 41 with Guardian');
  await referral.does({ type: 'ResubmitReferral', note: 'The right one' });
  guardian.clock.set(new Date('2026-09-09T09:00:00Z'));
  expect(await says()).toContain('Day 51 with Guardian');
  guardian.clock.set(new Date('2026-08-20T09:00:00Z'));
});
