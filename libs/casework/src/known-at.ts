import type { RecordedEvent } from '@guardian/event-store';
import { caseDecider } from './domain/case/case';
import type { CaseEvent } from './domain/case/events';
import type { CaseState } from './domain/case/state';

type Recorded = RecordedEvent<CaseEvent>;

export interface KnownCase {
  /** Null: Guardian had no record then. */
  readonly state: CaseState | null;
  /** What was recorded by then, but for what has turned out to be another patient's. */
  readonly events: readonly Recorded[];
  /** What was recorded later, but for that. */
  readonly later: readonly Recorded[];
  /** How many entries of then are another patient's: they are hidden at any time (rule D5). */
  readonly hidden: number;
}

/** A case as it was known at an instant (rule D8), from its events alone: what was recorded later changes nothing of it. */
export function knownAt(all: readonly Recorded[], at: Date): KnownCase {
  const end = all.findIndex(({ metadata }) => new Date(metadata.recordedAt) > at);
  const then = end < 0 ? all : all.slice(0, end);
  const after = end < 0 ? [] : all.slice(end);
  const moves = after.filter(({ type }) => type === 'EntryMovedToPatient');
  const moved = new Set(all.flatMap((event) => (event.type === 'EntryMovedToPatient' ? [(event.data as { entry: number }).entry] : [])));
  const isOurs = ({ revision }: Recorded): boolean => !moved.has(revision);
  return {
    state: then.length > 0 ? [...then, ...moves].reduce(evolve, caseDecider.initialState) : null,
    events: then.filter(isOurs),
    later: after.filter(isOurs),
    hidden: moves.filter(({ data }) => then.some(({ revision }) => revision === (data as { entry: number }).entry)).length,
  };
}

const evolve = (state: CaseState, { type, data }: Recorded): CaseState => caseDecider.evolve(state, { type, data } as CaseEvent);
