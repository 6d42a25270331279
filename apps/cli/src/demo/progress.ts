/** Tells how far a long run has come: a bar that moves on a terminal, a line every 5 seconds elsewhere. */
export class Progress {
  private lastLineAt: number;

  constructor(
    private readonly total: number,
    private readonly output: { readonly isTTY?: boolean; write(text: string): unknown } = process.stderr,
    private readonly milliseconds: () => number = () => performance.now(),
  ) {
    this.lastLineAt = milliseconds();
  }

  show(done: number): void {
    const now = this.milliseconds();
    const ended = done >= this.total;
    if (!ended && now - this.lastLineAt < (this.output.isTTY ? 100 : 5_000)) return;
    this.lastLineAt = now;
    const counted = `${done} of ${this.total} cases`;
    if (!this.output.isTTY) this.output.write(`${counted}\n`);
    else this.output.write(`\r${bar(done / this.total)} ${counted}${ended ? '\n' : ''}`);
  }
}

const WIDTH = 30;

function bar(share: number): string {
  const full = Math.floor(share * WIDTH);
  return `[${'#'.repeat(full)}${' '.repeat(WIDTH - full)}]`;
}
