// A coordinator's day, job by job. The clock stands at Thursday 20 August 2026. Offers, validation, exits and hand-over have journeys of their own.
import { day } from '@guardian/kernel';
import { testNumbers } from '../faults/intake/referrals-file';
import { httpDesk, type Desk } from '../support/desk';
import { PRIYA, startTestGuardian, type TestCase, type TestGuardian } from '../support/guardian';
import { inWords } from '../support/in-words';
import type { Visitor } from '../support/web';

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

const on = day('2026-08-20');
const mine: { readonly type: 'AssignCase'; readonly coordinator: { readonly id: string; readonly name: string } } = {
  type: 'AssignCase',
  coordinator: { id: PRIYA, name: 'Priya Shah' },
};
const southend = { code: 'RAJ', name: 'Mid and South Essex NHS Foundation Trust' };
const called = (family: string, nhsNumber: string | null = null): Promise<TestCase> =>
  guardian.takeIn({ identity: { nhsNumber, family, given: 'Margaret', title: 'Mrs', bornOn: day('1945-07-14'), sex: 'female' } });
const sent = async (family: string): Promise<TestCase> => {
  const one = await called(family);
  await one.does(
    mine,
    { type: 'AcceptReferral' },
    { type: 'BypassForRedFlag', reason: 'Cannot put weight on the leg' },
    { type: 'SendReferral', to: southend, on },
  );
  return one;
};

it('job 1: the one list says who needs me now and why, most urgent first: red flag, unread result, silent step, overdue contact', async () => {
  const [flagged, unread, overdue] = [await called('Flagged'), await called('Unread'), await called('Overdue')];
  await sent('Silent');
  await flagged.does(mine, { type: 'ReportConditionChange', on, by: 'patient', what: 'Cannot stand up' });
  await unread.does(
    mine,
    {
      type: 'OrderDiagnostic',
      ...{ test: 'fbc', name: 'Full blood count', item: null, site: southend, urgency: 'urgent', question: 'Anaemia?', patientTold: true },
    },
    { type: 'ReportDiagnostic', testId: 't1', on, outcome: 'abnormal', summary: 'Haemoglobin 92 g/l' },
  );
  await overdue.does(mine, {
    type: 'RecordContact',
    ...{ on, who: 'patient', how: 'phone', outcome: 'no-answer', notes: '', nextOn: day('2026-08-24') },
  });
  guardian.clock.set(new Date('2026-09-01T09:00:00Z'));
  const work = inWords(await priya.get('/worklist'));
  guardian.clock.set(new Date('2026-08-20T09:00:00Z'));
  const places = [
    ['FLAGGED', 'The patient reported a change of condition 12 days ago.'],
    ['UNREAD', 'Full blood count: not normal, the result that came 12 days ago is not reviewed.'],
    ['OVERDUE', '1 try without an answer; the next was due 8 days ago.'],
    ['SILENT', 'The hospital has had the next move for 12 days; the target is 7.'],
  ].map((row) => row.map((words) => work.indexOf(words)));
  expect(places.flat().every((place) => place > 0)).toBe(true);
  const rows = places.map(([row = 0]) => row);
  expect([...rows].sort((a, b) => a - b)).toEqual(rows);
  expect(work).toContain('Why is this here?');
});

it('job 2: a call is answered from one page: who holds the patient, where they are, what is next, and the call is logged', async () => {
  const nhsNumber = testNumbers().next().value as string;
  const waiting = await called('Caller', nhsNumber);
  await waiting.does(mine, { type: 'AcceptReferral' });
  await desk.open('/search');
  await desk.send({ q: nhsNumber });
  expect(await desk.at()).toBe(waiting.address);
  const page = await desk.says();
  expect(page).toContain('Practice has the next move');
  expect(page).toContain('Clinically held by Dr Alva Nyman');
  await desk.open(`${waiting.address}/contacts/new`);
  await desk.send({ outcome: 'spoke', notes: 'Told her the practice is asked for the score' }, 'Save');
  expect(await desk.says()).toContain('Contact saved.');
});

it('job 3: a new referral is accepted and assigned from the intake queue', async () => {
  const fresh = await guardian.takeIn();
  expect(inWords(await priya.get('/referrals'))).toContain('Accept or return');
  await desk.open(`${fresh.address}/workup/decide`);
  await desk.send({ decision: 'accept' });
  await desk.open(`${fresh.address}/assign`);
  await desk.send({});
  expect(await fresh.state()).toMatchObject({ coordinator: { id: PRIYA }, progress: { accepted: true } });
});

it('job 4: a gap in the workup is asked for, recorded, or left out with a reason; an urgent one is never held', async () => {
  const held = await guardian.takeIn();
  await held.does(mine, { type: 'AcceptReferral' });
  await desk.open(`${held.address}/workup/oxford-hip-score/request`);
  await desk.send({ from: 'Carnarvon Medical Centre', 'dueOn-day': '27', 'dueOn-month': '8', 'dueOn-year': '2026' });
  await desk.open(`${held.address}/workup/bmi-and-blood-pressure/done`);
  await desk.send({ source: 'Practice record' });
  await desk.open(`${held.address}/workup/patient-wish-for-surgery/waive`);
  await desk.send({
    ...{ reason: 'Talked it through with the family', clinician: 'Dr Samuel Brandt' },
    ...{ 'expiresOn-day': '1', 'expiresOn-month': '10', 'expiresOn-year': '2026' },
  });
  const { items } = await held.state();
  expect(['oxford-hip-score', 'bmi-and-blood-pressure', 'patient-wish-for-surgery'].map((item) => items[item]?.status)).toEqual([
    'requested',
    'completed',
    'waived',
  ]);
  await desk.open(`${held.address}/workup/red-flag`);
  await desk.send({ reason: 'Cannot put weight on the leg' });
  expect(await desk.at()).toBe(`${held.address}/send`);
});

it('job 5: a change of condition is escalated with its facts, answered', async () => {
  const worse = await guardian.takeIn();
  await worse.does(mine, { type: 'ReportConditionChange', on, by: 'carer', what: 'Cannot climb the stairs any more' });
  await desk.open(`${worse.address}/escalations/new`);
  await desk.send(
    { urgency: 'today', deputy: 'Dr Samuel Brandt', deputyRole: 'Guardian clinician', question: 'Does she need to be seen sooner?' },
    'Escalate',
  );
  await desk.open(`${worse.address}/escalations/e1`);
  await desk.send({ answeredBy: 'Dr Alva Nyman', answer: 'Yes: ask the hospital' }, 'Save the answer');
  expect((await worse.state()).entries.slice(-2)).toEqual(['EscalationRaised', 'EscalationResolved']);
});

it('job 6: a referral that the hospital has not accepted is chased, and the call is on its timeline', async () => {
  const quiet = await sent('Quiet');
  guardian.clock.set(new Date('2026-08-31T09:00:00Z'));
  expect(inWords(await priya.get(quiet.address))).toContain('Chase the hospital');
  await desk.open(`${quiet.address}/contacts/new?who=hospital`);
  await desk.send({ outcome: 'spoke', notes: 'They have it and will book this week' }, 'Save');
  expect(inWords(await priya.get(`${quiet.address}/timeline`))).toContain('They have it and will book this week');
  guardian.clock.set(new Date('2026-08-20T09:00:00Z'));
});
