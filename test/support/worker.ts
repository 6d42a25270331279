import type { Clock } from '@guardian/kernel';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { RecurringJob } from '../../apps/worker/src/recurring-job';
import { createWorkerApp, type WorkerAppOptions } from '../../apps/worker/src/worker-app';
import type { TestGuardian } from './guardian';
import { testLog } from './log';

/** A worker of this guardian, which looks at its jobs only when it is asked. `close` it in `afterAll`, before the guardian. */
export async function startTestWorker(
  { database, clock: its }: TestGuardian,
  clock: Clock = its,
  checkpoints?: WorkerAppOptions['checkpoints'],
): Promise<NestFastifyApplication> {
  const worker = await createWorkerApp({
    ...testLog(database.url),
    logLevel: 'silent',
    clock,
    ...(checkpoints && { checkpoints }),
    identityRules: { lookupKey: 'for tests only, for tests only, for tests only', testNumbersOnly: true },
  });
  // Its own timetable would look at the instants between two lines of a spec, on a slow machine only.
  const timetable = jest.spyOn(RecurringJob.prototype, 'start').mockReturnValue(undefined);
  await worker.init();
  timetable.mockRestore();
  return worker;
}
