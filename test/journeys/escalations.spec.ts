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

const question = {
  ...{ to: 'Dr Alva Nyman', toRole: 'Referring practice', deputy: 'Dr Samuel Brandt', deputyRole: 'Guardian clinician' },
  ...{ urgency: 'today', question: 'Does she need to be seen sooner?', facts: 'Pain 8 of 10 at night' },
};
const says = async (address: string) => inWords(await priya.get(address));
async function givenAnEscalation(more: Partial<typeof question> = {}): Promise<TestCase> {
  const referral = await guardian.takeIn();
  const saved = await priya.submit(`${referral.address}/escalations/new`, { ...question, ...more });
  expect([saved.status, saved.location]).toEqual([303, `${referral.address}/escalations`]);
  return referral;
}

describe('a question is escalated', () => {
  it('to who holds the patient unless somebody else is named, with how long each may take', async () => {
    const referral = await guardian.takeIn();
    const form = await priya.get(`${referral.address}/escalations/new`);
    expect(form.text).toMatch(/name="to" type="text" value="Dr Alva Nyman"/);
    expect(form.text).toMatch(/name="toRole" type="text" value="Referring practice"/);
    const page = inWords(form);
    expect(page).toContain('Now: acknowledged within 30 minutes');
    expect(page).toContain('Today: acknowledged within 4 hours');
    expect(page).toContain('Soon: acknowledged within 2 working days');
    expect(page).toContain('Guardian knows no rota and rings nobody.');
  });

  it('never without a deputy who is somebody else; what was typed stays', async () => {
    const referral = await guardian.takeIn();
    const refused = await priya.submit(`${referral.address}/escalations/new`, { ...question, deputy: '' });
    expect([refused.status, inWords(refused)]).toEqual([
      422,
      expect.stringContaining('Enter a deputy, who gets it when nobody acknowledges it in time'),
    ]);
    const same = await priya.submit(`${referral.address}/escalations/new`, {
      ...question,
      deputy: question.to,
      deputyRole: question.toRole,
    });
    expect([same.status, inWords(same)]).toEqual([422, expect.stringContaining('Enter a deputy who is somebody else.')]);
    expect(inWords(same)).toContain('Does she need to be seen sooner?');
  });

  it('is acknowledged and answered, each with its name', async () => {
    const { address } = await givenAnEscalation();
    expect(await says(`${address}/escalations/e1`)).toContain(
      'Referring practice. To be acknowledged by 20 August 2026 14:00. Then Dr Samuel Brandt (Guardian clinician) gets it.',
    );
    expect(await says(address)).toContain('Dr Alva Nyman has not acknowledged the escalation. It is due today.');
    await priya.submit(`${address}/escalations/e1`, { acknowledgedBy: 'Dr Alva Nyman' }, `${address}/escalations/e1/acknowledgement`);
    expect(await says(`${address}/escalations/e1`)).toContain('Acknowledged by Dr Alva Nyman.');
    expect(await says(address)).toContain('Dr Alva Nyman has the escalation and has not answered. The answer is due today.');
    await priya.submit(`${address}/escalations/e1`, { answeredBy: 'Dr Alva Nyman', answer: 'Yes, ask the hospital' });
    expect(await says(`${address}/escalations/e1`)).toContain('The answer of Dr Alva Nyman Yes, ask the hospital');
    expect(await says(`${address}/escalations`)).toContain('No question is open');
  });

  it('one that cannot wait is a matter of safety from its first minute', async () => {
    const { address } = await givenAnEscalation({ urgency: 'now' });
    const worklist = await priya.get('/worklist/team');
    expect(inWords(worklist)).toContain('Dr Alva Nyman has not acknowledged the escalation.');
    expect(await says(`${address}/escalations/e1`)).toContain('To be acknowledged by 20 August 2026 10:30.');
  });

  it('that is not there is not found', async () => {
    const { address } = await guardian.takeIn();
    expect((await priya.get(`${address}/escalations/e1`)).status).toBe(404);
    expect((await priya.get(`${address}/escalations/constructor`)).status).toBe(404);
  });
});

it('a case is not closed over an open question without being told so', async () => {
  const { address, state } = await givenAnEscalation();
  const asked = await priya.submit(`${address}/close`, {
    ...{ reason: 'discharged-to-primary-care', 'on-day': '20', 'on-month': '8', 'on-year': '2026', evidence: 'She said so on the phone' },
    ...{ reviewer: 'Dr Samuel Brandt', patientTold: 'phone', referrerTold: 'letter' },
  });
  expect(inWords(asked)).toContain('a question that Dr Alva Nyman has not answered');
  expect((await state()).progress.closed).toBe(false);
});

it('a program sees what is open, and may say who has it', async () => {
  const { reference, state } = await givenAnEscalation();
  const seen = await priya.get(`/api/v1/cases/${reference}`, { accept: 'application/json' });
  expect(JSON.parse(seen.text)).toMatchObject({
    openSafety: [{ what: 'escalation', id: 'e1', dueOn: '2026-08-20', who: 'Dr Alva Nyman', now: false }],
  });
  const told = await priya.json(
    'POST',
    `/api/v1/cases/${reference}/commands`,
    { type: 'AcknowledgeEscalation', escalationId: 'e1', by: 'Dr Alva Nyman' },
    { 'idempotency-key': 'acknowledged-1', 'if-match': '"2"' },
  );
  expect(told.status).toBe(200);
  expect((await state()).safety.escalations['e1']).toMatchObject([{}, { is: { status: 'acknowledged' } }]);
});

it('an escalation nobody acknowledges goes to the deputy', async () => {
  const referral = await givenAnEscalation();
  const { address } = referral;
  const passOn = { type: 'PassEscalationOn', escalationId: 'e1' } as const;
  await expect(referral.does(passOn)).rejects.toMatchObject({ code: 'EscalationNotDue' });
  guardian.clock.set(new Date('2026-08-20T13:00:00Z'));
  await referral.does(passOn, passOn);
  guardian.clock.set(new Date('2026-08-20T09:00:00Z'));
  expect((await referral.state()).entries).toEqual(['ReferralReceived', 'EscalationRaised', 'EscalationPassedOn']);
  expect(await says(address)).toContain(
    'Nobody acknowledged the escalation in time. Dr Samuel Brandt, the deputy, has it and has not acknowledged it.',
  );
  expect(await says(`${address}/escalations/e1`)).toContain(
    'Question to Dr Samuel Brandt Guardian clinician. To be acknowledged by 20 August 2026 18:00. It was passed on',
  );
});

describe('a request to move the patient forward', () => {
  const request = {
    ...{ criterion: 'new-symptom', to: 'Southend Hospital', toRole: 'Orthopaedic booking office' },
    grounds: 'Wakes each night since a week',
  };
  const reply = {
    ...{ outcome: 'agreed', reply: 'First appointment in three weeks', answeredBy: 'Ms Hale' },
    ...{ 'answeredOn-day': '20', 'answeredOn-month': '8', 'answeredOn-year': '2026' },
  };
  async function givenARequest() {
    const referral = await guardian.takeIn();
    const saved = await priya.submit(`${referral.address}/escalations/expedites/new`, request);
    expect([saved.status, saved.location]).toEqual([303, `${referral.address}/escalations`]);
    return { ...referral, page: `${referral.address}/escalations/expedites/x1` };
  }
  const tell = (page: string, who: string) =>
    priya.submit(page, { who, how: 'phone', 'toldOn-day': '20', 'toldOn-month': '8', 'toldOn-year': '2026' });

  it('names what is new, is asked once, and is due in 2 working days', async () => {
    const { address, page } = await givenARequest();
    expect(await says(page)).toContain(
      'Southend Hospital, Orthopaedic booking office, was asked on 20 August 2026. New symptom. The answer is due 24 August 2026.',
    );
    const again = await priya.submit(`${address}/escalations/expedites/new`, request);
    expect([again.status, inWords(again)]).toEqual([
      422,
      expect.stringContaining('Southend Hospital has been asked already and has not answered.'),
    ]);
  });

  it('is refused without a criterion', async () => {
    const { address } = await guardian.takeIn();
    const { criterion: _, ...without } = request;
    const refused = await priya.submit(`${address}/escalations/expedites/new`, without);
    expect([refused.status, inWords(refused)]).toEqual([422, expect.stringContaining('Select what is new')]);
  });

  it('is answered, and the reply stays on the worklist until patient and referrer know it', async () => {
    const { address, page, state } = await givenARequest();
    await priya.submit(page, reply);
    expect(await says(page)).toContain('Agreed by Ms Hale First appointment in three weeks Patient: not told yet. Referrer: not told yet.');
    await tell(page, 'patient');
    expect(await says(page)).toContain('Patient: told. Referrer: not told yet.');
    expect(await says(address)).toContain('Patient and referrer do not both know yet.');
    await tell(page, 'referrer');
    expect(await says(address)).not.toContain('do not both know yet.');
    expect((await state()).entries.slice(1)).toEqual([
      ...['ExpediteRequested', 'ExpediteAnswered', 'ExpediteAnswerTold', 'ExpediteAnswerTold'],
    ]);
    expect(await says(`${address}/timeline?show=safety`)).toContain('Moving forward agreed by Ms Hale First appointment in three weeks');
  });
});
