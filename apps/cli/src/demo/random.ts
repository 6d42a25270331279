/** Chance that repeats: the same key gives the same numbers on every machine (hash xmur3, generator sfc32; both public domain). */
export class Random {
  private readonly state: [number, number, number, number];

  constructor(key: string) {
    let hash = 1779033703 ^ key.length;
    for (let i = 0; i < key.length; i++) {
      hash = Math.imul(hash ^ key.charCodeAt(i), 3432918353);
      hash = (hash << 13) | (hash >>> 19);
    }
    const part = (): number => {
      hash = Math.imul(hash ^ (hash >>> 16), 2246822507);
      hash = Math.imul(hash ^ (hash >>> 13), 3266489909);
      return (hash ^= hash >>> 16) >>> 0;
    };
    this.state = [part(), part(), part(), part()];
  }

  /** From 0 up to, and never, 1. */
  next(): number {
    const [a, b, c, counter] = this.state;
    const sum = (a + b + counter) | 0;
    this.state[3] = (counter + 1) | 0;
    this.state[0] = b ^ (b >>> 9);
    this.state[1] = (c + (c << 3)) | 0;
    this.state[2] = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4294967296;
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** A whole number; both ends are possible. */
  int(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  pick<T>(list: readonly T[]): T {
    return this.weighted(list.map((one) => [one, 1]));
  }

  /** Each in proportion to its weight. Throws on an empty list. */
  weighted<T>(entries: readonly (readonly [one: T, weight: number])[]): T {
    let left = this.next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [one, weight] of entries) {
      left -= weight;
      if (left < 0) return one;
    }
    throw new RangeError('nothing to choose from');
  }

  /** Whole days as waits are: half of them below the median, and a long tail (log-normal). */
  days(median: number, spread = 0.5): number {
    const normal = Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
    return Math.round(median * Math.exp(spread * normal));
  }
}
