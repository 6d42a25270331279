// One calculation in words: each clock under a label of its own, what lies ahead, and why.
import { addDays, type CalendarDay, daysBetween, longDate } from '@guardian/kernel';
import {
  CANCER_LIMIT_DAYS,
  type CancerStandard,
  type CancerStandardName,
  type Clocks,
  type DiagnosticClock,
  DM01_LIMIT_DAYS,
  DM01_TESTS,
  dm01Test,
  factName,
  OVER_WEEKS,
  type Reason,
  RTT_LIMIT_DAYS,
  type RttClock,
  type RttPeriod,
} from '@guardian/waiting-times';
import { counted } from '../../layout/filters';

export interface Limit {
  readonly name: string;
  /** The last day inside. */
  readonly last: CalendarDay;
  /** "16 days left", "passed 3 days ago". */
  readonly words: string;
  readonly passed: boolean;
}

export interface ClockCard {
  /** Whose reasons explain it. */
  readonly clock: Reason['clock'];
  readonly label: string;
  readonly state: string;
  readonly colour: 'blue' | 'green' | 'grey';
  readonly rows: readonly { readonly name: string; readonly text: string }[];
  readonly limits: readonly Limit[];
}

type Rows = (readonly [name: string, text: string | null | false])[];
const said = (rows: Rows) => rows.flatMap(([name, text]) => (text ? [{ name, text }] : []));
const on = (day: CalendarDay | null): string | null => day && longDate(day);
const yesOrNo = (fact: boolean | null): string | null => (fact === null ? null : fact ? 'Yes' : 'No');
const daysAndWeeks = (days: number | null, weeks: number | null): string | null =>
  days === null ? null : `${counted(days, 'day')}, ${counted(weeks ?? 0, 'completed week')}`;

function limit(name: string, start: CalendarDay, lastDay: number, asOf: CalendarDay): Limit {
  const last = addDays(start, lastDay);
  const left = daysBetween(asOf, last);
  const words = left > 0 ? `${counted(left, 'day')} left` : left === 0 ? 'the last day' : `passed ${counted(-left, 'day')} ago`;
  return { name, last, words, passed: left < 0 };
}

const RTT_STATES: Readonly<Record<RttPeriod['clock_state'], string>> = {
  running: 'Running',
  stopped: 'Stopped',
  nullified: 'Nullified',
  no_clock: 'No clock',
  running_unknown_start: 'Running, start not known',
};

const RTT_MEANS: Partial<Readonly<Record<RttPeriod['clock_state'], string>>> = {
  nullified: 'The first appointment was missed, so that no wait stands',
  no_clock: 'No fact starts a clock',
  running_unknown_start: 'Days cannot be counted until the start is found',
};

const stopReason = ({ stop_reason: reason, rtt_status_code_at_stop: code }: RttPeriod): string | null =>
  reason && `${reason.startsWith('dna') ? 'Did not attend the first appointment' : factName(reason)}${code ? ` (RTT status ${code})` : ''}`;

export function rttCard(clock: RttClock, asOf: CalendarDay): ClockCard {
  const { clock_state: state, clock_start: start } = clock;
  const over = (weeks: keyof typeof OVER_WEEKS) => start && limit(`${weeks} weeks`, start, OVER_WEEKS[weeks] - 1, asOf);
  const limits = [start && limit('18 weeks', start, RTT_LIMIT_DAYS, asOf), over(52), over(65)];
  return {
    clock: 'rtt',
    label: 'RTT clock',
    state: RTT_STATES[state],
    colour: state.startsWith('running') ? 'blue' : state === 'stopped' ? 'green' : 'grey',
    rows: said([
      ['Meaning', RTT_MEANS[state] ?? null],
      ['Started', on(start)],
      ['Stopped', on(clock.clock_stop)],
      ['Why it stopped', stopReason(clock)],
      ['Waited', daysAndWeeks(clock.days_waited, clock.weeks_waited_completed)],
      ['Week band', clock.rtt_week_band && `${clock.rtt_week_band} weeks`],
      ['Within 18 weeks', yesOrNo(clock.within_18_weeks)],
      ['Parts of the return', clock.rtt_return_parts.join(', ')],
      ['Responsible provider', clock.reporting_provider],
      [
        'Other pathways',
        (clock.other_pathways ?? [])
          .map(({ pathway, clock_state, clock_start }) =>
            [pathway, RTT_STATES[clock_state].toLowerCase(), clock_start && `from ${longDate(clock_start)}`].filter(Boolean).join(', '),
          )
          .join('; '),
      ],
    ]),
    limits: state === 'running' ? limits.filter((one) => one !== null) : [],
  };
}

/** Periods that ended before the one that the clock describes. */
export const earlierPeriods = ({ earlier_periods: periods }: RttClock) =>
  periods.map((period) => ({
    state: RTT_STATES[period.clock_state],
    start: on(period.clock_start) ?? 'None',
    stop: on(period.clock_stop) ?? 'None',
    reason: stopReason(period) ?? 'None',
    waited: daysAndWeeks(period.days_waited, period.weeks_waited_completed) ?? 'Not counted',
  }));

const TEST_STATES: Readonly<Record<DiagnosticClock['clock_state'], string>> = {
  waiting: 'Waiting',
  done: 'Done',
  not_started: 'Planned, not yet due',
  out_of_scope: 'Not counted in DM01',
};
const ACTIVITY: Readonly<Record<DiagnosticClock['activity_type'], string>> = {
  waiting_list: 'Waiting list',
  planned: 'Planned',
  unscheduled: 'Unscheduled',
};
const RESETS: Readonly<Record<DiagnosticClock['resets'][number]['reason'], string>> = {
  did_not_attend: 'not attended',
  patient_cancelled: 'cancelled by the patient',
  two_offers_declined: 'two dates declined',
};

/** "Magnetic resonance imaging (mri-knee)" for a local code that counts as one of the fifteen. */
function testName(test: string): string {
  const counted = dm01Test(test);
  if (!counted) return factName(test.replaceAll('-', '_'));
  return counted === test ? DM01_TESTS[counted] : `${DM01_TESTS[counted]} (${test})`;
}

export function testCard(clock: DiagnosticClock, asOf: CalendarDay): ClockCard {
  const { test, clock_state: state, clock_start: start } = clock;
  const resets = clock.resets.map((reset) => `${longDate(reset.on)}: ${RESETS[reset.reason]}`);
  return {
    clock: 'diagnostics',
    label: `Test clock: ${testName(test)}`,
    state: TEST_STATES[state],
    colour: state === 'waiting' ? 'blue' : state === 'done' ? 'green' : 'grey',
    rows: said([
      ['Kind', ACTIVITY[clock.activity_type]],
      ['Started', on(start)],
      ['Stopped', on(clock.clock_stop)],
      ['Waited', daysAndWeeks(clock.days_waited, clock.weeks_waited_completed)],
      ['DM01 band', clock.dm01_band],
      ['Within 6 weeks', yesOrNo(clock.within_6_weeks)],
      ['Started again', resets.join('; ')],
    ]),
    limits: state === 'waiting' && start ? [limit('6 weeks', start, DM01_LIMIT_DAYS - 1, asOf)] : [],
  };
}

const STANDARDS: Readonly<Record<CancerStandardName, string>> = {
  faster_diagnosis_28: 'Cancer: 28 days to diagnosis',
  treatment_31: 'Cancer: 31 days to treatment',
  treatment_62: 'Cancer: 62 days to first treatment',
};
const CANCER_STATES: Readonly<Record<CancerStandard['state'], string>> = {
  not_applicable: 'Does not apply',
  running: 'Running',
  ended: 'Ended',
  excluded: 'Excluded',
  ended_no_cancer: 'Ended: no cancer',
  ended_treatment_declined: 'Ended: treatment declined',
};
const EXCLUDED = {
  '01': 'The patient died',
  '02': 'The patient declined all diagnostic tests',
  '04': 'The patient went private',
  '05': 'Appointments were missed or cancelled repeatedly',
} as const;

/** Those that do not apply come last. */
export function cancerCards(cancer: Clocks['cancer'], asOf: CalendarDay): ClockCard[] {
  const names: readonly CancerStandardName[] = ['faster_diagnosis_28', 'treatment_31', 'treatment_62'];
  const cards = names.map((name) => cancerCard(STANDARDS[name], cancer[name], CANCER_LIMIT_DAYS[name], asOf));
  return cards.sort((a, b) => Number(a.rows.length === 0) - Number(b.rows.length === 0));
}

function cancerCard(label: string, standard: CancerStandard, days: number, asOf: CalendarDay): ClockCard {
  const state = CANCER_STATES[standard.state];
  if (standard.state === 'not_applicable') return { clock: 'cancer', label, state, colour: 'grey', rows: [], limits: [] };
  const { start, end } = standard;
  const counts = 'adjusted_days' in standard ? standard : null;
  return {
    clock: 'cancer',
    label,
    state,
    colour: standard.state === 'running' ? 'blue' : standard.state === 'excluded' ? 'grey' : 'green',
    rows: said([
      ['Started', on(start)],
      ['Ended', on(end)],
      [
        'Why it is excluded',
        standard.state === 'excluded' && `${EXCLUDED[standard.exclusion_reason]} (reason ${standard.exclusion_reason})`,
      ],
      ['Days', 'raw_days' in standard && counted(standard.raw_days, 'day')],
      ['Adjustment', counts && counts.adjustment_days > 0 && `${counted(counts.adjustment_days, 'day')} off`],
      ['Adjusted days', counts && counts.adjustment_days > 0 && counted(counts.adjusted_days, 'day')],
      [`Within ${days} days`, counts && yesOrNo(counts.within_standard)],
    ]),
    limits: counts?.state === 'running' ? [limit(`${days} days`, start, days + counts.adjustment_days, asOf)] : [],
  };
}

const WHY: readonly { readonly clock: Reason['clock']; readonly heading: string; readonly otherwise: string }[] = [
  {
    clock: 'rtt',
    heading: 'Why the RTT clock reads so',
    otherwise: 'Nothing is known that touches it: it begins when a hospital receives a referral.',
  },
  { clock: 'diagnostics', heading: 'Why the test clocks read so', otherwise: 'No test was asked for, so none is waited for.' },
  {
    clock: 'cancer',
    heading: 'Why the cancer clocks read so',
    otherwise: 'No referral for suspected cancer, no upgrade and no decision to treat a cancer is known, so none of them applies.',
  },
];

/** The rule behind each step, clock by clock. */
export const whyEach = (reasons: readonly Reason[]) =>
  WHY.map(({ clock, ...words }) => ({
    ...words,
    id: `why-${clock}`,
    steps: reasons
      .filter((reason) => reason.clock === clock)
      .map(({ on: day, fact, rule, text }) => ({ on: day, rule, text, fact: fact === null ? 'The day came' : factName(fact) })),
  }));
