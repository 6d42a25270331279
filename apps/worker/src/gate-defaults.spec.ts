import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { setTimeout as pause } from 'node:timers/promises';
import { startTestGuardian, type TestGuardian } from '../../../test/support/guardian';
import { LivedHistory } from '@guardian/caseload';
import { GateDefaults } from './gate-defaults';
import { createWorkerApp } from './worker-app';

jest.setTimeout(60_000);

let guardian: TestGuardian;
const workers: NestFastifyApplication[] = [];

beforeAll(async () => {
  guardian = await startTestGuardian();
}, 60_000);
afterAll(async () => {
  await Promise.all(workers.map((worker) => worker.close()));
  await guardian.close();
});

it('a referral that was held for as long as it may be goes on, once, however many workers there are', async () => {
  // Accepted on 20 August 2026; the hip pathway holds for 14 days. The workers' own clock is the computer's.
  const held = await guardian.takeIn();
  await held.does({ type: 'AcceptReferral' });
  const notAccepted = await guardian.takeIn();

  for (let i = 0; i < 2; i++) {
    const worker = await createWorkerApp({
      databaseUrl: guardian.database.url,
      logLevel: 'silent',
      identityRules: { lookupKey: 'for tests only, for tests only, for tests only', testNumbersOnly: true },
    });
    await worker.init();
    workers.push(worker);
  }
  while (!(await held.state()).progress.gatePassed) await pause(50);

  expect((await held.state()).entries).toEqual(['ReferralReceived', 'ReferralAccepted', 'GateExpired']);
  expect((await notAccepted.state()).entries).toEqual(['ReferralReceived']);
});

it('one of a history that is still being lived through is left alone', async () => {
  const [worker] = workers;
  const ended = await worker?.get(LivedHistory).begin();
  const held = await guardian.takeIn();
  await held.does({ type: 'AcceptReferral' });

  const refuse = (error: unknown): never => {
    throw error;
  };
  expect(await worker?.get(GateDefaults).takeAll(refuse)).toBe(0);
  await ended?.();
  expect(await worker?.get(GateDefaults).takeAll(refuse)).toBe(1);
  expect((await held.state()).entries).toEqual(['ReferralReceived', 'ReferralAccepted', 'GateExpired']);
});
