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

/** As a coordinator, by the page that people use; the cookie of the session. */
export async function logIn(address: string, person = 'demo-coordinator-southend'): Promise<string> {
  const page = await fetch(`${address}/log-in`);
  const token = /name="_csrf" value="([^"]*)"/.exec(await page.text())?.[1] ?? '';
  const answer = await fetch(`${address}/log-in`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: cookieOf(page) },
    body: new URLSearchParams({ _csrf: token, next: '', person }),
  });
  if (answer.status !== 303) throw new Error(`log-in answered ${answer.status}`);
  return cookieOf(answer);
}

const cookieOf = (answer: Response): string => answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
