import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { textOf } from './form';
import { CommandIdMissing, InputRefused, RevisionMissing } from './input-errors';
import { isForPrograms } from './routes';

/** The id under which this command is done once: a form's one-time key, or a program's Idempotency-Key. Throws CommandIdMissing. */
export const CommandId = createParamDecorator((_: unknown, context: ExecutionContext) => commandIdOf(context.switchToHttp().getRequest()));

/** The revision that the user or program had seen: hidden in a form (undefined when the form has none), `If-Match` from a program. */
export const IfRevision = createParamDecorator((_: unknown, context: ExecutionContext) => revisionOf(context.switchToHttp().getRequest()));

export function commandIdOf(request: FastifyRequest): string {
  const id = isForPrograms(request.url) ? request.headers['idempotency-key'] : hidden(request, 'commandId');
  if (typeof id !== 'string' || !/^[\w-]{1,200}$/.test(id)) throw new CommandIdMissing();
  return id;
}

export function revisionOf(request: FastifyRequest): number | undefined {
  const program = isForPrograms(request.url);
  const given = program ? request.headers['if-match'] : hidden(request, 'revision');
  if (given === undefined && program) throw new RevisionMissing();
  if (given === undefined) return undefined;
  const digits = /^(?:W\/)?"?(\d{1,9})"?$/.exec(given)?.[1];
  if (digits === undefined) throw new InputRefused([{ field: program ? 'If-Match' : 'revision', message: 'must be a whole number' }]);
  return Number(digits);
}

function hidden(request: FastifyRequest, name: string): string | undefined {
  const body = request.body;
  return typeof body === 'object' && body !== null ? textOf(Reflect.get(body, name)) : undefined;
}
