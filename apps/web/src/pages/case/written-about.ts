import type { CaseEvent, CaseEventOf } from '@guardian/casework/events';
import type { OpenedCase } from './case-desk';

/** What was written by the last event of this type about one thing, unless it belongs to another patient. */
export function writtenAbout<T extends CaseEvent['type']>(
  { events, state }: OpenedCase,
  type: T,
  is: (data: CaseEventOf<T>['data']) => boolean,
): CaseEventOf<T>['data'] | undefined {
  return events
    .filter((event) => event.type === type && !state.moved.includes(event.revision))
    .map((event) => event.data as CaseEventOf<T>['data'])
    .findLast(is);
}
