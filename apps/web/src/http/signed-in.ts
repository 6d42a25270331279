import { type CanActivate, createParamDecorator, type ExecutionContext, Injectable, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type Action, NotAllowed, roleMay, type SignedInUser } from '@guardian/access';
import type { FastifyRequest } from 'fastify';
import { NotSignedIn } from './input-errors';

const PUBLIC = 'guardian:public';
const MAY = 'guardian:may';

/** Opens a route to everybody. Without it a route asks for somebody who has logged in. */
export const Public = () => SetMetadata(PUBLIC, true);

/** Asks for somebody whose role includes this; which roles do stands in one table, `roleMay` of libs/access. */
export const May = (action: Action) => SetMetadata(MAY, action);

/** Looked up at each request, so that a change of role holds at once. */
export const userOf = (request: FastifyRequest): SignedInUser | undefined => request.session?.user;

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
    const user = signedIn(context.switchToHttp().getRequest());
    const action = this.reflector.getAllAndOverride<Action | undefined>(MAY, targets);
    if (action && !roleMay(user.role, action)) throw new NotAllowed();
    return true;
  }
}
