import { applyDecorators, HttpCode } from '@nestjs/common';
import { ApiBody, ApiExtraModels, ApiHeader, getSchemaPath } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ApiRoute } from '../http/routes';
import type { CommandInput } from './commands/command-input';

/** Does something once: the same key again gets the first answer. */
export const OnceRoute = () =>
  applyDecorators(
    ApiRoute('receipt'),
    ApiHeader({
      name: 'Idempotency-Key',
      required: true,
      description: '1 to 200 letters, digits, hyphens or underscores, new for each thing to be done',
    }),
  );

/** Does something once, to what the program has seen and nothing newer. */
export const RevisedRoute = () =>
  applyDecorators(
    OnceRoute(),
    HttpCode(200),
    ApiHeader({ name: 'If-Match', required: true, description: 'The revision that was seen, as ETag gave it' }),
  );

/** The body is one of these commands; `type` says which. */
export function OneOfCommands(table: Readonly<Record<string, CommandInput<unknown, never>>>): MethodDecorator {
  const rows = Object.entries(table);
  const shapes = rows.map(([, { shape }]) => shape);
  return applyDecorators(
    ApiExtraModels(...shapes),
    ApiBody({
      schema: {
        oneOf: shapes.map((shape) => ({ $ref: getSchemaPath(shape) })),
        discriminator: {
          propertyName: 'type',
          mapping: Object.fromEntries(rows.map(([type, { shape }]) => [type, getSchemaPath(shape)])),
        },
      },
    }),
  );
}

/** The revision that `If-Match` takes. */
export const tellRevision = (reply: FastifyReply, revision: number): void => void reply.header('etag', `"${revision}"`);
