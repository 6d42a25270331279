// The web process as it is shipped, with its own CPU told on request: `guardian-server.js <url> [without-wall]`. Says its address, and that of a bare
// node:http in the same process, which gives a request to the same handler with nothing between.
import 'reflect-metadata';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ReadAudit, WebSessions } from '@guardian/access';
import { Client } from 'pg';
import { CaseQuery } from '../../apps/web/src/api/case-query';
import { CasesApi } from '../../apps/web/src/api/cases.controller';
import { createWebApp } from '../../apps/web/src/http/bootstrap';
import { tellCpu } from './tell-cpu';
import { UNAUDITED } from './web-process';
import { benchLog } from './log';

async function main(databaseUrl: string, wall?: string): Promise<void> {
  if (wall === 'without-wall') withoutWall();
  const secret = 'for the bench only, for the bench only';
  const app = await createWebApp({
    ...benchLog(databaseUrl),
    sessionSecret: secret,
    lookupKey: secret,
    demo: true,
    logLevel: 'silent',
    requestsPerMinute: 1_000_000,
  });
  leaveOut(app.get(ReadAudit));
  await app.listen(0, '127.0.0.1');

  const [sessions, api] = [app.get(WebSessions), app.get(CasesApi)];
  const answer = async (cookie = ''): Promise<string> => {
    const user = (await sessions.get(cookie.slice('guardian='.length)))?.user;
    if (!user) throw new Error('not logged in');
    return JSON.stringify(await api.list(user, new CaseQuery()));
  };
  const bare = createServer((request, response) => {
    answer(request.headers.cookie).then(
      (body) => response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }).end(body),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  bare.listen(0, '127.0.0.1', () => void told());
  const told = async () => tellCpu(`${await app.getUrl()} http://127.0.0.1:${(bare.address() as AddressInfo).port}`);
}

/** What this person is shown is not written down, so that the cost of doing it can be told. */
function leaveOut(audit: ReadAudit): void {
  const record = audit.record.bind(audit);
  audit.record = (look) => (look.by.id === UNAUDITED ? Promise.resolve() : record(look));
}

/** Patients are read as the owner of the rows and in no transaction, so that the cost of the second wall can be told. */
function withoutWall(): void {
  const query = Client.prototype.query as (...args: unknown[]) => unknown;
  const left = (text: unknown): boolean =>
    typeof text === 'string' && (text === 'commit' || text.startsWith('begin read only; set local role'));
  Object.assign(Client.prototype, {
    query(this: Client, ...args: unknown[]) {
      return left(args[0]) ? Promise.resolve({ rows: [] }) : query.apply(this, args);
    },
  });
}

void main(process.argv[2] ?? '', process.argv[3]);
