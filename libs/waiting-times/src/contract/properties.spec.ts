import { addDays, type CalendarDay, day, daysBetween } from '@guardian/kernel';
import fc from 'fast-check';
import {
  clocks,
  type Fact,
  type FactKeyShape,
  factKeys,
  HOSPITAL_FACTS,
  type HospitalFactKind,
  isBad,
  readCase,
  type RttPeriod,
} from '../index';
import { explainsItself } from './case-of';

// Days are generated as distances from a first day, so that a whole case can be moved.
interface Draft {
  readonly event: HospitalFactKind;
  readonly after: number;
  readonly keys: Readonly<Record<string, string | number | boolean | { readonly after: number }>>;
}

const WORDS =
  'mri ct colonoscopy plain_x_ray A B first diagnostic_test admission abnormal clinician new original gp_direct_access patient_choice_of_provider testicular therapeutic'.split(
    ' ',
  );

function valueOf(shape: FactKeyShape): fc.Arbitrary<string | number | boolean | { readonly after: number }> {
  if (typeof shape !== 'string') return fc.constantFrom(...shape);
  switch (shape) {
    case 'yes-no':
      return fc.boolean();
    case 'number':
      return fc.integer({ min: 0, max: 30 });
    case 'date':
      return fc.record({ after: fc.integer({ min: -30, max: 160 }) });
    case 'text':
      return fc.constantFrom(...WORDS);
  }
}

const anyKeys = (event: HospitalFactKind) =>
  fc.record(Object.fromEntries(Object.entries(factKeys(event)).map(([key, shape]) => [key, valueOf(shape)])), {
    requiredKeys: [],
  }) as fc.Arbitrary<Draft['keys']>;

const anyDraft = (kinds: readonly HospitalFactKind[]): fc.Arbitrary<Draft> =>
  fc
    .constantFrom(...kinds)
    .chain((event) => fc.record({ event: fc.constant(event), after: fc.integer({ min: 0, max: 100 }), keys: anyKeys(event) }));

const KINDS = Object.keys(HOSPITAL_FACTS) as HospitalFactKind[];
// Half of all facts: without a start there is little to look at.
const STARTS: HospitalFactKind[] = ['referral_received', 'urgent_suspected_cancer_referral_received', 'diagnostic_test_requested'];
const anyDrafts = fc
  .array(fc.oneof(anyDraft(KINDS), anyDraft(STARTS)), { maxLength: 14 })
  .map((drafts) => drafts.sort((a, b) => a.after - b.after));
/** Around 29 February, both summer-time nights, a turn of the year, and a February without a 29th. */
const anyFirst = fc.constantFrom('2024-02-20', '2024-03-25', '2025-10-20', '2023-12-28', '2025-02-25').map(day);

const factOf = (first: CalendarDay, { event, after, keys }: Draft): Fact => {
  const values = Object.entries(keys).map(([key, value]) => [key, typeof value === 'object' ? addDays(first, value.after) : value]);
  return { event, date: addDays(first, after), ...Object.fromEntries(values) } as Fact;
};
const factsOf = (first: CalendarDay, drafts: readonly Draft[]): Fact[] => drafts.map((draft) => factOf(first, draft));

const holds = <T extends [unknown, ...unknown[]]>(property: fc.IPropertyWithHooks<T>): void => fc.assert(property, { numRuns: 100 });

describe('for any facts whatever', () => {
  it('the front door lets them in, nothing throws, and every sentence names a day of the case', () => {
    holds(
      fc.property(anyFirst, anyDrafts, fc.integer({ min: -5, max: 200 }), (first, drafts, after) => {
        const read = readCase({ id: 'any', as_of: addDays(first, after), events: factsOf(first, drafts) });
        if (isBad(read)) throw new Error(`${read.path} ${read.message}`);
        explainsItself(clocks(read.facts, read.asOf), read.facts);
      }),
    );
  });

  it('no wait is negative, no clock ends after the as-of day, and periods follow one another', () => {
    holds(
      fc.property(anyFirst, anyDrafts, fc.integer({ min: 0, max: 200 }), (first, drafts, after) => {
        const asOf = addDays(first, after);
        const { rtt, diagnostics, cancer } = clocks(factsOf(first, drafts), asOf);
        const periods: RttPeriod[] = [...rtt.earlier_periods, rtt];
        for (const { clock_start, clock_stop, days_waited } of [...periods, ...diagnostics]) {
          if (clock_stop !== null) expect(clock_stop <= asOf).toBe(true);
          if (days_waited !== null && clock_start !== null) {
            expect(days_waited).toBeGreaterThanOrEqual(0);
            expect(days_waited).toBe(daysBetween(clock_start, clock_stop ?? asOf));
          }
        }
        for (const [index, { clock_start }] of periods.entries()) {
          const before = periods[index - 1]?.clock_stop;
          if (before != null && clock_start !== null) expect(clock_start >= before).toBe(true);
        }
        for (const standard of [cancer.faster_diagnosis_28, cancer.treatment_31, cancer.treatment_62, ...cancer.earlier_treatments_31]) {
          if ('raw_days' in standard) expect(standard.raw_days).toBeGreaterThanOrEqual(0);
          if ('adjusted_days' in standard) expect(standard.adjusted_days).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });

  it('a fact dated after the as-of day changes nothing', () => {
    holds(
      fc.property(anyFirst, anyDrafts, anyDraft(KINDS), fc.integer({ min: 0, max: 100 }), (first, drafts, later, after) => {
        const facts = factsOf(
          first,
          drafts.filter((draft) => draft.after <= after),
        );
        const added = factOf(first, { ...later, after: after + 1 + later.after });
        expect(clocks([...facts, added], addDays(first, after))).toEqual(clocks(facts, addDays(first, after)));
      }),
    );
  });

  it('a clock that runs grows by one day a day', () => {
    holds(
      fc.property(anyFirst, anyDrafts, fc.integer({ min: 100, max: 400 }), (first, drafts, after) => {
        const facts = factsOf(first, drafts);
        const today = clocks(facts, addDays(first, after)).rtt;
        const tomorrow = clocks(facts, addDays(first, after + 1)).rtt;
        const grows = today.clock_state === 'running' && today.days_waited !== null;
        expect(tomorrow.clock_state).toBe(today.clock_state);
        expect(tomorrow.days_waited).toBe(grows ? (today.days_waited ?? 0) + 1 : today.days_waited);
      }),
    );
  });

  it('a case moved by some days has its results moved by as many', () => {
    holds(
      fc.property(anyFirst, anyDrafts, fc.integer({ min: -400, max: 400 }), (first, drafts, by) => {
        const told = (from: CalendarDay) => {
          const { rtt, ...rest } = clocks(factsOf(from, drafts), addDays(from, 120));
          // The parts of the return belong to calendar months, which do not move.
          return JSON.stringify({ ...rest, rtt: { ...rtt, rtt_return_parts: [], rtt_return_counts: [] } });
        };
        const moved = told(first).replaceAll(/\d{4}-\d\d-\d\d/g, (on) => addDays(day(on), by));
        expect(told(addDays(first, by))).toBe(moved);
      }),
    );
  });

  it('a cancellation, unfitness, a declined date, absence or a transfer changes no RTT period', () => {
    const patience: HospitalFactKind[] = [
      'patient_cancelled',
      'provider_cancelled',
      'patient_unfit',
      'offer_declined',
      'patient_declared_unavailable',
      'patient_requests_delay',
      'interprovider_transfer',
      'clinical_priority_recorded',
    ];
    holds(
      fc.property(anyFirst, anyDrafts, anyDraft(patience), (first, drafts, more) => {
        const periods = (of: readonly Draft[]) => {
          const { rtt } = clocks(factsOf(first, of), addDays(first, 120));
          return [...rtt.earlier_periods, rtt].map((period) => [
            period.clock_state,
            period.clock_start,
            period.clock_stop,
            period.days_waited,
          ]);
        };
        const at = drafts.findIndex(({ after }) => after > more.after);
        const inserted = at < 0 ? [...drafts, more] : [...drafts.slice(0, at), more, ...drafts.slice(at)];
        expect(periods(inserted)).toEqual(periods(drafts));
      }),
    );
  });
});
