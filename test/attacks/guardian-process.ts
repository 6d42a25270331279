// `guardian-process.ts <database url> <secret>`: pages and worker as they are shipped, which log all they can, until it is killed. Says where
// both listen.
import 'reflect-metadata';
import { createWebApp } from '../../apps/web/src/http/bootstrap';
import { createWorkerApp } from '../../apps/worker/src/worker-app';
import { testLog } from '../support/log';

async function main([databaseUrl = '', secret = '']: readonly string[]): Promise<void> {
  const all = { ...testLog(databaseUrl), logLevel: 'trace' } as const;
  const web = await createWebApp({ ...all, sessionSecret: secret, lookupKey: secret, demo: true, requestsPerMinute: 0 });
  const worker = await createWorkerApp({ ...all, identityRules: { lookupKey: secret, testNumbersOnly: true } });
  for (const app of [web, worker]) await app.listen(0, '127.0.0.1');
  process.stdout.write(`\nlistening ${await web.getUrl()} ${await worker.getUrl()}\n`);
}

void main(process.argv.slice(2));
