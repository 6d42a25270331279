const MOST = 200;

/** Answers from memory for so many milliseconds, each key by itself. A reading that failed is not remembered. */
export class Remembered<T> {
  private readonly readings = new Map<string, { readonly at: number; readonly answer: Promise<T> }>();

  constructor(private readonly ms: number) {}

  get(key: string, read: () => Promise<T>): Promise<T> {
    const known = this.readings.get(key);
    return known && performance.now() - known.at < this.ms ? known.answer : this.again(key, read);
  }

  /** Whatever is remembered. */
  again(key: string, read: () => Promise<T>): Promise<T> {
    if (this.readings.size >= MOST) this.readings.clear();
    const reading = { at: performance.now(), answer: read() };
    this.readings.set(key, reading);
    reading.answer.catch(() => this.readings.get(key) === reading && this.readings.delete(key));
    return reading.answer;
  }
}
