import fc from 'fast-check';
import { type Piece, piecesOf } from './clock-input';

async function* chunked(bytes: Buffer, ...sizes: number[]): AsyncGenerator<Buffer> {
  await Promise.resolve();
  let at = 0;
  for (const size of sizes) yield bytes.subarray(at, (at += size));
  yield bytes.subarray(at);
}

async function cut(text: string | Buffer, ...sizes: number[]): Promise<Piece[]> {
  const pieces: Piece[] = [];
  for await (const piece of piecesOf(chunked(Buffer.from(text), ...sizes))) pieces.push(piece);
  return pieces;
}

const refusal = (text: string | Buffer): Promise<string> =>
  cut(text).then(
    (pieces) => `understood: ${JSON.stringify(pieces)}`,
    (error: Error) => error.message,
  );

it('finds what JSON.parse finds, wherever the chunks end', async () => {
  const whole = fc.record({ readings: fc.jsonValue(), cases: fc.array(fc.jsonValue({ maxDepth: 3 })) });
  const sizes = fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(whole, sizes, fc.constantFrom(0, 1, '\t', '\r\n '), async (given, chunks, indent) => {
      // As JSON.parse reads it: -0 is written as 0.
      const { readings, cases } = JSON.parse(JSON.stringify(given)) as typeof given;
      expect(await cut(JSON.stringify(given, null, indent), ...chunks)).toEqual([
        { name: 'readings', value: readings },
        ...cases.map((value) => ({ name: 'cases', value })),
      ]);
    }),
  );
});

it('a letter of several bytes, an escape and braces in text may stand across two chunks', async () => {
  const text = '{"cases":["é€😀","a\\\\",{"]":"\\"}"}]}';
  for (let size = 0; size < Buffer.byteLength(text); size++) {
    expect((await cut(text, size)).map(({ value }) => value)).toEqual(['é€😀', 'a\\', { ']': '"}' }]);
  }
});

it('a byte order mark is passed over', async () => {
  expect(await cut(Buffer.from([0xef, 0xbb, 0xbf, ...Buffer.from('{"cases":[1]}')]))).toEqual([{ name: 'cases', value: 1 }]);
});

it.each([
  ['', 'there is nothing on standard input.'],
  ['{"cases":[{"id":"x"}', 'the input ends in the middle, after 20 bytes.'],
  ['{"cases":{}}', '"cases" must be a list.'],
  ['id,as_of\n', 'the input must be JSON: {"cases":[…]}.'],
  ['[]', 'the input must be JSON: {"cases":[…]}.'],
  ['{"cases":[1,]}', 'the input is not JSON in UTF-8, before or at byte 13.'],
  ['{"cases":[1 2]}', 'the input is not JSON in UTF-8, before or at byte 13.'],
  ['{"cases":[{]}', 'the input is not JSON in UTF-8, before or at byte 13.'],
  ['{"cases":[]}}', 'the input is not JSON in UTF-8, before or at byte 13.'],
  ['{cases:[]}', 'the input is not JSON in UTF-8, before or at byte 10.'],
  ['{"cases":[],}', 'the input is not JSON in UTF-8, before or at byte 13.'],
  ['{1:2}', 'the input is not JSON in UTF-8, before or at byte 5.'],
])('%s is refused', async (text, message) => expect(await refusal(text)).toBe(message));

it('text that is not UTF-8 is refused, and not changed', async () => {
  expect(await refusal(Buffer.from('{"cases":["Zo\xeb"]}', 'latin1'))).toBe('the input is not JSON in UTF-8, before or at byte 16.');
});

it('a value of more than 4 MB is refused before it is whole', async () => {
  expect(await refusal(`{"cases":["${'x'.repeat(4_200_000)}`)).toBe('a case is longer than 4194304 bytes.');
});
