// Job 5 of a coordinator: escalate a change of condition and get an answer, without scripts.
import type { Browser } from 'playwright-core';
import { startBrowser } from '../support/browser';
import { browserDesk, type Desk, httpDesk } from '../support/desk';
import { PRIYA, startTestGuardian, type TestCase, type TestGuardian } from '../support/guardian';

let guardian: TestGuardian;
let browser: Browser;
beforeAll(async () => {
  [guardian, browser] = await Promise.all([startTestGuardian(), startBrowser()]);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await guardian?.close();
});

jest.setTimeout(90_000);

describe.each(['over HTTP', 'in a real browser'])('%s', (how) => {
  let desk: Desk;
  let referral: TestCase;
  beforeAll(async () => {
    const priya = guardian.visitor();
    await priya.logIn(PRIYA);
    desk = how === 'over HTTP' ? httpDesk(priya) : await browserDesk(priya, browser, guardian.address);
    referral = await guardian.takeIn();
  });

  it('a check-in that finds the patient worse leads to an escalation, its answer, and a request that the hospital agrees to', async () => {
    const { address } = referral;
    await desk.open(`${address}/check-ins/new`);
    await desk.send(
      {
        ...{ 'answer-hip-overall': 'worse', 'answer-hip-pain-night': '8', 'answer-hip-fall': 'no', 'answer-hip-infection': 'no' },
        ...{ 'answer-hip-cauda-equina': 'no', 'answer-hip-work-or-care': 'yes', notes: 'Up four times a night' },
      },
      'Save the check-in',
    );
    expect(await desk.at()).toBe(`${address}/check-ins/stop`);
    await desk.send({}, 'Save and go on');
    expect(await desk.says()).toContain('Enter what you did');
    await desk.send({ did: 'Told her to take the stronger tablets that she has' }, 'Save and go on');

    expect(await desk.at()).toBe(`${address}/escalations/new`);
    await desk.send({ deputy: 'Dr Samuel Brandt', deputyRole: 'Guardian clinician' }, 'Escalate');
    expect(await desk.says()).toContain('Then Dr Samuel Brandt gets it.');
    await desk.open(`${address}/escalations/e1`);
    expect(await desk.says()).toContain('Done so far: Told her to take the stronger tablets that she has');
    await desk.send({ acknowledgedBy: 'Dr Alva Nyman' }, 'Acknowledged');
    await desk.send({ answeredBy: 'Dr Alva Nyman', answer: 'Ask the hospital to see her sooner' }, 'Save the answer');
    expect(await desk.at()).toBe(address);

    await desk.open(`${address}/escalations/expedites/new`);
    await desk.send(
      { criterion: 'professional-advice', grounds: 'Dr Nyman asks for it', to: 'Southend Hospital', toRole: 'Booking office' },
      'Ask',
    );
    await desk.open(`${address}/escalations/expedites/x1`);
    await desk.send({ outcome: 'agreed', reply: 'Seen on 3 September', answeredBy: 'Ms Hale' }, 'Save the reply');
    await desk.send({ who: 'patient', how: 'phone' }, 'Save');
    await desk.send({ who: 'referrer', how: 'email' }, 'Save');
    expect(await desk.says()).toContain('Patient: told. Referrer: told.');

    expect((await referral.state()).entries.slice(1)).toEqual([
      ...['CheckInCompleted', 'CheckInPlanned', 'CheckInActedOn', 'EscalationRaised', 'EscalationAcknowledged', 'EscalationResolved'],
      ...['ExpediteRequested', 'ExpediteAnswered', 'ExpediteAnswerTold', 'ExpediteAnswerTold'],
    ]);
  });
});
