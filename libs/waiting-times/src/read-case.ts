// Facts as they come in from outside: checked, with the path of the first thing that is wrong.
import { type CalendarDay, parseCalendarDay } from '@guardian/kernel';
import type { Fact } from './engine';
import { factKeys, fitsShape, isHospitalFactKind, shapeWords } from './facts';

export interface CaseOfFacts {
  readonly id: string;
  readonly asOf: CalendarDay;
  readonly facts: readonly Fact[];
}

/** `path` as in `events[0].date`. */
export interface BadFact {
  readonly path: string;
  readonly message: string;
}

const MOST_FACTS = 1_000;

/** `{ id, as_of, events: [{ event, date, … }] }`, or what is wrong with it. Facts must be in date order; those of one day keep theirs. */
export function readCase(given: unknown): CaseOfFacts | BadFact {
  if (!isObject(given)) return { path: '', message: 'must be an object with id, as_of and events' };
  const { id, as_of: asOf, events } = given;
  if ((typeof id !== 'string' && typeof id !== 'number') || id === '') return { path: 'id', message: 'must be a text that names the case' };
  const day = parseCalendarDay(asOf);
  if (day === undefined) return { path: 'as_of', message: `must be ${shapeWords('date')}` };
  if (!Array.isArray(events)) return { path: 'events', message: 'must be a list of facts' };
  if (events.length > MOST_FACTS) return { path: 'events', message: `must hold at most ${MOST_FACTS} facts` };
  const facts: Fact[] = [];
  for (const [index, event] of events.entries()) {
    const wrong = badFact(event, facts.at(-1)?.date);
    if (wrong) return { path: `events[${index}]${wrong.path && `.${wrong.path}`}`, message: wrong.message };
    facts.push(event as Fact);
  }
  return { id: String(id), asOf: day, facts };
}

export const isBad = (read: CaseOfFacts | BadFact): read is BadFact => 'path' in read;

function badFact(given: unknown, before: CalendarDay | undefined): BadFact | undefined {
  if (!isObject(given)) return { path: '', message: 'must be an object with event and date' };
  const { event, date, ...keys } = given;
  if (typeof event !== 'string') return { path: 'event', message: 'must name a fact' };
  if (!isHospitalFactKind(event)) return { path: 'event', message: `"${event.slice(0, 100)}" is not a fact that the clocks know` };
  const day = parseCalendarDay(date);
  if (day === undefined) return { path: 'date', message: `must be ${shapeWords('date')}` };
  if (before !== undefined && day < before)
    return { path: 'date', message: `${day} is before the fact above it, of ${before}: facts are in date order` };
  const shapes = factKeys(event);
  for (const [key, value] of Object.entries(keys)) {
    const shape = Object.hasOwn(shapes, key) ? shapes[key] : undefined;
    if (!shape) return { path: key.slice(0, 100), message: `does not belong to ${event}` };
    if (!fitsShape(shape, value)) return { path: key, message: `must be ${shapeWords(shape)}` };
  }
  return undefined;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
