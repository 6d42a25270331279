import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { getMetadataStorage, type ValidationError, validateSync, ValidationTypes } from 'class-validator';
import { type FieldError, InputRefused } from './input-errors';
import { textProblem } from './text-problem';

export type InputClass<T extends object> = new () => T;

/** Numbers and lists that arrive as text (forms, queries) are converted only by transforms in this group. */
export const FROM_TEXT = 'from-text';

/**
 * Makes sure that a JSON body is exactly an instance of `shape`. The framework's own pipe lets lists, primitives, unknown keys in
 * lists, `null` for an optional field, NUL and lone surrogates through; this does not. Throws InputRefused naming every field.
 */
export function strictJson<T extends object>(shape: InputClass<T>, body: unknown): T {
  if (!isRecord(body)) throw new InputRefused([{ field: '', message: 'must be one JSON object' }]);
  const problems = [...valueProblems(body, '')];
  if (problems.length > 0) throw new InputRefused(problems);
  const instance = plainToInstance(shape, body);
  const nested = [...nestingProblems(instance, '')];
  const refused = nested.length > 0 ? nested : fieldErrors(instance);
  if (refused.length > 0) throw new InputRefused(refused);
  return instance;
}

const MOST_QUERIES = 100;

const queries = new WeakMap<InputClass<object>, Map<string, object>>();

/**
 * The same for the words behind `?`: every value is text or a list of texts, and an empty one counts as not given. What was found right
 * is remembered, and frozen: the same few lists are asked for all day, and checking costs as much as reading their rows.
 */
export function strictQuery<T extends object>(shape: InputClass<T>, query: unknown): T {
  const right = queries.get(shape) ?? new Map<string, object>();
  const words = JSON.stringify(query);
  const known = right.get(words);
  if (known) return known as T;
  const checked = Object.freeze(checkedQuery(shape, query));
  if (right.size >= MOST_QUERIES) right.clear();
  queries.set(shape, right.set(words, checked));
  return checked;
}

function checkedQuery<T extends object>(shape: InputClass<T>, query: unknown): T {
  const given = Object.entries(isRecord(query) ? query : {}).filter(([, value]) => value !== '');
  const problems = given.flatMap(([field, value]) => [...valueProblems(value, field)]);
  if (problems.length > 0) throw new InputRefused(problems);
  const { instance, errors } = instanceFromText(shape, Object.fromEntries(given));
  if (errors.length > 0) throw new InputRefused(errors);
  return instance;
}

/** Builds and validates an instance from flat text fields; a list field that came once is still a list. */
export function instanceFromText<T extends object>(
  shape: InputClass<T>,
  fields: Record<string, unknown>,
): { instance: T; errors: FieldError[] } {
  const lists = listFields(shape);
  const entries = Object.entries(fields).map(([key, value]) => [key, lists.has(key) && !Array.isArray(value) ? [value] : value]);
  const instance = plainToInstance(shape, Object.fromEntries(entries), { groups: [FROM_TEXT] });
  return { instance, errors: fieldErrors(instance) };
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

function* valueProblems(value: unknown, field: string): Generator<FieldError> {
  if (value === null) yield { field, message: 'is null. Leave it out instead' };
  else if (typeof value === 'string') {
    const message = value.trim() === '' ? 'is blank. Leave it out instead' : textProblem(value);
    if (message) yield { field, message };
  } else if (typeof value === 'number') {
    if (!Number.isFinite(value) || Math.abs(value) > Number.MAX_SAFE_INTEGER || Object.is(value, -0))
      yield { field, message: 'is not a number that can be kept exactly' };
  } else if (typeof value === 'object') {
    for (const [key, inner] of Object.entries(value)) {
      const path = field ? `${field}.${key}` : key;
      if (textProblem(key)) yield { field: path, message: 'has a name that cannot be read' };
      yield* valueProblems(inner, path);
    }
  }
}

const metadataOf = (shape: unknown) => getMetadataStorage().getTargetValidationMetadatas(shape as never, '', false, false);

function listFields(shape: unknown): Set<string> {
  return new Set(
    metadataOf(shape)
      .filter((rule) => rule.each || rule.name === 'isArray')
      .map((rule) => rule.propertyName),
  );
}

/** class-validator checks each member of a list where one object was declared, and one object where a list was. */
function* nestingProblems(instance: object, path: string): Generator<FieldError> {
  const rules = metadataOf(instance.constructor);
  const lists = listFields(instance.constructor);
  for (const name of new Set(rules.map((rule) => rule.propertyName))) {
    const value: unknown = Reflect.get(instance, name);
    const field = path ? `${path}.${name}` : name;
    if (value === undefined) continue;
    if (lists.has(name) !== Array.isArray(value)) {
      yield { field, message: lists.has(name) ? 'must be a list' : 'must be one value, not a list' };
    } else if (rules.some((rule) => rule.propertyName === name && rule.type === ValidationTypes.NESTED_VALIDATION)) {
      for (const [i, item] of [value].flat().entries()) {
        if (typeof item === 'object' && item !== null) yield* nestingProblems(item, lists.has(name) ? `${field}.${i}` : field);
      }
    }
  }
}

function fieldErrors(instance: object): FieldError[] {
  return validateSync(instance, { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true }).flatMap((error) =>
    flatten(error, ''),
  );
}

function flatten(error: ValidationError, path: string): FieldError[] {
  const field = path ? `${path}.${error.property}` : error.property;
  const [first] = Object.entries(error.constraints ?? {});
  const own = first ? [{ field, message: first[0] === 'whitelistValidation' ? 'is not a field that this takes' : first[1] }] : [];
  return [...own, ...(error.children ?? []).flatMap((child) => flatten(child, field))];
}
