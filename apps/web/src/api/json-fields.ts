// Fields that only programs send: what a form cannot say in one box.
import { applyDecorators } from '@nestjs/common';
import { Type } from 'class-transformer';
import { ValidateNested } from 'class-validator';
import { Choice, field } from '../http/fields';
import type { InputClass } from '../http/strict-input';

interface Labelled {
  readonly label: string;
  readonly required?: string;
}

/** The `type` of a command: exactly this word. */
export const Is = (type: string) => Choice({ label: 'the type', from: [type], required: `Must be "${type}"` });

/** True or false; no text and no number stands for either. */
export const YesNo = (options: Labelled) =>
  field(options, { type: Boolean }, (value) => (typeof value === 'boolean' ? undefined : `${options.label} must be true or false`));

/** One object with fields of its own. */
export function Nested<T extends object>(shape: InputClass<T>, options: Labelled): PropertyDecorator {
  const message = `${options.label} must be an object`;
  return applyDecorators(
    Type(() => shape),
    ValidateNested({ message }),
    field(options, { type: () => shape }, (value) => (typeof value === 'object' ? undefined : message)),
  );
}

/** One to 100 objects with fields of their own. */
export function NestedList<T extends object>(shape: InputClass<T>, options: Labelled): PropertyDecorator {
  const message = `${options.label} must be a list of 1 to 100 objects`;
  const fits = (value: unknown): boolean =>
    Array.isArray(value) && value.length > 0 && value.length <= 100 && value.every((item) => typeof item === 'object');
  return applyDecorators(
    Type(() => shape),
    ValidateNested({ each: true, message }),
    field(options, { type: () => shape, isArray: true }, (value) => (fits(value) ? undefined : message), 'isArray'),
  );
}

/** Named values: which names belong together only the case can say. */
export const NamedValues = (options: Labelled) =>
  field(
    options,
    { type: 'object', additionalProperties: { oneOf: [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }] } },
    (value) => (isNamedValues(value) ? undefined : `${options.label} must be an object of up to 20 texts, numbers, true or false`),
  );

function isNamedValues(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const values: unknown[] = Object.values(value);
  return (
    values.length <= 20 && values.every((one) => (typeof one === 'string' ? one.length <= 200 : ['number', 'boolean'].includes(typeof one)))
  );
}
