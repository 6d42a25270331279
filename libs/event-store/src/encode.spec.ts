import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { encode } from './encode';
import { EventRefused, type EventMetadata } from './event-store';

const metadata: EventMetadata = {
  commandId: 'c-1',
  commandHash: '0',
  recordedAt: '2026-11-22T09:30:00.000Z',
  actor: { id: 'u-1', name: 'Ada', role: 'coordinator', organisation: 'Guardian team' },
};
const stream = { category: 'case', id: randomUUID() };
const encodeNote = (note: string) => encode(stream, 0, [{ type: 'NoteAdded', data: { note }, metadata }]);
/** Every kind of UTF-16: whole characters, halves, NUL, backslashes, and words that look like escapes. */
const text = fc
  .array(fc.constantFrom('\\', 'u0000', 'ud83d', '\u0000', '\ud83d', '\udc4b', '👋', 'a', '"', '\u001f'), { maxLength: 12 })
  .map((parts) => parts.join(''));

it('refuses exactly the text that PostgreSQL cannot hold: NUL, and half of a surrogate pair', () => {
  fc.assert(
    fc.property(text, (note) => {
      if (note.includes('\0') || /\p{Surrogate}/u.test(note)) expect(() => encodeNote(note)).toThrow(EventRefused);
      else expect(encodeNote(note)).toEqual([{ type: 'NoteAdded', data: JSON.stringify({ note }), metadata: JSON.stringify(metadata) }]);
    }),
    { numRuns: 2_000 },
  );
});
