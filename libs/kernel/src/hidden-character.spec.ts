import { hiddenCharacter } from './hidden-character';

describe('a hidden character', () => {
  it.each([
    ['NUL', 'a\0b', 'control-character'],
    ['a bell', 'a\u0007', 'control-character'],
    ['delete', 'a\u007F', 'control-character'],
    ['a next-line mark above 127', 'a\u0085', 'control-character'],
    ['a right-to-left override', '\u202EKnow', 'direction-mark'],
    ['an isolate', 'a\u2066b', 'direction-mark'],
    ['the first half of an emoji', 'a\uD83D', 'half-character'],
  ] as const)('is %s', (_, text, found) => expect(hiddenCharacter(text)).toBe(found));

  it.each(['', "Zoë O'Neill-Łukasz", 'one\ttwo\r\nthree', 'שרה', '😀'])('is none in %j', (text) =>
    expect(hiddenCharacter(text)).toBeUndefined(),
  );
});
