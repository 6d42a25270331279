// How the specs of the rules state a case and read its clocks: short enough that a row of a table is a case.
import { addDays, type CalendarDay, day } from '@guardian/kernel';
import {
  type Clocks,
  clocks,
  DEFAULT_SETTINGS,
  type DiagnosticClock,
  type Fact,
  type HospitalFactKind,
  isBad,
  readCase,
  type Readings,
  type RttPeriod,
  type Unconfirmed,
} from '../index';

type Keys = Readonly<Record<string, string | number | boolean>>;
/** A date, a fact, and its keys. */
export type Given = readonly [date: string, event: HospitalFactKind, keys?: Keys];

export interface Choices {
  readonly readings?: Partial<Readings>;
  readonly unconfirmed?: Partial<Unconfirmed>;
}

/** The clocks of facts that the front door lets through, on a day. Every sentence that they say is looked at. */
export function clocksOf(given: readonly Given[], asOf: string, { readings, unconfirmed }: Choices = {}): Clocks {
  const events = given.map(([date, event, keys]) => ({ date, event, ...keys }));
  const read = readCase({ id: 'case', as_of: asOf, events });
  if (isBad(read)) throw new Error(`${read.path}: ${read.message}`);
  const settings = {
    readings: { ...DEFAULT_SETTINGS.readings, ...readings },
    unconfirmed: { ...DEFAULT_SETTINGS.unconfirmed, ...unconfirmed },
  };
  const result = clocks(read.facts, read.asOf, settings);
  explainsItself(result, read.facts);
  return result;
}

/** One plain sentence each, of a numbered rule, on a day that a fact or its keys speak of. */
export function explainsItself({ explanation, warnings, rtt, diagnostics, cancer }: Clocks, facts: readonly Fact[]): void {
  const days = new Set(facts.flatMap((fact) => Object.values(fact)));
  for (const { on, rule, text } of explanation) {
    expect(days).toContain(on);
    expect(rule).toMatch(/^(?:RTT|DX|CA)-[A-Z]*\d+$/);
    expect(text).toMatch(/^(?:[A-Z][a-z]*,?|[\w-]+:) .{8,}\.$/);
  }
  for (const warning of warnings) expect(warning).toMatch(/^["A-Z].{20,}\.$/);
  const explained = new Set(explanation.map(({ clock }) => clock));
  if (rtt.clock_state !== 'no_clock') expect(explained).toContain('rtt');
  if (diagnostics.length > 0) expect(explained).toContain('diagnostics');
  if (cancer.treatment_62.state !== 'not_applicable') expect(explained).toContain('cancer');
}

/** `running 2025-01-13, 63 days` or `stopped 2025-01-13 to 2025-03-17, 63 days, died 36`. */
export function period({ clock_state, clock_start, clock_stop, days_waited, stop_reason, rtt_status_code_at_stop }: RttPeriod): string {
  const span = clock_stop === null ? (clock_start ?? '') : `${clock_start ?? 'unknown'} to ${clock_stop}`;
  const days = days_waited === null ? '' : `, ${days_waited} days`;
  const reason = stop_reason === null ? '' : `, ${stop_reason} ${rtt_status_code_at_stop}`;
  return `${clock_state} ${span}${days}${reason}`.trim();
}

/** The periods of the RTT clock, oldest first. */
export const periods = ({ rtt }: Clocks): string[] => [...rtt.earlier_periods, rtt].map(period);

/** Of every reason that is given for a clock: the rule. */
export const rulesOf = ({ explanation }: Clocks, clock: 'rtt' | 'diagnostics' | 'cancer'): string[] =>
  explanation.filter((reason) => reason.clock === clock).map(({ rule }) => rule);

/** `mri: waiting 2025-03-03, 28 days` */
export const test = ({ test: of, clock_state, clock_start, clock_stop, days_waited }: DiagnosticClock): string =>
  `${of}: ${clock_state} ${clock_start ?? ''}${clock_stop === null ? '' : ` to ${clock_stop}`}${days_waited === null ? '' : `, ${days_waited} days`}`.trim();

/** A day that is some days after a day, for sweeps over limits. */
export const later = (from: string, days: number): CalendarDay => addDays(day(from), days);

/** A referral on 13 January 2025, the day that most cases start from. */
export const REFERRED: Given = ['2025-01-13', 'referral_received', { service: 'consultant_led' }];
/** Active monitoring since 17 March 2025, 63 days after the referral. */
export const MONITORED: readonly Given[] = [
  REFERRED,
  ['2025-03-17', 'active_monitoring_started_by_clinician', { communicated_to_patient: true, agreed_with_patient: true }],
];
export const MONITORED_PERIOD = 'stopped 2025-01-13 to 2025-03-17, 63 days, active_monitoring_by_clinician 32';

/** What happens, on which facts; how the RTT periods read on 30 April 2025; the rules that are given for it. */
export type RttRow = readonly [what: string, given: readonly Given[], periods: readonly string[], rules: readonly string[]];

export function rttReads(section: string, rows: readonly RttRow[], choices?: Choices): void {
  describe(section, () => {
    it.each(rows)('%s', (_, given, expected, rules) => {
      const result = clocksOf(given, '2025-04-30', choices);
      expect({ periods: periods(result), rules: rulesOf(result, 'rtt') }).toEqual({ periods: expected, rules });
    });
  });
}
