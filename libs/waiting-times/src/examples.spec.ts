import { type Clocks, clocks, isBad, readCase } from './index';
import examples from './examples.json';

interface Example {
  readonly id: string;
  readonly title: string;
  readonly as_of: string;
  readonly events: readonly object[];
  readonly expected: Readonly<Record<string, unknown>>;
}

function clocksOf({ id, as_of, events }: Example): Clocks {
  const read = readCase({ id, as_of, events });
  if (isBad(read)) throw new Error(`${read.path}: ${read.message}`);
  return clocks(read.facts, read.asOf);
}

/** The same keys as the expected object has, at every depth: what the example does not speak of is left out, lists are whole. */
function spokenOf(actual: unknown, expected: unknown): unknown {
  if (Array.isArray(expected) && Array.isArray(actual)) return actual.map((item, index) => spokenOf(item, expected[index]));
  if (typeof expected !== 'object' || expected === null || typeof actual !== 'object' || actual === null) return actual;
  const of = actual as Readonly<Record<string, unknown>>;
  return Object.fromEntries(Object.entries(expected).map(([key, value]) => [key, spokenOf(of[key], value)]));
}

const suite = (name: string, list: readonly Example[], shown: (of: Clocks) => unknown) =>
  describe(name, () => {
    it.each(list.map((example) => [`${example.id} ${example.title}`, example] as const))('%s', (_, example) => {
      expect(spokenOf(shown(clocksOf(example)), example.expected)).toEqual(example.expected);
    });
  });

suite('RTT', examples.rtt, ({ rtt }) => rtt);
suite('diagnostics', examples.diagnostics, ({ diagnostics, rtt }) => ({
  clocks: diagnostics,
  activity_type: diagnostics[0]?.activity_type,
  rtt_clock: rtt,
}));
suite('cancer', examples.cancer, ({ cancer, rtt }) => ({ ...cancer, rtt_clock: rtt }));

it('every fixed part of a period is compared whole', () => {
  const keys = ['clock_state', 'clock_start', 'clock_stop', 'stop_reason', 'rtt_status_code_at_stop', 'days_waited'];
  for (const { expected } of examples.rtt) expect(Object.keys(expected)).toEqual(expect.arrayContaining(keys));
});
