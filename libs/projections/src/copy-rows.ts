// Rows in the text format of COPY: the fastest way into PostgreSQL.
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

/** `statement` is a COPY … FROM STDIN. Throws DatabaseError when the database refuses a row: then it has taken none. */
export async function copyRows(client: Client, statement: string, lines: Iterable<string>): Promise<void> {
  await pipeline(Readable.from(inChunks(lines), { objectMode: false }), client.query(copyFrom(statement)));
}

/** One value of a column; `isJson` for json and jsonb. Undefined and null are null. */
export function copyText(value: unknown, isJson = false): string {
  if (value === null || value === undefined) return '\\N';
  if (isJson) return escaped(JSON.stringify(value));
  if (typeof value === 'string') return escaped(value);
  if (value instanceof Date) return value.toISOString();
  return Array.isArray(value) ? escaped(arrayText(value)) : JSON.stringify(value);
}

const arrayText = (values: readonly unknown[]): string =>
  `{${values.map((value) => (value === null ? 'NULL' : `"${inArray(value)}"`)).join()}}`;
const inArray = (value: unknown): string => (typeof value === 'string' ? value.replace(/["\\]/g, '\\$&') : JSON.stringify(value));

const LETTERS: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };
const escaped = (text: string): string =>
  /[\\\n\r\t]/.test(text) ? text.replace(/[\\\n\r\t]/g, (character) => LETTERS[character] ?? character) : text;

const CHUNK = 64 * 1024;

function* inChunks(lines: Iterable<string>): Generator<Buffer> {
  let chunk = '';
  for (const line of lines) {
    chunk += line;
    if (chunk.length < CHUNK) continue;
    yield Buffer.from(chunk);
    chunk = '';
  }
  yield Buffer.from(chunk);
}
