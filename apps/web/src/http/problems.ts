import { HttpException } from '@nestjs/common';
import { DomainError } from '@guardian/kernel';
import { type FieldError, InputRefused } from './input-errors';
import { type Refusal, refusals } from './refusals';

/** What a refusal looks like over HTTP: RFC 9457 to programs, the same words on a page to people. */
export interface Problem {
  readonly status: number;
  readonly title: string;
  readonly code: string;
  /** What to do about it. None for a fault of ours. */
  readonly detail?: string;
  readonly errors?: readonly FieldError[];
  /** Values of the refusal that a program can use. */
  readonly facts?: Readonly<Record<string, unknown>>;
  readonly retryAfterSeconds?: number;
}

/** Faults found by the framework itself, by status; their own words are for developers. */
const byStatus: Readonly<Record<number, readonly [code: string, title: string, detail: string]>> = {
  400: ['BadRequest', 'This cannot be read', 'Go back, reload the page and try again.'],
  403: ['FormOutOfDate', 'This form is out of date', 'Nothing was saved. Go back, reload the page and send the form again.'],
  404: ['NotFound', 'Page not found', 'If you typed the address, check that it is right.'],
  405: ['NotHere', 'This cannot be done here', 'Go back and try again.'],
  413: ['TooLarge', 'That is too much at once', 'Send less in one go.'],
  415: ['UnsupportedBody', 'This cannot be read', 'This address does not take a body of that type.'],
  429: ['TooMany', 'Too many requests', 'Wait a minute and try again.'],
  503: ['Unavailable', 'Guardian is not ready', 'Try again in a moment.'],
};

export function problemOf(error: unknown): Problem {
  const row = error instanceof DomainError ? (refusals as Readonly<Record<string, Refusal>>)[error.code] : undefined;
  if (row && error instanceof DomainError) {
    const [status, title, retryAfterSeconds] = row;
    return {
      status,
      title,
      code: error.code,
      detail: error.message,
      ...(error instanceof InputRefused ? { errors: error.problems } : {}),
      ...(Object.keys(error.facts).length > 0 ? { facts: error.facts } : {}),
      ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    };
  }
  const status = statusOf(error);
  const known = byStatus[status];
  if (!known) return { status: 500, title: 'Sorry, there is a problem with Guardian', code: 'Fault' };
  const [code, title, detail] = known;
  return { status, title, code, detail };
}

/** A DomainError that is not in the table is ours to fix, whatever else it carries. */
function statusOf(error: unknown): number {
  if (error instanceof DomainError) return 500;
  if (error instanceof HttpException) return error.getStatus();
  return error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500;
}
