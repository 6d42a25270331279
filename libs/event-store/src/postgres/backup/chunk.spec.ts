import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { chained, firstDifference, readChunk, verifyChunk, wholeRows, type WrittenChunk, writeChunk } from './chunk';

const folder = mkdtempSync(path.join(tmpdir(), 'guardian-chunks-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Cuts the text where the network may have cut it. */
function pieces(text: string, size: number): AsyncIterable<Buffer> {
  const all = Buffer.from(text);
  const cut = Array.from({ length: Math.ceil(all.length / size) }, (_, n) => all.subarray(n * size, (n + 1) * size));
  return Readable.from(cut) as AsyncIterable<Buffer>;
}

async function writeAll(text: string, pieceBytes: number, mostBytes: number): Promise<WrittenChunk[]> {
  const rows = wholeRows(pieces(text, pieceBytes));
  const written: WrittenChunk[] = [];
  for (;;) {
    const next = await writeChunk(rows, folder, `${written.length + 1}.gz`, mostBytes);
    if (!next) return written;
    written.push(next);
  }
}

async function readAll(written: readonly WrittenChunk[]): Promise<string> {
  let text = '';
  for (const { chunk } of written) {
    const [file, gunzip] = readChunk(folder, chunk);
    for await (const piece of file.pipe(gunzip)) text += (piece as Buffer).toString('latin1');
  }
  return Buffer.from(text, 'latin1').toString();
}

describe('the running hash', () => {
  const hashOf = async (text: string, pieceBytes: number): Promise<string> => {
    const hash = { value: Buffer.alloc(0) };
    for await (const piece of chained(wholeRows(pieces(text, pieceBytes)), hash)) expect(piece.length).toBeGreaterThan(0);
    return hash.value.toString('hex');
  };

  it('is moved on by every row', async () => {
    // printf '1\tone\n' | sha256sum; the same of those 32 bytes followed by '2\ttwo\n'
    expect(await hashOf('1\tone\n', 3)).toBe('cbb3c4a7eb639f961cabc99c697bdd691b0d3292a3be8366e1cd9cd19ce84201');
    expect(await hashOf('1\tone\n2\ttwo\n', 100)).toBe('7de9fd025457d55acc12da2c4cb39871b2ec664dd63882332c204918460dfdd3');
    expect(await hashOf('1\tone\n2\ttwo\n', 1)).toBe('7de9fd025457d55acc12da2c4cb39871b2ec664dd63882332c204918460dfdd3');
  });
});

describe('rows in files', () => {
  it('are cut between rows, and each file says which rows it has', async () => {
    const written = await writeAll('1\tone\n2\ttwo\n3\tthree\n44\t\n55\n', 4, 12);
    expect(written.map(({ first, last, chunk: { file, rows, bytes } }) => ({ file, first, last, rows, bytes }))).toEqual([
      { file: '1.gz', first: '1', last: '2', rows: 2, bytes: 12 },
      { file: '2.gz', first: '3', last: '44', rows: 2, bytes: 12 },
      { file: '3.gz', first: '55', last: '55', rows: 1, bytes: 3 },
    ]);
  });

  it('make no file when there are none', async () => {
    const before = readdirSync(folder);
    expect(await writeAll('', 10, 10)).toEqual([]);
    expect(readdirSync(folder)).toEqual(before);
  });

  it('come out as they went in, however they were cut, and differ from any others', async () => {
    const row = fc
      .tuple(fc.nat(), fc.string({ unit: 'grapheme', maxLength: 30 }))
      .map(([n, text]) => `${n}\t${text.replaceAll('\n', '')}\n`);
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 1, max: 100 }),
        fc.integer({ min: 1, max: 200 }),
        async (rows, pieceBytes, mostBytes) => {
          const text = rows.join('');
          const written = await writeAll(text, pieceBytes, mostBytes);
          expect(await readAll(written)).toBe(text);
          const chunks = written.map(({ chunk }) => chunk);
          for (const chunk of chunks) await verifyChunk(folder, chunk);
          const compared = (other: string) => firstDifference(pieces(other, pieceBytes + 1), chunks);
          expect(await compared(text)).toBeUndefined();
          expect(await compared(`${text}1\n`)).toBe('more');
          expect(await compared(text.slice(0, -1))).toBe(chunks.at(-1));
          expect(await compared(`x${text.slice(1)}`)).toBe(chunks[0]);
        },
      ),
      { numRuns: 50 },
    );
  });
});
