import fc from 'fast-check';
import { commandHash } from './command-hash';

describe('commandHash', () => {
  it('is the start of the SHA-256 of the command with its keys in order', () => {
    // printf '{"a":[{"b":1,"c":null}],"type":"X"}' | sha256sum
    expect(commandHash({ type: 'X', a: [{ c: null, b: 1 }] })).toBe('95eebbb29a4cc453');
  });

  it('does not depend on the order of keys, at any depth', () => {
    const reversed = (value: unknown): unknown =>
      value !== null && typeof value === 'object' && !Array.isArray(value)
        ? Object.fromEntries(
            Object.entries(value)
              .reverse()
              .map(([key, inner]) => [key, reversed(inner)]),
          )
        : value;
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (command) => {
        expect(commandHash(reversed(command) as object)).toBe(commandHash(command));
      }),
    );
  });

  it.each([
    [{ note: 'a' }, { note: 'b' }],
    [{ items: [1, 2] }, { items: [2, 1] }],
    [{ a: { b: 1 } }, { a: { c: 1 } }],
    [{ a: '1' }, { a: 1 }],
  ])('tells %j from %j', (one, other) => {
    expect(commandHash(one)).not.toBe(commandHash(other));
  });
});
