import { addDays, type CalendarDay, day, daysBetween } from '@guardian/kernel';
import type { CaseFact } from '@guardian/casework/events';
import { clocks, factKeys, HOSPITAL_FACTS, type HospitalFactKind } from '@guardian/waiting-times';
import * as fc from 'fast-check';
import { type ClockReading, spansFrom } from './clock-reading';

const FIRST = day('2026-01-05');
const DAYS = 250;

/** Any details that a fact may have, with days before and after it, so that much lies ahead. */
function details(kind: HospitalFactKind): fc.Arbitrary<Record<string, unknown>> {
  const value = (key: string, shape: unknown): fc.Arbitrary<unknown> => {
    if (shape === 'date') return fc.integer({ min: 0, max: DAYS + 60 }).map((n) => addDays(FIRST, n));
    if (shape === 'yes-no') return fc.boolean();
    if (shape === 'number') return fc.integer({ min: 1, max: 9 });
    if (Array.isArray(shape)) return fc.constantFrom(...shape);
    return key === 'test' ? fc.constantFrom('mri', 'ct', 'colonoscopy') : fc.constantFrom('first', 'diagnostic_test', 'GP1');
  };
  return fc.record(Object.fromEntries(Object.entries(factKeys(kind)).map(([key, shape]) => [key, value(key, shape)])), {
    requiredKeys: [],
  });
}

const fact: fc.Arbitrary<CaseFact> = fc
  .constantFrom(
    ...(Object.keys(HOSPITAL_FACTS) as HospitalFactKind[]),
    ...(['referral_received', 'urgent_suspected_cancer_referral_received'] as const),
  )
  .chain((kind) =>
    fc.record({ more: details(kind), on: fc.integer({ min: 0, max: DAYS }) }).map(({ more, on }) => ({
      fact: { ...more, event: kind, date: addDays(FIRST, on) },
      entry: 1,
      source: 'Hospital letter',
      confidence: 'confirmed' as const,
      recordedOn: addDays(FIRST, on),
      withdrawnOn: null,
    })),
  );
const history = fc
  .array(fact, { minLength: 1, maxLength: 14 })
  .map((facts) => [...facts].sort((a, b) => (a.fact.date < b.fact.date ? -1 : a.fact.date > b.fact.date ? 1 : 0)));
const anyDay = fc.integer({ min: -5, max: DAYS + 400 }).map((n) => addDays(FIRST, n));

const waited = (row: ClockReading | undefined, asOf: CalendarDay): number | null =>
  row?.start ? daysBetween(row.start, row.stop ?? asOf) : null;
const inside = (row: ClockReading | undefined, asOf: CalendarDay): boolean =>
  row?.insideUntil != null && (row.stop ?? asOf) <= row.insideUntil;

describe('the spans of a case', () => {
  it('read on any day, from whatever day before it they were computed, say what the engine says on that day', () => {
    fc.assert(
      fc.property(history, anyDay, fc.nat({ max: DAYS }), (facts, asOf, earlier) => {
        const rows = spansFrom(addDays(asOf, -earlier), facts)
          .filter(({ fromDay, untilDay }) => fromDay <= asOf && asOf < untilDay)
          .map(({ reading }) => reading);
        const row = (clock: ClockReading['clock'], n = 1) => rows.find((one) => one.clock === clock && one.n === n);
        const { rtt, diagnostics, cancer } = clocks(
          facts.map((one) => one.fact),
          asOf,
        );

        const rttRow = row('rtt');
        expect(rttRow?.state ?? 'no_clock').toBe(rtt.clock_state);
        if (rttRow) {
          expect([rttRow.start, rttRow.stop, rttRow.stopReason]).toEqual([rtt.clock_start, rtt.clock_stop, rtt.stop_reason]);
          expect([rttRow.decisionToAdmit, rttRow.countsInReturn]).toEqual([rtt.decision_to_admit, rtt.counts_in_rtt_return]);
          if (rtt.days_waited !== null)
            expect([waited(rttRow, asOf), inside(rttRow, asOf)]).toEqual([rtt.days_waited, rtt.within_18_weeks]);
        }
        expect(rows.filter(({ clock, n }) => clock === 'rtt' && n > 1)).toHaveLength(rtt.other_pathways?.length ?? 0);

        expect(rows.filter(({ clock }) => clock === 'test')).toHaveLength(diagnostics.length);
        diagnostics.forEach((test, index) => {
          const testRow = row('test', index + 1);
          expect([testRow?.state, testRow?.test, testRow?.start, testRow?.stop]).toEqual([
            ...[test.clock_state, test.test, test.clock_start, test.clock_stop],
          ]);
          expect(waited(testRow, asOf)).toBe(test.days_waited);
          if (test.within_6_weeks !== null) expect(inside(testRow, asOf)).toBe(test.within_6_weeks);
        });

        for (const name of ['faster_diagnosis_28', 'treatment_31', 'treatment_62'] as const) {
          const standard = cancer[name];
          expect(row(name)?.state ?? 'not_applicable').toBe(standard.state);
          if (standard.state === 'not_applicable') continue;
          expect([row(name)?.start, row(name)?.stop]).toEqual([standard.start, standard.end]);
          if ('within_standard' in standard) expect(inside(row(name), asOf)).toBe(standard.within_standard);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
