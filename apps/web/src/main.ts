import 'reflect-metadata';
import { loadConfig } from '@guardian/config';
import { createWebApp } from './http/bootstrap';

async function main(): Promise<void> {
  const { mode, logLevel, web, database, eventStore, secrets, signIn } = loadConfig();
  if (database.url === undefined) throw new Error('DATABASE_URL is not set. `guardian start` runs a database and sets it.');
  const app = await createWebApp({
    databaseUrl: database.url,
    eventStoreUrl: eventStore.url,
    masterKeys: secrets.masterKeys,
    sessionSecret: secrets.session,
    lookupKey: secrets.lookupKey,
    demo: mode === 'demo',
    publicAddress: web.publicAddress,
    trustedProxies: web.trustedProxies,
    signIn,
    logLevel,
  });
  // Started by `guardian start`, this process ends with its parent.
  process.on('disconnect', () => void app.close().finally(() => process.exit(0)));
  await app.listen(web.port, web.host);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
