import { day } from '@guardian/kernel';
import { specFor } from '@guardian/kernel/spec';
import { caseDecider } from './case';
import { accepted, broomfield, bypassed, closed, context, inWorkup, isReady, isSent, received, southend, today } from './case.examples';
import type { CaseEvent } from './events';
import { factName } from '@guardian/waiting-times';

const { given } = specFor(caseDecider, context);

describe('a hospital fact', () => {
  const record = {
    type: 'RecordHospitalFact',
    kind: 'appointment_booked',
    on: day('2026-03-15'),
    facts: { for_date: '2026-05-04', purpose: 'first' },
    source: 'Hospital letter',
    confidence: 'confirmed',
  } as const;
  const recorded: CaseEvent = {
    type: 'HospitalFactRecorded',
    data: {
      kind: 'appointment_booked',
      on: day('2026-03-15'),
      facts: { for_date: '2026-05-04', purpose: 'first' },
      source: 'Hospital letter',
      confidence: 'confirmed',
    },
  };

  it('is recorded with its day, details, source and confidence', () => {
    given(...isSent)
      .when(record)
      .then(recorded);
  });

  it('may be learnt late, when the case is closed', () => {
    given(...isSent, closed)
      .when(record)
      .then(recorded);
  });

  it.each(['appointment_dreamt_of', 'constructor', ''])('has a kind that Guardian knows, not "%s"', (kind) => {
    given(...isSent)
      .when({ ...record, kind })
      .thenRefused('UnknownFact', { kind });
  });

  it.each(['colour', 'constructor'])('has only the details that belong to its kind, not "%s"', (key) => {
    given(...isSent)
      .when({ ...record, facts: { [key]: 'blue' } })
      .thenRefused('UnknownFactDetail', { kind: 'appointment_booked', key });
  });

  it.each<[string, string, string | number | boolean, string]>([
    ['appointment_booked', 'for_date', '2026-02-30', 'date'],
    ['appointment_booked', 'for_date', 20260504, 'date'],
    ['appointment_booked', 'purpose', ' ', 'text'],
    ['appointment_booked', 'purpose', true, 'text'],
    ['patient_cancelled', 'notice_hours', '12', 'number'],
    ['patient_cancelled', 'notice_hours', -1, 'number'],
    ['patient_cancelled', 'notice_hours', Number.NaN, 'number'],
    ['decision_not_to_treat', 'communicated_to_patient', 'yes', 'yes-no'],
  ])('%s has no %s of %p', (kind, key, value, shape) => {
    given(...isSent)
      .when({ ...record, kind, facts: { [key]: value } })
      .thenRefused('FactDetailWrong', { kind, key, shape });
  });

  it('happened between the referral and today, and comes from somewhere', () => {
    given(...isSent)
      .when({ ...record, on: day('2026-03-21') })
      .thenRefused('DateInFuture');
    given(...isSent)
      .when({ ...record, on: day('2026-03-01') })
      .thenRefused('DateBeforeReferral');
    given(...isSent)
      .when({ ...record, source: '' })
      .thenRefused('WordsMissing', { what: 'where the fact comes from' });
  });

  it.each([
    ['decision_to_treat', 'Decision to treat'],
    ['ers_asi_notification_opened', 'e-RS ASI notification opened'],
    ['dna_first_appointment', 'Did not attend first appointment'],
  ])('%s reads "%s"', (kind, name) => {
    expect(factName(kind)).toBe(name);
  });
});

describe('a clinical priority', () => {
  const record = { type: 'RecordPriority', scheme: 'P', code: 'P3', on: day('2026-03-15') } as const;
  const twoWeekWait = { type: 'RecordPriority', scheme: 'urgency', code: 'two-week-wait', on: day('2026-03-15') } as const;
  const upgraded: CaseEvent = { type: 'PriorityRecorded', data: { scheme: 'urgency', code: 'two-week-wait', on: day('2026-03-15') } };

  it('is recorded with its scheme and day', () => {
    given(...isSent)
      .when(record)
      .then({ type: 'PriorityRecorded', data: { scheme: 'P', code: 'P3', on: day('2026-03-15') } });
  });

  it.each([
    ['P', 'P7'],
    ['D', 'P3'],
    ['urgency', 'soon'],
  ] as const)('of scheme %s is not %s', (scheme, code) => {
    given(...isSent)
      .when({ ...record, scheme, code })
      .thenRefused('UnknownPriority', { code });
  });

  it('was given between the referral and today', () => {
    given(...isSent)
      .when({ ...record, on: day('2026-03-21') })
      .thenRefused('DateInFuture');
  });

  it('D1: takes the referral past the gate when cancer comes to be suspected', () => {
    given(...inWorkup)
      .when(twoWeekWait)
      .then(upgraded, bypassed);
    given(received)
      .when(twoWeekWait)
      .then(upgraded, { type: 'ReferralAccepted', data: { ...accepted.data, gateDueOn: today } }, bypassed);
  });

  it('D1: leaves the gate alone when it was decided', () => {
    given(...isReady)
      .when(twoWeekWait)
      .then(upgraded);
  });
});

describe('another hospital', () => {
  const change = { type: 'ChangeProvider', to: broomfield, on: day('2026-03-15') } as const;

  it('takes over from the one before', () => {
    given(...isSent)
      .when(change)
      .then({ type: 'ProviderChanged', data: { from: southend, to: broomfield, on: day('2026-03-15') } });
    given(received)
      .when(change)
      .then({ type: 'ProviderChanged', data: { from: null, to: broomfield, on: day('2026-03-15') } });
  });

  it('is not the same one', () => {
    given(...isSent)
      .when({ ...change, to: southend })
      .thenNothing();
  });

  it('took over between the referral and today', () => {
    given(...isSent)
      .when({ ...change, on: day('2026-03-21') })
      .thenRefused('DateInFuture');
  });
});
