import { types } from 'pg';

const HEADER_BYTES = 20;
const LENGTH_BYTES = 4;

/**
 * JSON texts as a parameter of type json[], in PostgreSQL's binary format for arrays. In the text format each quote in them would be
 * escaped here and read again there, which makes an append of 1,000 events a fifth slower.
 */
export function jsonArray(texts: readonly string[]): Buffer {
  const lengths = texts.map((text) => Buffer.byteLength(text));
  const bytes = lengths.reduce((sum, length) => sum + LENGTH_BYTES + length, HEADER_BYTES);
  const array = Buffer.allocUnsafe(bytes);
  // one dimension, no nulls, the type of the elements, how many, and the number of the first
  let at = 0;
  for (const word of [1, 0, types.builtins.JSON as number, texts.length, 1]) at = array.writeInt32BE(word, at);
  for (const [i, text] of texts.entries()) {
    at = array.writeInt32BE(lengths[i] ?? 0, at);
    at += array.write(text, at);
  }
  return array;
}
