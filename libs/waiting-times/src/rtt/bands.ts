// How days become weeks and bands in the RTT returns (RTT-M1 to RTT-M5).

export const RTT_LIMIT_DAYS = 126;

/** First day that is over, by the number of weeks (RTT-M5). */
export const OVER_WEEKS = { 52: 365, 65: 456, 78: 547, 104: 729 } as const;

/** `0-1` holds eight values, 0 to 7 days; then seven days each; `104+` from 729 days (RTT-M4). */
export function rttWeekBand(days: number): string {
  if (days >= OVER_WEEKS[104]) return '104+';
  const weeks = days <= 7 ? 0 : Math.floor((days - 1) / 7);
  return `${weeks}-${weeks + 1}`;
}

export const completedWeeks = (days: number): number => Math.floor(days / 7);
