import type { RecordedEvent } from '@guardian/event-store';
import { day } from '@guardian/kernel';
import fc from 'fast-check';
import { accepted, assigned, correctedEntry, fact, movedEntry, received, sent } from './domain/case/case.examples';
import { caseDecider } from './domain/case/case';
import type { CaseEvent } from './domain/case/events';
import { knownAt } from './known-at';

/** One each day from 2 March 2026, recorded at noon. */
const recorded = (...events: readonly CaseEvent[]): RecordedEvent<CaseEvent>[] =>
  events.map(
    ({ type, data }, n) =>
      ({
        type,
        data,
        revision: n + 1,
        metadata: { recordedAt: `2026-03-${String(n + 2).padStart(2, '0')}T12:00:00.000Z` },
      }) as unknown as RecordedEvent<CaseEvent>,
  );
const at = (text: string) => new Date(text);
const history = recorded(received, accepted, assigned, sent, fact('appointment_booked', '2026-03-03'), fact('died', '2026-03-04'));

it('is nothing before the first entry, and all of it after the last', () => {
  expect(knownAt(history, at('2026-03-02T11:59:59.999Z'))).toMatchObject({ state: null, events: [], hidden: 0 });
  expect(knownAt(history, at('2026-03-02T12:00:00Z')).state?.entries).toEqual(['ReferralReceived']);
  expect(knownAt(history, at('2027-01-01T00:00:00Z')).later).toEqual([]);
});

it('knows of a fact from when it was recorded, not from when it happened', () => {
  const { state, later } = knownAt(history, at('2026-03-05T18:00:00Z'));
  expect(state?.deaths).toEqual([]);
  expect(later.map(({ type, data }) => [type, 'on' in data && data.on])).toEqual([
    ['HospitalFactRecorded', day('2026-03-03')],
    ['HospitalFactRecorded', day('2026-03-04')],
  ]);
});

it('D5: shows an entry as it stood before its correction, and never one that is another patient’s', () => {
  const corrected = recorded(received, accepted, assigned, correctedEntry(3));
  expect(knownAt(corrected, at('2026-03-04T18:00:00Z')).state?.coordinator?.name).toBe('Bola Example');
  expect(knownAt(corrected, at('2026-03-05T18:00:00Z')).state?.coordinator).toBeNull();

  const moved = recorded(received, accepted, assigned, movedEntry(3));
  const then = knownAt(moved, at('2026-03-04T18:00:00Z'));
  expect([then.hidden, then.state?.coordinator, then.events.map(({ type }) => type)]).toEqual([
    1,
    null,
    ['ReferralReceived', 'ReferralAccepted'],
  ]);
});

it('is the same whatever is recorded later', () =>
  fc.assert(
    fc.property(fc.nat(history.length - 1), fc.nat(history.length), (from, more) => {
      const known = history.slice(0, from + 1);
      const moment = at(known.at(-1)?.metadata.recordedAt ?? '');
      expect(knownAt(history.slice(0, from + 1 + more), moment).state).toEqual(
        known.reduce((state, { type, data }) => caseDecider.evolve(state, { type, data } as CaseEvent), caseDecider.initialState),
      );
    }),
  ));
