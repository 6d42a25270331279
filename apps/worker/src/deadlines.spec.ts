import { LivedHistory } from '@guardian/caseload';
import { day, SettableClock } from '@guardian/kernel';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { somebody, startTestGuardian, type TestCase, type TestGuardian } from '../../../test/support/guardian';
import { startTestWorker } from '../../../test/support/worker';
import { Deadlines } from './deadlines';

jest.setTimeout(60_000);

const clock = new SettableClock(new Date('2026-08-20T09:00:00Z'));
let guardian: TestGuardian;
let workers: NestFastifyApplication[];

beforeAll(async () => {
  guardian = await startTestGuardian();
  workers = [await startTestWorker(guardian, clock), await startTestWorker(guardian, clock)];
}, 60_000);
beforeEach(() => clock.set(new Date('2026-08-20T09:00:00Z')));
afterAll(async () => {
  await Promise.all(workers.map((worker) => worker.close()));
  await guardian.close();
});

const refuse = (error: unknown): never => {
  throw error;
};
/** What happened to a case, but for what comes about in each that waits for long. */
const BESIDES: readonly string[] = ['StepWentQuiet', 'SilenceReachedPcn', 'ValidationFellDue'];
const entriesOf = async (one: TestCase): Promise<readonly string[]> =>
  (await one.state()).entries.filter((type) => !BESIDES.includes(type));
/** All workers look at once when the clock shows this; how many things came about. */
async function lookAt(instant: string): Promise<number> {
  clock.set(new Date(instant));
  const taken = await Promise.all(workers.map((worker) => worker.get(Deadlines).takeAll(refuse)));
  return taken.reduce((sum, one) => sum + one, 0);
}

it('a referral that was held for as long as it may be goes on, once, however many workers look', async () => {
  // Accepted on 20 August 2026; the hip pathway holds for 14 days: until 3 September.
  const held = await guardian.takeIn(somebody());
  await held.does({ type: 'AcceptReferral' });
  const notAccepted = await guardian.takeIn(somebody());

  await lookAt('2026-09-03T22:59:59Z');
  expect(await entriesOf(held)).toEqual(['ReferralReceived', 'ReferralAccepted']);
  await lookAt('2026-09-03T23:00:00Z');
  await lookAt('2026-12-01T12:00:00Z');
  expect(await entriesOf(held)).toEqual(['ReferralReceived', 'ReferralAccepted', 'GateExpired']);
  expect(await entriesOf(notAccepted)).toEqual(['ReferralReceived']);
});

it('a check-in is missed when its days of grace are over, and not when it was moved', async () => {
  const [missed, moved] = [await guardian.takeIn(somebody()), await guardian.takeIn(somebody())];
  await missed.does({ type: 'PlanCheckIn', dueOn: day('2026-08-21') });
  await moved.does({ type: 'PlanCheckIn', dueOn: day('2026-08-21') }, { type: 'PlanCheckIn', dueOn: day('2026-10-01') });

  await lookAt('2026-08-24T22:59:00Z');
  expect(await entriesOf(missed)).toEqual(['ReferralReceived', 'CheckInPlanned']);
  await lookAt('2026-08-24T23:00:00Z');
  expect(await entriesOf(missed)).toEqual(['ReferralReceived', 'CheckInPlanned', 'CheckInMissed']);
  expect(await entriesOf(moved)).toEqual(['ReferralReceived', 'CheckInPlanned', 'CheckInPlanned']);
});

it('an escalation that nobody acknowledged goes to its deputy at its minute', async () => {
  const asked = await guardian.takeIn(somebody());
  await asked.does({
    type: 'RaiseEscalation',
    to: { name: 'Dr Alva Nyman', role: 'Referring practice' },
    deputy: { name: 'Dr Samuel Brandt', role: 'Guardian clinician' },
    urgency: 'now',
    question: 'Does she need to be seen today?',
    facts: '',
  });
  await lookAt('2026-08-20T09:29:59Z');
  expect(await entriesOf(asked)).toEqual(['ReferralReceived', 'EscalationRaised']);
  await lookAt('2026-08-20T09:30:00Z');
  expect(await entriesOf(asked)).toEqual(['ReferralReceived', 'EscalationRaised', 'EscalationPassedOn']);
});

it('a step that goes quiet is marked once, again after news, and the PCN is told after twice as long', async () => {
  // A referral for a hip may lie for 2 days before it is accepted or returned.
  const silent = await guardian.takeIn(somebody());
  await lookAt('2026-08-22T22:59:59Z');
  expect((await silent.state()).entries).toEqual(['ReferralReceived']);
  await lookAt('2026-08-22T23:00:00Z');
  await lookAt('2026-08-23T12:00:00Z');
  expect((await silent.state()).entries).toEqual(['ReferralReceived', 'StepWentQuiet']);
  guardian.clock.set(new Date('2026-08-23T12:00:00Z'));
  try {
    await silent.does({ type: 'AssignCase', coordinator: { id: 'u1', name: 'Bola Example' } });
  } finally {
    guardian.clock.set(new Date('2026-08-20T09:00:00Z'));
  }
  await lookAt('2026-08-25T22:59:59Z');
  expect((await silent.state()).entries).toEqual(['ReferralReceived', 'StepWentQuiet', 'CaseAssigned']);
  await lookAt('2026-08-25T23:00:00Z');
  await lookAt('2026-08-27T23:00:00Z');
  await lookAt('2026-10-01T12:00:00Z');
  expect((await silent.state()).entries).toEqual([
    ...['ReferralReceived', 'StepWentQuiet', 'CaseAssigned'],
    ...['StepWentQuiet', 'SilenceReachedPcn'],
  ]);
});

it('what was agreed runs out after its last good day, and an offer of the baton is unanswered after its reply date', async () => {
  const waived = await guardian.takeIn(somebody());
  await waived.does({ type: 'AcceptReferral' });
  const [item = ''] = Object.keys((await waived.state()).items);
  const doctor = 'Dr Samuel Brandt';
  await waived.does({ type: 'WaiveWorkupItem', item, reason: 'Away', clinician: doctor, expiresOn: day('2026-08-25') });
  const offered = await guardian.takeIn(somebody());
  const to = { kind: 'clinician', name: doctor, organisation: 'Guardian team, Southend' } as const;
  await offered.does({ type: 'OfferResponsibility', to, replyBy: day('2026-08-25'), summary: '' });

  await lookAt('2026-08-25T22:59:59Z');
  expect(await entriesOf(waived)).not.toContain('WorkupItemExpired');
  expect(await entriesOf(offered)).toEqual(['ReferralReceived', 'ResponsibilityOffered']);
  await lookAt('2026-08-25T23:00:00Z');
  await lookAt('2026-08-26T12:00:00Z');
  expect((await entriesOf(waived)).filter((type) => type === 'WorkupItemExpired')).toHaveLength(1);
  expect((await waived.state()).items[item]?.status).toBe('outstanding');
  expect(await entriesOf(offered)).toEqual(['ReferralReceived', 'ResponsibilityOffered', 'ResponsibilityOfferUnanswered']);
  expect((await offered.state()).holder?.name).toBe('Dr Alva Nyman');
});

it('one of a history that is still being lived through is left alone', async () => {
  const ended = await workers[0]?.get(LivedHistory).begin();
  const held = await guardian.takeIn(somebody());
  await held.does({ type: 'AcceptReferral' });

  await lookAt('2026-10-01T09:00:00Z');
  expect(await entriesOf(held)).toEqual(['ReferralReceived', 'ReferralAccepted']);
  await ended?.();
  await lookAt('2026-10-01T09:00:00Z');
  expect(await entriesOf(held)).toEqual(['ReferralReceived', 'ReferralAccepted', 'GateExpired']);
});

it('a wait that is past a limit gets its harm review, each once', async () => {
  const long = await guardian.takeIn({ ...somebody(), referredOn: day('2025-08-25') });
  const urgent = await guardian.takeIn(somebody());
  await urgent.does({ type: 'RecordPriority', scheme: 'P', code: 'P2', on: day('2026-07-28') });

  await lookAt('2026-08-24T22:59:00Z');
  expect(await entriesOf(long)).toEqual(['ReferralReceived']);
  await lookAt('2026-08-24T23:00:00Z');
  await lookAt('2026-08-25T23:00:00Z');
  await lookAt('2026-08-26T12:00:00Z');
  expect(await entriesOf(long)).toEqual(['ReferralReceived', 'HarmReviewOpened']);
  expect(await entriesOf(urgent)).toEqual(['ReferralReceived', 'PriorityRecorded', 'HarmReviewOpened']);
});

it('whoever has waited for 12 weeks is to be asked whether they still need it, and a question without a reply is noted, each once', async () => {
  // 12 weeks after 1 June 2026 are 24 August, 26 weeks 30 November.
  const waiting = await guardian.takeIn({ ...somebody(), referredOn: day('2026-06-01') });
  const ofValidation = async () => (await waiting.state()).entries.filter((type) => type.startsWith('Validation'));
  await lookAt('2026-08-23T22:59:00Z');
  expect(await ofValidation()).toEqual([]);
  await lookAt('2026-08-23T23:00:00Z');
  await lookAt('2026-08-24T12:00:00Z');
  expect(await ofValidation()).toEqual(['ValidationFellDue']);
  await waiting.does({ type: 'AskValidation', how: 'letter', replyBy: day('2026-09-14') });
  await lookAt('2026-09-14T22:59:00Z');
  expect(await ofValidation()).toEqual(['ValidationFellDue', 'ValidationAsked']);
  await lookAt('2026-09-14T23:00:00Z');
  await lookAt('2026-10-01T12:00:00Z');
  expect(await ofValidation()).toEqual(['ValidationFellDue', 'ValidationAsked', 'ValidationUnanswered']);
  await lookAt('2026-11-30T00:00:00Z');
  expect(await ofValidation()).toEqual(['ValidationFellDue', 'ValidationAsked', 'ValidationUnanswered', 'ValidationFellDue']);
});
