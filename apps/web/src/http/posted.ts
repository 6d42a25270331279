import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { SignedInUser } from '@guardian/access';
import type { FastifyRequest } from 'fastify';
import { commandIdOf, revisionOf } from './command-id';
import type { FormBody } from './form';
import { signedIn } from './signed-in';

/** What came with one form post on a case. */
export interface Posted {
  readonly user: SignedInUser;
  readonly reference: string;
  readonly body: FormBody;
  readonly commandId: string;
  /** Given by forms that decide something: nobody decides on what they have not seen. */
  readonly revision: number | undefined;
}

/** `@Posted() posted: Posted`, on routes below `cases/:reference`. Throws NotSignedIn, CommandIdMissing and InputRefused. */
export const Posted = createParamDecorator((_: unknown, context: ExecutionContext): Posted => {
  const request = context.switchToHttp().getRequest<FastifyRequest<{ Params: { reference: string }; Body: FormBody }>>();
  return {
    user: signedIn(request),
    reference: request.params.reference,
    body: request.body,
    commandId: commandIdOf(request),
    revision: revisionOf(request),
  };
});
