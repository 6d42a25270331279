// Cuts `{"readings":{…},"cases":[…]}` into its cases as the bytes come in, so that a file of any length takes the memory of one case.

/** What makes the input as a whole unreadable, in one line. */
export class UnreadableInput extends Error {}

/** The readings, where there are any, and then one case after the other. */
export interface Piece {
  readonly name: Member;
  readonly value: unknown;
}

/** Readings come first: the cases before them would have been answered by others. */
const MEMBERS = ['readings', 'cases'] as const;
type Member = (typeof MEMBERS)[number];

/** The grammar around the values; what is inside a value is left to JSON.parse. Throws UnreadableInput. */
export async function* piecesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<Piece> {
  const cutter = new Cutter();
  for await (const chunk of chunks) yield* cutter.cut(chunk);
  cutter.end();
}

/** A thousand facts, the most that a case may have, are far smaller. */
const MOST_BYTES = 4_194_304;

/** Where the reading stands: which sign leads on to where. */
const SIGNS = {
  beginning: { '{': 'first name' },
  'first name': { '}': 'end' },
  name: {},
  colon: { ':': 'value' },
  value: {},
  'colon of cases': { ':': 'cases' },
  cases: { '[': 'first case' },
  'first case': { ']': 'after value' },
  case: {},
  'after case': { ',': 'case', ']': 'after value' },
  'after value': { ',': 'name', '}': 'end' },
  end: {},
} as const satisfies Readonly<Record<string, Readonly<Record<string, string>>>>;

type Place = keyof typeof SIGNS;

/** Where a value may begin, and what follows it. */
const AFTER: Partial<Readonly<Record<Place, Place>>> = {
  'first name': 'colon',
  name: 'colon',
  value: 'after value',
  'first case': 'after case',
  case: 'after case',
};

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const [LIST, LIST_END, OBJECT, OBJECT_END] = [0x5b, 0x5d, 0x7b, 0x7d];
const isSpace = (byte: number): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
/** Some programs of Windows begin a file with it. */
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

class Cutter {
  private readonly decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  private place: Place = 'beginning';
  private readonly seen: Member[] = [];
  /** Bytes before the present chunk. */
  private passed = 0;
  // The value that is being read: its bytes so far, and where in it the reading stands.
  private held: Buffer[] = [];
  private size = 0;
  private depth = 0;
  private inString = false;
  private escaped = false;

  *cut(chunk: Buffer): Generator<Piece> {
    let at = 0;
    while (at < chunk.length) {
      if (this.size === 0 && this.isBetweenValues(chunk[at] ?? 0, this.passed + at)) {
        at++;
        continue;
      }
      const end = this.endOfValue(chunk, at);
      this.hold(chunk.subarray(at, end));
      at = end ?? chunk.length;
      if (end === undefined) break;
      const value = this.release(this.passed + end);
      const isName = this.place === 'name' || this.place === 'first name';
      this.place = AFTER[this.place] ?? 'end';
      const name = this.seen.at(-1);
      if (isName) this.begin(value, this.passed + end);
      else if (name) yield { name, value };
    }
    this.passed += chunk.length;
  }

  end(): void {
    if (this.passed === 0) throw new UnreadableInput('there is nothing on standard input.');
    if (this.place !== 'end') throw new UnreadableInput(`the input ends in the middle, after ${this.passed} bytes.`);
    if (!this.seen.includes('cases')) throw new UnreadableInput('"cases" is missing.');
  }

  private begin(name: unknown, position: number): void {
    if (typeof name !== 'string') throw notJson(position);
    const member = MEMBERS.find((one) => one === name);
    if (!member) throw new UnreadableInput(`"${name.slice(0, 100)}" does not belong beside "cases".`);
    if (this.seen.includes(member)) throw new UnreadableInput(`"${member}" must stand once.`);
    if (member === 'readings' && this.seen.length > 0) throw new UnreadableInput('"readings" must stand before "cases".');
    if (member === 'cases') this.place = 'colon of cases';
    this.seen.push(member);
  }

  /** White space, or a sign of the grammar, which leads on. */
  private isBetweenValues(byte: number, position: number): boolean {
    if (isSpace(byte) || BYTE_ORDER_MARK[position] === byte) return true;
    const signs: Readonly<Record<string, Place>> = SIGNS[this.place];
    const next = signs[String.fromCharCode(byte)];
    if (next !== undefined) this.place = next;
    else if (this.place === 'beginning') throw new UnreadableInput('the input must be JSON: {"cases":[…]}.');
    else if (this.place === 'cases') throw new UnreadableInput('"cases" must be a list.');
    else if (AFTER[this.place] === undefined) throw notJson(position);
    return next !== undefined;
  }

  /** Behind the last byte of the value, or undefined: it goes on in the next chunk. */
  private endOfValue(chunk: Buffer, from: number): number | undefined {
    let { depth, inString, escaped } = this;
    for (let at = from; at < chunk.length; at++) {
      const byte = chunk[at] ?? 0;
      if (inString) {
        if (escaped) escaped = false;
        else if (byte === BACKSLASH) escaped = true;
        else if (byte === QUOTE) {
          inString = false;
          if (depth === 0) return at + 1;
        }
      } else if (byte === QUOTE) inString = true;
      else if (byte === OBJECT || byte === LIST) depth++;
      else if (byte === OBJECT_END || byte === LIST_END) {
        // A number or a word ends before the sign that closes what is around it.
        if (depth === 0) return at;
        if (--depth === 0) return at + 1;
      } else if (depth === 0 && (byte === COMMA || isSpace(byte))) return at;
    }
    Object.assign(this, { depth, inString, escaped });
    return undefined;
  }

  private hold(bytes: Buffer): void {
    this.held.push(bytes);
    this.size += bytes.length;
    if (this.size > MOST_BYTES) throw new UnreadableInput(`a case is longer than ${MOST_BYTES} bytes.`);
  }

  private release(position: number): unknown {
    const [only = Buffer.alloc(0), ...more] = this.held;
    const bytes = more.length === 0 ? only : Buffer.concat(this.held);
    Object.assign(this, { held: [], size: 0, depth: 0, inString: false, escaped: false });
    try {
      return JSON.parse(this.decoder.decode(bytes));
    } catch {
      throw notJson(position);
    }
  }
}

const notJson = (position: number) => new UnreadableInput(`the input is not JSON in UTF-8, before or at byte ${position + 1}.`);
