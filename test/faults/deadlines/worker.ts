// `worker.ts <database url> <instant>`: the whole worker, on a clock that stands at this instant, until it is killed.
import 'reflect-metadata';
import { SettableClock } from '@guardian/kernel';
import { createWorkerApp } from '../../../apps/worker/src/worker-app';
import { testLog } from '../../support/log';

const LOOKUP_KEY = 'for tests only, for tests only, for tests only';

async function main([databaseUrl = '', instant = '']: readonly string[]): Promise<void> {
  const app = await createWorkerApp({
    ...testLog(databaseUrl),
    logLevel: 'silent',
    clock: new SettableClock(new Date(instant)),
    identityRules: { lookupKey: LOOKUP_KEY, testNumbersOnly: true },
  });
  await app.init();
}

void main(process.argv.slice(2));
