// Job 8 of a coordinator: the round in which those who wait are asked whether they still need it, and rule D4: no reply removes nobody.
// The clock stands at Thursday 20 August 2026, 10:00 in London; who was referred on 28 May has waited for 12 weeks.
import { randomUUID } from 'node:crypto';
import { HandlePatientCommand, type PatientCommand } from '@guardian/casework';
import { day } from '@guardian/kernel';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Deadlines } from '../../apps/worker/src/deadlines';
import { PRIYA, somebody, startTestGuardian, type TestCase, type TestGuardian } from '../support/guardian';
import { inWords } from '../support/in-words';
import type { Visitor } from '../support/web';
import { startTestWorker } from '../support/worker';

const MORNING = new Date('2026-08-20T09:00:00Z');

let guardian: TestGuardian;
let worker: NestFastifyApplication;
let priya: Visitor;
let joan: Visitor;
beforeAll(async () => {
  guardian = await startTestGuardian();
  worker = await startTestWorker(guardian);
  priya = guardian.visitor();
  await priya.logIn(PRIYA);
  joan = guardian.visitor();
  await joan.logIn('demo-coordinator-southend-2');
}, 60_000);
afterAll(async () => {
  await worker?.close();
  await guardian?.close();
});
afterEach(() => guardian.clock.set(MORNING));

const says = async (address: string, visitor = priya) => inWords(await visitor.get(address));
const date = (name: string, text: string) => {
  const [year = '', month = '', ofMonth = ''] = text.split('-');
  return { [`${name}-day`]: ofMonth, [`${name}-month`]: month, [`${name}-year`]: year };
};

/** The worker looks once at this instant. */
async function theWorkerLooks(instant: string): Promise<void> {
  guardian.clock.set(new Date(instant));
  const faults: unknown[] = [];
  await worker.get(Deadlines).takeAll((fault) => faults.push(fault));
  expect(faults).toEqual([]);
  // The lists show what the worker did when they show this.
  await guardian.takeIn({ ...somebody(), referredOn: day('2026-08-19') });
}

const waiting = async (referredOn = '2026-05-28', about?: PatientCommand): Promise<TestCase> => {
  const referral = await guardian.takeIn({ ...somebody(), referredOn: day(referredOn) });
  const actor = { id: PRIYA, name: 'Priya Shah', role: 'coordinator', organisation: 'Guardian team, Southend' };
  const { opened } = await referral.state();
  if (about) await guardian.commands.execute(new HandlePatientCommand(opened?.patientId ?? '', about, { actor, commandId: randomUUID() }));
  // The lists show what was recorded before when they show this.
  await referral.does({ type: 'AssignCase', coordinator: { id: PRIYA, name: 'Priya Shah' } });
  return referral;
};
const entriesOf = async ({ state }: TestCase, type: string): Promise<number> =>
  (await state()).entries.filter((one) => one === type).length;

/** What the round page sends, as it stands when it is opened. */
async function theRound(visitor = priya, query = ''): Promise<{ fields: Record<string, string | string[]>; page: string; text: string }> {
  const opened = await visitor.get(`/validation${query}`);
  const form = opened.text.slice(opened.text.indexOf('action="/validation" method="post"'));
  const fields: Record<string, string | string[]> = {};
  for (const [, name = '', value = ''] of form.matchAll(
    /name="(_csrf|commandId|how|practice|pathway|replyBy-[a-z]+)"[^>]*?value="([^"]*)"/g,
  )) {
    fields[name] = value;
  }
  fields['cases'] = [...form.matchAll(/name="cases" type="checkbox" value="([^"]*)" checked/g)].map(([, reference = '']) => reference);
  return { fields, page: inWords(opened), text: opened.text };
}

it('at 12 weeks of waiting the patient comes to the round, and within a week of the last day to ask to the worklist', async () => {
  const due = await waiting();
  const tomorrow = await waiting('2026-05-29');
  await theWorkerLooks('2026-08-20T09:00:00Z');
  expect((await due.state()).entries).toContain('ValidationFellDue');
  expect((await tomorrow.state()).entries).not.toContain('ValidationFellDue');
  const { page } = await theRound();
  expect(page).toContain(due.reference);
  expect(page).not.toContain(tomorrow.reference);
  expect(await says(due.address)).not.toContain('To ask whether the appointment is still needed');
  guardian.clock.set(new Date('2026-08-28T09:00:00Z'));
  expect(await says(due.address)).toContain('To ask whether the appointment is still needed is due in 6 days.');
});

it('the round asks all who are ticked, each with an entry of its own, and a retry asks nobody twice', async () => {
  const [one, two, three] = [await waiting(), await waiting(), await waiting()];
  await theWorkerLooks('2026-08-20T09:00:00Z');
  const { fields } = await theRound();
  expect(fields['cases']).toEqual(expect.arrayContaining([one.reference, two.reference, three.reference]));
  const cases = [one.reference, two.reference];
  for (const again of [1, 2]) {
    const saved = await priya.post('/validation', { ...fields, cases });
    expect([again, saved.status, saved.location]).toEqual([again, 303, '/validation?how=letter']);
    expect(await says('/validation')).toContain('2 patients asked, to reply by 10 September 2026.');
  }
  expect([await entriesOf(one, 'ValidationAsked'), await entriesOf(three, 'ValidationAsked')]).toEqual([1, 0]);
  // Joan had the same page open.
  const late = await joan.post('/validation', { ...(await theRound(joan)).fields, cases });
  expect(late.status).toBe(303);
  expect(await entriesOf(two, 'ValidationAsked')).toBe(1);
  expect(await says('/validation/asked')).toContain('By letter 10 September 2026');
  expect((await priya.get('/validation/asked')).text).toContain(`/cases/${one.reference}/validation`);
});

it('who cannot be asked in this way is not asked, and stands there with the reason', async () => {
  const needs = { language: null, interpreter: false, format: 'standard', adjustments: null, mayBeTexted: false } as const;
  const texted = await waiting('2026-05-28', { type: 'RecordCommunicationNeeds', needs });
  const restricted = await waiting('2026-05-28', { type: 'PlaceRestriction', because: 'Safeguarding' });
  await theWorkerLooks('2026-08-20T09:00:00Z');
  const byText = await theRound(priya, '?how=text');
  expect(byText.page).toContain('Is not to be texted');
  expect(byText.page).toContain('Restricted record: ask by somebody who knows how to reach them');
  expect(byText.fields['cases']).not.toContain(texted.reference);
  const byLetter = await theRound(priya, '?how=letter');
  expect(byLetter.fields['cases']).toContain(texted.reference);
  expect(byLetter.fields['cases']).not.toContain(restricted.reference);
  expect((await priya.get(`${texted.address}/validation`)).text).not.toContain('value="text"');
});

it('nothing ticked, or a reply date that has passed: refused, and what was typed stays', async () => {
  await waiting();
  await theWorkerLooks('2026-08-20T09:00:00Z');
  const { fields } = await theRound();
  const none = await priya.post('/validation', { ...fields, ...date('replyBy', '2026-09-03'), cases: [] });
  expect([none.status, inWords(none)]).toEqual([422, expect.stringContaining('Select at least 1 patient')]);
  expect(none.text).toContain('value="03"');
  const past = await priya.post('/validation', { ...fields, ...date('replyBy', '2026-08-19') });
  expect([past.status, inWords(past)]).toEqual([422, expect.stringContaining('The reply date must be today or later.')]);
});

it('D4: no reply asks another way, then asks for a person, and the patient stays on the list all the time', async () => {
  const referral = await waiting();
  const page = `${referral.address}/validation`;
  const ask = (how: string, replyBy: string) => priya.submit(page, { how, ...date('replyBy', replyBy) }, `${page}/ask`);
  expect((await ask('letter', '2026-08-27')).status).toBe(303);
  await theWorkerLooks('2026-08-28T09:00:00Z');
  expect(await says('/worklist')).toContain('No reply never removes anybody.');
  expect((await priya.get(page)).text).not.toContain('value="letter"');
  // somebody has the page open from before, and asks by letter once more
  const again = await priya.submit(page, { how: 'letter', ...date('replyBy', '2026-09-04') }, `${page}/ask`);
  expect([again.status, inWords(again)]).toEqual([422, expect.stringContaining('Ask in another way.')]);
  expect((await ask('text', '2026-09-04')).status).toBe(303);
  await theWorkerLooks('2026-09-05T09:00:00Z');
  expect(await says('/worklist')).toContain('Somebody has to speak with them.');
  const person = await says(page);
  expect(person).toContain('They were asked twice and have not replied.');
  expect(person).toContain('By letter on 20 August 2026: no reply by 27 August 2026.');
  expect((await priya.get(page)).text).not.toContain(`${page}/ask`);
  // weeks later nothing has changed
  await theWorkerLooks('2026-10-20T09:00:00Z');
  expect((await referral.state()).progress.closed).toBe(false);
  expect(await says('/worklist')).toContain('Somebody has to speak with them.');
  const answered = await priya.submit(page, { answer: 'still-needed', ...date('answeredOn', '2026-10-20') }, `${page}/answer`);
  expect([answered.status, answered.location]).toEqual([303, referral.address]);
  expect(await says(referral.address)).not.toContain('Somebody has to speak with them.');
});

it('who does not need it any more is not closed by that: it leads to the exit, which somebody has to do', async () => {
  const referral = await waiting();
  const page = `${referral.address}/validation`;
  await priya.submit(page, { how: 'phone', ...date('replyBy', '2026-08-20') }, `${page}/ask`);
  const nothing = await priya.submit(page, {}, `${page}/answer`);
  expect([nothing.status, inWords(nothing)]).toEqual([422, expect.stringContaining('Select what the patient said')]);
  const said = await priya.submit(page, { answer: 'not-needed', ...date('answeredOn', '2026-08-20') }, `${page}/answer`);
  expect([said.status, said.location]).toEqual([303, `${referral.address}/close?reason=no-longer-needed`]);
  expect((await referral.state()).progress.closed).toBe(false);
  expect(await says(referral.address)).toContain('The patient said today that the appointment is not needed any more.');
  // They ring again: it is still needed after all.
  await priya.submit(page, { answer: 'still-needed', ...date('answeredOn', '2026-08-20') }, `${page}/answer`);
  expect(await says(referral.address)).not.toContain('not needed any more. Nothing has followed');
});
