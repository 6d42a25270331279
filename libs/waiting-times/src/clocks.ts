// The front door of the engine: dated facts and an as-of day in, clocks and their reasons out. Pure: no database, no wall clock.
import type { CalendarDay } from '@guardian/kernel';
import { cancerClocks, type CancerClocks } from './cancer/cancer';
import { type DiagnosticClock, diagnosticClocks } from './dm01/dm01';
import type { Fact, Reason, Settings } from './engine';
import { DEFAULT_READINGS } from './readings';
import { type RttClock, rttClock } from './rtt/rtt';
import { UNCONFIRMED } from './unconfirmed';

export interface Clocks {
  readonly rtt: RttClock;
  /** One for each test asked for. */
  readonly diagnostics: readonly DiagnosticClock[];
  readonly cancer: CancerClocks;
  /** Why: by day, each naming its clock and the rule. */
  readonly explanation: readonly Reason[];
  /** Conflicts between national texts that were decided by a reading, and records that a validator should look at. */
  readonly warnings: readonly string[];
}

export const DEFAULT_SETTINGS: Settings = { readings: DEFAULT_READINGS, unconfirmed: UNCONFIRMED };

/** Care after a death is late paperwork, or somebody else's. What is only written down later is expected. */
const PAPERWORK: readonly string[] = [
  'died',
  'provider_informed_of_death',
  'validation_found_stop',
  'diagnostic_result_reported',
  'referral_registered_on_system',
  'referral_letter_written',
  'discharged_to_primary_care',
];

/**
 * The clocks on the as-of day. Facts are in date order, as `readCase` makes sure; those dated after the day are not known on it. Rules and
 * sources: docs/waiting-times.md. Never throws on facts that `readCase` let through.
 */
export function clocks(facts: readonly Fact[], asOf: CalendarDay, settings: Settings = DEFAULT_SETTINGS): Clocks {
  const rtt = rttClock(facts, asOf, settings);
  const diagnostics = diagnosticClocks(facts, asOf, settings);
  const cancer = cancerClocks(facts, asOf, settings);
  const accounts = [rtt.account, diagnostics.account, cancer.account];
  return {
    rtt: rtt.clock,
    diagnostics: diagnostics.clocks,
    cancer: cancer.clocks,
    explanation: accounts.flatMap(({ reasons }) => reasons).sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0)),
    warnings: [...new Set([...accounts.flatMap(({ warnings }) => warnings), ...careAfterDeath(facts, asOf)])],
  };
}

function careAfterDeath(facts: readonly Fact[], asOf: CalendarDay): string[] {
  const death = facts.find(({ event, date }) => event === 'died' && date <= asOf);
  if (!death) return [];
  return facts
    .filter(({ event, date }) => date > death.date && date <= asOf && !PAPERWORK.includes(event))
    .map(({ event, date }) => `"${event}" is dated ${date}, after the death on ${death.date}: check it.`);
}
