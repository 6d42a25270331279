import { day } from '@guardian/kernel';
import { PRIYA, startTestGuardian, type TestCase, type TestGuardian } from '../support/guardian';
import { inWords } from '../support/in-words';
import type { Visitor } from '../support/web';

let guardian: TestGuardian;
let priya: Visitor;

// 20 August 2026; the hip pathway asks every 42 days.
beforeAll(async () => {
  guardian = await startTestGuardian();
  priya = guardian.visitor();
  await priya.logIn(PRIYA);
}, 60_000);
afterAll(() => guardian?.close());

const on20August = { 'on-day': '20', 'on-month': '8', 'on-year': '2026' };
const calm = {
  'answer-hip-overall': 'same',
  'answer-hip-pain-night': '5',
  'answer-hip-fall': 'no',
  'answer-hip-infection': 'no',
  'answer-hip-cauda-equina': 'no',
  'answer-hip-work-or-care': 'no',
};
const next = { 'nextOn-day': '1', 'nextOn-month': '10', 'nextOn-year': '2026' };
const checkIn = (referral: TestCase, answers: Record<string, string>) =>
  priya.submit(`${referral.address}/check-ins/new`, { who: 'patient', ...on20August, ...calm, ...answers, ...next });
const says = async (address: string) => inWords(await priya.get(address));

describe('a check-in', () => {
  it('is planned for the day that the pathway proposes', async () => {
    const referral = await guardian.takeIn();
    const page = await priya.get(`${referral.address}/check-ins`);
    expect(inWords(page)).toContain('No check-in is planned. The pathway asks for one every 42 days.');
    const proposed = ['day', 'month', 'year'].map((part) => new RegExp(`name="dueOn-${part}"[^>]*value="(\\d+)"`).exec(page.text)?.[1]);
    expect(proposed).toEqual(['1', '10', '2026']);
    await priya.submit(
      `${referral.address}/check-ins`,
      { 'dueOn-day': '24', 'dueOn-month': '8', 'dueOn-year': '2026' },
      `${referral.address}/check-ins/plan`,
    );
    expect(await says(`${referral.address}/check-ins`)).toContain('The next check-in is due on 24 August 2026.');
    expect(await says(referral.address)).toContain('The check-in is due in 4 days.');
  });

  it('shows the last answer beside each question, and the rules by which it is judged', async () => {
    const referral = await guardian.takeIn();
    expect(await says(`${referral.address}/check-ins/new`)).toContain(
      'How bad is the pain at night, from 0 to 10? Not asked before. Worse: 2 or more above last time. Red flag: 9 or more.',
    );
    expect((await checkIn(referral, {})).location).toBe(referral.address);
    const again = await says(`${referral.address}/check-ins/new`);
    expect(again).toContain('How bad is the pain at night, from 0 to 10? Last time, 20 August 2026: 5 of 10.');
    expect(again).toContain('cannot put weight on the leg? Last time, 20 August 2026: no. Red flag: yes.');
  });

  it('plans the next one and says what is different', async () => {
    const referral = await guardian.takeIn();
    await checkIn(referral, {});
    await checkIn(referral, { 'answer-hip-pain-night': '4', 'answer-hip-work-or-care': 'yes' });
    const page = await says(`${referral.address}/check-ins`);
    expect(page).toContain('The next check-in is due on 1 October 2026.');
    expect(page).toContain('Last answers: the same as last time');
    expect(page).toContain('How bad is the pain at night, from 0 to 10? 4 of 10 1 less');
    expect(page).toContain('Has the pain stopped you from working or caring for someone? Yes Was: no');
  });

  it('keeps everything typed when a question was left out, and names it', async () => {
    const referral = await guardian.takeIn();
    const { 'answer-hip-fall': _, ...most } = calm;
    const answer = await priya.submit(`${referral.address}/check-ins/new`, {
      ...{ who: 'carer', ...on20August, ...most, 'answer-hip-pain-night': '12', notes: 'Daughter speaks for her' },
    });
    expect(answer.status).toBe(422);
    const page = inWords(answer);
    expect(page).toContain(
      'There is a problem The answer must be a whole number from 0 to 10 ' +
        'Answer the question: Have you had a fall or a sudden new pain and cannot put weight on the leg?',
    );
    expect(page).toContain('Daughter speaks for her');
    expect(answer.text).toMatch(/name="answer-hip-overall" type="radio" value="same" checked/);
    expect(answer.text).toMatch(/name="answer-hip-pain-night" type="text" value="12"/);
    expect((await referral.state()).entries).toEqual(['ReferralReceived']);
  });
});

describe('a worse answer stops the check-in until what was done is written', () => {
  it('at once, with what is worse beside what was said last', async () => {
    const referral = await guardian.takeIn();
    await checkIn(referral, {});
    const stopped = await checkIn(referral, { 'answer-hip-overall': 'worse', 'answer-hip-pain-night': '7' });
    expect(stopped.location).toBe(`${referral.address}/check-ins/stop`);
    const page = await priya.get(`${referral.address}/check-ins/stop`);
    expect(inWords(page)).toContain('How bad is the pain at night, from 0 to 10? 7 of 10, last time: 5 of 10');
    // No way out but the form: neither sections nor links stand in the page's main part.
    expect(/<main.*?<\/main>/s.exec(page.text)?.[0]).not.toMatch(/<a /);
  });

  it('needs words, and then proposes an escalation that is filled in', async () => {
    const referral = await guardian.takeIn();
    await checkIn(referral, { 'answer-hip-overall': 'worse' });
    const empty = await priya.submit(`${referral.address}/check-ins/stop`, { did: '  ' });
    expect(empty.status).toBe(422);
    expect(inWords(empty)).toContain('Enter what you did');
    const written = await priya.submit(`${referral.address}/check-ins/stop`, { did: 'Asked Dr Brandt to ring back today' });
    expect(written.location).toBe(`${referral.address}/escalations/new?after=k1`);
    const form = await priya.get(written.location ?? '');
    expect(form.text).toMatch(/value="today" checked/);
    const page = inWords(form);
    expect(page).toContain('The patient is worse. What should happen now?');
    expect(page).toContain('Check-in of 20 August 2026: worse.');
    expect(page).toContain('Done so far: Asked Dr Brandt to ring back today');
    expect(page).toContain('Hip pain, routine. Received. Day 31 since the referral of 20 July 2026.');
  });

  it('stays first on the worklist for as long as nobody writes it', async () => {
    const referral = await guardian.takeIn();
    await checkIn(referral, { 'answer-hip-overall': 'worse' });
    const open = 'The check-in today raised a red flag or a worse answer. Nobody has written what was done.';
    expect(await says(referral.address)).toContain(open);
    expect(await says('/worklist/team')).toContain(open);
    await priya.submit(`${referral.address}/check-ins/stop`, { did: 'Rang the practice' });
    expect(await says(referral.address)).not.toContain(open);
    const again = await priya.get(`${referral.address}/check-ins/stop`);
    expect([again.status, again.location]).toEqual([303, `${referral.address}/check-ins`]);
  });
});

it('a red flag shows the instruction of the pathway and asks for an answer now', async () => {
  const referral = await guardian.takeIn();
  const stopped = await checkIn(referral, { 'answer-hip-fall': 'yes' });
  expect(await says(stopped.location ?? '')).toContain(
    'cannot put weight on the leg? Yes Call 999 or send the patient to the emergency department now: a hip fracture is possible.',
  );
  const written = await priya.submit(`${referral.address}/check-ins/stop`, { did: 'Rang 999, the patient stays on the phone' });
  expect((await priya.get(written.location ?? '')).text).toMatch(/value="now" checked/);
});

it('a check-in that was missed is still to be done', async () => {
  const referral = await guardian.takeIn();
  const { address } = referral;
  await referral.does({ type: 'PlanCheckIn', dueOn: day('2026-08-20') });
  guardian.clock.set(new Date('2026-08-24T09:00:00Z'));
  await priya.logIn(PRIYA);
  await referral.does({ type: 'MarkCheckInMissed' });
  expect(await says(address)).toContain('The check-in was missed. It was due 4 days ago.');
  expect(await says(`${address}/check-ins`)).toContain('The check-in of 20 August 2026 was missed. It is still to be done.');
  guardian.clock.set(new Date('2026-08-20T09:00:00Z'));
  await priya.logIn(PRIYA);
});

describe('"my condition has changed"', () => {
  async function givenAReport() {
    const referral = await guardian.takeIn();
    const saved = await priya.submit(`${referral.address}/check-ins/changes/new`, {
      ...{ by: 'carer', ...on20August, what: 'Cannot climb the stairs any more' },
    });
    expect(saved.location).toBe(`${referral.address}/check-ins/changes/n1`);
    return referral;
  }
  const decided = { outcome: 'ask-a-clinician', triagedBy: 'Priya Shah', reason: 'New since the last talk', told: 'phone' };

  it('waits, as a matter of safety, until somebody decides what follows', async () => {
    const referral = await givenAReport();
    expect(await says(referral.address)).toContain('The carer reported a change of condition today. Nobody has decided what follows.');
    expect(await says(`${referral.address}/check-ins/changes/n1`)).toContain(
      'A carer reported on 20 August 2026: Cannot climb the stairs any more',
    );
  });

  it('gets triage and a receipt, and leads to whoever has to know', async () => {
    const referral = await givenAReport();
    const refused = await priya.submit(`${referral.address}/check-ins/changes/n1`, { ...decided, told: '' });
    expect([refused.status, inWords(refused)]).toEqual([422, expect.stringContaining('Select how they were told what happens next')]);
    const saved = await priya.submit(`${referral.address}/check-ins/changes/n1`, decided);
    expect(saved.location).toBe(`${referral.address}/escalations/new?after=n1`);
    expect(await says(saved.location ?? '')).toContain('Reported by the carer on 20 August 2026: Cannot climb the stairs any more');
    expect(await says(`${referral.address}/timeline?show=safety`)).toContain(
      'Change of condition: ask a clinician New since the last talk. Decided by Priya Shah. Told by phone.',
    );
    expect(await says(referral.address)).not.toContain('Nobody has decided what follows.');
  });

  it('words of another patient leave the page at once', async () => {
    const referral = await givenAReport();
    const entry = (await referral.state()).entries.indexOf('ConditionChangeReported') + 1;
    await priya.submit(`${referral.address}/corrections/new?entry=${entry}`, { wrong: 'patient', reason: 'Call of somebody else' });
    expect((await priya.get(`${referral.address}/check-ins/changes/n1`)).status).toBe(404);
    expect(await says(`${referral.address}/check-ins`)).not.toContain('Cannot climb the stairs');
  });
});

it('the same form sent twice is one check-in', async () => {
  const referral = await guardian.takeIn();
  const page = await priya.get(`${referral.address}/check-ins/new`);
  const hidden = [...page.text.matchAll(/<input type="hidden" name="(_csrf|commandId|revision)" value="([^"]*)"/g)];
  const form = { ...Object.fromEntries(hidden.map(([, name = '', value = '']) => [name, value])), who: 'patient', ...on20August, ...calm };
  const answers = [
    await priya.post(`${referral.address}/check-ins/new`, form),
    await priya.post(`${referral.address}/check-ins/new`, form),
  ];
  expect(answers.map(({ status }) => status)).toEqual([303, 303]);
  expect((await referral.state()).entries).toEqual(['ReferralReceived', 'CheckInCompleted']);
});
