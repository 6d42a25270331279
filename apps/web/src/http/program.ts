import type { Action, SignedInUser } from '@guardian/access';
import { DomainError } from '@guardian/kernel';
import type { FastifyInstance } from 'fastify';
import { isForPrograms } from './routes';

declare module 'fastify' {
  interface FastifyRequest {
    /** The program that sent this; undefined: a person, or nobody who is known. */
    program: Program | undefined;
  }
}

/** A program in place of a person: what its account says it is, and what its token lets it do. */
export interface Program {
  readonly user: SignedInUser;
  readonly may: readonly Action[];
}

export class TokenRefused extends DomainError {
  constructor(override readonly cause?: unknown) {
    super('TokenRefused', 'The access token is not valid, or no longer. Ask the provider for another.');
  }
}

/** With both it would not be clear who did it. */
export class TwoIdentities extends DomainError {
  constructor() {
    super('TwoIdentities', 'Send an access token or a cookie, not both.');
  }
}

const BEARER = /^bearer +(\S+)$/i;

/**
 * Programs send a token of the provider in the Authorization header, and where pages are it means nothing. `admit` throws TokenRefused.
 * RFC 6750; a token in an address or in a body is not looked at.
 */
export function registerPrograms(http: FastifyInstance, admit: (token: string) => Promise<Program>): void {
  http.decorateRequest('program', undefined);
  http.addHook('onRequest', async (request) => {
    const { authorization, cookie } = request.headers;
    if (authorization === undefined || !isForPrograms(request.url)) return;
    const token = BEARER.exec(authorization)?.[1];
    if (token === undefined) throw new TokenRefused();
    if (cookie !== undefined) throw new TwoIdentities();
    request.program = await admit(token);
  });
}
