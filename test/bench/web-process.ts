// A web process of its own, and its caseload page as a coordinator sees it.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

export interface WebProcess {
  readonly address: string;
  /** Of Guardian's process: its handler on bare node:http. */
  readonly handlerAddress: string;
  /** Microseconds of its own so far. */
  cpu(): Promise<number>;
  stop(): Promise<void>;
}

export async function startServer(kind: 'guardian' | 'bare', ...args: string[]): Promise<WebProcess> {
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

export const pageOf = async (address: string, cookie: string): Promise<string> =>
  (await fetch(`${address}/cases`, { headers: { cookie } })).text();

/** Without the spaces between tags, which are nobody's work. */
export const rowsOf = (page: string): string => /<tbody>[^]*<\/tbody>/.exec(page)?.[0].replaceAll(/\s+(?=<)|(?<=>)\s+/g, '') ?? '';

/** A coordinator like the other one, of whom the server of the bench writes nothing down. */
export const UNAUDITED = 'demo-coordinator-southend-2';

/** As a coordinator, through the pages that people use; the cookies of the session. */
export async function logIn(address: string, person = 'demo-coordinator-southend'): Promise<string> {
  const cookies = new Map<string, string>();
  const ask = async (at: string, body?: URLSearchParams): Promise<Response> => {
    const cookie = [...cookies].map((pair) => pair.join('=')).join('; ');
    const answer = await fetch(new URL(at, address), { redirect: 'manual', headers: { cookie }, ...(body && { method: 'POST', body }) });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    const next = answer.headers.get('location');
    return next === null || at.startsWith(CALLBACK, address.length) ? answer : ask(new URL(next, address).href);
  };
  const choose = await ask('/log-in/start');
  const token = /name="_csrf" value="([^"]*)"/.exec(await choose.text())?.[1] ?? '';
  const answer = await ask(choose.url, new URLSearchParams({ _csrf: token, person }));
  if (answer.status !== 303) throw new Error(`log-in answered ${answer.status}`);
  return `guardian=${cookies.get('guardian')}`;
}

const CALLBACK = '/log-in/callback';
