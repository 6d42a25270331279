import { type CanActivate, createParamDecorator, type ExecutionContext, Injectable, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type Action, NotAllowed, roleMay, type SignedInUser } from '@guardian/access';
import type { FastifyRequest } from 'fastify';
import { NotSignedIn, ProofTooOld } from './input-errors';
import { changesNothing } from './origin';

const PUBLIC = 'guardian:public';
const MAY = 'guardian:may';
const STEP_UP = 'guardian:step-up';

const PROOF_MS = 10 * 60_000;

/** Opens a route to everybody. Without it a route asks for somebody who has logged in. */
export const Public = () => SetMetadata(PUBLIC, true);

/** Asks for somebody whose role includes this; which roles do stands in one table, `roleMay` of libs/access. */
export const May = (action: Action) => SetMetadata(MAY, action);

/**
 * Asks again who they are of whoever proved it more than ten minutes ago: for what a stranger at an open browser must never do. On the
 * page and on what its form posts to, which has as long again, so that nobody loses what they were typing.
 */
export const StepUp = () => SetMetadata(STEP_UP, true);

/** Looked up at each request, so that a change of role holds at once. */
export const userOf = (request: FastifyRequest): SignedInUser | undefined => request.program?.user ?? request.session?.user;

/** The person who has logged in. Only on routes that are not public. */
export const CurrentUser = createParamDecorator((_: unknown, context: ExecutionContext) => signedIn(context.switchToHttp().getRequest()));

/** Throws NotSignedIn. */
export function signedIn(request: FastifyRequest): SignedInUser {
  const user = userOf(request);
  if (!user) throw new NotSignedIn();
  return user;
}

/** Guards decide who may enter, never middleware: a trailing slash or a second slash has gone round middleware before. */
@Injectable()
export class SignedInGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const targets = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean | undefined>(PUBLIC, targets)) return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const user = signedIn(request);
    const action = this.reflector.getAllAndOverride<Action | undefined>(MAY, targets);
    if (request.program && action && !request.program.may.includes(action))
      throw new NotAllowed('The access token does not include this. Ask for one with another scope.');
    if (action && !roleMay(user.role, action)) throw new NotAllowed();
    if (this.reflector.getAllAndOverride<boolean | undefined>(STEP_UP, targets)) requireProof(request);
    return true;
  }
}

/** Throws ProofTooOld. */
function requireProof(request: FastifyRequest): void {
  const age = Date.now() - Date.parse(request.session.provedAt ?? '');
  // not known is NaN, and NaN is not at most anything
  if (!(age <= (changesNothing(request) ? PROOF_MS : 2 * PROOF_MS))) throw new ProofTooOld();
}
