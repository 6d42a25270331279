import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { StreamRevisions } from './stream-revisions';

describe('StreamRevisions', () => {
  it('knows of each stream the revision that was set last, like a Map', () => {
    const id = fc.oneof(
      fc.uuid(),
      fc.nat({ max: 20 }).map((n) => `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`),
      // all of them begin their search in the same slot
      fc.nat({ max: 20 }).map((n) => `00000000-0000-4000-8000-${(n * 4_096 + 4_095).toString(16).padStart(12, '0')}`),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(id, fc.integer({ min: 1, max: 1_000 })), { maxLength: 100 }), id, (sets, unset) => {
        const [revisions, map] = [new StreamRevisions(), new Map<string, number>()];
        for (const [stream, revision] of sets) {
          revisions.set(stream, revision);
          map.set(stream, revision);
        }
        for (const stream of [...map.keys(), unset]) expect(revisions.of(stream)).toBe(map.get(stream) ?? 0);
      }),
    );
  });

  it('grows', () => {
    const revisions = new StreamRevisions();
    const ids = Array.from({ length: 50_000 }, () => randomUUID());
    ids.forEach((id, n) => revisions.set(id, n + 1));
    expect(ids.findIndex((id, n) => revisions.of(id) !== n + 1)).toBe(-1);
    expect(revisions.of(randomUUID())).toBe(0);
  });
});
