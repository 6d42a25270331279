import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { SignedInUser } from '@guardian/access';
import type { FastifyRequest } from 'fastify';
import { commandIdOf, revisionOf } from './command-id';
import type { FormBody } from './form';
import { signedIn } from './signed-in';

/** What came with one form post. */
export interface Sent {
  readonly user: SignedInUser;
  readonly body: FormBody;
  readonly commandId: string;
}

/** What came with one form post on a case. */
export interface Posted extends Sent {
  readonly reference: string;
  /** Given by forms that decide something: nobody decides on what they have not seen. */
  readonly revision: number | undefined;
}

const sentWith = (request: FastifyRequest<{ Body: FormBody }>): Sent => ({
  user: signedIn(request),
  body: request.body,
  commandId: commandIdOf(request),
});

/** `@Sent() sent: Sent`. Throws NotSignedIn and CommandIdMissing. */
export const Sent = createParamDecorator((_: unknown, context: ExecutionContext): Sent => sentWith(context.switchToHttp().getRequest()));

/** `@Posted() posted: Posted`, on routes below `cases/:reference`. Throws NotSignedIn, CommandIdMissing and InputRefused. */
export const Posted = createParamDecorator((_: unknown, context: ExecutionContext): Posted => {
  const request = context.switchToHttp().getRequest<FastifyRequest<{ Params: { reference: string }; Body: FormBody }>>();
  return { ...sentWith(request), reference: request.params.reference, revision: revisionOf(request) };
});
