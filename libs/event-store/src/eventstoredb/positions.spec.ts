import fc from 'fast-check';
import type { Position } from '../event-store';
import { asText, comparePositions, fromText } from './positions';

const place = fc.bigInt({ min: 0n, max: 2n ** 64n - 2n });
const position = fc.record({ commit: place, prepare: place });

describe('a position of EventStoreDB as text', () => {
  it('is exact beyond the numbers of JavaScript', () => {
    expect(asText({ commit: 9_007_199_254_740_993n, prepare: 18_446_744_073_709_551_614n })).toBe(
      'esdb:9007199254740993/18446744073709551614',
    );
  });

  it('comes back as it was', () => {
    fc.assert(fc.property(position, (it) => expect(fromText(asText(it))).toEqual(it)));
  });

  it('is ordered by commit, then by prepare, as numbers and not as text', () => {
    const ordered = [
      'esdb:9/9',
      'esdb:10/1',
      'esdb:10/9',
      'esdb:10/10',
      'esdb:9007199254740992/1',
      'esdb:9007199254740993/0',
    ] as Position[];
    for (const [i, a] of ordered.entries()) {
      for (const [j, b] of ordered.entries()) expect(comparePositions(a, b)).toBe(Math.sign(i - j));
      expect(comparePositions(undefined, a)).toBe(-1);
      expect(comparePositions(a, undefined)).toBe(1);
    }
  });

  it.each(['4711', '', 'esdb:', 'esdb:1', 'esdb:1/x', 'esdb:-1/1', '1/1'])('%p is not one', (text) => {
    expect(() => fromText(text as Position)).toThrow(expect.objectContaining({ code: 'PositionOfAnotherStore' }));
  });

  it('is missing where a server before 22.6 reads a stream', () => {
    const notTold = { commit: 18_446_744_073_709_551_615n, prepare: 18_446_744_073_709_551_615n };
    for (const missing of [undefined, notTold])
      expect(() => asText(missing)).toThrow(expect.objectContaining({ code: 'EventStoreTooOld' }));
  });
});
