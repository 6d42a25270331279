import { day } from '@guardian/kernel';
import type { Fact, HospitalFactKind } from '@guardian/waiting-times';
import { addressOf } from './clock-address';

const fact = (date: string, event: HospitalFactKind, keys: Readonly<Record<string, string | number | boolean>> = {}): Fact => ({
  date: day(date),
  event,
  ...keys,
});

const example = (text: string, asOf: string, ...facts: readonly Fact[]) => ({ text, href: addressOf({ asOf: day(asOf), facts }) });

const REFERRED = fact('2025-03-03', 'referral_received', { service: 'consultant_led' });

/** Invented courses of events that people ask about. */
export const EXAMPLES = [
  example(
    'From referral to treatment in an admission',
    '2025-08-01',
    REFERRED,
    fact('2025-04-14', 'first_attended'),
    fact('2025-04-14', 'decision_to_treat', { treatment: 'surgery' }),
    fact('2025-04-15', 'added_to_admission_list'),
    fact('2025-07-07', 'admitted_for_first_treatment'),
  ),
  example(
    'A hospital that cancels: the clock goes on',
    '2025-06-02',
    REFERRED,
    fact('2025-03-10', 'appointment_booked', { for_date: '2025-04-28' }),
    fact('2025-04-25', 'provider_cancelled', { appointment: 'first' }),
  ),
  example(
    'A first appointment that is missed, and booked again',
    '2025-06-02',
    REFERRED,
    fact('2025-04-28', 'dna_first_appointment', { appointment_clearly_communicated: true }),
    fact('2025-05-06', 'patient_contacts_to_rebook'),
  ),
  example(
    'Active monitoring, and a decision to treat afterwards',
    '2025-10-01',
    REFERRED,
    fact('2025-04-28', 'active_monitoring_started_by_clinician', { communicated_to_patient: true, clinical_conversation: true }),
    fact('2025-08-18', 'active_monitoring_ended_decision_to_treat', { communicated_to_patient: true }),
  ),
  example(
    'An MRI scan that the patient puts off',
    '2025-05-12',
    REFERRED,
    fact('2025-03-10', 'diagnostic_test_requested', { test: 'mri' }),
    fact('2025-03-31', 'patient_cancelled', { test: 'mri', for_date: '2025-04-07' }),
  ),
  example(
    'Suspected cancer, found and treated',
    '2025-06-02',
    fact('2025-03-03', 'urgent_suspected_cancer_referral_received', { service: 'consultant_led' }),
    fact('2025-03-24', 'patient_informed_cancer_diagnosed'),
    fact('2025-03-31', 'cancer_decision_to_treat'),
    fact('2025-04-28', 'cancer_first_treatment', { setting: 'ordinary_admission', modality: 'surgery' }),
  ),
];
