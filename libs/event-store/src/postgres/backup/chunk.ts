import { createHash, type Hash } from 'node:crypto';
import { createReadStream, createWriteStream, type ReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip, type Gunzip } from 'node:zlib';
import { BackupProblem, type Chunk } from './manifest';

const LINE_FEED = 10; // stands between rows only: COPY writes one in a value as \n
const PIECE_BYTES = 64 * 1024;
// Level 1 is three times as fast as the usual 6, for files a fifth larger.
const GZIP = { level: 1, chunkSize: PIECE_BYTES };

/** The same bytes in pieces that end where a row ends. */
export async function* wholeRows(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let begun: Buffer[] = [];
  for await (const piece of pieces) {
    const end = piece.lastIndexOf(LINE_FEED) + 1;
    if (end > 0) {
      yield begun.length === 0 ? piece.subarray(0, end) : Buffer.concat([...begun, piece.subarray(0, end)]);
      begun = [];
    }
    if (end < piece.length) begun.push(piece.subarray(end));
  }
}

export interface RunningHash {
  value: Buffer;
}

/** The same pieces; each row moves the hash on: the SHA-256 of the hash before it and the row, its line feed included. */
export async function* chained(rows: AsyncIterable<Buffer>, hash: RunningHash): AsyncGenerator<Buffer> {
  for await (const piece of rows) {
    for (let start = 0, end = 0; start < piece.length; start = end) {
      end = piece.indexOf(LINE_FEED, start) + 1;
      hash.value = createHash('sha256').update(hash.value).update(piece.subarray(start, end)).digest();
    }
    yield piece;
  }
}

export interface WrittenChunk {
  readonly chunk: Chunk;
  /** Values of the first column. */
  readonly first: string;
  readonly last: string;
}

/** Takes rows until there are `mostBytes` of them, or a little more. Undefined when there is none left, and then no file is made. */
export async function writeChunk(
  rows: AsyncIterator<Buffer>,
  folder: string,
  file: string,
  mostBytes: number,
): Promise<WrittenChunk | undefined> {
  let next = await rows.next();
  if (next.done) return undefined;
  const firstPiece = next.value;
  let lastPiece = firstPiece;
  let bytes = 0;
  let count = 0;
  let fileBytes = 0;
  const content = createHash('sha256');
  const fileContent = createHash('sha256');
  await pipeline(
    async function* () {
      for (; !next.done; next = await rows.next()) {
        lastPiece = next.value;
        bytes += lastPiece.length;
        count += rowsIn(lastPiece);
        content.update(lastPiece);
        yield lastPiece;
        if (bytes >= mostBytes) return;
      }
    },
    createGzip(GZIP),
    tapped((piece) => {
      fileBytes += piece.length;
      fileContent.update(piece);
    }),
    createWriteStream(path.join(folder, file), { mode: 0o600, flush: true }),
  );
  return {
    chunk: { file, rows: count, bytes, sha256: content.digest('hex'), fileBytes, fileSha256: fileContent.digest('hex') },
    first: firstColumn(firstPiece, 0),
    last: firstColumn(lastPiece, lastPiece.lastIndexOf(LINE_FEED, -2) + 1),
  };
}

/** The rows of the file. */
export const readChunk = (folder: string, { file }: Chunk): [ReadStream, Gunzip] => [
  createReadStream(path.join(folder, file)),
  createGunzip(),
];

/** Throws BackupProblem when the file is not there, or not of its length. */
export async function requireFile(folder: string, { file, fileBytes }: Chunk): Promise<void> {
  const found = await stat(path.join(folder, file)).catch(() => undefined);
  if (!found) throw new BackupProblem(`The backup is damaged: ${file} is missing.`);
  if (found.size !== fileBytes)
    throw new BackupProblem(`The backup is damaged: ${file} has ${found.size} bytes; ${fileBytes} were written.`);
}

/** Throws BackupProblem when the file or what is in it is not as it was written. */
export async function verifyChunk(folder: string, chunk: Chunk): Promise<void> {
  await requireFile(folder, chunk);
  const fileContent = createHash('sha256');
  const content = createHash('sha256');
  let rows = 0;
  const changed = new BackupProblem(`The backup is damaged: ${chunk.file} is not as it was written.`);
  const [compressed, gunzip] = readChunk(folder, chunk);
  try {
    await pipeline(
      compressed,
      tapped((piece) => fileContent.update(piece)),
      gunzip,
      async (pieces: AsyncIterable<Buffer>) => {
        for await (const piece of pieces) {
          content.update(piece);
          rows += rowsIn(piece);
        }
      },
    );
  } catch (error) {
    if (String((error as NodeJS.ErrnoException).code).startsWith('Z_')) throw changed;
    throw error;
  }
  if (fileContent.digest('hex') !== chunk.fileSha256 || content.digest('hex') !== chunk.sha256 || rows !== chunk.rows) throw changed;
}

/** The first chunk whose rows are not these, in this order; `more` when there are more rows than in all of them. */
export async function firstDifference(pieces: AsyncIterable<Buffer>, chunks: readonly Chunk[]): Promise<Chunk | 'more' | undefined> {
  let nth = 0;
  let left = chunks[0]?.bytes ?? 0;
  let content: Hash = createHash('sha256');
  for await (const whole of pieces) {
    for (let piece = whole; piece.length > 0;) {
      const chunk = chunks[nth];
      if (!chunk) return 'more';
      content.update(piece.subarray(0, left));
      const taken = Math.min(left, piece.length);
      piece = piece.subarray(taken);
      left -= taken;
      if (left > 0) continue;
      if (content.digest('hex') !== chunk.sha256) return chunk;
      content = createHash('sha256');
      left = chunks[++nth]?.bytes ?? 0;
    }
  }
  return chunks[nth];
}

function tapped(tell: (piece: Buffer) => void) {
  return async function* (pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const piece of pieces) {
      tell(piece);
      yield piece;
    }
  };
}

function rowsIn(piece: Buffer): number {
  let rows = 0;
  for (let at = piece.indexOf(LINE_FEED); at >= 0; at = piece.indexOf(LINE_FEED, at + 1)) rows++;
  return rows;
}

const firstColumn = (rows: Buffer, start: number): string => rows.toString('utf8', start, endOfColumn(rows, start));

function endOfColumn(rows: Buffer, start: number): number {
  const tab = rows.indexOf(9, start);
  return tab < 0 ? rows.indexOf(LINE_FEED, start) : tab;
}
