import type { FastifyRequest } from 'fastify';
import { Page } from '../layout/page';
import { type FormBody, textOf, typedFields } from './form';
import type { Problem } from './problems';
import { FORM } from './routes';
import { userOf } from './signed-in';

const HIDDEN = ['commandId', 'revision'];

/**
 * A form that came too late, because its person was logged out while they typed or has to prove again who they are: a page with all that was typed,
 * to be sent once more. It goes back to the browser that sent it and is kept nowhere. Undefined: there is nothing to keep.
 */
export function sendAgain(request: FastifyRequest, { code, status }: Problem): Page | undefined {
  const { body, url, headers } = request;
  if ((code !== 'FormOutOfDate' && code !== 'ProofTooOld') || !headers['content-type']?.startsWith(FORM) || !isForm(body)) return undefined;
  const typed = typedFields(body);
  if (typed.length === 0) return undefined;
  const own = HIDDEN.flatMap((name) => (textOf(body[name]) === undefined ? [] : [{ name, value: textOf(body[name]) }]));
  const words = typed.map(({ value }) => value.trim()).filter((value) => /\s/.test(value));
  const mustLogIn = code === 'ProofTooOld' || userOf(request) === undefined;
  return new Page('layout/send-again.njk', { action: url, fields: [...own, ...typed], words, mustLogIn }, status);
}

const isForm = (body: unknown): body is FormBody => typeof body === 'object' && body !== null;
