import type { Browser } from 'playwright-core';
import { startBrowser } from '../support/browser';
import { browserDesk, type Desk, type Fields, httpDesk } from '../support/desk';
import { PRIYA, startTestGuardian, type TestGuardian } from '../support/guardian';

let guardian: TestGuardian;
let browser: Browser;
beforeAll(async () => {
  [guardian, browser] = await Promise.all([startTestGuardian(), startBrowser()]);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await guardian?.close();
});

const date = (name: string, day: string, month: string, year = '2026'): Fields => ({
  [`${name}-day`]: day,
  [`${name}-month`]: month,
  [`${name}-year`]: year,
});

// NHS numbers in the test range, with their check digits.
const NUMBERS = {
  'over HTTP': ['9990000018', '9990000026', '9990000034'],
  'in a real browser': ['9990000042', '9990000050', '9990000069'],
} as const;

jest.setTimeout(90_000);

describe.each(Object.keys(NUMBERS) as (keyof typeof NUMBERS)[])('%s', (how) => {
  let desk: Desk;
  beforeAll(async () => {
    const priya = guardian.visitor();
    await priya.logIn(PRIYA);
    desk = how === 'over HTTP' ? httpDesk(priya) : await browserDesk(priya, browser, guardian.address);
  });

  async function aReferralComesIn(nhsNumber: string, pathway: string, more: Fields = {}): Promise<string> {
    await desk.open('/referrals/new');
    await desk.send({
      nhsNumber,
      family: 'Okonkwo',
      given: 'Margaret',
      ...date('bornOn', '14', '7', '1945'),
      sex: 'female',
      mobilePhone: '07700 900123',
    });
    await desk.send({
      practice: 'F81003',
      referrer: 'Dr Alva Nyman',
      pathway,
      priority: 'routine',
      ...date('referredOn', '17', '8'),
      reason: 'Pain in the right hip for two years, worse at night',
      ...more,
    });
    expect(await desk.says()).toContain('Check before you save');
    await desk.send({}, 'Save and open the case');
    const address = await desk.at();
    expect(address).toMatch(/^\/cases\/GR-[A-Z2-9]{6}$/);
    return address;
  }

  async function theWorkupIsRecorded(address: string, items: readonly string[]): Promise<void> {
    for (const item of items) {
      await desk.open(`${address}/workup/${item}/done`);
      await desk.send({ ...date('evidenceOn', '18', '8'), source: 'Practice record' });
      expect(await desk.at()).toBe(`${address}/workup`);
    }
  }

  it('a referral from arrival to treatment', async () => {
    const address = await aReferralComesIn(NUMBERS[how][0], 'hip-pain');
    expect(await desk.says()).toContain('Guardian team has the next move');

    await desk.open(`${address}/workup/decide`);
    await desk.send({ decision: 'accept' });
    expect(await desk.says()).toContain('Referral accepted.');
    expect(await desk.says()).toContain('Practice has the next move');

    await theWorkupIsRecorded(address, [
      'oxford-hip-score',
      'exercise-and-weight-support',
      'patient-wish-for-surgery',
      'bmi-and-blood-pressure',
    ]);
    await desk.open(address);
    expect(await desk.says()).toContain('Diagnostics has the next move');

    await desk.open(`${address}/tests/new?item=xray-hip`);
    await desk.send({ test: 'xray-hip', site: 'RAJ', urgency: 'routine', question: 'Osteoarthritis?', patientTold: 'yes' });
    await desk.open(`${address}/tests/t1/book`);
    await desk.send(date('forOn', '20', '8'));
    await desk.open(`${address}/tests/t1/result`);
    await desk.send({ ...date('on', '20', '8'), outcome: 'normal', summary: 'Severe loss of joint space' });
    await desk.open(`${address}/tests/t1/review`);
    await desk.send({ clinician: 'Dr Alva Nyman', nextStep: 'Refer on' });
    await desk.open(`${address}/tests/t1/told`);
    await desk.send({ how: 'By phone' });

    await desk.open(`${address}/workup/decide`);
    await desk.send({ decision: 'complete' });
    expect(await desk.says()).toContain('Workup complete: the referral can be sent.');
    await desk.open(`${address}/send`);
    await desk.send({ provider: 'RAJ', ...date('on', '20', '8') });
    expect(await desk.says()).toContain('Hospital has the next move');
    expect(await desk.says()).toContain('Sent to hospital');

    for (const [fact, stage] of [
      ['added_to_waiting_list_for_appointment', 'Waiting for first appointment'],
      ['first_attended', 'Waiting for decision'],
      ['decision_to_admit', 'Waiting for treatment'],
      ['admitted_for_first_treatment', undefined],
    ] as const) {
      await desk.open(`${address}/hospital-facts/new?kind=${fact}`);
      await desk.send({ ...date('happenedOn', '20', '8'), knownFrom: 'Hospital letter', confidence: 'confirmed' });
      await desk.send({}, 'Save');
      if (stage) expect(await desk.says()).toContain(stage);
    }

    await desk.open(`${address}/close?reason=treated`);
    await desk.send({
      reason: 'treated',
      ...date('on', '20', '8'),
      evidence: 'Operation note of the hospital',
      reviewer: 'Dr Samuel Brandt',
      patientTold: 'phone',
      referrerTold: 'letter',
    });
    await desk.open(address);
    expect(await desk.says()).toContain('This case is closed. Nobody has a next move.');
    await desk.open('/cases');
    expect(await desk.says()).not.toContain(address.slice('/cases/'.length));
  });

  it('returned for missing workup and resubmitted', async () => {
    const address = await aReferralComesIn(NUMBERS[how][1], 'hip-pain');
    await desk.open(`${address}/workup/decide`);
    await desk.send({ decision: 'accept' });
    await desk.open(`${address}/workup/decide`);
    await desk.send({ decision: 'return' });
    expect(await desk.at()).toBe(`${address}/workup/return`);
    await desk.send({});
    expect(await desk.says()).toContain('Returned to referrer');
    expect(await desk.says()).toContain('Practice has the next move');

    await desk.open(`${address}/workup`);
    await desk.send({ note: 'too long '.repeat(223) });
    expect(await desk.says()).toContain('The note must be 2,000 characters or fewer');
    await desk.send({ note: 'Hip score attached' });
    await theWorkupIsRecorded(address, ['oxford-hip-score']);
    await desk.open(`${address}/timeline`);
    expect(await desk.says()).toContain('Resubmitted by the referrer');
    expect(await desk.says()).toContain('Hip score attached');
    expect(await desk.says()).not.toContain('passed');
  });

  it('suspected cancer is never held', async () => {
    const address = await aReferralComesIn(NUMBERS[how][2], 'suspected-skin-cancer', { provider: 'RAJ' });
    expect(await desk.says()).toContain('It is a suspected cancer: recorded as sent at once.');
    expect(await desk.says()).toContain('Hospital has the next move');

    // What is agreed is still asked for, beside the hospital's wait.
    await desk.open(`${address}/workup`);
    expect(await desk.says()).toContain('The gate is passed. What is still missing follows the referral.');
    await desk.open(`${address}/workup/return`);
    await desk.send({ missing: 'Clinical details', message: 'Please send more' });
    expect(await desk.says()).toContain('A suspected cancer is never returned.');
  });

  it('a missed test is rebooked', async () => {
    const { address } = await guardian.takeIn();
    await desk.open(`${address}/workup/decide`);
    await desk.send({ decision: 'accept' });
    await desk.open(`${address}/tests/new?item=xray-hip`);
    await desk.send({ test: 'xray-hip', site: 'RAJ', urgency: 'routine', question: 'Osteoarthritis?', patientTold: 'yes' });
    await desk.open(`${address}/tests/t1/book`);
    await desk.send(date('forOn', '20', '8'));
    await desk.open(`${address}/tests/t1/missed`);
    await desk.send({ ...date('on', '20', '8'), reason: 'No transport' });

    // At once, not when somebody looks: on the case and on the list of the team.
    await desk.open(address);
    expect(await desk.says()).toContain('X-ray of hip and pelvis was missed or cancelled today and has no new date.');
    await desk.open('/worklist/team');
    expect(await desk.says()).toContain('X-ray of hip and pelvis was missed or cancelled today and has no new date.');

    await desk.open(`${address}/tests/t1/book`);
    await desk.send(date('forOn', '27', '8'));
    await desk.open(address);
    expect(await desk.says()).not.toContain('has no new date');
    await desk.open(`${address}/timeline`);
    expect(await desk.says()).toMatch(/Test booked for 27 August 2026.*Test missed on 20 August 2026.*Test booked for 20 August 2026/);
  });

  it('the baton is always held', async () => {
    const { address } = await guardian.takeIn();
    const clinically = async () => /Clinically held by (.*?) Coordinator/.exec(await desk.says())?.[1];
    await desk.open(address);
    expect(await clinically()).toBe('Dr Alva Nyman, Carnarvon Medical Centre');

    const offer = { kind: 'clinician', name: 'Dr Samuel Brandt', organisation: 'Guardian team, Southend', summary: 'Waits for an X-ray' };
    await desk.open(`${address}/baton`);
    await desk.send({ ...offer, ...date('replyBy', '24', '8') });
    await desk.open(address);
    expect(await clinically()).toContain('Dr Alva Nyman, Carnarvon Medical Centre. Offered to Dr Samuel Brandt, to be answered by');

    await desk.open(`${address}/baton`);
    await desk.send({ declinedBy: 'Dr Samuel Brandt', reason: 'On leave' }, 'Declined');
    await desk.open(address);
    expect(await clinically()).toBe('Dr Alva Nyman, Carnarvon Medical Centre');

    await desk.open(`${address}/baton`);
    await desk.send({ ...offer, ...date('replyBy', '24', '8') });
    await desk.open(`${address}/baton`);
    await desk.send({ acceptedBy: 'Dr Samuel Brandt' }, 'Accepted');
    await desk.open(address);
    expect(await clinically()).toBe('Dr Samuel Brandt, Guardian team, Southend');
  });
});
