import type { CalendarDay } from '@guardian/kernel';
import { clocks } from '@guardian/waiting-times';
import { correctedEntry, ordered, received } from './domain/case/case.examples';
import type { CaseEvent, ProviderRef } from './domain/case/events';
import { type CaseFacts, factsInOrder, noFacts, withFactsOf } from './waiting-time-facts';

const on = (text: string) => text as CalendarDay;
const ROYAL: ProviderRef = { code: 'RX1', name: 'Royal Example Hospital' };
const COUNTY: ProviderRef = { code: 'RX2', name: 'County Example Hospital' };

/** Each event with the day on which it was recorded; the entry is its place. */
const told = (...events: readonly (readonly [recordedOn: string, event: CaseEvent])[]): CaseFacts =>
  events.reduce((known, [recordedOn, event], index) => withFactsOf(known, event, index + 1, on(recordedOn)), noFacts);

const shown = (facts: CaseFacts, knownOn?: string) =>
  factsInOrder(facts, knownOn === undefined ? undefined : on(knownOn)).map(({ fact }) => fact);

const sent: CaseEvent = { type: 'ReferralSent', data: { to: ROYAL, on: on('2026-03-02') } };
const fact = (kind: string, day: string, facts: Record<string, string | number | boolean> = {}): CaseEvent => ({
  type: 'HospitalFactRecorded',
  data: { kind, on: on(day), facts, source: 'Hospital letter', confidence: 'confirmed' },
});

describe('what the clocks hear of a case', () => {
  it('a sending stands in for the receipt, as an estimate', () => {
    const facts = told(['2026-02-20', received], ['2026-03-02', sent]);
    expect(factsInOrder(facts)).toEqual([
      {
        fact: { event: 'referral_received', date: '2026-03-02', service: 'consultant_led', provider: 'RX1' },
        entry: 2,
        source: 'The day on which Guardian sent it',
        confidence: 'estimated',
        recordedOn: '2026-03-02',
        withdrawnOn: null,
        insteadOf: expect.arrayContaining(['referral_received', 'ers_ubrn_converted']) as unknown,
      },
    ]);
  });

  it('a recorded receipt takes its place, even a later day', () => {
    const facts = told(['2026-02-20', received], ['2026-03-02', sent], ['2026-03-10', fact('referral_received', '2026-03-05')]);
    expect(shown(facts)).toEqual([{ event: 'referral_received', date: '2026-03-05' }]);
    expect(shown(facts, '2026-03-09')).toEqual([
      { event: 'referral_received', date: '2026-03-02', service: 'consultant_led', provider: 'RX1' },
    ]);
  });

  it('facts stand in date order, whenever they were heard of', () => {
    const facts = told(
      ['2026-02-20', received],
      ['2026-04-10', fact('first_attended', '2026-04-01')],
      ['2026-04-12', fact('referral_received', '2026-03-03', { service: 'consultant_led' })],
    );
    expect(shown(facts).map(({ event }) => event)).toEqual(['referral_received', 'first_attended']);
  });

  it('a corrected entry counts until the day of its correction', () => {
    const facts = told(
      ['2026-02-20', received],
      ['2026-03-10', fact('referral_received', '2026-03-05')],
      ['2026-03-20', correctedEntry(2)],
    );
    expect(shown(facts)).toEqual([]);
    expect(shown(facts, '2026-03-19')).toEqual([{ event: 'referral_received', date: '2026-03-05' }]);
  });

  it('a suspected cancer that is sent starts the cancer clocks', () => {
    const suspected: CaseEvent = { ...received, data: { ...received.data, suspectedCancer: true } };
    const facts = told(['2026-02-20', suspected], ['2026-03-02', sent]);
    expect(shown(facts)[0]?.event).toBe('urgent_suspected_cancer_referral_received');
    expect(clocks(shown(facts), on('2026-03-12')).cancer.faster_diagnosis_28).toMatchObject({ state: 'running', start: '2026-03-02' });
  });

  it('another hospital is a transfer: the start date travels', () => {
    const moved: CaseEvent = { type: 'ProviderChanged', data: { from: ROYAL, to: COUNTY, on: on('2026-04-01') } };
    const read = clocks(shown(told(['2026-02-20', received], ['2026-03-02', sent], ['2026-04-01', moved])), on('2026-04-11'));
    expect(read.rtt).toMatchObject({ clock_state: 'running', clock_start: '2026-03-02', days_waited: 40, reporting_provider: 'RX2' });
  });

  describe('a test of the workup', () => {
    const mri: CaseEvent = { ...ordered, data: { ...ordered.data, testId: 't1', test: 'mri-knee', on: on('2026-03-02') } };
    const booked: CaseEvent = { type: 'DiagnosticBooked', data: { testId: 't1', forOn: on('2026-03-20') } };

    it('has a diagnostics clock and starts no RTT clock', () => {
      const read = clocks(shown(told(['2026-02-20', received], ['2026-03-02', mri])), on('2026-03-30'));
      expect(read.diagnostics).toMatchObject([{ test: 'mri-knee', clock_state: 'waiting', clock_start: '2026-03-02', days_waited: 28 }]);
      expect(read.rtt.clock_state).toBe('no_clock');
    });

    it('done ends it', () => {
      const done: CaseEvent = { type: 'DiagnosticPerformed', data: { testId: 't1', on: on('2026-03-20') } };
      const read = clocks(
        shown(told(['2026-02-20', received], ['2026-03-02', mri], ['2026-03-04', booked], ['2026-03-21', done])),
        on('2026-03-30'),
      );
      expect(read.diagnostics).toMatchObject([{ clock_state: 'done', clock_stop: '2026-03-20', days_waited: 18 }]);
    });

    it('cancelled by the patient starts again from the appointment', () => {
      const off: CaseEvent = {
        type: 'DiagnosticCancelled',
        data: { testId: 't1', on: on('2026-03-15'), by: 'patient', stillWanted: true },
      };
      const facts = shown(told(['2026-02-20', received], ['2026-03-02', mri], ['2026-03-04', booked], ['2026-03-15', off]));
      expect(facts.at(-1)).toEqual({ event: 'patient_cancelled', date: '2026-03-15', test: 'mri-knee', for_date: '2026-03-20' });
      expect(clocks(facts, on('2026-03-30')).diagnostics).toMatchObject([{ clock_start: '2026-03-20', days_waited: 10 }]);
    });

    it('no longer wanted leaves the list, and was on it before', () => {
      const off: CaseEvent = {
        type: 'DiagnosticCancelled',
        data: { testId: 't1', on: on('2026-03-15'), by: 'referrer', stillWanted: false },
      };
      const facts = told(['2026-02-20', received], ['2026-03-02', mri], ['2026-03-15', off]);
      expect(clocks(shown(facts), on('2026-03-30')).diagnostics).toEqual([]);
      expect(clocks(shown(facts, '2026-03-14'), on('2026-03-14')).diagnostics).toHaveLength(1);
    });
  });

  it('a death known only from the closing is an estimate, and a recorded date replaces it', () => {
    const closed: CaseEvent = {
      type: 'CaseClosed',
      data: {
        ...{ reason: 'died', on: on('2026-05-20'), reviewer: 'Dr Ada Fenwick', patientTold: 'not-applicable', referrerTold: 'letter' },
        personal: { evidence: 'Letter' },
      },
    };
    expect(shown(told(['2026-02-20', received], ['2026-05-20', closed]))).toEqual([{ event: 'died', date: '2026-05-20' }]);
    const recorded = told(['2026-02-20', received], ['2026-05-18', fact('died', '2026-05-11')], ['2026-05-20', closed]);
    expect(shown(recorded)).toEqual([{ event: 'died', date: '2026-05-11' }]);
  });

  it('a detail that does not fit its list of words is left out, the fact stays', () => {
    const facts = told(
      ['2026-02-20', received],
      ['2026-03-10', fact('first_treatment', '2026-03-05', { setting: 'Hospital', provider: 'RX1' })],
    );
    expect(shown(facts)).toEqual([{ event: 'first_treatment', date: '2026-03-05', provider: 'RX1' }]);
  });
});
