import fc from 'fast-check';
import { jsonShape } from './json-shape';

it.each([
  ['{}', 1, 1, undefined],
  ['{"a":[1,{"b":"}],{"}]}', 3, 2, undefined],
  ['{"a":"\\"a\\":","b":1}', 1, 2, undefined],
  ['{"a":1,"b":{"a":2}}', 2, 2, undefined],
  ['{"a":1,"b":{"c":2,"c" : 3}}', 2, 3, 'c'],
  ['[[[', 3, 1, undefined],
])('%s is %i deep with %i values; key twice: %s', (text, depth, values, repeatedKey) => {
  expect(jsonShape(text)).toEqual({ depth, values, repeatedKey });
});

it('finds no key twice in what JSON.stringify writes', () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => expect(jsonShape(JSON.stringify(value)).repeatedKey).toBeUndefined()));
});
