// The web process as it is shipped, with its own CPU told on request: `guardian-server.js <url>`.
import 'reflect-metadata';
import { createWebApp } from '../../apps/web/src/http/bootstrap';
import { tellCpu } from './tell-cpu';

async function main(databaseUrl: string): Promise<void> {
  const secret = 'for the bench only, for the bench only';
  const app = await createWebApp({
    databaseUrl,
    sessionSecret: secret,
    lookupKey: secret,
    demo: true,
    logLevel: 'silent',
    requestsPerMinute: 1_000_000,
  });
  await app.listen(0, '127.0.0.1');
  tellCpu(await app.getUrl());
}

void main(process.argv[2] ?? '');
