import { randomBytes } from 'node:crypto';
import type { KeptSession, SignedInUser, WebSessions } from '@guardian/access';
import type { FastifyInstance } from 'fastify';

declare module 'fastify' {
  interface FastifyRequest {
    session: WebSession;
  }
}

const NEW: KeptSession = { content: '{}', renew: false, user: undefined };

/** What Guardian remembers of one browser from request to request. It is written when an answer is sent, if it holds anything new. */
export class WebSession {
  userId?: string;
  /** ISO instant at which they last proved who they are; undefined: not known. */
  provedAt?: string;
  /** Told on the next page that is shown, once. */
  notice?: string | undefined;
  /** The secret behind the tokens of forms; the csrf plugin sets it. */
  _csrf?: string;

  readonly #sessions: WebSessions;
  #id: string | undefined;
  #kept: KeptSession = NEW;
  #ended = false;

  constructor(sessions: WebSessions, id?: string, kept?: KeptSession) {
    this.#sessions = sessions;
    if (id === undefined || kept === undefined) return;
    this.#id = id;
    this.#kept = kept;
    Object.assign(this, JSON.parse(kept.content));
  }

  /** Who has logged in, as their account was when the request came; whoever logs in by this request is known from the next on. */
  get user(): SignedInUser | undefined {
    return this.#kept.user;
  }

  /** What it is called in a list of sessions; it opens nothing. */
  get key(): string | undefined {
    return this.#id === undefined ? undefined : this.#sessions.keyOf(this.#id);
  }

  /** Ends it and begins another with nothing but a person in it: an id which somebody else knows or planted is worth nothing from now on. */
  async logIn(userId: string): Promise<void> {
    await this.destroy();
    this.#ended = false;
    this.userId = userId;
  }

  async destroy(): Promise<void> {
    if (this.#id !== undefined) await this.#sessions.remove(this.#id);
    this.#id = undefined;
    this.#kept = NEW;
    this.#ended = true;
    // also what pages have added: nothing of one person goes on to whoever logs in next
    for (const name of Object.keys(this)) Reflect.deleteProperty(this, name);
  }

  /** What the browser is to keep: an id, `''` when it should forget the one that it has, undefined when it need not be told. */
  save(): Promise<string> | '' | undefined {
    const content = JSON.stringify(this);
    if (content === this.#kept.content && !this.#kept.renew) return this.#ended ? '' : undefined;
    return this.#write(content);
  }

  async #write(content: string): Promise<string> {
    if (this.#id !== undefined) {
      await this.#sessions.keep(this.#id, content, this.userId);
      return this.#id;
    }
    const id = randomBytes(32).toString('base64url');
    await this.#sessions.add(id, content, this.userId);
    return id;
  }
}

/** Gives every request its session: by its cookie, or a new one, which nobody is told of while it is empty. */
export function registerSessions(http: FastifyInstance, sessions: WebSessions, { secure }: { secure: boolean }): void {
  // Browsers refuse the name with the prefix unless the cookie is for this host alone, over TLS.
  const name = secure ? '__Host-guardian' : 'guardian';
  const cookie = new RegExp(`(?:^|; ?)${name}=([\\w-]{43})(?:;|$)`);
  const attributes = `; Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
  const setCookie = (id: string): string =>
    id === ''
      ? `${name}=; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT${attributes}`
      : `${name}=${id}; Max-Age=${sessions.idleMs / 1_000}${attributes}`;

  http.decorateRequest('session');
  http.addHook('onRequest', (request, _reply, done) => {
    const id = cookie.exec(request.headers.cookie ?? '')?.[1];
    if (id === undefined) {
      request.session = new WebSession(sessions);
      done();
    } else {
      sessions.get(id).then((kept) => {
        request.session = new WebSession(sessions, id, kept);
        done();
      }, done);
    }
  });
  http.addHook('onSend', (request, reply, payload, done) => {
    const saved = (request.session as WebSession | undefined)?.save(); // none when an earlier hook refused the request
    if (saved === undefined) return done(null, payload);
    Promise.resolve(saved).then((id) => {
      void reply.header('set-cookie', setCookie(id));
      done(null, payload);
    }, done);
  });
}
