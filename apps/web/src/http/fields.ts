import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { parseCalendarDay } from '@guardian/kernel';
import { Transform } from 'class-transformer';
import { registerDecorator } from 'class-validator';
import { FROM_TEXT } from './strict-input';

/** `required` is what the user reads when nothing is given ("Enter the date of the test"); without it the field may be left out. */
interface Optional {
  readonly required?: string;
}

/** Text of up to `max` characters (1 to 200 unless told). `label` begins the sentence: "Notes must be 2,000 characters or fewer". */
export const Text = (options: Optional & { label: string; max?: number }) => {
  const max = options.max ?? 200;
  return field(options, { type: String, maxLength: max }, (value) => {
    if (typeof value !== 'string') return `${options.label} must be text`;
    return value.length <= max ? undefined : `${options.label} must be ${max.toLocaleString('en-GB')} characters or fewer`;
  });
};

/** One of a list. `required` doubles as the message for a value that is not in it. */
export const Choice = (options: Optional & { label: string; from: readonly string[] }) =>
  field(options, { type: String, enum: [...options.from] }, (value) =>
    typeof value === 'string' && options.from.includes(value) ? undefined : (options.required ?? `Select ${options.label} from the list`),
  );

/** Any number of short codes that only the case can check; a required one needs at least one. */
export const Codes = (options: Optional & { label: string }) =>
  field(
    options,
    { type: String, isArray: true },
    (value) =>
      Array.isArray(value) &&
      value.length > 0 &&
      value.length <= 100 &&
      value.every((code) => typeof code === 'string' && code.length <= 200)
        ? undefined
        : (options.required ?? `Select ${options.label} from the list`),
    'isArray',
  );

/** A calendar day, `YYYY-MM-DD`; from a form, three boxes named `x-day`, `x-month` and `x-year`. */
export const Day = (options: Optional & { label: string }) =>
  field(options, { type: String, format: 'date' }, (value) =>
    parseCalendarDay(value) === undefined ? `${options.label} must be a real date, like 27 8 2026` : undefined,
  );

/** A whole number. */
export const Whole = (options: Optional & { label: string; min: number; max: number }) =>
  applyDecorators(
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value), {
      groups: [FROM_TEXT],
    }),
    field(options, { type: Number, minimum: options.min, maximum: options.max }, (value) =>
      Number.isInteger(value) && (value as number) >= options.min && (value as number) <= options.max
        ? undefined
        : `${options.label} must be a whole number from ${options.min.toLocaleString('en-GB')} to ${options.max.toLocaleString('en-GB')}`,
    ),
  );

/** One rule and one message a field, so that the first thing that is wrong is the thing that is said. */
export function field(
  { required }: Optional,
  schema: object,
  problem: (value: unknown) => string | undefined,
  name = 'field',
): PropertyDecorator {
  const message = (value: unknown) => (value === undefined ? required : problem(value));
  const rule: PropertyDecorator = (target, propertyName) =>
    registerDecorator({
      name,
      target: target.constructor,
      propertyName: String(propertyName),
      validator: {
        validate: (value: unknown) => message(value) === undefined,
        defaultMessage: (at) => message(at?.value) ?? '',
      },
    });
  return applyDecorators(ApiProperty({ ...schema, required: required !== undefined }), rule);
}
