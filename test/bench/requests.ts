import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import path from 'node:path';
import { loadReferenceData } from '../../apps/cli/src/reference-data';
import type { Bench } from './bench';
import { fillCaseload, type Practice } from './caseload-rows';
import { short } from './report';
import { interleaved, median, ratio } from './rounds';
import { withClient } from './server';

const CASES = 20_000;
const CLIENTS = 8;

/**
 * Goals 13 and 14: what a request for the first page of a caseload costs the web process: beside its own handler on bare node:http, so
 * that the difference is the framework, guards and headers; and beside the least that can be written for the same queries.
 */
export async function requests({ server, report, rounds, quick }: Bench): Promise<void> {
  report.heading('CPU of the web process for a list of 25 cases, µs a request');
  const url = await server.database();
  await loadReferenceData(url);
  await withClient(url, async (client) => {
    const practices = await client.query<Practice>(
      `select p.code, m.pcn_code as pcn, p.place_code as place from practice p join practice_pcn m on m.practice_code = p.code order by p.code`,
    );
    await fillCaseload(client, CASES, practices.rows);
  });
  const guardian = await startServer('guardian', url);
  const cookie = await logIn(guardian.address);
  const page = await pageOf(guardian.address, cookie);
  const bare = await startServer('bare', url, page);
  if (rowsOf(await pageOf(bare.address, cookie)) !== rowsOf(page)) throw new Error('the bare page does not show what Guardian shows');
  const count = quick ? 100 : 1_000;
  const cost = (of: WebProcess, page: string) => async (): Promise<number> => {
    const before = await of.cpu();
    await load(of.address + page, cookie, count);
    return ((await of.cpu()) - before) / count;
  };
  const variants = {
    json: cost(guardian, '/api/v1/cases'),
    html: cost(guardian, '/cases'),
    handlerJson: cost({ ...guardian, address: guardian.handlerAddress }, '/'),
    bareJson: cost(bare, '/api/v1/cases'),
    bareHtml: cost(bare, '/cases'),
  };
  await interleaved(1, variants); // templates and code warm
  const { json, html, handlerJson, bareJson, bareHtml } = await interleaved(rounds, variants);
  await guardian.stop();
  await bare.stop();
  await server.drop(url);
  const line = (goal: number, what: string, ours: readonly number[], other: readonly number[], atMost: number) =>
    report.goal({ goal, what, measured: ratio(ours, other), atMost, detail: `${short(median(ours))} beside ${short(median(other))}` });
  line(13, 'JSON list : the same handler on bare node:http', json, handlerJson, 1.25);
  report.fact('JSON list : bare node:http with the same queries', `${short(ratio(json, bareJson))}   ${short(median(bareJson))}`);
  line(14, 'HTML list : the same from template literals', html, bareHtml, 2);
  line(14, 'HTML list : JSON list', html, json, 2.5);
}

interface WebProcess {
  readonly address: string;
  /** Of Guardian's process: its handler on bare node:http. */
  readonly handlerAddress: string;
  /** Microseconds of its own so far. */
  cpu(): Promise<number>;
  stop(): Promise<void>;
}

async function startServer(kind: 'guardian' | 'bare', ...args: string[]): Promise<WebProcess> {
  const child = fork(path.join(__dirname, `${kind}-server.js`), args);
  const ended = once(child, 'exit').then(() => Promise.reject(new Error(`the ${kind} web process ended`)));
  ended.catch(() => undefined); // told to whoever waits for an answer
  const told = async <T>(): Promise<T> => ((await Promise.race([once(child, 'message'), ended])) as [T])[0];
  const [address = '', handlerAddress = ''] = (await told<string>()).split(' ');
  return {
    address,
    handlerAddress,
    cpu: () => {
      const answer = told<number>();
      child.send('cpu');
      return answer;
    },
    stop: async () => {
      child.disconnect();
      await ended.catch(() => undefined);
    },
  };
}

const pageOf = async (address: string, cookie: string): Promise<string> =>
  (await fetch(`${address}/cases`, { headers: { cookie } })).text();

/** Without the spaces between tags, which are nobody's work. */
const rowsOf = (page: string): string => /<tbody>[^]*<\/tbody>/.exec(page)?.[0].replaceAll(/\s+(?=<)|(?<=>)\s+/g, '') ?? '';

/** So many requests by a few clients at a time; throws when one is not answered as it should be. */
async function load(address: string, cookie: string, count: number): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });
  let left = count;
  const client = async (): Promise<void> => {
    while (left-- > 0) {
      const { status, text } = await get(address, cookie, agent);
      if (status !== 200 || !text.includes('GR-')) throw new Error(`${address} answered ${status}: ${text.slice(0, 300)}`);
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  agent.destroy();
}

function get(address: string, cookie: string, agent: Agent): Promise<{ status: number | undefined; text: string }> {
  return new Promise((resolve, reject) => {
    request(address, { agent, headers: { cookie } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode, text: Buffer.concat(chunks).toString() }));
      response.on('error', reject);
    })
      .on('error', reject)
      .end();
  });
}

/** As a coordinator, by the page that people use; the cookie of the session. */
async function logIn(address: string): Promise<string> {
  const page = await fetch(`${address}/log-in`);
  const token = /name="_csrf" value="([^"]*)"/.exec(await page.text())?.[1] ?? '';
  const answer = await fetch(`${address}/log-in`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: cookieOf(page) },
    body: new URLSearchParams({ _csrf: token, next: '', person: 'demo-coordinator-southend' }),
  });
  if (answer.status !== 303) throw new Error(`log-in answered ${answer.status}`);
  return cookieOf(answer);
}

const cookieOf = (answer: Response): string => answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
