import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { WebSessions } from '@guardian/access';
import { CommandBus } from '@nestjs/cqrs';
import { compile } from 'sass';
import { createWebApp } from '../../apps/web/src/http/bootstrap';
import type { WebOptions } from '../../apps/web/src/web-options';
import { testDatabase, type TestDatabase } from './database';
import { testLog } from './log';

/** Of sessions and of look-ups. */
export const TEST_SECRET = 'for tests only, for tests only, for tests only';

export interface TestWeb {
  /** `http://127.0.0.1:port`, no slash at the end. */
  readonly address: string;
  readonly database: TestDatabase;
  /** For what other parts of the service do while somebody looks at pages. */
  readonly commands: CommandBus;
  /** Somebody with a browser's cookies and no scripts. */
  visitor(): Visitor;
  close(): Promise<void>;
}

interface TestWebOptions extends Partial<WebOptions> {
  /** Nest modules with controllers for this test only. */
  readonly modules?: readonly (new () => object)[];
}

/** The web process on a database of its own, listening on a free port. `close` it in `afterAll`. */
export async function startTestWeb({ modules = [], ...options }: TestWebOptions = {}): Promise<TestWeb> {
  const database = await testDatabase();
  const app = await createWebApp(
    {
      ...testLog(database.url),
      sessionSecret: TEST_SECRET,
      lookupKey: TEST_SECRET,
      demo: true,
      logLevel: 'silent',
      requestsPerMinute: 0,
      publicFolder: builtStyles(),
      ...options,
    },
    modules,
  );
  await app.listen(0, '127.0.0.1');
  const address = await app.getUrl();
  return {
    address,
    database,
    commands: app.get(CommandBus),
    visitor: () => new Visitor(address, database.url),
    close: async () => {
      await app.close();
      await database.drop();
    },
  };
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Where a redirect leads, without the host. */
  readonly location: string | undefined;
}

/** Fetches like a browser without scripts: keeps cookies, follows no redirect by itself, sends a form with its hidden fields. */
export class Visitor {
  private readonly cookies = new Map<string, string>();

  /** `databaseUrl`: where its sessions are, for `logIn`. */
  constructor(
    private readonly address: string,
    private readonly databaseUrl = '',
  ) {}

  get cookie(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  get(url: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.send(url, { headers });
  }

  post(url: string, fields: Fields, headers: Record<string, string> = {}): Promise<Answer> {
    const body = new URLSearchParams(
      Object.entries(fields).flatMap(([name, value]) => [value].flat().map((item): [string, string] => [name, item])),
    );
    return this.send(url, {
      method: 'POST',
      body: body.toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    });
  }

  /** A form that could carry a file, and carries none. */
  upload(url: string, fields: Readonly<Record<string, string>>): Promise<Answer> {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    return this.send(url, { method: 'POST', body });
  }

  json(method: string, url: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return this.send(url, { method, body: text, headers: { 'content-type': 'application/json', ...headers } });
  }

  /** Opens a page and sends the form on it with these fields filled; `action` tells which form when there are several. */
  async submit(page: string, fields: Fields, action?: string): Promise<Answer> {
    const form = formIn((await this.get(page)).text, action);
    return this.post(form.action, { ...form.hidden, ...fields });
  }

  /** Has a session of this person from now on, in place of the one it had. How people come by one is for the specs of logging in. */
  async logIn(person: string): Promise<void> {
    const sessions = new WebSessions({ databaseUrl: this.databaseUrl, secret: TEST_SECRET, idleMs: 30 * 60_000, demo: true });
    const id = randomBytes(32).toString('base64url');
    await sessions.add(id, JSON.stringify({ userId: person, provedAt: new Date().toISOString() }), person);
    await sessions.close();
    this.cookies.set('guardian', id);
  }

  /** Logs in as people do, from this page to the one that it leads to; answers with what came back from the provider. */
  async logInByHand(person: string, from = '/log-in'): Promise<Answer> {
    const [, start = ''] = /href="(\/log-in\/start[^"]*)"/.exec((await this.get(from)).text) ?? [];
    const people = await this.follow(start.replaceAll('&amp;', '&'), '/demonstration/people/');
    const chosen = await this.submit(people, { person });
    return chosen.location === undefined ? chosen : this.get(await this.follow(chosen.location, '/log-in/callback'));
  }

  /** Goes on by redirects until it would come to an address that has `part` in it; resolves with that address. */
  private async follow(url: string, part: string): Promise<string> {
    for (let at: string | undefined = url, steps = 0; at !== undefined && steps < 10; steps++) {
      if (at.includes(part)) return at;
      at = (await this.get(at)).location;
    }
    throw new Error(`${url} does not lead to ${part}`);
  }

  private async send(url: string, init: RequestInit): Promise<Answer> {
    const answer = await fetch(new URL(url, this.address), {
      ...init,
      redirect: 'manual',
      headers: { accept: 'text/html', ...(this.cookie ? { cookie: this.cookie } : {}), ...(init.headers as Record<string, string>) },
    });
    for (const line of answer.headers.getSetCookie()) this.keep(line);
    const location = answer.headers.get('location') ?? undefined;
    return { status: answer.status, headers: answer.headers, text: await answer.text(), location };
  }

  private keep(setCookie: string): void {
    const [pair = ''] = setCookie.split(';');
    const [name = '', value = ''] = pair.split(/=(.*)/s);
    if (/expires=Thu, 01 Jan 1970/i.test(setCookie)) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}

type Fields = Readonly<Record<string, string | readonly string[]>>;

/** The form with this action; without one, the first in main. */
export function formIn(html: string, action?: string): { action: string; hidden: Record<string, string> } {
  const main = action === undefined ? html.slice(html.indexOf('<main')) : html;
  const forms = [...main.matchAll(/<form[^>]*\saction="([^"]*)"[^>]*>(.*?)<\/form>/gs)];
  const found = forms.find(([, its]) => action === undefined || its === action);
  if (!found) throw new Error(`no form ${action ?? 'in main'}; there are: ${forms.map(([, its]) => its).join(', ') || 'none'}`);
  const hidden = [...(found[2] ?? '').matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)];
  return { action: found[1] ?? '', hidden: Object.fromEntries(hidden.map(([, name = '', value = '']) => [name, value])) };
}

const SOURCE = path.resolve('apps/web/src/layout');
const BUILT = path.resolve('dist/apps/web/public');

/** The style sheet of the last build, or a new one in a temporary folder when the sources are newer. */
function builtStyles(): string {
  const changed = Math.max(
    ...readdirSync(SOURCE)
      .filter((name) => name.endsWith('.scss'))
      .map((name) => modified(path.join(SOURCE, name))),
  );
  if (modified(path.join(BUILT, 'guardian.css')) >= changed) return BUILT;
  const folder = mkdtempSync(path.join(tmpdir(), 'guardian-styles-'));
  const { css } = compile(path.join(SOURCE, 'guardian.scss'), {
    loadPaths: [path.resolve('node_modules/nhsuk-frontend/dist')],
    quietDeps: true,
    style: 'compressed',
  });
  writeFileSync(path.join(folder, 'guardian.css'), css);
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const modified = (file: string): number => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
