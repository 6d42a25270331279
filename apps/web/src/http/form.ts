import type { FieldError } from './input-errors';
import { type InputClass, instanceFromText } from './strict-input';
import { textProblem } from './text-problem';

/** A body as the form parser leaves it: `@Body() body: FormBody`, or what a case's form brings, `@Posted()`. */
export type FormBody = Readonly<Record<string, unknown>>;

/** What a template needs to show a form: what was typed, and what is wrong with it. */
export interface FormState {
  readonly typed: Readonly<Record<string, string | readonly string[]>>;
  readonly errors: readonly FieldError[];
}

export type Parsed<T> = { readonly ok: true; readonly value: T } | ({ readonly ok: false } & FormState);

/** A form that nobody has typed in yet, perhaps with some fields filled for them. */
export const newForm = (typed: FormState['typed'] = {}): FormState => ({ typed, errors: [] });

/** Read by the shell itself: csrf by its hook, the others as `@CommandId()`, `@IfRevision()` and `@Posted()` say. */
const OURS = new Set(['_csrf', 'commandId', 'revision']);

/**
 * Reads a posted form. On any error the controller renders the same template again with status 422: everything typed is kept, and
 * each error names its field. Text is trimmed, line ends become `\n`, an empty box counts as not given.
 */
export function parseForm<T extends object>(shape: InputClass<T>, body: FormBody | undefined): Parsed<T> {
  const typed = textFields(body ?? {});
  const given: Record<string, string | string[]> = {};
  const unreadable: FieldError[] = [];
  for (const [field, value] of Object.entries(withDays(typed))) {
    const texts = [value].flat().map(tidy);
    const problem = texts.map(textProblem).find((found) => found !== undefined);
    if (problem) unreadable.push({ field, message: `This ${problem}` });
    const filled = texts.filter((text) => text !== '');
    const [only, ...more] = filled;
    if (only !== undefined) given[field] = more.length > 0 ? filled : only;
  }
  if (unreadable.length > 0) return { ok: false, errors: unreadable, typed };
  const { instance, errors } = instanceFromText(shape, given);
  return errors.length > 0 ? { ok: false, errors, typed } : { ok: true, value: instance };
}

/** A form that was right and is shown again before it is saved: everything typed stays. */
export const typedForm = (body: FormBody): FormState => newForm(textFields(body));

/** A rule that needs more than the form (a clock, the case): the same outcome as an error found by `parseForm`. */
export const withError = (body: FormBody | undefined, field: string, message: string): FormState => ({
  typed: textFields(body ?? {}),
  errors: [{ field, message }],
});

/** What was typed, field by field, for a page that carries it on to the next one. */
export const typedFields = (body: FormBody): { name: string; value: string }[] =>
  Object.entries(textFields(body)).flatMap(([name, values]) => [values].flat().map((value) => ({ name, value })));

const tidy = (text: string): string => text.replace(/\r\n?/g, '\n').trim().normalize('NFC');

/** Text fields of a form or of an upload (whose fields are objects with a value); files are left out. */
function textFields(body: FormBody): Record<string, string | string[]> {
  const fields: Record<string, string | string[]> = {};
  for (const [name, raw] of Object.entries(body)) {
    if (OURS.has(name)) continue;
    const texts = [raw].flat().map(textOf);
    const values = texts.filter((text) => text !== undefined);
    const [only, ...more] = values;
    if (only !== undefined) fields[name] = more.length > 0 ? values : only;
  }
  return fields;
}

export function textOf(raw: unknown): string | undefined {
  if (typeof raw === 'string') return raw;
  if (typeof raw === 'object' && raw !== null && 'value' in raw && typeof raw.value === 'string') return raw.value;
  return undefined;
}

/** Three boxes become one day. A box left empty keeps its place, so that an incomplete date is an error and not "not given". */
function withDays(typed: Record<string, string | string[]>): Record<string, string | string[]> {
  const fields = { ...typed };
  for (const name of Object.keys(typed)) {
    const base = /^(.+)-day$/.exec(name)?.[1];
    if (base === undefined) continue;
    const [day, month, year] = ['day', 'month', 'year'].map((part) => String(typed[`${base}-${part}`] ?? '').trim());
    for (const part of ['day', 'month', 'year']) delete fields[`${base}-${part}`];
    fields[base] = day || month || year ? `${year}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}` : '';
  }
  return fields;
}
