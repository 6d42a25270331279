import { Agent, request } from 'node:http';
import { loadReferenceData } from '../../apps/cli/src/reference-data';
import type { Bench } from './bench';
import { fillCaseload, type Practice } from './caseload-rows';
import { short } from './report';
import { interleaved, median, ratio } from './rounds';
import { withClient } from './server';
import { logIn, pageOf, rowsOf, startServer, UNAUDITED, type WebProcess } from './web-process';
import { benchLog } from './log';

const CASES = 20_000;
const CLIENTS = 8;

/**
 * Goals 13 and 14: what a request for the first page of a caseload costs the web process: beside its own handler on bare node:http, so
 * that the difference is the framework, guards and headers; and beside the least that can be written for the same queries. What
 * the read audit costs is goal 24, and left out here.
 */
export async function requests({ server, report, rounds, quick }: Bench): Promise<void> {
  report.heading('CPU of the web process for a list of 25 cases, µs a request');
  const url = await server.database();
  await loadReferenceData(benchLog(url));
  await withClient(url, async (client) => {
    const practices = await client.query<Practice>(
      `select p.code, m.pcn_code as pcn, p.place_code as place from practice p join practice_pcn m on m.practice_code = p.code order by p.code`,
    );
    await fillCaseload(client, CASES, practices.rows);
  });
  const guardian = await startServer('guardian', url);
  const cookie = await logIn(guardian.address, UNAUDITED);
  const page = await pageOf(guardian.address, cookie);
  const bare = await startServer('bare', url, page);
  if (rowsOf(await pageOf(bare.address, cookie)) !== rowsOf(page)) {
    await Promise.all([guardian.stop(), bare.stop()]); // else they would keep the bench waiting
    throw new Error('the bare page does not show what Guardian shows');
  }
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

/** So many requests by a few clients at a time; throws when one is not answered as it should be. */
export async function load(address: string, cookie: string, count: number): Promise<void> {
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
