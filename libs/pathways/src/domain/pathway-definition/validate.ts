import { parseCalendarDay } from '@guardian/kernel';
import {
  DM01_TESTS,
  PATHWAY_STEPS,
  type PathwayDefinition,
  QUESTION_KINDS,
  type QuestionKind,
  type StepLimits,
} from './pathway-definition';

/** What is wrong, and where: `workup[2].testCode`. */
export interface Problem {
  readonly path: string;
  readonly words: string;
}

type Check = (value: unknown, path: string) => Problem[];

/** Everything wrong with this JSON value as a pathway definition; empty when it can be published. */
export function validatePathwayDefinition(json: unknown): Problem[] {
  const shape = definition(json, '');
  return shape.length > 0 ? shape : rules(json as PathwayDefinition);
}

const problem = (path: string, words: string): Problem[] => [{ path: path === '' ? 'definition' : path, words }];

const must =
  (holds: (value: unknown) => boolean, words: string): Check =>
  (value, path) =>
    holds(value) ? [] : problem(path, words);

const wholeNumber = (value: unknown, least: number): boolean => Number.isSafeInteger(value) && (value as number) >= least;

const text = must((value) => typeof value === 'string' && value.trim() !== '', 'must be words');
const code = must(
  (value) => typeof value === 'string' && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(value),
  'must be lower-case letters and digits, joined by hyphens',
);
const calendarDay = must((value) => parseCalendarDay(value) !== undefined, 'must be a day written YYYY-MM-DD');
const flag = must((value) => typeof value === 'boolean', 'must be true or false');
const count = must((value) => wholeNumber(value, 0), 'must be a whole number, 0 or more');
const positive = must((value) => wholeNumber(value, 1), 'must be a whole number, 1 or more');
const oneOf = (values: readonly unknown[]): Check => must((value) => values.includes(value), `must be one of: ${values.join(', ')}`);

const orNull =
  (check: Check): Check =>
  (value, path) =>
    value === null ? [] : check(value, path);

const optional =
  (check: Check): Check =>
  (value, path) =>
    value === undefined ? [] : check(value, path);

const object =
  (fields: Readonly<Record<string, Check>>): Check =>
  (value, path) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return problem(path, 'must be an object');
    const at = (key: string): string => (path === '' ? key : `${path}.${key}`);
    const given = value as Readonly<Record<string, unknown>>;
    return [
      ...Object.entries(fields).flatMap(([key, check]) => check(given[key], at(key))),
      ...Object.keys(given)
        .filter((key) => !Object.hasOwn(fields, key))
        .flatMap((key) => problem(at(key), 'is not a field of a pathway definition')),
    ];
  };

/** A list of things with a `code` of their own, each code once. */
const listOf =
  (fields: Readonly<Record<string, Check>>): Check =>
  (value, path) => {
    if (!Array.isArray(value)) return problem(path, 'must be a list');
    const codes = value.map((entry: unknown) => (entry as { code?: unknown } | null)?.code);
    return value.flatMap((entry: unknown, i) => [
      ...object({ code, ...fields })(entry, `${path}[${i}]`),
      ...(codes.indexOf(codes[i]) < i ? problem(`${path}[${i}].code`, 'is used twice in this list') : []),
    ]);
  };

const stepLimits = object({
  targetDays: positive,
  quietDays: optional(positive),
  quietWorkingDays: optional(positive),
  pcnQuietDays: optional(positive),
  pcnQuietWorkingDays: optional(positive),
});

const definition = object({
  id: code,
  version: positive,
  publishedOn: calendarDay,
  name: text,
  specialty: object({ code: text, name: text }),
  marking: text,
  source: text,
  suspectedCancer: flag,
  gateHoldDays: count,
  workup: listOf({ name: text, kind: oneOf(['test', 'item']), evidenceDays: orNull(positive), why: text, testCode: optional(code) }),
  tests: listOf({ name: text, dm01: oneOf([...DM01_TESTS, null]) }),
  steps: object(Object.fromEntries(PATHWAY_STEPS.map((step) => [step, stepLimits]))),
  checkIn: object({
    everyDays: positive,
    questions: listOf({ text, kind: oneOf(QUESTION_KINDS), redFlag: optional(object({ when: text, instruction: text })) }),
  }),
  contactRetry: object({ tries: positive, daysBetween: positive }),
  tierTwo: listOf({ name: text, description: text, criteria: text }),
});

/** What a red flag may be set on, by kind of question. */
const ANSWERS: Readonly<Record<QuestionKind, { pattern: RegExp; words: string }>> = {
  'yes-no': { pattern: /^(yes|no)$/, words: 'must be yes or no' },
  'better-same-worse': { pattern: /^(better|same|worse)$/, words: 'must be better, same or worse' },
  'scale-0-10': { pattern: /^>= ([0-9]|10)$/, words: 'must be written as >= and a number from 0 to 10' },
};

/** Rules between fields; only asked of a definition whose shape is right. */
function rules(given: PathwayDefinition): Problem[] {
  const tests = given.tests.map((test) => test.code);
  return [
    ...(given.suspectedCancer && given.gateHoldDays !== 0 ? problem('gateHoldDays', 'must be 0: suspected cancer is never held') : []),
    ...PATHWAY_STEPS.flatMap((step) => quietLimits(given.steps[step], `steps.${step}`)),
    ...given.workup.flatMap((item, i) => {
      const path = `workup[${i}].testCode`;
      if (item.kind === 'item') return item.testCode === undefined ? [] : problem(path, 'belongs to a test, and this is an item');
      if (item.testCode === undefined) return problem(path, 'must name the test that provides it');
      return tests.includes(item.testCode) ? [] : problem(path, `names a test that is not in the list of tests: ${item.testCode}`);
    }),
    ...given.checkIn.questions.flatMap((question, i) => {
      const { pattern, words } = ANSWERS[question.kind];
      const wrong = question.redFlag !== undefined && !pattern.test(question.redFlag.when);
      return wrong ? problem(`checkIn.questions[${i}].redFlag.when`, words) : [];
    }),
  ];
}

function quietLimits({ quietDays, quietWorkingDays, pcnQuietDays, pcnQuietWorkingDays }: StepLimits, path: string): Problem[] {
  if ((quietDays === undefined) === (quietWorkingDays === undefined))
    return problem(path, 'must say in quietDays or in quietWorkingDays, and not in both, how long it may be quiet');
  const [unit, first, second, other] =
    quietDays === undefined
      ? (['pcnQuietWorkingDays', quietWorkingDays, pcnQuietWorkingDays, pcnQuietDays] as const)
      : (['pcnQuietDays', quietDays, pcnQuietDays, pcnQuietWorkingDays] as const);
  if (other !== undefined) return problem(path, `must give the limit for the PCN in ${unit}, as the first one`);
  const order = second === undefined || first === undefined || second > first;
  return order ? [] : problem(`${path}.${unit}`, 'must be longer than the first limit');
}
