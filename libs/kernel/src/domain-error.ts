/**
 * A refusal, in the domain's words. `code` is stable and is what programs test; `message` is what a booking clerk reads;
 * `facts` are the values that made it. It knows no HTTP: apps/web/src/http/problems.ts maps codes to answers.
 */
export class DomainError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly facts: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.name = code;
  }
}

/** Makes a union exhaustive at compile time, and loud at run time. */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
}
