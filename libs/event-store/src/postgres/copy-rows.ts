import type { EncodedAppend } from '../encode';

const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1');
const FLAGS = Buffer.alloc(8);
const END = Buffer.from([0xff, 0xff]);
const COLUMNS = 6;
const LENGTH_BYTES = 4;
const UUID_BYTES = 16;
const INT_BYTES = 4;
const ROW_BYTES = 2 + COLUMNS * LENGTH_BYTES + UUID_BYTES + INT_BYTES;

/**
 * Rows of `events` (stream_id, revision, category, type, data, metadata) in PostgreSQL's binary format of COPY, which is read a
 * quarter faster than its text format: nothing in it is escaped.
 */
export function copyRows(appends: readonly EncodedAppend[]): Buffer {
  const rows = Buffer.allocUnsafe(bytesOf(appends));
  let at = SIGNATURE.copy(rows);
  at += FLAGS.copy(rows, at);
  const putText = (text: string) => {
    const length = rows.write(text, at + LENGTH_BYTES);
    at = rows.writeInt32BE(length, at) + length;
  };
  for (const { stream, expectedRevision, events } of appends) {
    const id = Buffer.from(stream.id.replaceAll('-', ''), 'hex');
    for (const [i, { type, data, metadata }] of events.entries()) {
      at = rows.writeInt16BE(COLUMNS, at);
      at = rows.writeInt32BE(UUID_BYTES, at);
      at += id.copy(rows, at);
      at = rows.writeInt32BE(INT_BYTES, at);
      at = rows.writeInt32BE(expectedRevision + i + 1, at);
      for (const text of [stream.category, type, data, metadata]) putText(text);
    }
  }
  END.copy(rows, at);
  return rows;
}

function bytesOf(appends: readonly EncodedAppend[]): number {
  let bytes = SIGNATURE.length + FLAGS.length + END.length;
  for (const { stream, events } of appends) {
    for (const { type, data, metadata } of events) {
      bytes += ROW_BYTES;
      for (const text of [stream.category, type, data, metadata]) bytes += Buffer.byteLength(text);
    }
  }
  return bytes;
}
