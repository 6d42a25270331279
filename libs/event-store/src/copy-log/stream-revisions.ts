const FIRST_SLOTS = 4_096;

/**
 * The newest revision of each of very many streams, in 16 to 43 bytes a stream: a Map takes some 150, and no more than 16 million. A hash
 * table of numbers with open addressing; of an id it keeps 80 of the 128 bits, which no two random ids share.
 */
export class StreamRevisions {
  private heads = new Uint32Array(FIRST_SLOTS);
  private tails = new Float64Array(FIRST_SLOTS);
  /** 0: the slot is free. */
  private newest = new Uint32Array(FIRST_SLOTS);
  private used = 0;

  /** 0 for a stream that is not known. */
  of(id: string): number {
    return this.newest[this.slot(headOf(id), tailOf(id))] ?? 0;
  }

  /** `revision` is at least 1. */
  set(id: string, revision: number): void {
    if (this.put(headOf(id), tailOf(id), revision) && this.used * 4 > this.newest.length * 3) this.grow();
  }

  /** True for a new stream. */
  private put(head: number, tail: number, revision: number): boolean {
    const slot = this.slot(head, tail);
    const isNew = this.newest[slot] === 0;
    this.heads[slot] = head;
    this.tails[slot] = tail;
    this.newest[slot] = revision;
    if (isNew) this.used++;
    return isNew;
  }

  private slot(head: number, tail: number): number {
    let slot = tail % this.newest.length;
    while (this.newest[slot] !== 0 && (this.tails[slot] !== tail || this.heads[slot] !== head)) slot = (slot + 1) % this.newest.length;
    return slot;
  }

  private grow(): void {
    const { heads, tails, newest } = this;
    this.heads = new Uint32Array(2 * newest.length);
    this.tails = new Float64Array(2 * newest.length);
    this.newest = new Uint32Array(2 * newest.length);
    this.used = 0;
    newest.forEach((revision, slot) => revision > 0 && this.put(heads[slot] ?? 0, tails[slot] ?? 0, revision));
  }
}

const headOf = (id: string): number => Number.parseInt(id.slice(0, 8), 16);
const tailOf = (id: string): number => Number.parseInt(id.slice(-12), 16);
