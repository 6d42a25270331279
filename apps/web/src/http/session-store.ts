import type { SessionStore } from '@fastify/session';
import type { WebSessions } from '@guardian/access';
import type { Session } from 'fastify';
import type { WebOptions } from '../web-options';

/** Browsers refuse the name with the prefix unless the cookie is for this host alone, over TLS. */
export const sessionCookie = ({ demo }: WebOptions): string => (demo ? 'guardian' : '__Host-guardian');

/** Fastify's callbacks over the session table. */
export function sessionStore(sessions: WebSessions): SessionStore {
  return {
    get: (id, done) => settle(sessions.get(id), (error, found) => done(error, (found as Session | undefined) ?? null)),
    set: (id, session, done) => settle(sessions.set(id, session, session.userId), done),
    destroy: (id, done) => settle(sessions.remove(id), done),
  };
}

function settle<T>(promise: Promise<T>, done: (error: unknown, value?: T) => void): void {
  promise.then(
    (value) => done(undefined, value),
    (error: unknown) => done(error),
  );
}
