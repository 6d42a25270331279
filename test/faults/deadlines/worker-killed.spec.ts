import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { IncomingReferral } from '@guardian/casework';
import { addDays, day } from '@guardian/kernel';
import { somebody, startTestGuardian, type TestCase, type TestGuardian } from '../../support/guardian';

jest.setTimeout(180_000);

let guardian: TestGuardian;
const running = new Set<ChildProcess>();

beforeAll(async () => {
  guardian = await startTestGuardian();
}, 60_000);
afterAll(async () => {
  await Promise.all([...running].map(kill9));
  await guardian.close();
});

function startWorkers(instant: string): ChildProcess[] {
  const script = [path.join(__dirname, '../event-store/run-typescript.cjs'), path.join(__dirname, 'worker.ts')];
  return [1, 2].map(() => {
    const worker = spawn(process.execPath, [...script, guardian.database.url, instant], { stdio: ['ignore', 'ignore', 'inherit'] });
    running.add(worker);
    return worker;
  });
}

async function kill9(worker: ChildProcess): Promise<void> {
  const ended = once(worker, 'close');
  worker.kill('SIGKILL');
  await ended;
  running.delete(worker);
  expect(worker.signalCode).toBe('SIGKILL');
}

const FIRED = `type in ('GateExpired', 'CheckInMissed', 'EscalationPassedOn', 'WorkupItemExpired', 'ResponsibilityOfferUnanswered',
  'StepWentQuiet', 'SilenceReachedPcn', 'HarmReviewOpened', 'ValidationFellDue', 'ValidationUnanswered')`;
/** How often each fired, and in how many cases. */
async function fired(): Promise<Record<string, [number, number]>> {
  const sql = `select type, count(*)::int as events, count(distinct stream_id)::int as cases from events where ${FIRED} group by type`;
  const { rows } = await guardian.database.pool.query<{ type: string; events: number; cases: number }>(sql);
  return Object.fromEntries(rows.map(({ type, events, cases }) => [type, [events, cases]]));
}
const total = async (): Promise<number> => Object.values(await fired()).reduce((sum, [events]) => sum + events, 0);
async function untilFired(count: number): Promise<void> {
  while ((await total()) < count) await pause(2);
}

/** This many cases, each after the same commands, some at a time. */
async function givenCases(count: number, ...commands: Parameters<TestCase['does']>): Promise<void> {
  await givenReferrals(count, {}, ...commands);
}

async function givenReferrals(count: number, more: Partial<IncomingReferral>, ...commands: Parameters<TestCase['does']>): Promise<void> {
  for (let made = 0; made < count; made += 10) {
    await Promise.all(
      Array.from({ length: Math.min(10, count - made) }, async () => {
        const one = await guardian.takeIn({ ...somebody(), ...more });
        await one.does(...commands);
      }),
    );
  }
}

it('203 deadlines of all kinds that fall due, some while no worker runs, each fire exactly once although the workers are killed again and again', async () => {
  // 20 August 2026: held for 14 days, checked in on the next day with 3 days of grace, acknowledged within 4 hours. A referral that nobody
  // accepted may be quiet for 2 days, and one in workup for 7; the PCN is told after twice as long. That a held one goes on is news of it.
  const tomorrow = addDays(day('2026-08-20'), 1);
  const escalation = {
    type: 'RaiseEscalation',
    to: { name: 'Dr Alva Nyman', role: 'Referring practice' },
    deputy: { name: 'Dr Samuel Brandt', role: 'Guardian clinician' },
    urgency: 'today',
    question: 'Does she need to be seen sooner?',
    facts: '',
  } as const;
  const doctor = { kind: 'clinician', name: 'Dr Samuel Brandt', organisation: 'Guardian team, Southend' } as const;
  const waiver = { item: 'oxford-hip-score', reason: 'Away', clinician: doctor.name, expiresOn: day('2026-08-25') } as const;
  await givenCases(11, { type: 'AcceptReferral' });
  await givenCases(11, { type: 'AcceptReferral' }, { type: 'WaiveWorkupItem', ...waiver });
  await givenCases(11, { type: 'PlanCheckIn', dueOn: tomorrow });
  await givenCases(11, { type: 'OfferResponsibility', to: doctor, replyBy: tomorrow, summary: '' });
  await givenCases(11, escalation);
  // Asked whether it is still needed; 28 days with P2; 12 weeks since the referral on 2 September.
  await givenCases(5, { type: 'AskValidation', how: 'text', replyBy: tomorrow });
  await givenCases(5, { type: 'RecordPriority', scheme: 'P', code: 'P2', on: day('2026-08-20') });
  await givenReferrals(5, { referredOn: day('2026-06-10') });
  // These are met, moved beyond the day, or gone with their case; the first two go quiet all the same.
  await givenCases(1, { type: 'PlanCheckIn', dueOn: tomorrow }, { type: 'PlanCheckIn', dueOn: day('2026-12-01') });
  await givenCases(1, escalation, { type: 'AcknowledgeEscalation', escalationId: 'e1', by: 'Dr Alva Nyman' });
  await givenCases(
    1,
    { type: 'AcceptReferral' },
    { type: 'PlanCheckIn', dueOn: tomorrow },
    {
      type: 'CloseCase',
      reason: 'discharged-to-primary-care',
      on: day('2026-08-20'),
      evidence: 'Says so herself on the phone',
      reviewer: 'Dr Samuel Brandt',
      patientTold: 'phone',
      referrerTold: 'phone',
    },
  );

  // Only the escalations are due in the evening of the same day.
  for (const [instant, kills] of [
    ['2026-08-20T18:00:00Z', [3, 7]],
    ['2026-09-20T09:00:00Z', [60, 110, 160]],
  ] as const) {
    for (const count of kills) {
      const workers = startWorkers(instant);
      await untilFired(count);
      await Promise.all(workers.map(kill9));
      expect(await total()).toBeLessThan(count + 30);
    }
  }
  const workers = startWorkers('2026-09-20T09:00:00Z');
  await untilFired(203);
  await pause(3_000);
  await Promise.all(workers.map(kill9));
  expect(await fired()).toEqual({
    GateExpired: [22, 22],
    WorkupItemExpired: [11, 11],
    CheckInMissed: [11, 11],
    ResponsibilityOfferUnanswered: [11, 11],
    EscalationPassedOn: [11, 11],
    StepWentQuiet: [72, 72],
    SilenceReachedPcn: [50, 50],
    ValidationUnanswered: [5, 5],
    HarmReviewOpened: [5, 5],
    ValidationFellDue: [5, 5],
  });
});
