/** What one variant gave in each round, in the order of the rounds. */
export type Rounds<K extends string> = Readonly<Record<K, readonly number[]>>;

/**
 * Runs every variant once a round, so that all of them meet the same weather; each round begins with the next one. A variant answers
 * with its figure, and compares with the others of its round only.
 */
export async function interleaved<K extends string>(
  rounds: number,
  variants: Readonly<Record<K, () => Promise<number>>>,
): Promise<Rounds<K>> {
  const names = Object.keys(variants) as K[];
  const figures = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<K, number[]>;
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < names.length; i++) {
      const name = names[(round + i) % names.length] as K;
      figures[name].push(await variants[name]());
    }
  }
  return figures;
}

/** Median of the ratios of each round. */
export function ratio(of: readonly number[], to: readonly number[]): number {
  return median(of.map((figure, round) => figure / (to[round] ?? NaN)));
}

export const median = (figures: readonly number[]): number => percentile(figures, 0.5);

export function percentile(figures: readonly number[] | Float64Array, share: number): number {
  const sorted = Float64Array.from(figures).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

/** Milliseconds. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** How many a second. */
export async function rate(count: number, work: () => Promise<unknown>): Promise<number> {
  return (count / (await timed(work))) * 1_000;
}
