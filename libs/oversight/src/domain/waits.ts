// How long a step takes, with those who still wait counted. Pure.

/** `n` stays that were watched from day `from` to day `to` of their length; `ended`: they left on that day. */
export interface Watched {
  readonly from: number;
  readonly to: number;
  readonly ended: boolean;
  readonly n: number;
}

/**
 * Kaplan-Meier with delayed entry (Kaplan and Meier 1958; left truncation as in Klein and Moeschberger, Survival Analysis, 2003): a stay
 * that had begun before the period counts from the length that it had then. Answers the smallest number of days within which the share
 * `p` has left the step; null when so many have not left that nobody can say yet.
 */
export function daysWithin(p: number, stays: readonly Watched[]): number | null {
  const longest = stays.reduce((most, stay) => Math.max(most, stay.to), 0);
  const entering = new Float64Array(longest + 2);
  const leaving = new Float64Array(longest + 2);
  const ended = new Float64Array(longest + 2);
  for (const { from, to, ended: left, n } of stays) {
    entering[from]! += n;
    leaving[to]! += n;
    if (left) ended[to]! += n;
  }
  let atRisk = 0;
  let remaining = 1;
  for (let day = 0; day <= longest; day++) {
    atRisk += entering[day]!;
    if (ended[day]! > 0) remaining *= 1 - ended[day]! / atRisk;
    if (remaining <= 1 - p + 1e-9) return day;
    atRisk -= leaving[day]!;
  }
  return null;
}

/** For those without a relationship to the patients: 1 to 7 is null ("*"), others are rounded to 5, zero stays. */
export function suppressed(count: number): number | null {
  if (count === 0) return 0;
  return count <= 7 ? null : Math.round(count / 5) * 5;
}
