import { StoreBusy } from './event-store';

interface Turn<Kept> {
  /** Left by the turn before, for the turn after; forgotten when nobody waits. */
  kept: Kept | undefined;
}

interface Line<Kept> extends Turn<Kept> {
  last: Promise<unknown>;
  length: number;
}

/** Work under one name is done one after the other, in order of arrival; under different names, side by side. */
export class Turns<Kept> {
  private readonly lines = new Map<string, Line<Kept>>();

  constructor(private readonly longestLine: number) {}

  /** Throws StoreBusy when the line is full. */
  async take<T>(name: string, work: (turn: Turn<Kept>) => Promise<T>): Promise<T> {
    const line = this.lines.get(name) ?? { last: Promise.resolve(), length: 0, kept: undefined };
    if (line.length >= this.longestLine) throw new StoreBusy();
    this.lines.set(name, line);
    line.length++;
    const mine = line.last.then(() => work(line));
    line.last = mine.catch(() => undefined);
    try {
      return await mine;
    } finally {
      line.length--;
      if (line.length === 0) this.lines.delete(name);
    }
  }
}
