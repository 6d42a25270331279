import type { SignedInUser } from '@guardian/access';
import { InputRefused } from '../../http/input-errors';
import { type InputClass, strictJson } from '../../http/strict-input';
import type { OpenedCase } from '../../pages/case/case-desk';
import type { Known } from '../known';

/** How a program says one command: the body that it sends, and the command that follows from it. */
export interface CommandInput<C, At = unknown> {
  readonly shape: InputClass<object>;
  /** `at`: who sends it, and what it is about. Throws InputRefused. */
  read(body: unknown, known: Known, at: At): Promise<C>;
}

/** A command of a case: who sends it, and the case as it stands. */
export interface CaseAt {
  readonly user: SignedInUser;
  readonly opened: OpenedCase;
}

/** `complete` fills what the body may leave out and looks up what it names by code. */
export function takes<I extends object, C, At>(
  shape: InputClass<I>,
  complete: (given: I, known: Known, at: At) => C | Promise<C>,
): CommandInput<C, At> {
  return { shape, read: async (body, known, at) => complete(strictJson(shape, body), known, at) };
}

/** The body is the command, word for word. */
export const exactly = <I extends object>(shape: InputClass<I>): CommandInput<I> => takes(shape, (given) => given);

/** The row of the table for this body's `type`. Throws InputRefused. */
export function commandInputFor<C, At>(table: Readonly<Record<string, CommandInput<C, At>>>, body: unknown): CommandInput<C, At> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new InputRefused([{ field: '', message: 'must be one JSON object' }]);
  }
  const type: unknown = Reflect.get(body, 'type');
  const found = typeof type === 'string' && Object.hasOwn(table, type) ? table[type] : undefined;
  if (!found) throw new InputRefused([{ field: 'type', message: `must be one of ${Object.keys(table).join(', ')}` }]);
  return found;
}
