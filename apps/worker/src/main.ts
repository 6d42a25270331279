import 'reflect-metadata';
import { loadConfig } from '@guardian/config';
import { createWorkerApp } from './worker-app';

async function main(): Promise<void> {
  const { mode, logLevel, worker, database, eventStore, secrets, checkpoints } = loadConfig();
  if (database.url === undefined) throw new Error('DATABASE_URL is not set. `guardian start` runs a database and sets it.');
  const app = await createWorkerApp({
    databaseUrl: database.url,
    eventStoreUrl: eventStore.url,
    masterKeys: secrets.masterKeys,
    logLevel,
    checkpoints,
    identityRules: { lookupKey: secrets.lookupKey, testNumbersOnly: mode === 'demo' },
  });
  // Started by `guardian start`, this process ends with its parent.
  process.on('disconnect', () => void app.close().finally(() => process.exit(0)));
  await app.listen(worker.healthPort, '127.0.0.1');
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
