interface Goal {
  /** In the list of docs/performance.md. */
  readonly goal: number;
  readonly what: string;
  readonly measured: number;
  readonly atLeast?: number;
  readonly atMost?: number;
  /** The two figures of the ratio, or how it was measured. */
  readonly detail: string;
}

/** Prints each line as soon as it is known and counts the goals that were missed. */
export class Report {
  missed = 0;
  private count = 0;

  heading(text: string): void {
    process.stdout.write(`\n${text}\n`);
  }

  goal({ goal, what, measured, atLeast, atMost, detail }: Goal): void {
    const met = measured >= (atLeast ?? -Infinity) && measured <= (atMost ?? Infinity);
    this.count++;
    if (!met) this.missed++;
    const bound = atLeast !== undefined ? `>= ${atLeast}` : `<= ${atMost}`;
    process.stdout.write(
      `${met ? 'met   ' : 'MISSED'} ${String(goal).padStart(2)}  ${what.padEnd(54)} ${short(measured).padStart(7)}  ${bound.padEnd(8)} ${detail}\n`,
    );
  }

  /** A figure without a goal. */
  fact(what: string, detail: string): void {
    process.stdout.write(`           ${what.padEnd(54)} ${detail}\n`);
  }

  summary(): void {
    process.stdout.write(`\n${this.count - this.missed} of ${this.count} goals met.\n`);
  }
}

/** Three figures that count, thousands apart. */
export function short(figure: number): string {
  if (Math.abs(figure) >= 100) return Math.round(figure).toLocaleString('en-GB');
  return String(Number(figure.toPrecision(figure < 1 ? 2 : 3)));
}
